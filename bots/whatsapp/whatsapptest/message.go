package whatsapptest

import (
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
)

// Message is one message as the phone reads it.
type Message struct {
	ID      string
	From    types.JID // with the device that sent it
	To      types.JID // of copies of what a linked device sent; else empty
	Text    string    // the words, a caption, a poll's question, or an emoji
	Options []string  // of a poll
	Quotes  string    // id of the message that it answers
	Edits   string    // id of the message whose text this one replaces
	Deletes string    // id of the message that is taken back
	Reacts  string    // id of the message that the emoji stands at
	Content *waE2E.Message
}

func newMessage(from types.JID, id string, m *waE2E.Message) Message {
	got := Message{ID: id, From: from, Content: m}
	if echo := m.GetDeviceSentMessage(); echo != nil {
		got.To, _ = types.ParseJID(echo.GetDestinationJID()) // empty is as good as wrong
		m = echo.GetMessage()
		got.Content = m
	}
	if inner := m.GetEditedMessage().GetMessage(); inner != nil {
		m = inner
	}
	switch p := m.GetProtocolMessage(); {
	case p.GetType() == waE2E.ProtocolMessage_MESSAGE_EDIT && p.GetEditedMessage() != nil:
		got.Edits, m = p.GetKey().GetID(), p.GetEditedMessage()
	case p != nil && p.GetType() == waE2E.ProtocolMessage_REVOKE:
		got.Deletes = p.GetKey().GetID()
	}
	got.Text, got.Options = wordsOf(m), optionsOf(m)
	got.Quotes = contextOf(m).GetStanzaID()
	got.Reacts = m.GetReactionMessage().GetKey().GetID()
	return got
}

// wordsOf a message, whatever it is.
func wordsOf(m *waE2E.Message) string {
	for _, words := range []string{
		m.GetConversation(), m.GetExtendedTextMessage().GetText(), pollOf(m).GetName(), m.GetReactionMessage().GetText(),
		m.GetImageMessage().GetCaption(), m.GetVideoMessage().GetCaption(), m.GetDocumentMessage().GetCaption(),
	} {
		if words != "" {
			return words
		}
	}
	return ""
}

// pollOf finds the question in all versions there are of it.
func pollOf(m *waE2E.Message) *waE2E.PollCreationMessage {
	for _, p := range []*waE2E.PollCreationMessage{m.GetPollCreationMessage(), m.GetPollCreationMessageV2(), m.GetPollCreationMessageV3()} {
		if p != nil {
			return p
		}
	}
	return nil
}

func optionsOf(m *waE2E.Message) []string {
	var options []string
	for _, o := range pollOf(m).GetOptions() {
		options = append(options, o.GetOptionName())
	}
	return options
}

// contextOf is where a message stands.
func contextOf(m *waE2E.Message) *waE2E.ContextInfo {
	for _, c := range []*waE2E.ContextInfo{
		m.GetExtendedTextMessage().GetContextInfo(), pollOf(m).GetContextInfo(), m.GetImageMessage().GetContextInfo(),
		m.GetVideoMessage().GetContextInfo(), m.GetDocumentMessage().GetContextInfo(), m.GetAudioMessage().GetContextInfo(),
	} {
		if c != nil {
			return c
		}
	}
	return nil
}

// shown is what is on a screen after all that arrived: edits in the place of what
// they replace, and nothing of what was taken back.
func shown(inbox []Message) []Message {
	var screen []Message
	at := map[string]int{}
	for _, m := range inbox {
		old, known := at[m.Edits+m.Deletes]
		switch {
		case m.Reacts != "" || m.Content.GetPollUpdateMessage() != nil:
		case m.Edits != "" && known:
			screen[old].Text = m.Text
		case m.Deletes != "" && known:
			screen[old].ID = ""
		case m.Edits == "" && m.Deletes == "":
			at[m.ID] = len(screen)
			screen = append(screen, m)
		}
	}
	var left []Message
	for _, m := range screen {
		if m.ID != "" {
			left = append(left, m)
		}
	}
	return left
}
