/* Withdrawals: what ends a head before it leaves the window, so that a later copy is
 * judged without it and comes out. A tombstone ends the latest story that came in under
 * its record key on that topic, with all its versions: a copy of the last would else be
 * one of the first. A kill ends the heads of its document in the same way, and is no head
 * itself. An article that came to nothing (the broker refuses it) ends its own. All three
 * lie in the ledger and are applied where they lie: by everyone at the same place. */
#include "processors/dedup/judge.h"

#include "processors/dedup/compare.h"

/* Heads that are candidates for an end, newest first. */
struct heads {
    uint32_t numbers[CD_CHAIN_MOST];
    unsigned count;
};

static void end_head(struct cd_judge *judge, struct cd_head *head) {
    head->gone = true;
    judge->counts.withdrawn++;
}

/* Ends those of one story. */
static void end_story(struct cd_judge *judge, const struct heads *heads,
                      int64_t cluster) {
    for (unsigned i = 0; i < heads->count; i++) {
        struct cd_head *head = cd_index_head(&judge->index, heads->numbers[i]);
        if (head && head->cluster == cluster)
            end_head(judge, head);
    }
}

/* ---- kills ---- */

static struct heads by_key(const struct cd_judge *judge, enum cd_key kind, uint64_t key) {
    struct heads heads;
    heads.count = cd_index_by_key(&judge->index, kind, key, heads.numbers);
    return heads;
}

/* The latest head of a kill's document: its number, or 0. */
static uint32_t latest(const struct cd_judge *judge, const struct cd_seen *kill) {
    struct heads heads = by_key(judge, CD_KEY_ID, kill->id_key);
    if (!heads.count)
        heads = by_key(judge, CD_KEY_URL, kill->url_key);
    return heads.count ? heads.numbers[0] : 0;
}

static bool is_document(const struct cd_head *head, const struct cd_seen *kill) {
    return (head->id_key && head->id_key == kill->id_key) ||
           (head->url_key && head->url_key == kill->url_key);
}

static uint16_t likeness(const struct cd_judge *judge, uint32_t number,
                         const struct cd_seen *kill) {
    struct cd_common none = {0};
    struct cd_sketch theirs;
    const struct cd_head *head = cd_index_head(&judge->index, number);
    if (head->text == kill->sketch.text)
        return 1000;
    if (!cd_index_sketch(&judge->index, number, &theirs))
        return 0;
    return (uint16_t)cd_overlap_containment(
        cd_compare_grams(&kill->sketch, none, &theirs, none));
}

struct cd_finding cd_withdraw_judge(const struct cd_judge *judge,
                                    const struct cd_seen *kill, int64_t offset) {
    uint32_t number = latest(judge, kill);
    if (!number) {
        struct cd_finding finding =
            cd_rules_judge(&judge->settings, &judge->index, kill, offset);
        /* A version with so many behind it that its key does not lead to it. */
        if (finding.of && is_document(finding.of, kill))
            finding.kind = CD_REVISION;
        return finding;
    }
    return (struct cd_finding){
        .kind = CD_REVISION,
        .similarity = likeness(judge, number, kill),
        .of = cd_index_head(&judge->index, number),
        .rules = {CD_DEDUP_KILL},
    };
}

void cd_withdraw_document(struct cd_judge *judge, const struct cd_outcome *outcome,
                          const struct cd_seen *kill) {
    const struct cd_place *of =
        outcome ? cd_places_at(&judge->places, outcome->of) : NULL;
    struct cd_head *head = of && of->head ? cd_index_head(&judge->index, of->head) : NULL;
    if (!head || !is_document(head, kill))
        return;
    struct heads by_id = by_key(judge, CD_KEY_ID, kill->id_key);
    struct heads by_url = by_key(judge, CD_KEY_URL, kill->url_key);
    end_head(judge, head);
    end_story(judge, &by_id, outcome->cluster);
    end_story(judge, &by_url, outcome->cluster);
}

/* ---- withdrawn records ---- */

static void end_by_record_key(struct cd_judge *judge, uint64_t key) {
    struct heads found, heads = {.count = 0};
    found.count = cd_chains_find(&judge->by_record, (uint32_t)key, found.numbers);
    for (unsigned i = 0; i < found.count; i++) {
        const struct cd_head *head = cd_index_head(&judge->index, found.numbers[i]);
        if (head && head->record_key == key)
            heads.numbers[heads.count++] = found.numbers[i];
    }
    if (heads.count)
        end_story(judge, &heads, cd_index_head(&judge->index, heads.numbers[0])->cluster);
}

/* Copies between `place` and `offset` that were set aside in favour of `place`. */
static uint32_t count_copies(const struct cd_judge *judge, int64_t place,
                             int64_t offset) {
    uint32_t count = 0;
    for (int64_t at = place + 1; at < offset; at++) {
        const struct cd_place *copy = cd_places_at(&judge->places, at);
        count += copy && copy->origin == at && copy->outcome &&
                 copy->outcome->of == place && !cd_outcome_is_head(copy->outcome);
    }
    return count;
}

static void end_article(struct cd_judge *judge, const struct cd_identity *identity,
                        int64_t offset) {
    bool recreated;
    int64_t at = cd_places_find(&judge->places, identity,
                                offset - judge->settings.records + 1, &recreated);
    struct cd_place *place = at < 0 ? NULL : cd_places_at(&judge->places, at);
    place = place ? cd_places_at(&judge->places, place->origin) : NULL;
    if (!place || place->withdrawn)
        return;
    place->withdrawn = true;
    struct cd_head *head = place->head ? cd_index_head(&judge->index, place->head) : NULL;
    if (!head)
        return;
    end_head(judge, head);
    judge->copies = count_copies(judge, place->origin, offset);
    judge->counts.forsaken += judge->copies;
}

void cd_withdraw_apply(struct cd_judge *judge, int64_t offset, struct cd_str record) {
    struct cd_withdrawal withdrawal;
    cd_judge_reach(judge, offset);
    if (cd_record_read_withdrawal(record, &withdrawal))
        return;
    switch (withdrawal.by) {
        case CD_WITHDRAWN_BY_KEY:
            end_by_record_key(judge, withdrawal.target.low);
            break;
        case CD_WITHDRAWN_BY_ARTICLE:
            end_article(judge, &withdrawal.target, offset);
            break;
    }
}

/* It was seen before: what came since under its key is not what it means. */
static bool is_again(struct cd_judge *judge, const struct cd_identity *identity,
                     int64_t offset) {
    bool recreated;
    bool again = cd_places_find(&judge->places, identity,
                                offset - judge->settings.records + 1, &recreated) >= 0;
    judge->counts.repeated += again;
    judge->counts.recreated += recreated && !again;
    return again;
}

/* In its turn: behind all that waits for its verdict. */
static int take(struct cd_judge *judge, int64_t offset, struct cd_str record) {
    if (judge->alone) {
        cd_withdraw_apply(judge, offset, record);
        return CD_OK;
    }
    return cd_queue_push(&judge->queue, offset, record) ||
                   cd_judge_apply(judge, judge->live)
               ? CD_ENOMEM
               : CD_OK;
}

int cd_withdraw_read(struct cd_judge *judge, int64_t offset, struct cd_str record) {
    struct cd_withdrawal withdrawal;
    if (cd_record_read_withdrawal(record, &withdrawal)) {
        judge->counts.malformed++;
        return cd_places_push(&judge->places, NULL) ? CD_OK : CD_ENOMEM;
    }
    bool again = is_again(judge, &withdrawal.identity, offset);
    struct cd_place *place = cd_places_push(&judge->places, &withdrawal.identity);
    if (!place)
        return CD_ENOMEM;
    place->state = CD_PLACE_WITHDRAWAL;
    place->origin = offset;
    judge->copies = 0;
    if (!again && take(judge, offset, record))
        return CD_ENOMEM;
    return cd_judge_say(judge, offset, place, CD_WITHDRAWN);
}
