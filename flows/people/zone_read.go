package people

import (
	"regexp"
	"strconv"
	"strings"

	"majlis/flows/words"
)

// fixedZones begin the names of the zones (IANA) that are an offset alone, without
// a place or summer time. Their sign is the other way around: Etc/GMT-3 is GMT+3.
const fixedZones = "Etc/"

// partZones stand for offsets that are no whole hours, which IANA has no fixed zones
// for: places whose clocks stay at that offset all year.
var partZones = map[int]string{
	210: "Asia/Tehran", 270: "Asia/Kabul", 330: "Asia/Kolkata", 345: "Asia/Kathmandu", 390: "Asia/Yangon", 570: "Australia/Darwin",
}

// mostWords is how long an answer may be that names a place: in a longer text one
// may be named by the way.
const mostWords = 8

// zoneSaid is what words say of a time zone.
type zoneSaid int

const (
	zoneUnknown zoneSaid = iota // nothing that is known here
	zoneSeveral                 // what fits more than one
	zoneOne
)

// readZone finds the time zone (IANA) that a person means by a city, a country or
// an offset from Greenwich, in Arabic or English.
func readZone(text string) (string, zoneSaid) {
	if zone, ok := readOffset(text); ok {
		return zone, zoneOne
	}
	list := placeWords(text)
	if len(list) > mostWords {
		return "", zoneUnknown
	}
	fit, named := theAtlas().fitting(list)
	switch {
	case !named:
		return "", zoneUnknown
	case len(fit) != 1:
		return "", zoneSeveral
	}
	return fit[0], zoneOne
}

// fitting lists the zones that fit every place named among words: "Hyderabad" alone
// fits two, "Hyderabad, Pakistan" one.
func (a *atlas) fitting(list []string) (fit []string, named bool) {
	for at := 0; at < len(list); {
		zones, n := a.longest(list[at:])
		switch {
		case n == 0:
			n = 1
		case named:
			fit = both(fit, zones)
		default:
			fit, named = zones, true
		}
		at += n
	}
	return fit, named
}

// longest finds the longest name that words begin with, and of how many it is.
func (a *atlas) longest(list []string) (zones []string, n int) {
	for n = min(a.most, len(list)); n > 0; n-- {
		if zones = a.zones[strings.Join(list[:n], " ")]; len(zones) > 0 {
			return zones, n
		}
	}
	return nil, 0
}

func both(a, b []string) (list []string) {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				list = append(list, x)
			}
		}
	}
	return list
}

// offsetWritten is +3, +5:30, 0530+ and the like: the sign stands behind for those
// who write from the right.
var offsetWritten = regexp.MustCompile(`^(?:([+-])(\d{1,2})(?:[:.]?([0-5]\d))?|(\d{1,2})(?:[:.]?([0-5]\d))?([+-]))$`)

var minus = strings.NewReplacer("−", "-", "–", "-", "—", "-")

// readOffset reads an offset that stands alone, or beside a name of Greenwich.
func readOffset(text string) (zone string, ok bool) {
	text = minus.Replace(words.Fold(text))
	first, last := strings.IndexAny(text, "+-0123456789"), strings.LastIndexAny(text, "+-0123456789")
	if first < 0 || !greenwich(text[:first]+" "+text[last+1:]) {
		return "", false
	}
	m := offsetWritten.FindStringSubmatch(strings.ReplaceAll(text[first:last+1], " ", ""))
	if m == nil {
		return "", false
	}
	return zoneAt(m[1]+m[6], m[2]+m[4], m[3]+m[5])
}

// greenwich reports whether what stands beside an offset is nothing, or the name of
// what it is counted from.
func greenwich(beside string) bool {
	list := placeWords(beside)
	zones := theAtlas().zones[strings.Join(list, " ")]
	return len(list) == 0 || len(zones) == 1 && zones[0] == fixedZones+"GMT"
}

// zoneAt is a zone that is at this offset all year; false when there is none here.
func zoneAt(sign, hours, minutes string) (string, bool) {
	h, _ := strconv.Atoi(hours) // digits, by the pattern
	m, _ := strconv.Atoi(minutes)
	switch {
	case m != 0 && sign == "+":
		zone, ok := partZones[h*60+m]
		return zone, ok
	case m != 0:
		return "", false
	case h == 0:
		return fixedZones + "GMT", true
	case sign == "+" && h <= 14:
		return fixedZones + "GMT-" + strconv.Itoa(h), true
	case sign == "-" && h <= 12:
		return fixedZones + "GMT+" + strconv.Itoa(h), true
	}
	return "", false
}
