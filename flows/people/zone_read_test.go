package people

import (
	"strings"
	"testing"
	"time"

	"majlis/flows"
)

func TestZonesAreUnderstood(t *testing.T) {
	for text, want := range map[string]string{
		"Cairo": "Africa/Cairo", "القاهرة": "Africa/Cairo", "القاهره": "Africa/Cairo", "قاهرة": "Africa/Cairo", "egypt": "Africa/Cairo",
		"مصر": "Africa/Cairo", "أنا بالقاهرة الآن": "Africa/Cairo", "I live in Cairo, Egypt": "Africa/Cairo", "الإسكندريّة": "Africa/Cairo",
		"CAIRO!!": "Africa/Cairo", "الرياض": "Asia/Riyadh", "Jeddah": "Asia/Riyadh", "توقيت الرياض": "Asia/Riyadh",
		"abu dhabi": "Asia/Dubai", "ابوظبي": "Asia/Dubai", "دبي": "Asia/Dubai", "U.A.E": "Asia/Dubai", "مسقط": "Asia/Muscat",
		"سلطنة عُمان": "Asia/Muscat", "عمّان، الأردن": "Asia/Amman", "Amman": "Asia/Amman", "South Sudan": "Africa/Juba", "السودان": "Africa/Khartoum",
		"New York, USA": "America/New_York", "Hyderabad, Pakistan": "Asia/Karachi", "حيدر أباد الهند": "Asia/Kolkata", "Asia/Karachi": "Asia/Karachi",
		"são paulo": "America/Sao_Paulo", "sana'a": "Asia/Aden", "صنعا": "Asia/Aden", "Dar es Salaam": "Africa/Dar_es_Salaam",
		"+3": "Etc/GMT-3", "٣+": "Etc/GMT-3", "+ 3": "Etc/GMT-3", "GMT+3": "Etc/GMT-3", "UTC +03:00": "Etc/GMT-3", "gmt-5": "Etc/GMT+5", "−5": "Etc/GMT+5",
		"غرينتش +٣": "Etc/GMT-3", "+3 بتوقيت جرينتش": "Etc/GMT-3", "+0300": "Etc/GMT-3", "GMT+5:30": "Asia/Kolkata", "+530": "Asia/Kolkata", "+5.45": "Asia/Kathmandu",
		"+14": "Etc/GMT-14", "-12": "Etc/GMT+12", "+0": "Etc/GMT", "GMT": "Etc/GMT", "غرينتش": "Etc/GMT", "Cairo (+2)": "Africa/Cairo", "＋３": "Etc/GMT-3",
	} {
		if zone, said := readZone(text); zone != want || said != zoneOne {
			t.Errorf("%q: %q, %d, want %s", text, zone, said, want)
		}
	}
}

func TestZonesAreNotGuessed(t *testing.T) {
	for text, want := range map[string]zoneSaid{
		"عمان": zoneSeveral, "Hyderabad": zoneSeveral, "USA": zoneSeveral, "أمريكا": zoneSeveral, "كندا": zoneSeveral, "طرابلس": zoneSeveral,
		"Cairo or London": zoneSeveral,
		"":                zoneUnknown, "near the sea": zoneUnknown, "قرب البحر": zoneUnknown, "5:30": zoneUnknown, "+15": zoneUnknown, "-13": zoneUnknown,
		"+25": zoneUnknown, "+5:20": zoneUnknown, "-3:30": zoneUnknown, "+3 +4": zoneUnknown, "++3": zoneUnknown, "I owe -5": zoneUnknown,
		"+966": zoneUnknown, "3": zoneUnknown, "الـ": zoneUnknown, "🕌": zoneUnknown, "\xff\xfe": zoneUnknown,
		"My building in Riyadh has had no water for two weeks": zoneUnknown,
	} {
		if zone, said := readZone(text); zone != "" || said != want {
			t.Errorf("%q: %q, %d, want %d", text, zone, said, want)
		}
	}
}

// Every place has a zone that exists and a name in both languages by which it is
// understood, and so has every country of a phone.
func TestPlaces(t *testing.T) {
	named := map[string]bool{}
	for _, p := range theAtlas().places {
		if _, err := time.LoadLocation(p.Zone); err != nil || named[p.Zone] {
			t.Errorf("%s: there twice, or %v", p.Zone, err)
		}
		named[p.Zone] = true
		for _, name := range append(p.Ar, p.En...) {
			if len(placeWords(name)) == 0 || strings.TrimSpace(name) != name {
				t.Errorf("%s: %q", p.Zone, name)
			}
		}
		for _, lang := range []string{flows.Arabic, flows.English} {
			if _, said := readZone(p.name(lang)); said == zoneUnknown {
				t.Errorf("%s: its own name %q is not understood", p.Zone, p.name(lang))
			}
		}
	}
	for code, zone := range zones {
		if !named[zone] {
			t.Errorf("+%s: %s has no name", code, zone)
		}
	}
	for _, zone := range partZones {
		if !named[zone] {
			t.Errorf("%s has no name", zone)
		}
	}
}

// An offset is told right all year, whatever stands for it.
func TestOffsetsStayAllYear(t *testing.T) {
	for _, offset := range []string{
		"GMT", "GMT+3", "GMT-5", "GMT+14", "GMT-12", "GMT+3:30", "GMT+4:30", "GMT+5:30", "GMT+5:45", "GMT+6:30", "GMT+9:30",
	} {
		zone, said := readZone(offset)
		if said != zoneOne {
			t.Errorf("%s is not understood", offset)
			continue
		}
		for month := time.January; month <= time.December; month++ {
			at := time.Date(2026, month, 15, 0, 0, 0, 0, time.UTC)
			if got := (flows.Ministry{}).Local(zone, at).Offset(); got != offset {
				t.Errorf("%s in %s: %s", offset, month, got)
			}
		}
	}
}

func FuzzReadZone(f *testing.F) {
	for _, text := range []string{"Cairo", "القاهرة", "GMT+5:30", "٣+", "عمان الأردن", "+25", "𝟛+", "New York, USA"} {
		f.Add(text)
	}
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		zone, said := readZone(text)
		if (said == zoneOne) != (zone != "") {
			t.Fatalf("%q: %q, %d", text, zone, said)
		}
		if said != zoneOne {
			return
		}
		if _, err := time.LoadLocation(zone); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		offset := (flows.Ministry{}).Local(zone, now).Offset()
		if again, _ := readZone(offset); strings.HasPrefix(zone, fixedZones) && again != zone {
			t.Errorf("%q is %s, but what is shown for it, %s, is %s", text, zone, offset, again)
		}
	})
}
