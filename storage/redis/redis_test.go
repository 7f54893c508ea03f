package redis_test

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"os/exec"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"go.uber.org/goleak"

	"majlis/flows/people"
	"majlis/flows/testneeds"
	"majlis/storage/redis"
	"majlis/storage/statetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func newVault(t *testing.T) *people.Vault {
	t.Helper()
	v, err := people.NewVault([]byte("a secret of many bytes"))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// dial opens a State that is patient: the machine may be busy with other tests.
func dial(t *testing.T, addr string) *redis.State {
	t.Helper()
	return dialWithin(t, addr, 20*time.Second)
}

func dialWithin(t *testing.T, addr string, wait time.Duration) *redis.State {
	t.Helper()
	url := fmt.Sprintf("redis://%s?dial_timeout=%[2]s&read_timeout=%[2]s&write_timeout=%[2]s&pool_timeout=%[2]s", addr, wait)
	s, err := redis.Open(url, newVault(t), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestMiniredis(t *testing.T) {
	statetest.Run(t, func(t *testing.T) (statetest.State, func(time.Duration)) {
		m := miniredis.RunT(t)
		m.ClockTTL(true)
		return dial(t, m.Addr()), time.Sleep
	})
}

func TestRedisServer(t *testing.T) {
	addr := startServer(t)
	statetest.Run(t, func(t *testing.T) (statetest.State, func(time.Duration)) {
		flush(t, addr)
		return dial(t, addr), time.Sleep
	})
}

// startServer starts a redis-server of its own on a free port.
func startServer(t *testing.T) (addr string) {
	t.Helper()
	program := testneeds.Program(t, "redis-server")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "--port", fmt.Sprint(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", t.TempDir())
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cmd.Process.Kill(); err != nil {
			t.Error(err)
		}
		_ = cmd.Wait() // says that it was killed
	})
	addr = fmt.Sprintf("127.0.0.1:%d", port)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for s := dial(t, addr); s.Ping(ctx) != nil; time.Sleep(10 * time.Millisecond) {
		if ctx.Err() != nil {
			t.Fatal("redis-server doesn't answer")
		}
	}
	return addr
}
