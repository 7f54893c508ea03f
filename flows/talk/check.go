package talk

import (
	"strconv"
	"strings"

	"majlis/flows/words"
)

// Check reads a free answer: the value to keep, or the text key of what is
// wrong with it and the arguments of that text.
type Check func(in Inbound) (value, wrong string, args Args)

// Text accepts between least and most graphemes of writing. A photo or a voice
// note counts as writing: staff will look or listen.
func Text(least, most int) Check {
	return func(in Inbound) (string, string, Args) {
		text := strings.TrimSpace(in.Text)
		n := words.Graphemes(text)
		switch {
		case len(in.Files) > 0 && n <= most:
			return text, "", nil
		case n == 0:
			return "", "ask.need_text", nil
		case words.OnlyEmoji(text):
			return "", "ask.only_emoji", nil
		case n < least:
			return "", "ask.too_short", Args{"Least": least, "Count": n}
		case n > most:
			return "", "ask.too_long", Args{"Most": most, "Count": n}
		}
		return text, "", nil
	}
}

// Words accepts any writing at all.
func Words(in Inbound) (string, string, Args) { return Text(1, maxText)(in) }

// Photo accepts an attachment.
func Photo(in Inbound) (string, string, Args) {
	if len(in.Files) == 0 {
		return "", "ask.need_photo", nil
	}
	return strings.TrimSpace(in.Text), "", nil
}

// Spot accepts a point on the map, kept as "lat,lon", or the place in words.
func Spot(in Inbound) (string, string, Args) {
	if in.Place != nil {
		return FormatPlace(*in.Place), "", nil
	}
	return Text(3, 300)(in)
}

// FormatPlace is how a Place is kept in a journal: "24.7,46.6".
func FormatPlace(p Place) string {
	return strconv.FormatFloat(p.Lat, 'f', 6, 64) + "," + strconv.FormatFloat(p.Lon, 'f', 6, 64)
}

// ParsePlace undoes FormatPlace; false when s is the place in words.
func ParsePlace(s string) (Place, bool) {
	lat, lon, found := strings.Cut(s, ",")
	a, err1 := strconv.ParseFloat(lat, 64)
	o, err2 := strconv.ParseFloat(lon, 64)
	return Place{Lat: a, Lon: o}, found && err1 == nil && err2 == nil
}
