package page

import (
	"fmt"
	"html/template"
	"time"
)

// funcs are what templates of a language can call:
//
//	T "key" "Name" value …   a text with its arguments
//	asset "css/base.css"     the address of an asset
//	icon "send"              an inline drawing
//	date t, day t, clock t   a moment in the ministry's zone, in the reader's digits
//	when t                   its clock today, its day and clock before
//	iso t                    the same for <time datetime>
//	offset t                 minutes by which the ministry's zone is ahead of UTC then
//	num n                    a number or digits in the reader's digits
//	service id               the name of a service
//	other                    the other language; dirOf lang its direction
//	args "Name" value …      a map, for a part that needs more than one value
func (s *Site) funcs(lang string) template.FuncMap {
	return template.FuncMap{
		"T": func(key string, pairs ...any) (string, error) {
			args, err := pair(pairs)
			return s.Texts.Text(lang, key, args), err
		},
		"TA":      func(key string, args map[string]any) string { return s.Texts.Text(lang, key, args) },
		"args":    func(pairs ...any) (map[string]any, error) { return pair(pairs) },
		"asset":   s.assets.url,
		"icon":    s.assets.icon,
		"date":    func(t time.Time) string { return s.Date(lang, t) },
		"day":     func(t time.Time) string { return s.Day(lang, t) },
		"clock":   func(t time.Time) string { return s.Clock(lang, t) },
		"when":    func(t time.Time) string { return s.When(lang, t) },
		"offset":  func(t time.Time) int { _, s := t.In(s.Ministry.Zone.Location()).Zone(); return s / 60 },
		"iso":     func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
		"num":     func(n any) string { return s.Digits(lang, fmt.Sprint(n)) },
		"service": func(id string) string { return s.ServiceName(lang, id) },
		"lang":    func() string { return lang },
		"dir":     func() string { return Dir(lang) },
		"dirOf":   Dir,
		"other":   func() string { return Other(lang) },
	}
}

// ServiceName is the name of a service in lang, or "" for an unknown one.
func (s *Site) ServiceName(lang, id string) string {
	if service, ok := s.Ministry.Service(id); ok {
		return service.Name.In(lang)
	}
	return ""
}

func pair(pairs []any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("page: a name without a value")
	}
	args := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("page: %v is no name", pairs[i])
		}
		args[name] = pairs[i+1]
	}
	return args, nil
}
