package live

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"majlis/flows"
	"majlis/flows/live"
)

// form is what a deed is told.
type form struct {
	deed               live.Deed
	group, into        string
	text, reason, note string
	items, labels      []string
	place              int
	undo               int64
	status             live.Status
	seq                int64 // of what was done
}

// readForm reads the form of a deed and its name.
func readForm(r *http.Request) (f form, name string) {
	name, detail, _ := strings.Cut(r.PostFormValue("deed"), ":")
	f = form{
		group: r.PostFormValue("group"), into: r.PostFormValue("into"), text: r.PostFormValue("text"),
		reason: r.PostFormValue("reason"), note: r.PostFormValue("note"), items: r.PostForm["items"],
		labels: strings.FieldsFunc(r.PostFormValue("labels"), func(c rune) bool { return c == ',' || c == '،' || c == '\n' }),
		status: live.Status(r.PostFormValue("status")),
	}
	f.place, _ = strconv.Atoi(r.PostFormValue("place"))
	f.undo, _ = strconv.ParseInt(r.PostFormValue("undo"), 10, 64)
	if detail != "" {
		f.reason, f.status, f.note = detail, live.Status(detail), detail
		f.place, _ = strconv.Atoi(detail)
	}
	return f, name
}

// deeds are what can be done on a board, by name.
var deeds = map[string]func(d *live.Desk, ctx context.Context, f form) (int64, error){
	"approve": func(d *live.Desk, ctx context.Context, f form) (int64, error) { return d.Approve(ctx, f.deed, f.group) },
	"decline": func(d *live.Desk, ctx context.Context, f form) (int64, error) {
		return d.Decline(ctx, f.deed, f.group, f.reason)
	},
	"next": func(d *live.Desk, ctx context.Context, f form) (int64, error) {
		return d.Queue(ctx, f.deed, f.group, f.place)
	},
	"now": func(d *live.Desk, ctx context.Context, f form) (int64, error) { return d.Take(ctx, f.deed, f.group) },
	"answered": func(d *live.Desk, ctx context.Context, f form) (int64, error) {
		return d.Answer(ctx, f.deed, f.group, "")
	},
	"answer": written,
	"later": func(d *live.Desk, ctx context.Context, f form) (int64, error) {
		return d.Postpone(ctx, f.deed, f.group)
	},
	"merge": func(d *live.Desk, ctx context.Context, f form) (int64, error) {
		return d.Merge(ctx, f.deed, f.group, f.into)
	},
	"differ": func(d *live.Desk, ctx context.Context, f form) (int64, error) {
		return d.Differ(ctx, f.deed, f.group, f.into)
	},
	"split": func(d *live.Desk, ctx context.Context, f form) (int64, error) {
		return d.Split(ctx, f.deed, f.group, f.items)
	},
	"name": func(d *live.Desk, ctx context.Context, f form) (int64, error) {
		return d.Name(ctx, f.deed, f.group, f.text)
	},
	"pin": func(d *live.Desk, ctx context.Context, f form) (int64, error) {
		return d.Pin(ctx, f.deed, f.group, true)
	},
	"unpin": func(d *live.Desk, ctx context.Context, f form) (int64, error) {
		return d.Pin(ctx, f.deed, f.group, false)
	},
	"label": func(d *live.Desk, ctx context.Context, f form) (int64, error) {
		return d.Label(ctx, f.deed, f.group, f.labels)
	},
	"undo":    func(d *live.Desk, ctx context.Context, f form) (int64, error) { return d.Undo(ctx, f.deed, f.undo) },
	"note":    func(d *live.Desk, ctx context.Context, f form) (int64, error) { return d.Note(ctx, f.deed, f.text) },
	"seen":    func(d *live.Desk, ctx context.Context, f form) (int64, error) { return d.NoteSeen(ctx, f.deed, f.note) },
	"rest":    func(d *live.Desk, ctx context.Context, f form) (int64, error) { return d.PostponeRest(ctx, f.deed) },
	"advance": advance,
	"key":     renew,
}

// hostOnly are the deeds that only the host, or who stands in, may do.
var hostOnly = map[string]bool{"seen": true, "rest": true, "advance": true, "key": true}

func deedNames() []string { return slices.Sorted(maps.Keys(deeds)) }

// mistakes are the rules of deeds that can be broken, by field; each has the text
// live.mistake.FIELD.CODE.
var mistakes = map[string][]string{
	"broadcast": {"grouping", "not_on_air", "over", "owed"},
	"deed":      {"unknown"},
	"group":     {"merged", "told"},
	"into":      {"merged", "same"},
	"items":     {"all", "empty"},
	"labels":    {"long", "many"},
	"reason":    {"unknown"},
	"status":    {"step"},
	"text":      {"empty", "long"},
	"undo":      {"changed_since", "nothing", "told"},
}

// mistakeIn is the FIELD.CODE of a rule that an address says was broken; "" for
// one that is none of ours.
func mistakeIn(r *http.Request) string {
	name := r.URL.Query().Get("mistake")
	field, code, _ := strings.Cut(name, ".")
	if !slices.Contains(mistakes[field], code) {
		return ""
	}
	return name
}

// written is an answer in words: without any, nothing is answered.
func written(d *live.Desk, ctx context.Context, f form) (int64, error) {
	if strings.TrimSpace(f.text) == "" {
		return 0, &flows.Mistake{Field: "text", Code: "empty"}
	}
	return d.Answer(ctx, f.deed, f.group, f.text)
}

func advance(d *live.Desk, ctx context.Context, f form) (int64, error) {
	_, err := d.Advance(ctx, f.deed, f.status)
	return 0, err
}

func renew(d *live.Desk, ctx context.Context, f form) (int64, error) {
	b, err := d.Store.Broadcast(ctx, f.deed.Broadcast)
	if err != nil {
		return 0, err
	}
	_, err = d.RenewKey(ctx, b.ID, b.Version)
	return 0, err
}
