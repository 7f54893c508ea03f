package live

import (
	"time"

	"majlis/flows/live"
)

// Measures of the chart of minutes, in the units of its viewBox.
const (
	minutesWidth  = 720
	minutesHeight = 160
	mostMinutes   = 120 // bars, each six units or more
	minutesGap    = 1
)

// Minutes is the chart of how much was asked when, with an honest zero.
type Minutes struct {
	Step time.Duration // that each bar stands for
	Most int           // what the highest bar counts
	Bars []MinuteBar   // none when nothing was asked
}

// MinuteBar is one bar. X grows in reading direction; the template mirrors it for
// right-to-left pages.
type MinuteBar struct {
	At    time.Time
	Count int
	X, Y  int
	W, H  int
}

// DrawMinutes draws the minutes of a report. The counts of the bars add up to all
// that was asked.
func DrawMinutes(r live.Report) Minutes {
	step, list := r.Chart(mostMinutes)
	m := Minutes{Step: step}
	for _, minute := range list {
		m.Most = max(m.Most, minute.All())
	}
	for i, minute := range list {
		slot := minutesWidth / len(list)
		b := MinuteBar{At: minute.At, Count: minute.All(), X: i * slot, W: slot - minutesGap}
		if b.Count > 0 {
			b.H = max(b.Count*minutesHeight/m.Most, 2) // one question in a busy hour is still seen
		}
		b.Y = minutesHeight - b.H
		m.Bars = append(m.Bars, b)
	}
	return m
}
