package whatsapptest

import (
	"bytes"
	"encoding/json"
	"strconv"
	"time"

	"go.mau.fi/whatsmeow/proto/waWa6"
	"go.mau.fi/whatsmeow/types"
)

// Failure is why a login is refused: 401 linked no more, 402 banned for a while,
// 403 the phone is gone, 405 outdated, 406 banned for good, 409 a strange client,
// 500 and 503 trouble of the server's.
type Failure struct {
	Reason int
	Code   int           // with 402: what for; 101 too many people were written to
	Expire time.Duration // with 402: how long still
}

func (f Failure) node() node {
	about := attrs{"reason": strconv.Itoa(f.Reason), "location": "lla"}
	if f.Reason == 402 {
		about["code"], about["expire"] = strconv.Itoa(f.Code), strconv.Itoa(int(f.Expire.Seconds()))
	}
	return node{Tag: "failure", Attrs: about}
}

// fails says why a client is not let in; nil when it is. s.mu is held.
func (s *Server) fails(p *waWa6.ClientPayload, d *device, key []byte) *Failure {
	if version := p.GetUserAgent().GetAppVersion(); version.GetTertiary() < s.oldest {
		return &Failure{Reason: 405}
	}
	if p.GetUsername() == 0 {
		return nil
	}
	if d == nil || d.id == 0 || !bytes.Equal(d.noise, key) {
		return &Failure{Reason: 401}
	}
	if f, refused := s.refusals[d.account]; refused {
		return &f
	}
	return nil
}

// Refuse answers every login of an account's linked devices with a failure, and
// cuts those that are in.
func (s *Server) Refuse(a *Account, f Failure) {
	s.mu.Lock()
	s.refusals[a] = f
	s.mu.Unlock()
	s.Drop(a)
}

// Ban refuses an account for a while.
func (s *Server) Ban(a *Account, code int, expire time.Duration) {
	s.Refuse(a, Failure{Reason: 402, Code: code, Expire: expire})
}

// Welcome lets a refused account in again.
func (s *Server) Welcome(a *Account) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.refusals, a)
}

// Outdate lets in only clients of a version from 2.3000.oldest on; those that are
// in may stay. The page that tells the current version tells this one. 0 lets all
// in.
func (s *Server) Outdate(oldest uint32) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.oldest = oldest
}

var (
	removed  = node{Tag: "stream:error", Attrs: attrs{"code": "401"}, Content: []node{{Tag: "conflict", Attrs: attrs{"type": "device_removed"}}}}
	replaced = node{Tag: "stream:error", Content: []node{{Tag: "conflict", Attrs: attrs{"type": "replaced"}}}}
)

// LogOut ends the links of all the account's devices, as its phone can.
func (s *Server) LogOut(a *Account) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range a.connections() {
		c.end(removed)
	}
	a.devices = map[uint16]*device{0: a.devices[0]}
}

// Replace tells the account's linked devices that another program with the same
// keys has logged in.
func (s *Server) Replace(a *Account) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range a.connections() {
		c.end(replaced)
	}
}

// Restrict tells the account's linked devices that they may begin no chats until
// then; zero ends that. It refuses nothing by itself: see Nack with 463.
func (s *Server) Restrict(a *Account, until time.Time) {
	lock := map[string]any{"is_active": !until.IsZero(), "enforcement_type": "BIZ_QUALITY"}
	if !until.IsZero() {
		lock["time_enforcement_ends"] = strconv.FormatInt(until.Unix(), 10)
	}
	body, err := json.Marshal(map[string]any{"data": map[string]any{"xwa2_notify_account_reachout_timelock": lock}})
	if err != nil {
		panic(err) // numbers and texts can be written
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range a.devices {
		if d.id > 0 {
			s.deliver(d, node{
				Tag: "notification", Attrs: attrs{"id": newID(), "from": types.ServerJID, "type": "mex", "t": now()},
				Content: []node{{Tag: "update", Attrs: attrs{"op_name": "NotificationUserReachoutTimelockUpdate"}, Content: body}},
			})
		}
	}
}
