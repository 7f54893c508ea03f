package whatsapp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.mau.fi/util/jsontime"
	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"majlis/bots"
)

// Each word of WhatsApp's about the link has its code, and what is done next.
func TestEndings(t *testing.T) {
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	tests := map[string]struct {
		event any
		want  ending
	}{
		"unlinked on the phone": {&events.LoggedOut{Reason: events.ConnectFailureLoggedOut}, ending{link: bots.Link{State: bots.LinkLoggedOut, Cause: "401"}, over: true}},
		"the phone is gone":     {&events.LoggedOut{Reason: events.ConnectFailureMainDeviceGone}, ending{link: bots.Link{State: bots.LinkLoggedOut, Cause: "403"}, over: true}},
		"banned for good":       {&events.LoggedOut{Reason: events.ConnectFailureUnknownLogout}, ending{link: bots.Link{State: bots.LinkBanned, Cause: "406"}, over: true}},
		"banned for a while": {
			&events.TemporaryBan{Code: events.TempBanSentToTooManyPeople, Expire: time.Hour},
			ending{link: bots.Link{State: bots.LinkBanned, Cause: "101", Until: noon.Add(time.Hour)}, wait: time.Hour},
		},
		"replaced":     {&events.StreamReplaced{}, ending{link: bots.Link{State: bots.LinkReplaced}, wait: replacedFor}},
		"outdated":     {&events.ClientOutdated{}, ending{link: bots.Link{State: bots.LinkOutdated}, wait: refusedFor}},
		"refused":      {&events.ConnectFailure{Reason: events.ConnectFailureBadUserAgent}, ending{link: bots.Link{State: bots.LinkAway, Cause: "409"}, wait: time.Minute}},
		"stream error": {&events.StreamError{Code: "500"}, ending{link: bots.Link{State: bots.LinkAway, Cause: "stream"}}},
		"cut off":      {&events.Disconnected{}, ending{link: bots.Link{State: bots.LinkAway, Cause: "network"}}},
		"silence":      {&events.KeepAliveTimeout{ErrorCount: 2}, ending{link: bots.Link{State: bots.LinkAway, Cause: "silence"}}},
	}
	l := quiet(t)
	l.Now = func() time.Time { return noon }
	for name, tt := range tests {
		if !l.handle(tt.event) {
			t.Errorf("%s: not handled", name)
		}
		if got := <-l.ended; got != tt.want {
			t.Errorf("%s: %+v, want %+v", name, got, tt.want)
		}
	}
	l.handle(&events.KeepAliveTimeout{ErrorCount: 1})
	if len(l.ended) > 0 {
		t.Error("one lost answer ends the connection")
	}
}

// A connected link can be in want all the same: WhatsApp allows no new chats, or
// the phone has not been seen for long.
func TestStanding(t *testing.T) {
	l := quiet(t)
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	l.Now = func() time.Time { return now }
	l.phone.read(t.Context(), l)
	check := func(what string, state bots.LinkState, until time.Time) {
		t.Helper()
		if got := l.standing(); got.State != state || !got.Until.Equal(until) {
			t.Errorf("%s: %+v, want %s until %v", what, got, state, until)
		}
	}
	check("just linked", bots.LinkConnected, time.Time{})

	end := now.Add(3 * time.Hour)
	l.handle(&events.NotifyAccountReachoutTimelock{IsActive: true, TimeEnforcementEnds: jsontime.UnixString{Time: end}})
	check("restricted", bots.LinkRestricted, end)
	if len(l.news) == 0 {
		t.Error("nobody looks")
	}
	l.handle(&events.NotifyAccountReachoutTimelock{IsActive: false})
	check("lifted", bots.LinkConnected, time.Time{})
	if se := l.notSent(fmt.Errorf("%w 463", whatsmeow.ErrServerReturnedError)); !isFinal(se, "restricted") {
		t.Errorf("refused as %v", se)
	}
	check("refused once", bots.LinkRestricted, time.Time{})
	now = now.Add(limitFor)
	check("a day later", bots.LinkConnected, time.Time{})

	seen := l.phone.last()
	now = seen.Add(phoneAway + time.Minute)
	check("the phone is away", bots.LinkPhoneAway, seen.Add(linkEnds))
	own := l.own
	own.Device = 0
	l.handle(&events.Receipt{MessageSource: types.MessageSource{Chat: citizenLID, Sender: own, IsFromMe: true}, Timestamp: now})
	check("the phone is back", bots.LinkConnected, time.Time{})
	if at, err := l.devices.phoneSeen(t.Context(), l.own); err != nil || !at.Equal(now) {
		t.Errorf("noted %v, %v", at, err)
	}
	other := own
	other.Device = 4
	now = now.Add(phoneAway + time.Minute)
	l.handle(&events.Message{Info: types.MessageInfo{MessageSource: types.MessageSource{Chat: citizenLID, Sender: other, IsFromMe: true}, Timestamp: now}})
	check("another linked device is no phone", bots.LinkPhoneAway, now.Add(-phoneAway-time.Minute).Add(linkEnds))
}

func isFinal(err error, code string) bool {
	se, ok := errors.AsType[*bots.SendError](err)
	return ok && se.Code == code && !se.Retry && !se.Stop
}

// What is done about a message that was not sent.
func TestSendErrors(t *testing.T) {
	nack := func(code int) error { return fmt.Errorf("%w %d", whatsmeow.ErrServerReturnedError, code) }
	tests := map[string]struct {
		err  error
		want bots.SendError
	}{
		"no connection":  {whatsmeow.ErrNotConnected, bots.SendError{Code: "network", Retry: true}},
		"cut off":        {&whatsmeow.DisconnectedError{Action: "message send"}, bots.SendError{Code: "network", Retry: true}},
		"no answer":      {whatsmeow.ErrMessageTimedOut, bots.SendError{Code: "timeout", Retry: true}},
		"took too long":  {context.DeadlineExceeded, bots.SendError{Code: "timeout", Retry: true}},
		"not linked":     {whatsmeow.ErrNotLoggedIn, bots.SendError{Code: "unlinked", Retry: true, Wait: unlinkedFor}},
		"restricted":     {nack(463), bots.SendError{Code: "restricted"}},
		"invalid":        {nack(479), bots.SendError{Code: "refused"}},
		"too fast":       {nack(429), bots.SendError{Code: "throttled", Retry: true, Wait: throttledFor}},
		"lookups":        {fmt.Errorf("looking up: %w", whatsmeow.ErrIQRateOverLimit), bots.SendError{Code: "throttled", Retry: true, Wait: throttledFor}},
		"server trouble": {nack(500), bots.SendError{Code: "platform", Retry: true}},
		"unheard of":     {nack(999), bots.SendError{Code: "platform", Retry: true}},
	}
	for name, tt := range tests {
		if got := sendError(tt.err); *got != tt.want {
			t.Errorf("%s: %+v, want %+v", name, *got, tt.want)
		}
	}
}

// What people have is never logged, whatever the library fills into its sentences.
func TestLogsHoldNobody(t *testing.T) {
	var out bytes.Buffer
	l := newLogger(slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))).Sub("Recv")
	l.Debugf("%s", "<message from=966500000002@s.whatsapp.net>")
	l.Infof("Successfully paired %s", "966500000002:1@s.whatsapp.net")
	l.Warnf("Failed to handle 966500000002@lid")
	l.Errorf("Error decrypting message %s from %s: %v", "3AAA", "200000000000002@lid", errors.New("كلام المواطن"))
	for _, secret := range []string{"96650", "20000", "3AAA", "كلام", "@"} {
		if strings.Contains(out.String(), secret) {
			t.Errorf("the log holds %q:\n%s", secret, out.String())
		}
	}
	for _, kept := range []string{"level=INFO", "level=WARN", "level=ERROR", "Error decrypting message", "client/Recv"} {
		if !strings.Contains(out.String(), kept) {
			t.Errorf("the log lacks %q:\n%s", kept, out.String())
		}
	}
	if strings.Count(out.String(), "\n") != 3 {
		t.Errorf("the log is\n%s", out.String())
	}
}

// The store is its owner's only, whatever the umask and whatever an earlier
// program left; so are the files beside it.
func TestTheStoreIsPrivate(t *testing.T) {
	before := syscall.Umask(0)
	defer syscall.Umask(before)
	path := filepath.Join(t.TempDir(), "a folder #1?", "wa.db")
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	d, err := openDevices(path, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	files, err := filepath.Glob(filepath.Join(filepath.Dir(path), "wa.db*"))
	if err != nil || len(files) != 3 {
		t.Fatalf("files %q, %v", files, err)
	}
	for _, name := range files {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, %v", name, info.Mode(), err)
		}
	}
}

// A server in WhatsApp's place must be on this machine: it reads all that is said.
func TestEndpointsElsewhereAreRefused(t *testing.T) {
	root := strings.Repeat("ab", 32)
	for _, endpoint := range []string{"192.0.2.1:443", "0.0.0.0:443", "localhost:443", "web.whatsapp.com:443", "127.0.0.1", "127.0.0.1:0", "127.0.0.1.example.com:443"} {
		if _, err := newTransport(endpoint, root); err == nil {
			t.Errorf("%s is taken", endpoint)
		}
	}
	for _, bad := range []string{"", "ab", strings.Repeat("xy", 32)} {
		if _, err := newTransport("127.0.0.1:443", bad); err == nil {
			t.Errorf("root %q is taken", bad)
		}
	}
}
