package desk_test

import (
	"os"
	"path/filepath"
	"testing"

	"majlis/bots/web/browsertest"
	"majlis/flows/staff"
)

// Files are chosen at the desk, stand there through a preview, and go with a reply
// or a question only.
func TestAttachInTheBrowser(t *testing.T) {
	for _, lang := range []string{"ar", "en"} {
		t.Run(lang, func(t *testing.T) {
			b := browsertest.Open(t)
			h := openHouse(t)
			u := h.signInBrowser(b, "Sara", staff.Agent, lang)
			h.town(u.ID)
			path := filepath.Join(t.TempDir(), "نموذج.pdf")
			h.must(os.WriteFile(path, []byte(pdf), 0o600))
			b.Goto(h.url + "/desk/cases/case-1")
			b.Click(`.action:has([value="note"])`)
			b.WaitTrue(`getComputedStyle(document.querySelector(".attach-files")).display === "none"`)
			b.Click(`.action:has([value="reply"])`)
			b.Type("#text", "The form is attached.")
			b.Attach("#file", path)
			b.Click(`[value="preview"]`)
			b.WaitFor(`[name="files"]:checked`)
			look(t, b, lang, "attached")
			b.Click(`[value="send"]`)
			b.WaitFor(".flash.good")
			b.WaitText(".bubbles", "نموذج.pdf")
			if n := len(h.files); n != 1 {
				t.Errorf("%d files were kept", n)
			}
			b.Quiet()
		})
	}
}
