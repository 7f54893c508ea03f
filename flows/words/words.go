// Package words holds what people write: one spelling for the many ways a word
// is typed, text made safe to store, cut and split where a reader would. All
// functions are pure and safe for concurrent use; lengths are in grapheme
// clusters (what a reader calls a character) unless a name says otherwise.
package words
