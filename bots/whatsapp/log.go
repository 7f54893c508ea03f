package whatsapp

import (
	"context"
	"log/slog"
	"strings"

	waLog "go.mau.fi/whatsmeow/util/log"
)

// logger is the library's log. What the library fills into its sentences are
// numbers, names and whole stanzas: only the sentences themselves are kept.
type logger struct {
	log    *slog.Logger
	module string
}

func newLogger(log *slog.Logger) waLog.Logger { return &logger{log: log, module: "client"} }

// Sub implements waLog.Logger.
func (l *logger) Sub(module string) waLog.Logger {
	return &logger{log: l.log, module: l.module + "/" + module}
}

// Debugf drops what is meant for developers of the library.
func (l *logger) Debugf(string, ...any) {}

// Infof implements waLog.Logger. To the library a great deal is worth telling; to
// an operator it is not.
func (l *logger) Infof(msg string, _ ...any) { l.say(slog.LevelInfo, msg) }

// Warnf implements waLog.Logger.
func (l *logger) Warnf(msg string, _ ...any) { l.say(slog.LevelWarn, msg) }

// Errorf implements waLog.Logger.
func (l *logger) Errorf(msg string, _ ...any) { l.say(slog.LevelError, msg) }

func (l *logger) say(level slog.Level, msg string) {
	l.log.Log(context.Background(), level, "whatsapp: the library says", "what", redact(msg), "module", l.module)
}

// redact hides what could be a number or an address, should a sentence hold one
// after all, and the places where values would stand.
func redact(msg string) string {
	var b strings.Builder
	for word := range strings.FieldsSeq(msg) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		if strings.ContainsAny(word, "@%") || digits(word) > 3 {
			word = "…"
		}
		b.WriteString(word)
	}
	return b.String()
}

func digits(s string) int {
	n := 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}
