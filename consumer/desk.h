/* The desk: one thread that polls, fills the ring, takes finished articles off it in
 * order, produces and commits. Poll, rebalance and transaction on one thread: there is
 * nothing to lock between them. consumer/README.md has its table of states and why each
 * row is as it is; desk.c is that table. */
#ifndef CD_CONSUMER_DESK_H
#define CD_CONSUMER_DESK_H

#include "consumer/counters.h"
#include "consumer/intake.h"
#include "consumer/progress.h"
#include "consumer/transaction.h"

enum cd_state {
    CD_STATE_START,    /* not in the group yet: the ledger is being read */
    CD_STATE_IDLE,     /* no transaction is open */
    CD_STATE_OPEN,     /* one is, and takes finished articles */
    CD_STATE_CLOSING,  /* it is to be committed */
    CD_STATE_ABORTING, /* … to be aborted */
    CD_STATE_REPLACE,  /* nobody knows how it ended: a new producer */
    CD_STATE_REWIND,   /* back to the committed offsets */
    CD_STATE_REGROUP,  /* the ledger was lost: out of the group, then START */
    CD_STATE_REJOIN,   /* the group has given us up: a new consumer, then START */
    CD_STATE_STOPPED
};

struct cd_desk {
    const struct cd_logger *log;
    struct cd_ring *ring;
    struct cd_intake in;
    struct cd_output out;
    struct cd_counters counters;
    enum cd_state state;
    atomic_bool stop; /* set by anybody, who then rings the ring's desk bell */

    bool initialised; /* the producer has a transactional state */
    bool leaving;     /* partitions go or the service ends: wait for nothing */
    bool committed;   /* the last commit came back with ok: REPLACE needs no REWIND */
    struct cd_error error; /* what ended it; code 0: it was asked to */

    /* The open transaction: */
    int64_t begun_ms, closing_ms;
    uint64_t ticket;    /* the ledger's highest of its articles */
    uint64_t corrected; /* what link.corrected was when nothing was in flight */
    uint64_t pending[CD_COUNTS_COMMITTED];

    unsigned aborts_in_row; /* since the last commit */
    int64_t hold_until_ms;  /* nothing is produced before; see hold */

    int64_t born_ms, interval_ms;
    size_t most_bytes;
    struct cd_progress progress;
};

/* The consumer and the settings of the producer; `topics` as the cluster has them. *ring
 * must outlive it. CD_EUSAGE, CD_ENOMEM; call cd_desk_done in any case. */
CD_MUST_USE int cd_desk_init(struct cd_desk *desk, const struct cd_config *config,
                             const struct cd_all_topics *topics,
                             const struct cd_logger *log, struct cd_ring *ring,
                             struct cd_error *err);

/* Runs until desk->stop or until it cannot go on: desk->error. Leaves the group. */
void cd_desk_run(struct cd_desk *desk);

/* After the workers and the ledger's thread have ended. Drops what is in the ring. */
void cd_desk_done(struct cd_desk *desk);

#endif
