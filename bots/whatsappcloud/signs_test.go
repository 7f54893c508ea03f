package whatsappcloud_test

import "testing"

// TestSigns: what was stored is marked as read, with typing, as far as wanted.
func TestSigns(t *testing.T) {
	s := graph(t)
	c := channel(t, options(s))
	hooked(t, s, c, (&taker{}).accept)
	id := s.Citizen().Says("hello")
	settled(t, s)
	c.Wait()
	if read, typing := s.Read(id); !read || !typing {
		t.Errorf("read %v, typing %v", read, typing)
	}
}

// TestNoSigns: who wants no receipts gets no typing either, which the platform
// shows only with one; without typing there is a receipt.
func TestNoSigns(t *testing.T) {
	for _, wanted := range []struct{ read, typing, isRead, isTyping bool }{
		{false, true, false, false}, {true, false, true, false}, {false, false, false, false},
	} {
		s := graph(t)
		o := options(s)
		o.Read, o.Typing = wanted.read, wanted.typing
		c := channel(t, o)
		hooked(t, s, c, (&taker{}).accept)
		id := s.Citizen().Says("hello")
		settled(t, s)
		c.Wait()
		if read, typing := s.Read(id); read != wanted.isRead || typing != wanted.isTyping {
			t.Errorf("%+v: read %v, typing %v", wanted, read, typing)
		}
	}
}
