package browsertest

import (
	"bytes"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// good is a page everybody can use; its script comes from its own file, as the
// strict policy below asks.
const good = `<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>مجلس</title>
<link rel="icon" href="data:,"><meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="/style.css"><script src="/script.js" defer></script></head>
<body><main><h1>مجلس</h1><form><label for="name">الاسم</label> <input id="name" dir="auto">
<button id="greet" type="button">تحية</button></form><p id="answer" role="status"></p></main></body></html>`

const style = `body{background:#fff;color:#111} @media (prefers-color-scheme:dark){body{background:#111;color:#eee}}`

const script = `document.getElementById("greet").addEventListener("click", () =>
	setTimeout(() => { document.getElementById("answer").textContent = "أهلًا " + document.getElementById("name").value }, 50))`

// bad breaks three rules: no language, no label, a picture without words. Its
// inline script is refused by the policy.
const bad = `<!doctype html><html><head><title>x</title><link rel="icon" href="data:,"></head>
<body><main><h1>x</h1><input><img src="data:,"></main><script>window.ran = true</script></body></html>`

func serve(t *testing.T) string {
	t.Helper()
	mux := http.NewServeMux()
	page := func(path, kind, body string) {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:")
			_, _ = w.Write([]byte(body))
		})
	}
	page("/good", "text/html", good)
	page("/bad", "text/html", bad)
	page("/style.css", "text/css", style)
	page("/script.js", "text/javascript", script)
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s.URL
}

func TestGoodPage(t *testing.T) {
	url := serve(t)
	b := Open(t)
	b.Goto(url + "/good")

	t.Run("Click", func(t *testing.T) {
		b := b.In(t)
		b.Type("#name", "مريم")
		b.Click("#greet")
		b.WaitText("#answer", "مريم")
		if got := b.Text("#answer"); got != "أهلًا مريم" {
			t.Errorf("answer is %q", got)
		}
		if got := b.Value("#name"); got != "مريم" {
			t.Errorf("field holds %q", got)
		}
	})
	t.Run("Keyboard", func(t *testing.T) {
		b := b.In(t)
		b.Reload()
		if got := b.Tab(); got != "input#name" {
			t.Errorf("first tab stops at %s", got)
		}
		b.Press("Ali")
		if got := b.Tab(); got != "button#greet" {
			t.Errorf("second tab stops at %s", got)
		}
		b.Press(kb.Enter)
		b.WaitText("#answer", "Ali")
	})
	t.Run("Screen", func(t *testing.T) {
		b := b.In(t)
		for name, s := range map[string]Screen{"phone": Phone, "desktop": {Dark: true}} {
			b.Look(s)
			path := filepath.Join(t.ArtifactDir(), name+".png")
			b.Screenshot(path)
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			shot, err := png.Decode(bytes.NewReader(raw))
			if err != nil {
				t.Fatal(err)
			}
			if want := max(s.Width, 360); shot.Bounds().Dx() < want {
				t.Errorf("%s is %d pixels wide, want %d", name, shot.Bounds().Dx(), want)
			}
			r, _, _, _ := shot.At(1, shot.Bounds().Dy()-2).RGBA()
			if dark := r>>8 < 0x80; dark != s.Dark {
				t.Errorf("%s is dark: %v, want %v", name, dark, s.Dark)
			}
			b.Axe()
		}
	})
	b.Quiet()
}

func TestWithoutScripts(t *testing.T) {
	b := Open(t)
	b.Scripts(false)
	b.Goto(serve(t) + "/good")
	b.Click("#greet")
	if got := b.Text("h1"); got != "مجلس" {
		t.Errorf("heading is %q", got)
	}
	if got := b.Text("#answer"); got != "" {
		t.Errorf("a script ran: %q", got)
	}
	b.WaitText("h1", "مجلس") // what we ask of the page still works
	b.Axe()
}

// A harness that sees nothing wrong with a bad page would be worth nothing.
func TestBadPage(t *testing.T) {
	b := Open(t)
	b.Goto(serve(t) + "/bad")

	found := map[string]bool{}
	for _, v := range b.Violations() {
		found[v.ID] = true
		if len(v.Nodes) == 0 || !strings.Contains(v.String(), v.Nodes[0].HTML) {
			t.Errorf("violation does not say where: %v", v)
		}
	}
	for _, rule := range []string{"html-has-lang", "label", "image-alt"} {
		if !found[rule] {
			t.Errorf("axe-core did not report %s; it reported %v", rule, found)
		}
	}
	if said := strings.Join(b.Complaints(), "\n"); !strings.Contains(said, "Content Security Policy") {
		t.Errorf("the refused inline script was not heard of: %q", said)
	}
	if n := b.Count("input"); n != 1 {
		t.Errorf("%d fields, want 1", n)
	}
}
