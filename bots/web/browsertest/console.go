package browsertest

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
)

// console remembers what the browser complained of: script errors, refused by
// policy, files that could not be loaded.
type console struct {
	mu   sync.Mutex
	said []string
}

// hear is called for every event of the tab.
func (c *console) hear(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if o := e.ExceptionDetails.Exception; o != nil {
			text += " " + o.Description
		}
		c.add(text)
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			c.add(fmt.Sprintf("%s (%s) %s", e.Entry.Text, e.Entry.Source, e.Entry.URL))
		}
	}
}

func (c *console) add(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.said = append(c.said, text)
}

func (c *console) all() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.said)
}

// Complaints is what the browser complained of since it was opened: script
// errors, what the Content-Security-Policy refused, what could not be loaded.
func (b *Browser) Complaints() []string { return b.console.all() }

// Quiet fails the test when the browser complained of anything.
func (b *Browser) Quiet() {
	b.t.Helper()
	if said := b.Complaints(); len(said) > 0 {
		b.t.Errorf("the browser complained on %s:\n%s", b.URL(), strings.Join(said, "\n"))
	}
}
