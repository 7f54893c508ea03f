package live

import (
	"slices"
	"time"
)

// Minute is how much was asked in one minute, or in one step of a chart.
type Minute struct {
	At time.Time `json:"at,omitzero"` // its beginning, UTC
	Counts
}

// minutes counts what was asked by the minute, in order, those without a question
// left out.
func (h *history) minutes() []Minute {
	list := []Minute{}
	place := map[time.Time]int{} // the clocks of a log need not go forward
	for _, it := range h.items {
		at := it.At.UTC().Truncate(time.Minute)
		if _, known := place[at]; !known {
			place[at] = len(list)
			list = append(list, Minute{At: at})
		}
		list[place[at]].add(it)
	}
	slices.SortFunc(list, func(a, b Minute) int { return a.At.Compare(b.At) })
	return list
}

// chartSteps are what one bar of a chart may stand for; longer ones are days.
var chartSteps = []time.Duration{
	time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour,
}

// Chart is the minutes without gaps, from the first to the last in which something
// was asked, taken together by the smallest step with which there are at most
// that many, which must be at least 2. The counts add up to all that was asked.
func (r Report) Chart(most int) (step time.Duration, bars []Minute) {
	if len(r.Minutes) == 0 {
		return time.Minute, nil
	}
	first, last := r.Minutes[0].At, r.Minutes[len(r.Minutes)-1].At
	step = chartStep(first, last, most)
	first = first.Truncate(step)
	bars = make([]Minute, barsBetween(first, last, step))
	for i := range bars {
		bars[i].At = first.Add(time.Duration(i) * step)
	}
	for _, m := range r.Minutes {
		bar := &bars[m.At.Sub(first)/step]
		bar.Questions += m.Questions
		bar.MeToos += m.MeToos
	}
	return step, bars
}

func chartStep(first, last time.Time, most int) time.Duration {
	for _, step := range chartSteps {
		if barsBetween(first, last, step) <= most {
			return step
		}
	}
	step := chartSteps[len(chartSteps)-1]
	for barsBetween(first, last, step) > max(most, 2) {
		step *= 2
	}
	return step
}

func barsBetween(first, last time.Time, step time.Duration) int {
	return int(last.Truncate(step).Sub(first.Truncate(step))/step) + 1
}
