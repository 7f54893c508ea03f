package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"majlis/config"
	"majlis/flows/people"
	"majlis/storage"
	"majlis/storage/redis"
)

type doctorCmd struct{}

// checkup is one part and how to mend it.
type checkup struct {
	part  string
	check func(ctx context.Context) (found string, err error)
	mend  string
}

// Run checks each part in turn and gives a hint per failure; it changes nothing.
func (doctorCmd) Run(ctx context.Context, c *config.Config, std streams) error {
	sick := 0
	for _, k := range checkups(c) {
		soon, cancel := context.WithTimeout(ctx, 10*time.Second)
		found, err := k.check(soon)
		cancel()
		if err == nil {
			fmt.Fprintf(std.out, "ok    %-10s %s\n", k.part, found)
			continue
		}
		sick++
		mend := k.mend
		if ill, ok := errors.AsType[*illness](err); ok {
			mend = ill.mend
		}
		fmt.Fprintf(std.out, "FAIL  %-10s %v\n%s\n", k.part, err, indent("hint: "+mend))
	}
	if sick > 0 {
		return fmt.Errorf("%d of the parts need mending", sick)
	}
	return nil
}

func checkups(c *config.Config) []checkup {
	return []checkup{
		{"settings", func(context.Context) (string, error) { return "all of them make sense", c.Check() }, "set the variables named here, then run doctor again"},
		{"ministry", with(c, checkMinistry), "mend the line named here, or unset MAJLIS_MINISTRY to use the model ministry"},
		{"texts", with(c, checkTexts), "a text that ministry.yaml overrides is wrong; its key is named here"},
		{"database", with(c, checkDatabase), "check that the folder of MAJLIS_DB can be written and that nothing else holds the file"},
		{"redis", with(c, checkRedis), "start Redis, or unset MAJLIS_REDIS: everything works in process"},
		{"telegram", with(c, checkTelegram), "check MAJLIS_TELEGRAM_TOKEN with @BotFather, and that this machine may reach MAJLIS_TELEGRAM_SERVER"},
		{"whatsapp", with(c, checkWhatsApp), "check MAJLIS_DB and MAJLIS_SECRET: how the link stands is kept there"},
		{"cloud", with(c, checkCloud), "check MAJLIS_CLOUD_TOKEN and MAJLIS_CLOUD_PHONE_ID at Meta, and that this machine may reach MAJLIS_CLOUD_SERVER"},
		{"clock", func(context.Context) (string, error) { return time.Now().Format(time.RFC3339), nil }, ""},
	}
}

func with(c *config.Config, check func(context.Context, *config.Config) (string, error)) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) { return check(ctx, c) }
}

func checkMinistry(_ context.Context, c *config.Config) (string, error) {
	m, err := config.LoadMinistry(c.Ministry)
	return fmt.Sprintf("%s, %d services, %s", m.Name.En, len(m.Services), m.Zone), err
}

func checkTexts(_ context.Context, c *config.Config) (string, error) {
	m, err := config.LoadMinistry(c.Ministry)
	if err != nil {
		return "", err
	}
	t, err := config.NewTexts(m)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d in each language", len(t.Keys())), nil
}

// checkDatabase opens a database that is there; one that isn't is only made by
// whoever needs it.
func checkDatabase(ctx context.Context, c *config.Config) (string, error) {
	if _, err := os.Stat(c.DB); os.IsNotExist(err) {
		folder := filepath.Dir(c.DB)
		_, err := os.Stat(folder)
		return c.DB + " will be made by the first command that stores", err
	}
	vault, err := people.NewVault(c.MasterSecret())
	if err != nil {
		return "", err
	}
	db, err := storage.Open(ctx, c.DB, vault, storage.Options{})
	if err != nil {
		return "", mendDB(c.DB, err)
	}
	defer db.Close()
	return c.DB + " opens and answers", db.Ping(ctx)
}

func checkRedis(ctx context.Context, c *config.Config) (string, error) {
	if c.Redis == "" {
		return "off: state is kept in process", nil
	}
	vault, err := people.NewVault(c.MasterSecret())
	if err != nil {
		return "", err
	}
	s, err := redis.Open(c.Redis, vault, newLog(io.Discard))
	if err != nil {
		return "", err
	}
	defer s.Close()
	_, _, err = s.Get(ctx, "ping")
	return "answers", err
}
