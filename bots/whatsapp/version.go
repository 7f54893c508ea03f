package whatsapp

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/store"
)

const versionWithin = 20 * time.Second

// versions guards the library's version, which all clients of a process share.
var versions sync.Mutex

// renewVersion takes over the version that WhatsApp Web has now: WhatsApp refuses
// old ones every few months. It reports whether there is a newer one to try.
func (c *Channel) renewVersion(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, versionWithin)
	defer cancel()
	latest, err := whatsmeow.GetLatestVersion(ctx, &http.Client{Transport: c.transport})
	if err != nil { // it may hold a whole page
		c.Log.Error("whatsapp: this version is refused, and the current one can't be found out")
		return false
	}
	versions.Lock()
	defer versions.Unlock()
	before := store.GetWAVersion()
	if !before.LessThan(*latest) {
		c.Log.Error("whatsapp: this version is refused, and it is the current one; update Majlis", "version", before.String())
		return false
	}
	store.SetWAVersion(*latest)
	c.Log.Info("whatsapp: using the current version from now on", "before", before.String(), "version", latest.String())
	return true
}

// pairError sorts why there is no code to type.
func pairError(err error) error {
	if errors.Is(err, whatsmeow.ErrPhoneNumberTooShort) || errors.Is(err, whatsmeow.ErrPhoneNumberIsNotInternational) ||
		errors.Is(err, whatsmeow.ErrIQBadRequest) {
		return ErrPhone
	}
	return ErrRefused
}
