// Majlis lets a ministry listen and answer in the chats people already use.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	_ "time/tzdata" // the ministry's zone must be known on every machine

	"github.com/alecthomas/kong"

	"majlis/config"
)

// cli is every command and setting; each setting is a flag, a variable and a
// help line at once.
type cli struct {
	config.Config

	Serve    serveCmd    `cmd:"" help:"Run the service."`
	Demo     demoCmd     `cmd:"" help:"Run a seeded ministry on this machine; nothing leaves it and nothing stays behind."`
	Chat     chatCmd     `cmd:"" help:"Talk to the bot in the terminal, through the real path."`
	User     userCmd     `cmd:"" help:"Staff accounts."`
	Import   importCmd   `cmd:"" help:"Take in questions from elsewhere: a CSV file with the column text, optionally id, at, lang, asker."`
	FAQ      faqCmd      `cmd:"" name:"faq" help:"Group questions, match them with answers, measure both."`
	Audit    auditCmd    `cmd:"" help:"Reconcile inbound messages with their end states."`
	WhatsApp whatsappCmd `cmd:"" name:"whatsapp" help:"The linked device of WhatsApp."`
	Doctor   doctorCmd   `cmd:"" help:"Check each part and say how to mend it."`
	Backup   backupCmd   `cmd:"" help:"Copy the database to a file while the service runs."`
	Restore  restoreCmd  `cmd:"" help:"Bring a backup back; the service must be stopped."`
	Bench    benchCmd    `cmd:"" help:"Load tests on this machine."`
	Version  versionCmd  `cmd:"" help:"Say the version."`
}

type faqCmd struct {
	Group faqGroupCmd `cmd:"" help:"Group a file of questions."`
	Match faqMatchCmd `cmd:"" help:"Find the nearest FAQ entries of each question."`
	Eval  faqEvalCmd  `cmd:"" help:"Measure the grouping against labels."`
}

type benchCmd struct {
	Turns benchTurnsCmd `cmd:"" help:"Durable turns a second: inbox, session, outbox and record in one commit."`
	Group benchGroupCmd `cmd:"" help:"Grouping: embed, assign and digest."`
	Live  benchLiveCmd  `cmd:"" help:"A broadcast on air: thousands ask on three channels while 50 people watch the board."`
}

// streams are the program's own standard streams.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

func main() { os.Exit(run(os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr})) }

// run is the whole program: its arguments and streams in, its exit code out.
func run(args []string, std streams) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := execute(ctx, args, std); err != nil {
		if code, asked := errors.AsType[exitCode](err); asked {
			return int(code)
		}
		fmt.Fprintln(std.err, "majlis: "+strings.TrimPrefix(err.Error(), "majlis: "))
		return 1
	}
	return 0
}

// exitCode ends the program without a message of its own.
type exitCode int

func (e exitCode) Error() string { return fmt.Sprintf("exit %d", int(e)) }

func execute(ctx context.Context, args []string, std streams) (err error) {
	var c cli
	parser, err := kong.New(
		&c,
		kong.Name("majlis"),
		kong.Description("A ministry listens and answers in the chats people already use."),
		kong.UsageOnError(),
		kong.Writers(std.out, std.err),
		kong.Exit(func(code int) { panic(exitCode(code)) }),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(&c.Config, std),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		return err
	}
	defer func() { // --help ends the program in the middle of parsing
		if p := recover(); p != nil {
			code, asked := p.(exitCode)
			if !asked {
				panic(p)
			}
			err = code
		}
	}()
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		return err
	}
	return parsed.Run()
}
