package live

// Fate is what became of one question: each has exactly one.
type Fate string

// The fates, as the public ledger names them.
const (
	FateWaiting   Fate = "waiting" // nothing yet; none once a broadcast is closed
	FateLive      Fate = "answered_live"
	FateWritten   Fate = "answered_written"
	FateDeclined  Fate = "declined"
	FateLater     Fate = "followed_up"     // became an inquiry
	FateKnown     Fate = "answered_before" // by a published entry
	FateWithdrawn Fate = "withdrawn"       // by who asked
)

// Fates lists them in the order of the ledger.
func Fates() []Fate {
	return []Fate{FateLive, FateWritten, FateDeclined, FateLater, FateKnown, FateWithdrawn, FateWaiting}
}

// Fate says what became of a question or a "me too".
func (b *Board) Fate(it *Item) Fate {
	g := b.groups[it.Group]
	switch {
	case it.Withdrawn:
		return FateWithdrawn
	case it.Entry != "":
		return FateKnown
	case g == nil && b.Status.Over(): // asked while it was being closed
		return FateLater
	case g == nil:
		return FateWaiting
	case g.State == Answered && g.Answer == "":
		return FateLive
	case g.State == Answered:
		return FateWritten
	case g.State == Declined:
		return FateDeclined
	case g.State == Later:
		return FateLater
	}
	return FateWaiting
}

// Ledger counts the questions of a board by what became of them.
func (b *Board) Ledger() map[Fate]int {
	ledger := map[Fate]int{}
	for _, it := range b.items {
		ledger[b.Fate(it)]++
	}
	return ledger
}

// Owed lists the groups whose people still wait for something: a broadcast can't
// be closed while there are any.
func (b *Board) Owed() []*Group {
	var list []*Group
	for _, g := range b.Groups() {
		if !g.State.Final() && g.Supporters > 0 {
			list = append(list, g)
		}
	}
	return list
}
