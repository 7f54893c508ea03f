package desk

import (
	"time"

	"majlis/flows/faq"
)

// Measures of the small chart, in the units of its viewBox.
const (
	chartWeeks  = 8
	chartWidth  = 96
	chartHeight = 28
	barGap      = 2
)

// chart is distinct people a week, oldest first, with an honest zero. Empty says
// that there is nothing to draw.
type chart struct {
	Bars  []bar
	Most  int
	Empty bool
}

// bar is one week of a chart. X grows in reading direction; the template mirrors
// it for right-to-left pages.
type bar struct {
	From   time.Time
	People int
	X, Y   int
	W, H   int
	Last   bool
}

// weekly counts the distinct people who asked in each of the last eight weeks up
// to now.
func weekly(questions []faq.Question, now time.Time) chart {
	const week = 7 * 24 * time.Hour
	askers := make([]map[string]bool, chartWeeks)
	for i := range askers {
		askers[i] = map[string]bool{}
	}
	for _, q := range questions {
		age := now.Sub(q.At)
		if age < 0 || age >= chartWeeks*week {
			continue
		}
		asker := q.Asker
		if asker == "" {
			asker = q.ID
		}
		askers[chartWeeks-1-int(age/week)][asker] = true
	}
	c := chart{Empty: true}
	for i, set := range askers {
		from := now.Add(-week * time.Duration(chartWeeks-i))
		c.Bars = append(c.Bars, bar{From: from, People: len(set), Last: i == chartWeeks-1})
		c.Most = max(c.Most, len(set))
		c.Empty = c.Empty && len(set) == 0
	}
	c.draw()
	return c
}

func (c *chart) draw() {
	width := chartWidth/chartWeeks - barGap
	for i := range c.Bars {
		b := &c.Bars[i]
		b.X, b.W = i*(width+barGap), width
		if c.Most > 0 {
			b.H = b.People * chartHeight / c.Most
		}
		if b.People > 0 {
			b.H = max(b.H, 2) // one person in a busy quarter is still seen
		}
		b.Y = chartHeight - b.H
	}
}
