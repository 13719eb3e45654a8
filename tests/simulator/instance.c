#include "tests/simulator/instance.h"

#include <stdio.h>

static void stop_on(int rc, const char *what) {
    if (rc == CD_OK)
        return;
    fprintf(stderr, "%s: %d\n", what, rc);
    exit(3);
}

static struct chance *chance_of(const struct instance *instance) {
    return &instance->world->chance;
}

void instance_start(struct instance *instance, struct world *world, int number,
                    enum fault fault) {
    *instance = (struct instance){
        .world = world, .number = number, .alive = true, .fault = fault};
    struct cd_dedup_settings settings = world->settings;
    stop_on(cd_judge_make(&instance->judge, &settings), "judge");
    if (fault == FAULT_OTHERWISE) {
        instance->judge->settings.near_threshold = 700;
        instance->judge->settings.near_window_ms /= 2;
    }
    int64_t end = cd_log_memory_end(&world->log);
    int64_t start = end - cd_judge_history(instance->judge);
    int64_t first = cd_log_memory_first(&world->log);
    instance->read = start > first ? start : first;
    cd_judge_start(instance->judge, end);
}

static void forget(struct instance *instance) {
    for (unsigned i = 0; i < instance->outbox_count; i++)
        free((void *)(uintptr_t)instance->outbox[i].record.p);
    instance->outbox_count = instance->batch_count = instance->flight_count = 0;
}

void instance_crash(struct instance *instance) {
    forget(instance);
    cd_judge_free(instance->judge);
    instance->judge = NULL;
    instance->alive = false;
}

/* As after an aborted transaction. What is in the outbox is on its way already. */
static void rewind_all(struct instance *instance) {
    instance->flight_count = instance->batch_count = 0;
    for (int i = 0; i < PARTITIONS; i++)
        instance->position[i] = instance->world->partitions[i].committed;
}

void instance_assign(struct instance *instance, int partition) {
    struct partition *shared = &instance->world->partitions[partition];
    shared->owner = instance->number;
    shared->generation++;
    instance->generation[partition] = shared->generation;
    rewind_all(instance);
}

/* ---- out ---- */

static void put_out(struct instance *instance, struct cd_str record, int64_t article) {
    char *copy = malloc(record.len + 1);
    if (!copy)
        stop_on(CD_ENOMEM, "outbox");
    memcpy(copy, record.p, record.len);
    instance->outbox[instance->outbox_count++] =
        (struct append){{copy, record.len}, article};
}

static void poll_partition(struct instance *instance, int partition) {
    struct partition *shared = &instance->world->partitions[partition];
    size_t *position = &instance->position[partition];
    if (!instance->generation[partition] || instance->flight_count == MOST_FLIGHTS ||
        instance->outbox_count > 2 * MOST_FLIGHTS || *position >= shared->count)
        return;
    /* A zombie may still read, what was committed by another meanwhile too. */
    int64_t number = shared->articles[(*position)++];
    struct cd_str record = world_record(instance->world, number);
    if (!record.p)
        return;
    struct flight *flight = &instance->flights[instance->flight_count++];
    *flight = (struct flight){.article = number};
    stop_on(cd_ledger_identity(record, &flight->identity), "identity");
    put_out(instance, record, number);
}

static void append(struct instance *instance, unsigned most) {
    unsigned done = 0;
    for (; done < most && done < instance->outbox_count; done++) {
        const struct append *out = &instance->outbox[done];
        world_append(instance->world, out->record, out->article);
        free((void *)(uintptr_t)out->record.p);
    }
    instance->outbox_count -= done;
    memmove(instance->outbox, instance->outbox + done,
            instance->outbox_count * sizeof *instance->outbox);
}

/* The name in the seen record at an offset, or one that nobody has. */
static struct cd_str name_at(const struct world *world, int64_t offset) {
    struct cd_seen seen;
    if (cd_record_read_seen(cd_log_memory_read(&world->log, offset), &seen))
        return CD_STR("a-1");
    return seen.name;
}

/* Another verdict than the judge's for the first of a batch: the opposite. */
static void add_lie(struct instance *instance, struct cd_buf *out) {
    struct world *world = instance->world;
    struct cd_decided lie = {.cluster = -1, .of = -1};
    lie.at = lie.place = instance->batch[0].at;
    cd_record_begin(out, (struct cd_ledger_head){CD_LEDGER_DECIDED,
                                                 cd_contract_hash(&world->settings),
                                                 world->settings.pipeline});
    lie.kind = CD_UNIQUE;
    if (instance->batch[0].verdict.kind == CD_UNIQUE) {
        lie.kind = CD_NEAR;
        lie.of = lie.place - 1 - (int64_t)chance_below(chance_of(instance), 40);
        if (lie.of < 0)
            lie.of = 0;
        lie.cluster = lie.of;
        lie.of_name = lie.cluster_name = name_at(world, lie.of);
    }
    cd_record_decided(out, &lie);
}

static void log_batch(struct instance *instance) {
    if (!instance->batch_count || instance->outbox_count >= 3 * MOST_FLIGHTS)
        return;
    struct cd_arena *arena = &instance->world->arena;
    struct cd_buf out = cd_buf_in(arena);
    bool first = instance->batch[0].at == instance->batch[0].place;
    if (instance->fault == FAULT_LIAR && first && instance->batch[0].place > 0 &&
        chance_one_in(chance_of(instance), 4))
        add_lie(instance, &out);
    else
        stop_on(cd_ledger_decided(instance->judge, instance->batch, instance->batch_count,
                                  &out),
                "decided");
    put_out(instance, cd_buf_str(&out), -1);
    instance->batch_count = 0;
    cd_arena_reset(arena);
}

/* ---- in ---- */

static void rule(struct instance *instance, struct flight *flight,
                 const struct cd_ruling *ruling) {
    flight->ruled = true;
    flight->ruling = *ruling;
    size_t len = ruling->verdict.of.len < sizeof flight->of ? ruling->verdict.of.len : 0;
    if (len)
        memcpy(flight->of, ruling->verdict.of.p, len);
    flight->ruling.verdict.of.len = len;
    flight->standing = ruling->how != CD_RULED;
    if (ruling->how != CD_RULED && ruling->how != CD_REPEATED)
        return;
    if (instance->batch_count < sizeof instance->batch / sizeof *instance->batch)
        instance->batch[instance->batch_count++] = *ruling;
}

static bool is_same(struct cd_identity a, struct cd_identity b) {
    return a.low == b.low && a.high == b.high;
}

/* Only when an article is judged: later the oldest may have left the window. */
static void tell_first(const struct instance *instance, const struct cd_ruling *ruling) {
    struct cd_seen seen;
    struct cd_str record = cd_log_memory_read(&instance->world->log, ruling->at);
    if (ruling->how != CD_RULED || ruling->at != ruling->place ||
        cd_record_read_seen(record, &seen) || !seen.said_count)
        return;
    const struct cd_first *first =
        cd_firsts_find(&instance->judge->firsts, seen.said[0], ruling->place);
    world_hear_first(instance->world, ruling->at, first ? first->place : -1);
}

static void take_ruling(struct instance *instance, const struct cd_ruling *ruling) {
    world_hear(instance->world, ruling);
    tell_first(instance, ruling);
    for (unsigned i = 0; i < instance->flight_count; i++) {
        struct flight *flight = &instance->flights[i];
        if (!is_same(flight->identity, ruling->identity))
            continue;
        if (!flight->ruled && ruling->verdict.known)
            rule(instance, flight, ruling);
        else if (ruling->how == CD_LOGGED)
            flight->standing = true;
        else if (ruling->how == CD_CORRECTED) {
            rewind_all(instance);
            return;
        }
    }
}

static void take_rulings(struct instance *instance) {
    struct cd_ruling ruling;
    while (cd_judge_next(instance->judge, &ruling))
        take_ruling(instance, &ruling);
}

static void read_ledger(struct instance *instance, unsigned most) {
    struct cd_log_memory *log = &instance->world->log;
    struct cd_error err = {0};
    for (; most-- && instance->read < cd_log_memory_end(log); instance->read++) {
        struct cd_str record = cd_log_memory_read(log, instance->read);
        if (!record.p) { /* retention overtook it: start again */
            instance_crash(instance);
            return;
        }
        stop_on(cd_judge_read(instance->judge, instance->read, record, &err), err.text);
        take_rulings(instance);
    }
    if (!instance->joined && instance->read >= instance->judge->end) {
        stop_on(cd_judge_caught_up(instance->judge, &err), err.text);
        take_rulings(instance);
        instance->joined = true;
    }
}

/* ---- commit ---- */

static bool is_fenced(const struct instance *instance, int partition) {
    return instance->generation[partition] !=
           instance->world->partitions[partition].generation;
}

static void lose_fenced(struct instance *instance) {
    for (int i = 0; i < PARTITIONS; i++)
        if (is_fenced(instance, i))
            instance->generation[i] = 0;
    instance->world->fenced++;
    rewind_all(instance);
}

/* The broker refuses an article: the transaction is lost, and it will be a dead letter.
 */
static void lose_refused(struct instance *instance, struct article *article) {
    article->refused = true;
    instance->world->refused++;
    rewind_all(instance);
}

/* One transaction with the first `count` articles, all or none. */
static void commit(struct instance *instance, unsigned count) {
    struct flight *flights = instance->flights;
    count = count < instance->flight_count ? count : instance->flight_count;
    for (unsigned i = 0; i < count; i++) {
        struct article *article = &instance->world->articles[flights[i].article];
        if (!flights[i].ruled || !flights[i].standing) {
            count = i;
            break;
        }
        if (is_fenced(instance, article->partition)) {
            lose_fenced(instance);
            return;
        }
        if (article->refusable && !article->refused) {
            lose_refused(instance, article);
            return;
        }
    }
    for (unsigned i = 0; i < count; i++) {
        flights[i].ruling.verdict.of.p = flights[i].of;
        world_commit(instance->world, flights[i].article, &flights[i].ruling);
    }
    instance->flight_count -= count;
    memmove(flights, flights + count, instance->flight_count * sizeof *flights);
}

/* ---- steps ---- */

void instance_step(struct instance *instance) {
    struct chance *chance = chance_of(instance);
    if (!instance->alive || instance->asleep) {
        instance->asleep -= instance->asleep > 0;
        return;
    }
    if (!instance->joined) {
        read_ledger(instance, 1 + chance_below(chance, 400));
        return;
    }
    switch (chance_below(chance, 6)) {
        case 0:
        case 1:
            poll_partition(instance, (int)chance_below(chance, PARTITIONS));
            break;
        case 2:
            append(instance, 1 + chance_below(chance, 6));
            break;
        case 3:
            read_ledger(instance, 1 + chance_below(chance, 40));
            break;
        case 4:
            log_batch(instance);
            break;
        default:
            commit(instance, chance_below(chance, MOST_FLIGHTS));
    }
    if (instance->alive && chance_one_in(chance, 3000))
        rewind_all(instance);
}

void instance_drain(struct instance *instance) {
    if (!instance->alive)
        return;
    instance->asleep = 0;
    for (int i = 0; i < PARTITIONS && instance->joined; i++)
        poll_partition(instance, i);
    append(instance, 4 * MOST_FLIGHTS);
    read_ledger(instance, 1000);
    if (!instance->alive || !instance->joined)
        return;
    log_batch(instance);
    append(instance, 4 * MOST_FLIGHTS);
    commit(instance, instance->flight_count);
}
