package live

import (
	"context"
	"fmt"
	"strings"

	"majlis/flows/talk"
	"majlis/flows/words"
)

// fresh are those of some questions that the person has not asked already; what
// they have is told them. What is only like something they asked may be another
// question: they are asked.
func (d Deps) fresh(t *talk.Talk, b Broadcast, parts []string) []string {
	asked := talk.Find(t, "again", func(ctx context.Context) ([]Again, error) { return d.again(ctx, t, b.ID, parts) })
	var list strings.Builder
	like, exact := false, 0
	for _, a := range asked {
		if a.Question == "" {
			continue
		}
		fmt.Fprintf(&list, "• %s\n  %s\n", words.Shorten(a.Question, 60), t.Text("live.fate."+string(a.Fate)))
		if like = like || !a.Exact; a.Exact {
			exact++
		}
	}
	args := talk.Args{"List": list.String()}
	another := false
	switch {
	case like:
		another = d.another(t, args)
	case exact > 0:
		t.Say("live.again", args)
	}
	var rest []string
	for i, part := range parts {
		if a := asked[i]; a.Question == "" || another && !a.Exact {
			rest = append(rest, part)
		}
	}
	return rest
}

func (d Deps) again(ctx context.Context, t *talk.Talk, broadcast string, parts []string) ([]Again, error) {
	list := make([]Again, len(parts))
	for i, part := range parts {
		var err error
		if list[i], err = d.Floor.Asked(ctx, broadcast, t.Who().Person, part); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// another asks whether a question that is like one of the person's own is another.
func (d Deps) another(t *talk.Talk, args talk.Args) bool {
	picked := t.Put(talk.Question{Key: "another", Text: "live.again", Args: args, Options: []talk.Option{
		t.Option("same", "live.again.same"), t.Option("another", "live.again.another"),
	}, Check: talk.Words})
	switch picked {
	case "same":
		t.Say("live.again.stays")
		return false
	case "another":
		return true
	}
	t.Go(Free, picked)
	return false
}
