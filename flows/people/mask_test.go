package people_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/width"
	"pgregory.net/rapid"

	"majlis/flows/people"
	"majlis/flows/words"
)

func TestMask(t *testing.T) {
	for _, tt := range []struct {
		name, text, want string
		kinds            []string
	}{
		{"Saudi ID in Arabic digits", "رقم هويتي ١٠٩٨٧٦٥٤٣٩ شكراً", "رقم هويتي ••• شكراً", []string{"id"}},
		{"Saudi ID", "my id is 1098765439.", "my id is •••.", []string{"id"}},
		{"iqama in Persian digits", "اقامتي ۲۰۹۸۷۶۵۴۳۷", "اقامتي •••", []string{"id"}},
		{"ID in groups", "1098 765 439 or 1-0-9-8-7-6-5-4-3-9", "••• or •••", []string{"id"}},
		{"ID stuck to words", "هويتي1098765439وعنواني", "هويتي•••وعنواني", []string{"id"}},
		{"ID with direction marks inside", "10987\u200f65439", "•••", []string{"id"}},
		{"full-width digits", "１０９８７６５４３９", "•••", []string{"id"}},
		{"CPR", "CPR 850123456", "CPR •••", []string{"cpr"}},
		{"CPR in Arabic digits", "رقمي الشخصي ٨٥٠١٢٣٤٥٦", "رقمي الشخصي •••", []string{"cpr"}},
		{"Saudi IBAN", "حسابي SA0380000000608010167519 في البنك", "حسابي ••• في البنك", []string{"iban"}},
		{"IBAN in groups", "SA03 8000 0000 6080 1016 7519", "•••", []string{"iban"}},
		{"IBAN in Arabic digits", "sa٠٣٨٠٠٠٠٠٠٠٦٠٨٠١٠١٦٧٥١٩", "•••", []string{"iban"}},
		{"IBAN without its country", "الآيبان 0380000000608010167519", "الآيبان •••", []string{"iban"}},
		{"Bahraini IBAN", "BH67 BMAG 0000 1299 1234 56 thanks", "••• thanks", []string{"iban"}},
		{"British IBAN", "GB82 WEST 1234 5698 7654 32", "•••", []string{"iban"}},
		{"card", "4111 1111 1111 1111", "•••", []string{"card"}},
		{"card in Arabic digits", "بطاقتي ٤١١١-١١١١-١١١١-١١١١", "بطاقتي •••", []string{"card"}},
		{"American Express", "3782 822463 10005", "•••", []string{"card"}},
		{"mobile", "جوالي 0550000001", "جوالي •••", []string{"phone"}},
		{"mobile in Arabic digits", "جوالي ٠٥٥ ٠٠٠ ٠٠٠١", "جوالي •••", []string{"phone"}},
		{"mobile without its zero", "550000001", "•••", []string{"phone"}},
		{"international", "+966 55 000 0001 / 00966550000001 / 966550000001", "••• / ••• / •••", []string{"phone"}},
		{"area code in brackets", "(011) 234-5678", "(•••", []string{"phone"}},
		{"foreign", "call +44 20 7946 0958 now", "call ••• now", []string{"phone"}},
		{"Bahraini with its country", "+973 3600 1234 and 97336001234", "••• and •••", []string{"phone"}},
		{"e-mail", "بريدي ahmad.ali@example.com.sa.", "بريدي •••.", []string{"email"}},
		{"e-mail with a number in it", "x0550000001@mail.com0550000002", "••••••", []string{"email", "phone"}},
		{"e-mail of another script", "أحمد@مثال.السعودية", "•••", []string{"email"}},
		{"several", "1098765439 0550000001 a@b.co", "••• ••• •••", []string{"email", "id", "phone"}},
		{"several in lines", "1098765439\n2098765437", "•••\n•••", []string{"id"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, kinds := people.Masker{}.Mask(tt.text)
			if got != tt.want || !slices.Equal(kinds, tt.kinds) {
				t.Errorf("Mask(%q)\n got %q %v\nwant %q %v", tt.text, got, kinds, tt.want, tt.kinds)
			}
		})
	}
}

// What looks like a personal number and is none.
func TestMaskLeaves(t *testing.T) {
	for _, text := range []string{
		"رقم الطلب 26-0042-1735", "26-0042-174", "الرقم المرجعي ٢٦-٠٠٤٢-١٧٤", "260042174",
		"الموعد 2026-11-22 09:00", "05-12-2026 10", "22/11/2026", "٢٢/١١/٢٠٢٦",
		"المبلغ 150 000 000 ريال", "1 000 000 000", "150.100.000", "500 000 000",
		"رمز التحقق 123456", "19999", "920001234", "8001234567", "رقم المعاملة 1098765432",
		"@momah_gov", "a@b", "@", "me @ home", "SA0380000000608010167518", "قرار رقم 476 وتاريخ 15/7/1441",
		"12 34 56", "مادة ٤ فقرة ٣", "",
	} {
		if got, kinds := (people.Masker{}).Mask(text); got != text {
			t.Errorf("Mask(%q) = %q %v", text, got, kinds)
		}
	}
}

func TestMaskCodesOnlyWhenAsked(t *testing.T) {
	got, kinds := people.Masker{Codes: true}.Mask("الرمز ١٢٣٤٥٦")
	if got != "الرمز •••" || !slices.Equal(kinds, []string{"code"}) {
		t.Errorf("Mask = %q %v", got, kinds)
	}
}

func TestMaskBahrainiPhones(t *testing.T) {
	const text = "36001234 1700 1234 26-0042-174 20261122"
	got, _ := people.Masker{Country: "BH"}.Mask(text)
	if want := "••• ••• 26-0042-174 20261122"; got != want {
		t.Errorf("Mask = %q, want %q", got, want)
	}
	if got, _ := (people.Masker{}).Mask(text); got != text {
		t.Errorf("a Saudi ministry masks them: %q", got)
	}
}

var tenDigits = regexp.MustCompile(`[0-9]+`)

// saudiIDs lists the valid IDs that stand in a text, counted without Mask's help.
func saudiIDs(text string) (ids []string) {
	for _, n := range tenDigits.FindAllString(words.Digits(width.Narrow.String(text)), -1) {
		if len(n) == 10 && (n[0] == '1' || n[0] == '2') && n[9] == checkDigit(n[:9]) {
			ids = append(ids, n)
		}
	}
	return ids
}

func checkDigit(nine string) byte {
	sum := 0
	for i, c := range nine {
		d := int(c - '0')
		if i%2 == 0 {
			d = d*2/10 + d*2%10
		}
		sum += d
	}
	return '0' + byte((10-sum%10)%10)
}

// pieces of texts that were hard to get right, with drawn IDs in between.
func drawText(t *rapid.T) string {
	piece := rapid.Custom(func(t *rapid.T) string {
		nine := rapid.StringMatching(`[12][0-9]{8}`).Draw(t, "nine")
		id := nine + string(checkDigit(nine))
		if rapid.Bool().Draw(t, "arabic") {
			id = strings.Map(func(r rune) rune { return r - '0' + '٠' }, id)
		}
		return id
	})
	other := rapid.OneOf(
		rapid.SampledFrom([]string{" ", "-", " - ", "+", "@", ".", "\n", "SA", "SA03", "هوية", "x@y.com", "26-0042-174", "#", "live-", "(", "05", "•••", "\u061c", "\u200f", "1\u200e"}),
		rapid.StringMatching(`[0-9 \-+.@aSA٠-٩]{0,12}`), rapid.String(), piece,
	)
	return strings.Join(rapid.SliceOfN(other, 0, 8).Draw(t, "pieces"), "")
}

func TestMaskProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawText(t)
		once, kinds := people.Masker{Codes: rapid.Bool().Draw(t, "codes")}.Mask(text)
		if left := saudiIDs(once); len(left) > 0 {
			t.Fatalf("Mask(%q) = %q leaves %v", text, once, left)
		}
		if (once == text) != (len(kinds) == 0) {
			t.Fatalf("Mask(%q) = %q, %v", text, once, kinds)
		}
	})
}

func TestMaskTwiceChangesNothingMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := people.Masker{Country: rapid.SampledFrom([]string{"SA", "BH"}).Draw(t, "country")}
		once, _ := m.Mask(drawText(t))
		twice, kinds := m.Mask(once)
		if diff := cmp.Diff(once, twice); diff != "" || kinds != nil {
			t.Fatalf("%v %s", kinds, diff)
		}
	})
}

func FuzzMask(f *testing.F) {
	f.Add("رقم هويتي ١٠٩٨٧٦٥٤٣٩ a@b.co SA0380000000608010167519 +966550000001")
	f.Add("26-0042-174 4111 1111 1111 1111 \xff\xfe")
	f.Fuzz(func(t *testing.T, text string) {
		once, _ := people.Masker{}.Mask(text)
		if again, kinds := (people.Masker{}).Mask(once); again != once {
			t.Errorf("Mask(%q) = %q, again %q %v", text, once, again, kinds)
		}
		if left := saudiIDs(once); len(left) > 0 {
			t.Errorf("Mask(%q) = %q leaves %v", text, once, left)
		}
	})
}

func BenchmarkMask(b *testing.B) {
	for name, text := range map[string]string{
		"plain":    "السلام عليكم، أرغب في الاستفسار عن طريقة التقديم على الدعم السكني والمدة المتوقعة للرد",
		"date":     "السلام عليكم، قدمت الطلب بتاريخ 22/11/2026 ولم يصلني رد حتى الآن على الطلب رقم 26-0042-174",
		"personal": "رقم هويتي ١٠٩٨٧٦٥٤٣٩ وجوالي 0550000001 وحسابي SA0380000000608010167519",
		"10k":      strings.Repeat("1098 76 ", 1250),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				people.Masker{}.Mask(text)
			}
		})
	}
}
