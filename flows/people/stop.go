package people

import (
	"context"

	"majlis/flows/talk"
)

// stop ends what we send of our own accord; replies still come.
func (d Deps) stop(t *talk.Talk) {
	talk.Do(t, "stop", func(ctx context.Context) (done, error) {
		return done{}, d.Store.Stop(ctx, t.Who().Person, t.Now())
	})
	t.Hush()
	t.Say("stop.done")
}
