package main

import (
	"testing"

	"majlis/flows/talk"
)

// tooLarge is what a channel hands over of a file it won't fetch.
func tooLarge(text string) talk.Inbound {
	return talk.Inbound{Kind: talk.KindAttachment, Text: text, Files: []talk.File{
		{Kind: "photo", Ref: "r1", Size: 99 << 20, TooLarge: true},
	}}
}

// TestAttachmentThatIsTooLarge: it is said so, and it answers nothing.
func TestAttachmentThatIsTooLarge(t *testing.T) {
	inBoth(t, func(t *testing.T, c *townsman) {
		refused := c.text("talk.file_too_large")
		told := c.send(tooLarge(""))
		c.toldPart(told, refused)
		c.told(told[1:], "menu.pick")

		c.write("0", "3", "1", "The lift has not worked for a month")
		c.told(c.write("1"), "complaint.photo")
		told = c.send(tooLarge(""))
		c.toldPart(told, refused)
		c.told(told[1:], "complaint.photo") // still asked for
		if s := c.session(); s.Tries != 0 || len(s.Files) != 0 {
			t.Errorf("session %+v", s)
		}
		c.balanced()
	})
}

// TestCaptionOfAnAttachmentThatIsTooLarge: the words beside it count.
func TestCaptionOfAnAttachmentThatIsTooLarge(t *testing.T) {
	inBoth(t, func(t *testing.T, c *townsman) {
		const text = "The lift has not worked for a month"
		c.write("0", "1")
		told := c.send(tooLarge(text))
		c.toldPart(told[:1], c.text("talk.file_too_large"))
		c.toldPart(told[1:], c.text("inquiry.confirm", talk.Args{"Text": text, "Files": ""}))
	})
}
