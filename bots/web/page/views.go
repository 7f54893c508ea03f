package page

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"majlis/flows"
)

//go:embed all:templates
var templates embed.FS

// Views are the pages of one room. Templates whose name begins with an
// underscore are parts that all pages of the room may use (embed them with
// "all:", which is what takes such names); layout.html and the
// parts of the shell are there for every room. A page defines "content" and,
// where it wants, "head", "bar" and "foot".
//
// The functions of a template speak one language, so each page is kept once for
// each language: two readers can't disturb one another.
type Views struct {
	pages map[string]map[string]*template.Template // language → page → template
}

// View is what a page is filled with.
type View struct {
	Lang, Dir string
	Title     string // already in the reader's language
	Name      string // of the ministry
	Initials  string
	Path      string // of the request, for links back to it
	Search    string // its query, without "lang"
	Data      any    // the page's own
}

// View starts the view of a page with a title that is a text's key ("" none).
func (s *Site) View(r *http.Request, title string, data any) View {
	lang := Lang(r)
	v := View{
		Lang: lang, Dir: Dir(lang), Path: r.URL.Path, Data: data,
		Name: s.Ministry.Name.In(lang), Initials: s.Ministry.Initials.In(lang),
	}
	if title != "" {
		v.Title = s.Texts.Text(lang, title, nil)
	}
	q := r.URL.Query()
	q.Del("lang")
	v.Search = q.Encode()
	return v
}

// Under reports whether the page is the one at path or stands below it.
func (v View) Under(path string) bool {
	return v.Path == path || strings.HasPrefix(v.Path, path+"/")
}

// OtherLang is the address of the same page in the other language.
func (v View) OtherLang() string {
	if v.Search == "" {
		return v.Path + "?lang=" + Other(v.Lang)
	}
	return v.Path + "?" + v.Search + "&lang=" + Other(v.Lang)
}

// Views parses the templates of a room, which lie in dir of files.
func (s *Site) Views(files fs.FS, dir string) (*Views, error) {
	v := &Views{pages: map[string]map[string]*template.Template{}}
	for _, lang := range []string{flows.Arabic, flows.English} {
		base, err := s.base(lang, files, dir)
		if err != nil {
			return nil, err
		}
		if v.pages[lang], err = parsePages(base, files, dir); err != nil {
			return nil, err
		}
	}
	return v, nil
}

func (s *Site) base(lang string, files fs.FS, dir string) (*template.Template, error) {
	base := template.New("layout.html").Funcs(s.funcs(lang))
	if _, err := base.ParseFS(templates, "templates/layout.html", "templates/_*.html"); err != nil {
		return nil, err
	}
	if parts, _ := fs.Glob(files, path.Join(dir, "_*.html")); len(parts) > 0 {
		return base.ParseFS(files, parts...)
	}
	return base, nil
}

func parsePages(base *template.Template, files fs.FS, dir string) (map[string]*template.Template, error) {
	names, err := fs.Glob(files, path.Join(dir, "[^_]*.html"))
	if err != nil {
		return nil, err
	}
	pages := map[string]*template.Template{}
	for _, name := range names {
		own, err := base.Clone()
		if err != nil {
			return nil, err
		}
		if path.Base(name) != "layout.html" {
			if own, err = own.ParseFS(files, name); err != nil {
				return nil, err
			}
		}
		pages[strings.TrimSuffix(path.Base(name), ".html")] = own
	}
	return pages, nil
}

// Render answers with a page. Nothing is sent when the template fails.
func (v *Views) Render(w http.ResponseWriter, _ *http.Request, status int, name string, view View) error {
	return v.render(w, status, name, "layout.html", view.Lang, view)
}

// RenderPart answers with one named part of a page, without the layout.
func (v *Views) RenderPart(w http.ResponseWriter, _ *http.Request, name, part string, view View) error {
	return v.render(w, http.StatusOK, name, part, view.Lang, view)
}

// Part is one named part of a page as HTML, for a live update.
func (v *Views) Part(lang, name, part string, data any) (string, error) {
	var b bytes.Buffer
	err := v.execute(&b, lang, name, part, data)
	return b.String(), err
}

func (v *Views) render(w http.ResponseWriter, status int, name, part, lang string, data any) error {
	var b bytes.Buffer
	if err := v.execute(&b, lang, name, part, data); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-cache")
	}
	w.WriteHeader(status)
	_, _ = b.WriteTo(w) // a reader who has left needs no error page
	return nil
}

func (v *Views) execute(b *bytes.Buffer, lang, name, part string, data any) error {
	t, ok := v.pages[lang][name]
	if !ok {
		return fmt.Errorf("page: no page %q in %q", name, lang)
	}
	return t.ExecuteTemplate(b, part, data)
}
