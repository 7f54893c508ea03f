package faq

import (
	"sync"

	"majlis/flows/faq/terms"
)

// word is a term with the hashes of its features, worked out once.
type word struct {
	text     string
	stem     uint32
	concepts []uint32
	letters  []uint32 // runs of three to five letters, ends marked
	stop     bool
	arabic   bool
}

// vocabularyLimit bounds what is kept: a stream of nonsense must not fill the
// memory. It holds the working vocabulary of both languages many times over.
const vocabularyLimit = 60_000

// vocabulary remembers the words read so far.
type vocabulary struct {
	mu    sync.RWMutex
	known map[string]*word
}

func newVocabulary() *vocabulary { return &vocabulary{known: map[string]*word{}} }

// words returns the words of a text in order.
func (v *vocabulary) words(text string) []*word {
	var list []*word
	for w := range terms.Words(text) {
		list = append(list, v.word(w))
	}
	return list
}

func (v *vocabulary) word(w string) *word {
	v.mu.RLock()
	found, ok := v.known[w]
	v.mu.RUnlock()
	if ok {
		return found
	}
	fresh := newWord(terms.Of(w))
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.known) >= vocabularyLimit {
		clear(v.known)
	}
	v.known[fresh.text] = fresh
	return fresh
}

func newWord(t terms.Term) *word {
	w := &word{
		text:   string([]byte(t.Word)), // its own memory, not the whole message's
		stem:   hashText(t.Stem),
		stop:   t.Stop,
		arabic: t.Arabic,
	}
	for _, c := range t.Concepts {
		w.concepts = append(w.concepts, hashText("concept "+c))
	}
	letters := []rune("^" + t.Word + "$")
	for n := 3; n <= 5; n++ {
		for i := 0; i+n <= len(letters); i++ {
			w.letters = append(w.letters, hashText(string(letters[i:i+n])))
		}
	}
	return w
}
