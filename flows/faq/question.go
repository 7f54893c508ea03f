package faq

import "time"

// Question is one thing somebody asked, from a private message, a live
// broadcast or an imported file.
type Question struct {
	ID     string
	Text   string // masked
	Lang   string
	Asker  string // person's id, or a hashed asker of an imported file; "" unknown: counts as one person
	Source string // "chat", "import:NAME"
	Case   string // id of the case it was filed as, or ""
	At     time.Time
	Group  string  // id of its group; "" not grouped yet
	Score  float64 // similarity to the group when it joined
}

// Group is a recurring question.
type Group struct {
	ID        string
	Canonical string // the medoid's text until staff edit it
	Lang      string
	Pinned    bool   // answered, edited or pinned: the machine never merges or splits it
	Entry     string // id of the FAQ entry drafted from it, or ""
	Merged    string // id of the group it was merged into; "" while it stands
	People    int    // distinct askers
	Count     int    // questions
	Recent    int    // distinct askers in the last seven days
	Before    int    // distinct askers in the seven days before that
	FirstAt   time.Time
	LastAt    time.Time
}

// Held reports a group that staff have pinned, edited or answered: the machine
// leaves it as it is.
func (g Group) Held() bool { return g.Pinned || g.Entry != "" }

// Decision is something staff said about groups, kept for ever; it can be undone.
type Decision struct {
	ID     string
	Kind   string   // "merge", "split", "differ" (suggested merge refused), "pin"
	Groups []string // merge: target first; split: source, new group
	Items  []string // split: questions moved
	Actor  string   // staff id
	At     time.Time
	Undone time.Time
}
