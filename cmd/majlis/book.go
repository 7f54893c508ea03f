package main

import (
	"slices"

	"majlis/flows"
	"majlis/flows/cases"
	"majlis/flows/live"
	"majlis/flows/people"
	"majlis/flows/ratings"
	"majlis/flows/talk"
)

// newBook is all that can be talked about, in the order of the menu. What is new
// comes last, so that the others keep the digits that people know.
func newBook(c cases.Deps, p people.Deps, r ratings.Deps, broadcasts []talk.Flow) talk.Book {
	return talk.Book{
		Flows: slices.Concat(cases.Flows(c), people.Flows(p), ratings.Flows(r), broadcasts),
		First: people.Welcome, Free: live.Free, Follow: cases.Follow, Deleted: live.Deleted, Person: cases.Person,
		Links: live.IsLink, Notice: p.Ministry.Privacy.Version,
	}
}

// newFacts are the arguments that every text may use.
func newFacts(m flows.Ministry) talk.Args {
	return talk.Args{"Hotline": m.Hotline, "Emergency": m.Emergency.Lines()}
}
