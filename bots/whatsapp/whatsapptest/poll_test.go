package whatsapptest_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
)

// chosen decrypts a vote and names the options.
func chosen(t *testing.T, c *client, m *events.Message, options []string) ([]string, error) {
	t.Helper()
	ballot, err := c.DecryptPollVote(t.Context(), m)
	if err != nil {
		return nil, err
	}
	var names []string
	for i, hash := range whatsmeow.HashPollOptions(options) {
		if slices.ContainsFunc(ballot.SelectedOptions, func(h []byte) bool { return string(h) == string(hash) }) {
			names = append(names, options[i])
		}
	}
	return names, nil
}

// A poll is answered, answered otherwise, and the answer taken back, by both names
// that it can be sent to.
func TestPolls(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	c, who := w.linked(), w.Citizen()
	options := []string{"نعم", "لا", "لاحقًا"}
	for i, to := range []types.JID{who.LID, who.PN} {
		id := c.sends(to, c.BuildPollCreation("هل أنت راضٍ؟", options, 1))
		got := shows(t, who, i+1)
		if got.ID != id || got.Text != "هل أنت راضٍ؟" || !slices.Equal(got.Options, options) {
			t.Fatalf("shown %+v", got)
		}
		for _, want := range [][]string{{"لا"}, {"نعم", "لاحقًا"}, nil} {
			who.Votes(id, want...)
			if names, err := chosen(t, c, c.hears(), options); err != nil || !cmp.Equal(names, want) {
				t.Errorf("voted %q, %v, want %q", names, err, want)
			}
		}
	}
	who.Taps(3)
	if names, err := chosen(t, c, c.hears(), options); err != nil || !cmp.Equal(names, []string{"لاحقًا"}) {
		t.Errorf("tapped %q, %v", names, err)
	}
}

// A vote of a phone that mixes up its owner's names can't be decrypted as it comes,
// and can with the names swapped.
func TestMixedVote(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	c, who := w.linked(), w.Citizen()
	options := []string{"a", "b"}
	id := c.sends(who.LID, c.BuildPollCreation("q", options, 1))
	shows(t, who, 1)
	who.VotesMixed(id, "b")
	m := c.hears()
	if names, err := chosen(t, c, m, options); err == nil {
		t.Errorf("decrypted as it came: %q", names)
	}
	m.Info.Sender, m.Info.SenderAlt = m.Info.SenderAlt, m.Info.Sender
	if names, err := chosen(t, c, m, options); err != nil || !slices.Equal(names, []string{"b"}) {
		t.Errorf("voted %q, %v", names, err)
	}
}
