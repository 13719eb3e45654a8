/* Sleeping and waking without a lock on the way. A sleeper says that it is about to
 * sleep, looks once more for work, and only then sleeps; who makes work looks whether
 * anybody sleeps, and makes a system call only then. All four accesses are sequentially
 * consistent, the ones to the work included, so one side always sees the other (Dekker's
 * pattern; no fences, since ThreadSanitizer does not know them).
 *
 * A bell has one sleeper, who waits in poll(2) for other descriptors too (the desk, the
 * ledger's thread). A gate has many sleepers and costs no descriptor (the workers). */
#ifndef CD_CONSUMER_WAKE_H
#define CD_CONSUMER_WAKE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

struct cd_bell {
    int fd; /* an eventfd, readable when the bell was rung while its owner slept; others
             * (a librdkafka queue) may write to it at any time */
    atomic_bool armed;
};

/* CD_EWORLD when the system has no descriptor left. */
CD_MUST_USE int cd_bell_open(struct cd_bell *bell, struct cd_error *err);
void cd_bell_close(struct cd_bell *bell);

/* The owner: arm, look for work once more, sleep if there is none, disarm in any case. */
void cd_bell_arm(struct cd_bell *bell);
void cd_bell_disarm(struct cd_bell *bell);

/* Sleeps until the bell is rung, for `timeout_ms` at most, or for no reason: at once
 * where it was rung before, while its owner did not sleep. */
void cd_bell_sleep(struct cd_bell *bell, int timeout_ms);

/* Anybody, after having made the work visible (a sequentially consistent store). */
void cd_bell_ring(struct cd_bell *bell);

/* Zeroed storage is a valid gate. */
struct cd_gate {
    _Atomic uint32_t opened; /* the futex: how often it was opened */
    _Atomic uint32_t sleepers;
};

/* A sleeper: take a key, look for work, sleep with the key if there is none. Returns when
 * the gate was opened since the key was taken, or for no reason. */
uint32_t cd_gate_key(struct cd_gate *gate);
void cd_gate_sleep(struct cd_gate *gate, uint32_t key);

/* A sleeper that took a key and found work after all. */
void cd_gate_leave(struct cd_gate *gate);

/* Wakes one sleeper, or all, if there are any; after having made the work visible. */
void cd_gate_open_one(struct cd_gate *gate);
void cd_gate_open_all(struct cd_gate *gate);

#endif
