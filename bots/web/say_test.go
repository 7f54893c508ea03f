package web_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"majlis/flows/talk"
)

func TestSayFromAnotherPage(t *testing.T) {
	h := open(t)
	pageOf := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := h.Say(w, r, r.FormValue("id"), r.FormValue("text")); err != nil {
			w.WriteHeader(http.StatusBadRequest)
		}
	}))
	t.Cleanup(pageOf.Close)
	reader := h.read(t)
	for _, q := range []string{"id=a&text=%234711+x", "id=a&text=%234711+x", "id=a&text=%234711-3", "id=b&text=%234711-3"} {
		resp, err := reader.Get(pageOf.URL + "?" + q)
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatal(err, resp)
		}
		_ = resp.Body.Close()
	}
	got := h.taken()
	if len(got) != 3 {
		t.Fatalf("%d messages, want three: the same twice is one", len(got))
	}
	for _, in := range got {
		if in.Kind != talk.KindStart || in.Address != got[0].Address || in.Address == "" || !in.Spoken || in.Lang == "" {
			t.Errorf("%+v", in)
		}
	}
	if resp, err := reader.Get(pageOf.URL + "?id=&text=x"); err != nil || resp.StatusCode != http.StatusBadRequest {
		t.Error("a message without an id is taken")
	}
}
