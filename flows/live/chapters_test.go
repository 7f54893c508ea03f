package live_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"majlis/flows/live"
)

// keys renders a text as its key.
type keys struct{}

func (keys) Text(lang, key string, _ map[string]any) string { return lang + " " + key }
func (keys) Words(string, string) []string                  { return nil }

const (
	streamDelay = 25 * time.Second
	hostIsLate  = time.Second // the button is hit that much before or after the first word
)

// A host answers twenty questions in an hour; viewers see the room 25 seconds
// later. Each chapter begins within two seconds of where the recording has it.
func TestChaptersOfAnHour(t *testing.T) {
	l, random := newLog(), rand.New(rand.NewPCG(4, 4))
	l.at(t, 0, live.EventStatus, live.Data{Status: live.OnAir})
	var spoken []time.Duration // when the host begins to speak of each, since the start
	for i := range 20 {
		l.asks(t, 0.5, fmt.Sprintf("q%d", i), "ana", "web", "ar", fmt.Sprintf("g%02d", i))
	}
	for i := range 20 {
		begins := time.Duration(90+170*i)*time.Second + time.Duration(random.Int64N(int64(30*time.Second)))
		spoken = append(spoken, begins)
		hit := begins + time.Duration(random.Int64N(int64(2*hostIsLate))) - hostIsLate
		l.at(t, hit.Minutes(), live.EventState, live.Data{Group: fmt.Sprintf("g%02d", i), State: live.Now})
		if i%2 == 0 { // else the host goes straight to the next, and marks it later
			l.at(t, (hit + time.Minute).Minutes(), live.EventState, live.Data{Group: fmt.Sprintf("g%02d", i), State: live.Answered})
		}
	}
	for i := 1; i < 20; i += 2 {
		l.at(t, 59, live.EventState, live.Data{Group: fmt.Sprintf("g%02d", i), State: live.Answered})
	}
	l.at(t, 60, live.EventStatus, live.Data{Status: live.Closed})

	list := live.Chapters(live.Broadcast{Delay: streamDelay}, l.board, keys{}, "ar")
	if len(list) != 21 || list[0].Title != "ar live.chapter.opening" || list[20].Until != time.Hour+streamDelay {
		t.Fatalf("%d chapters: %v", len(list), list)
	}
	lines := strings.Split(strings.TrimSpace(live.YouTube(list)), "\n")
	for i, begins := range spoken {
		want := begins + streamDelay
		if off := (list[i+1].From - want).Abs(); off > 2*time.Second {
			t.Errorf("chapter %d begins %s off", i, off)
		}
		if off := (written(t, lines[i+1]) - want).Abs(); off > 2*time.Second {
			t.Errorf("%q is %s off %s", lines[i+1], off, want)
		}
	}
}

var youTubeLine = regexp.MustCompile(`^(?:(\d+):(\d\d)|(\d+):(\d\d):(\d\d)) (\S.*)$`)

// written reads the time of a line as YouTube does.
func written(t interface{ Fatalf(string, ...any) }, line string) time.Duration {
	m := youTubeLine.FindStringSubmatch(line)
	if m == nil {
		t.Fatalf("%q is no chapter", line)
	}
	n := func(i int) time.Duration { v, _ := strconv.Atoi("0" + m[i]); return time.Duration(v) }
	return n(3)*time.Hour + (n(1)+n(4))*time.Minute + (n(2)+n(5))*time.Second
}

// hosted draws what a host does with six groups on air, at any pace.
func hosted(t *rapid.T) *log {
	l := newLog()
	var minutes float64
	add := func(kind live.EventKind, d live.Data) {
		e := live.Event{Broadcast: "b1", Seq: l.board.Seq + 1, At: noon.Add(time.Duration(minutes * float64(time.Minute))), Kind: kind, Data: d}
		if err := l.board.Apply(e); err != nil {
			t.Fatal(err)
		}
	}
	add(live.EventStatus, live.Data{Status: live.OnAir})
	for i := range 6 {
		q, g := fmt.Sprintf("q%d", i), fmt.Sprintf("g%d", i)
		add(live.EventAsked, live.Data{Question: q, Person: "p", Text: q})
		add(live.EventGrouped, live.Data{Question: q, Group: g, Text: "wording of " + g, State: live.Approved})
	}
	states := []live.State{live.Now, live.Now, live.Answered, live.Declined, live.Later, live.Next}
	for range rapid.IntRange(1, 20).Draw(t, "deeds") {
		minutes += rapid.Float64Range(0, 1).Draw(t, "pause")
		add(live.EventState, live.Data{
			Group: fmt.Sprintf("g%d", rapid.IntRange(0, 5).Draw(t, "group")), State: rapid.SampledFrom(states).Draw(t, "state"),
		})
	}
	if rapid.Bool().Draw(t, "closed") {
		add(live.EventStatus, live.Data{Status: live.Closed})
	}
	return l
}

// Whatever a host did, the chapters are ones that YouTube takes.
func TestChaptersAreValid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := hosted(t)
		delay := time.Duration(rapid.IntRange(0, 60).Draw(t, "delay")) * time.Second
		list := live.Chapters(live.Broadcast{Delay: delay}, l.board, keys{}, "en")
		if len(list) == 0 {
			t.Skip("too little happened")
		}
		if strings.Count(live.WebVTT(list), " --> ") != len(list) {
			t.Fatal(live.WebVTT(list))
		}
		if from := written(t, strings.Split(live.YouTube(list), "\n")[0]); from != 0 {
			t.Fatalf("the first begins at %s", from)
		}
		for i, c := range list {
			if c.Until-c.From < 10*time.Second || i > 0 && list[i-1].Until != c.From {
				t.Fatalf("chapter %d: %v", i, list)
			}
		}
	})
}

func TestChapterChoices(t *testing.T) {
	l := newLog()
	l.at(t, 0, live.EventStatus, live.Data{Status: live.OnAir})
	for _, g := range []string{"first", "slip", "second", "declined", "later", "end", "unasked"} {
		l.asks(t, 0, "q"+g, "ana", "web", "ar", g)
	}
	state := func(minutes float64, group string, s live.State) {
		l.at(t, minutes, live.EventState, live.Data{Group: group, State: s})
	}
	state(0.1, "first", live.Now) // six seconds in: there is no room for an opening
	state(2, "slip", live.Now)    // hit by mistake, six seconds before the right one
	state(2.1, "second", live.Now)
	state(4, "second", live.Answered)
	state(5, "declined", live.Now)
	state(6, "declined", live.Declined)
	state(7, "later", live.Now)
	state(8, "later", live.Later)
	state(9.9, "end", live.Now) // six seconds before the end: too short for a chapter
	state(9.95, "end", live.Answered)
	state(9.95, "first", live.Answered)
	state(9.95, "unasked", live.Answered) // in writing, never on air
	l.at(t, 10, live.EventStatus, live.Data{Status: live.Closed})
	want := "0:00 wording of first\n2:06 wording of second\n7:00 wording of later\n"
	if diff := cmp.Diff(want, live.YouTube(live.Chapters(live.Broadcast{}, l.board, keys{}, "en"))); diff != "" {
		t.Error(diff)
	}
}

func TestChaptersAreWritten(t *testing.T) {
	list := []live.Chapter{
		{From: 0, Until: 65500 * time.Millisecond, Title: "Opening & <news>"},
		{From: 65500 * time.Millisecond, Until: time.Hour + 2*time.Minute, Title: "متى موعد\nالدفعة؟"},
		{From: time.Hour + 2*time.Minute, Until: 2 * time.Hour, Title: "eVisa \u202eمتى تصدر التأشيرة الإلكترونية؟"},
		{From: 2 * time.Hour, Until: 3 * time.Hour, Title: "What does «رخصة» mean in English then?"},
	}
	youTube := "0:00 Opening & ‹news›\n1:05 \u2067متى موعد الدفعة؟\u2069\n" +
		"1:02:00 \u2067eVisa متى تصدر التأشيرة الإلكترونية؟\u2069\n2:00:00 \u2068What does «رخصة» mean in English then?\u2069\n"
	if diff := cmp.Diff(youTube, live.YouTube(list)); diff != "" {
		t.Error(diff)
	}
	vtt := "WEBVTT\n\n1\n00:00:00.000 --> 00:01:05.500\nOpening &amp; &lt;news&gt;\n\n2\n00:01:05.500 --> 01:02:00.000\n\u2067متى موعد الدفعة؟\u2069\n"
	if got := live.WebVTT(list); !strings.HasPrefix(got, vtt) {
		t.Error(cmp.Diff(vtt, got))
	}
}
