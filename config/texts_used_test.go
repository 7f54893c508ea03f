package config

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	// literals look like a key, or like the beginning of one ("told.", "told.%s").
	keyLiteral = regexp.MustCompile("[\"'`]([a-z][a-z0-9_]*(?:\\.[a-z0-9_]+)+|[a-z][a-z0-9_]*(?:\\.[a-z0-9_]+)*\\.)(?:%s)?[\"'`]")
	// certain are those that can be nothing else.
	certainKey = regexp.MustCompile(`(?:\.(?:Say|Text|Option)\((?:"[^"]*", )?|(?:Title|Words|Label): )"([a-z][a-z0-9_.]*[a-z0-9_])"`)
	// asked texts need a short name beside them: they can be changed later.
	askedKey = regexp.MustCompile(`\.(?:Ask|Choose)\("[^"]*", "([a-z][a-z0-9_.]*)"`)

	fileName = regexp.MustCompile(`\.(css|js|json|go|html|txt|svg|png|md|yaml|atom|db|csv|xml|mod)$`)
)

// Every key the program uses is in the catalogues, and every key there is used.
func TestKeysAreUsedAndThere(t *testing.T) {
	texts := modelTexts(t)
	rooms := map[string]bool{}
	for _, key := range texts.Keys() {
		rooms[roomOf(key)] = true
	}
	used, beginnings := map[string]bool{"date.weekdays": true, "date.months": true, "date.long": true}, []string{}
	for path, source := range sources(t) {
		for _, m := range askedKey.FindAllStringSubmatch(source, -1) {
			used[m[1]+".label"] = true
			needs(t, texts, path, m[1]+".label")
		}
		for _, m := range certainKey.FindAllStringSubmatch(source, -1) {
			needs(t, texts, path, m[1])
		}
		for _, m := range keyLiteral.FindAllStringSubmatch(source, -1) {
			key := m[1]
			switch {
			case !rooms[roomOf(key)] || fileName.MatchString(key):
			case strings.HasSuffix(key, "."):
				beginnings = append(beginnings, key)
			default:
				used[key] = true
				needs(t, texts, path, key)
			}
		}
	}
	for _, key := range texts.Keys() {
		begun := slices.ContainsFunc(beginnings, func(b string) bool { return strings.HasPrefix(key, b) })
		// The short name of a question is found by the question's own key.
		if !used[key] && !used[strings.TrimSuffix(key, ".label")] && !begun {
			t.Errorf("%s is in config/texts but nothing uses it: take it out", key)
		}
	}
}

func roomOf(key string) string {
	room, _, _ := strings.Cut(key, ".")
	return room
}

func needs(t *testing.T, texts *Texts, path, key string) {
	t.Helper()
	if !texts.Has(key) {
		t.Errorf("%s uses %s, which is not in config/texts: add it to both languages", path, key)
	}
}

// sources reads what may use a text: code and templates, without tests.
func sources(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, room := range []string{"../flows", "../bots", "../cmd"} {
		err := filepath.WalkDir(room, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				if entry != nil && slices.Contains([]string{"testdata", "vendor"}, entry.Name()) {
					return fs.SkipDir
				}
				return err
			}
			ext := filepath.Ext(path)
			if !slices.Contains([]string{".go", ".html", ".tmpl", ".js"}, ext) || strings.HasSuffix(path, "_test.go") {
				return nil
			}
			raw, err := os.ReadFile(path)
			all[path] = string(raw)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(all) == 0 {
		t.Fatal("no sources found")
	}
	return all
}
