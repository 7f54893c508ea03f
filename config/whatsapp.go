package config

import (
	"net"
	"net/netip"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// on is the word that switches a part on.
const on = "on"

// WhatsApp is the part of the settings that belongs to the linked device. It is
// off while Switch is empty.
type WhatsApp struct {
	Switch       string `name:"whatsapp" env:"MAJLIS_WHATSAPP" placeholder:"on" help:"on: WhatsApp through a linked device, which is unofficial; empty: off."`
	DB           string `name:"whatsapp-db" env:"MAJLIS_WHATSAPP_DB" default:"whatsapp.db" placeholder:"FILE" help:"Keys and buffers of the linked device: a path or postgres://…; personal data."`
	Channel      string `name:"whatsapp-channel" env:"MAJLIS_WHATSAPP_CHANNEL" placeholder:"ID@newsletter" help:"WhatsApp channel the digest is posted to; empty: none."`
	Typing       bool   `name:"whatsapp-typing" env:"MAJLIS_WHATSAPP_TYPING" default:"true" negatable:"" help:"Show that an answer is being written."`
	Read         bool   `name:"whatsapp-read" env:"MAJLIS_WHATSAPP_READ" default:"true" negatable:"" help:"Send read receipts."`
	DevEndpoint  string `name:"whatsapp-dev-endpoint" env:"MAJLIS_WHATSAPP_DEV_ENDPOINT" placeholder:"HOST:PORT" help:"For tests: a WhatsApp server on this machine instead of the real one."`
	DevNoiseRoot string `name:"whatsapp-dev-noise-root" env:"MAJLIS_WHATSAPP_DEV_NOISE_ROOT" placeholder:"HEX" help:"For tests: the root key of that server, 64 hex digits."`
}

// On reports whether the linked device is switched on.
func (w WhatsApp) On() bool { return w.Switch == on }

var (
	newsletterShape = regexp.MustCompile(`^[0-9]+@newsletter$`)
	rootShape       = regexp.MustCompile(`^[0-9A-Fa-f]{64}$`) // a Curve25519 key, 32 bytes
)

func (w WhatsApp) check(p *Problems, mainDB string) {
	if w.Switch != "" && !w.On() {
		p.add("MAJLIS_WHATSAPP", "is %q; set it to on, or leave it empty to keep the linked device off", w.Switch)
	}
	if w.Channel != "" && !newsletterShape.MatchString(w.Channel) {
		p.add("MAJLIS_WHATSAPP_CHANNEL", "%q is not a WhatsApp channel; write its id like 120363000000000000@newsletter", w.Channel)
	}
	w.checkDev(p)
	if w.On() {
		w.checkDB(p, mainDB)
	}
}

// checkDev lets the linked device talk to another server than WhatsApp's only
// when that runs on this machine: whoever names a server gets all messages.
func (w WhatsApp) checkDev(p *Problems) {
	if w.DevEndpoint == "" && w.DevNoiseRoot == "" {
		return
	}
	if !loopbackPort(w.DevEndpoint) {
		p.add("MAJLIS_WHATSAPP_DEV_ENDPOINT", "%q is not a loopback address with a port; it is for tests on this machine only, write it like 127.0.0.1:8443 or unset it", w.DevEndpoint)
	}
	if !rootShape.MatchString(w.DevNoiseRoot) {
		p.add("MAJLIS_WHATSAPP_DEV_NOISE_ROOT", "is not a key of 64 hex digits; set it together with MAJLIS_WHATSAPP_DEV_ENDPOINT, or unset both")
	}
}

// loopbackPort reports whether address is a loopback IP with a port. Names are
// refused: what localhost means is up to the machine.
func loopbackPort(address string) bool {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(host)
	if err != nil || !ip.Unmap().IsLoopback() {
		return false
	}
	n, err := strconv.Atoi(port)
	return err == nil && n > 0 && n <= 65535
}

func (w WhatsApp) checkDB(p *Problems, mainDB string) {
	switch {
	case w.DB == "":
		p.add("MAJLIS_WHATSAPP_DB", "is empty; give the path of a SQLite file of its own, e.g. whatsapp.db, or postgres://…")
	case isPostgres(w.DB):
	case strings.Contains(w.DB, "://"):
		p.add("MAJLIS_WHATSAPP_DB", "is a URL of a kind that is not known; give the path of a SQLite file, e.g. whatsapp.db, or postgres://…")
	case filepath.Clean(w.DB) == filepath.Clean(mainDB):
		p.add("MAJLIS_WHATSAPP_DB", "is the same file as MAJLIS_DB; the linked device needs a file of its own, e.g. whatsapp.db")
	default:
		checkFolder(p, "MAJLIS_WHATSAPP_DB", w.DB)
	}
}

// DBFile is the file the linked device is kept in; "" when it is kept in PostgreSQL.
func (w WhatsApp) DBFile() string {
	if isPostgres(w.DB) {
		return ""
	}
	return w.DB
}

func isPostgres(address string) bool {
	return strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://")
}
