package telegram

import (
	"bytes"
	"context"
	"errors"
	"strconv"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"majlis/bots"
)

// sendFile sends the file of a parcel: pictures to be looked at, everything else
// to be kept.
func (c *Channel) sendFile(ctx context.Context, chat int64, p bots.Parcel) (string, error) {
	f, body, err := bots.Attached(ctx, c.Attachments, p)
	if err != nil {
		return "", err
	}
	upload := func() models.InputFile {
		return &models.InputFileUpload{Filename: bots.FileName(f), Data: bytes.NewReader(body)}
	}
	var m *models.Message
	if f.Kind == "photo" {
		m, err = c.bot.SendPhoto(ctx, &bot.SendPhotoParams{ChatID: chat, Photo: upload()})
	}
	if f.Kind != "photo" || errors.Is(err, bot.ErrorBadRequest) { // a picture may be too long or too wide for one
		m, err = c.bot.SendDocument(ctx, &bot.SendDocumentParams{ChatID: chat, Document: upload()})
	}
	if err != nil {
		return "", sendError(err)
	}
	return strconv.Itoa(m.ID), nil
}
