package telegram

import (
	"context"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// commands of the app's menu; each is a word that works in every state.
var commands = []string{"menu", "status", "help", "language", "stop"}

// introduce learns the bot's name and fills the menu of the app, in both languages,
// once Telegram can be reached; without that menu the words work all the same.
func (c *Channel) introduce(ctx context.Context) {
	wait := firstPause
	for ctx.Err() == nil {
		err := c.tryIntroduce(ctx)
		if err == nil || ctx.Err() != nil {
			return
		}
		c.Log.Warn("telegram: its name and list of commands could not be told", "err", sendError(err))
		if !sendError(err).Retry {
			return
		}
		pause(ctx, max(wait, sendError(err).Wait))
		wait = min(2*wait, longPause)
	}
}

// tryIntroduce learns the name, and sets the list of each language and, for all others, Arabic.
func (c *Channel) tryIntroduce(ctx context.Context) error {
	if _, err := c.learnName(ctx); err != nil {
		return err
	}
	for shown, spoken := range map[string]string{"": "ar", "ar": "ar", "en": "en"} {
		var list []models.BotCommand
		for _, name := range commands {
			list = append(list, models.BotCommand{Command: name, Description: c.Texts.Text(spoken, "telegram.command."+name, nil)})
		}
		if _, err := c.bot.SetMyCommands(ctx, &bot.SetMyCommandsParams{Commands: list, LanguageCode: shown}); err != nil {
			return err
		}
	}
	return nil
}
