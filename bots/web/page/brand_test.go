package page

import (
	"testing"

	"pgregory.net/rapid"
)

func TestAnyBrandColourIsReadable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.Float64Range(0, 255)
		c := rgb{part.Draw(t, "r"), part.Draw(t, "g"), part.Draw(t, "b")}
		pale, dark := parseColour(paleSurface, ""), parseColour(darkSurface, "")
		if got := parseColour(c.until(rgb{}, pale).String(), "").contrast(pale); got < 4.5 {
			t.Fatalf("%s on pale: %.2f", c, got)
		}
		if got := parseColour(c.until(rgb{255, 255, 255}, dark).String(), "").contrast(dark); got < 4.5 {
			t.Fatalf("%s on dark: %.2f", c, got)
		}
	})
}

func TestContrastOfBlackAndWhite(t *testing.T) {
	if got := (rgb{}).contrast(rgb{255, 255, 255}); got < 20.99 || got > 21.01 {
		t.Errorf("%.2f", got)
	}
}

func TestParseColour(t *testing.T) {
	for in, want := range map[string]string{"#0b5d4b": "#0b5d4b", "": "#14532d", "red": "#14532d", "#12": "#14532d"} {
		if got := parseColour(in, housePrimary).String(); got != want {
			t.Errorf("%q: %s", in, got)
		}
	}
}
