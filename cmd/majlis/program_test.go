package main

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"majlis/config"
)

const killSecret = "a secret of the kill test, long enough"

// buildProgram builds the binary and returns its path.
func buildProgram(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "majlis")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return binary
}

// program is the binary on a folder and addresses of its own, which is killed and
// started again.
type program struct {
	t                        *testing.T
	binary, folder, web, ops string
	process                  *exec.Cmd
	log                      bytes.Buffer
}

// newProgram prepares a start; what is left when the test is over is ended.
func newProgram(t *testing.T, binary string) *program {
	t.Helper()
	p := &program{t: t, binary: binary, folder: t.TempDir(), web: freeAddress(t), ops: freeAddress(t)}
	t.Cleanup(func() {
		if p.process != nil {
			p.kill()
		}
		if t.Failed() {
			t.Logf("the end of the log:\n%s", tail(p.log.String(), 30))
		}
	})
	return p
}

func (p *program) db() string { return filepath.Join(p.folder, "majlis.db") }

// env is the program's environment with more settings.
func (p *program) env(settings ...string) []string {
	return append(os.Environ(), append(settings,
		"MAJLIS_DB="+p.db(), "MAJLIS_SECRET="+killSecret, "MAJLIS_LISTEN="+p.web, "MAJLIS_OPS_LISTEN="+p.ops)...)
}

func (p *program) start(settings ...string) {
	p.t.Helper()
	p.process = exec.Command(p.binary, "serve")
	p.process.Dir = p.folder
	p.process.Env = p.env(settings...)
	p.process.Stderr = &p.log
	if err := p.process.Start(); err != nil {
		p.t.Fatal(err)
	}
}

// kill ends it with SIGKILL.
func (p *program) kill() {
	_ = p.process.Process.Kill()
	_ = p.process.Wait() // says that it was killed
}

// stop lets it stop in order.
func (p *program) stop() {
	p.t.Helper()
	if err := errors.Join(p.process.Process.Signal(os.Interrupt), p.process.Wait()); err != nil {
		p.t.Errorf("the program did not stop in order: %v", err)
	}
	p.process = nil
}

// open opens the program's house beside it.
func (p *program) open() *house {
	p.t.Helper()
	h, err := open(p.t.Context(), config.Config{DB: p.db(), Secret: killSecret}, slog.New(slog.DiscardHandler))
	if err != nil {
		p.t.Fatal(err)
	}
	return h
}
