package pagetest

import (
	"testing"

	"majlis/flows"
)

// Ministry is one to make pages with.
func Ministry(t testing.TB) flows.Ministry {
	t.Helper()
	var zone flows.Zone
	if err := zone.UnmarshalText([]byte("Asia/Riyadh")); err != nil {
		t.Fatal(err)
	}
	return flows.Ministry{
		Name:     flows.Text{Ar: "وزارة الخدمات المجتمعية", En: "Ministry of Community Services"},
		Initials: flows.Text{Ar: "و خ", En: "MCS"},
		Colours:  flows.Colours{Primary: "#0b5d4b", Accent: "#8a5a0b"},
		Country:  "SA", Zone: zone, Digits: "latn", Hotline: "19999",
		Services: []flows.Service{
			{ID: "housing", Name: flows.Text{Ar: "الدعم السكني", En: "Housing support"}},
			{ID: "licences", Name: flows.Text{Ar: "التراخيص", En: "Licences"}},
			{ID: "social", Name: flows.Text{Ar: "الضمان الاجتماعي", En: "Social security"}},
		},
	}
}
