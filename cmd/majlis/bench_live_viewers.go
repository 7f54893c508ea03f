package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"majlis/flows/live"
)

// Who signs in to watch; the house is gone after the bench.
const (
	liveHost     = "host"
	livePassword = "a password of the bench"
)

// liveViewer is somebody who watches a board over HTTP, and when they saw what.
type liveViewer struct {
	as live.Audience

	mu    sync.Mutex
	saw   []sight
	bytes int
}

// sight is a moment at which a board showed everything up to an event.
type sight struct {
	at  time.Time
	seq int64
}

// seenGroup is a group as the public's page shows it.
type seenGroup struct {
	ID     string `json:"id"`
	Number int64  `json:"n"`
}

// switchOn lets viewers of all kinds watch, until the studio is closed.
func (s *liveStudio) switchOn(ctx context.Context) error {
	client, err := s.signIn(ctx)
	if err != nil {
		return err
	}
	for i := range liveViewers {
		v := &liveViewer{as: []live.Audience{live.ForPublic, live.ForModerator, live.ForHost}[i%3]}
		s.viewers = append(s.viewers, v)
		show := func([]byte) {}
		if i == 0 {
			show = s.notice
		}
		s.watching.Go(func() {
			for ctx.Err() == nil {
				if v.watch(ctx, client, s.address()+"/live/"+s.ID+"/events?as="+string(v.as), show) != nil {
					time.Sleep(100 * time.Millisecond) // it comes back as a browser does
				}
			}
		})
	}
	for s.seen() == 0 && ctx.Err() == nil {
		time.Sleep(time.Millisecond)
	}
	return context.Cause(ctx)
}

// signIn opens the staff's pages for those who watch as staff.
func (s *liveStudio) signIn(ctx context.Context) (*http.Client, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	client := &http.Client{Jar: jar, Transport: &http.Transport{}}
	form := url.Values{"name": {liveHost}, "password": {livePassword}, "next": {"/live/" + s.ID + "/board"}}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.address()+"/desk/sign-in", strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := client.Do(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("signing in to watch: %s", resp.Status)
	}
	return client, nil
}

// notice keeps the groups that the public's page shows, for those who say "me too".
func (s *liveStudio) notice(data []byte) {
	var shown struct{ Cards []seenGroup }
	if json.Unmarshal(data, &shown) != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range shown.Cards {
		at, known := slices.BinarySearchFunc(s.groups, g, func(a, b seenGroup) int { return int(a.Number - b.Number) })
		if !known {
			s.groups = slices.Insert(s.groups, at, g)
		}
	}
}

// seen is the number of the last event that all viewers have seen.
func (s *liveStudio) seen() int64 {
	least := s.viewers[0].last()
	for _, v := range s.viewers {
		least = min(least, v.last())
	}
	return least
}

func (v *liveViewer) last() int64 {
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.saw) == 0 {
		return 0
	}
	return v.saw[len(v.saw)-1].seq
}

// watch follows the board until the line breaks, and goes on where it was.
func (v *liveViewer) watch(ctx context.Context, client *http.Client, address string, show func([]byte)) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	r.Header.Set("Accept", "text/event-stream")
	if n := v.last(); n > 0 {
		r.Header.Set("Last-Event-ID", strconv.FormatInt(n, 10))
	}
	resp, err := client.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return v.read(resp.Body, show)
}

func (v *liveViewer) read(body io.Reader, show func([]byte)) error {
	const longest = 64 << 20 // a whole board is one line
	lines := bufio.NewScanner(body)
	lines.Buffer(nil, longest)
	var seq int64
	for lines.Scan() {
		switch key, value, _ := strings.Cut(lines.Text(), ": "); key {
		case "id":
			seq, _ = strconv.ParseInt(value, 10, 64) // 0 is no frame
		case "data":
			if seq > 0 {
				v.see(seq, len(value))
				show([]byte(value))
			}
			seq = 0
		}
	}
	return cmp.Or(lines.Err(), io.EOF)
}

func (v *liveViewer) see(seq int64, size int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.saw = append(v.saw, sight{time.Now(), seq})
	v.bytes += size
}

// first is when a viewer saw an event; false for never.
func (v *liveViewer) first(seq int64) (time.Time, bool) {
	i, _ := slices.BinarySearchFunc(v.saw, seq, func(s sight, seq int64) int { return int(s.seq - seq) })
	if i == len(v.saw) {
		return time.Time{}, false
	}
	return v.saw[i].at, true
}
