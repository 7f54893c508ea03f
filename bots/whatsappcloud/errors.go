package whatsappcloud

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"majlis/bots"
)

// policies say what to do about the error codes of the Cloud API
// (developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes). A code
// that is not listed is final: what was refused once is refused again.
var policies = map[int]bots.SendError{
	// Mended by waiting.
	1:      {Code: "platform", Retry: true},                              // unknown error of the API
	2:      {Code: "platform", Retry: true},                              // temporary downtime
	4:      {Code: "throttled", Retry: true, Wait: time.Minute},          // calls of the app
	80007:  {Code: "throttled", Retry: true, Wait: time.Minute},          // calls of the business account
	130429: {Code: "throttled", Retry: true, Wait: 2 * time.Second},      // messages a second
	131056: {Code: "throttled_pair", Retry: true, Wait: 6 * time.Second}, // messages to one person
	131000: {Code: "platform", Retry: true},                              // something went wrong
	131016: {Code: "platform", Retry: true, Wait: 30 * time.Second},      // service overloaded
	131057: {Code: "maintenance", Retry: true, Wait: 5 * time.Minute},    // the account is being upgraded
	133004: {Code: "platform", Retry: true, Wait: 30 * time.Second},      // server temporarily unavailable

	// Mended by whoever runs the house; messages wait for that.
	0:      {Code: "token", Retry: true, Wait: 10 * time.Minute},
	190:    {Code: "token", Retry: true, Wait: 10 * time.Minute},   // token expired
	10:     {Code: "token", Retry: true, Wait: 10 * time.Minute},   // permission not granted
	131005: {Code: "token", Retry: true, Wait: 10 * time.Minute},   // access denied
	131031: {Code: "account", Retry: true, Wait: 30 * time.Minute}, // account locked
	131037: {Code: "account", Retry: true, Wait: 30 * time.Minute}, // the number's name is not approved
	131042: {Code: "payment", Retry: true, Wait: 30 * time.Minute}, // nothing is set up to pay with
	133010: {Code: "account", Retry: true, Wait: 30 * time.Minute}, // number not registered

	// About this person: nothing more is sent to them until they write.
	131026: {Code: "undeliverable", Stop: true},
	131030: {Code: "not_allowed", Stop: true}, // not in the list of a test number

	// About this message.
	131047: {Code: codeWindow}, // more than a day since the person wrote
	131048: {Code: "spam_limit"},
	130472: {Code: "experiment"},        // Meta tries out what not delivering marketing does
	130497: {Code: "country"},           // this business may not write to that country
	131049: {Code: "healthy_ecosystem"}, // Meta chose not to deliver a marketing message
	131050: {Code: "opted_out"},         // of marketing messages
	131051: {Code: "unsupported"},
	131008: {Code: "refused"}, // a parameter is missing
	131009: {Code: "refused"}, // a parameter has no valid value
	131021: {Code: "refused"}, // to ourselves
	132000: {Code: "template"},
	132001: {Code: "template"}, // there is none of this name in this language
	132005: {Code: "template"},
	132007: {Code: "template"},
	132012: {Code: "template"},
	132015: {Code: "template"}, // paused for its quality
	132016: {Code: "template"}, // disabled
	131062: {Code: "refused"},  // not to be sent to a user id
	368:    {Code: "policy"},   // the account broke a policy
	100:    {Code: "refused"},
}

// policyOf is what to do about a code of the platform. The codes from 200 to 299
// say that a permission is missing.
func policyOf(code int) *bots.SendError {
	if p, known := policies[code]; known {
		return &p
	}
	if code >= 200 && code < 300 {
		p := policies[10]
		return &p
	}
	return &bots.SendError{Code: "refused"}
}

// refused sorts an answer that is no success. An answer that is not the API's own
// comes from something before it, and is waited out.
func refused(status int, raw []byte) *bots.SendError {
	var answer struct {
		Error *struct {
			Code      int  `json:"code"`
			Transient bool `json:"is_transient"`
		} `json:"error"`
	}
	if err := json.Unmarshal(raw, &answer); err != nil || answer.Error == nil {
		return &bots.SendError{Code: "platform", Retry: status >= 500 || status == http.StatusTooManyRequests}
	}
	p := policyOf(answer.Error.Code)
	switch {
	case p.Retry:
		return p
	case status == http.StatusTooManyRequests:
		return policyOf(130429)
	case status >= 500 || answer.Error.Transient:
		return &bots.SendError{Code: "platform", Retry: true}
	}
	return p
}

// longestPairWait bounds the waits after the limit to one person was reached.
const longestPairWait = 10 * time.Minute

// patient lengthens the wait of a parcel that keeps reaching the limit to one
// person: Meta asks for 4^n seconds.
func patient(err error, tries int) error {
	se, ok := errors.AsType[*bots.SendError](err)
	if !ok || se.Code != "throttled_pair" {
		return err
	}
	longer := *se
	for range tries {
		longer.Wait = min(4*longer.Wait, longestPairWait)
	}
	return &longer
}
