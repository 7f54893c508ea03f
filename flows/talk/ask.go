package talk

import (
	"bytes"
	"slices"
)

// Question is what Ask, Choose and Confirm are made of: options, a check for
// free answers, or both.
type Question struct {
	Key     string // what the journal keeps the answer under; unique in its flow
	Text    string // text key
	Args    Args
	Options []Option
	Check   Check  // nil: only options are answers
	Skip    bool   // adds an option to leave it out; the answer is then ""
	Label   string // text key of its short name, when its answer can be changed
	Given   string // an answer that is there already: it isn't asked for, but can be changed
	Request string // as Message.Request
	Card    *Card
}

const skipID = "skip"

// Ask asks for a free answer.
func (t *Talk) Ask(key, text string, check Check, args ...Args) string {
	return t.Put(Question{Key: key, Text: text, Check: check, Args: one(args), Label: text + ".label"})
}

// Choose asks to pick one of options and returns its id.
func (t *Talk) Choose(key, text string, options []Option, args ...Args) string {
	return t.Put(Question{Key: key, Text: text, Options: options, Args: one(args), Label: text + ".label"})
}

// Confirm shows what is about to be done and asks whether to do it. The person
// may change one of their answers first.
func (t *Talk) Confirm(key, text string, args ...Args) bool {
	q := Question{Key: key, Text: text, Args: one(args)}
	if v, ok := t.r.replay(q); ok {
		return v == "yes"
	}
	q.Options = []Option{t.Option("yes", "confirm.send"), t.Option(changeID, "confirm.change"), t.Option("no", "confirm.drop")}
	return t.Put(q) == "yes"
}

// Put asks q and returns the answer: an option's id, what the check made of a
// free answer, or "" when skipped.
func (t *Talk) Put(q Question) string {
	r := t.r
	if v, ok := r.replay(q); ok {
		return v
	}
	if r.given(q) {
		return q.Given
	}
	if q.Skip {
		q.Options = append(slices.Clip(q.Options), t.Option(skipID, "confirm.skip"))
	}
	if v, ok := r.take(q); ok {
		return v
	}
	r.put(q)
	panic(signalWait)
}

// given takes an answer that was there before q was asked, unless it is no good:
// then the person is told why, and asked.
func (r *turn) given(q Question) bool {
	if q.Given == "" || r.s.Change == q.Key || r.s.Open == q.Key {
		return false
	}
	if q.Check != nil {
		in := r.in
		in.Text = q.Given
		if _, wrong, args := q.Check(in); wrong != "" {
			r.say(wrong, args)
			return false
		}
	}
	r.record(q.Key, entryGiven, q.Given)
	r.label(q)
	return true
}

// replay answers q from the journal, unless it is the answer being changed.
func (r *turn) replay(q Question) (string, bool) {
	if r.s.Change == q.Key {
		return "", false
	}
	raw, ok := r.next(q.Key, entryAnswer)
	if !ok {
		return "", false
	}
	r.label(q)
	return r.unquote(raw), true
}

// label lets the answer to q be changed.
func (r *turn) label(q Question) {
	if q.Label != "" {
		r.seen = append(r.seen, label{q.Key, q.Label})
	}
}

// unquote decodes a JSON string, most of which hold nothing to unescape.
func (r *turn) unquote(raw []byte) string {
	if len(raw) >= 2 && raw[0] == '"' && bytes.IndexByte(raw, '\\') < 0 {
		return string(raw[1 : len(raw)-1])
	}
	var v string
	r.decode(raw, &v)
	return v
}

// take reads the message as the answer to q, if it was the question open.
func (r *turn) take(q Question) (string, bool) {
	if !r.pending || r.s.Open != q.Key {
		return "", false
	}
	r.pending = false
	v, problem := r.read(q)
	if problem.key != "" {
		r.wrong(problem)
		return "", false
	}
	if v == changeID {
		r.s.Mode = modeChange
		return "", false
	}
	if v == skipID && q.Skip {
		v = ""
	}
	r.record(q.Key, entryAnswer, v)
	r.s.From = r.in.Native
	r.answered()
	return v, true
}

// answered forgets what belonged to the question just answered.
func (r *turn) answered() {
	r.s.Open, r.s.Asked, r.s.Offered, r.s.Tries, r.s.Change = "", 0, nil, 0, ""
}

func (r *turn) wrong(p problem) {
	r.s.Tries++
	if r.s.Tries >= maxTries {
		r.s.Mode = modeStuck
		return
	}
	r.say(p.key, p.args)
}

// put sends the question, or one of the engine's own that stands before it.
func (r *turn) put(q Question) {
	switch r.s.Mode {
	case modeStuck:
		r.putStuck()
		return
	case modeChange:
		if r.putChange() {
			return
		}
		r.s.Mode = ""
	}
	m := Message{Text: r.text(q.Text, q.Args), Options: q.Options, Request: q.Request, Card: q.Card}
	if r.s.Open != q.Key || r.s.Asked == 0 {
		r.s.Open, r.s.Asked, r.s.Tries = q.Key, r.s.Turn+1, 0
	}
	r.s.Offered = ids(q.Options)
	m.Asked = r.s.Asked
	r.out = append(r.out, m)
}

func ids(options []Option) []string {
	if len(options) == 0 {
		return nil
	}
	list := make([]string, len(options))
	for i, o := range options {
		list[i] = o.ID
	}
	return list
}
