package main

import (
	"strconv"
	"testing"

	"majlis/bots/telegram"
	"majlis/bots/telegram/telegramtest"
	"majlis/config"
	"majlis/flows/talk"
)

// typedApp is a citizen on a Bot API that others wrote, who types what others tap.
type typedApp struct{ *telegramtest.CrablineCitizen }

func (a typedApp) Says(text string) { a.CrablineCitizen.Says(text) }
func (a typedApp) Picks(n int)      { a.CrablineCitizen.Says(strconv.Itoa(n)) }

func (a typedApp) Shown() []string {
	var list []string
	for _, m := range a.Inbox() {
		list = append(list, m.Text)
	}
	return list
}

// Opened is nothing: this Bot API knows no sendDocument.
func (typedApp) Opened() []byte { return nil }

// crablineWalk serves the demo over the Bot API of the npm package, with a citizen
// on it.
func crablineWalk(t *testing.T) (*walk, *walker) {
	t.Helper()
	peer := telegramtest.ServeCrabline(t)
	w := newWalk(t, config.Telegram{Token: config.Secret(peer.Token), Server: peer.URL, Mode: config.ModePoll})
	return w, &walker{phoneApp: typedApp{peer.Citizen(7)}, t: t, wordsOnly: true}
}

// TestCrablineWalk takes the whole path over the Bot API of the npm package.
func TestCrablineWalk(t *testing.T) {
	w, p := crablineWalk(t)
	w.walkAll(t, p, talk.Identity{Kind: "telegram", ID: "7"}, telegram.Name)
}

// TestCrablineBroadcastWalk takes a whole broadcast over it, which is joined by a
// deep link.
func TestCrablineBroadcastWalk(t *testing.T) {
	w, p := crablineWalk(t)
	w.walkBroadcast(t, p, talk.Identity{Kind: "telegram", ID: "7"}, telegram.Name, w.byLink(t))
}
