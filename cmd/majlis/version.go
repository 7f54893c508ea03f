package main

import (
	"fmt"
	"runtime/debug"
)

type versionCmd struct{}

// Run says the version: the tag or revision this binary was built from.
func (versionCmd) Run(std streams) error {
	fmt.Fprintln(std.out, "majlis "+version())
	return nil
}

func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	v := info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && (v == "" || v == "(devel)") {
			v = s.Value[:min(12, len(s.Value))]
		}
	}
	if v == "" {
		return "(devel)"
	}
	return v
}
