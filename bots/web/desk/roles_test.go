package desk

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"majlis/flows"
	"majlis/flows/staff"
)

// least is who may use each address at least, written down a second time: a
// route whose role changes by accident fails here.
var least = map[string]staff.Role{
	"GET /desk/sign-in": "", "POST /desk/sign-in": "",
	"POST /desk/questions/merge": staff.Editor, "POST /desk/questions/differ": staff.Editor,
	"POST /desk/questions/{id}/split": staff.Editor, "POST /desk/questions/{id}/name": staff.Editor,
	"POST /desk/questions/{id}/draft": staff.Editor, "POST /desk/decisions/{id}/undo": staff.Editor,
	"GET /desk/faq/new": staff.Editor, "POST /desk/faq": staff.Editor, "POST /desk/faq/{id}": staff.Editor,
	"POST /desk/faq/{id}/approve": staff.Approver, "POST /desk/faq/{id}/reject": staff.Approver,
	"POST /desk/faq/{id}/withdraw": staff.Approver,
	"POST /desk/digests":           staff.Editor, "POST /desk/digests/{id}": staff.Editor,
	"POST /desk/digests/{id}/publish": staff.Approver, "POST /desk/digests/{id}/post": staff.Approver,
	"GET /desk/broadcasts/new": staff.Editor, "GET /desk/broadcasts/{id}/edit": staff.Editor,
	"POST /desk/broadcasts": staff.Editor, "POST /desk/broadcasts/{id}": staff.Editor,
	"POST /desk/broadcasts/{id}/drafts": staff.Editor,
	"GET /desk/dead":                    staff.Admin, "POST /desk/dead/{id}/retry": staff.Admin, "POST /desk/dead/{id}/dismiss": staff.Admin,
	"GET /desk/channels": staff.Admin, "GET /desk/channels/whatsapp": staff.Admin, "POST /desk/channels/whatsapp/pair": staff.Admin,
	"POST /desk/channels/whatsapp/code": staff.Admin, "POST /desk/channels/whatsapp/unlink": staff.Admin,
	"GET /desk/users": staff.Admin, "POST /desk/users": staff.Admin, "POST /desk/users/{id}/role": staff.Admin,
	"POST /desk/users/{id}/disabled": staff.Admin, "POST /desk/users/{id}/password": staff.Admin,
}

func TestLeastRoleOfEachRoute(t *testing.T) {
	seen := map[string]bool{}
	for _, rt := range (&Desk{}).routes() {
		want, listed := least[rt.Pattern]
		if !listed {
			want = staff.Agent
		}
		if rt.Least != want {
			t.Errorf("%s takes %q, want %q", rt.Pattern, rt.Least, want)
		}
		if seen[rt.Pattern] {
			t.Errorf("%s is listed twice", rt.Pattern)
		}
		seen[rt.Pattern] = true
	}
	for pattern := range least {
		if !seen[pattern] {
			t.Errorf("%s is gone", pattern)
		}
	}
}

var names = strings.NewReplacer("{id}", "none", "{group}", "none", "{file}", "none", "{$}", "")

// Patterns are the routes as a tester asks for them, with an id in its place.
func Patterns() []string {
	var list []string
	for _, rt := range (&Desk{}).routes() {
		list = append(list, names.Replace(rt.Pattern))
	}
	return list
}

// Least is the least role of a route as Patterns writes it.
func Least(pattern string) staff.Role {
	return (&Desk{}).routes()[slices.Index(Patterns(), pattern)].Least
}

func TestDiff(t *testing.T) {
	for _, tt := range []struct{ old, fresh, want string }{
		{"", "", ""},
		{"a b c", "a b c", "a b c"},
		{"on the 24th of May", "on the 27th of May", "on the [-24th ][+27th ]of May"},
		{"", "new", "[+new]"},
		{"old", "", "[-old]"},
		{"سطر\nآخر", "سطر\nثالث", "سطر\n[-آخر][+ثالث]"},
	} {
		var b strings.Builder
		for _, p := range diff(tt.old, tt.fresh) {
			b.WriteString(map[string]string{"same": "", "gone": "[-", "new": "[+"}[p.Kind] + p.Text)
			if p.Kind != "same" {
				b.WriteString("]")
			}
		}
		if b.String() != tt.want {
			t.Errorf("diff(%q, %q) = %q, want %q", tt.old, tt.fresh, b.String(), tt.want)
		}
	}
	long := strings.Repeat("word ", maxDiffWords+1)
	if got := diff(long, "x"); len(got) != 2 {
		t.Errorf("a long text came in %d pieces", len(got))
	}
}

func FuzzDiff(f *testing.F) {
	f.Add("a b c", "a c d")
	f.Fuzz(func(t *testing.T, old, fresh string) {
		var was, is strings.Builder
		for _, p := range diff(old, fresh) {
			if p.Kind != "new" {
				was.WriteString(p.Text)
			}
			if p.Kind != "gone" {
				is.WriteString(p.Text)
			}
		}
		if was.String() != old || is.String() != fresh {
			t.Errorf("diff(%q, %q) gives %q and %q back", old, fresh, was.String(), is.String())
		}
	})
}

func TestOwnPath(t *testing.T) {
	for next, want := range map[string]string{
		"/desk/cases/1?x=y": "/desk/cases/1?x=y", "": "/desk/inbox", "https://evil.example/desk/": "/desk/inbox",
		"//evil.example/desk/": "/desk/inbox", `/desk/\evil`: "/desk/inbox", "/elsewhere": "/desk/inbox", "/live/1/board": "/live/1/board", "desk/": "/desk/inbox",
	} {
		if got := ownPath(next); got != want {
			t.Errorf("ownPath(%q) = %q, want %q", next, got, want)
		}
	}
}

// A desk without broadcasts has no page of them.
func TestWithoutBroadcasts(t *testing.T) {
	d := &Desk{}
	if err := d.ifLive(d.broadcasts)(nil, nil); !errors.Is(err, flows.ErrNotFound) {
		t.Error(err)
	}
}
