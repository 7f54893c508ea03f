package live

import (
	"strings"
	"testing"

	"majlis/bots/web/page/pagetest"
	"majlis/flows/live"
)

// Whatever the board can say, it says in both languages.
func TestBoardHasAllItsWords(t *testing.T) {
	var keys []string
	for field, codes := range mistakes {
		for _, code := range codes {
			keys = append(keys, "live.mistake."+field+"."+code)
		}
	}
	for _, name := range deedNames() {
		keys = append(keys, "live.board.did."+name)
	}
	for _, s := range shortcuts {
		keys = append(keys, "live.board.key."+s.Name)
	}
	for _, w := range scriptWords {
		keys = append(keys, "live.board."+w)
	}
	for _, reason := range live.Reasons() {
		keys = append(keys, "live.board.reason."+reason)
	}
	for _, s := range []live.Status{live.Planned, live.Announced, live.Collecting, live.OnAir, live.Closed, live.Reported, live.Cancelled} {
		keys = append(keys, "live.page.status."+string(s))
		for _, to := range live.Steps(s) {
			keys = append(keys, "live.board.to."+string(to))
		}
	}
	texts := pagetest.ReadTexts(t)
	for _, key := range keys {
		for _, lang := range []string{"ar", "en"} {
			if text := texts.Text(lang, key, nil); text == "" || strings.Contains(text, "⟦") {
				t.Errorf("%s in %s: %q", key, lang, text)
			}
		}
	}
}

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{
		"Sara Alqahtani": "S A", "عمر الشمري": "ع ش", "سارة بنت فهد القحطاني": "س ق", "Admin": "A", "": "", "ال": "ا",
	} {
		if got := initials(name); got != want {
			t.Errorf("initials(%q) = %q, want %q", name, got, want)
		}
	}
}
