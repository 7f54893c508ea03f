package bots

import (
	"regexp"
	"strings"

	"majlis/flows/words"
)

// phoneShape is a number in international form (ITU-T E.164).
var phoneShape = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)

// between is what people and their keyboards put between the digits of a number.
var between = strings.NewReplacer(" ", "", "-", "", "(", "", ")", "", "\u00a0", "", "\u200e", "", "\u200f", "", "\u2068", "", "\u2069", "")

// International reads a phone number in international form as people write it, in
// any digits, and returns it as "+" and digits; false when it isn't one.
func International(typed string) (phone string, ok bool) {
	phone = between.Replace(words.Digits(strings.TrimSpace(typed)))
	if rest, found := strings.CutPrefix(phone, "00"); found {
		phone = "+" + rest
	}
	return phone, phoneShape.MatchString(phone)
}
