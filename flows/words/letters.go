package words

import "unicode"

// letterKin lists letters that are typed for one another: the first of each line
// is what the others fold to. Keyboards of the region send Persian and Urdu
// forms (ک ی ہ), and Gulf writing borrows چ and گ.
var letterKin = []string{
	"اأإآٱٲٳ",
	"يىئیېۍێےۓۑ",
	"وؤۄۅۆۇۈۉۊۋ",
	"هةھہۂۀەۃۿ",
	"كکگچڪګڬڭڮ",
	"بپٻ",
	"فڤڡڢڣڥڦ",
	"قڨٯڧ",
	"زژڙ",
	"لڵڶڷڸ",
	"تٹٺټ",
	"دڈډڊ",
	"رڑڕړڔڒ",
	"نںڻ",
}

// arabicFold maps each rune of U+0600 to U+06FF to its folded form, -1 where it
// is left out.
var arabicFold = makeArabicFold()

func makeArabicFold() [256]rune {
	var table [256]rune
	for i := range table {
		r := rune(0x0600 + i)
		table[i] = asciiDigit(r)
		if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
			table[i] = -1
		}
	}
	for _, kin := range letterKin {
		letters := []rune(kin)
		for _, r := range letters[1:] {
			table[r-0x0600] = letters[0]
		}
	}
	table['ء'-0x0600] = -1
	table['ٴ'-0x0600] = -1 // high hamza
	table['ـ'-0x0600] = -1 // tatweel
	return table
}

func isArabic(r rune) bool { return r >= 0x0600 && r <= 0x06FF }
