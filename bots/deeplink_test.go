package bots_test

import (
	"testing"

	"majlis/bots"
)

func TestClickToChat(t *testing.T) {
	for _, tt := range []struct{ phone, words, want string }{
		{"+966 11 000 0000", "#4711", "https://wa.me/966110000000?text=%234711"},
		{"+966500000001", "سؤال", "https://wa.me/966500000001?text=%D8%B3%D8%A4%D8%A7%D9%84"},
		{"", "#4711", ""},
		{"no number", "#4711", ""},
	} {
		if got := bots.ClickToChat(tt.phone, tt.words); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.phone, got, tt.want)
		}
	}
}
