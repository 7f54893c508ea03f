package people

import (
	"strings"

	"github.com/nyaruka/phonenumbers"

	"majlis/flows/words"
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
	id = strings.TrimSpace(words.Digits(id))
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
	number = strings.TrimSpace(words.Digits(number))
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
