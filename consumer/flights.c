/* See flights.h. */
#include "consumer/flights.h"

#include <stdlib.h>

#define LEAST 64 /* entries of the smallest table */

struct cd_flight {
    struct cd_identity identity;
    uint64_t sequence; /* + 1; 0: empty */
};

void cd_flights_done(struct cd_flights *flights) {
    free(flights->entries);
    *flights = (struct cd_flights){0};
}

/* The entry of that identity, or the empty one where it belongs. An identity is a hash
 * already. */
static struct cd_flight *place_of(const struct cd_flights *flights,
                                  struct cd_identity identity) {
    size_t i = identity.low & (flights->size - 1);
    for (;; i = (i + 1) & (flights->size - 1)) {
        struct cd_flight *entry = &flights->entries[i];
        if (!entry->sequence || (entry->identity.low == identity.low &&
                                 entry->identity.high == identity.high))
            return entry;
    }
}

static size_t count_live(const struct cd_flights *flights, uint64_t committed) {
    size_t live = 0;
    for (size_t i = 0; i < flights->size; i++)
        live += flights->entries[i].sequence > committed;
    return live;
}

/* A table of the live entries, at most a quarter full, so that it is not built anew
 * before as many more have come. */
static int build(struct cd_flights *flights, uint64_t committed, struct cd_error *err) {
    struct cd_flights built = {.size = LEAST, .used = count_live(flights, committed)};
    while (built.size < 4 * built.used)
        built.size *= 2;
    built.entries = calloc(built.size, sizeof *built.entries);
    if (!built.entries)
        return cd_fail_memory(err);
    for (size_t i = 0; i < flights->size; i++) {
        const struct cd_flight *entry = &flights->entries[i];
        if (entry->sequence > committed)
            *place_of(&built, entry->identity) = *entry;
    }
    free(flights->entries);
    *flights = built;
    return 0;
}

int cd_flights_put(struct cd_flights *flights, struct cd_identity identity,
                   uint64_t sequence, uint64_t committed, struct cd_error *err) {
    int rc = 0;
    if (2 * flights->used >= flights->size)
        rc = build(flights, committed, err);
    if (rc < 0)
        return rc;
    struct cd_flight *entry = place_of(flights, identity);
    flights->used += !entry->sequence;
    *entry = (struct cd_flight){identity, sequence + 1};
    return 0;
}

int cd_flights_find(const struct cd_flights *flights, struct cd_identity identity,
                    uint64_t *sequence) {
    if (!flights->size)
        return 0;
    const struct cd_flight *entry = place_of(flights, identity);
    *sequence = entry->sequence - 1;
    return entry->sequence != 0;
}
