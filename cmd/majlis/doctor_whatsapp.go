package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"majlis/bots"
	"majlis/config"
	"majlis/flows"
	"majlis/flows/people"
	"majlis/flows/talk"
	"majlis/storage"
)

// linkedDevice is the name of the linked device in records.
const linkedDevice = "whatsapp"

// illness is what a part has, with a mend of its own.
type illness struct{ has, mend string }

func (i *illness) Error() string { return i.has }

// checkWhatsApp reads how the link stood last; it opens neither the link nor the
// file it is kept in, which only one process may.
func checkWhatsApp(ctx context.Context, c *config.Config) (string, error) {
	if !c.WhatsApp.On() {
		return "off", nil
	}
	if err := checkPrivate(c.WhatsApp.DBFile()); err != nil {
		return "", err
	}
	m, err := config.LoadMinistry(c.Ministry)
	if err != nil {
		return "", err
	}
	texts, err := config.NewTexts(m)
	if err != nil {
		return "", err
	}
	l, err := lastLink(ctx, c)
	if err != nil {
		return "", err
	}
	return judgeLink(texts, l, time.Now())
}

// checkPrivate reports a file that others on this machine may read, or one that
// SQLite keeps beside it. Those that do not exist yet are made private by whoever
// makes them.
func checkPrivate(path string) error {
	if path == "" {
		return nil
	}
	for _, file := range []string{path, path + "-wal", path + "-shm"} {
		info, err := os.Stat(file)
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			return err
		}
		if mode := info.Mode().Perm(); mode != 0o600 {
			return &illness{
				fmt.Sprintf("%s holds keys and personal data, but its mode is %04o [mode]", file, mode),
				"chmod 600 " + file + ", and see who may have read it",
			}
		}
	}
	return nil
}

// lastLink is the link as it was recorded last; unpaired when there is no record.
func lastLink(ctx context.Context, c *config.Config) (bots.Link, error) {
	never := bots.Link{State: bots.LinkUnpaired}
	if _, err := os.Stat(c.DB); os.IsNotExist(err) {
		return never, nil
	}
	vault, err := people.NewVault(c.MasterSecret())
	if err != nil {
		return never, err
	}
	db, err := storage.Open(ctx, c.DB, vault, storage.Options{})
	if err != nil {
		return never, mendDB(c.DB, err)
	}
	defer db.Close()
	l, err := linkNotes{db}.ReadLink(ctx, linkedDevice)
	if errors.Is(err, flows.ErrNotFound) {
		return never, nil
	}
	return l, err
}

// judgeLink says whether messages arrive over a link, and if not, why and what to
// do. The limit of a linked device is said even when all is well.
func judgeLink(t talk.Texts, l bots.Link, now time.Time) (string, error) {
	if l.State != bots.LinkConnected {
		return "", &illness{linkSays(t, l, now), linkHint(t, l)}
	}
	return linkSays(t, l, now) + "\n" + indent("note: "+t.Text(flows.English, "link.limit", nil)), nil
}

// indent puts a line below what is said of a part.
func indent(line string) string { return fmt.Sprintf("      %-10s %s", "", line) }
