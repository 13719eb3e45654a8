/* The demo's sample messages, compiled in from demo/: articles that show each verdict,
 * status and kind of quote, and messages that nobody can use. */
#ifndef CD_CONSUMER_DEMO_SAMPLES_H
#define CD_CONSUMER_DEMO_SAMPLES_H

#include <stdint.h>

#include "base/arena.h"

/* What became of a sample. */
enum cd_outcome { CD_OUTCOME_NONE, CD_OUTCOME_DESK, CD_OUTCOME_COPY, CD_OUTCOME_DEAD };

struct cd_sample {
    struct cd_str bytes; /* one message, without line break */
    int32_t partition;   /* where it stands in the input topic */
    int64_t offset;      /* -1: not there yet */
    enum cd_outcome outcome;
    struct cd_str value;          /* the record that came out, in the arena */
    struct cd_str reason, detail; /* of a dead letter */
};

struct cd_samples {
    struct cd_sample *list;
    size_t count;
};

/* All samples, articles first, in the order in which they are to be fed. CD_ENOMEM. */
CD_MUST_USE int cd_samples_load(struct cd_samples *out, struct cd_arena *arena,
                                struct cd_error *err);

/* The sample that stands at this place of the input; NULL: none does. */
struct cd_sample *cd_samples_at(const struct cd_samples *samples, int32_t partition,
                                int64_t offset);

/* How many have an outcome. */
size_t cd_samples_done(const struct cd_samples *samples);

#endif
