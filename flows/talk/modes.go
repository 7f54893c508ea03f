package talk

import "slices"

// The engine's own question after three wrong answers.
const (
	stuckPerson = "!person"
	stuckAgain  = "!again"
	stuckMenu   = "!menu"
)

func (r *turn) stuckOptions() []Option {
	return []Option{
		{stuckPerson, r.text("talk.stuck.person", nil)},
		{stuckAgain, r.text("talk.stuck.again", nil)},
		{stuckMenu, r.text("talk.stuck.menu", nil)},
	}
}

func (r *turn) putStuck() {
	r.out = append(r.out, Message{Text: r.text("talk.stuck", nil), Options: r.stuckOptions(), Asked: r.s.Asked})
}

// stuck reads the answer to the engine's question; anything else is one more
// answer to the flow's own.
func (r *turn) stuck() {
	r.s.Mode, r.s.Tries = "", 0
	switch r.mode(r.stuckOptions()) {
	case stuckPerson:
		r.open(r.e.book.Person, "")
	case stuckMenu:
		r.toMenu()
		return
	case stuckAgain:
		r.pending = false
	}
	r.run()
}

// putChange asks which answer is to be changed; false when none can be.
func (r *turn) putChange() bool {
	options := r.changeable()
	if len(options) == 0 {
		r.say("talk.nothing_to_change", nil)
		return false
	}
	r.out = append(r.out, Message{Text: r.text("talk.change_which", nil), Options: options, Asked: r.s.Asked})
	return true
}

func (r *turn) changeable() []Option {
	var options []Option
	for _, l := range r.seen {
		options = append(options, Option{l.key, r.text(l.text, nil)})
	}
	return options
}

// changing reads which answer is to be changed, takes it out of the journal
// with every look-up behind it, and replays: the flow asks for it anew.
func (r *turn) changing() {
	r.probe()
	options := r.changeable()
	key := r.mode(options)
	if key == "" && r.shortNumber() {
		r.say("ask.not_offered", Args{"Count": len(options)})
		r.repeat()
		return
	}
	r.s.Mode = ""
	if key == "" { // an answer to the flow's own question after all
		r.run()
		return
	}
	at := slices.IndexFunc(r.s.Journal, func(e Entry) bool { return e.answers(key) })
	rest := slices.DeleteFunc(slices.Clone(r.s.Journal[at+1:]), func(e Entry) bool { return e.Kind == entryFind })
	r.s.Journal = append(r.s.Journal[:at:at], rest...)
	r.answered()
	r.s.Change, r.pending = key, false
	r.run()
}

// probe replays the flow only to learn which questions were answered.
func (r *turn) probe() {
	out, pending := r.out, r.pending
	r.pending = false
	mode := r.s.Mode
	r.s.Mode = ""
	open, asked, offered := r.s.Open, r.s.Asked, r.s.Offered
	r.play(r.e.flows[r.s.Flow])
	seen := r.seen
	r.out, r.pending, r.seen, r.s.Mode = out, pending, seen, mode
	r.s.Open, r.s.Asked, r.s.Offered = open, asked, offered
}

// mode finds the option of an engine's question that the message picks.
func (r *turn) mode(options []Option) string {
	offered := r.s.Offered
	r.s.Offered = ids(options)
	id, ok := r.picked(options)
	r.s.Offered = offered
	if !ok {
		return ""
	}
	return id
}
