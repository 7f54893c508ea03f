// Package people holds who is talking: identities, language, consent, and the
// guard that stands before the inbox.
package people

import "time"

// Person is someone who wrote to the ministry. Who they are outside is known
// only as hashed identities and encrypted addresses.
type Person struct {
	ID            string
	Lang          string    // "ar", "en"; empty until chosen
	NoticeVersion string    // version of the privacy notice shown
	NoticeAt      time.Time // when it was shown
	Notify        bool      // opted in to digests and announcements
	NotifyAt      time.Time // when that was last said
	Zone          string    // time zone (IANA) of the person's clock; "" the ministry's
	ZoneAt        time.Time // when they chose it; zero: it is that of their number's country
	StoppedAt     time.Time // when proactive messages were stopped; zero: not stopped
	CreatedAt     time.Time
}

// Reachable reports whether proactive messages may be sent.
func (p Person) Reachable() bool { return p.Notify && p.StoppedAt.IsZero() }
