package desk

import (
	"fmt"
	"net/http"

	"majlis/bots/web/page"
	"majlis/flows"
)

// file answers with what a citizen attached: pictures are shown, everything else
// is only saved.
func (d *Desk) file(w http.ResponseWriter, r *http.Request) error {
	f, body, err := d.Files.File(r.Context(), r.PathValue("id"))
	if err != nil {
		return fmt.Errorf("attachment: %w", err)
	}
	if body == nil {
		return fmt.Errorf("attachment %s was not kept: %w", r.PathValue("id"), flows.ErrNotFound)
	}
	page.ServeFile(w, f, body)
	return nil
}
