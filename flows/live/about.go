package live

import "strings"

// about names a question of a broadcast in an invitation.
func about(broadcast, question string) string { return broadcast + " " + question }

func cutAbout(s string) (broadcast, question string, ok bool) { return strings.Cut(s, " ") }

// Ref names a question of a broadcast.
type Ref struct{ Broadcast, Question string }

// AboutAsked is what a deleted message was about that had asked these.
func AboutAsked(list []Ref) string {
	names := make([]string, len(list))
	for i, q := range list {
		names[i] = q.Broadcast + "/" + q.Question
	}
	return strings.Join(names, " ")
}

// cutAsked undoes AboutAsked; none for what names a case.
func cutAsked(about string) (list []Ref) {
	for name := range strings.FieldsSeq(about) {
		if broadcast, question, ok := strings.Cut(name, "/"); ok {
			list = append(list, Ref{broadcast, question})
		}
	}
	return list
}
