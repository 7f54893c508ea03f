package main

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"majlis/bots"
)

// arrives counts what gets through.
type arrives struct {
	bots.Channel
	count int
}

func (a *arrives) Send(context.Context, bots.Parcel) (string, error) {
	a.count++
	return "1", nil
}

func TestReservedSendersFailOnDemand(t *testing.T) {
	tests := []struct {
		sender  string
		fails   int // tries that fail before one arrives; -1: all
		code    string
		retry   bool
		stopped bool
	}{
		{reservedTemporary, 2, "temporary", true, false},
		{reservedBlocked, -1, "blocked", false, true},
		{reservedTimeout, 1, "timeout", true, false},
		{reservedThrottled, 1, "throttled", true, false},
		{reservedRefused, -1, "refused", false, false},
		{"+966500000001", 0, "", false, false},
	}
	for _, tt := range tests {
		t.Run(tt.sender, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				inner := &arrives{}
				f := newFaults(inner, func(address string) string { return address })
				for try := 1; try <= 4; try++ {
					_, err := f.Send(t.Context(), bots.Parcel{ID: "p", Address: tt.sender})
					want := tt.fails < 0 || try <= tt.fails
					if (err != nil) != want {
						t.Fatalf("try %d: %v", try, err)
					}
					se, ok := errors.AsType[*bots.SendError](err)
					if want && (!ok || se.Code != tt.code || se.Retry != tt.retry || se.Stop != tt.stopped) {
						t.Fatalf("try %d: %+v", try, se)
					}
				}
			})
		})
	}
}
