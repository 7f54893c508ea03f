package whatsapptest_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types/events"

	"majlis/bots/whatsapp/whatsapptest"
)

// A client is linked by its QR code, logs in with its keys, and hears people.
func TestPairByQR(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	c := w.stranger()
	c.comes()
	codes := told[*events.QR](c).Codes
	if err := w.ministry.Phone.Scan("https://wa.me/settings/linked_devices#x"); !errors.Is(err, whatsapptest.ErrCode) {
		t.Errorf("scanned nonsense: %v", err)
	}
	if err := w.ministry.Phone.Scan(codes[1]); err != nil {
		t.Fatal(err)
	}
	told[*events.PairSuccess](c)
	until(t, "the login", w.ministry.Online)
	if err := w.ministry.Phone.Scan(codes[1]); !errors.Is(err, whatsapptest.ErrExpired) {
		t.Errorf("scanned twice: %v", err)
	}
	w.Citizen().Says("مرحبا")
	if m := c.hears(); m.Message.GetConversation() != "مرحبا" {
		t.Errorf("heard %+v", m)
	}
	if err := c.Logout(t.Context()); err != nil || w.ministry.Companions() != 0 {
		t.Errorf("unlinked: %v, %d are left", err, w.ministry.Companions())
	}
}

// A client is linked by a code that is typed on the phone; a wrong one is refused.
func TestPairByCode(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	c := w.stranger()
	c.comes()
	told[*events.QR](c)
	if _, err := c.PairPhone(t.Context(), "+966 50 999 9999", true, whatsmeow.PairClientChrome, "Chrome (Linux)"); err == nil {
		t.Error("a code for a number that nobody has")
	}
	if err := w.ministry.EnterCode("ABCD-1234"); !errors.Is(err, whatsapptest.ErrExpired) {
		t.Errorf("typed a code that nobody showed: %v", err)
	}
	code, err := c.PairPhone(t.Context(), "+966 50 000 0001", true, whatsmeow.PairClientChrome, "Chrome (Linux)")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.ministry.EnterCode(code); err != nil {
		t.Fatal(err)
	}
	told[*events.PairSuccess](c)
	until(t, "the login", w.ministry.Online)
}

// Each way in which a link ends or rests is told apart.
func TestEndings(t *testing.T) {
	t.Parallel()
	t.Run("logged out", func(t *testing.T) {
		t.Parallel()
		w := newTown(t)
		c := w.linked()
		w.LogOut(w.ministry)
		if e := told[*events.LoggedOut](c); e.OnConnect {
			t.Errorf("logged out %+v", e)
		}
	})
	t.Run("logged out meanwhile", func(t *testing.T) {
		t.Parallel()
		w := newTown(t)
		c := w.companion()
		w.LogOut(w.ministry)
		c.comes()
		if e := told[*events.LoggedOut](c); !e.OnConnect || e.Reason != events.ConnectFailureLoggedOut {
			t.Errorf("logged out %+v", e)
		}
	})
	t.Run("replaced", func(t *testing.T) {
		t.Parallel()
		w := newTown(t)
		first := w.linked()
		second := w.companion()
		second.comes()
		told[*events.StreamReplaced](first)
		until(t, "the second client", w.ministry.Online)
		w.Replace(w.ministry)
		told[*events.StreamReplaced](second)
	})
	t.Run("banned for a while", func(t *testing.T) {
		t.Parallel()
		w := newTown(t)
		c := w.linked()
		w.Ban(w.ministry, 101, time.Hour)
		if e := told[*events.TemporaryBan](c); e.Code != events.TempBanSentToTooManyPeople || e.Expire != time.Hour {
			t.Errorf("banned %+v", e)
		}
		w.Welcome(w.ministry)
		c.Disconnect()
		c.comes()
		until(t, "the login", w.ministry.Online)
	})
	t.Run("banned for good", func(t *testing.T) {
		t.Parallel()
		w := newTown(t)
		c := w.linked()
		w.Refuse(w.ministry, whatsapptest.Failure{Reason: 406})
		if e := told[*events.LoggedOut](c); e.Reason != events.ConnectFailureUnknownLogout {
			t.Errorf("banned %+v", e)
		}
	})
}

// A version that is too old is refused, and the page tells which is not. The
// version is the process's: this test is not parallel.
func TestOutdated(t *testing.T) {
	before := store.GetWAVersion()
	t.Cleanup(func() { store.SetWAVersion(before) })
	w := newTown(t)
	w.Outdate(4_000_000_000)
	c := w.companion()
	c.comes()
	told[*events.ClientOutdated](c)
	latest, err := whatsmeow.GetLatestVersion(t.Context(), &http.Client{Transport: w.Transport()})
	if err != nil {
		t.Fatal(err)
	}
	store.SetWAVersion(*latest)
	c.Disconnect()
	c.comes()
	until(t, "the login", w.ministry.Online)
}

// Messages can be refused one by one, by whom they are for, and by number.
func TestNack(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	c, who, other := w.linked(), w.Citizen(), w.Citizen()
	w.Nack(whatsapptest.Nack{Code: 463, To: who.Account, Times: 2})
	w.Nack(whatsapptest.Nack{Code: 429, ID: "3EB0429"})
	send := func(to *whatsapptest.Citizen, id string) error {
		_, err := c.SendMessage(t.Context(), to.LID, &waE2E.Message{Conversation: new(id)}, whatsmeow.SendRequestExtra{ID: id})
		return err
	}
	for _, step := range []struct {
		to   *whatsapptest.Citizen
		id   string
		want string
	}{
		{other, "3EB01", ""}, {who, "3EB02", "463"}, {other, "3EB0429", "429"}, {who, "3EB03", "463"}, {who, "3EB04", ""}, {other, "3EB0429", ""},
	} {
		err := send(step.to, step.id)
		if (err == nil) != (step.want == "") || err != nil && !strings.Contains(err.Error(), step.want) {
			t.Errorf("%s: %v, want %q", step.id, err, step.want)
		}
	}
	if got := shows(t, who, 1); got.ID != "3EB04" {
		t.Errorf("shown %+v", got)
	}
}

// The account may begin no chats for a while.
func TestRestrict(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	c := w.linked()
	until := time.Unix(1_800_000_000, 0)
	w.Restrict(w.ministry, until)
	if e := told[*events.NotifyAccountReachoutTimelock](c); !e.IsActive || !e.TimeEnforcementEnds.Equal(until) {
		t.Errorf("restricted %+v", e)
	}
	w.Restrict(w.ministry, time.Time{})
	if e := told[*events.NotifyAccountReachoutTimelock](c); e.IsActive {
		t.Errorf("restricted %+v", e)
	}
}

// While it is down the server can't be reached, and the same address can be had
// again.
func TestDown(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	c, who := w.linked(), w.Citizen()
	w.Down(true)
	told[*events.Disconnected](c)
	who.Says("أثناء الانقطاع")
	w.Down(false)
	if m := c.hears(); m.Message.GetConversation() != "أثناء الانقطاع" {
		t.Errorf("heard %+v", m)
	}
	c.Disconnect()
	addr, root := w.Addr(), w.RootKey()
	w.Close()
	again, err := whatsapptest.Listen(addr)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if again.Addr() != addr || again.RootKey() != root {
		t.Errorf("%s with root %s", again.Addr(), again.RootKey())
	}
}
