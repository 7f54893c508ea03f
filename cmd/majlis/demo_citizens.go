package main

import (
	"context"
	"strconv"

	"majlis/bots/web"
	"majlis/flows/live"
	"majlis/flows/talk"
)

// How many citizens there are, and of how many one asks something new while there
// is anything left to ask; the others say "me too", some at the same time.
const (
	townspeople = 300
	askers      = 2
	atOnce      = 4
)

// platforms are where the citizens of the demo write, by turns.
var platforms = []string{"telegram", "whatsapp", web.Name}

// write lets the next citizen ask what the script says, or some say "me too".
func (p *programme) write(ctx context.Context) error {
	if p.asked < len(p.script) && (p.asked == 0 || p.random.IntN(askers) == 0) {
		l := p.script[p.asked]
		p.asked++
		return p.says(ctx, l.lang, live.Address(p.air.Code, 0)+" "+l.text)
	}
	for range 1 + p.random.IntN(atOnce) {
		number, lang, found, err := p.popular(ctx)
		if err != nil || !found {
			return err
		}
		if err := p.says(ctx, lang, live.Address(p.air.Code, number)); err != nil {
			return err
		}
	}
	return nil
}

// popular draws one of the questions people can see, those with more weight more
// often: its number on the board and a language.
func (p *programme) popular(ctx context.Context) (number int64, lang string, found bool, err error) {
	err = p.live.boards.Read(ctx, p.air.ID, func(b *live.Board) error {
		total := 0
		for _, g := range b.Groups() {
			weight := p.weight(g)
			if total += weight; weight > 0 && p.random.IntN(total) < weight {
				number, lang, found = g.Seq, g.Lang, true
			}
		}
		return nil
	})
	return number, lang, found, err
}

// weight is how often people say "me too" to a group, against the others: less once
// it is answered, hardly to what is left over in the end.
func (p *programme) weight(g *live.Group) int {
	t, _ := p.topicOf(g.Text)
	switch {
	case g.State == live.Answered:
		return 1 + t.Weight/3
	case t.Later:
		return t.Weight
	case g.State == live.Approved || g.State == live.Next || g.State == live.Now:
		return 2 + t.Weight*4
	}
	return 0
}

// says is a message of the next citizen; the first time they are asked for their
// language, and answer.
func (p *programme) says(ctx context.Context, lang, text string) error {
	who := p.acts % townspeople
	p.acts++
	if err := p.reception.Accept(ctx, p.inbound(who, lang, talk.KindStart, text)); err != nil {
		return err
	}
	if p.met[who] {
		return nil
	}
	p.met[who] = true
	digit := map[string]string{"ar": "1", "en": "2"}[lang]
	return p.reception.Accept(ctx, p.inbound(who, lang, talk.KindText, digit))
}

// inbound is a citizen's message as a channel would hand it over.
func (p *programme) inbound(who int, lang string, kind talk.Kind, text string) talk.Inbound {
	name, platform := p.air.Code+"-"+strconv.Itoa(who), platforms[who%len(platforms)]
	address := castVisitor(name)
	return talk.Inbound{
		Channel: platform, ID: "live-" + p.newID(), Senders: []talk.Identity{{Kind: platform, ID: address}},
		Address: address, At: p.now(), Kind: kind, Text: text, Lang: lang,
	}
}
