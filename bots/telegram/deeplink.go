package telegram

import "net/url"

// DeepLink is an address that opens a conversation with the bot, where starting it
// says payload at once (core.telegram.org/bots/features#deep-linking: at most 64
// letters, digits, "-" and "_"). It is "" until Telegram has told the bot's name.
func (c *Channel) DeepLink(payload string) string {
	name, known := c.name.Load().(string)
	if !known {
		return ""
	}
	return "https://t.me/" + name + "?start=" + url.QueryEscape(payload)
}
