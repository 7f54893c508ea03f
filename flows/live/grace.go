package live

import "time"

// Grace is how long staff can take back an answer or a decline before people are
// told.
const Grace = 10 * time.Second
