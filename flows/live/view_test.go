package live

import (
	"reflect"
	"testing"
	"time"
)

// TestCardsDifferInEachField changes one field after the other: what has changed
// on a card must reach the viewers.
func TestCardsDifferInEachField(t *testing.T) {
	for i := range reflect.TypeFor[Card]().NumField() {
		was := Card{Arrivals: [][2]int64{{1, 1}}, Labels: []string{"a"}}
		is := was
		name, field := reflect.TypeFor[Card]().Field(i).Name, reflect.ValueOf(&is).Elem().Field(i)
		switch v := field.Interface().(type) {
		case time.Time:
			field.Set(reflect.ValueOf(time.Unix(1, 0)))
		case [][2]int64:
			is.Arrivals = [][2]int64{{1, 2}}
		case []string:
			is.Labels = nil
		case bool:
			field.SetBool(true)
		case float64:
			field.SetFloat(1)
		default:
			if field.CanInt() {
				field.SetInt(1)
				break
			}
			if field.Kind() != reflect.String {
				t.Fatalf("%s is a %T", name, v)
			}
			field.SetString("x")
		}
		if was.equal(&is) {
			t.Errorf("cards that differ in %s are equal", name)
		}
	}
}

// TestHashIsThatOfBrowsers holds the hash to the one the page's own script makes
// of the same view.
func TestHashIsThatOfBrowsers(t *testing.T) {
	v := View{
		Seq: 7, Status: OnAir, Strip: Strip{People: 3, Questions: 2, Waiting: 1},
		Cards: []Card{{ID: "g", Number: 4, Text: "متى؟", State: Approved, People: 3, Wordings: 2, Pinned: true}},
	}
	if got, want := v.Hash(), "726df1a416443c14"; got != want {
		t.Errorf("hash %s, want %s", got, want)
	}
}
