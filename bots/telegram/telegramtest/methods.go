package telegramtest

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"time"
)

// call does what a method does. It returns the result or an error answer.
func (s *Server) call(ctx context.Context, method string, p map[string]string) (any, object) {
	if method == "getupdates" {
		return s.getUpdates(ctx, p)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.touch()
	switch method {
	case "getme":
		return object{"id": 424242, "is_bot": true, "first_name": "Majlis", "username": "majlis_test_bot"}, nil
	case "sendmessage":
		return s.sendMessage(p)
	case "sendphoto":
		return s.sendFile("photo", p, maxPhoto)
	case "senddocument":
		return s.sendFile("document", p, maxUpload)
	case "editmessagetext":
		return s.editMessageText(p)
	case "sendpoll":
		return s.sendPoll(p)
	case "answercallbackquery":
		return s.answerCallbackQuery(p)
	case "getfile":
		return s.getFile(p)
	case "setmycommands":
		return s.setMyCommands(p)
	case "setwebhook":
		return s.setWebhook(p)
	case "deletewebhook":
		s.setHook(nil)
		return true, nil
	case "getwebhookinfo":
		return s.webhookInfo(), nil
	case "sendchataction", "deletemessage", "leavechat":
		return true, nil
	}
	return nil, refuse(http.StatusNotFound, "Not Found: method not found")
}

func bad(why string) object { return refuse(http.StatusBadRequest, "Bad Request: "+why) }

func (s *Server) sendMessage(p map[string]string) (any, object) {
	markup, problem := readMarkup(p["reply_markup"])
	if problem == nil {
		problem = checkText(p["text"])
	}
	if problem != nil {
		return nil, problem
	}
	m := Message{Text: p["text"], Buttons: markup.buttons(), Keys: markup.keys()}
	if posts, ok := s.channels[p["chat_id"]]; ok {
		m.ID = len(posts) + 1
		s.channels[p["chat_id"]] = append(posts, m)
		return object{"message_id": m.ID, "date": time.Now().Unix(), "chat": object{"id": -1001, "type": "channel"}, "text": m.Text}, nil
	}
	c, problem := s.reader(p["chat_id"])
	if problem != nil {
		return nil, problem
	}
	m.ID = s.nextMessage(c.ID)
	for i := range m.Buttons {
		m.Buttons[i].Message = m.ID
	}
	c.inbox = append(c.inbox, m)
	return sent(c, m.ID, object{"text": m.Text}), nil
}

// reader is the citizen a bot may write to, or the reason why not.
func (s *Server) reader(chat string) (*Citizen, object) {
	id, err := strconv.ParseInt(chat, 10, 64)
	c := s.citizens[id]
	switch {
	case err != nil || c == nil:
		return nil, bad("chat not found")
	case c.blocked:
		return nil, refuse(http.StatusForbidden, "Forbidden: bot was blocked by the user")
	case !c.opened:
		return nil, refuse(http.StatusForbidden, "Forbidden: bot can't initiate conversation with a user")
	}
	return c, nil
}

// sent is a message of the bot's, as Telegram describes it.
func sent(c *Citizen, id int, more object) object {
	m := object{
		"message_id": id, "date": time.Now().Unix(), "chat": c.chat(),
		"from": object{"id": 424242, "is_bot": true, "first_name": "Majlis"},
	}
	maps.Copy(m, more)
	return m
}

func (s *Server) editMessageText(p map[string]string) (any, object) {
	if problem := checkText(p["text"]); problem != nil {
		return nil, problem
	}
	c, problem := s.reader(p["chat_id"])
	if problem != nil {
		return nil, problem
	}
	for i, m := range c.inbox {
		if strconv.Itoa(m.ID) == p["message_id"] {
			c.inbox[i].Text = p["text"]
			return sent(c, m.ID, object{"text": p["text"]}), nil
		}
	}
	return nil, bad("message to edit not found")
}

func (s *Server) sendPoll(p map[string]string) (any, object) {
	var options []object
	if json.Unmarshal([]byte(p["options"]), &options) != nil || len(options) < 2 || len(options) > 12 {
		return nil, bad("poll must have 2 to 12 options")
	}
	c, problem := s.reader(p["chat_id"])
	if problem != nil {
		return nil, problem
	}
	m := Message{ID: s.nextMessage(c.ID), Text: p["question"], Poll: fmt.Sprintf("poll%d", len(s.votes)+1)}
	s.votes[m.Poll] = c.ID
	c.inbox = append(c.inbox, m)
	return sent(c, m.ID, object{"poll": object{
		"id": m.Poll, "question": m.Text, "options": options, "is_anonymous": p["is_anonymous"] != "false", "type": "regular",
	}}), nil
}

func (s *Server) answerCallbackQuery(p map[string]string) (any, object) {
	if !s.spinning[p["callback_query_id"]] {
		return nil, bad("query is too old and response timeout expired or query ID is invalid")
	}
	delete(s.spinning, p["callback_query_id"])
	return true, nil
}

func (s *Server) setMyCommands(p map[string]string) (any, object) {
	var list []Command
	if json.Unmarshal([]byte(p["commands"]), &list) != nil {
		return nil, bad("can't parse commands")
	}
	for _, c := range list {
		if !commandName.MatchString(c.Command) || c.Description == "" {
			return nil, bad("BOT_COMMAND_INVALID")
		}
	}
	s.commands[p["language_code"]] = list
	return true, nil
}
