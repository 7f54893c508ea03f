package talk

import "slices"

// deleted answers that a person deleted a message of theirs. Its words are gone
// from the inbox by now. When it had become part of a case, the book's own flow
// tells that the case stays; else it is said that the message is gone, and what
// was open goes on.
//
// When the open flow took its newest answer, or the text it began with, from that
// message, it is asked for again as "back" would. An answer given before that one
// stays in the journal: those behind it were given in its light, and the person
// sees it once more, with the offer to change it, before anything is sent.
func (r *turn) deleted() {
	r.pending = false
	r.s.Files = slices.DeleteFunc(slices.Clone(r.s.Files), r.attachedNow)
	if flow := r.e.flows[r.e.book.Deleted]; r.in.About != "" && flow.Run != nil {
		r.enter(flow, "")
		return
	}
	r.say("talk.deleted", nil)
	switch {
	case !r.s.open(), r.s.Flow == menuName: // nothing waits for an answer
	case r.tookFrom(r.in.Edits):
		r.back()
	default:
		r.repeat()
	}
}

// tookFrom reports that the newest words the open flow took are those of the
// message native, and that nothing is being done with them at the moment.
func (r *turn) tookFrom(native string) bool {
	return native != "" && r.s.From == native && r.s.Mode == "" && r.s.Change == ""
}
