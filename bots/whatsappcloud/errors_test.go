package whatsappcloud_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"majlis/bots"
	"majlis/bots/whatsappcloud"
	"majlis/bots/whatsappcloud/whatsappcloudtest"
)

// answered is one way the platform refuses, and what becomes of the parcel.
type answered struct {
	status, code int
	want         string
}

// answers are all codes that have a policy, and some that have none.
var answers = []answered{
	{500, 1, "platform retry"},
	{503, 2, "platform retry"},
	{400, 4, "throttled retry"},
	{400, 80007, "throttled retry"},
	{400, 130429, "throttled retry"},
	{400, 131056, "throttled_pair retry"},
	{500, 131000, "platform retry"},
	{400, 131016, "platform retry"},
	{400, 131057, "maintenance retry"},
	{503, 133004, "platform retry"},

	{401, 0, "token retry"},
	{401, 190, "token retry"},
	{403, 10, "token retry"},
	{403, 200, "token retry"},
	{403, 299, "token retry"},
	{403, 131005, "token retry"},
	{403, 131031, "account retry"},
	{400, 131037, "account retry"},
	{400, 131042, "payment retry"},
	{400, 133010, "account retry"},

	{400, 131026, "undeliverable stop"},
	{400, 131030, "not_allowed stop"},

	{400, 131047, "window"},
	{400, 131048, "spam_limit"},
	{400, 131049, "healthy_ecosystem"},
	{400, 131050, "opted_out"},
	{400, 130472, "experiment"},
	{403, 130497, "country"},
	{400, 131051, "unsupported"},
	{400, 131008, "refused"},
	{400, 131009, "refused"},
	{400, 131021, "refused"},
	{400, 131062, "refused"},
	{400, 132000, "template"},
	{404, 132001, "template"},
	{400, 132005, "template"},
	{400, 132007, "template"},
	{400, 132012, "template"},
	{400, 132015, "template"},
	{400, 132016, "template"},
	{403, 368, "policy"},
	{400, 100, "refused"},

	{400, 999999, "refused"},
	{429, 999999, "throttled retry"},
	{500, 999999, "platform retry"},
	{500, 131026, "platform retry"}, // it was not this person's fault
	{502, whatsappcloudtest.HTML, "platform retry"},
	{429, whatsappcloudtest.HTML, "platform retry"},
	{404, whatsappcloudtest.HTML, "platform"},
}

// TestErrors: what each code of the platform means for the parcel.
func TestErrors(t *testing.T) {
	for _, code := range whatsappcloud.Codes() {
		if !slices.ContainsFunc(answers, func(a answered) bool { return a.code == code }) {
			t.Errorf("code %d is not tried", code)
		}
	}
	s := graph(t)
	var log bytes.Buffer
	o := options(s)
	o.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	c := channel(t, o)
	person := s.Citizen()
	person.Says("hello")
	p := parcel("phone:" + person.Phone)
	for _, one := range answers {
		s.Fail(whatsappcloudtest.Fault{Status: one.status, Code: one.code})
		_, err := c.Send(t.Context(), p)
		if got := policyOf(err); got != one.want {
			t.Errorf("%d %d: %q, want %q", one.status, one.code, got, one.want)
		}
		for _, secret := range []string{person.Phone, person.User, p.Message.Text, s.Token, s.AppSecret} {
			if strings.Contains(err.Error()+log.String(), secret) {
				t.Errorf("%d %d: %v tells %q", one.status, one.code, err, secret)
			}
		}
	}
	if id, err := c.Send(t.Context(), p); err != nil || id == "" {
		t.Errorf("and then: %q %v", id, err)
	}
}

// policyOf is a failed send in words.
func policyOf(err error) string {
	se, ok := errors.AsType[*bots.SendError](err)
	if !ok {
		return fmt.Sprint(err)
	}
	words := []string{se.Code}
	if se.Retry {
		words = append(words, "retry")
	}
	if se.Stop {
		words = append(words, "stop")
	}
	return strings.Join(words, " ")
}

// TestTransient: what the platform itself calls passing is tried again, whatever
// its code.
func TestTransient(t *testing.T) {
	s := graph(t)
	c := channel(t, options(s))
	person := s.Citizen()
	person.Says("hello")
	s.Fail(whatsappcloudtest.Fault{Status: 400, Code: 999999, Transient: true})
	if _, err := c.Send(t.Context(), parcel("phone:"+person.Phone)); policyOf(err) != "platform retry" {
		t.Error(policyOf(err))
	}
}

// TestPairLimitWaitsLonger each time, as Meta asks: 4^n.
func TestPairLimitWaitsLonger(t *testing.T) {
	s := graph(t)
	c := channel(t, options(s))
	person := s.Citizen()
	person.Says("hello")
	var before time.Duration
	for tries := range 3 {
		s.Fail(whatsappcloudtest.Fault{Status: 400, Code: 131056})
		p := parcel("phone:" + person.Phone)
		p.Tries = tries
		_, err := c.Send(t.Context(), p)
		se, ok := errors.AsType[*bots.SendError](err)
		if !ok || se.Wait <= before {
			t.Fatalf("try %d waits %v after %v", tries, err, before)
		}
		before = se.Wait
	}
}
