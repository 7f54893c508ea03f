package talk

// Flow is one conversation: a plain function that says, asks and does.
type Flow struct {
	Name  string // stable: sessions keep it
	Title string // text key of its line in the menu; "" leaves it out
	Words string // text key of the words that start it from anywhere; "" none
	Code  string // digits that start it from anywhere; "" none
	Aside bool   // may be asked for in the middle of another flow, which then goes on where it stood
	Run   func(t *Talk)
}

// Book is all that can be talked about, in the order of the menu.
type Book struct {
	Flows   []Flow
	First   string                    // name of the flow for first contact
	Free    string                    // … for text typed outside a flow: Given holds it
	Follow  string                    // … for a reply to a message about a case: About holds its id
	Deleted string                    // … for a deleted message that became part of a case, or a question: About names it
	Person  string                    // … for talking to a person
	Links   func(payload string) bool // whether the payload of a link is for the free flow; nil: none is
	Notice  string                    // version of the privacy notice: whoever has not seen it passes through First again
}

const menuName = "menu"

// menu offers the book's flows; what is not a choice goes to the free flow, so
// that nothing is typed twice.
func (e *Engine) menu(t *Talk) {
	var options []Option
	for _, f := range e.book.Flows {
		if f.Title != "" {
			options = append(options, t.Option(f.Name, f.Title))
		}
	}
	picked := t.Put(Question{Key: "pick", Text: "menu.pick", Options: options, Check: Words})
	if _, known := e.flows[picked]; known {
		t.Go(picked, "")
	}
	t.Go(e.book.Free, picked)
}
