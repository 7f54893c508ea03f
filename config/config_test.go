package config_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"majlis/config"
)

// parse reads settings as the program does, from the environment and flags.
func parse(t *testing.T, env map[string]string, args ...string) (config.Config, error) {
	t.Helper()
	for name, value := range env {
		t.Setenv(name, value)
	}
	var cli struct {
		config.Config `embed:""`
	}
	parser, err := kong.New(&cli, kong.Exit(func(int) { t.Fatal("exit") }))
	if err != nil {
		t.Fatal(err)
	}
	_, err = parser.Parse(args)
	return cli.Config, err
}

const goodSecret = "0123456789abcdef0123"

func TestDefaults(t *testing.T) {
	c, err := parse(t, map[string]string{"MAJLIS_SECRET": goodSecret})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Check(); err != nil {
		t.Error(err)
	}
	if c.DB != "majlis.db" || c.Listen != ":8080" || c.OpsListen != "127.0.0.1:9090" || c.Telegram.On() || c.Telegram.Mode != "poll" {
		t.Errorf("%+v", c)
	}
}

func TestFlagWinsOverEnvironment(t *testing.T) {
	c, err := parse(t, map[string]string{"MAJLIS_SECRET": goodSecret, "MAJLIS_LISTEN": ":1"}, "--listen=:2", "--telegram-mode=webhook")
	if err != nil {
		t.Fatal(err)
	}
	if c.Listen != ":2" || c.Telegram.Mode != "webhook" {
		t.Errorf("%+v", c)
	}
}

func TestSecretFromFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte(goodSecret+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := parse(t, map[string]string{"MAJLIS_SECRET_FILE": file, "MAJLIS_TELEGRAM_TOKEN_FILE": file})
	if err != nil {
		t.Fatal(err)
	}
	if string(c.MasterSecret()) != goodSecret || c.Telegram.BotToken() != goodSecret {
		t.Error("the secret of the file is not used")
	}
	_, err = parse(t, map[string]string{"MAJLIS_SECRET_FILE": file + ".missing"})
	if err == nil || !strings.Contains(err.Error(), "MAJLIS_SECRET_FILE") {
		t.Errorf("a missing file: %v", err)
	}
}

// Every wrong setting is named with its variable and a mend, all at once.
func TestCheckNamesTheVariable(t *testing.T) {
	for _, tt := range []struct {
		name, wants string // the variable, and words of the mend
		env         map[string]string
	}{
		{"no secret", "MAJLIS_SECRET: is not set; make one with", map[string]string{"MAJLIS_SECRET": ""}},
		{"short secret", "MAJLIS_SECRET: has 5 characters and needs at least 16", map[string]string{"MAJLIS_SECRET": "short"}},
		{"postgres", "MAJLIS_DB: PostgreSQL comes with a later release", map[string]string{"MAJLIS_DB": "postgres://u:p@h/db"}},
		{"other database", "MAJLIS_DB: is a URL", map[string]string{"MAJLIS_DB": "mysql://h/db"}},
		{"no folder", "MAJLIS_DB: the folder /no/such does not exist", map[string]string{"MAJLIS_DB": "/no/such/x.db"}},
		{"redis", "MAJLIS_REDIS: is not a Redis address", map[string]string{"MAJLIS_REDIS": "localhost:6379"}},
		{"listen", "MAJLIS_LISTEN: \"8080\" is not an address", map[string]string{"MAJLIS_LISTEN": "8080"}},
		{"port", "MAJLIS_OPS_LISTEN: \":99999\" has no port", map[string]string{"MAJLIS_OPS_LISTEN": ":99999"}},
		{"same port", "MAJLIS_OPS_LISTEN: is the same address", map[string]string{"MAJLIS_OPS_LISTEN": ":8080"}},
		{"public URL", "MAJLIS_PUBLIC_URL: \"talk.example.gov\"", map[string]string{"MAJLIS_PUBLIC_URL": "talk.example.gov"}},
		{"mode", "MAJLIS_TELEGRAM_MODE: is \"push\"; set it to poll or webhook", map[string]string{"MAJLIS_TELEGRAM_MODE": "push"}},
		{"server", "MAJLIS_TELEGRAM_SERVER: \"api\"", map[string]string{"MAJLIS_TELEGRAM_SERVER": "api"}},
		{"channel", "MAJLIS_TELEGRAM_CHANNEL: \"ministry\"", map[string]string{"MAJLIS_TELEGRAM_CHANNEL": "ministry"}},
		{"token", "MAJLIS_TELEGRAM_TOKEN: has characters", map[string]string{"MAJLIS_TELEGRAM_TOKEN": "1:a b"}},
		{"webhook without URL", "MAJLIS_PUBLIC_URL: is not set, but", hook("", "s3cret")},
		{"webhook over http", "MAJLIS_PUBLIC_URL: is not https", hook("http://talk.example.gov", "s3cret")},
		{"webhook without secret", "MAJLIS_TELEGRAM_WEBHOOK_SECRET: is not set", hook("https://talk.example.gov", "")},
		{"webhook secret", "MAJLIS_TELEGRAM_WEBHOOK_SECRET: may have only", hook("https://talk.example.gov", "a secret")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("MAJLIS_SECRET", goodSecret)
			c, err := parse(t, tt.env)
			if err != nil {
				t.Fatal(err)
			}
			err = c.Check()
			problems, ok := errors.AsType[config.Problems](err)
			if !ok || len(problems) != 1 || !strings.HasPrefix(err.Error(), tt.wants) {
				t.Errorf("Check:\n%v\nwant one line: %s", err, tt.wants)
			}
		})
	}
}

func hook(publicURL, secret string) map[string]string {
	return map[string]string{
		"MAJLIS_TELEGRAM_TOKEN": "1:abc", "MAJLIS_TELEGRAM_MODE": "webhook",
		"MAJLIS_PUBLIC_URL": publicURL, "MAJLIS_TELEGRAM_WEBHOOK_SECRET": secret,
	}
}

func TestSecretSetTwice(t *testing.T) {
	c := config.Config{DB: "x.db", Listen: ":1", OpsListen: ":2", Secret: goodSecret, SecretFile: config.SecretFile(goodSecret)}
	c.Telegram.Mode, c.Telegram.Server = "poll", "http://127.0.0.1:1"
	if err := c.Check(); err == nil || !strings.Contains(err.Error(), "MAJLIS_SECRET_FILE; set only one") {
		t.Errorf("Check: %v", err)
	}
}

func TestPrintHidesSecrets(t *testing.T) {
	c := config.Config{DB: "x.db", Secret: goodSecret, SecretFile: config.SecretFile(goodSecret), Redis: "redis://u:hunter2@h:1/0"}
	c.Telegram.Token = "123:hunter3"
	c.Cloud.Token, c.Cloud.AppSecret, c.Cloud.VerifyTokenFile = "hunter4", "hunter5", config.SecretFile("hunter6")
	var b strings.Builder
	if err := c.Print(&b); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(&b, "%v %+v %#v", c, c, c)
	for _, secret := range []string{goodSecret, "hunter3", "hunter4", "hunter5", "hunter6"} {
		if strings.Contains(b.String(), secret) {
			t.Errorf("%q is printed:\n%s", secret, b.String())
		}
	}
	// A password in a URL is hidden by Print only.
	if printed, _, _ := strings.Cut(b.String(), "{"); strings.Contains(printed, "hunter2") || !strings.Contains(printed, "MAJLIS_DB=x.db\n") {
		t.Error(printed)
	}
}

// The names testers use are all there.
func TestSettingsHaveTheirNames(t *testing.T) {
	var names []string
	for _, s := range (config.Config{}).Settings() {
		if s.Help == "" {
			t.Errorf("%s has no help", s.Variable)
		}
		names = append(names, s.Variable)
	}
	for _, name := range []string{
		"MAJLIS_DB", "MAJLIS_REDIS", "MAJLIS_LISTEN", "MAJLIS_OPS_LISTEN", "MAJLIS_PUBLIC_URL", "MAJLIS_SECRET", "MAJLIS_SECRET_FILE",
		"MAJLIS_MINISTRY", "MAJLIS_TELEGRAM_TOKEN", "MAJLIS_TELEGRAM_TOKEN_FILE", "MAJLIS_TELEGRAM_SERVER", "MAJLIS_TELEGRAM_MODE",
		"MAJLIS_TELEGRAM_WEBHOOK_SECRET", "MAJLIS_TELEGRAM_WEBHOOK_SECRET_FILE", "MAJLIS_TELEGRAM_CHANNEL",
		"MAJLIS_WHATSAPP", "MAJLIS_WHATSAPP_DB", "MAJLIS_WHATSAPP_CHANNEL", "MAJLIS_WHATSAPP_TYPING", "MAJLIS_WHATSAPP_READ",
		"MAJLIS_WHATSAPP_DEV_ENDPOINT", "MAJLIS_WHATSAPP_DEV_NOISE_ROOT",
		"MAJLIS_CLOUD_TOKEN", "MAJLIS_CLOUD_TOKEN_FILE", "MAJLIS_CLOUD_PHONE_ID", "MAJLIS_CLOUD_APP_SECRET", "MAJLIS_CLOUD_APP_SECRET_FILE",
		"MAJLIS_CLOUD_VERIFY_TOKEN", "MAJLIS_CLOUD_VERIFY_TOKEN_FILE", "MAJLIS_CLOUD_SERVER", "MAJLIS_CLOUD_VERSION", "MAJLIS_CLOUD_TYPING",
		"MAJLIS_CLOUD_READ", "MAJLIS_CLOUD_TEMPLATE_REPLY", "MAJLIS_CLOUD_TEMPLATE_NOTICE", "MAJLIS_CLOUD_TEMPLATE_DIGEST",
	} {
		if !slices.Contains(names, name) {
			t.Errorf("%s is missing", name)
		}
	}
}
