package config

import (
	"net/netip"
	"net/url"
	"regexp"
	"strings"
)

// Cloud is the part of the settings that belongs to the WhatsApp Business Cloud
// API. It is off while nothing that identifies the number is set.
type Cloud struct {
	Token           Secret     `env:"MAJLIS_CLOUD_TOKEN" placeholder:"TOKEN" help:"Access token of the WhatsApp Cloud API; empty: it is off."`
	TokenFile       SecretFile `env:"MAJLIS_CLOUD_TOKEN_FILE" type:"filecontent" placeholder:"FILE" help:"A file that holds the access token."`
	PhoneID         string     `env:"MAJLIS_CLOUD_PHONE_ID" placeholder:"ID" help:"Phone number id of the ministry's number at Meta; not the number itself."`
	AppSecret       Secret     `env:"MAJLIS_CLOUD_APP_SECRET" placeholder:"TEXT" help:"App secret; Meta signs each webhook with it."`
	AppSecretFile   SecretFile `env:"MAJLIS_CLOUD_APP_SECRET_FILE" type:"filecontent" placeholder:"FILE" help:"A file that holds the app secret."`
	VerifyToken     Secret     `env:"MAJLIS_CLOUD_VERIFY_TOKEN" placeholder:"TEXT" help:"The word typed at Meta beside the webhook's address."`
	VerifyTokenFile SecretFile `env:"MAJLIS_CLOUD_VERIFY_TOKEN_FILE" type:"filecontent" placeholder:"FILE" help:"A file that holds the verify token."`
	Server          string     `env:"MAJLIS_CLOUD_SERVER" default:"https://graph.facebook.com" placeholder:"URL" help:"Graph API server."`
	Version         string     `env:"MAJLIS_CLOUD_VERSION" default:"v25.0" placeholder:"vN.N" help:"Version of the Graph API."`
	Typing          bool       `env:"MAJLIS_CLOUD_TYPING" default:"true" negatable:"" help:"Show that an answer is being written."`
	Read            bool       `env:"MAJLIS_CLOUD_READ" default:"true" negatable:"" help:"Mark messages as read."`
	TemplateReply   string     `env:"MAJLIS_CLOUD_TEMPLATE_REPLY" placeholder:"NAME" help:"Approved template for replies later than 24 hours after a person wrote; empty: such sends are skipped and counted."`
	TemplateNotice  string     `env:"MAJLIS_CLOUD_TEMPLATE_NOTICE" placeholder:"NAME" help:"The same for notices."`
	TemplateDigest  string     `env:"MAJLIS_CLOUD_TEMPLATE_DIGEST" placeholder:"NAME" help:"The same for digests."`
}

// On reports whether any of what the Cloud API needs is set.
func (c Cloud) On() bool {
	return c.AccessToken() != "" || c.PhoneID != "" || c.SigningSecret() != "" || c.VerifyWord() != ""
}

// AccessToken is the token, wherever it was set.
func (c Cloud) AccessToken() string { return either(c.Token, c.TokenFile) }

// SigningSecret is the app secret, wherever it was set.
func (c Cloud) SigningSecret() string { return either(c.AppSecret, c.AppSecretFile) }

// VerifyWord is the verify token, wherever it was set.
func (c Cloud) VerifyWord() string { return either(c.VerifyToken, c.VerifyTokenFile) }

var (
	phoneIDShape  = regexp.MustCompile(`^[0-9]+$`)
	versionShape  = regexp.MustCompile(`^v[0-9]+\.[0-9]+$`)
	templateShape = regexp.MustCompile(`^[a-z0-9_]{1,512}$`) // Cloud API, message templates: name
	wordShape     = regexp.MustCompile(`^[!-~]+$`)           // printable, without spaces
)

func (c Cloud) check(p *Problems) {
	checkTwice(p, "MAJLIS_CLOUD_TOKEN", c.Token, c.TokenFile)
	checkTwice(p, "MAJLIS_CLOUD_APP_SECRET", c.AppSecret, c.AppSecretFile)
	checkTwice(p, "MAJLIS_CLOUD_VERIFY_TOKEN", c.VerifyToken, c.VerifyTokenFile)
	c.checkTemplates(p)
	if !c.On() {
		return
	}
	c.checkNeeded(p)
	if c.PhoneID != "" && !phoneIDShape.MatchString(c.PhoneID) {
		p.add("MAJLIS_CLOUD_PHONE_ID", "%q is not an id of digits; copy the phone number id from the app's page, not the number itself", c.PhoneID)
	}
	if !safeServer(c.Server) {
		p.add("MAJLIS_CLOUD_SERVER", "%q is not the https address of a server; write it like https://graph.facebook.com (http only for this machine)", c.Server)
	}
	if !versionShape.MatchString(c.Version) {
		p.add("MAJLIS_CLOUD_VERSION", "%q is not a version; write it like v25.0", c.Version)
	}
}

// checkNeeded asks for all four at once: with only some the webhook would be open
// to anybody, or nothing could be sent.
func (c Cloud) checkNeeded(p *Problems) {
	for _, need := range []struct{ variable, value, mend string }{
		{"MAJLIS_CLOUD_TOKEN", c.AccessToken(), "make a permanent token for a system user at Meta"},
		{"MAJLIS_CLOUD_PHONE_ID", c.PhoneID, "copy the phone number id from the app's page at Meta"},
		{"MAJLIS_CLOUD_APP_SECRET", c.SigningSecret(), "copy the app secret from the app's basic settings at Meta"},
		{"MAJLIS_CLOUD_VERIFY_TOKEN", c.VerifyWord(), "make one with: openssl rand -hex 16"},
	} {
		switch {
		case need.value == "":
			p.add(need.variable, "is not set, but the Cloud API needs it with the rest of MAJLIS_CLOUD_…; %s, or unset all of them", need.mend)
		case !wordShape.MatchString(need.value):
			p.add(need.variable, "has spaces or characters that none has; copy it again, without quotes")
		}
	}
}

func (c Cloud) checkTemplates(p *Problems) {
	for _, t := range []struct{ variable, name string }{
		{"MAJLIS_CLOUD_TEMPLATE_REPLY", c.TemplateReply},
		{"MAJLIS_CLOUD_TEMPLATE_NOTICE", c.TemplateNotice},
		{"MAJLIS_CLOUD_TEMPLATE_DIGEST", c.TemplateDigest},
	} {
		if t.name != "" && !templateShape.MatchString(t.name) {
			p.add(t.variable, "%q is not the name of a template; names have only a-z, 0-9 and _", t.name)
		}
	}
}

// safeServer reports whether address is a server's, over TLS unless it is on this
// machine: each request carries the token.
func safeServer(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
		return false
	}
	return u.Scheme == "https" || u.Scheme == "http" && thisMachine(u.Hostname())
}

func thisMachine(host string) bool {
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}
