package whatsapp

import (
	"bytes"
	"context"
	"errors"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types/events"

	"majlis/bots"
	"majlis/flows"
	"majlis/flows/talk"
)

// vote reads a vote in a poll of ours; false for one that was taken back. A vote
// that can't be read, or is about no message we know, is unknown: its sender is
// told.
func (l *line) vote(ctx context.Context, in *talk.Inbound, e *events.Message) (said bool, err error) {
	poll := ourID(e.Message.GetPollUpdateMessage().GetPollCreationMessageKey().GetID())
	ballot := l.openVote(ctx, e)
	if ballot == nil {
		l.Log.Warn("whatsapp: a vote can't be read", "message", in.ID)
		return true, nil
	}
	if len(ballot.GetSelectedOptions()) == 0 {
		return false, nil
	}
	asked, err := l.Sent.Said(ctx, Name, poll)
	if errors.Is(err, flows.ErrNotFound) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	in.ReplyTo = poll
	in.Kind, in.Choice = chosen(asked, ballot.GetSelectedOptions())
	return true, nil
}

// openVote decrypts a vote; nil when it can't be. The key is made of the voter's
// address, and phones do not agree on which of the two that is (tulir/whatsmeow
// #1217): both are tried.
func (l *line) openVote(ctx context.Context, e *events.Message) *waE2E.PollVoteMessage {
	if ballot, err := l.decryptVote(ctx, e); err == nil {
		return ballot
	}
	who, err := l.sender(ctx, e.Info)
	if err != nil {
		return nil
	}
	for _, as := range []sender{who, {lid: who.phone, phone: who.lid}} {
		if as.lid.IsEmpty() {
			continue
		}
		other := *e
		other.Info.Sender, other.Info.SenderAlt = as.lid, as.phone
		if ballot, err := l.decryptVote(ctx, &other); err == nil {
			return ballot
		}
	}
	return nil
}

// decryptVote guards against what a broken vote makes the library do.
func (l *line) decryptVote(ctx context.Context, e *events.Message) (ballot *waE2E.PollVoteMessage, err error) {
	err = bots.Safely(func() (err error) {
		ballot, err = l.client.DecryptPollVote(ctx, e)
		return err
	})
	return ballot, err
}

// chosen finds the option behind a vote, which holds hashes of what was shown. Our
// polls take one option; of several the first that is ours counts.
func chosen(m talk.Message, hashes [][]byte) (talk.Kind, string) {
	shown := whatsmeow.HashPollOptions(labels(m))
	for _, hash := range hashes {
		for i, own := range shown {
			if bytes.Equal(hash, own) {
				return talk.KindChoice, m.Payload(m.Options[i].ID)
			}
		}
	}
	return talk.KindUnknown, ""
}
