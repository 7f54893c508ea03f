package web

import (
	"context"

	"majlis/bots"
)

// maxButtons is how many options a page shows as buttons: all that a flow
// reasonably offers.
const maxButtons = 20

// Name is "web".
func (s *Server) Name() string { return Name }

// Can says that the page shows buttons and takes files. It can't reach a person
// who has closed it: mail waits until they are back.
func (s *Server) Can() bots.Capabilities { return bots.Capabilities{Buttons: maxButtons, Files: true} }

// Send wakes the pages a visitor has open. The outbox row itself is the mail and
// is read from there, so delivery can't fail.
func (s *Server) Send(_ context.Context, p bots.Parcel) (native string, err error) {
	s.hub.wake(p.Address)
	return p.ID, nil
}
