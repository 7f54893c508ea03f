package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"

	"majlis/flows"
	"majlis/flows/words"
)

// text is one text of a catalogue, parsed once.
type text struct {
	plain string            // the whole text when it has no arguments
	forms map[string][]part // by plural form; only "other" when it has none
}

// part is literal text or an argument.
type part struct {
	literal string
	arg     string
	how     string // "", "isolate" or "clock"
}

// countArg is the argument that chooses the plural form.
const countArg = "Count"

func parseMessage(m *i18n.Message) (*text, error) {
	t := &text{forms: map[string][]part{}}
	for form, source := range map[string]string{
		"zero": m.Zero, "one": m.One, "two": m.Two, "few": m.Few, "many": m.Many, "other": m.Other,
	} {
		if source == "" {
			continue
		}
		parts, err := parseParts(source)
		if err != nil {
			return nil, err
		}
		t.forms[form] = parts
	}
	other := t.forms["other"]
	switch {
	case other == nil:
		return nil, fmt.Errorf("it is empty")
	case len(t.forms) == 1 && len(other) == 1 && other[0].arg == "":
		t.plain = other[0].literal
	}
	return t, nil
}

// parseParts reads {{.Name}}, {{isolate .Name}} and {{clock .Name}}.
func parseParts(source string) ([]part, error) {
	var parts []part
	for source != "" {
		literal, rest, found := strings.Cut(source, "{{")
		if literal != "" {
			parts = append(parts, part{literal: literal})
		}
		if !found {
			break
		}
		inner, after, closed := strings.Cut(rest, "}}")
		if !closed {
			return nil, fmt.Errorf("{{ without }} after %q", literal)
		}
		p, err := parseArg(inner)
		if err != nil {
			return nil, err
		}
		parts, source = append(parts, p), after
	}
	return parts, nil
}

func parseArg(inner string) (part, error) {
	fields := strings.Fields(inner)
	var p part
	if len(fields) == 2 {
		p.how, fields = fields[0], fields[1:]
	}
	if len(fields) != 1 || !strings.HasPrefix(fields[0], ".") || len(fields[0]) < 2 || !slices.Contains([]string{"", "isolate", "clock"}, p.how) {
		return part{}, fmt.Errorf("{{%s}} is none of {{.Name}}, {{isolate .Name}}, {{clock .Name}}", inner)
	}
	p.arg = fields[0][1:]
	return p, nil
}

func (t *text) render(args map[string]any, l *look) string {
	if t.plain != "" {
		return t.plain
	}
	parts := t.forms["other"]
	if len(t.forms) > 1 {
		if n, ok := whole(args[countArg]); ok {
			if form := t.forms[l.form(n)]; form != nil {
				parts = form
			}
		}
	}
	var b strings.Builder
	b.Grow(128)
	for _, p := range parts {
		if p.arg == "" {
			b.WriteString(p.literal)
			continue
		}
		p.write(&b, args, l)
	}
	return b.String()
}

func (p part) write(b *strings.Builder, args map[string]any, l *look) {
	value, ok := args[p.arg]
	if !ok {
		value, ok = l.facts[p.arg]
	}
	if !ok {
		b.WriteString("⟦" + p.arg + "⟧")
		return
	}
	written := l.write(value, p.how)
	if p.how == "isolate" {
		written = words.Isolate(written)
	}
	b.WriteString(written)
}

func (t *text) placeholders() []string {
	var names []string
	for _, parts := range t.forms {
		for _, p := range parts {
			if p.arg != "" {
				names = append(names, p.arg)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// write writes a value as the language does.
func (l *look) write(value any, how string) string {
	switch v := value.(type) {
	case string:
		return v
	case flows.Text:
		return v.In(l.lang)
	case time.Time:
		return l.moment(v.In(l.zone), how)
	case flows.Local:
		return l.moment(v.Time, how)
	case flows.Date:
		return l.day(v)
	}
	if n, ok := whole(value); ok {
		return l.digits(strconv.Itoa(n))
	}
	return l.digits(fmt.Sprint(value))
}

// moment writes a time of day, or the day in words, as the moment's own zone has it.
func (l *look) moment(at time.Time, how string) string {
	if how == "clock" {
		return l.digits(at.Format("15:04"))
	}
	return l.day(flows.DateOf(at))
}

// day writes a date in words.
func (l *look) day(d flows.Date) string {
	return l.date.render(map[string]any{
		"Weekday": l.weekdays[d.Weekday()], "Day": d.Day, "Month": l.months[d.Month-1], "Year": d.Year,
	}, l)
}

func (l *look) digits(s string) string {
	if !l.arab {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r - '0' + '٠'
		}
		return r
	}, s)
}

func whole(value any) (int, bool) {
	switch n := value.(type) {
	case int:
		return n, true
	case int64:
		return int(n), true
	}
	return 0, false
}
