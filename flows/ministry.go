package flows

import "strings"

// Ministry is what a ministry sets about itself: data, not settings of the
// machine. It is read once at the start and shared read-only.
type Ministry struct {
	Name     Text    `yaml:"name"`
	Initials Text    `yaml:"initials"` // drawn where a logo would stand
	Colours  Colours `yaml:"colours"`

	Country string `yaml:"country"` // ISO 3166 alpha-2: SA, BH
	Zone    Zone   `yaml:"zone"`    // IANA name: Asia/Riyadh
	Digits  string `yaml:"digits"`  // latn (123) or arab (١٢٣): the digits shown to people

	Hotline string  `yaml:"hotline"` // as it is dialled: 19999
	Hours   []Hours `yaml:"hours"`

	Calendar     Calendar      `yaml:"calendar"`
	Services     []Service     `yaml:"services"`
	Destinations []Destination `yaml:"destinations"`
	Emergency    Emergency     `yaml:"emergency"`
	Privacy      Privacy       `yaml:"privacy"`
	Digest       Digest        `yaml:"digest"`

	// Texts replaces texts of the catalogue by key.
	Texts map[string]Text `yaml:"texts"`
	// Thesaurus adds groups of words that mean the same to the matching of questions.
	Thesaurus [][]string `yaml:"thesaurus"`
}

// Colours are the two colours of a ministry as #rrggbb. White text is set on
// both, so both must reach the contrast of WCAG AA against white.
type Colours struct {
	Primary string `yaml:"primary"`
	Accent  string `yaml:"accent"`
}

// Service is something the ministry does for people.
type Service struct {
	ID          string   `yaml:"id"` // stable: kept in cases and journals, never shown
	Name        Text     `yaml:"name"`
	Synonyms    []string `yaml:"synonyms"`    // other names people use, any language
	Destination string   `yaml:"destination"` // id of the destination that owns it; empty: the ministry's own desk
}

// Destination is where a matter goes: a desk of the ministry or another body.
type Destination struct {
	ID       string   `yaml:"id"`
	Name     Text     `yaml:"name"`
	Kind     string   `yaml:"kind"` // one of DestinationKinds
	URL      string   `yaml:"url"`
	Email    string   `yaml:"email"`
	Phone    string   `yaml:"phone"`
	Keywords []string `yaml:"keywords"` // words that point to it, any language
	Verified Date     `yaml:"verified"` // when someone last checked the address
}

// DestinationKinds are the kinds a destination can have: a desk of this
// ministry, another body (people are sent there) or an emergency service.
var DestinationKinds = []string{"desk", "agency", "emergency"}

// Emergency is what a person in danger is told, and the words that reveal one
// beside those built in.
type Emergency struct {
	Numbers []EmergencyNumber `yaml:"numbers"`
	Words   []string          `yaml:"words"`  // more words or phrases that mean danger
	Except  []string          `yaml:"except"` // phrases that contain such words and mean none
}

// Lines lists the numbers to call, one a line.
func (e Emergency) Lines() Text {
	line := func(n EmergencyNumber, lang string) string { return n.Name.In(lang) + ": \u2068" + n.Number + "\u2069" }
	var ar, en []string
	for _, n := range e.Numbers {
		ar, en = append(ar, line(n, Arabic)), append(en, line(n, English))
	}
	return Text{Ar: strings.Join(ar, "\n"), En: strings.Join(en, "\n")}
}

// EmergencyNumber is a number to call and whose it is.
type EmergencyNumber struct {
	Name   Text   `yaml:"name"`
	Number string `yaml:"number"`
}

// Privacy is the notice shown once, at first contact and again when its version
// changes.
type Privacy struct {
	Version    string `yaml:"version"`
	Text       Text   `yaml:"text"`
	Controller Text   `yaml:"controller"` // who answers for the data
}

// Digest says when the digest of answers goes out and where.
type Digest struct {
	Schedule string `yaml:"schedule"` // cron of five fields in the ministry's zone; empty: by hand only
	Channel  string `yaml:"channel"`  // Telegram channel (@name); empty: none
}

// Service returns the service with this id.
func (m Ministry) Service(id string) (Service, bool) {
	for _, s := range m.Services {
		if s.ID == id {
			return s, true
		}
	}
	return Service{}, false
}

// Destination returns the destination with this id.
func (m Ministry) Destination(id string) (Destination, bool) {
	for _, d := range m.Destinations {
		if d.ID == id {
			return d, true
		}
	}
	return Destination{}, false
}
