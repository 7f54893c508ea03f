package cases_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"testing"

	"pgregory.net/rapid"

	"majlis/flows/cases"
)

func mustRef(t testing.TB, year int) cases.Ref {
	t.Helper()
	ref, err := cases.NewRef(rand.Reader, year)
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

func TestParseRefAsPeopleTypeIt(t *testing.T) {
	want := cases.Ref("260042174")
	for _, s := range []string{
		"26-0042-174", "260042174", " 26 0042 174 ", "٢٦-٠٠٤٢-١٧٤", "۲۶۰۰۴۲۱۷۴", "26–0042–174", "\u206826-0042-174\u2069",
	} {
		got, err := cases.ParseRef(s)
		if err != nil || got != want {
			t.Errorf("ParseRef(%q) = %q, %v", s, got, err)
		}
	}
	if got := want.String(); got != "26-0042-174" {
		t.Errorf("String() = %q", got)
	}
}

func TestParseRefExplainsMistakes(t *testing.T) {
	for s, want := range map[string]error{
		"": cases.ErrRefLength, "26-0042-17": cases.ErrRefLength, "26-0042-1740": cases.ErrRefLength,
		"26-0042-17x": cases.ErrRefLength, "hello": cases.ErrRefLength,
		"26-0042-175": cases.ErrRefDigit, "26-0024-174": cases.ErrRefDigit,
	} {
		if got, err := cases.ParseRef(s); !errors.Is(err, want) {
			t.Errorf("ParseRef(%q) = %q, %v, want %v", s, got, err, want)
		}
	}
}

func TestRefCatchesOneWrongDigitAndSwappedNeighbours(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		year := rapid.IntRange(2026, 2099).Draw(t, "year")
		seed := rapid.SliceOfN(rapid.Byte(), 64, 64).Draw(t, "seed")
		ref, err := cases.NewRef(bytes.NewReader(seed), year)
		if err != nil {
			t.Skip("the seed was used up")
		}
		if back, err := cases.ParseRef(ref.String()); err != nil || back != ref {
			t.Fatalf("ParseRef(%s) = %s, %v", ref, back, err)
		}
		at := rapid.IntRange(0, 8).Draw(t, "at")
		wrong := []byte(ref)
		wrong[at] = '0' + (wrong[at]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "by")))%10
		if _, err := cases.ParseRef(string(wrong)); !errors.Is(err, cases.ErrRefDigit) {
			t.Fatalf("%s for %s: %v", wrong, ref, err)
		}
		swapped := []byte(ref)
		at %= 8
		swapped[at], swapped[at+1] = swapped[at+1], swapped[at]
		if _, err := cases.ParseRef(string(swapped)); swapped[at] != swapped[at+1] && !errors.Is(err, cases.ErrRefDigit) {
			t.Fatalf("%s for %s: %v", swapped, ref, err)
		}
	})
}

func TestRefsAreNotInSequence(t *testing.T) {
	seen := map[cases.Ref]bool{}
	for range 100 {
		ref := mustRef(t, 2026)
		if month := ref[2:4]; ref[:2] != "26" || len(ref) != 9 || month >= "01" && month <= "12" {
			t.Fatalf("ref %q", string(ref))
		}
		seen[ref] = true
	}
	if len(seen) < 98 {
		t.Errorf("%d different numbers of 100", len(seen))
	}
}

func FuzzParseRef(f *testing.F) {
	f.Add("26-0042-174")
	f.Add("٢٦-٠٠٤٢-١٧٤")
	f.Fuzz(func(t *testing.T, s string) {
		ref, err := cases.ParseRef(s)
		if err != nil {
			return
		}
		if again, err := cases.ParseRef(ref.String()); err != nil || again != ref {
			t.Errorf("ParseRef(%q) = %q, but its own writing gives %q, %v", s, ref, again, err)
		}
	})
}
