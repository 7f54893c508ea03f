package flows

// Mistake is something given that breaks a rule of the domain, named so that it
// can be explained beside the field where it was given. It is an ErrInvalid.
type Mistake struct {
	Field  string // name of what was given: "password", "answer_ar"
	Code   string // stable: which rule it breaks: "short", "link_http"
	Detail string // the part that breaks it, e.g. a link; may be empty
}

func (m *Mistake) Error() string {
	s := m.Field + ": " + m.Code
	if m.Detail != "" {
		s += ": " + m.Detail
	}
	return s
}

// Is makes errors.Is(err, ErrInvalid) true.
func (m *Mistake) Is(target error) bool { return target == ErrInvalid }
