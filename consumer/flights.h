/* Which of our own articles in flight has which identity: how a ruling read from the
 * ledger finds its slot. One thread's. Open addressing with linear probing; entries are
 * never removed one by one: what lies before the ring's `committed` is dead and left out
 * whenever the table is built anew. */
#ifndef CD_CONSUMER_FLIGHTS_H
#define CD_CONSUMER_FLIGHTS_H

#include "base/error.h"
#include "processors/dedup/ledger.h"

struct cd_flight;

/* Zeroed storage is an empty table. */
struct cd_flights {
    struct cd_flight *entries;
    size_t size, used; /* size: a power of two, or 0 */
};

void cd_flights_done(struct cd_flights *flights);

/* Notes an article; one of the same identity is replaced (it was rewound). `committed`:
 * lower sequence numbers are dead. CD_ENOMEM. */
CD_MUST_USE int cd_flights_put(struct cd_flights *flights, struct cd_identity identity,
                               uint64_t sequence, uint64_t committed,
                               struct cd_error *err);

/* The sequence number of that identity: 1, or 0 when it is not ours (any more). */
int cd_flights_find(const struct cd_flights *flights, struct cd_identity identity,
                    uint64_t *sequence);

#endif
