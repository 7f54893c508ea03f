package whatsappcloudtest

import (
	"encoding/base64"
	"fmt"
)

// phone is the business's own number, as Meta writes it.
const phone = "+966 11 000 0000"

// wamid makes the id of a message as Meta does: the person's phone stands in it,
// behind base64, before what makes it unique; locked.
func (s *Server) wamid(phone string) string {
	s.last++
	raw := "\x1c\x18" + string(rune(len(phone))) + phone + "\x15\x02\x00\x12\x18\x14" + fmt.Sprintf("3A%018X", s.last) + "\x00"
	return "wamid." + base64.StdEncoding.EncodeToString([]byte(raw))
}
