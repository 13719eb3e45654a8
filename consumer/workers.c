/* See workers.h. */
#include "consumer/workers.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "processors/dedup/ledger.h"
#include "processors/stamp.h"

#define OUR_HEADERS 128 /* copydesk-source without the topic, copydesk-verdict */

/* ---- from the message to the record ---- */

static int take_headers(struct cd_slot *slot) {
    rd_kafka_headers_t *headers;
    if (rd_kafka_message_headers(slot->message, &headers))
        return 0; /* it has none */
    size_t count = rd_kafka_header_cnt(headers);
    struct cd_header *list = cd_arena_zero(&slot->arena, count, sizeof *list);
    if (!list)
        return CD_ENOMEM;
    for (size_t i = 0; i < count; i++) {
        const char *name;
        const void *value;
        size_t size;
        if (rd_kafka_header_get_all(headers, i, &name, &value, &size))
            break;
        list[i] = (struct cd_header){cd_str_of(name), {value, size}};
    }
    slot->record.headers = list;
    slot->record.header_count = count;
    return 0;
}

/* The parser reads a little beyond the end, so the bytes are copied to where it may. */
static int take_value(struct cd_slot *slot) {
    const rd_kafka_message_t *message = slot->message;
    if (!message->payload)
        return 0;
    char *bytes = cd_arena_alloc(&slot->arena, message->len + CD_RECORD_PADDING);
    if (!bytes)
        return CD_ENOMEM;
    memcpy(bytes, message->payload, message->len);
    memset(bytes + message->len, 0, CD_RECORD_PADDING);
    slot->record.bytes = (struct cd_str){bytes, message->len};
    return 0;
}

/* Key and headers stay where librdkafka has them, until the slot is given back. */
static int unpack(struct cd_slot *slot) {
    rd_kafka_timestamp_type_t type;
    if (!slot->message) /* in tests the record is there already */
        return 0;
    int64_t timestamp = rd_kafka_message_timestamp(slot->message, &type);
    slot->record.timestamp_ms =
        type == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE ? CD_NO_TIME : timestamp;
    slot->record.key = (struct cd_str){slot->message->key, slot->message->key_len};
    int rc = take_headers(slot);
    return rc < 0 ? rc : take_value(slot);
}

/* ---- how it ends ---- */

static enum cd_stage fail(struct cd_slot *slot) {
    cd_fail_memory(&slot->why);
    slot->outcome = CD_OUTCOME_FAILED;
    return CD_SLOT_DONE;
}

static bool fits_as_dead_letter(const struct cd_workplace *place,
                                const struct cd_slot *slot) {
    size_t size = slot->out.len + cd_output_overhead(slot->record.key, &slot->headers);
    return slot->blame < CD_BLAME_HARD && size <= place->to[CD_WAY_DEAD_LETTER].most;
}

/* The input keeps what is left out here, for as long as its retention lasts; so the
 * operator is told at once. */
static void leave_out(const struct cd_workplace *place, struct cd_slot *slot) {
    const struct cd_record *record = &slot->record;
    cd_error_where(&slot->why, "its %zu bytes are left out", record->bytes.len);
    slot->out = (struct cd_str){0};
    cd_log(place->log, CD_LOG_WARN, "workers",
           "%.*s/%" PRId32 "/%" PRId64
           ": its dead letter in %s has its headers, but not its bytes: %s",
           (int)record->topic.len, record->topic.p, record->partition, record->offset,
           place->to[CD_WAY_DEAD_LETTER].name, slot->why.text);
}

/* The input's bytes as they came; without them, saying so, where the topic would not take
 * them. */
static enum cd_stage bury(const struct cd_workplace *place, struct cd_slot *slot) {
    struct cd_error err = {0};
    slot->out = slot->record.bytes;
    int rc =
        cd_headers_dead(&slot->record, &slot->arena, &slot->why, &slot->headers, &err);
    if (rc == 0 && slot->out.p && !fits_as_dead_letter(place, slot)) {
        leave_out(place, slot);
        rc = cd_headers_dead(&slot->record, &slot->arena, &slot->why, &slot->headers,
                             &err);
    }
    if (rc < 0)
        return fail(slot);
    slot->outcome = CD_OUTCOME_DEAD_LETTER;
    return CD_SLOT_DONE;
}

static enum cd_stage reject(const struct cd_workplace *place, struct cd_slot *slot) {
    return slot->why.code == CD_ENOMEM ? fail(slot) : bury(place, slot);
}

static enum cd_stage pass_on_tombstone(struct cd_slot *slot) {
    struct cd_error err = {0};
    slot->article.verdict.known = false; /* the ledger's answer is none on an article */
    if (cd_headers_stamped(&slot->article, &slot->headers, &err))
        return fail(slot);
    slot->outcome = CD_OUTCOME_TOMBSTONE;
    return CD_SLOT_DONE;
}

/* What a stamped record may have beside its value. Headers of ours that came with it are
 * replaced, and count twice: they are few. */
static size_t stamped_overhead(const struct cd_record *record) {
    const struct cd_headers came = {(struct cd_header *)(uintptr_t)record->headers,
                                    record->header_count};
    return cd_output_overhead(record->key, &came) + record->topic.len + OUR_HEADERS;
}

static enum cd_stage stamp(const struct cd_workplace *place, struct cd_slot *slot) {
    bool copy = slot->article.route == CD_ROUTE_DUPLICATES;
    const struct cd_destination *to =
        &place->to[copy ? CD_WAY_DUPLICATES : CD_WAY_OUTPUT];
    size_t overhead = stamped_overhead(&slot->record);
    if (slot->article.route == CD_ROUTE_DROP) {
        slot->outcome = CD_OUTCOME_DROPPED;
        return CD_SLOT_DONE;
    }
    if (cd_stamp(&slot->article, to->most > overhead ? to->most - overhead : 0,
                 &slot->out, &slot->why) < 0 ||
        cd_headers_stamped(&slot->article, &slot->headers, &slot->why) < 0) {
        cd_error_where(&slot->why, "topic %s", to->name);
        return reject(place, slot);
    }
    slot->outcome = copy ? CD_OUTCOME_DUPLICATE : CD_OUTCOME_OUTPUT;
    return CD_SLOT_DONE;
}

/* ---- the two steps ---- */

static enum cd_stage run_chain(const struct cd_workplace *place, struct cd_slot *slot) {
    switch (cd_chain_run(place->chain, &slot->article, &slot->why)) {
        case CD_PARK:
            return CD_SLOT_READ;
        case CD_REJECT:
            return reject(place, slot);
        case CD_CONTINUE:
        case CD_DIVERT:
            break;
    }
    return stamp(place, slot);
}

/* Whichever topic the article will go to must take it: the verdict is not known yet, and
 * once it is in the ledger it has to come out. */
static int check_size(const struct cd_workplace *place, struct cd_slot *slot) {
    const struct cd_destination *least = &place->to[CD_WAY_OUTPUT];
    if (place->to[CD_WAY_DUPLICATES].most < least->most)
        least = &place->to[CD_WAY_DUPLICATES];
    size_t size = slot->record.bytes.len + cd_stamp_smallest(&slot->article) +
                  stamped_overhead(&slot->record);
    if (size <= least->most)
        return 0;
    return cd_fail(&slot->why, CD_EMESSAGE, "too_large",
                   "stamped it may have %zu bytes, topic %s takes %zu", size, least->name,
                   least->most);
}

/* What has no article to stamp: the broker refuses it, or it is a tombstone. */
static enum cd_stage finish_bare(const struct cd_workplace *place, struct cd_slot *slot) {
    if (!slot->article.refused)
        return pass_on_tombstone(slot);
    cd_fail(&slot->why, CD_EMESSAGE, cd_refusal_reason(slot->refused),
            "refused by the broker: %s", rd_kafka_err2str(slot->refused));
    return bury(place, slot);
}

static bool is_bare(const struct cd_slot *slot) {
    return slot->article.refused || !slot->record.bytes.p;
}

/* The ledger is told first where it has to forget something. */
static enum cd_stage take_bare(const struct cd_workplace *place, struct cd_slot *slot) {
    if (cd_chain_needs_ledger(place->chain) && cd_ledger_withdraws(&slot->article))
        return run_chain(place, slot);
    return finish_bare(place, slot);
}

static enum cd_stage read_article(const struct cd_workplace *place,
                                  struct cd_message_parser *parser,
                                  struct cd_slot *slot) {
    if (unpack(slot) < 0)
        return fail(slot);
    slot->article.refused = slot->blame >= CD_BLAME_GUILTY;
    if (is_bare(slot))
        return take_bare(place, slot);
    if (cd_input_read(place->input, parser, &slot->article, &slot->why) < 0 ||
        check_size(place, slot) < 0)
        return reject(place, slot);
    return run_chain(place, slot);
}

void cd_work(const struct cd_workplace *place, struct cd_message_parser *parser,
             struct cd_slot *slot) {
    enum cd_stage next = CD_SLOT_DONE;
    if (cd_slot_stale(slot))
        slot->outcome = CD_OUTCOME_STALE;
    else if (cd_slot_stage(slot) == CD_SLOT_FILLED)
        next = read_article(place, parser, slot);
    else
        next = is_bare(slot) ? finish_bare(place, slot) : run_chain(place, slot);
    cd_slot_put(place->ring, slot, next);
}

/* ---- threads ---- */

static void *run(void *arg) {
    struct cd_worker *worker = arg;
    struct cd_ring *ring = worker->place->ring;
    while (!atomic_load(&ring->stop)) {
        struct cd_slot *slot = cd_ring_work(ring);
        if (slot)
            cd_work(worker->place, worker->parser, slot);
        else
            cd_ring_wait_for_work(ring);
    }
    return NULL;
}

int cd_workers_start(struct cd_workers *workers, const struct cd_workplace *place,
                     size_t count, struct cd_error *err) {
    *workers = (struct cd_workers){.place = *place};
    workers->list = calloc(count, sizeof *workers->list);
    if (!workers->list)
        return cd_fail_memory(err);
    for (; workers->count < count; workers->count++) {
        struct cd_worker *worker = &workers->list[workers->count];
        worker->place = &workers->place;
        worker->parser = cd_message_parser_new();
        if (!worker->parser)
            return cd_fail_memory(err);
        int rc = pthread_create(&worker->thread, NULL, run, worker);
        if (rc) {
            cd_message_parser_free(worker->parser);
            return cd_fail(err, CD_EWORLD, "thread", "a worker's thread: %s",
                           strerror(rc));
        }
    }
    return 0;
}

void cd_workers_stop(struct cd_workers *workers) {
    if (workers->count) {
        atomic_store(&workers->place.ring->stop, true);
        cd_gate_open_all(&workers->place.ring->workers);
    }
    for (size_t i = 0; i < workers->count; i++) {
        pthread_join(workers->list[i].thread, NULL);
        cd_message_parser_free(workers->list[i].parser);
    }
    free(workers->list);
    *workers = (struct cd_workers){0};
}
