package main

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// forbidden says what each room may not import, tests included: cmd may use
// bots, storage and config; all of these may use flows; nobody looks back.
var forbidden = map[string][]string{
	"flows":   {"majlis/bots", "majlis/storage", "majlis/config", "majlis/cmd", "net/http", "database/sql", "github.com/go-telegram", "github.com/redis"},
	"bots":    {"majlis/storage", "majlis/config", "majlis/cmd", "database/sql"},
	"storage": {"majlis/bots", "majlis/config", "majlis/cmd"},
	"config":  {"majlis/bots", "majlis/storage", "majlis/cmd"},
	"cmd":     {},
}

// excepted are files that may import one package their room may not. The linked
// device's library keeps keys and sessions of its own in a database that it is
// handed open.
var excepted = map[string]string{"../../bots/whatsapp/store.go": "database/sql"}

// TestImports holds every package to the one rule of imports.
func TestImports(t *testing.T) {
	seen := map[string]int{}
	for room := range forbidden {
		root := filepath.Join("..", "..", room)
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(path) != ".go" {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
			if err != nil {
				return err
			}
			seen[room]++
			for _, spec := range file.Imports {
				name, err := strconv.Unquote(spec.Path.Value)
				if err != nil {
					return err
				}
				if err := mayImport(room, name); err != nil && excepted[filepath.ToSlash(path)] != name {
					t.Errorf("%s: %v", path, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if seen[room] == 0 {
			t.Errorf("no Go file found in %s: this test looked in the wrong place", root)
		}
	}
}

// mayImport is nil when a package of room may import the package called name.
func mayImport(room, name string) error {
	for _, no := range forbidden[room] {
		if name == no || strings.HasPrefix(name, no+"/") {
			return fmt.Errorf("%s may not import %s", room, name)
		}
	}
	return nil
}

func TestMayImport(t *testing.T) {
	for _, tt := range []struct {
		room, name string
		ok         bool
	}{
		{"flows", "majlis/flows/talk", true},
		{"flows", "net/httpx", true},
		{"flows", "net/http/httptest", false},
		{"flows", "majlis/storage", false},
		{"bots", "majlis/flows/cases", true},
		{"bots", "majlis/storage/redis", false},
		{"storage", "database/sql", true},
		{"storage", "majlis/bots", false},
		{"config", "majlis/bots/web", false},
		{"cmd", "majlis/config", true},
	} {
		if got := mayImport(tt.room, tt.name) == nil; got != tt.ok {
			t.Errorf("%s imports %s: allowed %v, want %v", tt.room, tt.name, got, tt.ok)
		}
	}
}
