#include "processors/dedup/judge.h"

int cd_judge_make(struct cd_judge **out, const struct cd_dedup_settings *settings) {
    struct cd_judge *judge = calloc(1, sizeof *judge);
    if (!judge)
        return CD_ENOMEM;
    judge->settings = *settings;
    judge->contract = cd_contract_hash(settings);
    judge->applied = 1;
    cd_queue_init(&judge->queue);
    cd_fifo_init(&judge->rulings, sizeof(struct cd_ruling), 6);
    if (cd_firsts_init(&judge->firsts, (uint64_t)settings->quotes) ||
        cd_chains_init(&judge->by_record) || cd_places_init(&judge->places, 0) ||
        cd_index_init(&judge->index, (uint64_t)settings->max_heads)) {
        cd_judge_free(judge);
        return CD_ENOMEM;
    }
    *out = judge;
    return CD_OK;
}

int cd_judge_new(struct cd_judge **out, const struct cd_config *config,
                 struct cd_error *err) {
    struct cd_dedup_settings settings;
    int rc = cd_dedup_settings_read(&settings, config, err);
    if (rc)
        return rc;
    return cd_judge_make(out, &settings) ? cd_fail_memory(err) : CD_OK;
}

void cd_judge_free(struct cd_judge *judge) {
    if (!judge)
        return;
    cd_places_done(&judge->places);
    cd_index_done(&judge->index);
    cd_chains_done(&judge->by_record);
    cd_firsts_done(&judge->firsts);
    cd_queue_done(&judge->queue);
    cd_fifo_done(&judge->rulings);
    free(judge);
}

int64_t cd_judge_history(const struct cd_judge *judge) {
    return 2 * judge->settings.records;
}

void cd_judge_start(struct cd_judge *judge, int64_t end) { judge->end = end; }

/* ---- rulings ---- */

static struct cd_verdict verdict_of(const struct cd_place *origin) {
    const struct cd_outcome *outcome = origin->outcome;
    if (origin->state == CD_PLACE_VOID)
        return (struct cd_verdict){0};
    if (!outcome)
        return (struct cd_verdict){.known = true, .kind = CD_UNIQUE, .version = 1};
    struct cd_str of = cd_name_str(outcome->of_name);
    struct cd_str cluster = cd_name_str(outcome->cluster_name);
    return (struct cd_verdict){
        .known = true,
        .kind = outcome->kind,
        .of = cd_name_id(of),
        .of_source = cd_name_place(of),
        .cluster = cd_name_id(cluster),
        .cluster_source = cd_name_place(cluster),
        .similarity = outcome->similarity / 1000.0,
        .stale = outcome->stale,
        .version = outcome->version,
    };
}

int cd_judge_say(struct cd_judge *judge, int64_t at, const struct cd_place *origin,
                 enum cd_ruling_kind how) {
    if (!judge->live)
        return CD_OK;
    struct cd_ruling *ruling = cd_fifo_push(&judge->rulings);
    if (!ruling)
        return CD_ENOMEM;
    *ruling = (struct cd_ruling){
        .identity = origin->identity,
        .at = at,
        .place = origin->origin,
        .verdict = verdict_of(origin),
        .how = how,
        .copies = how == CD_WITHDRAWN ? judge->copies : 0,
    };
    return CD_OK;
}

int cd_judge_next(struct cd_judge *judge, struct cd_ruling *out) {
    if (cd_fifo_count(&judge->rulings) == 0)
        return 0;
    *out = *(struct cd_ruling *)cd_fifo_at(&judge->rulings, judge->rulings.first);
    cd_fifo_drop(&judge->rulings, judge->rulings.first + 1);
    return 1;
}

/* ---- judging ---- */

static int index_head(struct cd_judge *judge, int64_t offset,
                      const struct cd_seen *seen) {
    struct cd_place *place = cd_places_at(&judge->places, offset);
    const struct cd_outcome *outcome = place->outcome;
    struct cd_story story = {
        .name = cd_firsts_share(&judge->firsts, offset), .cluster = -1, .version = 1};
    if (outcome) {
        story.cluster = outcome->cluster;
        story.cluster_name = cd_name_hold(outcome->cluster_name);
        story.version = outcome->version;
    }
    uint32_t key = (uint32_t)seen->record_key;
    uint64_t number, node;
    if (cd_index_add(&judge->index, offset, seen, story, &number) ||
        cd_chains_add(&judge->by_record, &key, seen->record_key ? 1 : 0, &node))
        return CD_ENOMEM;
    place->head = (uint32_t)number;
    if (place->withdrawn)
        cd_index_head(&judge->index, place->head)->gone = true;
    return CD_OK;
}

int cd_judge_index(struct cd_judge *judge, int64_t offset, const struct cd_seen *seen) {
    if (!seen->kill)
        return index_head(judge, offset, seen);
    const struct cd_place *place = cd_places_at(&judge->places, offset);
    cd_withdraw_document(judge, place->outcome, seen);
    return CD_OK;
}

void cd_judge_reach(struct cd_judge *judge, int64_t offset) {
    cd_index_drop(&judge->index, offset - judge->settings.records + 1);
    cd_chains_drop(&judge->by_record, judge->index.heads.first);
}

static uint16_t next_version(const struct cd_finding *finding) {
    if (finding->kind != CD_REVISION)
        return 0;
    uint16_t version = finding->of->version;
    return version < UINT16_MAX ? (uint16_t)(version + 1) : version;
}

static struct cd_outcome *outcome_of(const struct cd_finding *finding) {
    const struct cd_head *of = finding->of;
    return cd_outcome_new((struct cd_outcome){
        .kind = finding->kind,
        .similarity = finding->similarity,
        .stale = finding->stale,
        .version = next_version(finding),
        .of = of->place,
        .cluster = of->cluster,
        .of_name = cd_name_hold(of->name),
        .cluster_name = cd_name_hold(of->cluster_name),
    });
}

struct cd_finding cd_judge_find(const struct cd_judge *judge, const struct cd_seen *seen,
                                int64_t offset) {
    return seen->kill ? cd_withdraw_judge(judge, seen, offset)
                      : cd_rules_judge(&judge->settings, &judge->index, seen, offset);
}

/* Judges a place by the heads before it. */
static int judge_place(struct cd_judge *judge, int64_t offset,
                       const struct cd_seen *seen) {
    struct cd_place *place = cd_places_at(&judge->places, offset);
    cd_judge_reach(judge, offset);
    struct cd_finding finding = cd_judge_find(judge, seen, offset);
    if (finding.of) {
        struct cd_outcome *outcome = outcome_of(&finding);
        if (!outcome)
            return CD_ENOMEM;
        cd_places_set(&judge->places, place, outcome);
    }
    place->state = CD_PLACE_JUDGED;
    judge->counts.judged++;
    if (cd_outcome_is_head(place->outcome))
        return cd_judge_index(judge, offset, seen);
    return CD_OK;
}

/* A logged verdict is taken over; a head is indexed in its turn. */
static int take_over(struct cd_judge *judge, int64_t offset, struct cd_str record) {
    struct cd_place *place = cd_places_at(&judge->places, offset);
    struct cd_seen seen;
    bool repeated = place->origin != offset;
    if (repeated || !cd_outcome_is_head(place->outcome))
        return CD_OK;
    cd_judge_reach(judge, offset);
    if (cd_record_read_seen(record, &seen))
        return CD_OK;
    return cd_judge_index(judge, offset, &seen);
}

static int apply_item(struct cd_judge *judge, int64_t offset, struct cd_str record) {
    const struct cd_place *place = cd_places_at(&judge->places, offset);
    struct cd_seen seen;
    if (!place)
        return CD_OK;
    if (place->state == CD_PLACE_WITHDRAWAL)
        cd_withdraw_apply(judge, offset, record);
    if (place->state == CD_PLACE_LOGGED)
        return take_over(judge, offset, record);
    if (place->state != CD_PLACE_PENDING || cd_record_read_seen(record, &seen))
        return CD_OK;
    return judge_place(judge, offset, &seen);
}

bool cd_judge_guesses(const struct cd_judge *judge, const struct cd_place *place) {
    if (place->state != CD_PLACE_REPEAT ||
        place->origin - judge->first >= judge->settings.records)
        return false;
    const struct cd_place *origin = cd_places_at(&judge->places, place->origin);
    return !origin || origin->state != CD_PLACE_LOGGED;
}

static bool waits(const struct cd_judge *judge, int64_t offset) {
    const struct cd_place *place = cd_places_at(&judge->places, offset);
    return place && (place->state == CD_PLACE_PENDING || cd_judge_guesses(judge, place));
}

static bool is_full(const struct cd_judge *judge) {
    return cd_fifo_count(&judge->queue.items) > (uint64_t)judge->settings.backlog;
}

/* Need the record at the front be kept any longer? */
static bool is_settled(const struct cd_judge *judge, int64_t offset) {
    const struct cd_place *place = cd_places_at(&judge->places, offset);
    return !place || place->state == CD_PLACE_LOGGED || place->state == CD_PLACE_VOID ||
           place->state == CD_PLACE_WITHDRAWAL;
}

int64_t cd_judge_turn(const struct cd_judge *judge, int64_t offset) {
    const struct cd_queue *queue = &judge->queue;
    struct cd_str record;
    return judge->applied < queue->items.end ? cd_queue_at(queue, judge->applied, &record)
                                             : offset;
}

int cd_judge_apply(struct cd_judge *judge, bool force) {
    struct cd_queue *queue = &judge->queue;
    for (; judge->applied < queue->items.end; judge->applied++) {
        struct cd_str record;
        int64_t offset = cd_queue_at(queue, judge->applied, &record);
        bool must = force || is_full(judge);
        if (!must && waits(judge, offset))
            break;
        if (apply_item(judge, offset, record))
            return CD_ENOMEM;
    }
    while (queue->items.first < judge->applied) {
        struct cd_str record;
        int64_t offset = cd_queue_at(queue, queue->items.first, &record);
        if (!is_full(judge) && !is_settled(judge, offset))
            break;
        cd_queue_pop(queue);
    }
    return CD_OK;
}

/* ---- reading ---- */

/* The place that was judged for an identity, as seen from `offset`; NULL: it is new. */
static struct cd_place *origin_of(struct cd_judge *judge, const struct cd_seen *seen,
                                  int64_t offset) {
    bool recreated;
    int64_t since = offset - judge->settings.records + 1;
    int64_t before = cd_places_find(&judge->places, &seen->identity, since, &recreated);
    judge->counts.recreated += recreated && before < 0;
    struct cd_place *place = before < 0 ? NULL : cd_places_at(&judge->places, before);
    if (!place || place->origin == before)
        return place;
    struct cd_place *origin = cd_places_at(&judge->places, place->origin);
    if (origin)
        return origin->state == CD_PLACE_VOID ? NULL : origin;
    /* What was judged has left the memory; the repetition holds its verdict, if any. */
    return place->state == CD_PLACE_LOGGED ? place : NULL;
}

static int read_again(struct cd_judge *judge, int64_t offset, struct cd_place *place,
                      const struct cd_place *origin, struct cd_str record) {
    place->state = CD_PLACE_REPEAT;
    place->origin = origin->origin;
    judge->counts.repeated++;
    if (!judge->live && cd_judge_guesses(judge, place) &&
        cd_queue_push(&judge->queue, offset, record))
        return CD_ENOMEM;
    switch ((enum cd_place_state)origin->state) {
        case CD_PLACE_LOGGED:
            return cd_judge_say(judge, offset, origin, CD_REPEATED);
        case CD_PLACE_JUDGED:
            return cd_judge_say(judge, offset, origin, CD_RULED);
        case CD_PLACE_PENDING:
        case CD_PLACE_REPEAT:
        case CD_PLACE_OTHER:
        case CD_PLACE_VOID:
        case CD_PLACE_WITHDRAWAL:
            return CD_OK;
    }
    return CD_OK;
}

static int read_new(struct cd_judge *judge, int64_t offset, struct cd_place *place,
                    const struct cd_seen *seen, struct cd_str record) {
    place->state = CD_PLACE_PENDING;
    place->origin = offset;
    cd_firsts_drop(&judge->firsts, offset - judge->settings.records + 1);
    if (cd_firsts_add(&judge->firsts, offset, seen))
        return CD_ENOMEM;
    if (judge->alone)
        return judge_place(judge, offset, seen) ||
                       cd_judge_say(judge, offset, place, CD_RULED)
                   ? CD_ENOMEM
                   : CD_OK;
    if (cd_queue_push(&judge->queue, offset, record) ||
        cd_judge_apply(judge, judge->live))
        return CD_ENOMEM;
    return cd_judge_say(judge, offset, place, CD_RULED);
}

static int read_seen(struct cd_judge *judge, int64_t offset, struct cd_str record) {
    struct cd_seen seen;
    if (cd_record_read_seen(record, &seen)) {
        judge->counts.malformed++;
        return cd_places_push(&judge->places, NULL) ? CD_OK : CD_ENOMEM;
    }
    judge->counts.seen++;
    cd_postings_prefetch(&judge->index.grams, &seen.sketch);
    const struct cd_place *origin = origin_of(judge, &seen, offset);
    struct cd_place *place = cd_places_push(&judge->places, &seen.identity);
    if (!place)
        return CD_ENOMEM;
    if (origin)
        return read_again(judge, offset, place, origin, record);
    return read_new(judge, offset, place, &seen, record);
}

/* Is a pipeline's record for us to read? */
static bool is_ours(const struct cd_judge *judge, uint64_t pipeline) {
    const struct cd_dedup_settings *settings = &judge->settings;
    bool ours = pipeline == settings->pipeline;
    for (unsigned i = 0; i < settings->shared_count; i++)
        ours |= pipeline == settings->shared[i];
    return ours;
}

/* A record of another contract, or one that says what that contract is. */
static void note_foreign(struct cd_judge *judge, const struct cd_ledger_head *head,
                         struct cd_str record) {
    judge->counts.foreign++;
    if (judge->live)
        return;
    if (head->kind == CD_LEDGER_CONTRACT && !judge->foreign.code)
        cd_contract_compare(&judge->settings, cd_record_contract(record),
                            &judge->foreign);
}

static int read_other(struct cd_judge *judge, const struct cd_ledger_head *head,
                      struct cd_str record) {
    if (!cd_places_push(&judge->places, NULL))
        return CD_ENOMEM;
    if (!head)
        judge->counts.malformed++;
    else if (!is_ours(judge, head->pipeline))
        judge->counts.elsewhere++;
    else if (head->contract != judge->contract)
        note_foreign(judge, head, record);
    else if (head->kind == CD_LEDGER_DECIDED)
        return cd_standing_read(judge, record);
    return CD_OK;
}

/* The first read tells where the memory begins; later ones must follow each other. */
static int check_offset(struct cd_judge *judge, int64_t offset, struct cd_error *err) {
    if (!judge->opened) {
        judge->opened = true;
        judge->first = judge->next = offset;
        judge->places.base = offset - 1;
    }
    if (offset != judge->next)
        return cd_fail(err, CD_EWORLD, "ledger_gap",
                       "the ledger goes on at offset %lld where %lld was expected",
                       (long long)offset, (long long)judge->next);
    judge->next = offset + 1;
    return CD_OK;
}

int cd_judge_read(struct cd_judge *judge, int64_t offset, struct cd_str record,
                  struct cd_error *err) {
    int rc = check_offset(judge, offset, err);
    if (rc == CD_OK && !judge->live && offset >= judge->end)
        rc = cd_judge_caught_up(judge, err);
    if (rc)
        return rc;
    cd_places_drop(&judge->places, cd_judge_turn(judge, offset) -
                                       judge->settings.records - judge->settings.backlog);
    struct cd_ledger_head head;
    bool known = cd_record_head(record, &head) == CD_OK;
    bool ours =
        known && is_ours(judge, head.pipeline) && head.contract == judge->contract;
    if (ours && head.kind == CD_LEDGER_SEEN)
        rc = read_seen(judge, offset, record);
    else if (ours && head.kind == CD_LEDGER_WITHDRAWN)
        rc = cd_withdraw_read(judge, offset, record);
    else
        rc = read_other(judge, known ? &head : NULL, record);
    return rc ? cd_fail_memory(err) : CD_OK;
}

int cd_judge_caught_up(struct cd_judge *judge, struct cd_error *err) {
    if (judge->live)
        return CD_OK;
    if (judge->counts.foreign) {
        cd_fail(&judge->foreign, CD_EUSAGE, "contract",
                "the ledger holds fingerprints that were made by other rules; "
                "topics.ledger must name a new topic");
        return cd_fail(err, CD_EUSAGE, "contract", "%s", judge->foreign.text);
    }
    if (cd_judge_apply(judge, true))
        return cd_fail_memory(err);
    judge->live = true;
    return CD_OK;
}

static int64_t time_of(const struct cd_judge *judge, uint64_t number) {
    const struct cd_head *head = cd_index_head(&judge->index, (uint32_t)number);
    return head ? head->time_ms : CD_NO_TIME;
}

struct cd_judge_counts cd_judge_counts(const struct cd_judge *judge) {
    struct cd_judge_counts counts = judge->counts;
    const struct cd_index *index = &judge->index;
    uint64_t first, end;
    cd_index_sampled(index, &first, &end);
    counts.heads = end - first;
    counts.bytes = cd_index_bytes(index) + cd_chains_bytes(&judge->by_record) +
                   cd_firsts_bytes(&judge->firsts) + cd_places_bytes(&judge->places) +
                   judge->queue.items.bytes + judge->queue.bytes;
    counts.oldest_ms = time_of(judge, first);
    counts.newest_ms = time_of(judge, end - 1);
    return counts;
}
