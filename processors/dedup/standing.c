/* What stands in the ledger. The first verdict for a place stands, whoever wrote it, if
 * what it names stands as a head at that point of the ledger; otherwise it is void, and
 * the place is as if it had never been seen: its owner appends the article again. So the
 * ledger itself, and not that instances agree, is what makes every pointer end at
 * something that came out. */
#include "processors/dedup/judge.h"

/* NULL in *out for a unique article. */
static int outcome_of(const struct cd_decided *decided, struct cd_outcome **out) {
    *out = NULL;
    if (decided->kind == CD_UNIQUE)
        return CD_OK;
    struct cd_outcome outcome = {
        .kind = decided->kind,
        .similarity = decided->similarity,
        .stale = decided->stale,
        .version = decided->version,
        .of = decided->of,
        .cluster = decided->cluster,
        .of_name = cd_name_new(decided->of_name),
    };
    outcome.cluster_name = decided->cluster == decided->of
                               ? cd_name_hold(outcome.of_name)
                               : cd_name_new(decided->cluster_name);
    if (!outcome.of_name || !outcome.cluster_name) {
        cd_name_drop(outcome.of_name);
        cd_name_drop(outcome.cluster_name);
        return CD_ENOMEM;
    }
    *out = cd_outcome_new(outcome);
    return *out ? CD_OK : CD_ENOMEM;
}

/* Is what a verdict names a head by the ledger? Of what lies before the memory, its
 * writer knew. */
static bool is_founded(const struct cd_judge *judge, const struct cd_decided *decided) {
    const struct cd_place *of = cd_places_at(&judge->places, decided->of);
    if (decided->of < 0 || decided->of < judge->first || !of)
        return true;
    return of->state == CD_PLACE_LOGGED && of->origin == decided->of &&
           cd_outcome_is_head(of->outcome);
}

/* A place is not the head that it was taken for. */
static void unindex(struct cd_judge *judge, struct cd_place *place) {
    struct cd_head *head = place->head ? cd_index_head(&judge->index, place->head) : NULL;
    if (head)
        head->gone = true;
    place->head = 0;
}

/* A place is a head although it was taken for a copy; its record is kept in the queue
 * until its verdict stands. */
static int index_late(struct cd_judge *judge, int64_t offset) {
    struct cd_str record = cd_queue_find(&judge->queue, offset);
    struct cd_seen seen;
    if (!record.p || cd_record_read_seen(record, &seen))
        return CD_OK;
    return cd_judge_index(judge, offset, &seen);
}

/* Another verdict stands than the one that was judged here. */
static int correct(struct cd_judge *judge, struct cd_place *place,
                   struct cd_outcome *outcome) {
    int64_t offset = place->origin;
    unindex(judge, place);
    cd_places_set(&judge->places, place, outcome);
    judge->counts.corrected++;
    if (cd_outcome_is_head(outcome) && index_late(judge, offset))
        return CD_ENOMEM;
    return cd_judge_say(judge, offset, place, CD_CORRECTED);
}

static int make_void(struct cd_judge *judge, struct cd_place *place) {
    judge->counts.voided++;
    unindex(judge, place);
    cd_places_set(&judge->places, place, NULL);
    place->state = CD_PLACE_VOID;
    return cd_judge_say(judge, place->origin, place, CD_CORRECTED);
}

/* The same verdict? */
static bool agrees(const struct cd_outcome *own, const struct cd_decided *decided) {
    if (!own)
        return decided->kind == CD_UNIQUE;
    return own->kind == decided->kind && own->of == decided->of &&
           own->cluster == decided->cluster && own->similarity == decided->similarity &&
           own->version == decided->version && own->stale == decided->stale;
}

/* The first verdict that is logged for a place. */
static int take_first(struct cd_judge *judge, struct cd_place *place,
                      const struct cd_decided *decided) {
    if (!is_founded(judge, decided))
        return make_void(judge, place);
    bool judged = place->state == CD_PLACE_JUDGED;
    place->state = CD_PLACE_LOGGED;
    if (judged && agrees(place->outcome, decided))
        return cd_judge_say(judge, decided->at, place, CD_LOGGED);
    struct cd_outcome *outcome;
    if (outcome_of(decided, &outcome))
        return CD_ENOMEM;
    if (judged)
        return correct(judge, place, outcome);
    cd_places_set(&judge->places, place, outcome);
    return CD_OK;
}

/* A repetition whose first place is remembered takes its verdict from there; of another
 * the record tells all. */
static int take_again(struct cd_judge *judge, struct cd_place *at,
                      const struct cd_place *origin, const struct cd_decided *decided) {
    struct cd_outcome *outcome = origin ? origin->outcome : NULL;
    if (origin && outcome)
        outcome->holders++;
    if (!origin && outcome_of(decided, &outcome))
        return CD_ENOMEM;
    unindex(judge, at);
    cd_places_set(&judge->places, at, outcome);
    at->state = CD_PLACE_LOGGED;
    at->origin = decided->place;
    return cd_judge_say(judge, decided->at, at, CD_LOGGED);
}

/* Whoever wrote the verdict knew that the article had no place any more where this
 * memory, which begins later, takes a repetition for its first place. */
static int take_own(struct cd_judge *judge, struct cd_place *at,
                    const struct cd_decided *decided) {
    bool turn_comes = cd_judge_turn(judge, decided->at + 1) <= decided->at;
    struct cd_outcome *outcome;
    at->origin = decided->at;
    if (!is_founded(judge, decided))
        return make_void(judge, at);
    if (outcome_of(decided, &outcome))
        return CD_ENOMEM;
    at->state = CD_PLACE_LOGGED;
    if (!turn_comes)
        return correct(judge, at, outcome);
    cd_places_set(&judge->places, at, outcome);
    return CD_OK;
}

static int take_verdict(struct cd_judge *judge, const struct cd_decided *decided) {
    struct cd_place *at = cd_places_at(&judge->places, decided->at);
    struct cd_place *origin = cd_places_at(&judge->places, decided->place);
    if (!at || at->state == CD_PLACE_OTHER)
        return CD_OK;
    if (at->state == CD_PLACE_WITHDRAWAL) {
        judge->counts.malformed++;
        return CD_OK;
    }
    bool again = decided->at != decided->place;
    if (!again && cd_judge_guesses(judge, at))
        return take_own(judge, at, decided);
    if (again && origin && at->origin != decided->place) {
        judge->counts.malformed++;
        return CD_OK;
    }
    if (origin && origin->state == CD_PLACE_VOID)
        return cd_judge_say(judge, decided->at, origin, CD_CORRECTED);
    bool first = origin && origin->origin == decided->place &&
                 (origin->state == CD_PLACE_PENDING || origin->state == CD_PLACE_JUDGED);
    if (first && take_first(judge, origin, decided))
        return CD_ENOMEM;
    if (origin && origin->state == CD_PLACE_VOID)
        return CD_OK;
    return again ? take_again(judge, at, origin, decided) : CD_OK;
}

int cd_standing_read(struct cd_judge *judge, struct cd_str record) {
    struct cd_decided decided;
    size_t at = 0;
    int rc;
    while ((rc = cd_record_next_decided(record, &at, &decided)) == 1) {
        judge->counts.decided++;
        if (take_verdict(judge, &decided))
            return CD_ENOMEM;
    }
    judge->counts.malformed += rc < 0;
    return cd_judge_apply(judge, judge->live);
}
