package main

import (
	"os"
	"runtime"
	"strconv"
	"strings"
)

// residentMB returns the most memory this process has held, in megabytes: the
// kernel's count on Linux, elsewhere what the Go runtime took from the system.
func residentMB() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err == nil {
		for line := range strings.Lines(string(status)) {
			if kb, ok := strings.CutPrefix(line, "VmHWM:"); ok {
				n, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(kb), "kB")), 64)
				if err == nil {
					return n / 1000
				}
			}
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.Sys) / 1e6
}
