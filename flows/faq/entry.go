package faq

import "time"

// EntryStatus is where an FAQ entry stands.
type EntryStatus string

// The life of an entry: a draft is submitted by its author, approved by a
// second person, and withdrawn when it no longer holds.
const (
	Draft     EntryStatus = "draft"
	Submitted EntryStatus = "submitted"
	Published EntryStatus = "published"
	Withdrawn EntryStatus = "withdrawn"
)

// Entry is a question with its answer in both languages.
type Entry struct {
	ID          string
	Status      EntryStatus
	Service     string // id in ministry.yaml or ""
	QuestionAr  string
	QuestionEn  string
	AnswerAr    string
	AnswerEn    string
	Variants    []string // other wordings, from members of the group
	Group       string   // group it was drafted from, or ""
	Replaces    string   // id of the published entry that it takes the place of once approved, or ""
	Author      string   // staff id
	Approver    string   // staff id, never the author
	CreatedAt   time.Time
	UpdatedAt   time.Time
	PublishedAt time.Time
	Useful      int // people who said yes to "was this useful?"
	NotUseful   int
	Version     int // grows with each change; a stale change is flows.ErrStale
}

// Question in lang, falling back to the other language.
func (e Entry) Question(lang string) string { return pick(lang, e.QuestionAr, e.QuestionEn) }

// Answer in lang, falling back to the other language.
func (e Entry) Answer(lang string) string { return pick(lang, e.AnswerAr, e.AnswerEn) }

func pick(lang, ar, en string) string {
	if lang == "ar" && ar != "" || en == "" {
		return ar
	}
	return en
}
