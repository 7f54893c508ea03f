package whatsapp

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"majlis/bots"
	"majlis/flows/talk"
)

// A part's id leads back to its parcel, and no other id is touched.
func TestPartIDs(t *testing.T) {
	native := "3EB0" + strings.Repeat("0A", 9)
	seen := map[string]bool{}
	for i := range 30 {
		id := partID(native, i, 30)
		if seen[id] || ourID(id) != native {
			t.Errorf("part %d: %s", i, id)
		}
		seen[id] = true
	}
	if !seen[native] {
		t.Error("the last part does not have the parcel's id")
	}
	for _, id := range []string{"", "3A", strings.Repeat("A", 24), native} {
		if ourID(id) != id {
			t.Errorf("%q became %q", id, ourID(id))
		}
	}
}

// A menu is a poll only when nothing of it would be lost.
func TestWhatBecomesAPoll(t *testing.T) {
	options := func(labels ...string) (list []talk.Option) {
		for i, label := range labels {
			list = append(list, talk.Option{ID: string(rune('a' + i)), Label: label})
		}
		return list
	}
	long := strings.Repeat("س", 100)
	tests := map[string]struct {
		m    talk.Message
		want bool
	}{
		"menu":           {talk.Message{Text: "؟", Options: options("نعم", "لا")}, true},
		"one option":     {talk.Message{Text: "؟", Options: options("نعم")}, false},
		"twelve":         {talk.Message{Text: "؟", Options: options(strings.Split("abcdefghijkl", "")...)}, true},
		"thirteen":       {talk.Message{Text: "؟", Options: options(strings.Split("abcdefghijklm", "")...)}, false},
		"the same twice": {talk.Message{Text: "؟", Options: options("نعم", "نعم")}, false},
		"long label":     {talk.Message{Text: "؟", Options: options("نعم", long)}, false},
		"long question":  {talk.Message{Text: long + long + long, Options: options("نعم", "لا")}, false},
		"no question":    {talk.Message{Text: " ", Options: options("نعم", "لا")}, false},
		"no options":     {talk.Message{Text: "؟"}, false},
	}
	l := quiet(t)
	for name, tt := range tests {
		got := l.render(bots.Parcel{Native: "3EB0", Message: tt.m})
		if isPoll := got != nil && got[0].GetPollCreationMessage() != nil; isPoll != tt.want {
			t.Errorf("%s: poll %v", name, isPoll)
		}
	}
	m := talk.Message{Text: "؟", Options: options("نعم", "لا"), Asked: 3}
	one, two := l.poll("3EB01", m), l.poll("3EB02", m)
	if cmp.Equal(one.MessageContextInfo.MessageSecret, two.MessageContextInfo.MessageSecret) {
		t.Error("two polls have one secret")
	}
	if !cmp.Equal(one.MessageContextInfo.MessageSecret, l.poll("3EB01", m).MessageContextInfo.MessageSecret) {
		t.Error("one poll has two secrets")
	}
}
