// Package redis keeps what is hot in Redis, for several processes over one
// store: live copies of sessions, rate limits and leases. It is never the only
// copy of what a person said: whatever is lost here is read again from SQL.
package redis

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	neturl "net/url"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"

	"majlis/flows/people"
	"majlis/storage"
)

// How long Redis may take unless its URL says otherwise (read_timeout=1s). Whoever
// waits for it could read SQL meanwhile.
const (
	dialWithin  = 500 * time.Millisecond
	replyWithin = 300 * time.Millisecond
	// pauseAfter is how long Redis is left alone once it could not be reached, so
	// that a cut network doesn't slow every message down by a timeout.
	pauseAfter = time.Second
)

// errPaused says that Redis could not be reached a moment ago.
var errPaused = errors.New("redis: not reached a moment ago")

// State implements talk.Live, talk.Limiter and bots.Lease over Redis.
type State struct {
	client *redis.Client
	vault  *people.Vault
	log    *slog.Logger
	spare  *storage.Limiter // counts while Redis can't be reached
	paused atomic.Int64     // unix nanoseconds until which Redis is left alone
	down   atomic.Bool      // for one line in the log each time it goes or comes
}

// Open makes a State for redis://[user:password@]host:port[/db]. It doesn't wait
// for the server: the house works without it. Keys are hashed with the vault.
func Open(url string, vault *people.Vault, log *slog.Logger) (*State, error) {
	o, err := redis.ParseURL(url)
	if wrong, ok := errors.AsType[*neturl.Error](err); ok {
		err = wrong.Err // without the address, which may hold a password
	}
	if err != nil {
		return nil, fmt.Errorf("redis: %w", err)
	}
	// A lost answer to a counted event must not count it twice.
	o.MaxRetries = -1
	o.ContextTimeoutEnabled = true
	o.DialTimeout = cmp.Or(o.DialTimeout, dialWithin)
	o.ReadTimeout = cmp.Or(o.ReadTimeout, replyWithin)
	o.WriteTimeout = cmp.Or(o.WriteTimeout, replyWithin)
	o.PoolTimeout = cmp.Or(o.PoolTimeout, replyWithin)
	o.DialerRetries = 1
	o.DisableIdentity = true
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	redis.SetLogger(logger{log})
	return &State{client: redis.NewClient(o), vault: vault, log: log, spare: storage.NewLimiter(time.Now)}, nil
}

// Close closes the connections.
func (s *State) Close() error { return s.client.Close() }

// Ping reports whether Redis answers.
func (s *State) Ping(ctx context.Context) error { return s.client.Ping(ctx).Err() }

// key names a value; what it is about is hashed, for it may be a person's phone.
func (s *State) key(kind, id string) string { return "majlis:" + kind + ":" + s.vault.Key("redis", id) }

// run does something with Redis unless it is being left alone, and notices when
// it can't be reached. redis.Nil is an answer.
func (s *State) run(ctx context.Context, do func() error) error {
	if time.Now().UnixNano() < s.paused.Load() {
		return errPaused
	}
	err := do()
	if err == nil || errors.Is(err, redis.Nil) {
		s.reached(true, nil)
		return err
	}
	if ctx.Err() == nil {
		s.paused.Store(time.Now().Add(pauseAfter).UnixNano())
		s.reached(false, err)
	}
	return fmt.Errorf("redis: %w", err)
}

func (s *State) reached(ok bool, err error) {
	switch {
	case !ok && s.down.CompareAndSwap(false, true):
		s.log.Warn("Redis can't be reached: sessions are read from SQL, limits counted in memory", "err", err)
	case ok && s.down.CompareAndSwap(true, false):
		s.log.Info("Redis is reached again")
	}
}

// logger passes what go-redis has to say to slog, at the level of details: what
// matters is logged by run.
type logger struct{ log *slog.Logger }

// Printf implements go-redis' logging.
func (l logger) Printf(ctx context.Context, format string, v ...any) {
	l.log.DebugContext(ctx, "Redis client", "says", fmt.Sprintf(format, v...))
}
