/* What goes into the ledger, and what comes out of it for an article. */
#include "processors/dedup/judge.h"

/* Verdicts that a batch says besides its own: heads whose verdict does not stand yet. */
struct batch {
    const struct cd_judge *judge;
    struct cd_buf *out;
    int64_t *said; /* places, in the buffer's arena */
    size_t count, room;
};

static bool was_said(const struct batch *batch, int64_t place) {
    for (size_t i = batch->count; i-- > 0;)
        if (batch->said[i] == place)
            return true;
    return false;
}

static int note(struct batch *batch, int64_t place) {
    if (batch->count == batch->room) {
        size_t room = batch->room ? batch->room * 2 : 16;
        int64_t *said = cd_arena_grow(batch->out->arena, batch->said,
                                      batch->room * sizeof *said, room * sizeof *said);
        if (!said)
            return CD_ENOMEM;
        batch->said = said;
        batch->room = room;
    }
    batch->said[batch->count++] = place;
    return CD_OK;
}

static struct cd_decided decided_of(const struct cd_place *place, int64_t at) {
    const struct cd_outcome *outcome = place->outcome;
    if (!outcome)
        return (struct cd_decided){
            .at = at, .place = place->origin, .kind = CD_UNIQUE, .of = -1, .cluster = -1};
    return (struct cd_decided){
        .at = at,
        .place = place->origin,
        .kind = outcome->kind,
        .stale = outcome->stale,
        .similarity = outcome->similarity,
        .version = outcome->version,
        .of = outcome->of,
        .cluster = outcome->cluster,
        .of_name = cd_name_str(outcome->of_name),
        .cluster_name = cd_name_str(outcome->cluster_name),
    };
}

static bool names_unlogged(const struct batch *batch, const struct cd_place *place) {
    const struct cd_outcome *outcome = place->outcome;
    const struct cd_place *of =
        outcome ? cd_places_at(&batch->judge->places, outcome->of) : NULL;
    return of && of->state == CD_PLACE_JUDGED && !was_said(batch, outcome->of);
}

/* Says the verdicts of the heads that a place leads to, the lowest first, as far as they
 * do not stand in the ledger. Chains lead to lower places, so this ends. */
static int say_heads(struct batch *batch, const struct cd_place *place) {
    const struct cd_judge *judge = batch->judge;
    while (names_unlogged(batch, place)) {
        const struct cd_place *lowest = cd_places_at(&judge->places, place->outcome->of);
        while (names_unlogged(batch, lowest))
            lowest = cd_places_at(&judge->places, lowest->outcome->of);
        struct cd_decided decided = decided_of(lowest, lowest->origin);
        cd_record_decided(batch->out, &decided);
        if (note(batch, lowest->origin))
            return CD_ENOMEM;
    }
    return CD_OK;
}

int cd_ledger_decided(const struct cd_judge *judge, const struct cd_ruling *rulings,
                      size_t count, struct cd_buf *out) {
    struct batch batch = {.judge = judge, .out = out};
    cd_record_begin(out, (struct cd_ledger_head){CD_LEDGER_DECIDED, judge->contract,
                                                 judge->settings.pipeline});
    for (size_t i = 0; i < count; i++) {
        const struct cd_ruling *ruling = &rulings[i];
        const struct cd_place *place = cd_places_at(&judge->places, ruling->place);
        /* What was judged has left the memory: its repetition holds the verdict. */
        if (!place || place->state == CD_PLACE_OTHER)
            place = cd_places_at(&judge->places, ruling->at);
        if (!place || place->state == CD_PLACE_VOID || place->state == CD_PLACE_REPEAT)
            continue;
        if (say_heads(&batch, place))
            return CD_ENOMEM;
        struct cd_decided decided = decided_of(place, ruling->at);
        cd_record_decided(out, &decided);
        if (note(&batch, ruling->at))
            return CD_ENOMEM;
    }
    return out->failed ? CD_ENOMEM : CD_OK;
}

int cd_ledger_contract(const struct cd_judge *judge, struct cd_buf *out) {
    cd_record_begin(out, (struct cd_ledger_head){CD_LEDGER_CONTRACT, judge->contract,
                                                 judge->settings.pipeline});
    char text[CD_CONTRACT_TEXT];
    cd_buf_add(out, text, cd_contract_text(&judge->settings, text));
    return out->failed ? CD_ENOMEM : CD_OK;
}

int cd_ledger_identity(struct cd_str record, struct cd_identity *out) {
    struct cd_withdrawal withdrawal;
    struct cd_seen seen;
    if (cd_record_read_withdrawal(record, &withdrawal) == CD_OK) {
        *out = withdrawal.identity;
        return CD_OK;
    }
    int rc = cd_record_read_seen(record, &seen);
    if (rc == CD_OK)
        *out = seen.identity;
    return rc;
}

static int copy(struct cd_arena *arena, struct cd_str *s) {
    if (!s->p)
        return CD_OK;
    *s = cd_arena_copy(arena, *s);
    return s->p ? CD_OK : CD_ENOMEM;
}

/* Which of its quotes ran before, and where. */
static int settle_said(const struct cd_judge *judge, struct cd_article *article,
                       int64_t place) {
    struct cd_seen seen;
    if (cd_record_read_seen(article->fingerprint, &seen) || !seen.said_count)
        return CD_OK;
    article->said_count = 0;
    article->said = cd_arena_zero(article->arena, seen.said_count, sizeof *article->said);
    if (!article->said)
        return CD_ENOMEM;
    for (unsigned i = 0; i < seen.said_count; i++) {
        const struct cd_first *first =
            cd_firsts_find(&judge->firsts, seen.said[i], place);
        if (!first)
            continue;
        struct cd_said *said = &article->said[article->said_count++];
        *said = (struct cd_said){seen.said[i], cd_name_id(cd_name_str(first->name)),
                                 first->published_ms};
        if (copy(article->arena, &said->id))
            return CD_ENOMEM;
    }
    return CD_OK;
}

int cd_ledger_settle(const struct cd_judge *judge, struct cd_article *article,
                     const struct cd_ruling *ruling) {
    struct cd_verdict verdict = ruling->verdict;
    if (copy(article->arena, &verdict.of) || copy(article->arena, &verdict.cluster) ||
        copy(article->arena, &verdict.of_source) ||
        copy(article->arena, &verdict.cluster_source) ||
        settle_said(judge, article, ruling->place))
        return CD_ENOMEM;
    article->verdict = verdict;
    return CD_OK;
}

int cd_ledger_settle_alone(struct cd_judge *judge, struct cd_article *article,
                           struct cd_error *err) {
    judge->alone = judge->live = true;
    struct cd_ruling ruling;
    int rc =
        cd_judge_read(judge, judge->opened ? judge->next : 0, article->fingerprint, err);
    if (rc)
        return rc;
    if (!cd_judge_next(judge, &ruling))
        return cd_fail(err, CD_EMESSAGE, "fingerprint", "not a fingerprint");
    return cd_ledger_settle(judge, article, &ruling) ? cd_fail_memory(err) : CD_OK;
}
