package main

import (
	"context"
	"encoding/json"
	"runtime"
	"slices"
	"strconv"
	"time"

	"majlis/flows/faq"
)

// benchGroupCmd measures grouping on a stream of made-up questions.
type benchGroupCmd struct {
	Quick bool `help:"Under 30 seconds."`
}

// groupBench is what bench group prints. Times of one question are wall clock on
// one goroutine; heap is live after a collection.
type groupBench struct {
	Name      string        `json:"name"`
	PerSecond float64       `json:"per_second"` // questions, embedded and assigned
	P50       float64       `json:"p50_ms"`
	P95       float64       `json:"p95_ms"`
	P99       float64       `json:"p99_ms"`
	Lost      int           `json:"lost"`    // questions without a group
	Doubled   int           `json:"doubled"` // questions counted twice
	RSS       float64       `json:"rss_mb"`
	Questions int           `json:"questions"`
	Groups    int           `json:"groups"`
	Steps     []groupStep   `json:"steps"`
	Digests   []digestBench `json:"digests"`
}

// groupStep is how far the stream had come and how the last tenth of it went.
type groupStep struct {
	At        int     `json:"at"`
	EmbedP50  float64 `json:"embed_p50_us"`
	EmbedP99  float64 `json:"embed_p99_us"`
	AssignP50 float64 `json:"assign_p50_us"`
	AssignP99 float64 `json:"assign_p99_us"`
	PerSecond float64 `json:"per_second"` // cumulative
	Heap      float64 `json:"heap_mb"`
	Bytes     float64 `json:"bytes_a_question"`
}

// digestBench is linking a whole file: FAQ level and themes.
type digestBench struct {
	Questions int     `json:"questions"`
	Seconds   float64 `json:"seconds"`
	Groups    int     `json:"groups"`
	Themes    int     `json:"themes"`
}

// Run prints one JSON object.
func (c *benchGroupCmd) Run(ctx context.Context, std streams) error {
	stops, digests := []int{10_000, 100_000}, []int{10_000, 20_000}
	if c.Quick {
		stops, digests = []int{2_000, 10_000}, []int{4_000}
	}
	result, err := benchStream(ctx, stops)
	if err != nil {
		return err
	}
	for _, n := range digests {
		d, err := benchDigest(ctx, n)
		if err != nil {
			return err
		}
		result.Digests = append(result.Digests, d)
	}
	result.RSS = residentMB()
	out := json.NewEncoder(std.out)
	out.SetIndent("", "  ")
	return out.Encode(result)
}

// stopwatch is an embedder that keeps how long each learning took.
type stopwatch struct {
	*faq.Local
	took time.Duration
}

// Learn times the one it wraps.
func (s *stopwatch) Learn(ctx context.Context, text string) (faq.Vec, error) {
	start := time.Now()
	defer func() { s.took = time.Since(start) }()
	return s.Local.Learn(ctx, text)
}

func benchStream(ctx context.Context, stops []int) (groupBench, error) {
	watch := &stopwatch{Local: faq.NewLocal()}
	names := 0
	g := faq.NewGrouper(watch, func() string { names++; return strconv.Itoa(names) })
	maker, empty := newQuestionMaker(1), heapBytes()
	result := groupBench{Name: "group"}
	var embed, assign []time.Duration
	var spent time.Duration
	for i := 0; len(stops) > 0; {
		text := maker.next()
		start := time.Now()
		if _, _, err := g.Add(ctx, faq.Question{ID: strconv.Itoa(i), Text: text, Asker: strconv.Itoa(i % 5000)}); err != nil {
			return result, err
		}
		took := time.Since(start)
		spent += took
		embed, assign = append(embed, watch.took), append(assign, took-watch.took)
		if i++; i < stops[0] {
			continue
		}
		step := stepOf(i, embed, assign, spent)
		used := heapBytes() - empty
		step.Heap, step.Bytes = used/1e6, used/float64(i)
		result.Steps = append(result.Steps, step)
		stops = stops[1:]
	}
	result.count(g, len(embed))
	result.times(embed, assign, spent)
	return result, nil
}

func stepOf(at int, embed, assign []time.Duration, spent time.Duration) groupStep {
	embed, assign = slices.Clone(embed[at*9/10:]), slices.Clone(assign[at*9/10:])
	return groupStep{
		At:        at,
		EmbedP50:  micros(embed, .5),
		EmbedP99:  micros(embed, .99),
		AssignP50: micros(assign, .5),
		AssignP99: micros(assign, .99),
		PerSecond: float64(at) / spent.Seconds(),
	}
}

// count checks that every question is in one group and none came in twice.
func (b *groupBench) count(g *faq.Grouper, asked int) {
	for i := range asked {
		if _, ok := g.Find(strconv.Itoa(i)); !ok {
			b.Lost++
		}
	}
	counts := g.Counts()
	b.Questions, b.Groups = counts.Questions, counts.Groups
	b.Doubled = counts.Questions - (asked - b.Lost)
}

func (b *groupBench) times(embed, assign []time.Duration, spent time.Duration) {
	whole := make([]time.Duration, len(embed))
	for i := range whole {
		whole[i] = embed[i] + assign[i]
	}
	b.PerSecond = float64(len(whole)) / spent.Seconds()
	b.P50, b.P95, b.P99 = micros(whole, .5)/1e3, micros(whole, .95)/1e3, micros(whole, .99)/1e3
}

func benchDigest(ctx context.Context, n int) (digestBench, error) {
	g := newFileGrouper()
	maker := newQuestionMaker(2)
	questions := make([]faq.Question, n)
	for i := range questions {
		questions[i] = faq.Question{ID: strconv.Itoa(i), Text: maker.next()}
	}
	start := time.Now()
	if err := groupFile(ctx, g, questions, false); err != nil {
		return digestBench{}, err
	}
	themes, err := g.Themes(ctx, 1)
	if err != nil {
		return digestBench{}, err
	}
	return digestBench{n, time.Since(start).Seconds(), g.Counts().Groups, len(themes)}, nil
}

// micros returns a quantile in microseconds. It sorts times.
func micros(times []time.Duration, quantile float64) float64 {
	slices.Sort(times)
	return float64(times[int(quantile*float64(len(times)-1))].Nanoseconds()) / 1e3
}

func heapBytes() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}
