package config

import (
	"fmt"
	"io"
	"net/url"
	"reflect"
)

// Setting is one setting as it is shown to an operator.
type Setting struct {
	Variable string // MAJLIS_…
	Default  string
	Help     string
	Value    string // as it works now; secrets are hidden
}

// Settings lists all settings in the order of the struct.
func (c Config) Settings() []Setting { return settingsOf(reflect.ValueOf(c)) }

// Print writes the settings as they work now, one VARIABLE=value a line, with
// secrets hidden.
func (c Config) Print(w io.Writer) error {
	for _, s := range c.Settings() {
		if _, err := fmt.Fprintf(w, "%s=%s\n", s.Variable, s.Value); err != nil {
			return err
		}
	}
	return nil
}

func settingsOf(v reflect.Value) []Setting {
	var list []Setting
	for i := range v.NumField() {
		field := v.Type().Field(i)
		variable, ok := field.Tag.Lookup("env")
		if !ok {
			list = append(list, settingsOf(v.Field(i))...)
			continue
		}
		list = append(list, Setting{
			Variable: variable, Default: field.Tag.Get("default"), Help: field.Tag.Get("help"),
			Value: withoutPassword(fmt.Sprint(v.Field(i).Interface())),
		})
	}
	return list
}

// withoutPassword hides the password of a URL such as redis://user:pass@host.
func withoutPassword(value string) string {
	u, err := url.Parse(value)
	if err != nil || u.User == nil {
		return value
	}
	return u.Redacted()
}
