// Package ratings asks citizens how they were served: after an answer, whether
// it solved what they wrote about and how the service was.
package ratings

import "time"

// Scores go from Worst to Best, by the words of the options that people pick.
const (
	Worst = 1
	Best  = 5
)

// Rating is what a person thinks of how their case was served: one a person and
// case, the newest.
type Rating struct {
	Case    string // id
	Person  string // id
	Service string // id in ministry.yaml; "" when the case has none
	Score   int    // Worst to Best
	Comment string // masked; "" none
	At      time.Time
}
