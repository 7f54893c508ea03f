package config

import (
	_ "embed"
	"errors"
	"fmt"
	"os"
	_ "time/tzdata" // the program runs where no zones are installed

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"majlis/flows"
)

//go:embed ministry.yaml
var modelMinistry []byte

// LoadMinistry reads the ministry's file; an empty path gives the model ministry
// that is built in. Every error names the file, the line and what to do; when
// there are several, all are told.
func LoadMinistry(path string) (flows.Ministry, error) {
	if path == "" {
		return parseMinistry("ministry.yaml (built in)", modelMinistry)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return flows.Ministry{}, fmt.Errorf("MAJLIS_MINISTRY: %w; give the path of a file like config/ministry.yaml, or leave it empty", err)
	}
	return parseMinistry(path, raw)
}

func parseMinistry(name string, raw []byte) (flows.Ministry, error) {
	file, err := parser.ParseBytes(raw, 0)
	if err != nil {
		return flows.Ministry{}, syntaxError(name, err)
	}
	d := document{name: name, file: file}
	d.checkScalars()
	if err := d.err(); err != nil {
		return flows.Ministry{}, err
	}
	var m flows.Ministry
	if err := yaml.UnmarshalWithOptions(raw, &m, yaml.Strict()); err != nil {
		return flows.Ministry{}, syntaxError(name, err)
	}
	d.check(m)
	if err := d.err(); err != nil {
		return flows.Ministry{}, err
	}
	return m, nil
}

// syntaxError names the line of what the library found.
func syntaxError(name string, err error) error {
	var located yaml.Error
	if !errors.As(err, &located) || located.GetToken() == nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	line := located.GetToken().Position.Line
	if _, unknown := errors.AsType[*yaml.UnknownFieldError](err); unknown {
		return fmt.Errorf("%s:%d: %s; correct the name or take the line out", name, line, located.GetMessage())
	}
	return fmt.Errorf("%s:%d: %s; correct this line or the one above (quotes, brackets, colons, indentation)", name, line, located.GetMessage())
}

// document is a ministry's file while it is checked.
type document struct {
	name     string
	file     *ast.File
	problems []error
}

// problem notes what is wrong at a place such as "$.services[1].id". A place that
// isn't written takes the line of the nearest one around it.
func (d *document) problem(place, format string, args ...any) {
	d.problemAt(d.line(place), format, args...)
}

func (d *document) problemAt(line int, format string, args ...any) {
	d.problems = append(d.problems, fmt.Errorf("%s:%d: %s", d.name, line, fmt.Sprintf(format, args...)))
}

func (d *document) err() error { return errors.Join(d.problems...) }

// line returns the line of a place, counted from 1.
func (d *document) line(place string) int {
	for place != "" && place != "$" {
		if path, err := yaml.PathString(place); err == nil {
			if node, err := path.FilterFile(d.file); err == nil && node != nil {
				return node.GetToken().Position.Line
			}
		}
		place = outer(place)
	}
	return 1
}

// outer drops the last step of a place.
func outer(place string) string {
	for i := len(place) - 1; i > 0; i-- {
		if place[i] == '.' || place[i] == '[' {
			return place[:i]
		}
	}
	return ""
}

// scalars are the keys whose values are written in a form of their own. They are
// read here first: the library forgets the line of what a value refuses.
var scalars = map[string]func() interface{ UnmarshalText([]byte) error }{
	"zone":     func() interface{ UnmarshalText([]byte) error } { return new(flows.Zone) },
	"opens":    func() interface{ UnmarshalText([]byte) error } { return new(flows.Clock) },
	"closes":   func() interface{ UnmarshalText([]byte) error } { return new(flows.Clock) },
	"from":     func() interface{ UnmarshalText([]byte) error } { return new(flows.Date) },
	"to":       func() interface{ UnmarshalText([]byte) error } { return new(flows.Date) },
	"since":    func() interface{ UnmarshalText([]byte) error } { return new(flows.Date) },
	"until":    func() interface{ UnmarshalText([]byte) error } { return new(flows.Date) },
	"verified": func() interface{ UnmarshalText([]byte) error } { return new(flows.Date) },
}

func (d *document) checkScalars() {
	for _, doc := range d.file.Docs {
		if doc.Body != nil {
			ast.Walk(visitor{d}, doc.Body)
		}
	}
}

// visitor checks each scalar on the way through the file.
type visitor struct{ d *document }

// Visit is called for every node.
func (v visitor) Visit(node ast.Node) ast.Visitor {
	pair, ok := node.(*ast.MappingValueNode)
	if !ok {
		return v
	}
	key := pair.Key.GetToken().Value
	if days, ok := pair.Value.(*ast.SequenceNode); ok && key == "days" {
		for _, day := range days.Values {
			v.d.checkScalar(day, new(flows.Day))
		}
	}
	if form, ok := scalars[key]; ok {
		v.d.checkScalar(pair.Value, form())
	}
	return v
}

func (d *document) checkScalar(node ast.Node, form interface{ UnmarshalText([]byte) error }) {
	token := node.GetToken()
	if err := form.UnmarshalText([]byte(token.Value)); err != nil {
		d.problemAt(token.Position.Line, "%s", err)
	}
}
