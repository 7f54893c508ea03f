package live

import "testing"

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
