package live

import (
	"fmt"
	"time"
)

// Clock is a time in a recording as players show it: 2:05, 1:02:05.
func Clock(d time.Duration) string {
	s := int(d / time.Second)
	if s < 3600 {
		return fmt.Sprintf("%d:%02d", s/60, s%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}
