package browsertest

import (
	_ "embed"
	"fmt"
	"strings"
)

// axeScript is axe-core as its authors built it; axe/vendor.txt says which.
//
//go:embed axe/axe.min.js
var axeScript string

// axeRun asks for the rules of WCAG 2.2 A and AA and axe-core's best practices.
const axeRun = `axe.run(document, {
	runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
	resultTypes: ["violations"],
}).then(r => r.violations.map(v => ({
	id: v.id, impact: v.impact ?? "", help: v.help,
	nodes: v.nodes.map(n => ({html: n.html, why: n.failureSummary ?? ""})),
})))`

// Violation is one rule of accessibility that the page breaks, as axe-core
// tells it.
type Violation struct {
	ID     string `json:"id"`     // the rule, such as "color-contrast"
	Impact string `json:"impact"` // minor, moderate, serious or critical
	Help   string `json:"help"`   // the rule in a sentence
	Nodes  []struct {
		HTML string `json:"html"`
		Why  string `json:"why"`
	} `json:"nodes"`
}

func (v Violation) String() string {
	var s strings.Builder
	fmt.Fprintf(&s, "%s (%s): %s", v.ID, v.Impact, v.Help)
	for _, n := range v.Nodes {
		fmt.Fprintf(&s, "\n\t%s\n\t\t%s", n.HTML, strings.ReplaceAll(n.Why, "\n", "\n\t\t"))
	}
	return s.String()
}

// Violations asks axe-core what on the page, as it is shown now, keeps some
// people out.
func (b *Browser) Violations() []Violation {
	b.t.Helper()
	if b.scriptless { // axe-core is a script too; the page's own stay unrun until it is loaded again
		b.Scripts(true)
		defer b.Scripts(false)
	}
	Eval[bool](b, axeScript+"\n;true")
	return Eval[[]Violation](b, axeRun)
}

// Axe fails the test with a list when axe-core finds a violation on the page.
func (b *Browser) Axe() {
	b.t.Helper()
	for _, v := range b.Violations() {
		b.t.Errorf("axe-core on %s: %v", b.URL(), v)
	}
}
