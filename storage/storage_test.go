package storage_test

import (
	"path/filepath"
	"testing"

	"go.uber.org/goleak"

	"majlis/flows/people"
	"majlis/storage"
	"majlis/storage/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func newVault(t testing.TB) *people.Vault {
	t.Helper()
	v, err := people.NewVault([]byte("a secret of many bytes"))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func openAt(t testing.TB, path string, o storage.Options) *storage.DB {
	t.Helper()
	db, err := storage.Open(t.Context(), path, newVault(t), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func TestSQLite(t *testing.T) {
	storetest.Run(t, func(t *testing.T, o storage.Options) *storage.DB {
		return openAt(t, filepath.Join(t.TempDir(), "majlis.db"), o)
	})
}
