/* See desk.h. A function a state; each does one step and says which state is next. The
 * rebalance callback drives the same functions until the transaction has ended, so that
 * no partition is given back with something of it open. */
#include "consumer/desk.h"

#include <string.h>

#include "consumer/clock.h"
#include "consumer/groupmeta.h"
#include "consumer/offsets.h"

#define POLLS_A_TURN 32    /* records between two looks at the ring's tail */
#define MOST_RECORDS 20000 /* in a transaction */
#define SETTLE_MS    5000  /* longest wait for the ledger before a commit */
#define REST_MS      100   /* longest sleep while something is open */
#define IDLE_REST_MS 500   /* … and while nothing is */
/* Before it asks to be woken: else whoever finishes an article wakes it for each. */
#define GATHER_MS    1
#define LOOK_MS      1000
#define HOLD_MS      50 /* the wait after a second abort in a row, doubled with each … */
#define MOST_HOLD_MS 5000 /* … up to this */
#define PROGRESS_MS  10000

/* ---- small things ---- */

static bool is_open(const struct cd_desk *desk) {
    return desk->state == CD_STATE_OPEN || desk->state == CD_STATE_CLOSING;
}

static bool is_resting(const struct cd_desk *desk) {
    return desk->state == CD_STATE_IDLE || desk->state == CD_STATE_STOPPED;
}

/* It cannot go on. What is open is aborted first, so that nobody waits for it. */
static enum cd_state stop_for(struct cd_desk *desk, const struct cd_error *why) {
    if (!desk->error.code)
        desk->error = *why;
    desk->leaving = true;
    return is_open(desk) ? CD_STATE_ABORTING : CD_STATE_STOPPED;
}

static void warn(const struct cd_desk *desk, const char *what,
                 const struct cd_error *why) {
    cd_log(desk->log, CD_LOG_WARN, "desk", "%s: %s", what, why->text);
}

/* A coordinator that ended our transaction because it took too long raises the epoch too,
 * and looks like a twin. */
static enum cd_state on_fenced(struct cd_desk *desk) {
    struct cd_error why = {0};
    bool begun = is_open(desk) || desk->state == CD_STATE_ABORTING;
    if (begun && cd_now_ms() - desk->begun_ms >= desk->out.timeout_ms) {
        cd_log(desk->log, CD_LOG_WARN, "desk",
               "the transaction took too long: the producer is replaced");
        return CD_STATE_REPLACE;
    }
    desk->state = CD_STATE_STOPPED; /* there is nothing left that could be aborted */
    cd_client_fail_fenced(desk->in.config, &why);
    return stop_for(desk, &why);
}

/* The state that follows an answer that is not ok. */
static enum cd_state after(struct cd_desk *desk, enum cd_answer answer,
                           const struct cd_error *why) {
    desk->committed = false;
    switch (answer) {
        case CD_ANSWER_ABORT:
            warn(desk, "the transaction is aborted", why);
            return CD_STATE_ABORTING;
        case CD_ANSWER_FENCED:
            return on_fenced(desk);
        case CD_ANSWER_OK:
        case CD_ANSWER_UNKNOWN:
            break;
    }
    warn(desk, "the producer is replaced", why);
    return CD_STATE_REPLACE;
}

static enum cd_state abort_for(struct cd_desk *desk, const char *reason) {
    cd_log(desk->log, CD_LOG_WARN, "desk", "the transaction is aborted: %s", reason);
    return CD_STATE_ABORTING;
}

/* Which topic did not take a record is what an operator has to look at; of records that
 * went down with their transaction, why that failed. */
static enum cd_state abort_for_delivery(struct cd_desk *desk) {
    char reason[512];
    struct cd_error failure = {0};
    const char *why = rd_kafka_err2str(desk->out.failed_for);
    if (desk->out.failed_for == RD_KAFKA_RESP_ERR__PURGE_QUEUE) {
        cd_transaction_why(&desk->out, &failure);
        return abort_for(desk, failure.text);
    }
    if (!desk->out.failed_at)
        return abort_for(desk, why);
    snprintf(reason, sizeof reason, "topic %s: %s", desk->out.failed_at, why);
    return abort_for(desk, reason);
}

/* ---- sleeping ---- */

static int rest_ms(const struct cd_desk *desk) {
    if (desk->state != CD_STATE_OPEN)
        return desk->state == CD_STATE_IDLE ? IDLE_REST_MS : REST_MS;
    int left = cd_left_ms(desk->begun_ms + desk->interval_ms);
    return left < REST_MS ? left : REST_MS;
}

/* The ledger's thread raises `corrected` before `settled`, so a transaction that is
 * settled and finds nothing corrected holds none but logged verdicts. */
static bool is_settled(const struct cd_desk *desk) {
    return !desk->ring->ledger || atomic_load(&desk->ring->link.settled) >= desk->ticket;
}

/* Is there something to go on with? What is finished waits while a transaction closes. */
static bool may_go_on(const struct cd_desk *desk) {
    return desk->state == CD_STATE_CLOSING ? is_settled(desk)
                                           : cd_ring_tail_ready(desk->ring);
}

static void rest(struct cd_desk *desk) {
    int held_ms = cd_left_ms(desk->hold_until_ms);
    cd_bell_arm(&desk->ring->desk);
    if (!atomic_load(&desk->stop) && (held_ms || !may_go_on(desk)))
        cd_bell_sleep(&desk->ring->desk,
                      held_ms && held_ms < REST_MS ? held_ms : rest_ms(desk));
    cd_bell_disarm(&desk->ring->desk);
}

/* ---- the ledger ---- */

static bool ledger_is(const struct cd_desk *desk, enum cd_ledger_state state) {
    return desk->ring->ledger && atomic_load(&desk->ring->link.state) == (int)state;
}

static bool is_corrected(const struct cd_desk *desk) {
    return desk->ring->ledger &&
           atomic_load(&desk->ring->link.corrected) != desk->corrected;
}

/* Nothing is in flight: what was corrected before concerns nobody. */
static void forget_corrections(struct cd_desk *desk) {
    uint64_t corrected = atomic_load(&desk->ring->link.corrected);
    cd_count(&desk->counters, CD_COUNT_CORRECTED, corrected - desk->corrected);
    desk->corrected = corrected;
}

/* ---- producing ---- */

static enum cd_state begin(struct cd_desk *desk) {
    struct cd_error why = {0};
    memset(desk->pending, 0, sizeof desk->pending);
    desk->ticket = 0;
    desk->begun_ms = cd_now_ms();
    enum cd_answer answer = cd_transaction_begin(&desk->out, &why);
    return answer == CD_ANSWER_OK ? CD_STATE_OPEN : after(desk, answer, &why);
}

static enum cd_counter counter_of(enum cd_outcome outcome) {
    switch (outcome) {
        case CD_OUTCOME_DUPLICATE:
            return CD_COUNT_DUPLICATES;
        case CD_OUTCOME_DEAD_LETTER:
            return CD_COUNT_DEAD_LETTERS;
        case CD_OUTCOME_TOMBSTONE:
            return CD_COUNT_TOMBSTONES;
        case CD_OUTCOME_DROPPED:
            return CD_COUNT_DROPPED;
        case CD_OUTCOME_OUTPUT:
        case CD_OUTCOME_STALE:
        case CD_OUTCOME_FAILED:
            break;
    }
    return CD_COUNT_OUTPUT;
}

/* The article is part of the open transaction. */
static void take_into_account(struct cd_desk *desk, const struct cd_slot *slot) {
    desk->pending[counter_of(slot->outcome)]++;
    desk->pending[CD_COUNT_ARTICLES]++;
    desk->pending[CD_COUNT_BYTES] += slot->out.len;
    if (slot->ticket > desk->ticket)
        desk->ticket = slot->ticket;
    slot->lane->produced = slot->record.offset + 1;
}

static enum cd_state produce(struct cd_desk *desk, const struct cd_slot *slot) {
    struct cd_error why = {0};
    if (slot->blame == CD_BLAME_HOPELESS) {
        cd_fail(&why, CD_EWORLD, "refused", "%s/%d/%ld: its dead letter is refused: %s",
                slot->lane->topic.p, (int)slot->lane->partition,
                (long)slot->record.offset, rd_kafka_err2str(slot->refused));
        return stop_for(desk, &why);
    }
    int rc =
        slot->outcome == CD_OUTCOME_DROPPED ? 0 : cd_output_send(&desk->out, slot, &why);
    if (rc == CD_ENOMEM)
        return stop_for(desk, &why);
    if (rc < 0)
        return abort_for(desk, why.text);
    take_into_account(desk, slot);
    /* One that may be refused is alone in its transaction; see refusals.h. */
    return slot->blame == CD_BLAME_NONE ? CD_STATE_OPEN : CD_STATE_CLOSING;
}

static enum cd_state put_back(struct cd_desk *desk, struct cd_slot *slot,
                              enum cd_state next) {
    cd_slot_put(desk->ring, slot, CD_SLOT_DONE);
    return next;
}

static enum cd_state pop(struct cd_desk *desk, struct cd_slot *slot, enum cd_state next) {
    cd_ring_pop(desk->ring, slot);
    return next;
}

/* Takes the slot at the tail, which is held, to where it belongs. OPEN and IDLE: the next
 * one may follow at once. */
static enum cd_state finish(struct cd_desk *desk, struct cd_slot *slot) {
    if (slot->outcome == CD_OUTCOME_STALE) {
        cd_count(&desk->counters, CD_COUNT_STALE, 1);
        return pop(desk, slot, desk->state);
    }
    if (slot->outcome == CD_OUTCOME_FAILED)
        return pop(desk, slot, stop_for(desk, &slot->why));
    if (desk->state == CD_STATE_OPEN && slot->blame != CD_BLAME_NONE)
        return put_back(desk, slot, CD_STATE_CLOSING);
    if (desk->state == CD_STATE_IDLE) {
        enum cd_state next = begin(desk);
        if (next != CD_STATE_OPEN)
            return put_back(desk, slot, next);
        desk->state = CD_STATE_OPEN;
    }
    return pop(desk, slot, produce(desk, slot));
}

static bool is_due(const struct cd_desk *desk) {
    return desk->state == CD_STATE_OPEN &&
           (desk->out.bytes >= desk->most_bytes || desk->out.records >= MOST_RECORDS ||
            cd_left_ms(desk->begun_ms + desk->interval_ms) == 0);
}

/* Finished slots, in ring order. */
static enum cd_state produce_finished(struct cd_desk *desk, bool *moved) {
    struct cd_slot *slot;
    while (!is_due(desk) && (slot = cd_ring_tail(desk->ring))) {
        *moved = true;
        desk->state = finish(desk, slot);
        if (desk->state != CD_STATE_OPEN && desk->state != CD_STATE_IDLE)
            return desk->state;
    }
    return is_due(desk) ? CD_STATE_CLOSING : desk->state;
}

/* ---- polling ---- */

static enum cd_state on_intake_failed(struct cd_desk *desk) {
    const struct cd_error *why = &desk->in.error;
    if (!cd_intake_mends(&desk->in))
        return stop_for(desk, why);
    if (!is_open(desk))
        return CD_STATE_REJOIN;
    desk->leaving = true;
    return abort_for(desk, why->text);
}

static enum cd_state take_in(struct cd_desk *desk, bool *moved) {
    int rc = 1;
    bool held = cd_left_ms(desk->hold_until_ms) > 0;
    for (int i = 0; rc > 0 && i < POLLS_A_TURN; i++) {
        if (!held && cd_ring_tail_ready(desk->ring))
            break;
        rc = cd_ring_full(desk->ring) ? cd_intake_hold(&desk->in)
                                      : cd_intake_poll(&desk->in);
        if (rc < 0)
            return on_intake_failed(desk);
        if (rc > 0)
            *moved = true;
    }
    return desk->state;
}

/* ---- the states ---- */

/* What the rest of the world has done meanwhile, for IDLE, OPEN and CLOSING: the state
 * that it asks for, or the one that is. */
static enum cd_state look_around(struct cd_desk *desk) {
    bool open = is_open(desk);
    if (desk->out.no_memory)
        cd_fail_memory(&desk->error);
    if (ledger_is(desk, CD_LEDGER_FAILED) && !desk->error.code)
        desk->error = desk->ring->link.error;
    if (desk->error.code)
        return stop_for(desk, &desk->error);
    if (atomic_load(&desk->out.late.flag)) {
        desk->committed = !open;
        cd_log(desk->log, CD_LOG_WARN, "desk",
               "a request of a transaction timed out: the producer is replaced");
        return CD_STATE_REPLACE;
    }
    if (open && desk->out.failed)
        return abort_for_delivery(desk);
    if (ledger_is(desk, CD_LEDGER_LOST))
        return open ? abort_for(desk, "the ledger was lost") : CD_STATE_REGROUP;
    if (is_corrected(desk))
        return open ? abort_for(desk, "the ledger has another verdict") : CD_STATE_REWIND;
    return desk->state;
}

static enum cd_state start(struct cd_desk *desk) {
    struct cd_error why = {0};
    if (atomic_load(&desk->stop))
        return CD_STATE_STOPPED;
    if (ledger_is(desk, CD_LEDGER_FAILED))
        return stop_for(desk, &desk->ring->link.error);
    if (desk->ring->ledger && !ledger_is(desk, CD_LEDGER_READY)) {
        rest(desk);
        return CD_STATE_START;
    }
    if (!desk->initialised)
        return CD_STATE_REPLACE;
    cd_output_look(&desk->out, LOOK_MS);
    if (cd_intake_subscribe(&desk->in, &why) < 0)
        return stop_for(desk, &why);
    forget_corrections(desk);
    return CD_STATE_IDLE;
}

/* IDLE and OPEN. */
static enum cd_state serve(struct cd_desk *desk) {
    bool moved = false;
    cd_output_serve(&desk->out, 0);
    enum cd_state next = look_around(desk);
    if (next == desk->state && atomic_load(&desk->stop)) {
        desk->leaving = true;
        next = is_open(desk) ? CD_STATE_CLOSING : CD_STATE_STOPPED;
    }
    if (next != desk->state)
        return next;
    if (cd_left_ms(desk->hold_until_ms) == 0)
        next = produce_finished(desk, &moved);
    if (next == CD_STATE_IDLE || next == CD_STATE_OPEN) {
        desk->state = next;
        next = take_in(desk, &moved);
    }
    if (!moved && next == desk->state) {
        cd_sleep_ms(GATHER_MS);
        rest(desk);
    }
    cd_progress_tell(&desk->progress, &desk->counters, &desk->in, false);
    return next;
}

static enum cd_state on_committed(struct cd_desk *desk) {
    if (!cd_counted(&desk->counters, CD_COUNT_COMMITS))
        cd_log(desk->log, CD_LOG_INFO, "desk", "first commit after %ld ms",
               (long)(cd_now_ms() - desk->born_ms));
    for (int i = 0; i < CD_COUNTS_COMMITTED; i++)
        cd_count(&desk->counters, (enum cd_counter)i, desk->pending[i]);
    cd_count(&desk->counters, CD_COUNT_COMMITS, 1);
    desk->aborts_in_row = 0;
    cd_log(desk->log, CD_LOG_DEBUG, "desk",
           "committed %lu articles, %zu bytes, %ld ms after the first",
           (unsigned long)desk->pending[CD_COUNT_ARTICLES], desk->out.bytes,
           (long)(cd_now_ms() - desk->begun_ms));
    for (struct cd_lane *lane = desk->ring->lanes; lane; lane = lane->next)
        if (lane->produced >= 0)
            cd_refusals_forget(&desk->out.refusals, lane, lane->produced);
    cd_offsets_committed(&desk->in);
    atomic_store(&desk->ring->committed, atomic_load(&desk->ring->tail));
    desk->committed = true;
    return CD_STATE_IDLE;
}

static enum cd_answer send_offsets(struct cd_desk *desk, struct cd_error *why) {
    enum cd_answer answer = CD_ANSWER_ABORT;
    rd_kafka_consumer_group_metadata_t *metadata =
        rd_kafka_consumer_group_metadata(desk->in.consumer);
    rd_kafka_topic_partition_list_t *offsets = cd_offsets_to_commit(&desk->in);
    int member = metadata ? cd_groupmeta_member(metadata, why) : 0;
    if (member < 0)
        desk->error = *why; /* stops the service behind the abort */
    else if (member == 0)
        cd_fail(why, CD_EWORLD, "no_member", "no member of the group at the moment");
    else
        answer = cd_transaction_offsets(&desk->out, offsets, metadata, why);
    rd_kafka_topic_partition_list_destroy(offsets);
    if (metadata)
        rd_kafka_consumer_group_metadata_destroy(metadata);
    return answer;
}

static enum cd_state commit(struct cd_desk *desk) {
    struct cd_error why = {0};
    cd_log(desk->log, CD_LOG_DEBUG, "desk", "settled after %ld ms, waited for %ld",
           (long)(cd_now_ms() - desk->begun_ms), (long)(cd_now_ms() - desk->closing_ms));
    if (cd_offsets_verify(&desk->in, &why) < 0)
        return abort_for(desk, why.text);
    enum cd_answer answer = send_offsets(desk, &why);
    if (answer == CD_ANSWER_OK)
        answer = cd_transaction_commit(&desk->out, &why);
    return answer == CD_ANSWER_OK ? on_committed(desk) : after(desk, answer, &why);
}

static enum cd_state closing(struct cd_desk *desk) {
    int64_t now = cd_now_ms();
    if (!desk->closing_ms)
        desk->closing_ms = now;
    cd_output_serve(&desk->out, 0);
    bool settled = is_settled(desk); /* before the look at what was corrected */
    enum cd_state next = look_around(desk);
    if (next == CD_STATE_CLOSING && !settled) {
        if (desk->leaving || atomic_load(&desk->stop))
            next = abort_for(desk, "there is no time to wait for the ledger");
        else if (now - desk->closing_ms > SETTLE_MS)
            next = abort_for(desk, "the ledger does not confirm its verdicts");
        else
            rest(desk);
    } else if (next == CD_STATE_CLOSING) {
        next = commit(desk);
    }
    if (next != CD_STATE_CLOSING)
        desk->closing_ms = 0;
    return next;
}

/* What fails again and again, a topic that may not be written to say, is not tried
 * without a pause; the group is served meanwhile. */
static void hold(struct cd_desk *desk) {
    int64_t wait_ms = HOLD_MS;
    for (unsigned i = 2; i < desk->aborts_in_row && wait_ms < MOST_HOLD_MS; i++)
        wait_ms *= 2;
    if (desk->aborts_in_row > 1)
        desk->hold_until_ms = cd_now_ms() + wait_ms;
}

static enum cd_state aborting(struct cd_desk *desk) {
    struct cd_error why = {0};
    desk->aborts_in_row++;
    hold(desk);
    cd_count(&desk->counters, CD_COUNT_ABORTS, 1);
    enum cd_answer answer = cd_transaction_abort(&desk->out, &why);
    cd_count(&desk->counters, CD_COUNT_REFUSED, desk->out.refused);
    return answer == CD_ANSWER_OK ? CD_STATE_REWIND : after(desk, answer, &why);
}

static enum cd_state replace(struct cd_desk *desk) {
    struct cd_error why = {0};
    if (desk->error.code)
        return CD_STATE_STOPPED;
    if (cd_transaction_replace(&desk->out, &desk->stop, &why) < 0) {
        desk->state = CD_STATE_STOPPED;
        return atomic_load(&desk->stop) ? CD_STATE_STOPPED : stop_for(desk, &why);
    }
    if (!desk->initialised) {
        desk->initialised = true;
        return CD_STATE_START;
    }
    cd_count(&desk->counters, CD_COUNT_REPLACED, 1);
    cd_output_look(&desk->out, LOOK_MS);
    return desk->committed ? CD_STATE_IDLE : CD_STATE_REWIND;
}

static enum cd_state rewind_input(struct cd_desk *desk) {
    struct cd_error why = {0};
    cd_count(&desk->counters, CD_COUNT_REWINDS, 1);
    desk->committed = true; /* what comes is behind what is committed */
    if (desk->leaving)
        cd_intake_drop(&desk->in);
    else if (cd_intake_rewind(&desk->in, &why) < 0 && !atomic_load(&desk->stop))
        return stop_for(desk, &why);
    forget_corrections(desk);
    return CD_STATE_IDLE;
}

static void empty_the_ring(struct cd_desk *desk) {
    struct cd_slot *slot;
    cd_intake_drop(&desk->in);
    while (!cd_ring_empty(desk->ring)) {
        while ((slot = cd_ring_tail(desk->ring)))
            cd_ring_pop(desk->ring, slot);
        if (!cd_ring_empty(desk->ring))
            rest(desk);
    }
}

/* The ledger was lost: a static member's partitions stay where they are for a session's
 * time, so nobody judges by half a ledger meanwhile. */
static enum cd_state regroup(struct cd_desk *desk) {
    warn(desk, "the ledger is read anew", &desk->ring->link.error);
    cd_intake_unsubscribe(&desk->in);
    empty_the_ring(desk);
    atomic_store(&desk->ring->link.restart, true);
    cd_bell_ring(&desk->ring->ledger_bell);
    return CD_STATE_START;
}

static enum cd_state rejoin(struct cd_desk *desk) {
    struct cd_error why = {0};
    warn(desk, "joining anew", &desk->in.error);
    cd_intake_close(&desk->in);
    empty_the_ring(desk);
    cd_intake_destroy(&desk->in);
    desk->leaving = false;
    cd_count(&desk->counters, CD_COUNT_REJOINED, 1);
    return cd_intake_open(&desk->in, &why) < 0 ? stop_for(desk, &why) : CD_STATE_START;
}

static enum cd_state step(struct cd_desk *desk) {
    switch (desk->state) {
        case CD_STATE_START:
            return start(desk);
        case CD_STATE_IDLE:
        case CD_STATE_OPEN:
            return serve(desk);
        case CD_STATE_CLOSING:
            return closing(desk);
        case CD_STATE_ABORTING:
            return aborting(desk);
        case CD_STATE_REPLACE:
            return replace(desk);
        case CD_STATE_REWIND:
            return rewind_input(desk);
        case CD_STATE_REGROUP:
            return regroup(desk);
        case CD_STATE_REJOIN:
            return rejoin(desk);
        case CD_STATE_STOPPED:
            break;
    }
    return CD_STATE_STOPPED;
}

/* In the rebalance callback. Waits for nothing: what is produced is committed if the
 * ledger has confirmed it, else aborted; the next owner finds it again. */
static void on_change(void *opaque, bool taken, bool lost) {
    struct cd_desk *desk = opaque;
    if (taken) {
        cd_output_look(&desk->out, LOOK_MS);
        forget_corrections(desk);
        return;
    }
    if (desk->state != CD_STATE_OPEN)
        return;
    desk->leaving = true;
    desk->state = lost ? CD_STATE_ABORTING : CD_STATE_CLOSING;
    while (!is_resting(desk))
        desk->state = step(desk);
    desk->leaving = desk->error.code != 0;
    cd_refusals_done(&desk->out.refusals); /* the next owner finds out for himself */
}

/* ---- life ---- */

int cd_desk_init(struct cd_desk *desk, const struct cd_config *config,
                 const struct cd_all_topics *topics, const struct cd_logger *log,
                 struct cd_ring *ring, struct cd_error *err) {
    *desk = (struct cd_desk){
        .log = log,
        .ring = ring,
        .state = CD_STATE_START,
        .born_ms = cd_now_ms(),
        .interval_ms = cd_config_integer(config, "transaction.interval"),
        .most_bytes = (size_t)cd_config_integer(config, "transaction.bytes"),
        .progress = {.log = log, .told_ms = cd_now_ms()},
    };
    desk->in = (struct cd_intake){
        .client = {.log = log, .part = "desk"},
        .config = config,
        .ring = ring,
        .refusals = &desk->out.refusals,
        .counters = &desk->counters,
        .stop = &desk->stop,
        .on_change = on_change,
        .desk = desk,
    };
    int rc = cd_output_init(&desk->out, config, topics, log, err);
    return rc < 0 ? rc : cd_intake_open(&desk->in, err);
}

void cd_desk_run(struct cd_desk *desk) {
    while (desk->state != CD_STATE_STOPPED)
        desk->state = step(desk);
    cd_intake_close(&desk->in);
    cd_progress_tell(&desk->progress, &desk->counters, &desk->in, true);
}

void cd_desk_done(struct cd_desk *desk) {
    if (desk->ring)
        empty_the_ring(desk);
    cd_output_done(&desk->out);
    cd_intake_destroy(&desk->in);
}
