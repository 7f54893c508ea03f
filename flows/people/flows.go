package people

import (
	"context"
	"errors"

	"majlis/flows"
	"majlis/flows/talk"
)

// Welcome is the name of the flow of first contact.
const Welcome = "welcome"

// Deps is what the conversations of this room need.
type Deps struct {
	Store    Store
	Ministry flows.Ministry
	Texts    talk.Texts
	// Sharing names the channels with a native button to share one's own phone.
	Sharing []string
}

// Flows are the conversations of this room, those of the menu first.
func Flows(d Deps) []talk.Flow {
	return []talk.Flow{
		{Name: "settings", Title: "menu.settings", Words: "words.settings", Run: d.settings},
		{Name: Welcome, Run: d.welcome},
		{Name: "help", Words: "words.help", Code: "90", Aside: true, Run: d.help},
		{Name: "language", Words: "words.language", Code: "91", Aside: true, Run: d.language},
		{Name: "arabic", Words: "words.arabic", Aside: true, Run: speak(flows.Arabic)},
		{Name: "english", Words: "words.english", Aside: true, Run: speak(flows.English)},
		{Name: "stop", Words: "words.stop", Code: "99", Aside: true, Run: d.stop},
	}
}

// person reads the record of who is spoken with; nothing is kept yet of someone
// whose first message this is.
func (d Deps) person(t *talk.Talk) Person {
	id := t.Who().Person
	if id == "" {
		return Person{}
	}
	return talk.Look(t, func(ctx context.Context) (Person, error) {
		p, err := d.Store.Person(ctx, id)
		if errors.Is(err, flows.ErrNotFound) {
			return Person{}, nil
		}
		return p, err
	})
}

// done is the value of a deed that returns nothing.
type done struct{}
