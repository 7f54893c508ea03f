package live_test

import (
	"net/url"
	"testing"
	"time"

	"majlis/flows/live"
)

func TestTimedLink(t *testing.T) {
	const clip = 2*time.Minute + 3*time.Second + 900*time.Millisecond
	for link, want := range map[string]string{
		"https://www.youtube.com/watch?v=dQw4w9WgXcQ":           "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=123s",
		"https://m.youtube.com/watch?t=5s&v=dQw4w9WgXcQ":        "https://m.youtube.com/watch?v=dQw4w9WgXcQ&t=123s",
		"https://youtu.be/dQw4w9WgXcQ":                          "https://youtu.be/dQw4w9WgXcQ?t=123s",
		"https://YouTube.com/live/dQw4w9WgXcQ?si=a%2Bb":         "https://YouTube.com/live/dQw4w9WgXcQ?si=a%2Bb&t=123s",
		"https://www.youtube-nocookie.com/embed/dQw4w9?start=1": "https://www.youtube-nocookie.com/embed/dQw4w9?start=123",
		"https://ministry.example/live/recording.mp4":           "https://ministry.example/live/recording.mp4#t=123",
		"https://ministry.example/live?id=4#t=7&track=audio":    "https://ministry.example/live?id=4#track=audio&t=123",
		"https://ministry.example/#/watch/4":                    "https://ministry.example/#/watch/4",
		"https://notyoutube.com/watch?v=1":                      "https://notyoutube.com/watch?v=1#t=123",
		"https://ministry.example/%D8%A8%D8%AB":                 "https://ministry.example/%D8%A8%D8%AB#t=123",
		"in the hall, first floor":                              "in the hall, first floor",
		"":                                                      "",
	} {
		if got := live.TimedLink(link, clip); got != want {
			t.Errorf("%s\n got %s\nwant %s", link, got, want)
		}
	}
	for _, clip := range []time.Duration{0, -time.Second} {
		if got := live.TimedLink("https://youtu.be/a", clip); got != "https://youtu.be/a" {
			t.Errorf("at %s: %s", clip, got)
		}
	}
}

// A timed link still leads to the same page of the same host, however strange.
func FuzzTimedLink(f *testing.F) {
	f.Add("https://youtu.be/a?t=1#x", 5)
	f.Add("http://[::1]:80/#t=%zz", 9)
	f.Fuzz(func(t *testing.T, link string, seconds int) {
		clip := time.Duration(seconds%100_000) * time.Second
		timed := live.TimedLink(link, clip)
		if again := live.TimedLink(timed, clip); again != timed {
			t.Fatalf("%q, timed twice: %q", timed, again)
		}
		before, err := url.Parse(link)
		if err != nil {
			return
		}
		after, err := url.Parse(timed)
		if err != nil || after.Host != before.Host || after.Path != before.Path || after.Scheme != before.Scheme {
			t.Fatalf("%q became %q", link, timed)
		}
	})
}
