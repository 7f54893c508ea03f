package page

import (
	"context"
	"net/http"
	"time"

	"golang.org/x/text/language"

	"majlis/flows"
)

// langCookie remembers the language a reader chose.
const langCookie = "lang"

// year is how long a choice of language and a visitor's name are remembered.
const year = 365 * 24 * time.Hour

// spoken are the languages of the pages; the first is spoken to who asks for none of them.
var spoken = language.NewMatcher([]language.Tag{language.Arabic, language.English})

type langKey struct{}

// Lang is the language of a request, "ar" or "en", as Wrap found it.
func Lang(r *http.Request) string {
	if lang, ok := r.Context().Value(langKey{}).(string); ok {
		return lang
	}
	return chosenLang(r)
}

// WithLang gives a request another language, e.g. that of a staff account.
func WithLang(r *http.Request, lang string) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), langKey{}, lang))
}

// Dir is the direction a language is written in: "rtl" or "ltr".
func Dir(lang string) string {
	if lang == flows.Arabic {
		return "rtl"
	}
	return "ltr"
}

// Other is the other of the two languages.
func Other(lang string) string {
	if lang == flows.Arabic {
		return flows.English
	}
	return flows.Arabic
}

// RememberLang keeps the choice of a language in a cookie.
func (s *Site) RememberLang(w http.ResponseWriter, lang string) {
	http.SetCookie(w, &http.Cookie{
		Name: langCookie, Value: lang, Path: "/", MaxAge: int(year.Seconds()),
		Secure: s.Secure(), HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// chosenLang finds the language of a request: asked for in the address, chosen
// before, or what the browser prefers.
func chosenLang(r *http.Request) string {
	if lang := known(r.URL.Query().Get("lang")); lang != "" {
		return lang
	}
	if c, err := r.Cookie(langCookie); err == nil && known(c.Value) != "" {
		return c.Value
	}
	_, i := language.MatchStrings(spoken, r.Header.Get("Accept-Language"))
	if i == 1 {
		return flows.English
	}
	return flows.Arabic
}

func known(lang string) string {
	if lang == flows.Arabic || lang == flows.English {
		return lang
	}
	return ""
}
