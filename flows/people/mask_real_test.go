package people_test

import (
	"path/filepath"
	"testing"

	"majlis/flows/people"
)

// Real questions hold next to nothing personal: what is masked there is a
// mistake of ours.
func TestMaskLeavesRealQuestions(t *testing.T) {
	for _, file := range realQuestions(t) {
		for _, text := range column(t, file, "text") {
			if masked, kinds := (people.Masker{}).Mask(text); len(kinds) > 0 {
				t.Errorf("%s: %v %q → %q", filepath.Base(file), kinds, text, masked)
			}
		}
	}
}
