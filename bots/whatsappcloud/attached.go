package whatsappcloud

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/textproto"

	"majlis/bots"
	"majlis/flows/talk"
)

// uploaded is a file that Meta has already, by its id there.
type uploaded struct {
	ID   string `json:"id"`
	Name string `json:"filename,omitempty"` // documents only
}

// pictures are what Meta shows as one, up to maxPicture bytes
// (…/cloud-api/reference/media#supported-media-types); other files are documents.
var pictures = map[string]bool{"image/jpeg": true, "image/png": true}

const maxPicture = 5 << 20

// attached uploads the file of a parcel and makes the message that shows it. It
// can go only while the window is open: no template of ours carries a file.
func (c *Channel) attached(ctx context.Context, p bots.Parcel) (outgoing, error) {
	if c.closed(p) {
		return outgoing{}, &bots.SendError{Code: codeWindow}
	}
	f, body, err := bots.Attached(ctx, c.Attachments, p)
	if err != nil {
		return outgoing{}, err
	}
	id, err := c.upload(ctx, f, body)
	if err != nil {
		return outgoing{}, err
	}
	if pictures[f.MIME] && len(body) <= maxPicture {
		return outgoing{Type: "image", Image: &uploaded{ID: id}}, nil
	}
	return outgoing{Type: "document", Document: &uploaded{id, bots.FileName(f)}}, nil
}

// upload gives Meta a file and returns its id there.
func (c *Channel) upload(ctx context.Context, f talk.File, body []byte) (string, error) {
	form, kind, err := mediaForm(f, body)
	if err != nil {
		return "", &bots.SendError{Code: "unencodable"}
	}
	var answer uploaded
	if err := c.call(ctx, "POST", c.base()+"/media", kind, form, &answer); err != nil {
		return "", err
	}
	if answer.ID == "" {
		return "", &bots.SendError{Code: "platform", Retry: true}
	}
	return answer.ID, nil
}

// mediaForm is the multipart body of an upload, and its content type.
func mediaForm(f talk.File, body []byte) (form []byte, kind string, err error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, value := range map[string]string{"messaging_product": "whatsapp", "type": f.MIME} {
		if err := w.WriteField(name, value); err != nil {
			return nil, "", err
		}
	}
	part, err := w.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {multipart.FileContentDisposition("file", bots.FileName(f))}, "Content-Type": {f.MIME},
	})
	if err != nil {
		return nil, "", err
	}
	if _, err := part.Write(body); err != nil {
		return nil, "", err
	}
	err = w.Close() // writes the end
	return b.Bytes(), w.FormDataContentType(), err
}
