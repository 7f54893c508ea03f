package whatsapptest

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"strings"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
)

// file is one that lies on the server, encrypted.
type file struct {
	path        string
	key         []byte
	sum, sealed []byte // SHA-256 of the plain and the encrypted file
	size        uint64
}

// store encrypts a file the way phones do, for AES-CBC with a MAC of ten bytes at
// its end, and puts it on the server.
func (s *Server) store(body []byte, kind whatsmeow.MediaType) (file, error) {
	f := file{key: make([]byte, 32), size: uint64(len(body))}
	_, _ = rand.Read(f.key) // never fails
	block, iv, macKey, err := mediaKeys(f.key, kind)
	if err != nil {
		return file{}, err
	}
	fill := aes.BlockSize - len(body)%aes.BlockSize
	sealed := append(bytes.Clone(body), bytes.Repeat([]byte{byte(fill)}, fill)...)
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(sealed, sealed)
	mac := hmac.New(sha256.New, macKey)
	mac.Write(iv)
	mac.Write(sealed)
	sealed = append(sealed, mac.Sum(nil)[:10]...)
	plainSum, sealedSum := sha256.Sum256(body), sha256.Sum256(sealed)
	f.sum, f.sealed, f.path = plainSum[:], sealedSum[:], s.keep(sealed)
	return f, nil
}

// mediaKeys are what a file of a kind is encrypted and signed with.
func mediaKeys(key []byte, kind whatsmeow.MediaType) (block cipher.Block, iv, macKey []byte, err error) {
	expanded, err := hkdf.Key(sha256.New, key, nil, string(kind), 112)
	if err != nil {
		return nil, nil, nil, err
	}
	block, err = aes.NewCipher(expanded[16:48])
	return block, expanded[:16], expanded[48:80], err
}

// Opens reads the file of a message; nil when there is none, or it is not what the
// message says.
func (c *Citizen) Opens(m Message) []byte {
	var media whatsmeow.DownloadableMessage
	switch {
	case m.Content.GetImageMessage() != nil:
		media = m.Content.GetImageMessage()
	case m.Content.GetDocumentMessage() != nil:
		media = m.Content.GetDocumentMessage()
	default:
		return nil
	}
	c.server.mu.Lock()
	path, _, _ := strings.Cut(media.GetDirectPath(), "?")
	sealed := bytes.Clone(c.server.files[path])
	c.server.mu.Unlock()
	block, iv, _, err := mediaKeys(media.GetMediaKey(), whatsmeow.GetMediaType(media))
	if err != nil || len(sealed) <= 10 || (len(sealed)-10)%aes.BlockSize != 0 {
		return nil
	}
	body := sealed[:len(sealed)-10]
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(body, body)
	body = body[:len(body)-int(body[len(body)-1])]
	if sum := sha256.Sum256(body); !bytes.Equal(sum[:], media.GetFileSHA256()) {
		return nil
	}
	return body
}

// mediaTypes by the kind of a file.
var mediaTypes = map[string]whatsmeow.MediaType{
	"photo": whatsmeow.MediaImage, "voice": whatsmeow.MediaAudio, "video": whatsmeow.MediaVideo, "document": whatsmeow.MediaDocument,
}

// attachment is a message with a file of a kind, a document when the kind is none
// of these.
func (f file) attachment(kind, caption string) *waE2E.Message {
	switch kind {
	case "photo":
		return &waE2E.Message{ImageMessage: &waE2E.ImageMessage{
			DirectPath: &f.path, MediaKey: f.key, FileSHA256: f.sum, FileEncSHA256: f.sealed, FileLength: &f.size,
			Caption: &caption, Mimetype: new("image/jpeg"), Width: new(uint32(4)), Height: new(uint32(3)),
		}}
	case "voice":
		return &waE2E.Message{AudioMessage: &waE2E.AudioMessage{
			DirectPath: &f.path, MediaKey: f.key, FileSHA256: f.sum, FileEncSHA256: f.sealed, FileLength: &f.size,
			PTT: new(true), Seconds: new(uint32(3)), Mimetype: new("audio/ogg; codecs=opus"),
		}}
	case "video":
		return &waE2E.Message{VideoMessage: &waE2E.VideoMessage{
			DirectPath: &f.path, MediaKey: f.key, FileSHA256: f.sum, FileEncSHA256: f.sealed, FileLength: &f.size,
			Caption: &caption, Seconds: new(uint32(3)), Mimetype: new("video/mp4"),
		}}
	}
	return &waE2E.Message{DocumentMessage: &waE2E.DocumentMessage{
		DirectPath: &f.path, MediaKey: f.key, FileSHA256: f.sum, FileEncSHA256: f.sealed, FileLength: &f.size,
		Caption: &caption, FileName: new("form.pdf"), Mimetype: new("application/pdf"),
	}}
}
