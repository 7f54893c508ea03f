package people

import "strings"

// kindOf returns the kind of personal number the candidate is, or "".
func (m Masker) kindOf(c candidate) string {
	switch {
	case m.isPhone(c):
		return MaskedPhone
	case isSaudiID(c):
		return MaskedID
	case isCPR(c):
		return MaskedCPR
	case isCard(c):
		return MaskedCard
	case isBareIBAN(c):
		return MaskedIBAN
	case m.Codes && len(c.digits) == 6 && len(c.sizes) == 1:
		return MaskedCode
	}
	return ""
}

// isSaudiID: ten digits, 1 for citizens, 2 for residents, the last by Luhn.
func isSaudiID(c candidate) bool {
	d := c.digits
	return len(d) == 10 && (d[0] == '1' || d[0] == '2') && c.whole() && !c.dated() && luhn(d)
}

// isCPR: nine digits, year and month of birth, four of a series and a check
// digit. How that digit is made was never published, so the month alone tells
// it from other numbers: better one number too many than one too few.
func isCPR(c candidate) bool {
	return len(c.digits) == 9 && isMonth(c.digits[2:4]) && c.whole() && !c.thousands() && !c.dated()
}

// isCard: 13 to 19 digits of a payment network, the last by Luhn.
func isCard(c candidate) bool {
	n := len(c.digits)
	return n >= 13 && n <= 19 && strings.IndexByte("234569", c.digits[0]) >= 0 && c.whole() && luhn(c.digits)
}

// isBareIBAN: a Saudi IBAN written without its SA.
func isBareIBAN(c candidate) bool {
	return len(c.digits) == 22 && ibanValid("SA"+string(c.digits))
}

// isPhone knows numbers with a plus or 00 before the country, those of the Gulf
// without, and the local ones.
func (m Masker) isPhone(c candidate) bool {
	d := string(c.digits)
	if c.plus {
		return plausibleAbroad(d)
	}
	if len(c.sizes) > 1 && (c.dated() || c.thousands() && strings.HasSuffix(d, "000")) {
		return false
	}
	if abroad, ok := strings.CutPrefix(d, "00"); ok {
		return len(d) > 10 && plausibleAbroad(abroad)
	}
	if n, ok := gulfLength(d); ok && n == len(d) && c.sizes[0] != 1 {
		return true
	}
	return m.isLocalPhone(c, d)
}

func (m Masker) isLocalPhone(c candidate, d string) bool {
	switch {
	case !c.whole() && c.gap == gapMany && c.sizes[0] > 4:
		return false
	case len(d) == 10 || len(d) == 11:
		return d[0] == '0' && d[1] != '0' && c.sizes[0] > 1 // 0550000001, 0112345678
	case len(d) == 9:
		return d[0] == '5' && c.sizes[0] > 1 && !strings.HasSuffix(d, "000000") // 550000001, but not 500000000
	case len(d) == 8 && m.Country == "BH":
		together := len(c.sizes) == 1 || len(c.sizes) == 2 && c.sizes[0] == 4
		return together && strings.Contains(" 13 16 17 32 33 34 35 36 37 38 39 63 65 66 77 ", " "+d[:2]+" ")
	}
	return false
}

// plausibleAbroad reports whether d is an international number without its plus
// (ITU-T E.164: at most 15 digits), of the right length where it is known.
func plausibleAbroad(d string) bool {
	if n, ok := gulfLength(d); ok {
		return n == len(d)
	}
	return len(d) >= 8 && len(d) <= 15 && d[0] != '0'
}

// gulfLength returns the digits of a number of the Gulf states, country code
// included: mobile numbers and landlines have the same, but for the Emirates,
// whose landlines are taken as of any country.
func gulfLength(d string) (int, bool) {
	switch {
	case strings.HasPrefix(d, "9665"), strings.HasPrefix(d, "9661"), strings.HasPrefix(d, "9715"):
		return 12, true
	case strings.HasPrefix(d, "973"), strings.HasPrefix(d, "965"), strings.HasPrefix(d, "968"), strings.HasPrefix(d, "974"):
		return 11, true
	}
	return 0, false
}
