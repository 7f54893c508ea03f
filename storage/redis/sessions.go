package redis

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"

	"majlis/flows/talk"
)

// sessionLife is how long an untouched copy stays: longer than any open question.
const sessionLife = 48 * time.Hour

// keep writes a session (ARGV 1 turn, 2 JSON, 3 life in ms) unless a newer one is
// there.
var keep = redis.NewScript(`
local there = redis.call('HGET', KEYS[1], 'turn')
if there and tonumber(there) > tonumber(ARGV[1]) then
	return 0
end
redis.call('HSET', KEYS[1], 'turn', ARGV[1], 'state', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
`)

// Get implements talk.Live. A copy that can't be read is as good as none.
func (s *State) Get(ctx context.Context, contact string) (talk.Session, bool, error) {
	var raw []byte
	err := s.run(ctx, func() (err error) {
		raw, err = s.client.HGet(ctx, s.key("session", contact), "state").Bytes()
		return err
	})
	if errors.Is(err, redis.Nil) {
		return talk.Session{}, false, nil
	}
	if err != nil {
		return talk.Session{}, false, err
	}
	session, err := talk.DecodeSession(raw)
	readable := err == nil
	if !readable {
		s.log.Warn("a live session can't be read", "contact", contact)
	}
	return session, readable, nil
}

// Keep implements talk.Live.
func (s *State) Keep(ctx context.Context, contact string, session talk.Session) error {
	raw, err := session.Encode()
	if err != nil {
		return err
	}
	return s.run(ctx, func() error {
		return keep.Run(ctx, s.client, []string{s.key("session", contact)}, session.Turn, raw, sessionLife.Milliseconds()).Err()
	})
}
