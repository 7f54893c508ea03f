package live_test

import "testing"

// A question whose answer was meant for another one has a group of its own, into
// which goes what is asked alike from then on, also after a restart.
func TestDisownedQuestionsGatherTheirLike(t *testing.T) {
	const said = "متى يُصرف الدعم السكني لهذا الشهر للمطلقات"
	for name, restarted := range map[string]bool{"at once": false, "after a restart": true} {
		t.Run(name, func(t *testing.T) {
			s := newStudio(t)
			answered := s.asks("a", askedPay)
			s.work()
			s.did(s.desk.Answer(t.Context(), studioDeed, s.group(answered), "في الخامس من كل شهر."))
			mine := s.asks("b", said)
			s.work()
			if s.group(mine) != s.group(answered) {
				t.Fatal("the second does not stand with the first")
			}
			s.ok(s.floor.Disown(t.Context(), s.someone("b"), mine))
			s.work()
			if restarted {
				s.restart()
			}
			like, other := s.asks("c", said), s.asks("d", askedPay)
			s.work()
			if s.group(mine) == s.group(answered) || s.group(like) != s.group(mine) || s.group(other) != s.group(answered) {
				t.Errorf("answered %s, disowned %s, asked like it %s, asked like the first %s", s.group(answered), s.group(mine), s.group(like), s.group(other))
			}
		})
	}
}
