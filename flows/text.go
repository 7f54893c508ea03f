package flows

// Arabic and English are the two languages the house speaks.
const (
	Arabic  = "ar"
	English = "en"
)

// Text is one text in the two languages.
type Text struct {
	Ar string `yaml:"ar" json:"ar"`
	En string `yaml:"en" json:"en"`
}

// In returns the text in lang ("ar" or "en"). A language that is missing falls
// back to the other one: a reader is better served by a foreign word than by
// nothing.
func (t Text) In(lang string) string {
	if lang == English && t.En != "" || t.Ar == "" {
		return t.En
	}
	return t.Ar
}

// Empty reports whether the text has no words in either language.
func (t Text) Empty() bool { return t.Ar == "" && t.En == "" }
