package people

import (
	"testing"
	"time"
)

// Every zone that is named exists, and a number leads to its country's.
func TestZoneOf(t *testing.T) {
	for code, zone := range zones {
		if _, err := time.LoadLocation(zone); err != nil {
			t.Errorf("+%s: %v", code, err)
		}
	}
	for phone, want := range map[string]string{
		"+966500000001": "Asia/Riyadh", "+971500000001": "Asia/Dubai", "+201000000000": "Africa/Cairo", "+2491000000": "Africa/Khartoum",
		"+12025550100": "", "": "", "+": "", "+7": "",
	} {
		if got := ZoneOf(phone); got != want {
			t.Errorf("%s: %q, want %q", phone, got, want)
		}
	}
}
