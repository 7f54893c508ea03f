package redis

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"
)

// allow counts an event (ARGV 1 limit, 2 window in µs) by the clock of Redis,
// which all processes share. A window holds the times of the events allowed, so
// never more than its limit; equal times are told apart by their rank.
var allow = redis.NewScript(`
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local limit, window = tonumber(ARGV[1]), tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - window))
local count = redis.call('ZCARD', KEYS[1])
if count >= limit then
	return 0
end
local member = string.format('%.0f', now)
while redis.call('ZSCORE', KEYS[1], member) do
	member = member .. '+'
end
redis.call('ZADD', KEYS[1], string.format('%.0f', now), member)
redis.call('PEXPIRE', KEYS[1], math.ceil(window / 1000))
return 1
`)

// Allow implements talk.Limiter. While Redis can't be reached each process counts
// for itself: a limit that is too mild beats a door that is shut.
func (s *State) Allow(ctx context.Context, key string, limit int, window time.Duration) (bool, error) {
	var within int
	err := s.run(ctx, func() (err error) {
		within, err = allow.Run(ctx, s.client, []string{s.key("limit", key)}, limit, window.Microseconds()).Int()
		return err
	})
	if err != nil && ctx.Err() == nil {
		return s.spare.Allow(ctx, key, limit, window)
	}
	return within == 1, err
}
