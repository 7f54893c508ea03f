package web_test

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"majlis/flows/faq"
	"majlis/flows/talk"
)

// reader is a browser without scripts.
type reader struct {
	*http.Client
	t     testing.TB
	house *house
}

func (h *house) read(t testing.TB) *reader {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &reader{&http.Client{Jar: jar}, t, h}
}

func (r *reader) get(path string) answer {
	r.t.Helper()
	request, err := http.NewRequestWithContext(r.t.Context(), "GET", r.house.url+path, nil)
	if err != nil {
		r.t.Fatal(err)
	}
	return r.do(request)
}

func (r *reader) post(path string, form url.Values) answer {
	r.t.Helper()
	request, err := http.NewRequestWithContext(r.t.Context(), "POST", r.house.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		r.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r.do(request)
}

// answer is what a reader got in the end, after redirects.
type answer struct {
	status int
	header http.Header
	body   string
}

func (r *reader) do(request *http.Request) answer {
	r.t.Helper()
	request.Header.Set("Accept", "text/html")
	response, err := r.Do(request)
	if err != nil {
		r.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(body)}
}

// entries of the public pages' tests.
func entries() []faq.Entry {
	return []faq.Entry{
		{
			ID: "e1", Status: faq.Published, Service: "housing", QuestionAr: "كيف أقدّم على الدعم السكني؟", QuestionEn: "How do I apply for housing support?",
			AnswerAr: "يُقدَّم الطلب من بوابة الإسكان. المستندات المطلوبة:\n– الهوية\n– إثبات الدخل", AnswerEn: "Apply in the housing portal. You need:\n– your ID\n– proof of income",
			PublishedAt: now.Add(-48 * time.Hour), UpdatedAt: now.Add(-24 * time.Hour), Useful: 12, NotUseful: 1,
		},
		{
			ID: "e2", Status: faq.Published, Service: "licences", QuestionAr: "كم تستغرق معاملة الترخيص؟", QuestionEn: "How long does a licence take?",
			AnswerAr: "خمسة أيام عمل من اكتمال الطلب.", AnswerEn: "Five working days from a complete application.",
			PublishedAt: now.Add(-72 * time.Hour), UpdatedAt: now.Add(-72 * time.Hour), Useful: 1,
		},
		{ID: "e3", Status: faq.Draft, QuestionAr: "مسودة", QuestionEn: "A draft", AnswerAr: "–", AnswerEn: "–"},
		{ID: "e4", Status: faq.Withdrawn, QuestionAr: "قديم", QuestionEn: "Old", AnswerAr: "–", AnswerEn: "–"},
	}
}

func TestEveryPageInBothLanguages(t *testing.T) {
	h := open(t)
	for _, full := range []bool{false, true} {
		if full {
			h.entries = entries()
			h.digests = []faq.Digest{{ID: "d", Number: 3, Status: faq.DigestPublished, Entries: []string{"e1", "e4", "gone"}, PublishedAt: now}}
		}
		for _, path := range []string{"/", "/faq", "/faq?q=nothing", "/faq?service=housing", "/faq/e1", "/faq/digests", "/faq/digests/3", "/faq/e3", "/faq/e4", "/nowhere"} {
			for _, lang := range []string{"ar", "en"} {
				join := "?"
				if strings.Contains(path, "?") {
					join = "&"
				}
				got := h.read(t).get(path + join + "lang=" + lang)
				body := got.body
				if !strings.Contains(body, `<html lang="`+lang+`"`) {
					t.Errorf("%s: no page in %s", path, lang)
				}
				if missing := regexp.MustCompile("⟦[^⟧]*⟧").FindAllString(body, -1); missing != nil {
					t.Errorf("%s in %s: texts %v", path, lang, missing)
				}
				if inline := regexp.MustCompile(`<style|style="|<script>| on\w+="`).FindString(body); inline != "" {
					t.Errorf("%s: inline %q", path, inline)
				}
				if got.header.Get("Content-Security-Policy") == "" {
					t.Errorf("%s: no CSP", path)
				}
			}
		}
	}
}

func TestStatusOfPages(t *testing.T) {
	h := open(t)
	h.entries = entries()
	for path, want := range map[string]int{
		"/": 200, "/faq": 200, "/faq/e1": 200, "/faq/e3": 404, "/faq/e4": 410, "/faq/none": 404,
		"/faq/digests/1": 404, "/faq/digests/x": 404, "/nowhere": 404, "/assets/0/none.css": 404, "/chat/messages": 401,
	} {
		if got := h.read(t).get(path); got.status != want {
			t.Errorf("%s: %d, want %d", path, got.status, want)
		}
	}
}

var hidden = regexp.MustCompile(`name="id" value="([^"]+)"`)

func TestConversationWithoutScripts(t *testing.T) {
	h := open(t)
	h.answer = func(in talk.Inbound) []talk.Message {
		return []talk.Message{{Text: "answer to " + string(in.Kind), Asked: 2, Options: []talk.Option{{ID: "yes", Label: "Yes, please"}}}}
	}
	r := h.read(t)
	body := r.get("/?lang=en").body
	id := hidden.FindStringSubmatch(body)[1]
	for range 2 { // the form is sent twice, as people do
		if body = r.post("/chat/send", url.Values{"id": {id}, "text": {"Good morning"}}).body; !strings.Contains(body, "Good morning") {
			t.Fatal("what was said is not shown")
		}
	}
	if strings.Count(body, "answer to text") != 1 || !strings.Contains(body, "Yes, please") {
		t.Error("the answer is not there once")
	}
	body = r.post("/chat/send", url.Values{"id": {id + "2"}, "choice": {"2:yes"}}).body
	if !strings.Contains(body, "answer to choice") {
		t.Error("the choice was not answered")
	}
	if n := len(h.taken()); n != 2 {
		t.Errorf("%d messages", n)
	}
	if r.post("/chat/send", url.Values{"id": {id}, "text": {"Other words in a page gone back to"}}); len(h.taken()) != 3 {
		t.Error("an old form swallowed new words")
	}
	if got := r.post("/chat/send", url.Values{"id": {"e"}, "text": {""}}); got.status != 200 || len(h.taken()) != 3 {
		t.Errorf("an empty form: %d", got.status)
	}
}

func TestNothingTypedIsLostWithoutScripts(t *testing.T) {
	h := open(t)
	h.fail(errDisk)
	r := h.read(t)
	got := r.post("/chat/send", url.Values{"id": {"a"}, "text": {"a long <story>"}})
	if got.status != http.StatusServiceUnavailable || !strings.Contains(got.body, "a long &lt;story&gt;") {
		t.Errorf("%d %s", got.status, got.body)
	}
}

func TestLanguageSwitchTakesTheConversationAlong(t *testing.T) {
	h := open(t)
	r := h.read(t)
	r.get("/?lang=ar")
	r.post("/chat/send", url.Values{"id": {"a"}, "text": {"مرحبا"}})
	body := r.post("/chat/language", url.Values{"id": {"b"}, "lang": {"en"}}).body
	if !strings.Contains(body, `<html lang="en"`) {
		t.Error("the page did not change")
	}
	if last := h.taken()[len(h.taken())-1]; last.Text != "English" || last.Lang != "en" {
		t.Errorf("the conversation was told %+v", last)
	}
	if got := r.post("/chat/language", url.Values{"id": {"c"}, "lang": {"xx"}}); got.status != 400 {
		t.Errorf("an unknown language: %d", got.status)
	}
}

func TestUsefulCountsOnceAVisitor(t *testing.T) {
	h := open(t)
	h.entries = entries()
	r := h.read(t)
	for range 3 {
		if got := r.post("/faq/e1/useful", url.Values{"useful": {"yes"}}); !strings.Contains(got.body, `role="status"`) {
			t.Error("no thanks")
		}
	}
	if n := len(h.rated); n != 1 {
		t.Errorf("%d answers", n)
	}
	if got := r.post("/faq/e1/useful", url.Values{"useful": {"maybe"}}); got.status != 400 {
		t.Errorf("maybe: %d", got.status)
	}
}

func TestFeeds(t *testing.T) {
	h := open(t)
	h.entries = entries()
	body := h.read(t).get("/faq.atom?lang=en").body
	var feed struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string   `xml:"id"`
		Updated string   `xml:"updated"`
		Author  struct {
			Name string `xml:"name"`
		} `xml:"author"`
		Entries []struct {
			ID      string `xml:"id"`
			Title   string `xml:"title"`
			Updated string `xml:"updated"`
			Content string `xml:"content"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal([]byte(body), &feed); err != nil {
		t.Fatal(err)
	}
	if len(feed.Entries) != 2 || feed.Entries[0].Title != "How do I apply for housing support?" || feed.Entries[0].ID != h.url+"/faq/e1" {
		t.Errorf("%+v", feed)
	}
	if feed.ID == "" || feed.Author.Name == "" || feed.Updated != feed.Entries[0].Updated {
		t.Errorf("%+v", feed)
	}
	body = h.read(t).get("/faq.json").body
	var list struct {
		Entries []struct {
			ID, URL  string
			Question struct{ Ar, En string }
			Useful   int
		}
	}
	if err := json.Unmarshal([]byte(body), &list); err != nil {
		t.Fatal(err)
	}
	if len(list.Entries) != 2 || list.Entries[0].Question.Ar == "" || list.Entries[0].Useful != 12 {
		t.Errorf("%+v", list)
	}
}

func TestLongListIsPaged(t *testing.T) {
	h := open(t)
	for range 95 {
		e := entries()[0]
		h.entries = append(h.entries, e)
	}
	r := h.read(t)
	for path, want := range map[string]int{"/faq": 40, "/faq?page=3": 15, "/faq?page=9": 0} {
		if body := r.get(path).body; strings.Count(body, "<details") != want {
			t.Errorf("%s: %d entries, want %d", path, strings.Count(body, "<details"), want)
		}
	}
}
