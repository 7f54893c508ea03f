package live

import "strings"

// about names a question of a broadcast in an invitation.
func about(broadcast, question string) string { return broadcast + " " + question }

func cutAbout(s string) (broadcast, question string, ok bool) { return strings.Cut(s, " ") }

// Asked names a question of a broadcast.
type Asked struct{ Broadcast, Question string }

// AboutAsked is what a deleted message was about that had asked these.
func AboutAsked(list []Asked) string {
	names := make([]string, len(list))
	for i, q := range list {
		names[i] = q.Broadcast + "/" + q.Question
	}
	return strings.Join(names, " ")
}

// cutAsked undoes AboutAsked; none for what names a case.
func cutAsked(about string) (list []Asked) {
	for name := range strings.FieldsSeq(about) {
		if broadcast, question, ok := strings.Cut(name, "/"); ok {
			list = append(list, Asked{broadcast, question})
		}
	}
	return list
}
