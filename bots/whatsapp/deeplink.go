package whatsapp

import "majlis/bots"

// DeepLink is an address that opens a conversation with the ministry's number, with
// words ready to send; "" while this process holds no link.
func (c *Channel) DeepLink(words string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.line == nil {
		return ""
	}
	return bots.ClickToChat("+"+c.line.own.User, words)
}
