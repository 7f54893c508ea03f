package main

import (
	"context"
	"strconv"

	"majlis/bots/web"
	"majlis/flows/live"
	"majlis/flows/talk"
)

// Of those who write, so many in ten say "me too" while there are questions left
// to ask; townspeople is how many citizens there are.
const (
	tooInTen    = 6
	townspeople = 300
)

// platforms are where the citizens of the demo write, by turns.
var platforms = []string{"telegram", "whatsapp", web.Name}

// write lets the next citizen ask what the script says, or say "me too".
func (p *programme) write(ctx context.Context) error {
	who := p.acts % townspeople
	p.acts++
	if p.asked == len(p.script) || p.asked > 0 && p.random.IntN(10) < tooInTen {
		group, lang, found, err := p.popular(ctx)
		if err != nil {
			return err
		}
		if found {
			return p.says(ctx, who, lang, live.Address(p.air.Code, group))
		}
		if p.asked == len(p.script) {
			return nil
		}
	}
	l := p.script[p.asked]
	p.asked++
	return p.says(ctx, who, l.lang, live.Address(p.air.Code, 0)+" "+l.text)
}

// popular draws one of the questions people can see, those with more weight more
// often, answered ones hardly: its number on the board and a language.
func (p *programme) popular(ctx context.Context) (number int64, lang string, found bool, err error) {
	var ticket []*live.Group
	err = p.live.boards.Read(ctx, p.air.ID, func(b *live.Board) error {
		for _, g := range b.Groups() {
			t, _ := p.topicOf(g.Text)
			weight := 1 + t.Weight*4
			switch g.State {
			case live.Answered:
				weight = 1
			case live.Approved, live.Next, live.Now:
			default:
				continue
			}
			for range weight {
				ticket = append(ticket, &live.Group{Seq: g.Seq, Lang: g.Lang})
			}
		}
		return nil
	})
	if err != nil || len(ticket) == 0 {
		return 0, "", false, err
	}
	g := ticket[p.random.IntN(len(ticket))]
	return g.Seq, g.Lang, true, nil
}

// says is a message of a citizen; the first time they are asked for their
// language, and answer.
func (p *programme) says(ctx context.Context, who int, lang, text string) error {
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
