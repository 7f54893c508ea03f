package live

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"majlis/flows"
	"majlis/flows/words"
)

// chapterTitle is how many characters of a chapter's title YouTube shows.
const chapterTitle = 70

// YouTube writes chapters as they are put into a video's description, one a line:
// "0:00 Opening". YouTube makes chapters of three lines or more. Angle brackets,
// which a description may not have, become others.
func YouTube(list []Chapter) string {
	var b strings.Builder
	for _, c := range list {
		fmt.Fprintf(&b, "%s %s\n", Clock(c.From), directed(brackets.Replace(oneLine(c.Title))))
	}
	return b.String()
}

var brackets = strings.NewReplacer("<", "‹", ">", "›")

// WebVTT writes chapters as a track of kind "chapters"
// (https://www.w3.org/TR/webvtt1/).
func WebVTT(list []Chapter) string {
	var b strings.Builder
	b.WriteString("WEBVTT\n")
	for i, c := range list {
		fmt.Fprintf(&b, "\n%d\n%s --> %s\n%s\n", i+1, vttTime(c.From), vttTime(c.Until), directed(vttText.Replace(oneLine(c.Title))))
	}
	return b.String()
}

var vttText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// vttTime writes hours:minutes:seconds.thousandths, all of them.
func vttTime(d time.Duration) string {
	ms := d.Milliseconds()
	return fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3_600_000, ms/60_000%60, ms/1000%60, ms%1000)
}

func oneLine(s string) string {
	return words.Shorten(strings.Join(strings.Fields(s), " "), chapterTitle)
}

const (
	isolateRTL = "\u2067"
	isolateAny = "\u2068"
)

// directed keeps a title that has Arabic letters together beside the digits of its
// time and in a page of the other direction, and makes an Arabic one that begins
// with a Latin word read from the right. Other titles need nothing.
func directed(title string) string {
	if !strings.ContainsFunc(title, func(r rune) bool { return unicode.Is(unicode.Arabic, r) }) {
		return title
	}
	isolated := words.Isolate(title)
	if words.Lang(title) == flows.Arabic {
		isolated = isolateRTL + strings.TrimPrefix(isolated, isolateAny)
	}
	return isolated
}
