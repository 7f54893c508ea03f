package config_test

import (
	"errors"
	"strings"
	"testing"

	"majlis/config"
)

// cloud is all the Cloud API needs, with changes.
func cloud(changes ...string) map[string]string {
	env := map[string]string{
		"MAJLIS_CLOUD_TOKEN": "EAAtoken", "MAJLIS_CLOUD_PHONE_ID": "106540352242922",
		"MAJLIS_CLOUD_APP_SECRET": "0123456789abcdef", "MAJLIS_CLOUD_VERIFY_TOKEN": "a-word",
	}
	for i := 0; i < len(changes); i += 2 {
		env[changes[i]] = changes[i+1]
	}
	return env
}

var goodRoot = strings.Repeat("0aF9", 16)

func TestWhatsAppDefaults(t *testing.T) {
	t.Setenv("MAJLIS_SECRET", goodSecret)
	c, err := parse(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	w, g := c.WhatsApp, c.Cloud
	if w.On() || w.DB != "whatsapp.db" || !w.Typing || !w.Read || w.DBFile() != "whatsapp.db" {
		t.Errorf("%+v", w)
	}
	if g.On() || g.Server != "https://graph.facebook.com" || g.Version != "v25.0" || !g.Typing || !g.Read {
		t.Errorf("%+v", g)
	}
	c, err = parse(t, cloud("MAJLIS_WHATSAPP", "on", "MAJLIS_WHATSAPP_READ", "false", "MAJLIS_WHATSAPP_DB", "postgres://u:p@h/wa"), "--no-cloud-typing")
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Check(); err != nil {
		t.Error(err)
	}
	if !c.WhatsApp.On() || c.WhatsApp.Read || !c.WhatsApp.Typing || !c.Cloud.On() || c.Cloud.Typing || c.WhatsApp.DBFile() != "" {
		t.Errorf("%+v", c)
	}
}

// Every wrong setting of both ways to WhatsApp is named with its variable.
func TestCheckWhatsApp(t *testing.T) {
	dev := func(endpoint, root string) map[string]string {
		return map[string]string{"MAJLIS_WHATSAPP_DEV_ENDPOINT": endpoint, "MAJLIS_WHATSAPP_DEV_NOISE_ROOT": root}
	}
	db := func(name string) map[string]string {
		return map[string]string{"MAJLIS_WHATSAPP": "on", "MAJLIS_WHATSAPP_DB": name}
	}
	for _, tt := range []struct {
		name, wants string // "" none is wrong
		env         map[string]string
	}{
		{"switch", `MAJLIS_WHATSAPP: is "yes"; set it to on`, map[string]string{"MAJLIS_WHATSAPP": "yes"}},
		{"channel", `MAJLIS_WHATSAPP_CHANNEL: "@ministry"`, map[string]string{"MAJLIS_WHATSAPP_CHANNEL": "@ministry"}},
		{"good channel", "", map[string]string{"MAJLIS_WHATSAPP_CHANNEL": "120363000000000000@newsletter"}},
		{"loopback", "", dev("127.0.0.1:8443", goodRoot)},
		{"loopback IPv6", "", dev("[::1]:8443", goodRoot)},
		{"loopback without a port", "MAJLIS_WHATSAPP_DEV_ENDPOINT: ", dev("127.0.0.1", goodRoot)},
		{"loopback with port 0", "MAJLIS_WHATSAPP_DEV_ENDPOINT: ", dev("127.0.0.1:0", goodRoot)},
		{"a name", "MAJLIS_WHATSAPP_DEV_ENDPOINT: ", dev("localhost:8443", goodRoot)},
		{"another machine", "MAJLIS_WHATSAPP_DEV_ENDPOINT: ", dev("192.0.2.1:443", goodRoot)},
		{"all addresses", "MAJLIS_WHATSAPP_DEV_ENDPOINT: ", dev("0.0.0.0:443", goodRoot)},
		{"looks like loopback", "MAJLIS_WHATSAPP_DEV_ENDPOINT: ", dev("127.0.0.1.example.com:443", goodRoot)},
		{"no root", "MAJLIS_WHATSAPP_DEV_NOISE_ROOT: is not a key", dev("127.0.0.1:8443", "")},
		{"short root", "MAJLIS_WHATSAPP_DEV_NOISE_ROOT: is not a key", dev("127.0.0.1:8443", goodRoot[1:])},
		{"root alone", "MAJLIS_WHATSAPP_DEV_ENDPOINT: ", dev("", goodRoot)},
		{"same file", "MAJLIS_WHATSAPP_DB: is the same file as MAJLIS_DB", db("./majlis.db")},
		{"no folder", "MAJLIS_WHATSAPP_DB: the folder /no/such does not exist", db("/no/such/wa.db")},
		{"other database", "MAJLIS_WHATSAPP_DB: is a URL", db("mysql://h/db")},
		{"empty", "MAJLIS_WHATSAPP_DB: is empty", db("")},

		{"all of it", "", cloud()},
		{"no token", "MAJLIS_CLOUD_TOKEN: is not set", cloud("MAJLIS_CLOUD_TOKEN", "")},
		{"no phone id", "MAJLIS_CLOUD_PHONE_ID: is not set", cloud("MAJLIS_CLOUD_PHONE_ID", "")},
		{"no app secret", "MAJLIS_CLOUD_APP_SECRET: is not set", cloud("MAJLIS_CLOUD_APP_SECRET", "")},
		{"no verify token", "MAJLIS_CLOUD_VERIFY_TOKEN: is not set", cloud("MAJLIS_CLOUD_VERIFY_TOKEN", "")},
		{"quoted token", "MAJLIS_CLOUD_TOKEN: has spaces", cloud("MAJLIS_CLOUD_TOKEN", "EAA token")},
		{"a number", "MAJLIS_CLOUD_PHONE_ID: \"+966", cloud("MAJLIS_CLOUD_PHONE_ID", "+966500000000")},
		{"plain http", "MAJLIS_CLOUD_SERVER: ", cloud("MAJLIS_CLOUD_SERVER", "http://graph.example.gov")},
		{"no server", "MAJLIS_CLOUD_SERVER: ", cloud("MAJLIS_CLOUD_SERVER", "graph")},
		{"server on this machine", "", cloud("MAJLIS_CLOUD_SERVER", "http://127.0.0.1:9999")},
		{"version", "MAJLIS_CLOUD_VERSION: \"25\"", cloud("MAJLIS_CLOUD_VERSION", "25")},
		{"template", "MAJLIS_CLOUD_TEMPLATE_NOTICE: \"Our News\"", cloud("MAJLIS_CLOUD_TEMPLATE_NOTICE", "Our News")},
		{"good templates", "", cloud("MAJLIS_CLOUD_TEMPLATE_REPLY", "case_reply", "MAJLIS_CLOUD_TEMPLATE_DIGEST", "digest_2")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("MAJLIS_SECRET", goodSecret)
			c, err := parse(t, tt.env)
			if err != nil {
				t.Fatal(err)
			}
			err = c.Check()
			if tt.wants == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			problems, ok := errors.AsType[config.Problems](err)
			if !ok || len(problems) != 1 || !strings.HasPrefix(err.Error(), tt.wants) {
				t.Errorf("Check:\n%v\nwant one line: %s", err, tt.wants)
			}
		})
	}
}

// A token that is wrong is never repeated by what is told about it.
func TestCheckNeverRepeatsASecret(t *testing.T) {
	t.Setenv("MAJLIS_SECRET", goodSecret)
	c, err := parse(t, cloud("MAJLIS_CLOUD_TOKEN", "EAA hunter4", "MAJLIS_CLOUD_APP_SECRET", "hunter5 x", "MAJLIS_WHATSAPP_DEV_NOISE_ROOT", "hunter6"))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Check(); err == nil || strings.Contains(err.Error(), "hunter") {
		t.Errorf("Check: %v", err)
	}
}
