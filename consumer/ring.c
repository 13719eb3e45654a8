/* See ring.h. All accesses to words and cursors are sequentially consistent: the sleepers
 * of wake.h rest on that, and on the machines at hand it costs one locked instruction a
 * stage. */
#include "consumer/ring.h"

#include <stdlib.h>

#define HELD           UINT64_C(0x80)
#define STAGE          UINT64_C(0x7f)
#define SEQUENCE_SHIFT 8

static uint64_t word_of(uint64_t sequence, uint64_t bits) {
    return sequence << SEQUENCE_SHIFT | bits;
}

static uint64_t sequence_of(uint64_t word) { return word >> SEQUENCE_SHIFT; }

static enum cd_stage stage_of(uint64_t word) { return (enum cd_stage)(word & STAGE); }

static uint64_t power_of_two(uint64_t least) {
    uint64_t size = 2;
    while (size < least)
        size *= 2;
    return size;
}

int cd_ring_init(struct cd_ring *ring, size_t slots, size_t most_bytes,
                 struct cd_error *err) {
    *ring = (struct cd_ring){.size = power_of_two(slots), .most_bytes = most_bytes};
    ring->desk.fd = ring->ledger_bell.fd = -1;
    ring->slots = calloc(ring->size, sizeof *ring->slots);
    if (!ring->slots)
        return cd_fail_memory(err);
    for (uint64_t i = 0; i < ring->size; i++) {
        atomic_init(&ring->slots[i].word, word_of(i, CD_SLOT_FREE));
        cd_arena_init(&ring->slots[i].arena, 0);
    }
    int rc = cd_bell_open(&ring->desk, err);
    if (!rc)
        rc = cd_bell_open(&ring->ledger_bell, err);
    return rc;
}

static void free_lanes(struct cd_ring *ring) {
    while (ring->lanes) {
        struct cd_lane *next = ring->lanes->next;
        free((char *)(uintptr_t)ring->lanes->topic.p);
        free(ring->lanes);
        ring->lanes = next;
    }
}

void cd_ring_done(struct cd_ring *ring) {
    for (uint64_t i = 0; ring->slots && i < ring->size; i++) {
        if (ring->slots[i].message)
            rd_kafka_message_destroy(ring->slots[i].message);
        cd_arena_done(&ring->slots[i].arena);
    }
    free(ring->slots);
    ring->slots = NULL;
    free_lanes(ring);
    cd_bell_close(&ring->desk);
    cd_bell_close(&ring->ledger_bell);
}

/* ---- everybody ---- */

struct cd_slot *cd_ring_slot(struct cd_ring *ring, uint64_t sequence) {
    return &ring->slots[sequence & (ring->size - 1)];
}

bool cd_slot_take(struct cd_slot *slot, uint64_t sequence, enum cd_stage stage) {
    uint64_t resting = word_of(sequence, stage);
    return atomic_compare_exchange_strong(&slot->word, &resting, resting | HELD);
}

uint64_t cd_slot_sequence(struct cd_slot *slot) {
    return sequence_of(atomic_load(&slot->word));
}

enum cd_stage cd_slot_stage(struct cd_slot *slot) {
    return stage_of(atomic_load(&slot->word));
}

bool cd_slot_stale(const struct cd_slot *slot) {
    return slot->epoch != atomic_load(&slot->lane->epoch);
}

void cd_slot_put(struct cd_ring *ring, struct cd_slot *slot, enum cd_stage stage) {
    uint64_t word = atomic_load(&slot->word), sequence = sequence_of(word);
    bool around = stage == CD_SLOT_DONE && stage_of(word) == CD_SLOT_FILLED;
    const struct cd_lane *lane = slot->lane;
    uint32_t epoch = slot->epoch;
    atomic_store(&slot->word, word_of(sequence, stage));
    /* From here on the slot may be another's. */
    if (stage == CD_SLOT_JUDGED)
        cd_gate_open_one(&ring->workers);
    if (ring->ledger && (stage == CD_SLOT_READ || around))
        cd_bell_ring(&ring->ledger_bell);
    bool ends = stage == CD_SLOT_DONE || epoch != atomic_load(&lane->epoch);
    if (ends && sequence == atomic_load(&ring->tail))
        cd_bell_ring(&ring->desk);
}

/* ---- the desk ---- */

static struct cd_lane *new_lane(const char *topic, int32_t partition) {
    struct cd_lane *lane = calloc(1, sizeof *lane);
    char *name = strdup(topic);
    if (!lane || !name) {
        free(lane);
        free(name);
        return NULL;
    }
    lane->topic = cd_str_of(name);
    lane->partition = partition;
    lane->expected = lane->produced = -1;
    return lane;
}

struct cd_lane *cd_ring_lane(struct cd_ring *ring, const char *topic, int32_t partition) {
    struct cd_lane **at = &ring->lanes;
    for (; *at; at = &(*at)->next)
        if ((*at)->partition == partition && strcmp((*at)->topic.p, topic) == 0)
            return *at;
    *at = new_lane(topic, partition);
    return *at;
}

bool cd_ring_full(const struct cd_ring *ring) {
    return atomic_load(&ring->head) - atomic_load(&ring->tail) == ring->size ||
           ring->bytes >= ring->most_bytes;
}

bool cd_ring_half_empty(const struct cd_ring *ring) {
    return atomic_load(&ring->head) - atomic_load(&ring->tail) <= ring->size / 2 &&
           ring->bytes <= ring->most_bytes / 2;
}

bool cd_ring_empty(const struct cd_ring *ring) {
    return atomic_load(&ring->head) == atomic_load(&ring->tail);
}

struct cd_slot *cd_ring_head(struct cd_ring *ring) {
    uint64_t sequence = atomic_load(&ring->head);
    struct cd_slot *slot = cd_ring_slot(ring, sequence);
    if (!cd_slot_take(slot, sequence, CD_SLOT_FREE))
        CD_BUG("the ring's head is not free");
    slot->lane = NULL;
    slot->bytes = 0;
    slot->blame = CD_BLAME_NONE;
    slot->record = (struct cd_record){0};
    slot->article = (struct cd_article){.arena = &slot->arena, .record = &slot->record};
    slot->outcome = CD_OUTCOME_STALE;
    slot->why.code = 0;
    slot->out = (struct cd_str){0};
    slot->headers = (struct cd_headers){0};
    slot->ticket = 0;
    return slot;
}

void cd_ring_push(struct cd_ring *ring, struct cd_slot *slot) {
    slot->epoch = atomic_load(&slot->lane->epoch);
    ring->bytes += slot->bytes;
    uint64_t sequence = cd_slot_sequence(slot);
    /* At rest first: a cursor may come along as soon as the head has moved. */
    atomic_store(&slot->word, word_of(sequence, CD_SLOT_FILLED));
    atomic_store(&ring->head, sequence + 1);
    cd_gate_open_one(&ring->workers);
}

static bool drop(struct cd_slot *slot) {
    uint64_t word = atomic_load(&slot->word);
    if (!cd_slot_stale(slot) || word & HELD ||
        !cd_slot_take(slot, sequence_of(word), stage_of(word)))
        return false;
    slot->outcome = CD_OUTCOME_STALE;
    return true;
}

struct cd_slot *cd_ring_tail(struct cd_ring *ring) {
    uint64_t sequence = atomic_load(&ring->tail);
    if (sequence == atomic_load(&ring->head))
        return NULL;
    struct cd_slot *slot = cd_ring_slot(ring, sequence);
    if (drop(slot))
        return slot;
    return cd_slot_take(slot, sequence, CD_SLOT_DONE) ? slot : NULL;
}

bool cd_ring_tail_ready(struct cd_ring *ring) {
    uint64_t sequence = atomic_load(&ring->tail);
    if (sequence == atomic_load(&ring->head))
        return false;
    struct cd_slot *slot = cd_ring_slot(ring, sequence);
    uint64_t word = atomic_load(&slot->word);
    return !(word & HELD) && (stage_of(word) == CD_SLOT_DONE || cd_slot_stale(slot));
}

void cd_ring_pop(struct cd_ring *ring, struct cd_slot *slot) {
    uint64_t word = atomic_load(&slot->word), sequence = sequence_of(word);
    if (slot->message)
        rd_kafka_message_destroy(slot->message);
    slot->message = NULL;
    cd_arena_reset(&slot->arena);
    ring->bytes -= slot->bytes;
    atomic_store(&slot->word, word_of(sequence + ring->size, CD_SLOT_FREE));
    atomic_store(&ring->tail, sequence + 1);
    if (stage_of(word) == CD_SLOT_DONE)
        return;
    /* It was dropped on its way: who waited for it must look at the next one. */
    cd_gate_open_all(&ring->workers);
    if (ring->ledger)
        cd_bell_ring(&ring->ledger_bell);
}

/* ---- the workers ---- */

static struct cd_slot *claim(struct cd_ring *ring, _Atomic uint64_t *cursor,
                             uint64_t sequence, enum cd_stage stage) {
    if (!atomic_compare_exchange_strong(cursor, &sequence, sequence + 1))
        return NULL;
    struct cd_slot *slot = cd_ring_slot(ring, sequence);
    return cd_slot_take(slot, sequence, stage) ? slot : NULL;
}

static struct cd_slot *next_to_read(struct cd_ring *ring) {
    uint64_t sequence;
    while ((sequence = atomic_load(&ring->read_next)) != atomic_load(&ring->head)) {
        struct cd_slot *slot = claim(ring, &ring->read_next, sequence, CD_SLOT_FILLED);
        if (slot)
            return slot;
    }
    return NULL;
}

/* What a cursor finds at its place. */
enum sight { WAIT, READY, GONE };

/* Is the slot of that number in the stage that the cursor waits for, not yet there, or
 * past it (or dropped)? */
static enum sight look(struct cd_ring *ring, uint64_t sequence, enum cd_stage stage) {
    uint64_t word = atomic_load(&cd_ring_slot(ring, sequence)->word);
    if (sequence_of(word) != sequence || stage_of(word) > stage)
        return GONE;
    if (stage_of(word) < stage)
        return WAIT;
    return word & HELD ? GONE : READY;
}

static struct cd_slot *next_to_finish(struct cd_ring *ring) {
    uint64_t sequence;
    while ((sequence = atomic_load(&ring->finish_next)) < atomic_load(&ring->head)) {
        if (look(ring, sequence, CD_SLOT_JUDGED) == WAIT)
            return NULL;
        struct cd_slot *slot = claim(ring, &ring->finish_next, sequence, CD_SLOT_JUDGED);
        if (slot)
            return slot;
    }
    return NULL;
}

struct cd_slot *cd_ring_work(struct cd_ring *ring) {
    struct cd_slot *slot = next_to_finish(ring);
    return slot ? slot : next_to_read(ring);
}

static bool has_work(struct cd_ring *ring) {
    uint64_t head = atomic_load(&ring->head);
    uint64_t finish = atomic_load(&ring->finish_next);
    return atomic_load(&ring->read_next) != head ||
           (finish < head && look(ring, finish, CD_SLOT_JUDGED) != WAIT);
}

void cd_ring_wait_for_work(struct cd_ring *ring) {
    uint32_t key = cd_gate_key(&ring->workers);
    if (has_work(ring) || atomic_load(&ring->stop))
        cd_gate_leave(&ring->workers);
    else
        cd_gate_sleep(&ring->workers, key);
}

/* ---- the ledger's thread ---- */

struct cd_slot *cd_ring_to_append(struct cd_ring *ring) {
    uint64_t head = atomic_load(&ring->head);
    while (ring->append_next < head) {
        uint64_t sequence = ring->append_next;
        if (look(ring, sequence, CD_SLOT_READ) == WAIT)
            return NULL;
        ring->append_next++;
        struct cd_slot *slot = cd_ring_slot(ring, sequence);
        if (cd_slot_take(slot, sequence, CD_SLOT_READ))
            return slot;
    }
    return NULL;
}
