package whatsapptest

import (
	"encoding/json"
	"fmt"
	"slices"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"
)

// Post is what was published in a channel.
type Post struct {
	Channel types.JID
	ID      string
	Text    string
}

// Posts lists what was published in channels, oldest first.
func (s *Server) Posts() []Post {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.posts)
}

// post publishes a message and returns its number. s.mu is held.
func (s *Server) post(to types.JID, n *node) int {
	var m waE2E.Message
	if err := proto.Unmarshal(child(*n, "plaintext"), &m); err == nil {
		s.posts = append(s.posts, Post{Channel: to, ID: text(n, "id"), Text: wordsOf(&m)})
	}
	return 100 + len(s.posts)
}

// mex answers a query in WhatsApp's GraphQL. Channels can be created, no more.
func (c *connection) mex(n *node) {
	var query struct {
		Variables struct {
			Input *struct{ Name, Description string } `json:"newsletter_input"`
		} `json:"variables"`
	}
	data := map[string]any{}
	if json.Unmarshal(child(*n, "query"), &query) == nil && query.Variables.Input != nil {
		data["xwa2_newsletter_create"] = c.server.create(query.Variables.Input.Name, query.Variables.Input.Description)
	}
	body, err := json.Marshal(map[string]any{"data": data})
	if err != nil {
		panic(err) // texts and maps can be written
	}
	c.put(answer(n, node{Tag: "result", Content: body}))
}

// create makes a channel and returns what its owner is told of it.
func (s *Server) create(name, description string) map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := fmt.Sprintf("120363%012d@newsletter", len(s.channels)+1)
	s.channels[id] = name
	words := func(text string) map[string]any {
		return map[string]any{"text": text, "id": "1", "update_time": "1700000000000000"}
	}
	return map[string]any{
		"id": id, "state": map[string]any{"type": "ACTIVE"},
		"thread_metadata": map[string]any{
			"creation_time": "1700000000", "invite": "abc", "name": words(name), "description": words(description),
			"subscribers_count": "0", "verification": "UNVERIFIED",
			"settings": map[string]any{"reaction_codes": map[string]any{"value": "ALL"}},
		},
		"viewer_metadata": map[string]any{"role": "OWNER", "mute": "OFF"},
	}
}
