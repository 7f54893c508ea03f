package faq

import "testing"

var testEntries = []Entry{
	{ID: "renew", QuestionAr: "كيف أجدد رخصة القيادة؟", QuestionEn: "How do I renew my driving licence?"},
	{ID: "fine", QuestionAr: "كيف أعترض على مخالفة مرورية؟", QuestionEn: "How do I object to a traffic fine?"},
	{ID: "bahrain", QuestionAr: "ما هي عاصمة البحرين؟"},
	{ID: "school", QuestionEn: "Which papers do I need to register a child at school?", Variants: []string{"school registration documents"}},
}

func newTestMatcher(t testing.TB) *Matcher {
	t.Helper()
	l := NewLocal()
	if err := l.Take(t.Context(), textsOf(readQuestions(t))); err != nil {
		t.Fatal(err)
	}
	m, err := NewMatcher(t.Context(), l, testEntries)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestMatch(t *testing.T) {
	m := newTestMatcher(t)
	for text, want := range map[string]string{
		"شلون اجدد رخصتي":                  "renew",
		"renewing a licence":               "renew",
		"ابي اعترض على مخالفه":             "fine",
		"documents for school":             "school",
		"وش الاوراق حق تسجيل المدرسة":      "school",
		"i want to objct to a trafic fine": "fine", //nolint:misspell // as people type
	} {
		list, err := m.Match(t.Context(), text, Matches)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) == 0 || list[0].Entry != want {
			t.Errorf("%q: got %+v, want %s first", text, list, want)
		}
	}
}

// The failure of plain cosine: one changed word makes another question.
func TestUnmatchedRareWordCountsAgainst(t *testing.T) {
	m := newTestMatcher(t)
	score := func(text string) float64 {
		list, err := m.Match(t.Context(), text, 1)
		if err != nil || len(list) == 0 {
			t.Fatal(list, err)
		}
		return list[0].Score
	}
	same, other := score("ما هي عاصمة البحرين"), score("ما هي عاصمة سويسرا؟")
	if same < 1.5*other {
		t.Errorf("the same question %.2f, another capital %.2f", same, other)
	}
}

func TestMatchOfNothing(t *testing.T) {
	m := newTestMatcher(t)
	for _, text := range []string{"", "👍", "zzz qqq"} {
		if list, err := m.Match(t.Context(), text, Matches); err != nil || len(list) != 0 {
			t.Errorf("%q: got %v, %v", text, list, err)
		}
	}
}
