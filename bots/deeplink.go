package bots

import "net/url"

// ClickToChat is an address that opens a conversation on WhatsApp with words ready
// to send (faq.whatsapp.com: "click to chat"); phone is in international form,
// however it is written. It is "" without a phone.
func ClickToChat(phone, words string) string {
	number, ok := International(phone)
	if !ok {
		return ""
	}
	return "https://wa.me/" + number[1:] + "?text=" + url.QueryEscape(words)
}
