package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the scripts call this very program by its name.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"majlis": main})
}

// TestScripts runs the stories in testdata/script as a person at a terminal
// would: each in an empty folder with an empty environment. A story per
// command; a mended hole gets a story named *_regression.txtar.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "",
		Setup: func(env *testscript.Env) error {
			// A story that needs a secret sets it; nothing of ours comes from
			// the machine that runs the test.
			env.Setenv("TZ", "UTC")
			return nil
		},
	})
}
