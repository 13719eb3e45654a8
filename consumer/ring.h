/* The ring: every article in flight has a slot of it, from the poll to the transaction.
 * Slots are taken in the order of the poll and given back in that order, so the order
 * within a partition is kept for free. There is no queue and no lock on the way: a slot's
 * `word` says how far it is and whether anybody holds it, and whoever turns it from
 * resting to held by compare-and-swap owns all other fields until he puts it to rest.
 *
 *      stage     rests until                        is held by, who moves it to
 *      FREE      the desk fills it                  desk              FILLED
 *      FILLED    a worker takes it                  a worker          READ; or DONE,
 * where nothing is to be asked of the ledger READ      the ledger's thread appends it
 * ledger's thread   APPENDED APPENDED  its verdict is there               ledger's thread
 * JUDGED JUDGED    a worker takes it                  a worker          DONE DONE the
 * desk produces it               desk              FREE
 *
 * The desk may also drop a resting slot of any stage, at the tail: that is how a rewind
 * or a revoked partition empties the ring. A partition's epoch rises then; who takes a
 * slot whose epoch is not its lane's puts it to rest as DONE at once (cd_slot_stale).
 * A word carries the slot's sequence number too, so a late take of a slot that was
 * dropped and filled anew fails.
 *
 * Who sleeps where: the desk and the ledger's thread each have a bell, the workers a
 * gate.
 *
 * Bytes: the desk does not fill beyond `most_bytes` of records, but for one record that
 * is larger than what is left. */
#ifndef CD_CONSUMER_RING_H
#define CD_CONSUMER_RING_H

#include <librdkafka/rdkafka.h>

#include "consumer/wake.h"
#include "processors/article.h"
#include "processors/headers.h"

enum cd_stage {
    CD_SLOT_FREE,
    CD_SLOT_FILLED,
    CD_SLOT_READ,
    CD_SLOT_APPENDED,
    CD_SLOT_JUDGED,
    CD_SLOT_DONE,
};

/* A partition of an input topic, known for as long as the process lives. */
struct cd_lane {
    struct cd_str topic; /* NUL-terminated */
    int32_t partition;
    int32_t partitions;     /* of the topic, as it was last seen; the desk's */
    _Atomic uint32_t epoch; /* rises at assign, revoke, lost and rewind; the desk's */

    /* The desk's own: */
    bool assigned;
    int64_t expected;  /* the least offset that the next poll may bring */
    int64_t produced;  /* what the open transaction commits; -1: nothing of this lane */
    int64_t committed; /* the group's offset, as it was last seen or set; -1: none */
    struct cd_lane *next;
};

/* Was a place in the input refused by the broker before? Each refusal makes it graver;
 * see refusals.h. */
enum cd_blame {
    CD_BLAME_NONE,
    CD_BLAME_SUSPECT, /* was in a refused batch: send it alone */
    CD_BLAME_GUILTY,  /* was refused alone: send a dead letter instead */
    CD_BLAME_HARD,    /* that was refused too: send it without its value, stamped now */
    CD_BLAME_HOPELESS /* and that: nothing can be done but to stop */
};

/* How an article ends. */
enum cd_outcome {
    CD_OUTCOME_STALE, /* dropped in flight: it comes again, here or elsewhere */
    CD_OUTCOME_OUTPUT,
    CD_OUTCOME_TOMBSTONE, /* to the output topic, without value */
    CD_OUTCOME_DUPLICATE,
    CD_OUTCOME_DROPPED, /* by policy: a count */
    CD_OUTCOME_DEAD_LETTER,
    CD_OUTCOME_FAILED, /* no memory: the service stops, `why` says so */
};

struct cd_slot {
    _Atomic uint64_t word; /* sequence number << 8 | held << 7 | stage */

    /* Filled by the desk, only read by the others: */
    struct cd_lane *lane;
    uint32_t epoch;
    size_t bytes;                /* what it counts for in the ring's budget */
    rd_kafka_message_t *message; /* as it was polled; NULL in tests */
    enum cd_blame blame;         /* was it refused by the broker before, … */
    rd_kafka_resp_err_t refused; /* … and what for */

    /* The holder's. `article.fingerprint` is set from READ on, `article.verdict` from
     * JUDGED on (its strings in the arena), `out` in DONE. */
    struct cd_arena arena;
    struct cd_record record;
    struct cd_article article;
    enum cd_outcome outcome;
    struct cd_error why;       /* of a dead letter */
    struct cd_str out;         /* the value to produce; absent: null */
    struct cd_headers headers; /* … and its headers */
    uint64_t ticket;           /* see cd_ledger_link.settled; 0: nothing to wait for */
};

enum cd_ledger_state {
    CD_LEDGER_STARTING, /* reads what is there */
    CD_LEDGER_READY,    /* stands at the end that it read at start, appends and judges */
    CD_LEDGER_LOST,     /* gap, out of range, re-created: `error`; waits for `restart` */
    CD_LEDGER_FAILED,   /* cannot go on: `error`; the thread has ended */
};

/* What the ledger's thread and the desk tell each other. Where a field changes, the one
 * who changed it rings the other's bell. */
struct cd_ledger_link {
    _Atomic int state; /* enum cd_ledger_state; the ledger's thread's */
    /* The ledger's thread numbers the decided records that it appends 1, 2, 3, … (a
     * slot's ticket is the number of the one that has its verdict). Every record up to
     * number `settled` is acknowledged *and* was read back: then an earlier verdict that
     * somebody else wrote for the same place has been read too, and a transaction that
     * holds it may be committed. */
    _Atomic uint64_t settled;
    /* Counts the verdicts that were not the logged one, of articles not yet committed
     * (sequence number >= ring->committed): the open transaction must be aborted. */
    _Atomic uint64_t corrected;
    struct cd_error error; /* written before LOST or FAILED */
    /* The desk's: */
    atomic_bool
        restart; /* LOST and the ring is empty: begin anew; the other takes it back
                  */
    atomic_bool stop;
};

struct cd_ring {
    struct cd_slot *slots;
    uint64_t size; /* a power of two */

    _Atomic uint64_t head;        /* next to fill; the desk's */
    _Atomic uint64_t tail;        /* next to produce; the desk's */
    _Atomic uint64_t committed;   /* all before it are committed or dropped; the desk's */
    _Atomic uint64_t read_next;   /* next to be read, by whichever worker */
    _Atomic uint64_t finish_next; /* next to be finished, by whichever worker */
    uint64_t append_next;         /* the ledger's thread's */

    size_t bytes, most_bytes; /* the desk's */
    struct cd_lane *lanes;    /* the desk's */

    bool ledger; /* is there one? */
    struct cd_ledger_link link;

    struct cd_bell desk, ledger_bell;
    struct cd_gate workers;
    atomic_bool stop; /* the workers' */
};

/* A ring of `slots` (rounded up to a power of two) and `most_bytes`. Not to be moved.
 * CD_ENOMEM, CD_EWORLD. */
CD_MUST_USE int cd_ring_init(struct cd_ring *ring, size_t slots, size_t most_bytes,
                             struct cd_error *err);

/* After all threads have ended. Zeroed storage allowed. */
void cd_ring_done(struct cd_ring *ring);

/* ---- everybody ---- */

/* Makes a resting slot one's own if it still is in `stage` under that number. */
CD_MUST_USE bool cd_slot_take(struct cd_slot *slot, uint64_t sequence,
                              enum cd_stage stage);

/* Puts a slot that one holds to rest in `stage` and wakes whom that concerns. */
void cd_slot_put(struct cd_ring *ring, struct cd_slot *slot, enum cd_stage stage);

/* The number of a slot that one holds, and the stage it was taken in. */
uint64_t cd_slot_sequence(struct cd_slot *slot);
enum cd_stage cd_slot_stage(struct cd_slot *slot);

/* Is the slot (held by the caller) of an epoch that is over? Put it to rest as DONE. */
bool cd_slot_stale(const struct cd_slot *slot);

struct cd_slot *cd_ring_slot(struct cd_ring *ring, uint64_t sequence);

/* ---- the desk ---- */

/* The lane of a partition, made where it is new; NULL: no memory. */
CD_MUST_USE struct cd_lane *cd_ring_lane(struct cd_ring *ring, const char *topic,
                                         int32_t partition);

/* Is there no room for another record? Is half of it free, in slots and in bytes? */
bool cd_ring_full(const struct cd_ring *ring);
bool cd_ring_half_empty(const struct cd_ring *ring);

/* The slot at the head, held, reset and zeroed but for its arena. The ring must not be
 * full. Fill it and call cd_ring_push, which sets its epoch and counts its bytes. */
struct cd_slot *cd_ring_head(struct cd_ring *ring);
void cd_ring_push(struct cd_ring *ring, struct cd_slot *slot);

/* The slot at the tail, held by the caller, if it is DONE, or stale and not held by
 * another (its outcome is then CD_OUTCOME_STALE); NULL if it is not, or the ring is
 * empty. cd_ring_pop gives it back: message, arena and bytes are free again. */
struct cd_slot *cd_ring_tail(struct cd_ring *ring);
void cd_ring_pop(struct cd_ring *ring, struct cd_slot *slot);

/* Would cd_ring_tail give a slot? */
bool cd_ring_tail_ready(struct cd_ring *ring);

bool cd_ring_empty(const struct cd_ring *ring);

/* ---- the workers ---- */

/* The next slot to finish (JUDGED), else the next to read (FILLED), held; NULL: none. */
struct cd_slot *cd_ring_work(struct cd_ring *ring);

/* Sleeps until there may be work; at once if there is, or if the ring is stopped. */
void cd_ring_wait_for_work(struct cd_ring *ring);

/* ---- the ledger's thread ---- */

/* The next slot to append, in the ring's order, held; NULL: not yet. Slots that went
 * around the ledger or were dropped are passed over. */
struct cd_slot *cd_ring_to_append(struct cd_ring *ring);

#endif
