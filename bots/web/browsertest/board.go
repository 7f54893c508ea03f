package browsertest

import "fmt"

// Card is the CSS selector of a group's card where it stands in a column of a
// broadcast's board: pending, waiting, next, now or done.
func Card(column, group string) string {
	return fmt.Sprintf(`[data-col=%q] .q[data-id=%q]:not(.gone)`, column, group)
}

// Away takes the cursor off all columns of a board and the focus off all cards,
// and waits until they lie still.
func (b *Browser) Away() {
	b.t.Helper()
	b.Click("h1")
	Eval[bool](b, `document.activeElement.blur(), true`)
	b.WaitTrue(`!document.querySelector(".q.gone, .held.on") && document.getAnimations().every(a => a.playState === "finished")`)
}
