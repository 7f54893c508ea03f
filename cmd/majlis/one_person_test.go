package main

import (
	"testing"

	"github.com/alicebob/miniredis/v2"

	"majlis/config"
	"majlis/flows/talk"
)

// TestOnePersonInTwoConversations lets somebody talk by number in one conversation
// and by id in another, until a message carries both: the open conversation goes
// on, whatever live copies there are, in process and in Redis.
func TestOnePersonInTwoConversations(t *testing.T) {
	server := miniredis.RunT(t)
	for name, set := range map[string]func(*config.Config){
		"in process": func(*config.Config) {},
		"redis":      func(c *config.Config) { c.Redis = "redis://" + server.Addr() },
	} {
		t.Run(name, func(t *testing.T) {
			w := newTown(t, set)
			c := w.stranger("nouf", "en")
			number, id := talk.Identity{Kind: "phone", ID: "+966500000001"}, talk.Identity{Kind: townChannel, ID: "nouf"}
			says := func(text string, senders ...talk.Identity) []letter {
				in := c.inbound(talk.Inbound{Text: text})
				in.Senders = senders
				w.ok(w.reception.Accept(t.Context(), in))
				w.settle()
				return c.read()
			}
			for _, from := range []talk.Identity{number, id} {
				says("hello", from)
				says("2", from)
			}
			const text = "May I swap my plot for one in another town?"
			c.told(says("0", number), "menu.pick")
			c.told(says("1", number), "inquiry.text")
			says("0", id)
			c.toldPart(says(text, id, number), text)
			if filed := says("1", number); len(filed) != 1 || filed[0].About == "" {
				t.Fatalf("not filed:\n%s", show(filed))
			}
			mine, err := w.db.CasesOf(t.Context(), c.who().Person, 10)
			w.ok(err)
			if len(mine) != 1 || mine[0].Text != text {
				t.Errorf("cases: %+v", mine)
			}
			w.balanced()
		})
	}
}
