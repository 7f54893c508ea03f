package live

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"majlis/flows/words"
)

// Address is what people's words begin with that are meant for the broadcast with
// a code, or, when number is not 0, a "me too" to the group with that number of
// its board. The sign and the digits have no direction of their own, so that the
// words behind them keep theirs.
func Address(code string, number int64) string {
	if number == 0 {
		return "#" + code
	}
	return fmt.Sprintf("#%s-%d", code, number)
}

var address = regexp.MustCompile(`(?s)^(?:#|` + LinkPrefix + `)(\d{4})(?:-(\d{1,12}))?(?:\s+(.*))?$`)

// cutAddress takes the address off a text: #4711 When is it paid?, or #4711-17. A
// link's payload can hold no #: there it is live-4711-17.
func cutAddress(s string) (code string, number int64, text string, ok bool) {
	folded := strings.TrimSpace(s)
	head, rest, _ := strings.Cut(folded, " ")
	m := address.FindStringSubmatch(strings.TrimSpace(words.Digits(head) + " " + rest))
	if m == nil {
		return "", 0, "", false
	}
	if m[2] != "" {
		number, _ = strconv.ParseInt(m[2], 10, 64) // twelve digits always fit
	}
	return m[1], number, strings.TrimSpace(m[3]), true
}
