package page

import (
	"mime"
	"net/http"
	"strings"

	"majlis/flows/talk"
)

// ServeFile answers with a file that a stranger uploaded, so that it can do no
// harm: pictures are shown, everything else is only saved, and nothing of it
// runs.
func ServeFile(w http.ResponseWriter, f talk.File, body []byte) {
	h := w.Header()
	h.Set("Cache-Control", "private, max-age=3600")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	kind, disposition := "application/octet-stream", "attachment"
	found, _, _ := mime.ParseMediaType(http.DetectContentType(body))
	if picture, ok := strings.CutPrefix(found, "image/"); ok && (picture == "jpeg" || picture == "png" || picture == "webp" || picture == "gif") {
		kind, disposition = found, "inline"
	}
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": f.Name}))
	_, _ = w.Write(body) // a reader who has left needs no error page
}
