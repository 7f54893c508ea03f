package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sync"
	"testing"
	"time"

	"majlis/bots/whatsapp"
	"majlis/bots/whatsapp/whatsapptest"
	"majlis/flows/talk"
)

// linkedKilled is WhatsApp beside a house that dies.
type linkedKilled struct {
	*whatsapptest.Server
	ministry *whatsapptest.Account
	citizens []*whatsapptest.Citizen
	store    string

	mu   sync.Mutex
	when string
	kill func()
}

// moments of the platform by ours; the commit is seen in the database.
var linkedMoments = map[whatsapptest.Moment]string{
	whatsapptest.Bringing: atReceive, whatsapptest.Confirmed: atAck, whatsapptest.Taken: atSend,
}

// TestWhatsAppKilled kills the house at each moment of a message's way over a
// linked device.
func TestWhatsAppKilled(t *testing.T) {
	killedAt(t, func(t *testing.T) killable { return newLinkedKilled(t, killedCitizens) })
}

func newLinkedKilled(t *testing.T, citizens int) *linkedKilled {
	t.Helper()
	s, err := whatsapptest.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	p := &linkedKilled{
		Server: s, ministry: s.Account("966500000001", "100000000000001", "Ministry"), store: filepath.Join(t.TempDir(), "whatsapp.db"),
	}
	for range citizens {
		p.citizens = append(p.citizens, s.Citizen())
	}
	s.At(p.at)
	return p
}

func (p *linkedKilled) at(m whatsapptest.Moment) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.kill != nil && linkedMoments[m] == p.when {
		p.kill()
	}
}

func (p *linkedKilled) arm(moment string, kill func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.when, p.kill = moment, kill
}

func (p *linkedKilled) channel() string { return whatsapp.Name }

func (p *linkedKilled) settings() []string {
	return []string{
		"MAJLIS_WHATSAPP=on", "MAJLIS_WHATSAPP_DB=" + p.store,
		"MAJLIS_WHATSAPP_DEV_ENDPOINT=" + p.Addr(), "MAJLIS_WHATSAPP_DEV_NOISE_ROOT=" + p.RootKey(),
	}
}

// prepare links the ministry's phone by the code that the command prints.
func (p *linkedKilled) prepare(t *testing.T, binary string, env []string) {
	t.Helper()
	var out bytes.Buffer
	pair := exec.Command(binary, "whatsapp", "pair", "--phone", "+966500000001")
	pair.Env, pair.Stdout, pair.Stderr = env, &locked{b: &out, mu: &p.mu}, os.Stderr
	if err := pair.Start(); err != nil {
		t.Fatal(err)
	}
	code := regexp.MustCompile(`\n    (\w{4}-?\w{4})\n`)
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		p.mu.Lock()
		found := code.FindStringSubmatch(out.String())
		p.mu.Unlock()
		if found != nil {
			if err := p.ministry.EnterCode(found[1]); err != nil {
				t.Fatal(err)
			}
			break
		}
		if time.Now().After(end) {
			_ = pair.Process.Kill()
			t.Fatalf("no code was shown:\n%s", out.String())
		}
	}
	if err := pair.Wait(); err != nil {
		t.Fatal(err)
	}
}

// locked is a buffer that is read while it is written.
type locked struct {
	b  *bytes.Buffer
	mu *sync.Mutex
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (p *linkedKilled) started(string) {}

func (p *linkedKilled) says(citizen int, text string) { p.citizens[citizen].Says(text) }

func (p *linkedKilled) unconfirmed() int { return p.Pending(p.ministry) }

func (p *linkedKilled) shown(citizen int) []string { return linkedApp{p.citizens[citizen]}.Shown() }

func (p *linkedKilled) who(citizen int) talk.Identity {
	return talk.Identity{Kind: "whatsapp", ID: p.citizens[citizen].LID.User}
}
