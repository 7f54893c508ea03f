package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"majlis/flows/talk"
)

// flow is an answer that is read while it is written.
type flow struct {
	*httptest.ResponseRecorder
	mu sync.Mutex
}

func (f *flow) Write(b []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.ResponseRecorder.Write(b)
}

func (f *flow) text() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.Body.String()
}

// Mail that another replica delivered wakes nobody here: the heartbeat finds it.
func TestHeartbeatKeepsTheStreamAndFindsMail(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		first := httptest.NewRecorder()
		h.ServeHTTP(first, httptest.NewRequest("POST", "/chat/visitors", nil))
		ctx, leave := context.WithCancel(t.Context())
		r := httptest.NewRequestWithContext(ctx, "GET", "/chat/events", nil)
		r.AddCookie(first.Result().Cookies()[0])
		w := &flow{ResponseRecorder: httptest.NewRecorder()}
		done := make(chan struct{})
		go func() {
			defer close(done)
			h.ServeHTTP(w, r)
		}()
		synctest.Wait()
		visitor, _, _ := strings.Cut(r.Cookies()[0].Value, ".")
		h.mu.Lock()
		h.lines[visitor] = []talk.Line{{Seq: 1, ID: "elsewhere", At: now, Lang: "en", Message: talk.Message{Text: "from another replica"}}}
		h.mu.Unlock()
		synctest.Wait()
		if strings.Contains(w.text(), "another replica") {
			t.Error("nothing woke the stream, but it looked")
		}
		time.Sleep(16 * time.Second)
		synctest.Wait()
		if got := w.text(); !strings.Contains(got, ": still here") || !strings.Contains(got, "another replica") {
			t.Errorf("after a heartbeat: %s", got)
		}
		leave()
		<-done
		if w.Code != http.StatusOK {
			t.Errorf("status %d", w.Code)
		}
	})
}
