package cases

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"
)

// A reference number is nine digits: two of the year, six drawn at random and a
// Damm check digit (H. M. Damm, "Total anti-symmetrische Quasigruppen", Marburg
// 2004), which catches every single wrong digit and every swap of neighbours.
//
// A Bahraini personal number is nine digits too, two of the year, then the month
// of birth. A reference never has a month in that place, so that the guard can
// mask the one and leave the other.
const (
	refDigits = 9
	refBlocks = 100 - 12 // what stands in place of a month: 00, 13 to 99
	refDrawn  = refBlocks * 10_000
)

// What is wrong with a number that a person typed. Wrap nothing: the flow tells
// them apart to explain the mistake in words.
var (
	// ErrRefLength says that it doesn't have nine digits.
	ErrRefLength = errors.New("cases: a reference number has nine digits")
	// ErrRefDigit says that a digit was mistyped or two were swapped.
	ErrRefDigit = errors.New("cases: a digit of the reference number is wrong")
)

// Ref is a valid reference number as nine ASCII digits, the form that is stored.
type Ref string

// NewRef draws a reference number of a year from random (crypto/rand.Reader
// outside tests). Numbers are not in sequence, so that one says nothing about
// the next; the caller draws again when one is taken.
func NewRef(random io.Reader, year int) (Ref, error) {
	drawn, err := rand.Int(random, big.NewInt(refDrawn))
	if err != nil {
		return "", fmt.Errorf("cases: drawing a reference number: %w", err)
	}
	n := drawn.Int64()
	if n >= 10_000 { // blocks 1 to 87 stand for 13 to 99
		n += 12 * 10_000
	}
	digits := fmt.Sprintf("%02d%06d", year%100, n)
	return Ref(digits + string('0'+damm(digits))), nil
}

// ParseRef reads a reference number as people type it: with spaces, dashes or
// neither, in Latin, Arabic-Indic or Persian digits. Anything but digits and
// separators is ErrRefLength, as is a wrong number of digits.
func ParseRef(s string) (Ref, error) {
	digits := make([]byte, 0, refDigits)
	for _, r := range s {
		d, ok := digit(r)
		if !ok && separator(r) {
			continue
		}
		if !ok || len(digits) == refDigits {
			return "", ErrRefLength
		}
		digits = append(digits, d)
	}
	if len(digits) != refDigits {
		return "", ErrRefLength
	}
	if damm(string(digits)) != 0 {
		return "", ErrRefDigit
	}
	return Ref(digits), nil
}

// String groups the digits for reading aloud: 26-0042-173.
func (r Ref) String() string {
	if len(r) != refDigits {
		return string(r)
	}
	return string(r[:2]) + "-" + string(r[2:6]) + "-" + string(r[6:])
}

// separator reports whether people write r between digits; among them the marks
// that isolate a number in a text of the other direction.
func separator(r rune) bool {
	return strings.ContainsRune(" \t\n-–—‑_./#\u00a0\u200e\u200f\u2066\u2067\u2068\u2069", r)
}

func digit(r rune) (byte, bool) {
	for _, zero := range []rune{'0', '٠', '۰'} {
		if r >= zero && r <= zero+9 {
			return '0' + byte(r-zero), true
		}
	}
	return 0, false
}

// dammTable is a totally anti-symmetric quasigroup of order ten, row by interim
// digit, column by input digit.
var dammTable = [10]string{
	"0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
	"3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
}

// damm returns the check digit of ASCII digits: 0 when they end in their own.
func damm(digits string) byte {
	interim := byte(0)
	for i := range len(digits) {
		interim = dammTable[interim][digits[i]-'0'] - '0'
	}
	return interim
}
