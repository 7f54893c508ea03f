package live

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"majlis/flows"
	"majlis/flows/faq"
	"majlis/flows/talk"
	"majlis/flows/words"
)

// draftVariants is how many other wordings of a question go into its draft.
const draftVariants = 8

// Draft is an entry of the FAQ that was begun from a group, with where it comes
// from.
type Draft struct {
	Group  string // id
	People int    // who asked it
	Entry  faq.Entry
}

// DraftFAQ begins an entry of the FAQ for each answered group: its wording and
// answer, or where in the recording it was answered, and the other wordings. The
// deed's actor is the author; nothing is published without a second person.
// groups says which, nil all; a question that has an entry gets no other. The
// drafts are in the order of how many asked.
func (d *Desk) DraftFAQ(ctx context.Context, desk faq.Desk, deed Deed, groups []string) ([]Draft, error) {
	b, err := d.Store.Broadcast(ctx, deed.Broadcast)
	if err != nil {
		return nil, fmt.Errorf("broadcast %s: %w", deed.Broadcast, err)
	}
	var offers []offer
	err = d.Boards.Read(ctx, b.ID, func(board *Board) error {
		offers = offersOf(b, board, d.Texts, groups)
		return nil
	})
	if err != nil {
		return nil, err
	}
	var drafts []Draft
	err = desk.Store.Write(ctx, func(ctx context.Context) error {
		drafts, err = saveOffers(ctx, desk, deed.Actor, offers)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("broadcast %s: drafting for the FAQ: %w", b.ID, err)
	}
	return drafts, nil
}

// offer is what would be saved for a group.
type offer struct {
	group, question string
	people          int
	words           faq.Words
}

func offersOf(b Broadcast, board *Board, texts talk.Texts, groups []string) []offer {
	var list []offer
	for _, g := range board.Groups() {
		if g.State != Answered || g.Supporters == 0 || groups != nil && !slices.Contains(groups, g.ID) {
			continue
		}
		o := offer{group: g.ID, question: g.Text, people: g.Supporters}
		o.words = faq.Words{Service: b.Service, Variants: variants(board, g)}
		lang := cmp.Or(words.Lang(g.Text), g.Lang)
		if lang == flows.English {
			o.words.QuestionEn = g.Text
		} else {
			o.words.QuestionAr = g.Text
		}
		if g.Answer != "" {
			lang = cmp.Or(words.Lang(g.Answer), lang)
		}
		if lang == flows.English {
			o.words.AnswerEn = answerText(b, board, g, texts, lang)
		} else {
			o.words.AnswerAr = answerText(b, board, g, texts, lang)
		}
		list = append(list, o)
	}
	slices.SortStableFunc(list, func(a, b offer) int { return cmp.Compare(b.people, a.people) })
	return list
}

// answerText is the written answer, or that it was given on air and where, with
// the link to that moment.
func answerText(b Broadcast, board *Board, g *Group, texts talk.Texts, lang string) string {
	onAir := wasOnAir(g)
	lines := []string{g.Answer}
	if g.Answer == "" {
		lines[0] = texts.Text(lang, "live.draft.on_air", talk.Args{"Title": b.Title.In(lang), "Day": board.OnAirAt})
	}
	link := b.Link
	if onAir {
		clip := g.ClipFrom + b.Delay
		link = TimedLink(link, clip)
		if g.Answer == "" {
			lines = append(lines, texts.Text(lang, "live.draft.clip", talk.Args{"Clip": Clock(clip)}))
		}
	}
	if link != "" && (onAir || g.Answer == "") {
		lines = append(lines, texts.Text(lang, "live.draft.watch", talk.Args{"Link": link}))
	}
	return strings.Join(lines, "\n")
}

// variants are the first wordings of a group that differ from its own.
func variants(board *Board, g *Group) []string {
	var list []string
	seen := map[string]bool{"": true, words.Fold(g.Text): true}
	for _, it := range board.Members(g) {
		fold := words.Fold(it.Text)
		if it.Withdrawn || seen[fold] || len(list) == draftVariants {
			continue
		}
		seen[fold] = true
		list = append(list, it.Text)
	}
	return list
}

func saveOffers(ctx context.Context, desk faq.Desk, author string, offers []offer) ([]Draft, error) {
	known, err := knownQuestions(ctx, desk)
	if err != nil {
		return nil, err
	}
	var drafts []Draft
	for _, o := range offers {
		if known[words.Fold(o.question)] {
			continue
		}
		e, err := desk.Save(ctx, "", 0, author, o.words)
		if err != nil {
			return nil, err
		}
		known[words.Fold(o.question)] = true
		drafts = append(drafts, Draft{Group: o.group, People: o.people, Entry: e})
	}
	return drafts, nil
}

// knownQuestions are the questions that have an entry which stands or is being
// written, in all their wordings, folded.
func knownQuestions(ctx context.Context, desk faq.Desk) (map[string]bool, error) {
	entries, err := desk.Store.Entries(ctx, "")
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, e := range entries {
		if e.Status == faq.Withdrawn {
			continue
		}
		for _, q := range append([]string{e.QuestionAr, e.QuestionEn}, e.Variants...) {
			known[words.Fold(q)] = true
		}
	}
	return known, nil
}
