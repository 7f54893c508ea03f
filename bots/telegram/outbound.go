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
	if p.Message.File != nil {
		return c.sendFile(ctx, chat, p)
	}
	text, markup := c.render(p)
	parts := words.Split(text, maxUnits)
	if len(parts) == 0 {
		return "", &bots.SendError{Code: "empty"}
	}
	var last int
	for i := c.begun.Arrived(p.ID); i < len(parts); i++ {
		params := c.params(chat, parts[i])
		if i == len(parts)-1 && markup != nil {
			params.ReplyMarkup = markup
		}
		m, err := c.bot.SendMessage(ctx, params)
		if err != nil {
			return "", c.begun.Interrupted(p.ID, i, sendError(err))
		}
		last = m.ID
	}
	c.begun.Whole(p.ID)
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

// render makes the text and the keyboard of a message. The options stand in the
// text, behind their digits, unless every one has a button under it.
func (c *Channel) render(p bots.Parcel) (string, models.ReplyMarkup) {
	if p.Message.Request != "" {
		return p.Message.Numbered(), c.share(p)
	}
	if rows := buttons(p.Message); rows != nil {
		return p.Message.Text, models.InlineKeyboardMarkup{InlineKeyboard: rows}
	}
	return p.Message.Numbered(), nil
}

// buttons of the options, each with its digit; nil when there are none or they
// don't fit.
func buttons(m talk.Message) [][]models.InlineKeyboardButton {
	if len(m.Options) == 0 || len(m.Options) > maxButtons {
		return nil
	}
	rows := make([][]models.InlineKeyboardButton, len(m.Options))
	for i, o := range m.Options {
		data := m.Payload(o.ID)
		if len(data) > maxPayload {
			return nil
		}
		label := strconv.Itoa(i+1) + ". " + words.Shorten(o.Label, maxLabel)
		rows[i] = []models.InlineKeyboardButton{{Text: label, CallbackData: data}}
	}
	return rows
}

// share offers the app's own button for a phone or a place. A button beside it
// types what stands on it, so the options' are their labels alone.
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
