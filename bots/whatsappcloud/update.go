package whatsappcloud

import "slices"

// The fields of a webhook that the house reads.
const (
	fieldMessages = "messages"
	fieldUserID   = "user_id_update"
)

// update is the body of a webhook, as far as the house reads it.
type update struct {
	Entry []struct {
		Changes []struct {
			Field string `json:"field"`
			Value value  `json:"value"`
		} `json:"changes"`
	} `json:"entry"`
}

// moves reports word of somebody's new number or user id: what they write from
// there comes behind it, under a name that nobody else knows them by.
func (u update) moves() bool {
	for _, e := range u.Entry {
		for _, c := range e.Changes {
			system := func(m message) bool { return m.Type == "system" }
			if len(c.Value.UserIDs) > 0 || slices.ContainsFunc(c.Value.Messages, system) {
				return true
			}
		}
	}
	return false
}

// value is what happened to one of our numbers.
type value struct {
	Metadata struct {
		PhoneID string `json:"phone_number_id"`
		Phone   string `json:"display_phone_number"`
	} `json:"metadata"`
	Contacts []contact   `json:"contacts"`
	Messages []message   `json:"messages"`
	Statuses []status    `json:"statuses"`
	UserIDs  []newUserID `json:"user_id_update"`
	Errors   []problem   `json:"errors"`
}

// contact says who wrote the messages beside it. The phone may be missing: people
// with a user name need not show it.
type contact struct {
	Phone string `json:"wa_id"`
	User  string `json:"user_id"`
}

// message is what a person sent.
type message struct {
	ID        string `json:"id"`
	From      string `json:"from"`
	FromUser  string `json:"from_user_id"`
	Timestamp string `json:"timestamp"` // unix seconds
	Type      string `json:"type"`
	Origin    string `json:"origin"` // of contacts, in older versions
	Context   struct {
		ID string `json:"id"`
	} `json:"context"`

	Text struct {
		Body string `json:"body"`
	} `json:"text"`
	Interactive struct {
		Button reply `json:"button_reply"`
		Row    reply `json:"list_reply"`
	} `json:"interactive"`
	Button struct {
		Payload string `json:"payload"`
		Text    string `json:"text"`
	} `json:"button"`
	Image    *media `json:"image"`
	Audio    *media `json:"audio"`
	Video    *media `json:"video"`
	Document *media `json:"document"`
	Sticker  *media `json:"sticker"`
	Location *struct {
		Latitude  float64 `json:"latitude"`
		Longitude float64 `json:"longitude"`
	} `json:"location"`
	Cards    []card `json:"contacts"`
	Reaction struct {
		MessageID string `json:"message_id"`
		Emoji     string `json:"emoji"`
	} `json:"reaction"`
	Edit struct {
		Original string   `json:"original_message_id"`
		Message  *message `json:"message"`
	} `json:"edit"`
	Revoke struct {
		Original string `json:"original_message_id"`
	} `json:"revoke"`
	System system `json:"system"`
}

// reply is a button or row that was picked.
type reply struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// media is a file that can be fetched for some days.
type media struct {
	ID       string `json:"id"`
	MIME     string `json:"mime_type"`
	Filename string `json:"filename"`
	Caption  string `json:"caption"`
}

// card is somebody's contact card.
type card struct {
	Origin string `json:"origin"`
	Phones []struct {
		Phone    string `json:"phone"` // as people write it
		WhatsApp string `json:"wa_id"`
	} `json:"phones"`
}

// system says that a person has a new number, and a new user id with it.
type system struct {
	Type     string `json:"type"`
	Body     string `json:"body"`
	Phone    string `json:"wa_id"`
	User     string `json:"user_id"`
	Previous string `json:"previous_user_id"`
}

// newUserID says the same, in a field of its own that has to be subscribed to.
type newUserID struct {
	Phone string `json:"wa_id"`
	User  struct {
		Previous string `json:"previous"`
		Current  string `json:"current"`
	} `json:"user_id"`
	Timestamp string `json:"timestamp"`
}

// status says how far a message of ours got.
type status struct {
	ID        string    `json:"id"`
	State     string    `json:"status"`
	Timestamp string    `json:"timestamp"`
	Opaque    string    `json:"biz_opaque_callback_data"`
	Errors    []problem `json:"errors"`
}

// problem is an error of the platform.
type problem struct {
	Code int `json:"code"`
}
