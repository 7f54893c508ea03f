package people_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"majlis/flows/people"
	"majlis/flows/talk"
)

func newGuard() people.Guard {
	return people.Guard{Emergencies: people.NewEmergencies(nil, nil)}
}

func TestGuardMasksBeforeAnythingIsKept(t *testing.T) {
	in := talk.Inbound{
		Kind: talk.KindText, Text: " رقم هويتي ١٠٩٨٧٦٥٤٣٩\u202e ", ReplyTo: "7",
		Files: []talk.File{{ID: "f", Name: "هوية 1098765439.jpg"}},
	}
	newGuard().Inbound(&in)
	want := talk.Inbound{
		Kind: talk.KindText, Text: "رقم هويتي •••", ReplyTo: "7", Masked: []string{"id"},
		Files: []talk.File{{ID: "f", Name: "هوية •••.jpg"}},
	}
	if diff := cmp.Diff(want, in); diff != "" {
		t.Error(diff)
	}
}

func TestGuardKeepsNothingOfAnEmergency(t *testing.T) {
	in := talk.Inbound{
		Kind: talk.KindText, ID: "9", Text: "يبتزني شخص بصوري 0550000001", Choice: "1:x",
		Files: []talk.File{{Name: "x"}}, Place: &talk.Place{Lat: 1},
	}
	newGuard().Inbound(&in)
	if diff := cmp.Diff(talk.Inbound{Kind: talk.KindEmergency, ID: "9"}, in); diff != "" {
		t.Error(diff)
	}
}

func TestGuardLeavesAButtonAlone(t *testing.T) {
	in := talk.Inbound{Kind: talk.KindChoice, Choice: "12:yes"}
	newGuard().Inbound(&in)
	if in.Choice != "12:yes" || in.Kind != talk.KindChoice {
		t.Errorf("%+v", in)
	}
}

func TestGuardLetsSignsAndDeletionsPass(t *testing.T) {
	sign := talk.Inbound{Kind: talk.KindReaction, Text: "👍\u202e", ReplyTo: "7"}
	newGuard().Inbound(&sign)
	if diff := cmp.Diff(talk.Inbound{Kind: talk.KindReaction, Text: "👍", ReplyTo: "7", Files: []talk.File{}}, sign); diff != "" {
		t.Error(diff)
	}
	deleted := talk.Inbound{Kind: talk.KindDeleted, Edits: "7", Text: "what it was: 1098765439", Files: []talk.File{{ID: "f"}}, Place: &talk.Place{Lat: 1}}
	newGuard().Inbound(&deleted)
	if diff := cmp.Diff(talk.Inbound{Kind: talk.KindDeleted, Edits: "7"}, deleted); diff != "" {
		t.Error(diff)
	}
}

func FuzzGuard(f *testing.F) {
	f.Add("يبتزني شخص بصوري")
	f.Add("1098765439 \u202e x@y.com")
	g := newGuard()
	f.Fuzz(func(t *testing.T, text string) {
		found := g.Clean(text)
		if found.Emergency && found.Text != "" {
			t.Errorf("an emergency kept %q", found.Text)
		}
		if again := g.Clean(found.Text); !again.Emergency && again.Text != found.Text {
			t.Errorf("Clean(%q) = %q, again %q", text, found.Text, again.Text)
		}
	})
}
