package whatsappcloud_test

import (
	"context"
	"testing"

	"majlis/bots/whatsappcloud"
	"majlis/flows/talk"
)

// FuzzHook feeds the hook what strangers could send if they had the secret.
func FuzzHook(f *testing.F) {
	s := graph(f)
	c, err := whatsappcloud.New(options(s))
	if err != nil {
		f.Fatal(err)
	}
	o := `{"entry":[{"changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"` + s.PhoneID + `"},`
	for _, rest := range []string{
		`"messages":[{"id":"1","from":"9665","timestamp":"x","type":"text"}]}}]}]}`,
		`"messages":[{"id":"1","type":"interactive","from_user_id":"u","interactive":{"list_reply":{"id":"7:"}}}]}}]}]}`,
		`"contacts":[{}],"messages":[{"id":"1","from":"1","type":"system","system":{"type":"user_changed_number","wa_id":"2"}}]}}]}]}`,
		`"statuses":[{"id":"1","status":"failed","errors":[]}]}}]}]}`,
		`"user_id_update":[{"user_id":{"previous":"SA.1","current":"SA.2"},"timestamp":"1"}]}}]}]}`,
		`"messages":[{"id":"1","from":"1","type":"edit","edit":{"original_message_id":"0","message":{"text":{"body":"x"}}}}]}}]}]}`,
		`"messages":[{"id":"1","from_user_id":"u","type":"contacts","contacts":[{"origin":"contact_request","phones":[{"phone":"+966 5"}]}]}]}}]}]}`,
		`"messages":[{"id":"1","type":"system","system":{"body":"User a changed from SA.1 to SA.2","user_id":"SA.2"}}]}}]}]}`,
	} {
		f.Add([]byte(o + rest))
	}
	hook := c.Hook(func(_ context.Context, in talk.Inbound) error {
		if len(in.Senders) == 0 || in.ID == "" || in.Address == "" || in.Kind == "" || in.Channel == "" || in.At.IsZero() {
			f.Errorf("taken: %+v", in)
		}
		for _, id := range in.Senders {
			if len(id.ID) < 1 || id.Kind == "phone" && len(id.ID) < 2 {
				f.Errorf("a sender without an id: %+v", in)
			}
		}
		if (in.Kind == talk.KindEdit || in.Kind == talk.KindDeleted) != (in.Edits != "") || in.Kind == talk.KindAttachment && len(in.Files) == 0 {
			f.Errorf("taken: %+v", in)
		}
		return nil
	})
	f.Fuzz(func(t *testing.T, body []byte) {
		code := post(hook, body, s.Sign(body))
		if code != 200 {
			t.Errorf("%d for %q", code, body)
		}
	})
}
