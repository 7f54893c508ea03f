package desk_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"majlis/flows/staff"
)

// emptyPaths are the pages that exist when nothing has happened yet.
var emptyPaths = []string{
	"/desk/inbox", "/desk/inbox?state=all", "/desk/questions", "/desk/faq", "/desk/faq/new", "/desk/digests", "/desk/dead",
	"/desk/broadcasts", "/desk/broadcasts/new", "/desk/channels", "/desk/users", "/desk/settings",
}

func TestEveryPageWithNothingAndWithMuch(t *testing.T) {
	for _, lang := range []string{"ar", "en"} {
		t.Run(lang, func(t *testing.T) {
			h := openHouse(t)
			boss := h.join("Boss", staff.Admin, lang)
			for _, path := range emptyPaths {
				checkPage(t, boss, path, lang)
			}
			h.town(boss.ID)
			for _, path := range h.paths(t) {
				checkPage(t, boss, path, lang)
			}
		})
	}
}

var missing = regexp.MustCompile(`⟦[^⟧]*⟧|ZgotmplZ|%!\w|&lt;no value`)

func checkPage(t *testing.T, p *person, path, lang string) {
	t.Helper()
	status, body := p.get(path)
	if status != http.StatusOK {
		t.Errorf("%s: status %d", path, status)
		return
	}
	if found := missing.FindString(body); found != "" {
		t.Errorf("%s: %s", path, found)
	}
	want := `<html lang="ar" dir="rtl">`
	if lang == "en" {
		want = `<html lang="en" dir="ltr">`
	}
	if !strings.Contains(body, want) {
		t.Errorf("%s: not in %s", path, lang)
	}
	if strings.Contains(body, "style=") || strings.Contains(body, "onclick") {
		t.Errorf("%s: inline style or script, which the policy refuses", path)
	}
	checkIDs(t, path, body)
}

// checkIDs finds ids used twice and labels of nothing.
func checkIDs(t *testing.T, path, body string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	ids, refs := map[string]int{}, map[string]bool{}
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			switch a.Key {
			case "id":
				ids[a.Val]++
			case "for", "aria-labelledby", "aria-describedby", "popovertarget", "form":
				refs[a.Val] = true
			}
		}
	}
	for id, n := range ids {
		if n > 1 {
			t.Errorf("%s: id %q %d times", path, id, n)
		}
	}
	for ref := range refs {
		if ids[ref] == 0 {
			t.Errorf("%s: nothing has the id %q", path, ref)
		}
	}
}
