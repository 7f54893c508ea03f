package redis

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"
)

// hold takes or renews a lease (ARGV 1 owner, 2 life in ms).
var hold = redis.NewScript(`
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then
	return 0
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
`)

// release gives a lease up unless another holds it (ARGV 1 owner).
var release = redis.NewScript(`
if redis.call('GET', KEYS[1]) == ARGV[1] then
	return redis.call('DEL', KEYS[1])
end
return 0
`)

// Hold implements bots.Lease. While Redis can't be reached nobody holds anything:
// two holders are worse than none for a while.
func (s *State) Hold(ctx context.Context, name, owner string, ttl time.Duration) (bool, error) {
	var held int
	err := s.run(ctx, func() (err error) {
		held, err = hold.Run(ctx, s.client, []string{s.key("lease", name)}, owner, ttl.Milliseconds()).Int()
		return err
	})
	return held == 1, err
}

// Release implements bots.Lease.
func (s *State) Release(ctx context.Context, name, owner string) error {
	return s.run(ctx, func() error {
		return release.Run(ctx, s.client, []string{s.key("lease", name)}, owner).Err()
	})
}
