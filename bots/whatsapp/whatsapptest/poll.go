package whatsapptest

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"time"

	"go.mau.fi/whatsmeow/proto/waCommon"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"
)

// vote answers a poll as phones do: the hashes of the chosen options' texts,
// encrypted with a key that the poll's secret and both parties' names make.
func vote(poll Message, as types.JID, options []string) (*waE2E.Message, error) {
	author := poll.From.ToNonAD().String()
	ballot := new(waE2E.PollVoteMessage)
	for _, o := range options {
		hash := sha256.Sum256([]byte(o))
		ballot.SelectedOptions = append(ballot.SelectedOptions, hash[:])
	}
	plain, err := proto.Marshal(ballot)
	if err != nil {
		return nil, err
	}
	secret := poll.Content.GetMessageContextInfo().GetMessageSecret()
	key, err := hkdf.Key(sha256.New, secret, nil, poll.ID+author+as.String()+"Poll Vote", 32)
	if err != nil {
		return nil, err
	}
	iv := make([]byte, 12)
	_, _ = rand.Read(iv) // never fails
	sealed := gcm(key).Seal(nil, iv, plain, []byte(poll.ID+"\x00"+as.String()))
	return &waE2E.Message{PollUpdateMessage: &waE2E.PollUpdateMessage{
		PollCreationMessageKey: &waCommon.MessageKey{RemoteJID: &author, FromMe: new(false), ID: &poll.ID},
		Vote:                   &waE2E.PollEncValue{EncPayload: sealed, EncIV: iv},
		SenderTimestampMS:      new(time.Now().UnixMilli()),
	}}, nil
}
