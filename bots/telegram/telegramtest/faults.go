package telegramtest

import (
	"fmt"
	"net/http"
	"slices"
)

// Fault is one way a call fails. The zero Fault cuts the connection.
type Fault struct {
	Method      string // "" is any but getUpdates
	Chat        string // only calls to this chat; "" is any
	Status      int    // the error code; 0 cuts the connection
	Description string
	RetryAfter  int    // seconds, with 429
	Migrate     int64  // the group's new id, with 400
	Location    string // where to go instead, with a 3xx
	HTML        bool   // a proxy's page with that status instead of JSON
	Lost        bool   // the call takes effect, its answer is lost
	Times       int    // how many calls fail; 0 is one

	skip int
}

// Fail lets calls to come fail.
func (s *Server) Fail(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f.Times = max(f.Times, 1)
	s.faults = append(s.faults, f)
}

// FailAt lets only the n-th call of the fault's method fail, counted from the
// server's start, from 1.
func (s *Server) FailAt(n int, f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f.Times, f.skip = 1, n-1
	for _, c := range s.calls {
		if f.meets(c) {
			f.skip--
		}
	}
	s.faults = append(s.faults, f)
}

// Down cuts all connections at their next call while it is true.
func (s *Server) Down(down bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = down
	s.touch() // those who wait in getUpdates are cut now
}

// record keeps a call and returns the fault that is due, if one is.
func (s *Server) record(c Call) (Fault, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, c)
	if s.down {
		return Fault{}, true
	}
	at := slices.IndexFunc(s.faults, func(f Fault) bool { return f.meets(c) })
	if at < 0 {
		return Fault{}, false
	}
	if s.faults[at].skip > 0 {
		s.faults[at].skip--
		return Fault{}, false
	}
	f := s.faults[at]
	if s.faults[at].Times--; s.faults[at].Times == 0 {
		s.faults = slices.Delete(s.faults, at, at+1)
	}
	s.touch()
	return f, true
}

func (f Fault) meets(c Call) bool {
	if f.Method == "" && c.Method == "getupdates" || f.Method != "" && lower(f.Method) != c.Method {
		return false
	}
	return f.Chat == "" || f.Chat == c.Params["chat_id"]
}

func (f Fault) write(w http.ResponseWriter) {
	switch {
	case f.Status == 0:
		cut(w)
	case f.Location != "":
		w.Header().Set("Location", f.Location)
		w.WriteHeader(f.Status)
	case f.HTML:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(f.Status)
		fmt.Fprintf(w, "<html><head><title>%d</title></head><body>nginx</body></html>", f.Status)
	default:
		body := refuse(f.Status, f.Description)
		if f.RetryAfter > 0 {
			body["description"] = fmt.Sprintf("Too Many Requests: retry after %d", f.RetryAfter)
			body["parameters"] = object{"retry_after": f.RetryAfter}
		}
		if f.Migrate != 0 {
			body["parameters"] = object{"migrate_to_chat_id": f.Migrate}
		}
		write(w, f.Status, body)
	}
}
