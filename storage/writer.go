package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
)

// batchSize is how many writes one commit takes at most. One sync of the disk
// serves them all.
const batchSize = 256

// writer is the one goroutine that writes. It collects whoever waits, runs each
// in a savepoint of its own and commits them together.
type writer struct {
	pool   *sql.DB
	conn   *sql.Conn
	jobs   chan *job
	closed chan struct{}
	done   chan struct{}
	tx     *tx
	batch  []*job // of the commit in hand; kept for its room
}

// job is one Write on its way.
type job struct {
	ctx  context.Context
	fn   func(ctx context.Context) error
	err  error
	done chan struct{}
}

func newWriter(pool *sql.DB, conn *sql.Conn) *writer {
	w := &writer{
		pool: pool, conn: conn,
		jobs: make(chan *job), closed: make(chan struct{}), done: make(chan struct{}),
		tx: &tx{statements: newStatements(conn.PrepareContext)},
	}
	go w.run()
	return w
}

// write hands fn to the writer and waits for the commit. A ctx that ends before
// its turn comes means that fn was not run.
func (w *writer) write(ctx context.Context, fn func(ctx context.Context) error) error {
	j := &job{ctx: ctx, fn: fn, done: make(chan struct{})}
	select {
	case <-w.closed: // first: select would pick at random
		return ErrClosed
	default:
	}
	select {
	case w.jobs <- j:
		<-j.done
		return j.err
	case <-w.closed:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (w *writer) run() {
	defer close(w.done)
	for {
		select {
		case j := <-w.jobs:
			w.commit(j)
		case <-w.closed:
			return
		}
	}
}

// commit runs the first and whoever comes meanwhile. Those whose own work failed
// keep their error; when the commit fails, it failed for all.
func (w *writer) commit(first *job) {
	batch := w.batch[:0]
	err := w.tx.begin()
	for j := first; j != nil; j = w.next(len(batch)) {
		if err == nil {
			j.err = w.runJob(j)
		}
		batch = append(batch, j)
	}
	if err == nil {
		err = w.tx.end()
	}
	for _, j := range batch {
		if j.err == nil && err != nil {
			j.err = err
		}
		close(j.done)
	}
	clear(batch)
	w.batch = batch
}

// next is a job that waits already, nil for none. Those whom the last commit set
// free are given the moment to come back, which makes for fewer, larger commits.
func (w *writer) next(taken int) *job {
	if taken == batchSize {
		return nil
	}
	for range 2 {
		select {
		case j := <-w.jobs:
			return j
		default:
			runtime.Gosched()
		}
	}
	return nil
}

func (w *writer) runJob(j *job) error {
	if err := j.ctx.Err(); err != nil {
		return err
	}
	return w.tx.nested(context.WithValue(j.ctx, txKey{}, w.tx), j.fn)
}

// caught runs fn and makes an error of its panic: one bad write must not end
// the process for all.
func caught(ctx context.Context, fn func(ctx context.Context) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("storage: a write panicked: %v\n%s", p, debug.Stack())
		}
	}()
	return fn(ctx)
}

// close ends the writer once the batch in hand is committed.
func (w *writer) close() error {
	close(w.closed)
	<-w.done
	return errors.Join(w.tx.statements.close(), w.conn.Close(), w.pool.Close())
}
