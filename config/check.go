package config

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"

	"majlis/flows/people"
)

// Problem is a wrong setting and how to mend it.
type Problem struct {
	Variable string // MAJLIS_…
	Text     string // what is wrong and what to do, in one line
}

// Problems are all wrong settings at once.
type Problems []Problem

// Error lists the problems, one a line.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, problem := range p {
		lines[i] = problem.Variable + ": " + problem.Text
	}
	return strings.Join(lines, "\n")
}

func (p *Problems) add(variable, format string, args ...any) {
	*p = append(*p, Problem{variable, fmt.Sprintf(format, args...)})
}

// Check looks at all settings and returns every wrong one as Problems. It looks
// at nothing outside but the folder of the database. (It isn't called Validate,
// which kong would call by itself: demo and doctor run with wrong settings too.)
func (c Config) Check() error {
	var p Problems
	c.checkStores(&p)
	c.checkAddresses(&p)
	c.checkSecret(&p)
	c.Telegram.check(&p, c.PublicURL)
	c.WhatsApp.check(&p, c.DB)
	c.Cloud.check(&p)
	if len(p) == 0 {
		return nil
	}
	return p
}

func (c Config) checkStores(p *Problems) {
	switch {
	case c.DB == "":
		p.add("MAJLIS_DB", "is empty; give the path of the SQLite file, e.g. majlis.db")
	case isPostgres(c.DB):
		p.add("MAJLIS_DB", "PostgreSQL comes with a later release; give the path of a SQLite file, e.g. majlis.db")
	case strings.Contains(c.DB, "://"):
		p.add("MAJLIS_DB", "is a URL of a kind that is not known; give the path of a SQLite file, e.g. majlis.db")
	default:
		checkFolder(p, "MAJLIS_DB", c.DB)
	}
	if c.Redis == "" {
		return
	}
	if _, err := redis.ParseURL(c.Redis); err != nil {
		// The error of the parser is left out: it may quote the password.
		p.add("MAJLIS_REDIS", "is not a Redis address; write it like redis://localhost:6379/0, or leave it empty")
	}
}

func checkFolder(p *Problems, variable, file string) {
	folder := filepath.Dir(file)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		p.add(variable, "the folder %s does not exist; make it first (mkdir -p %s) or give another path", folder, folder)
	}
}

func (c Config) checkAddresses(p *Problems) {
	checkListen(p, "MAJLIS_LISTEN", c.Listen, ":8080")
	checkListen(p, "MAJLIS_OPS_LISTEN", c.OpsListen, "127.0.0.1:9090")
	if c.Listen == c.OpsListen && !strings.HasSuffix(c.Listen, ":0") {
		p.add("MAJLIS_OPS_LISTEN", "is the same address as MAJLIS_LISTEN; give it a port of its own, e.g. 127.0.0.1:9090")
	}
	if c.PublicURL == "" {
		return
	}
	u, err := url.Parse(c.PublicURL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
		p.add("MAJLIS_PUBLIC_URL", "%q is not the address of a site; write it like https://talk.example.gov, without a path", c.PublicURL)
	}
}

func checkListen(p *Problems, variable, address, example string) {
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		p.add(variable, "%q is not an address to listen on; write it like %s", address, example)
		return
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		p.add(variable, "%q has no port from 0 to 65535; write it like %s", address, example)
	}
}

func (c Config) checkSecret(p *Problems) {
	checkTwice(p, "MAJLIS_SECRET", c.Secret, c.SecretFile)
	const mend = "make one with: openssl rand -base64 32"
	switch n := len(c.MasterSecret()); {
	case n == 0:
		p.add("MAJLIS_SECRET", "is not set; %s, and keep it: without it the addresses in the database can't be read", mend)
	case n < people.MinSecret:
		p.add("MAJLIS_SECRET", "has %d characters and needs at least %d; %s", n, people.MinSecret, mend)
	}
}

func checkTwice(p *Problems, variable string, s Secret, file SecretFile) {
	if s != "" && len(file) > 0 {
		p.add(variable, "is set together with %s_FILE; set only one of the two", variable)
	}
	if file != nil && either("", file) == "" {
		p.add(variable+"_FILE", "the file is empty; write the secret into it or unset the variable")
	}
}

var (
	tokenShape   = regexp.MustCompile(`^[A-Za-z0-9:_-]+$`)
	hookShape    = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`) // Bot API, setWebhook: secret_token
	channelShape = regexp.MustCompile(`^(@[A-Za-z][A-Za-z0-9_]{3,}|-100[0-9]+)$`)
)

func (t Telegram) check(p *Problems, publicURL string) {
	checkTwice(p, "MAJLIS_TELEGRAM_TOKEN", t.Token, t.TokenFile)
	checkTwice(p, "MAJLIS_TELEGRAM_WEBHOOK_SECRET", t.WebhookSecret, t.WebhookSecretFile)
	if t.Mode != ModePoll && t.Mode != ModeWebhook {
		p.add("MAJLIS_TELEGRAM_MODE", "is %q; set it to poll or webhook", t.Mode)
	}
	if u, err := url.Parse(t.Server); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		p.add("MAJLIS_TELEGRAM_SERVER", "%q is not the address of a server; write it like https://api.telegram.org", t.Server)
	}
	if t.Channel != "" && !channelShape.MatchString(t.Channel) {
		p.add("MAJLIS_TELEGRAM_CHANNEL", "%q is not a channel; write its name like @ministry, or its id like -1001234567890", t.Channel)
	}
	if !t.On() {
		return
	}
	if !tokenShape.MatchString(t.BotToken()) {
		p.add("MAJLIS_TELEGRAM_TOKEN", "has characters that no token has; copy it again from @BotFather, without spaces or quotes")
	}
	if t.Mode == ModeWebhook {
		t.checkHook(p, publicURL)
	}
}

func (t Telegram) checkHook(p *Problems, publicURL string) {
	switch {
	case publicURL == "":
		p.add("MAJLIS_PUBLIC_URL", "is not set, but Telegram's webhook needs it; set it, or MAJLIS_TELEGRAM_MODE=poll")
	case strings.HasPrefix(publicURL, "http://") && strings.HasPrefix(t.Server, "https://api.telegram.org"):
		p.add("MAJLIS_PUBLIC_URL", "is not https, but Telegram calls only https; set another, or MAJLIS_TELEGRAM_MODE=poll")
	}
	switch secret := t.HookSecret(); {
	case secret == "":
		p.add("MAJLIS_TELEGRAM_WEBHOOK_SECRET", "is not set, but the webhook needs it; make one with: openssl rand -hex 32")
	case !hookShape.MatchString(secret):
		p.add("MAJLIS_TELEGRAM_WEBHOOK_SECRET", "may have only A-Z, a-z, 0-9, _ and -, at most 256 of them; make one with: openssl rand -hex 32")
	}
}
