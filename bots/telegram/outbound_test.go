package telegram_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"majlis/bots"
	"majlis/bots/channeltest"
	"majlis/bots/telegram"
	"majlis/bots/telegram/telegramtest"
	"majlis/flows/talk"
)

// chat is a channel and someone who opened its chat.
func chat(t *testing.T) (*telegram.Channel, *telegramtest.Server, *telegramtest.Citizen) {
	t.Helper()
	api := serve(t)
	someone := api.Citizen(1)
	someone.Starts("")
	return open(t, options(api.URL, api.Token)), api, someone
}

func parcel(m talk.Message) bots.Parcel {
	return bots.Parcel{ID: "p1", Address: "1", Lang: "ar", Message: m}
}

func TestWhatAFailureMeans(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		fault telegramtest.Fault
		want  bots.SendError
	}{
		{"throttled", telegramtest.Fault{Status: 429, RetryAfter: 17}, bots.SendError{Code: "throttled", Retry: true, Wait: 17 * time.Second}},
		{"blocked", telegramtest.Fault{Status: 403, Description: "Forbidden: bot was blocked by the user"}, bots.SendError{Code: "blocked", Stop: true}},
		{"deactivated", telegramtest.Fault{Status: 403, Description: "Forbidden: user is deactivated"}, bots.SendError{Code: "blocked", Stop: true}},
		{"no chat", telegramtest.Fault{Status: 400, Description: "Bad Request: chat not found"}, bots.SendError{Code: "no_chat", Stop: true}},
		{"refused", telegramtest.Fault{Status: 400, Description: "Bad Request: can't parse entities"}, bots.SendError{Code: "refused"}},
		{"server error", telegramtest.Fault{Status: 500, Description: "Internal Server Error"}, bots.SendError{Code: "platform", Retry: true}},
		{"a proxy's page", telegramtest.Fault{Status: 502, HTML: true}, bots.SendError{Code: "platform", Retry: true}},
		{"cut", telegramtest.Fault{}, bots.SendError{Code: "network", Retry: true}},
		{"token", telegramtest.Fault{Status: 401, Description: "Unauthorized"}, bots.SendError{Code: "token", Retry: true}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, api, someone := chat(t)
			api.Fail(tt.fault)
			_, err := c.Send(t.Context(), parcel(talk.Message{Text: "سر"}))
			got, ok := errors.AsType[*bots.SendError](err)
			if !ok {
				t.Fatalf("%v is no *bots.SendError", err)
			}
			if strings.Contains(err.Error(), api.Token) || strings.Contains(err.Error(), "سر") || strings.Contains(err.Error(), "nginx") {
				t.Errorf("tells too much: %v", err)
			}
			got.Err = nil
			if diff := cmp.Diff(&tt.want, got); diff != "" {
				t.Error(diff)
			}
			if n := len(someone.Inbox()); n != 0 {
				t.Errorf("%d arrived", n)
			}
		})
	}
	t.Run("migrated", func(t *testing.T) {
		c, api, _ := chat(t)
		api.Fail(telegramtest.Fault{Status: 400, Description: "Bad Request: group chat was upgraded", Migrate: -1009})
		_, err := c.Send(t.Context(), parcel(talk.Message{Text: "x"}))
		if got, _ := errors.AsType[*bots.SendError](err); got == nil || got.Code != "migrated" || !got.Stop {
			t.Errorf("%v", err)
		}
	})
	t.Run("nowhere", func(t *testing.T) {
		c := open(t, options("http://127.0.0.1:1", "1:secret-token"))
		_, err := c.Send(t.Context(), parcel(talk.Message{Text: "x"}))
		if got, _ := errors.AsType[*bots.SendError](err); got == nil || got.Code != "network" || strings.Contains(err.Error(), "secret-token") {
			t.Errorf("%v", err)
		}
	})
	t.Run("empty and unaddressed", func(t *testing.T) {
		c, _, _ := chat(t)
		for _, p := range []bots.Parcel{parcel(talk.Message{Text: " \n"}), {ID: "p", Address: "@nobody", Message: talk.Message{Text: "x"}}} {
			_, err := c.Send(t.Context(), p)
			if got, _ := errors.AsType[*bots.SendError](err); got == nil || got.Retry {
				t.Errorf("%v", err)
			}
		}
	})
}

// A long message that broke off goes on where it did.
func TestNoPartIsSentTwice(t *testing.T) {
	t.Parallel()
	c, api, someone := chat(t)
	text := strings.Repeat("كلمة ", 2000) // three parts
	api.Fail(telegramtest.Fault{Method: "sendMessage", Status: 500})
	if _, err := c.Send(t.Context(), parcel(talk.Message{Text: text})); err == nil {
		t.Fatal("no error")
	}
	if _, err := c.Send(t.Context(), parcel(talk.Message{Text: text})); err != nil {
		t.Fatal(err)
	}
	whole := len(someone.Inbox())
	breaks := parcel(talk.Message{Text: text})
	breaks.ID = "p2"
	sends := len(api.Calls("sendMessage"))
	api.FailAt(sends+2, telegramtest.Fault{Method: "sendMessage", Status: 429, RetryAfter: 1})
	if _, err := c.Send(t.Context(), breaks); err == nil {
		t.Fatal("no error")
	}
	if _, err := c.Send(t.Context(), breaks); err != nil {
		t.Fatal(err)
	}
	if n := len(someone.Inbox()); whole != 3 || n != 2*whole {
		t.Errorf("%d parts, then %d", whole, n-whole)
	}
}

func TestHowMessagesLook(t *testing.T) {
	t.Parallel()
	pick := []talk.Option{{ID: "a", Label: "استفسار"}, {ID: "b", Label: "شكوى"}}
	for _, tt := range []struct {
		name    string
		message talk.Message
		want    telegramtest.Message
	}{
		{"plain", talk.Message{Text: "*نص* <b>"}, telegramtest.Message{Text: "*نص* <b>"}},
		{"buttons with their digits", talk.Message{Text: "أيها؟", Options: pick, Asked: 4}, telegramtest.Message{
			Text: "أيها؟", Buttons: []telegramtest.Button{{Label: "1. استفسار", Data: "4:a", Message: 2}, {Label: "2. شكوى", Data: "4:b", Message: 2}},
		}},
		{"too many for buttons", talk.Message{Text: "?", Options: many(13)}, telegramtest.Message{Text: talk.Message{Text: "?", Options: many(13)}.Numbered()}},
		{"payload too long", talk.Message{Text: "?", Options: []talk.Option{{ID: strings.Repeat("x", 63), Label: "l"}}}, telegramtest.Message{Text: "?\n\n1. l"}},
		{"share a phone", talk.Message{Text: "؟", Options: pick, Request: "contact"}, telegramtest.Message{
			Text: "؟\n\n1. استفسار\n2. شكوى",
			Keys: []telegramtest.Key{{Label: "ar:telegram.share.contact", Contact: true}, {Label: "استفسار"}, {Label: "شكوى"}},
		}},
		{"share a place", talk.Message{Text: "؟", Request: "location"}, telegramtest.Message{
			Text: "؟", Keys: []telegramtest.Key{{Label: "ar:telegram.share.location", Location: true}},
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, api, someone := chat(t)
			native, err := c.Send(t.Context(), parcel(tt.message))
			if err != nil || native != "2" {
				t.Fatalf("%q, %v", native, err)
			}
			tt.want.ID = 2
			if diff := cmp.Diff([]telegramtest.Message{tt.want}, someone.Inbox()); diff != "" {
				t.Error(diff)
			}
			call := api.Calls("sendMessage")[0].Params
			if call["parse_mode"] != "" || !strings.Contains(call["link_preview_options"], `"is_disabled":true`) {
				t.Errorf("sent with %v", call)
			}
		})
	}
}

func many(n int) []talk.Option {
	var list []talk.Option
	for i := range n {
		list = append(list, talk.Option{ID: string(rune('a' + i)), Label: string(rune('A' + i))})
	}
	return list
}

func TestADigestIsPosted(t *testing.T) {
	t.Parallel()
	c, api, _ := chat(t)
	api.Channel("@ministry")
	text := strings.Repeat("سؤال وجواب. ", 600)
	if err := c.Publish(t.Context(), "@ministry", text); err != nil {
		t.Fatal(err)
	}
	posts := api.Channel("@ministry")
	if len(posts) != 2 || posts[0].Text+" "+posts[1].Text != strings.TrimSpace(text) {
		t.Errorf("%d posts", len(posts))
	}
	if err := c.Publish(t.Context(), "@another", "x"); err == nil {
		t.Error("posted to a channel that is not there")
	}
}

func TestCommandsAreSetInBothLanguages(t *testing.T) {
	t.Parallel()
	c, api, _ := chat(t)
	api.Fail(telegramtest.Fault{Method: "setMyCommands", Status: 502, HTML: true})
	receive(t, c, newDesk().accept)
	channeltest.Until(t, "the commands", func() bool {
		return len(api.Commands("")) > 0 && len(api.Commands("ar")) > 0 && len(api.Commands("en")) > 0
	})
	if got := api.Commands("en")[0]; got.Command != "menu" || got.Description != "en:telegram.command.menu" {
		t.Errorf("%+v", got)
	}
	if got := api.Commands("")[0].Description; got != "ar:telegram.command.menu" {
		t.Errorf("for all others %q", got)
	}
}

func TestFilesAreFetched(t *testing.T) {
	t.Parallel()
	c, api, someone := chat(t)
	house := newDesk()
	receive(t, c, house.accept)
	body := bytes.Repeat([]byte("voice"), 1000)
	someone.SendsVoice(7, body)
	someone.SendsDocument("big.pdf", "application/pdf", make([]byte, 20<<20+1))
	channeltest.Until(t, "the files", func() bool { return len(house.texts()) == 3 })
	r, err := c.Fetch(t.Context(), house.taken[1].Files[0].Ref)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, body) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	if big := house.taken[2].Files[0]; !big.TooLarge {
		t.Errorf("%+v", big)
	}
	for ref, code := range map[string]string{"no such file": "refused", house.taken[2].Files[0].Ref: bots.TooLarge} {
		_, err := c.Fetch(t.Context(), ref)
		if got, _ := errors.AsType[*bots.SendError](err); got == nil || got.Code != code || got.Retry {
			t.Errorf("%s: %v", ref, err)
		}
	}
	api.Down(true)
	if _, err := c.Fetch(t.Context(), house.taken[1].Files[0].Ref); err == nil || strings.Contains(err.Error(), api.Token) {
		t.Errorf("%v", err)
	}
}

// The token is in every address; it must be in no line of the log.
func TestTheTokenIsNeverLogged(t *testing.T) {
	t.Parallel()
	api, house := serve(t), newDesk()
	var log channeltest.Journal
	o := options(api.URL, api.Token)
	o.Log = log.Logger()
	c := open(t, o)
	for _, method := range []string{"getUpdates", "deleteWebhook", "setMyCommands", "getMe"} {
		api.Fail(telegramtest.Fault{Method: method})
		api.Fail(telegramtest.Fault{Method: method, Status: 502, HTML: true})
	}
	receive(t, c, house.accept)
	api.Citizen(1).Says("a citizen's words")
	channeltest.Until(t, "the message", func() bool { return len(house.texts()) == 1 })
	channeltest.Until(t, "the bot's name", func() bool { return c.DeepLink("x") != "" })
	api.Fail(telegramtest.Fault{Method: "getMe", Status: 502, HTML: true})
	if _, err := c.Check(t.Context()); err == nil || strings.Contains(err.Error(), api.Token) {
		t.Errorf("check: %v", err)
	}
	for _, secret := range []string{api.Token, "a citizen's words"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("%q is in the log:\n%s", secret, log.String())
		}
	}
}

// Who answers a call by sending us elsewhere is not followed: the token would go
// along.
func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	api, elsewhere := serve(t), serve(t)
	api.Fail(telegramtest.Fault{Method: "getMe", Status: 307, Location: elsewhere.URL + "/bot" + elsewhere.Token + "/getMe"})
	if name, err := open(t, options(api.URL, api.Token)).Check(t.Context()); err == nil {
		t.Errorf("answered %s", name)
	}
	if len(elsewhere.Calls("getMe")) > 0 {
		t.Error("followed")
	}
}
