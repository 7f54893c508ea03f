package talk

import "time"

// Parcel is one message in the outbox on its way to one person.
type Parcel struct {
	ID      string // id of the outbox row
	Contact string
	Channel string
	Address string // where to, decrypted
	Seq     int64  // grows per person
	Lang    string // "ar" or "en"
	Message Message
	Lane    Lane
	Heard   time.Time // when the person last wrote on this channel; zero: never
	Native  string    // message id made beforehand, for channels that take one
	Tries   int       // attempts before this one
	Unsure  bool      // an earlier attempt may have arrived
}
