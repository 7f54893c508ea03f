package telegram

import (
	"context"
	"strconv"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"majlis/bots"
	"majlis/flows/talk"
	"majlis/flows/words"
)

// Limits of one message (core.telegram.org/bots/api#sendmessage,
// #inlinekeyboardbutton).
const (
	maxUnits   = 4096 // UTF-16 units of a text
	maxPayload = 64   // bytes behind a button
	maxButtons = 12
	maxLabel   = 60 // graphemes of a label before phones cut it off
)

// Send sends a parcel, in parts when it is too long; the options stand under the
// last one. The id returned is that of the last part, which replies refer to.
func (c *Channel) Send(ctx context.Context, p bots.Parcel) (string, error) {
	chat, err := strconv.ParseInt(p.Address, 10, 64)
	if err != nil {
		return "", &bots.SendError{Code: "address"}
	}
	markup := c.markup(p)
	text := p.Message.Text
	if _, inline := markup.(models.InlineKeyboardMarkup); !inline {
		text = p.Message.Numbered() // the digits must be seen somewhere
	}
	parts := words.Split(text, maxUnits)
	var last int
	for i, part := range parts {
		params := c.params(chat, part)
		if i == len(parts)-1 && markup != nil {
			params.ReplyMarkup = markup
		}
		m, err := c.bot.SendMessage(ctx, params)
		if err != nil {
			return "", sendError(err)
		}
		last = m.ID
	}
	return strconv.Itoa(last), nil
}

// Publish posts to a public channel whose administrator the bot is.
func (c *Channel) Publish(ctx context.Context, channel, text string) error {
	for _, part := range words.Split(text, maxUnits) {
		if _, err := c.bot.SendMessage(ctx, c.params(channel, part)); err != nil {
			return sendError(err)
		}
	}
	return nil
}

// params of a plain text: no markup language, so nobody's words are read as one.
func (c *Channel) params(chat any, text string) *bot.SendMessageParams {
	return &bot.SendMessageParams{
		ChatID: chat, Text: text, LinkPreviewOptions: &models.LinkPreviewOptions{IsDisabled: bot.True()},
	}
}

// markup is the keyboard of a message: a share button, a button an option with
// its digit, or nil when there are none or the options must be text.
func (c *Channel) markup(p bots.Parcel) models.ReplyMarkup {
	if p.Message.Request != "" {
		return c.share(p)
	}
	if n := len(p.Message.Options); n == 0 || n > maxButtons {
		return nil
	}
	rows := make([][]models.InlineKeyboardButton, len(p.Message.Options))
	for i, o := range p.Message.Options {
		data := p.Message.Payload(o.ID)
		if len(data) > maxPayload {
			return nil
		}
		rows[i] = []models.InlineKeyboardButton{{Text: label(i, o), CallbackData: data}}
	}
	return models.InlineKeyboardMarkup{InlineKeyboard: rows}
}

func label(at int, o talk.Option) string {
	return strconv.Itoa(at+1) + ". " + words.Shorten(o.Label, maxLabel)
}

// share offers the app's own button for a phone or a place, and the options as
// buttons that type their label.
func (c *Channel) share(p bots.Parcel) models.ReplyMarkup {
	button := models.KeyboardButton{Text: c.Texts.Text(p.Lang, "telegram.share."+p.Message.Request, nil)}
	button.RequestContact = p.Message.Request == "contact"
	button.RequestLocation = p.Message.Request == "location"
	rows := [][]models.KeyboardButton{{button}}
	for _, o := range p.Message.Options {
		rows = append(rows, []models.KeyboardButton{{Text: o.Label}})
	}
	return models.ReplyKeyboardMarkup{Keyboard: rows, ResizeKeyboard: true, OneTimeKeyboard: true}
}
