package telegram

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"majlis/bots"
)

const (
	pollFor   = 25 * time.Second // Telegram holds an empty answer back this long
	pollSlack = 10 * time.Second // for the network, on top
	pollBatch = 100              // the most that one call brings
)

// allowed are the kinds of update asked for; the rest never leaves Telegram.
var allowed = []string{"message", "edited_message", "callback_query", "my_chat_member"}

// getUpdates reads one batch, decoding each update by itself so that a strange
// one can't stop the others.
func (c *Channel) getUpdates(ctx context.Context, offset int64) ([]models.Update, error) {
	ctx, cancel := context.WithTimeout(ctx, pollFor+pollSlack)
	defer cancel()
	ask, err := json.Marshal(map[string]any{
		"offset": offset, "limit": pollBatch, "timeout": int(pollFor.Seconds()), "allowed_updates": allowed,
	})
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.Server+"/bot"+c.Token+"/getUpdates", bytes.NewReader(ask))
	if err != nil {
		return nil, errors.New("the server's address can't be used")
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	raw, err := readAnswer(resp)
	if err != nil {
		return nil, err
	}
	return c.decodeBatch(raw)
}

// answer is what the Bot API says to getUpdates.
type answer struct {
	OK          bool              `json:"ok"`
	Result      []json.RawMessage `json:"result"`
	ErrorCode   int               `json:"error_code"`
	Description string            `json:"description"`
	Parameters  struct {
		RetryAfter int `json:"retry_after"`
	} `json:"parameters"`
}

func (c *Channel) decodeBatch(raw []byte) ([]models.Update, error) {
	var a answer
	if err := json.Unmarshal(raw, &a); err != nil {
		return nil, errors.New("the answer can't be read")
	}
	if !a.OK {
		return nil, apiError(a)
	}
	var batch []models.Update
	for _, one := range a.Result {
		if u, ok := decodeUpdate(one, c.Log); ok {
			batch = append(batch, u)
		}
	}
	if len(batch) == 0 && len(a.Result) > 0 {
		return nil, errors.New("the updates have no ids")
	}
	slices.SortStableFunc(batch, func(a, b models.Update) int { return cmp.Compare(a.ID, b.ID) })
	return batch, nil
}

// errWebhookSet is the conflict that can be mended from here.
var errWebhookSet = fmt.Errorf("%w: a webhook is set", bot.ErrorConflict)

// apiError is an error answer in the library's own words, for sendError.
func apiError(a answer) error {
	switch a.ErrorCode {
	case http.StatusTooManyRequests:
		return &bot.TooManyRequestsError{RetryAfter: a.Parameters.RetryAfter}
	case http.StatusConflict:
		if strings.Contains(a.Description, "webhook") {
			return errWebhookSet
		}
		return bot.ErrorConflict
	case http.StatusUnauthorized:
		return bot.ErrorUnauthorized
	case http.StatusNotFound:
		return bot.ErrorNotFound
	}
	return fmt.Errorf("error %d", a.ErrorCode)
}

// decodeUpdate reads an update; false when it has not even an id. Of one that the
// library can't read, because Telegram grew, the sender and the text are kept.
func decodeUpdate(raw []byte, log *slog.Logger) (models.Update, bool) {
	var u models.Update
	err := bots.Safely(func() error { return json.Unmarshal(raw, &u) })
	if err == nil && u.ID != 0 {
		return u, true
	}
	u, ok := rescue(raw)
	if !ok {
		log.Warn("telegram: an update without a readable id was passed over")
		return u, false
	}
	log.Warn("telegram: an update could be read only in part", "update", u.ID)
	return u, true
}

// rescue reads the parts of an update that never changed.
func rescue(raw []byte) (models.Update, bool) {
	type plain struct {
		ID   int          `json:"message_id"`
		From *models.User `json:"from"`
		Chat models.Chat  `json:"chat"`
		Date int          `json:"date"`
		Text string       `json:"text"`
	}
	var parts struct {
		ID      int64           `json:"update_id"`
		Message json.RawMessage `json:"message"`
	}
	if json.Unmarshal(raw, &parts) != nil || parts.ID == 0 {
		return models.Update{}, false
	}
	u := models.Update{ID: parts.ID}
	var m plain
	if len(parts.Message) > 0 && json.Unmarshal(parts.Message, &m) == nil {
		u.Message = &models.Message{ID: m.ID, From: m.From, Chat: m.Chat, Date: m.Date, Text: m.Text}
	}
	return u, true
}
