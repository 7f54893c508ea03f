package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"majlis/flows/faq"
)

func TestParseTable(t *testing.T) {
	for _, tt := range []struct{ name, in, wantErr string }{
		{"plain", "id,text\n1,hello\n", ""},
		{"byte order mark and capitals", "\uFEFFID, Text \n1,hello\n", ""},
		{"empty", "", "the file is empty"},
		{"no such column", "id,question\n1,hello\n", `no column "text"`},
		{"a short row", "id,text\n1\n", "wrong number of fields"},
		{"a broken quote", "id,text\n1,\"hello\n", "quote"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			table, err := parseTable(strings.NewReader(tt.in), "text")
			if tt.wantErr != "" {
				if err == nil || !strings.Contains(err.Error(), tt.wantErr) {
					t.Fatalf("got %v, want %q", err, tt.wantErr)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got, err := table.questions()
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]faq.Question{{ID: "1", Text: "hello"}}, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestHarmless(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "plain": "plain", "=HYPERLINK()": "'=HYPERLINK()", "+966": "'+966", "-1": "'-1", "@x": "'@x", "كم؟": "كم؟",
	} {
		if got := harmless(in); got != want {
			t.Errorf("harmless(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestQuestionMakerIsTheSameEachTime(t *testing.T) {
	a, b := newQuestionMaker(1), newQuestionMaker(1)
	seen := map[string]bool{}
	for range 2000 {
		text := a.next()
		if other := b.next(); other != text {
			t.Fatalf("%q and %q", text, other)
		}
		seen[text] = true
	}
	if len(seen) < 1900 {
		t.Errorf("only %d of 2000 differ", len(seen))
	}
}
