package telegram

import (
	"encoding/json"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"majlis/flows/talk"
)

// now is when buttons are pressed in these tests; Telegram does not say.
var now = time.Unix(1_795_340_800, 0)

// read turns the JSON of an update into a message, as both ways in do.
func read(t testing.TB, update string) (talk.Inbound, bool) {
	t.Helper()
	u, ok := decodeUpdate([]byte(update), slog.New(slog.DiscardHandler))
	if !ok {
		t.Fatalf("not decoded: %s", update)
	}
	return inbound(u, now)
}

// private wraps the content of a message from person 7.
func private(content string) string {
	return `{"update_id":10,"message":{"message_id":5,"date":1795340000,"chat":{"id":7,"type":"private","first_name":"N"},
		"from":{"id":7,"is_bot":false,"first_name":"N","language_code":"ar"},` + content + `}}`
}

func TestWhatPeopleSend(t *testing.T) {
	at := time.Unix(1795340000, 0)
	base := talk.Inbound{
		Channel: "telegram", ID: "10", Order: 10, Senders: []talk.Identity{{Kind: "telegram", ID: "7"}},
		Address: "7", At: at, Lang: "ar", Native: "5",
	}
	for _, tt := range []struct {
		name, update string
		want         func(in *talk.Inbound)
	}{
		{"text", private(`"text":"مرحبا"`), func(in *talk.Inbound) { in.Kind, in.Text = talk.KindText, "مرحبا" }},
		{"start", private(`"text":"/start"`), func(in *talk.Inbound) { in.Kind = talk.KindStart }},
		{"deep link", private(`"text":"/start@majlis_bot faq-12"`), func(in *talk.Inbound) { in.Kind, in.Text = talk.KindStart, "faq-12" }},
		{"command", private(`"text":"/menu","entities":[{"type":"bot_command","offset":0,"length":5}]`), func(in *talk.Inbound) {
			in.Kind, in.Text = talk.KindText, "menu"
		}},
		{"Arabic command", private(`"text":"/قائمة"`), func(in *talk.Inbound) { in.Kind, in.Text = talk.KindText, "قائمة" }},
		{"command with the bot's name and more", private(`"text":"/status@majlis_bot  26-0042-174 "`), func(in *talk.Inbound) {
			in.Kind, in.Text = talk.KindText, "status  26-0042-174"
		}},
		{"command within a text, forged entity", private(`"text":"مرحبا /help","entities":[{"type":"bot_command","offset":60,"length":500}]`), func(in *talk.Inbound) {
			in.Kind, in.Text = talk.KindText, "مرحبا /help"
		}},
		{"slash alone", private(`"text":"/ 5"`), func(in *talk.Inbound) { in.Kind, in.Text = talk.KindText, "/ 5" }},
		{"reply", private(`"text":"نعم","reply_to_message":{"message_id":3,"date":1795330000,"chat":{"id":7,"type":"private"}}`), func(in *talk.Inbound) {
			in.Kind, in.Text, in.ReplyTo = talk.KindText, "نعم", "3"
		}},
		{"photo", private(`"caption":"حفرة","photo":[{"file_id":"s","file_size":10,"width":1,"height":1},{"file_id":"l","file_size":900,"width":9,"height":9}]`), func(in *talk.Inbound) {
			in.Kind, in.Text = talk.KindAttachment, "حفرة"
			in.Files = []talk.File{{Kind: "photo", MIME: "image/jpeg", Size: 900, Ref: "l"}}
		}},
		{"voice", private(`"voice":{"file_id":"v","duration":12,"mime_type":"audio/ogg","file_size":4000}`), func(in *talk.Inbound) {
			in.Kind = talk.KindAttachment
			in.Files = []talk.File{{Kind: "voice", MIME: "audio/ogg", Size: 4000, Seconds: 12, Ref: "v"}}
		}},
		{"document too large", private(`"document":{"file_id":"d","file_name":"plan.pdf","mime_type":"application/pdf","file_size":20971521}`), func(in *talk.Inbound) {
			in.Kind = talk.KindAttachment
			in.Files = []talk.File{{Kind: "document", Name: "plan.pdf", MIME: "application/pdf", Size: 20971521, Ref: "d", TooLarge: true}}
		}},
		{"round video", private(`"video_note":{"file_id":"r","length":240,"duration":3,"file_size":99}`), func(in *talk.Inbound) {
			in.Kind = talk.KindAttachment
			in.Files = []talk.File{{Kind: "video", MIME: "video/mp4", Size: 99, Seconds: 3, Ref: "r"}}
		}},
		{"location", private(`"location":{"latitude":24.7,"longitude":46.7}`), func(in *talk.Inbound) {
			in.Kind, in.Place = talk.KindLocation, &talk.Place{Lat: 24.7, Lon: 46.7}
		}},
		{"own phone", private(`"contact":{"phone_number":"966500000001","first_name":"N","user_id":7}`), func(in *talk.Inbound) {
			in.Kind, in.Senders = talk.KindContact, append(in.Senders, talk.Identity{Kind: "phone", ID: "+966500000001"})
		}},
		{"somebody else's phone", private(`"contact":{"phone_number":"966500000002","first_name":"M","user_id":8}`), func(in *talk.Inbound) { in.Kind = talk.KindUnknown }},
		{"a phone of nobody here", private(`"contact":{"phone_number":"966500000002","first_name":"M"}`), func(in *talk.Inbound) { in.Kind = talk.KindUnknown }},
		{"sticker", private(`"sticker":{"file_id":"x","type":"regular","width":1,"height":1,"emoji":"👍"}`), func(in *talk.Inbound) { in.Kind = talk.KindUnknown }},
		{"what does not exist yet", private(`"hologram":{"depth":3}`), func(in *talk.Inbound) { in.Kind = talk.KindUnknown }},
		{"text beside what can't be read", private(`"text":"سؤال","forward_origin":{"type":"from_the_future"}`), func(in *talk.Inbound) {
			in.Kind, in.Text = talk.KindText, "سؤال"
		}},
		{"edit", strings.Replace(private(`"text":"/new words","edit_date":1795340009`), `"message"`, `"edited_message"`, 1), func(in *talk.Inbound) {
			in.Kind, in.Text, in.Edits = talk.KindEdit, "/new words", "5"
		}},
		{"edited caption", strings.Replace(private(`"caption":"new","photo":[{"file_id":"l","file_size":900,"width":9,"height":9}]`), `"message"`, `"edited_message"`, 1), func(in *talk.Inbound) {
			in.Kind, in.Text, in.Edits = talk.KindEdit, "new", "5"
		}},
		{"button", `{"update_id":10,"callback_query":{"id":"q","from":{"id":7,"is_bot":false,"first_name":"N","language_code":"ar"},"data":"7:ask",
			"message":{"message_id":4,"date":1795330000,"chat":{"id":7,"type":"private"}}}}`, func(in *talk.Inbound) {
			in.Kind, in.Choice, in.At, in.Native = talk.KindChoice, "7:ask", now, ""
		}},
		{"button of an old message", `{"update_id":10,"callback_query":{"id":"q","from":{"id":7,"is_bot":false,"first_name":"N","language_code":"ar"},"data":"7:ask",
			"message":{"message_id":4,"date":0,"chat":{"id":7,"type":"private"}}}}`, func(in *talk.Inbound) {
			in.Kind, in.Choice, in.At, in.Native = talk.KindChoice, "7:ask", now, ""
		}},
		{"blocked", member("kicked"), func(in *talk.Inbound) { in.Kind, in.Native = talk.KindBlocked, "" }},
		{"returned", member("member"), func(in *talk.Inbound) { in.Kind, in.Native = talk.KindReturned, "" }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			want := base
			want.Senders = append([]talk.Identity(nil), base.Senders...)
			tt.want(&want)
			got, ok := read(t, tt.update)
			if diff := cmp.Diff(want, got); !ok || diff != "" {
				t.Errorf("ok %v, -want +got:\n%s", ok, diff)
			}
		})
	}
}

func member(status string) string {
	return `{"update_id":10,"my_chat_member":{"chat":{"id":7,"type":"private"},"date":1795340000,
		"from":{"id":7,"is_bot":false,"first_name":"N","language_code":"ar"},
		"old_chat_member":{"status":"left","user":{"id":1,"is_bot":true,"first_name":"B"}},
		"new_chat_member":{"status":"` + status + `","user":{"id":1,"is_bot":true,"first_name":"B"},"until_date":0}}}`
}

func TestWhatIsNotSaidToUs(t *testing.T) {
	group := strings.NewReplacer(`"id":7,"type":"private"`, `"id":-1007,"type":"supergroup"`)
	for name, update := range map[string]string{
		"group":           group.Replace(private(`"text":"/menu@majlis_bot"`)),
		"joined a group":  group.Replace(member("member")),
		"channel post":    `{"update_id":10,"channel_post":{"message_id":1,"date":1,"chat":{"id":-1001,"type":"channel"},"text":"x"}}`,
		"another bot":     strings.Replace(private(`"text":"x"`), `"is_bot":false`, `"is_bot":true`, 1),
		"pinned":          private(`"pinned_message":{"message_id":1,"date":1,"chat":{"id":7,"type":"private"}}`),
		"moving location": strings.Replace(private(`"location":{"latitude":24.7,"longitude":46.7,"live_period":60}`), `"message"`, `"edited_message"`, 1),
		"reaction":        `{"update_id":10,"message_reaction":{"chat":{"id":7,"type":"private"},"message_id":1,"date":1,"old_reaction":[],"new_reaction":[]}}`,
		"button in a group": `{"update_id":10,"callback_query":{"id":"q","from":{"id":7,"is_bot":false,"first_name":"N"},"data":"7:ask",
			"message":{"message_id":4,"date":9,"chat":{"id":-1007,"type":"supergroup"}}}}`,
		"only an id": `{"update_id":10}`,
	} {
		t.Run(name, func(t *testing.T) {
			if in, ok := read(t, update); ok {
				t.Errorf("taken for %+v", in)
			}
		})
	}
}

func TestLanguageIsAHint(t *testing.T) {
	for code, want := range map[string]string{`"ar-SA"`: "ar", `"en-GB"`: "en", `"ur"`: "en", `""`: ""} {
		in, _ := read(t, strings.Replace(private(`"text":"x"`), `"language_code":"ar"`, `"language_code":`+code, 1))
		if in.Lang != want {
			t.Errorf("%s: %q, want %q", code, in.Lang, want)
		}
	}
}

// Whatever arrives, a message that is handed on can be stored and answered.
func FuzzUpdate(f *testing.F) {
	for _, content := range []string{
		`"text":"/start x"`, `"caption":"c","photo":[{"file_id":"a","width":1,"height":1}]`, `"contact":{"phone_number":"+9665","first_name":"N","user_id":7}`,
		`"text":"مرحبا /help","entities":[{"type":"bot_command","offset":60,"length":500}]`, `"forward_origin":{"type":"new"},"text":"t"`,
		`"location":{"latitude":1e308,"longitude":-1}`, `"voice":{"file_id":"v","duration":-1,"file_size":-5}`, `"poll":{"id":"p"}`,
	} {
		f.Add([]byte(private(content)))
		f.Add([]byte(strings.Replace(private(content), `"message"`, `"edited_message"`, 1)))
	}
	f.Add([]byte(member("kicked")))
	f.Add([]byte(`{"update_id":1,"callback_query":{"id":"q","from":{"id":7},"data":"7:ask"}}`))
	f.Add([]byte(`{"update_id":-1,"message":null}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		u, ok := decodeUpdate(raw, slog.New(slog.DiscardHandler))
		if !ok {
			return
		}
		if u.ID == 0 {
			t.Fatal("an update without an id can't be confirmed")
		}
		in, ok := inbound(u, now)
		if !ok {
			return
		}
		if in.Channel != Name || in.ID == "" || in.Kind == "" || in.Address == "" || in.Address == "0" || in.Order != u.ID {
			t.Fatalf("%+v from %s", in, raw)
		}
		if len(in.Senders) == 0 || in.Senders[0].Kind != Name || in.Senders[0].ID == "" || in.Senders[0].ID == "0" {
			t.Fatalf("senders %v from %s", in.Senders, raw)
		}
		if (in.Kind == talk.KindEdit) != (in.Edits != "") || in.Kind == talk.KindAttachment && len(in.Files) == 0 {
			t.Fatalf("%+v from %s", in, raw)
		}
		if chatOf(u) == 0 {
			t.Fatalf("a message of no chat: %s", raw)
		}
		if _, err := json.Marshal(in); err != nil {
			t.Fatalf("%v in %+v", err, in)
		}
	})
}
