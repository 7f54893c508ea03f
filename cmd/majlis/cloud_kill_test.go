package main

import (
	"sync"
	"testing"

	"majlis/bots/whatsappcloud"
	"majlis/bots/whatsappcloud/whatsappcloudtest"
	"majlis/flows/talk"
)

// cloudKilled is the Cloud API beside a house that dies.
type cloudKilled struct {
	*whatsappcloudtest.Server
	citizens []*whatsappcloudtest.Citizen
	hooked   sync.WaitGroup

	mu   sync.Mutex
	when string
	kill func()
}

// moments of the platform by ours; the commit is seen in the database.
var cloudMoments = map[whatsappcloudtest.Moment]string{
	whatsappcloudtest.Bringing: atReceive, whatsappcloudtest.Confirmed: atAck, whatsappcloudtest.Taken: atSend,
}

// TestCloudKilled kills the house at each moment of a message's way over the
// Cloud API.
func TestCloudKilled(t *testing.T) {
	killedAt(t, func(t *testing.T) killable {
		s, err := whatsappcloudtest.Serve("127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		p := &cloudKilled{Server: s}
		t.Cleanup(p.hooked.Wait)
		t.Cleanup(s.Close)
		s.At = p.at
		for range killedCitizens {
			p.citizens = append(p.citizens, s.Citizen())
		}
		return p
	})
}

func (p *cloudKilled) at(m whatsappcloudtest.Moment) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.kill != nil && cloudMoments[m] == p.when {
		p.kill()
	}
}

func (p *cloudKilled) arm(moment string, kill func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.when, p.kill = moment, kill
}

func (p *cloudKilled) channel() string { return whatsappcloud.Name }

func (p *cloudKilled) prepare(*testing.T, string, []string) {}

func (p *cloudKilled) settings() []string {
	return []string{
		"MAJLIS_CLOUD_TOKEN=" + p.Token, "MAJLIS_CLOUD_PHONE_ID=" + p.PhoneID, "MAJLIS_CLOUD_APP_SECRET=" + p.AppSecret,
		"MAJLIS_CLOUD_VERIFY_TOKEN=" + p.VerifyToken, "MAJLIS_CLOUD_SERVER=" + p.URL,
	}
}

// started sets the webhook up the first time; Meta remembers it.
func (p *cloudKilled) started(web string) {
	p.hooked.Go(func() { _ = p.Hook("http://" + web + cloudHook) }) // a house that died is asked again by the next
}

func (p *cloudKilled) says(citizen int, text string) { p.citizens[citizen].Says(text) }

func (p *cloudKilled) unconfirmed() int { return p.Pending() }

func (p *cloudKilled) shown(citizen int) []string { return cloudApp{p.citizens[citizen]}.Shown() }

func (p *cloudKilled) who(citizen int) talk.Identity {
	return talk.Identity{Kind: "phone", ID: "+" + p.citizens[citizen].Phone}
}
