/* A line in the log every ten seconds, and one at the end, for the person who runs it. */
#ifndef CD_CONSUMER_PROGRESS_H
#define CD_CONSUMER_PROGRESS_H

#include "consumer/counters.h"
#include "consumer/intake.h"

struct cd_progress {
    const struct cd_logger *log;
    int64_t told_ms; /* when the last line was written */
    uint64_t told;   /* and how many articles it told of */
};

/* Writes the line if it is due, or `now` in any case. Called by the desk's thread. */
void cd_progress_tell(struct cd_progress *progress, const struct cd_counters *counters,
                      struct cd_intake *in, bool now);

#endif
