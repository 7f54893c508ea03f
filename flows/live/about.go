package live

import "strings"

// about names a question of a broadcast in an invitation.
func about(broadcast, question string) string { return broadcast + " " + question }

func cutAbout(s string) (broadcast, question string, ok bool) { return strings.Cut(s, " ") }
