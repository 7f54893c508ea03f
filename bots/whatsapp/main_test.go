package whatsapp

import (
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	// When a connection breaks while something comes in, the library leaves behind
	// whoever was about to hand it over.
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("go.mau.fi/whatsmeow/socket.(*FrameSocket).frameComplete"))
}
