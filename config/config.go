// Package config holds what is set from outside: the settings of the machine
// (flags and environment), the ministry's own file, and the texts.
package config

import (
	"bytes"
)

// Config is every setting of the program: a flag, an environment variable, a
// default and a help line each. Embed it in a kong command.
type Config struct {
	DB    string `env:"MAJLIS_DB" default:"majlis.db" placeholder:"FILE" help:"Path of the SQLite file."`
	Redis string `env:"MAJLIS_REDIS" placeholder:"URL" help:"Session state and rate limits in Redis (redis://…); empty: in process."`

	Listen    string `env:"MAJLIS_LISTEN" default:":8080" placeholder:"ADDR" help:"Address of the web pages."`
	OpsListen string `env:"MAJLIS_OPS_LISTEN" default:"127.0.0.1:9090" placeholder:"ADDR" help:"Address of health, readiness and metrics."`
	PublicURL string `env:"MAJLIS_PUBLIC_URL" placeholder:"URL" help:"The address people see, e.g. https://talk.example.gov."`

	Secret     Secret     `env:"MAJLIS_SECRET" placeholder:"TEXT" help:"The master secret, 16 characters or more; every key is derived from it."`
	SecretFile SecretFile `env:"MAJLIS_SECRET_FILE" type:"filecontent" placeholder:"FILE" help:"A file that holds the master secret."`

	Ministry string `env:"MAJLIS_MINISTRY" placeholder:"FILE" help:"The ministry's file; empty: the model ministry that is built in."`

	Telegram Telegram `embed:"" prefix:"telegram-"`
	WhatsApp WhatsApp `embed:""`
	Cloud    Cloud    `embed:"" prefix:"cloud-"`
}

// Telegram is the part of the settings that belongs to Telegram. It is off while
// no token is set.
type Telegram struct {
	Token             Secret     `env:"MAJLIS_TELEGRAM_TOKEN" placeholder:"TOKEN" help:"Bot token; empty: Telegram is off."`
	TokenFile         SecretFile `env:"MAJLIS_TELEGRAM_TOKEN_FILE" type:"filecontent" placeholder:"FILE" help:"A file that holds the bot token."`
	Server            string     `env:"MAJLIS_TELEGRAM_SERVER" default:"https://api.telegram.org" placeholder:"URL" help:"Bot API server."`
	Mode              string     `env:"MAJLIS_TELEGRAM_MODE" default:"poll" placeholder:"poll|webhook" help:"How updates arrive: poll or webhook."`
	WebhookSecret     Secret     `env:"MAJLIS_TELEGRAM_WEBHOOK_SECRET" placeholder:"TEXT" help:"Secret that Telegram sends with each webhook."`
	WebhookSecretFile SecretFile `env:"MAJLIS_TELEGRAM_WEBHOOK_SECRET_FILE" type:"filecontent" placeholder:"FILE" help:"A file that holds the webhook secret."`
	Channel           string     `env:"MAJLIS_TELEGRAM_CHANNEL" placeholder:"@NAME" help:"Channel the digest is posted to; empty: the ministry's own, if it has one."`
}

// The ways Telegram's updates arrive.
const (
	ModePoll    = "poll"
	ModeWebhook = "webhook"
)

// On reports whether Telegram is set up.
func (t Telegram) On() bool { return t.BotToken() != "" }

// BotToken is the token, wherever it was set.
func (t Telegram) BotToken() string { return either(t.Token, t.TokenFile) }

// HookSecret is the webhook's secret, wherever it was set.
func (t Telegram) HookSecret() string { return either(t.WebhookSecret, t.WebhookSecretFile) }

// MasterSecret is the master secret, wherever it was set; empty when it wasn't.
func (c Config) MasterSecret() []byte { return []byte(either(c.Secret, c.SecretFile)) }

// hidden is what is printed in place of a secret.
const hidden = "(hidden)"

// Secret is a setting that is never printed or logged.
type Secret string

// String hides the secret from %v and %s.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return hidden
}

// GoString hides the secret from %#v.
func (s Secret) GoString() string { return s.String() }

// MarshalText hides the secret from JSON and slog.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// SecretFile is the content of a file that holds a secret.
type SecretFile []byte

// String hides the secret from %v and %s.
func (s SecretFile) String() string { return Secret(s).String() }

// GoString hides the secret from %#v.
func (s SecretFile) GoString() string { return s.String() }

// MarshalText hides the secret from JSON and slog.
func (s SecretFile) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// either returns the secret that is set; editors end a file with a line end,
// which is no part of it.
func either(s Secret, file SecretFile) string {
	if s != "" {
		return string(s)
	}
	return string(bytes.TrimSpace(file))
}
