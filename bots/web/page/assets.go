package page

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"majlis/bots/web/assets"
)

// hashLength of the hash in an asset's address, in hex digits.
const hashLength = 12

// forever is what a browser is told about an asset whose address changes with
// its content.
const forever = "public, max-age=31536000, immutable"

// brandName is the generated style sheet with the ministry's two colours.
const brandName = "brand.css"

type asset struct {
	hash    string
	content []byte
}

// assetTable holds all assets with the hash of their content.
type assetTable struct {
	files map[string]asset
	icons map[string]template.HTML
}

func newAssetTable(brand []byte) (*assetTable, error) {
	t := &assetTable{files: map[string]asset{}, icons: map[string]template.HTML{}}
	t.add(brandName, brand)
	err := fs.WalkDir(assets.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := assets.Files.ReadFile(name)
		if err != nil {
			return err
		}
		if icon, ok := strings.CutPrefix(name, "icons/"); ok {
			t.icons[strings.TrimSuffix(icon, ".svg")] = template.HTML(bytes.TrimSpace(content)) //nolint:gosec // our own file
			return nil
		}
		t.add(name, content)
		return nil
	})
	return t, err
}

func (t *assetTable) add(name string, content []byte) {
	sum := sha256.Sum256(content)
	t.files[name] = asset{hex.EncodeToString(sum[:])[:hashLength], content}
}

// url is the address of an asset, which changes with its content.
func (t *assetTable) url(name string) (string, error) {
	a, ok := t.files[name]
	if !ok {
		return "", fmt.Errorf("page: no asset %q", name)
	}
	return "/assets/" + a.hash + "/" + name, nil
}

// icon is an inline drawing. It says nothing to a screen reader: words beside it do.
func (t *assetTable) icon(name string) (template.HTML, error) {
	svg, ok := t.icons[name]
	if !ok {
		return "", fmt.Errorf("page: no icon %q", name)
	}
	return svg, nil
}

// Assets serves GET /assets/{hash}/{name...}. An old hash still gets today's
// file, so that a page opened before a release keeps its style.
func (s *Site) Assets() http.Handler {
	return s.Handle(func(w http.ResponseWriter, r *http.Request) error {
		name := r.PathValue("name")
		a, ok := s.assets.files[name]
		if !ok {
			return flowsNotFound("asset", name)
		}
		w.Header().Set("Cache-Control", "public, max-age=300")
		if r.PathValue("hash") == a.hash {
			w.Header().Set("Cache-Control", forever)
		}
		w.Header().Set("ETag", `"`+a.hash+`"`)
		http.ServeContent(w, r, path.Base(name), time.Time{}, bytes.NewReader(a.content))
		return nil
	})
}
