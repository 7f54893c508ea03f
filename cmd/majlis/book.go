package main

import (
	"slices"

	"majlis/flows"
	"majlis/flows/cases"
	"majlis/flows/people"
	"majlis/flows/ratings"
	"majlis/flows/talk"
)

// newBook is all that can be talked about, in the order of the menu.
func newBook(c cases.Deps, p people.Deps, r ratings.Deps) talk.Book {
	return talk.Book{
		Flows: slices.Concat(cases.Flows(c), people.Flows(p), ratings.Flows(r)),
		First: people.Welcome, Free: cases.Free, Follow: cases.Follow, Deleted: cases.Deleted, Person: cases.Person,
		Notice: p.Ministry.Privacy.Version,
	}
}

// newFacts are the arguments that every text may use.
func newFacts(m flows.Ministry) talk.Args {
	return talk.Args{"Hotline": m.Hotline, "Emergency": m.Emergency.Lines()}
}
