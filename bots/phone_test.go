package bots_test

import (
	"testing"

	"majlis/bots"
)

func TestInternational(t *testing.T) {
	for typed, want := range map[string]string{
		"+966 50 000 0001": "+966500000001", "00966500000001": "+966500000001", "+٩٦٦ ٥٠ ٠٠٠ ٠٠٠١": "+966500000001",
		" (+1) 202-555-0100 ": "+12025550100", "\u2068+966500000001\u2069": "+966500000001",
		"": "", "0500000001": "", "966500000001": "", "+0500000001": "", "phone": "", "+9665": "", "+9665000000019999999": "", "+96650000000x": "",
	} {
		got, ok := bots.International(typed)
		if ok != (want != "") || ok && got != want {
			t.Errorf("%q is read as %q, %v", typed, got, ok)
		}
	}
}

func FuzzInternational(f *testing.F) {
	f.Add("+966 50 000 0001")
	f.Add("00٩٦٦")
	f.Fuzz(func(t *testing.T, typed string) {
		phone, ok := bots.International(typed)
		if !ok {
			return
		}
		if again, ok := bots.International(phone); !ok || again != phone {
			t.Errorf("%q is read as %q, and that as %q", typed, phone, again)
		}
	})
}
