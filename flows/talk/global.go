package talk

import (
	"slices"
	"strings"

	"majlis/flows/words"
)

const changeID = "!change"

// builtin is a word that works in every state and needs no flow of its own.
type builtin struct {
	name, words, code string
	run               func(r *turn)
}

var builtins = []builtin{
	{"!menu", "words.menu", "0", (*turn).toMenu},
	{"!back", "words.back", "00", (*turn).back},
	{"!cancel", "words.cancel", "93", (*turn).cancel},
	{changeID, "words.change", "94", (*turn).change},
}

// global answers a word that works in every state; false when the message is none.
func (r *turn) global() bool {
	if r.in.Kind != KindText && r.in.Kind != KindStart {
		return false
	}
	name, given, ok := r.e.globalWord(r.in.Text)
	if !ok {
		return false
	}
	for _, b := range builtins {
		if b.name == name {
			b.run(r)
			return true
		}
	}
	r.enter(r.e.flows[name], given)
	return true
}

// globalWord finds what a text asks for in any state: a global word or code
// alone, or a flow's word with something behind it that has a digit, as in
// "status 26-0042-1735".
func (e *Engine) globalWord(text string) (name, given string, ok bool) {
	text = strings.TrimPrefix(words.Fold(strings.TrimSpace(text)), "/")
	if name, ok = e.globals[text]; ok {
		return name, "", true
	}
	word, rest, cut := strings.Cut(text, " ")
	name, ok = e.globals[word]
	if !cut || !ok || strings.HasPrefix(name, "!") || !onlyNumber(rest) || onlyNumber(word) {
		return "", "", false
	}
	return name, strings.TrimSpace(rest), true
}

func onlyNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789 -") == ""
}

// enter starts a flow asked for by a word; an aside parks what is open.
func (r *turn) enter(f Flow, given string) {
	parked := r.s.Parked
	if f.Aside && parked == nil && r.s.open() {
		open := r.s
		open.Invites = nil // they are of the conversation, not of the flow
		open.Files = slices.DeleteFunc(slices.Clone(open.Files), r.attachedNow)
		parked = &open
	}
	if !f.Aside {
		parked = nil
	}
	r.s.Files = slices.DeleteFunc(slices.Clone(r.s.Files), func(id string) bool { return !r.attachedNow(id) })
	r.s.From = r.in.Native
	r.open(f.Name, given)
	r.s.Parked = parked
	r.run()
}

// attachedNow reports a file that came with this very message: it belongs to what
// the message asks for, those before it to what was open.
func (r *turn) attachedNow(id string) bool {
	return slices.ContainsFunc(r.in.Files, func(f File) bool { return f.ID == id })
}

// toMenu drops what is open and shows the menu.
func (r *turn) toMenu() {
	if r.s.open() && r.s.Flow != menuName && len(r.s.Journal) > 0 && r.s.Invite == nil {
		r.say("talk.left", nil)
	}
	r.s.leave()
	if r.s.Lang == "" { // not yet: the language comes first
		r.open(r.e.book.First, "")
	} else {
		r.open(menuName, "")
	}
	r.run()
}

// back drops the last answer. What was done can't be undone this way.
func (r *turn) back() {
	r.pending = false
	if r.s.Mode != "" || r.s.Change != "" {
		r.s.Mode, r.s.Change = "", ""
		r.run()
		return
	}
	last := -1
	for i, e := range r.s.Journal {
		if e.Kind == entryDo {
			last = -1
		}
		if e.Kind == entryAnswer {
			last = i
		}
	}
	if last < 0 {
		r.s.Parked = nil
		r.toMenu()
		return
	}
	r.s.Journal, r.s.From = r.s.Journal[:last:last], ""
	r.answered()
	r.run()
}

// cancel drops the open flow.
func (r *turn) cancel() {
	if !r.s.open() {
		r.say("talk.nothing_open", nil)
		r.open(menuName, "")
		r.run()
		return
	}
	r.say("talk.cancelled", nil)
	if r.resume() || r.nextInvite() {
		r.run()
	}
}

// change asks which answer is to be changed.
func (r *turn) change() {
	r.pending = false
	if !r.s.open() || !slices.ContainsFunc(r.s.Journal, func(e Entry) bool { return e.answers(e.Key) }) {
		r.say("talk.nothing_to_change", nil)
		if r.s.open() {
			r.run()
		}
		return
	}
	r.s.Mode = modeChange
	r.run()
}
