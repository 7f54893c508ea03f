package telegramtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
)

// CrablineCitizen is a person who writes through crabline's control address. They
// can't tap: crabline queues no callback queries.
type CrablineCitizen struct {
	ID int64

	*Crabline
}

// Citizen is the person with an id.
func (c *Crabline) Citizen(id int64) *CrablineCitizen { return &CrablineCitizen{id, c} }

// Says writes a text and returns the id of the message.
func (p *CrablineCitizen) Says(text string) int {
	p.t.Helper()
	body, err := json.Marshal(map[string]any{"chatId": p.ID, "fromId": p.ID, "text": text})
	if err != nil {
		p.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(p.t.Context(), http.MethodPost, p.started.Endpoints.Inbound, bytes.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Crabline-Admin-Token", p.started.AdminToken)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer response.Body.Close()
	var got struct {
		Update struct {
			Message struct {
				ID int `json:"message_id"`
			}
		}
	}
	if err := json.NewDecoder(response.Body).Decode(&got); err != nil || got.Update.Message.ID == 0 {
		p.t.Fatalf("crabline took no %q: %s %v", text, response.Status, err)
	}
	return got.Update.Message.ID
}

// Inbox is what the citizen was shown, oldest first.
func (p *CrablineCitizen) Inbox() []Message {
	p.t.Helper()
	var list []Message
	for _, body := range p.Called("sendMessage") {
		if fmt.Sprint(body["chat_id"]) != strconv.FormatInt(p.ID, 10) {
			continue
		}
		shown := Message{Text: fmt.Sprint(body["text"])}
		raw, _ := body["reply_markup"].(string)
		markup, problem := readMarkup(raw)
		if problem != nil {
			p.t.Fatalf("reply_markup %s", raw)
		}
		for _, row := range markup.Inline {
			shown.Buttons = append(shown.Buttons, Button{Label: row[0].Text, Data: row[0].Data})
		}
		list = append(list, shown)
	}
	return list
}
