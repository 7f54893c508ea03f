package live

import (
	"fmt"
	"strconv"
)

// The parameters of FNV-1a of 32 bits.
const (
	fnvOffset = 2166136261
	fnvPrime  = 16777619
)

// Hash is what a viewer compares to know that they see what the house sees: FNV-1a
// of 32 bits over the view line by line, twice, the second time behind a "2", in
// hex. It is made to be computed in a browser as well.
func (v View) Hash() string {
	one, two := uint32(fnvOffset), uint32(fnvOffset)
	two = (two ^ '2') * fnvPrime
	var line []byte
	write := func() {
		for _, c := range append(line, '\n') {
			one, two = (one^uint32(c))*fnvPrime, (two^uint32(c))*fnvPrime
		}
	}
	s := v.Strip
	line = fmt.Appendf(nil, "%d|%s|%d|%d|%d|%d|%d", v.Seq, v.Status, s.People, s.Questions, s.Waiting, s.Answered, s.Ungrouped)
	write()
	for _, c := range v.Cards {
		line = c.line(line[:0])
		write()
	}
	return fmt.Sprintf("%08x%08x", one, two)
}

// line appends what counts of a card; there may be thousands, several times a
// second.
func (c Card) line(b []byte) []byte {
	b = strconv.AppendInt(b, c.Number, 10)
	b = append(append(append(append(b, '|'), c.ID...), '|'), c.State...)
	b = strconv.AppendInt(append(b, '|'), int64(c.People), 10)
	b = strconv.AppendInt(append(b, '|'), int64(c.Wordings), 10)
	b = strconv.AppendBool(append(b, '|'), c.Pinned)
	return append(append(b, '|'), c.Text...)
}
