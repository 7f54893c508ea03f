package talk

import (
	"slices"

	"majlis/flows/words"
)

// answerInbound decides what a message is: a diversion, a word that works in
// every state, an answer to the open question, or the start of something.
func (r *turn) answerInbound() {
	switch r.in.Kind {
	case KindEmergency:
		r.say("guard.emergency", nil)
		r.end = End{State: EndDiverted, Ref: "emergency"}
	case KindBlocked, KindReturned:
		r.end = End{State: EndDiscard, Ref: string(r.in.Kind)}
	case KindTimer:
		r.timerFired()
	case KindInvite:
		r.invited()
	case KindReaction: // a sign, not a word: nobody is answered, nothing is disturbed
	case KindDeleted:
		r.deleted()
	default:
		r.keepFiles()
		r.answerPerson()
	}
}

func (r *turn) answerPerson() {
	switch {
	case !r.s.open() && (r.s.Lang == "" || r.s.Notice != r.e.book.Notice):
		r.first()
	case r.stale():
		r.answerStale()
	case r.refused && r.in.Text == "" && len(r.in.Files) == 0:
		r.answerRefused()
	case r.global():
	case r.in.About != "" && (r.in.Kind == KindEdit || r.in.ReplyTo != "") && r.answerable():
		r.enter(r.e.flows[r.e.book.Follow], r.freeText())
	case r.linked():
		r.enter(r.e.flows[r.e.book.Free], r.in.Text)
	case r.s.open() && r.in.Kind == KindStart:
		r.repeat()
	case r.s.open() && r.in.Kind == KindEdit:
		r.say("talk.edit_noted", nil)
		r.repeat()
	case r.s.open() && !r.answerable():
		r.say("talk.unknown_kind", nil)
		r.repeat()
	case r.s.open():
		r.answerOpen()
	default:
		r.answerIdle()
	}
}

func (r *turn) answerOpen() {
	if r.s.Flow == menuName {
		if flow, ok := r.e.titles[words.Fold(r.in.Text)]; ok {
			r.open(flow, "")
		}
	}
	switch r.s.Mode {
	case modeStuck:
		r.stuck()
	case modeChange:
		r.changing()
	default:
		r.run()
	}
}

// first opens the flow of first contact. What was typed waits until it is over;
// a word that works everywhere (stop, help) is answered before it. Who comes from a
// page of ours is not asked for the language of that page.
func (r *turn) first() {
	name, given, global := r.e.globalWord(r.in.Text)
	if f := r.e.flows[name]; global && f.Aside {
		r.open(r.e.book.First, "")
		r.enter(f, given)
		return
	}
	typed := ""
	if r.answerable() && (r.in.Kind != KindStart || r.linked()) {
		typed, r.s.From = r.freeText(), r.in.Native
	}
	if r.in.Spoken && r.s.Lang == "" {
		r.s.Lang = r.in.Lang
	}
	r.open(r.e.book.First, typed)
	r.run()
}

// linked reports a chat opened by a link that leads somewhere.
func (r *turn) linked() bool {
	return r.in.Kind == KindStart && r.e.book.Links != nil && r.e.book.Links(r.in.Text)
}

// openIdle opens what a text asks for when nothing is open.
func (r *turn) openIdle(text string) {
	name, given, global := r.e.globalWord(text)
	flow, titled := r.e.titles[words.Fold(text)]
	switch {
	case r.in.About != "" && r.in.ReplyTo != "":
		r.open(r.e.book.Follow, text)
	case global && r.e.flows[name].Run != nil:
		r.open(name, given)
	case titled:
		r.open(flow, "")
	case global, len(r.s.Files) == 0 && (text == "" || words.OnlyEmoji(text)):
		r.open(menuName, "")
	default:
		r.open(r.e.book.Free, text)
	}
}

func (r *turn) answerIdle() {
	switch {
	case r.in.Kind == KindContact:
		r.say("talk.contact_kept", nil)
		r.open(menuName, "")
	case r.in.Kind == KindStart:
		r.open(menuName, "")
	case !r.answerable():
		r.say("talk.unknown_kind", nil)
		r.open(menuName, "")
	case len(r.in.Files) == 0 && r.in.Place == nil && (r.in.Text == "" || words.OnlyEmoji(r.in.Text)):
		r.say("talk.empty", nil)
		r.end = End{State: EndDiscard, Ref: "empty"}
		r.open(menuName, "")
	default:
		r.s.From = r.in.Native
		r.openIdle(r.freeText())
	}
	r.run()
}

// freeText is what a message outside a flow says; an attachment is named in words.
func (r *turn) freeText() string {
	if r.in.Text != "" {
		return r.in.Text
	}
	if r.in.Place != nil {
		return FormatPlace(*r.in.Place)
	}
	return r.attached()
}

// answerable reports a kind of message that can answer a question.
func (r *turn) answerable() bool {
	switch r.in.Kind {
	case KindText, KindChoice, KindAttachment, KindLocation, KindContact, KindStart, KindEdit:
		return true
	}
	return false
}

// stale recognises a button of a question that is no longer open.
func (r *turn) stale() bool {
	if r.in.Kind != KindChoice {
		return false
	}
	asked, _, ok := splitPayload(r.in.Choice)
	return !ok || !r.s.open() || asked != r.s.Asked
}

func (r *turn) answerStale() {
	r.say("talk.stale", nil)
	r.end = End{State: EndDiscard, Ref: "stale"}
	if !r.s.open() {
		r.open(menuName, "")
		r.run()
		return
	}
	r.repeat()
}

// repeat puts the open question again, without counting a wrong answer.
func (r *turn) repeat() {
	r.pending = false
	r.run()
}

func (r *turn) timerFired() {
	if !r.s.open() {
		return
	}
	if r.in.Text == timerEnd {
		r.expire()
		return
	}
	r.say("talk.remind", nil)
	r.repeat()
}

// expire puts the open flow away; an invite goes without a word.
func (r *turn) expire() {
	if r.s.Invite == nil {
		r.say("talk.expired", nil)
	}
	r.s.leave()
	if r.nextInvite() {
		r.run()
	}
}

// keepFiles remembers what was attached while a flow is open or about to open.
// What is too large was not received: it is no answer to anything.
func (r *turn) keepFiles() {
	var kept []File
	for _, f := range r.in.Files {
		if f.TooLarge {
			r.say("talk.file_too_large", nil)
			r.refused = true
			continue
		}
		kept = append(kept, f)
		r.s.Files = append(slices.Clip(r.s.Files), f.ID)
	}
	r.in.Files = kept
}

// answerRefused goes on where the conversation stood, after a message that held
// nothing but files that were too large.
func (r *turn) answerRefused() {
	r.end = End{State: EndDiscard, Ref: "too_large"}
	if !r.s.open() {
		r.open(menuName, "")
	}
	r.repeat()
}
