package main

import (
	"errors"
	"fmt"

	"majlis/storage"
)

// mendDB says in words what is wrong with a database that can't be opened, which
// setting names it, and what to do.
func mendDB(path string, err error) error {
	switch {
	case errors.Is(err, storage.ErrSecret):
		return fmt.Errorf("MAJLIS_SECRET: is not the secret that %s was written with; set that one again, or another MAJLIS_DB", path)
	case errors.Is(err, storage.ErrBusy):
		return fmt.Errorf("MAJLIS_DB: %s is held by another program; end that one first, or give another file", path)
	case errors.Is(err, storage.ErrFull):
		return fmt.Errorf("MAJLIS_DB: there is no room left where %s is; make some, or give another folder", path)
	case errors.Is(err, storage.ErrNewer):
		return fmt.Errorf("MAJLIS_DB: %s belongs to a newer release; run that one, or give another file", path)
	case errors.Is(err, storage.ErrDamaged):
		return fmt.Errorf("MAJLIS_DB: %s is damaged, or no database of ours; move it away and bring a backup back with: majlis restore", path)
	}
	return fmt.Errorf("MAJLIS_DB: %w; give the path of a file that can be written", err)
}
