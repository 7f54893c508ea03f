package telegram_test

import (
	"bytes"
	"errors"
	"testing"

	"majlis/bots"
	"majlis/bots/channeltest"
	"majlis/bots/telegram/telegramtest"
	"majlis/flows/talk"
)

// A picture that Telegram won't show as one goes as a file; what is gone is not
// tried again.
func TestFilesOfOurs(t *testing.T) {
	t.Parallel()
	api := serve(t)
	someone := api.Citizen(1)
	someone.Starts("")
	o := options(api.URL, api.Token)
	picture := []byte("\x89PNG\r\n\x1a\n")
	o.Attachments = channeltest.Shelf{"picture": picture, "erased": nil}
	c := open(t, o)
	give := func(id string) error {
		_, err := c.Send(t.Context(), parcel(talk.Message{File: &talk.File{ID: id}}))
		return err
	}
	api.Fail(telegramtest.Fault{Method: "sendPhoto", Status: 400, Description: "Bad Request: PHOTO_INVALID_DIMENSIONS"})
	if err := give("picture"); err != nil || len(api.Calls("sendDocument")) != 1 {
		t.Errorf("%v, %d documents", err, len(api.Calls("sendDocument")))
	}
	if inbox := someone.Inbox(); len(inbox) != 1 || !bytes.Equal(inbox[0].File, picture) {
		t.Errorf("shown %+v", inbox)
	}
	for _, id := range []string{"erased", "none"} {
		if se, ok := errors.AsType[*bots.SendError](give(id)); !ok || se.Code != "gone" || se.Retry {
			t.Errorf("%s: %v", id, se)
		}
	}
}
