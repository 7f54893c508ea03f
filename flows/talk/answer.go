package talk

import (
	"slices"
	"strconv"
	"strings"

	"majlis/flows/words"
)

// problem is why a message is no answer, as a text.
type problem struct {
	key  string
	args Args
}

// read makes an answer to q out of the message.
func (r *turn) read(q Question) (string, problem) {
	free := q.Check != nil && r.signed()
	if id, ok := r.picked(q.Options); ok && !free {
		return id, problem{}
	}
	if r.in.Kind == KindChoice || len(q.Options) > 0 && r.shortNumber() && !free {
		return "", problem{"ask.not_offered", Args{"Count": len(q.Options)}}
	}
	if q.Check == nil {
		return "", problem{"ask.pick_one", Args{"Count": len(q.Options)}}
	}
	v, key, args := q.Check(r.in)
	if key == "" && v == "" {
		v = r.attached()
	}
	return v, problem{key, args}
}

// picked finds the option a button, a digit or a label means. A digit means
// what was shown, even when the list has changed since.
func (r *turn) picked(options []Option) (string, bool) {
	if r.in.Kind == KindChoice {
		_, id, _ := splitPayload(r.in.Choice)
		return id, has(options, id)
	}
	text := words.Fold(r.in.Text)
	if n, err := strconv.Atoi(text); err == nil {
		if n < 1 || n > len(r.s.Offered) {
			return "", false
		}
		id := r.s.Offered[n-1]
		return id, has(options, id)
	}
	for _, o := range options {
		if text != "" && text == words.Fold(o.Label) {
			return o.ID, true
		}
	}
	return "", false
}

func has(options []Option, id string) bool {
	return slices.ContainsFunc(options, func(o Option) bool { return o.ID == id })
}

// shortNumber reports a bare number that can only be meant as a choice.
func (r *turn) shortNumber() bool {
	text := strings.TrimSpace(words.Digits(r.in.Text))
	_, err := strconv.Atoi(text)
	return err == nil && len(text) <= 2
}

// signed reports a number with its sign, like an offset from Greenwich: no digit of
// an option where anything may be typed.
func (r *turn) signed() bool {
	return r.in.Kind != KindChoice && strings.IndexAny(words.Fold(r.in.Text), "+-") == 0
}

// attached says in words what was sent instead of text.
func (r *turn) attached() string {
	if len(r.in.Files) == 0 {
		return ""
	}
	f := r.in.Files[0]
	return r.text("talk.attached."+f.Kind, Args{"Seconds": f.Seconds, "Name": f.Name})
}
