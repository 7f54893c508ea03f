package talk

import (
	"slices"
	"time"
)

// Invite asks a person something although they did not just write: a flow is
// opened in their conversation.
type Invite struct {
	Flow  string `json:"f"`
	About string `json:"b,omitempty"` // id of the case it is about; Talk.About in that flow
}

const (
	maxInvites = 4                   // kept while a flow is open; more are not asked
	inviteIn   = 14 * 24 * time.Hour // an invite nobody answers is put away; so long may a case be reopened
)

// Why an invite's turn asked nothing.
const (
	inviteBusy    = "busy"    // an answer is open: the session keeps the invite until that flow ends
	inviteStopped = "stopped" // the person stopped what comes unasked, or shut the channel
	inviteGone    = "gone"    // there is nothing to ask any more, or nobody yet to ask it
)

// invited answers an invite: its flow is opened when nothing of the person's own
// is, and nothing is changed when that flow has nothing to ask.
func (r *turn) invited() {
	i := Invite{r.in.Text, r.in.About}
	switch {
	case r.silent:
		r.notAsked(inviteStopped)
	case r.e.flows[i.Flow].Run == nil, r.s.Lang == "":
		r.notAsked(inviteGone)
	case r.busy():
		r.s.invite(i)
		r.notAsked(inviteBusy)
	default:
		before := r.s
		r.openInvite(i)
		r.run()
		if len(r.out) == 0 {
			r.s = before
			r.notAsked(inviteGone)
		}
	}
}

func (r *turn) notAsked(why string) { r.end = End{State: EndDiscard, Ref: why} }

// busy reports an answer that must not be disturbed. The menu is none, nor is an
// invite that nobody has answered; a new privacy notice comes before all else.
func (r *turn) busy() bool {
	if !r.s.open() {
		return r.s.Notice != r.e.book.Notice
	}
	return r.s.Flow != menuName && !r.s.unanswered()
}

// openInvite enters an invite's flow from its top.
func (r *turn) openInvite(i Invite) {
	r.s.leave()
	r.s.Flow, r.s.Invite = i.Flow, &i
	r.live, r.pending = true, false
}

// unheard reports a message that an invite's flow ended over without taking it,
// because what it had asked about is settled: nobody is left without an answer.
func (r *turn) unheard() bool { return r.s.Invite != nil && r.pending }

// nextInvite opens what was kept while another flow was open, oldest first.
func (r *turn) nextInvite() bool {
	list := r.s.Invites
	r.s.Invites = nil
	if r.silent || len(list) == 0 {
		return false
	}
	if len(list) > 1 {
		r.s.Invites = list[1:]
	}
	if r.e.flows[list[0].Flow].Run == nil { // a release took the flow away
		return r.nextInvite()
	}
	r.openInvite(list[0])
	return true
}

// invite keeps an invite for later, one about the same only once.
func (s *Session) invite(i Invite) {
	if len(s.Invites) < maxInvites && !slices.Contains(s.Invites, i) {
		s.Invites = append(slices.Clip(s.Invites), i)
	}
}

// unanswered reports an open invite that the person has not answered.
func (s *Session) unanswered() bool {
	return s.Invite != nil && !slices.ContainsFunc(s.Journal, func(e Entry) bool { return e.answers(e.Key) })
}

// inviteTimer puts an invite away in silence: nobody is reminded of what they
// did not begin.
func (r *turn) inviteTimer() Timer {
	if r.s.unanswered() {
		return Timer{Name: timerEnd, At: r.e.now().Add(inviteIn)}
	}
	return Timer{Name: timerEnd, At: r.e.now().Add(expireIn)}
}

// Hush drops what the house asks of its own accord, kept or interrupted by this
// flow: the person wants no more of that.
func (t *Talk) Hush() {
	t.r.s.Invites = nil
	if p := t.r.s.Parked; p != nil && p.Invite != nil {
		t.r.s.Parked = nil
	}
}
