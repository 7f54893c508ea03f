package whatsapptest

import (
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"strings"
	"time"

	"go.mau.fi/whatsmeow/types"
)

// answer to a query of a client.
func answer(query *node, content ...node) node {
	n := node{Tag: "iq", Attrs: attrs{"id": query.Attrs["id"], "type": "result", "from": types.ServerJID}}
	if len(content) > 0 {
		n.Content = content
	}
	return n
}

// refusal of a query, with a code as HTTP has them.
func refusal(query *node, code int, text string) node {
	return node{
		Tag: "iq", Attrs: attrs{"id": query.Attrs["id"], "type": "error", "from": types.ServerJID},
		Content: []node{{Tag: "error", Attrs: attrs{"code": code, "text": text}}},
	}
}

// text of an attribute, "" when there is none.
func text(n *node, name string) string {
	return n.AttrGetter().OptionalString(name)
}

// content of a node that has no children.
func content(n node) []byte {
	switch v := n.Content.(type) {
	case []byte:
		return v
	case string:
		return []byte(v)
	}
	return nil
}

// child's content, nil when there is no such child.
func child(n node, tag string) []byte { return content(n.GetChildByTag(tag)) }

// number reads big-endian bytes.
func number(b []byte) uint32 {
	var v uint32
	for _, x := range b {
		v = v<<8 | uint32(x)
	}
	return v
}

// bigEndian writes the last n of four bytes.
func bigEndian(v uint32, n int) []byte {
	return binary.BigEndian.AppendUint32(nil, v)[4-n:]
}

// newID makes the id of a message or query, as phones do.
func newID() string {
	b := make([]byte, 9)
	_, _ = rand.Read(b) // never fails
	return "3A" + strings.ToUpper(hex.EncodeToString(b))
}

func now() int64 { return time.Now().Unix() }
