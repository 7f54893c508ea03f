package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"majlis/flows/talk"
)

// leaksNothing fails the test when one of words is in the database, in the files
// SQLite keeps beside it or in the log.
func (w *town) leaksNothing(words ...string) {
	w.t.Helper()
	files, err := filepath.Glob(w.path + "*")
	w.ok(err)
	if len(files) < 2 {
		w.t.Fatalf("expected the database and its log of writes, found %v", files)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		w.ok(err)
		for _, word := range words {
			if bytes.Contains(raw, []byte(word)) {
				w.t.Errorf("%q stands in %s", word, filepath.Base(file))
			}
		}
	}
	for _, word := range words {
		if strings.Contains(w.log.String(), word) {
			w.t.Errorf("%q stands in the log", word)
		}
	}
}

// personal numbers, none of them anybody's: an ID, an IBAN, a card, a phone.
var personal = []struct{ name, typed, digits string }{
	{"id", "1058529940", "1058529940"},
	{"iban", "SA03 8000 0000 6080 1016 7519", "6080 1016 7519"},
	{"card", "4111 1111 1111 1111", "4111 1111 1111 1111"},
	{"phone", "+966 55 512 3456", "512 3456"},
}

// TestPersonalNumbersAreNeverKept sends each outside a flow, as an answer, as a
// file's name and as a change, in three sets of digits.
func TestPersonalNumbersAreNeverKept(t *testing.T) {
	for _, digits := range []string{"0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"} {
		for _, n := range personal {
			t.Run(n.name+" "+digits[:2], func(t *testing.T) {
				w := newTown(t)
				c := w.citizen("aisha", "ar")
				typed, kept := inDigits(n.typed, digits), inDigits(n.digits, digits)
				text := "رقمي هو " + typed + " فما حالة طلبي؟"
				c.told(c.write(text), "guard.masked")
				asking(c)
				c.told(c.write(text), "guard.masked")
				c.told(c.send(talk.Inbound{Kind: talk.KindEdit, Text: text, Edits: "m1"}), "guard.masked")
				c.send(talk.Inbound{
					Kind: talk.KindAttachment, Text: text, Files: []talk.File{{Kind: "document", Name: typed + ".pdf", Ref: "r1"}},
				})
				w.leaksNothing(typed, kept)
				w.balanced()
			})
		}
	}
}

func inDigits(s, digits string) string {
	set := []rune(digits)
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return set[r-'0']
		}
		return r
	}, s)
}

// TestUploadedFileIsNamedWithoutNumbers: a file of the web chat is stored before
// the message that names it.
func TestUploadedFileIsNamedWithoutNumbers(t *testing.T) {
	w := newTown(t)
	c := w.citizen("aisha", "en")
	owner := c.inbound(talk.Inbound{}).Senders[0]
	id, err := w.uploads().AddFile(t.Context(), townChannel, owner, talk.File{Kind: "document", Name: "ID 1058529940.pdf"}, []byte("%PDF"))
	w.ok(err)
	f, _, err := w.db.File(t.Context(), id)
	w.ok(err)
	if f.Name == "" || strings.Contains(f.Name, "1058529940") {
		t.Errorf("kept as %q", f.Name)
	}
	w.leaksNothing("1058529940")
}

// states a conversation can be in when an emergency comes.
var states = map[string]func(w *town) *townsman{
	"first contact": func(w *town) *townsman { return w.stranger("aisha", "ar") },
	"language": func(w *town) *townsman {
		c := w.stranger("aisha", "ar")
		c.send(talk.Inbound{Kind: talk.KindStart})
		return c
	},
	"menu":  func(w *town) *townsman { return w.citizen("aisha", "ar") },
	"asked": func(w *town) *townsman { return asking(w.citizen("aisha", "ar")) },
	"confirm": func(w *town) *townsman {
		c := asking(w.citizen("aisha", "ar"))
		c.write("هل أستطيع طلاء الجدار؟")
		return c
	},
	"stuck":   func(w *town) *townsman { c := w.citizen("aisha", "ar"); c.write("0", "2", "x", "x", "x"); return c },
	"over":    func(w *town) *townsman { c := asking(w.citizen("aisha", "ar")); c.write("93"); return c },
	"stopped": func(w *town) *townsman { c := w.citizen("aisha", "ar"); c.write("99"); return c },
	"flood":   func(w *town) *townsman { c := w.citizen("aisha", "ar"); c.flood(60); return c },
}

// TestEmergencyLeavesNoWords: in every state the person is told whom to call, the
// conversation stays where it was, and no word of it is anywhere.
func TestEmergencyLeavesNoWords(t *testing.T) {
	for name, reach := range states {
		t.Run(name, func(t *testing.T) {
			w := newTown(t)
			c := reach(w)
			c.read()
			const words = "أتعرض لابتزاز من مجهول في حي الياسمين"
			c.told(c.write(words), "guard.emergency")
			told := c.send(talk.Inbound{
				Kind: talk.KindAttachment, Text: words, Place: &talk.Place{Lat: 24.77, Lon: 46.64},
				Files: []talk.File{{Kind: "photo", Name: "الياسمين.jpg", Ref: "photo-1"}},
			})
			if name != "flood" { // there once a minute is enough
				c.told(told, "guard.emergency")
			}
			if n := w.ends()[talk.EndDiverted]; n != 2 {
				t.Errorf("%d of 2 messages were diverted", n)
			}
			w.leaksNothing("ابتزاز", "الياسمين", "24.77", "photo-1")
			w.balanced()
		})
	}
}
