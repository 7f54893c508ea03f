package live

// shortcut is a key of the board, or several that do the like. A keyboard in
// Arabic sends other letters: the place of the key counts then.
type shortcut struct {
	Name string // live.board.key.NAME says what it does
	Keys []string
}

// shortcuts are listed with "?". board.js gives them their meaning.
var shortcuts = []shortcut{
	{"move", []string{"J", "K"}},
	{"approve", []string{"A"}},
	{"decline", []string{"D"}},
	{"next", []string{"N"}},
	{"now", []string{"O"}},
	{"answered", []string{"X"}},
	{"answer", []string{"W"}},
	{"later", []string{"L"}},
	{"pin", []string{"P"}},
	{"first", []string{"T"}},
	{"order", []string{"Alt ↑", "Alt ↓"}},
	{"merge", []string{"M"}},
	{"group", []string{"G"}},
	{"same", []string{"S"}},
	{"different", []string{"F"}},
	{"unsure", []string{"H"}},
	{"undo", []string{"U"}},
	{"changed", []string{"R"}},
	{"search", []string{"/"}},
	{"shut", []string{"Esc"}},
	{"list", []string{"?"}},
}

// scriptWords are what the board's scripts say, each the text live.board.WORD.
var scriptWords = []string{
	"lang.ar", "lang.en", "me_too", "file", "withdrawn", "failed", "writing", "signed_out",
	"state.pending", "state.approved", "state.next", "state.now", "state.answered", "state.declined", "state.later",
	"did.approve", "did.decline", "did.next", "did.now", "did.answered", "did.answer", "did.later", "did.merge", "did.differ",
	"did.split", "did.name", "did.label", "did.pin", "did.unpin", "did.note", "did.seen", "did.advance", "did.rest",
	"did.key", "did.undo",
}
