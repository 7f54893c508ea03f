package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"majlis/config"
	"majlis/flows"
	"majlis/flows/staff"
)

type userCmd struct {
	Add userAddCmd `cmd:"" help:"Add a staff account; the password is asked, or read from standard input when it isn't a terminal."`
}

type userAddCmd struct {
	Name string     `arg:"" help:"Name to sign in with."`
	Role staff.Role `required:"" enum:"agent,editor,approver,admin" help:"agent, editor, approver or admin."`
	Lang string     `default:"ar" enum:"ar,en" help:"Language of the desk: ar or en."`
}

// Run adds the account. The password never is an argument: arguments are seen by
// everyone on the machine.
func (u userAddCmd) Run(ctx context.Context, c *config.Config, std streams) error {
	h, err := openChecked(ctx, *c, std)
	if err != nil {
		return err
	}
	defer h.Close()
	password, err := askPassword(std)
	if err != nil {
		return err
	}
	user, err := h.accounts.Create(ctx, u.Name, password, u.Role, u.Lang)
	if err != nil {
		return u.explain(err)
	}
	fmt.Fprintf(std.out, "majlis: %s may sign in as %s\n", user.Name, user.Role)
	return nil
}

func (u userAddCmd) explain(err error) error {
	if errors.Is(err, flows.ErrExists) {
		return fmt.Errorf("the name %q is taken; choose another", u.Name)
	}
	if m, ok := errors.AsType[*flows.Mistake](err); ok {
		return fmt.Errorf("%s: %s (a password has at least %d characters and is not the name)", m.Field, m.Code, staff.MinPassword)
	}
	return err
}

// askPassword reads a password twice from the terminal, or one line from a pipe.
func askPassword(std streams) (string, error) {
	file, ok := std.in.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		line, err := bufio.NewReader(std.in).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", err
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
	first, err := ask(std, file, "Password: ")
	if err != nil {
		return "", err
	}
	second, err := ask(std, file, "Once more: ")
	if err != nil {
		return "", err
	}
	if first != second {
		return "", errors.New("the two passwords differ; nothing was changed")
	}
	return first, nil
}

func ask(std streams, terminal *os.File, prompt string) (string, error) {
	fmt.Fprint(std.err, prompt)
	typed, err := term.ReadPassword(int(terminal.Fd()))
	fmt.Fprintln(std.err)
	return string(typed), err
}
