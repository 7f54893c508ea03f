package people

import (
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// Kinds of identity whose ids are written in many ways. Those of other kinds
// are the channel's own and are taken as they are.
const (
	IdentityPhone = "phone"
	IdentityEmail = "email"
)

// normalise gives an id its one spelling: a phone number becomes E.164
// (+966500000001), an e-mail address lower case, digits ASCII.
func normalise(kind, id, country string) string {
	id = strings.TrimSpace(asciiDigits(id))
	switch kind {
	case IdentityPhone:
		return Phone(id, country)
	case IdentityEmail:
		return strings.ToLower(id)
	}
	return id
}

// Phone writes a phone number as E.164. A number without a country code is read
// in country (SA when empty). What is no phone number keeps its digits only.
func Phone(number, country string) string {
	if country == "" {
		country = "SA"
	}
	number = strings.TrimSpace(asciiDigits(number))
	if parsed, err := phonenumbers.Parse(number, country); err == nil && phonenumbers.IsValidNumber(parsed) {
		return phonenumbers.Format(parsed, phonenumbers.E164)
	}
	// Messaging apps give the country code without a plus.
	if parsed, err := phonenumbers.Parse("+"+number, country); err == nil && phonenumbers.IsValidNumber(parsed) {
		return phonenumbers.Format(parsed, phonenumbers.E164)
	}
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, number)
}

// asciiDigits writes Arabic-Indic and Persian digits as 0 to 9.
func asciiDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if d, ok := digitOf(r); ok {
			return '0' + rune(d)
		}
		return r
	}, s)
}

// digitOf returns the value of a Latin, Arabic-Indic or Persian digit.
func digitOf(r rune) (int, bool) {
	switch {
	case r >= '0' && r <= '9':
		return int(r - '0'), true
	case r >= '٠' && r <= '٩':
		return int(r - '٠'), true
	case r >= '۰' && r <= '۹':
		return int(r - '۰'), true
	}
	return 0, false
}
