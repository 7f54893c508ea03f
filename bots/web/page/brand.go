package page

import (
	"fmt"
	"math"
	"strconv"

	"majlis/flows"
)

// The house's own colours, for a ministry that sets none.
const (
	housePrimary = "#14532d"
	houseAccent  = "#8a5a0b"
)

// Text in a ministry's colour must reach this contrast (WCAG 2.2 AA asks 4.5)
// on the palest and the darkest surface of tokens.css.
const (
	textContrast = 5.0
	paleSurface  = "#eceae4"
	darkSurface  = "#262a28"
)

// brandCSS writes the style sheet of a ministry's two colours: as they are where
// white stands on them, darkened or lightened where they are text.
func brandCSS(c flows.Colours) []byte {
	primary, accent := parseColour(c.Primary, housePrimary), parseColour(c.Accent, houseAccent)
	pale, dark := parseColour(paleSurface, ""), parseColour(darkSurface, "")
	black, white := rgb{}, rgb{255, 255, 255}
	light := fmt.Sprintf("--brand:%s;--accent:%s;--brand-text:%s;--accent-text:%s;--brand-tint:%s;--brand-line:%s",
		primary, accent, primary.until(black, pale), accent.until(black, pale),
		primary.mix(white, 0.92), primary.mix(white, 0.6))
	night := fmt.Sprintf("--brand-text:%s;--accent-text:%s;--brand-tint:%s;--brand-line:%s",
		primary.until(white, dark), accent.until(white, dark),
		primary.mix(parseColour("#161918", ""), 0.6), primary.mix(white, 0.35))
	return fmt.Appendf(nil, ":root{%s}\n@media (prefers-color-scheme:dark){:root{%s}}\n", light, night)
}

type rgb struct{ r, g, b float64 }

// parseColour reads #rrggbb, or fallback when it is none.
func parseColour(s, fallback string) rgb {
	n, err := strconv.ParseUint(s[min(1, len(s)):], 16, 32)
	if len(s) != 7 || s[0] != '#' || err != nil {
		if fallback == "" {
			return rgb{}
		}
		return parseColour(fallback, "")
	}
	return rgb{float64(n >> 16), float64(n >> 8 & 255), float64(n & 255)}
}

func (c rgb) String() string {
	return fmt.Sprintf("#%02x%02x%02x", int(math.Round(c.r)), int(math.Round(c.g)), int(math.Round(c.b)))
}

// mix moves c towards other by share, 0 to 1.
func (c rgb) mix(other rgb, share float64) rgb {
	at := func(a, b float64) float64 { return a + (b-a)*share }
	return rgb{at(c.r, other.r), at(c.g, other.g), at(c.b, other.b)}
}

// until moves c towards other as far as it takes to be readable on surface.
func (c rgb) until(other, surface rgb) rgb {
	for share := 0.0; share < 1; share += 0.04 {
		if m := c.mix(other, share); m.contrast(surface) >= textContrast {
			return m
		}
	}
	return other
}

// contrast is the ratio of WCAG 2.2, 1 to 21.
func (c rgb) contrast(other rgb) float64 {
	a, b := c.luminance(), other.luminance()
	return (max(a, b) + 0.05) / (min(a, b) + 0.05)
}

func (c rgb) luminance() float64 {
	linear := func(v float64) float64 {
		v /= 255
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.r) + 0.7152*linear(c.g) + 0.0722*linear(c.b)
}
