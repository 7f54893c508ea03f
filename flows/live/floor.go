package live

import (
	"cmp"
	"context"
	"time"

	"majlis/flows"
	"majlis/flows/faq"
	"majlis/flows/talk"
	"majlis/flows/words"
)

// Floor is what citizens do in a broadcast. Its deeds belong into the transaction
// of a turn.
type Floor struct {
	Store   Store
	Boards  *Boards
	Sorter  *Sorter
	Library faq.Library
	Now     func() time.Time
	NewID   func() string // ULIDs

	// What one person may ask; more is answered politely, not taken.
	MostAMinute int // 0: 5
	MostAsked   int // in one broadcast; 0: 30
}

// The usual limits of what one person may ask.
const (
	mostAMinute = 5
	mostAsked   = 30
	leastText   = 3 // graphemes
	mostText    = 500
)

// Allowed reports whether a person may ask now; the refusal says why not.
func (f Floor) Allowed(ctx context.Context, broadcast, person string) (refused string, err error) {
	err = f.Boards.Read(ctx, broadcast, func(b *Board) error {
		asked, lately := 0, 0
		for _, it := range b.Of(person) {
			if it.MeToo {
				continue
			}
			if f.Now().Sub(it.At) < time.Minute { // also what was taken back at once
				lately++
			}
			if !it.Withdrawn {
				asked++
			}
		}
		switch {
		case asked >= cmp.Or(f.MostAsked, mostAsked):
			refused = "live.limit.all"
		case lately >= cmp.Or(f.MostAMinute, mostAMinute):
			refused = "live.limit.minute"
		}
		return nil
	})
	return refused, err
}

// Wording is a question as a person put it.
type Wording struct {
	Text   string
	Files  []string // ids of what was attached
	Spoken bool     // by voice or picture alone: Text stands in for words
}

// Ask puts a question on the floor. It is durable when the turn is, and grouped
// after that.
func (f Floor) Ask(ctx context.Context, m Member, a Wording) (question string, err error) {
	if err := f.open(ctx, m.Broadcast); err != nil {
		return "", err
	}
	if _, err := f.Store.Join(ctx, m); err != nil {
		return "", err
	}
	lang := m.Lang
	if written := words.Lang(a.Text); written != "" {
		lang = written
	}
	question = f.NewID()
	err = f.Store.Append(ctx, -1, f.event(m, EventAsked, Data{Question: question, Lang: lang, Text: a.Text, Files: a.Files, Spoken: a.Spoken}))
	if err != nil || a.Spoken {
		return question, err
	}
	return question, f.Library.Ask(ctx, a.Text, lang, m.Person, "")
}

// Support says "me too" to a group, once a person; the second time nothing
// happens. It returns what of the person's stands in the group, and whether it is
// new there.
func (f Floor) Support(ctx context.Context, m Member, group string) (question string, fresh bool, err error) {
	if err := f.open(ctx, m.Broadcast); err != nil {
		return "", false, err
	}
	if _, err := f.Store.Join(ctx, m); err != nil {
		return "", false, err
	}
	err = f.Boards.Read(ctx, m.Broadcast, func(b *Board) error {
		g := b.Group(b.Standing(group))
		if g == nil {
			return flows.ErrNotFound
		}
		for _, it := range b.Of(m.Person) {
			if it.Group == g.ID && it.Counts() {
				question = it.ID
			}
		}
		return nil
	})
	if err != nil || question != "" {
		return question, false, err
	}
	question = f.NewID()
	err = f.Store.Append(ctx, -1, f.event(m, EventSupported, Data{Question: question, Group: group, Lang: m.Lang}))
	if err != nil {
		return "", false, err
	}
	return question, true, nil
}

// Withdraw takes a question back that is the person's own and has no answer yet.
func (f Floor) Withdraw(ctx context.Context, m Member, question string) error {
	if err := f.own(ctx, m, question); err != nil {
		return err
	}
	return f.Store.Append(ctx, -1, f.event(m, EventWithdrawn, Data{Question: question}))
}

// Settle says that a published entry answered a question, so that nobody owes it
// anything more.
func (f Floor) Settle(ctx context.Context, m Member, question, entry string) error {
	if err := f.own(ctx, m, question); err != nil {
		return err
	}
	return f.Store.Append(ctx, -1, f.event(m, EventSettled, Data{Question: question, Entry: entry}))
}

// Disown says that an answer was given to another question: the person's own
// stands alone again and waits.
func (f Floor) Disown(ctx context.Context, m Member, question string) error {
	if err := f.own(ctx, m, question); err != nil {
		return err
	}
	return f.Store.Append(ctx, -1, f.event(m, EventDisowned, Data{Question: question, Group: f.NewID(), State: Approved}))
}

// Rate says whether an answer helped.
func (f Floor) Rate(ctx context.Context, m Member, question string, helped bool) error {
	if err := f.own(ctx, m, question); err != nil {
		return err
	}
	return f.Store.Append(ctx, -1, f.event(m, EventRated, Data{Question: question, On: helped}))
}

// own refuses what is somebody else's. A broadcast that is over may know the
// person by a record that has become part of theirs since.
func (f Floor) own(ctx context.Context, m Member, question string) error {
	var person string
	err := f.Boards.Read(ctx, m.Broadcast, func(b *Board) error {
		it := b.Item(question)
		if it == nil {
			return flows.ErrNotFound
		}
		person = it.Person
		return nil
	})
	if err != nil || person == m.Person {
		return err
	}
	now, err := f.Store.Member(ctx, m.Broadcast, person)
	if err == nil && now.Person != m.Person {
		err = flows.ErrNotFound
	}
	return err
}

// open refuses a broadcast that takes no questions.
func (f Floor) open(ctx context.Context, broadcast string) error {
	b, err := f.Store.Broadcast(ctx, broadcast)
	if err != nil {
		return err
	}
	if !b.Status.Open() {
		return &talk.Refusal{Code: string(b.Status)}
	}
	return nil
}

func (f Floor) event(m Member, kind EventKind, d Data) Event {
	d.Person, d.Channel = m.Person, m.Channel
	return Event{Broadcast: m.Broadcast, At: f.Now(), Kind: kind, Data: d}
}

// Likeness is a group that asks the same as a text.
type Likeness struct {
	Group  string        `json:"group"`
	Text   string        `json:"text"`
	People int           `json:"people"` // others
	State  State         `json:"state"`
	Answer string        `json:"answer,omitempty"`
	Clip   time.Duration `json:"clip,omitempty"` // where in the recording it was answered
}

// Like finds the standing group that a text would join and that people may see;
// false when nothing asks the same. People are those beside the one who asks now.
func (f Floor) Like(ctx context.Context, broadcast, person, text string) (like Likeness, found bool, err error) {
	group, found := f.Sorter.Near(ctx, broadcast, text)
	if !found {
		return Likeness{}, false, nil
	}
	err = f.Boards.Read(ctx, broadcast, func(b *Board) error {
		g := b.Group(b.Standing(group))
		if found = g != nil && g.State != Pending && g.State != Declined; found {
			others := g.Supporters
			if g.crowd.voices[person] > 0 {
				others--
			}
			like = Likeness{Group: g.ID, Text: g.Text, People: others, State: g.State, Answer: g.Answer, Clip: g.ClipFrom}
		}
		return nil
	})
	return like, found, err
}
