package whatsappcloud

import "majlis/bots"

// DeepLink is an address that opens a conversation with the ministry's number, with
// words ready to send; "" until Meta has told the number, as it does in each
// webhook.
func (c *Channel) DeepLink(words string) string {
	number, _ := c.number.Load().(string)
	return bots.ClickToChat(number, words)
}
