package live

import (
	"testing"

	"majlis/flows/people"
)

func TestAddress(t *testing.T) {
	for _, tt := range []struct {
		said   string
		code   string
		number int64
		text   string
		ok     bool
	}{
		{Address("4711", 0) + " متى يُصرف الدعم؟", "4711", 0, "متى يُصرف الدعم؟", true},
		{Address("4711", 17), "4711", 17, "", true},
		{"live-4711", "4711", 0, "", true},
		{"live-4711-17", "4711", 17, "", true},
		{" #٤٧١١ ٣ أسئلة\nعن الدعم ", "4711", 0, "٣ أسئلة\nعن الدعم", true},
		{"4711", "", 0, "", false},
		{"#471 متى", "", 0, "", false},
		{"#47112 متى", "", 0, "", false},
		{"#4711-1234567890123", "", 0, "", false},
		{"ask #4711", "", 0, "", false},
		{"", "", 0, "", false},
	} {
		code, number, text, ok := cutAddress(tt.said)
		if code != tt.code || number != tt.number || text != tt.text || ok != tt.ok {
			t.Errorf("%q: %q %d %q %v", tt.said, code, number, text, ok)
		}
	}
}

// TestAddressIsNeverMasked takes addresses that would be phones and Bahraini
// personal numbers through the guard; what people write behind them it masks.
func TestAddressIsNeverMasked(t *testing.T) {
	m := people.Masker{Codes: true}
	for _, said := range []string{
		Address("5123", 12345), Address("8912", 54321), Address("2997", 104233), "live-5123-12345", "#٥١٢٣-١٢٣٤٥", Address("5123", 0) + " 12345 riyals",
	} {
		if got, _ := m.Mask(said); got != said {
			t.Errorf("%q became %q", said, got)
		}
	}
	for said, want := range map[string]string{
		Address("5123", 0) + " 0551234567?": "#5123 " + people.Mark + "?",
		"my number #5123-12345":             "my number #" + people.Mark,
		"5123-12345":                        people.Mark,
	} {
		if got, _ := m.Mask(said); got != want {
			t.Errorf("%q became %q, want %q", said, got, want)
		}
	}
}
