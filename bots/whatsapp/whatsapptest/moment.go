package whatsapptest

// Moment is a place on a message's way, at which a program may die.
type Moment string

// The moments, as far as they concern messages of people and linked devices.
const (
	Bringing  Moment = "bringing"  // a message is on its way to a linked device
	Confirmed Moment = "confirmed" // the device has confirmed it
	Taken     Moment = "taken"     // a message of the device arrived, which it does not know yet
)

// At lets fn be called at every moment from here on; nil ends that. It must not
// call the server.
func (s *Server) At(fn func(Moment)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.moment = fn
}

// at tells that a moment has come. s.mu is held.
func (s *Server) at(m Moment) {
	if s.moment != nil {
		s.moment(m)
	}
}
