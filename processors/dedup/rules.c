#include "processors/dedup/rules.h"

#include "processors/dedup/candidates.h"

#define SHORT_TEXT     12  /* words; below, an equal text needs an equal title, too */
#define LEAST_GRAMS    6   /* below, a share says nothing */
#define REVISION_LEAST 300 /* containment that makes a later version of one document */

struct asked {
    const struct cd_dedup_settings *settings;
    const struct cd_index *index;
    const struct cd_seen *seen;
    int64_t since, before; /* places of the heads that may be named */
};

static bool within(int64_t a, int64_t b, int64_t most) {
    if (a == CD_NO_TIME || b == CD_NO_TIME)
        return true;
    uint64_t apart = a > b ? (uint64_t)a - (uint64_t)b : (uint64_t)b - (uint64_t)a;
    return apart <= (uint64_t)most;
}

/* The head of a number if it may be named, and lies within the time window. */
static const struct cd_head *nameable(const struct asked *asked, uint32_t number,
                                      int64_t window_ms) {
    const struct cd_head *head = cd_index_head(asked->index, number);
    if (!head || head->place < asked->since || head->place >= asked->before ||
        !within(head->time_ms, asked->seen->time_ms, window_ms))
        return NULL;
    return head;
}

static struct cd_finding found(enum cd_verdict_kind kind, const struct cd_head *of,
                               unsigned similarity) {
    return (struct cd_finding){
        .kind = kind, .of = of, .similarity = (uint16_t)similarity};
}

static const struct cd_finding unique = {.kind = CD_UNIQUE};

static unsigned similarity_to(const struct asked *asked, uint32_t number) {
    struct cd_sketch theirs;
    if (!cd_index_sketch(asked->index, number, &theirs))
        return 0;
    struct cd_common none = {0};
    return cd_overlap_containment(
        cd_compare_grams(&asked->seen->sketch, none, &theirs, none));
}

static bool older(const struct cd_seen *seen, const struct cd_head *head) {
    return seen->modified_ms != CD_NO_TIME && head->modified_ms != CD_NO_TIME &&
           seen->modified_ms < head->modified_ms;
}

/* The versions of one document, newest first: the newest says whether it is the same,
 * any of them whether it is still the same document. */
static struct cd_finding judge_document(const struct asked *asked, enum cd_key kind,
                                        uint64_t key) {
    uint32_t numbers[CD_CHAIN_MOST];
    unsigned n = cd_index_by_key(asked->index, kind, key, numbers);
    const struct cd_seen *seen = asked->seen;
    const struct cd_head *latest = NULL;
    for (unsigned i = 0; i < n; i++) {
        const struct cd_head *head =
            nameable(asked, numbers[i], asked->settings->window_ms);
        if (!head)
            continue;
        latest = latest ? latest : head;
        bool same = head->text == seen->sketch.text && seen->sketch.text;
        if (same && head == latest && head->title == seen->title)
            return found(CD_EXACT, head, 1000);
        unsigned similarity = same ? 1000 : similarity_to(asked, numbers[i]);
        if (similarity < REVISION_LEAST)
            continue;
        struct cd_finding finding = found(CD_REVISION, latest, similarity);
        finding.stale = older(seen, latest);
        return finding;
    }
    return unique;
}

/* The oldest head with the same text. */
static struct cd_finding judge_text(const struct asked *asked) {
    const struct cd_seen *seen = asked->seen;
    uint32_t numbers[CD_CHAIN_MOST];
    unsigned n = cd_index_by_key(asked->index, CD_KEY_TEXT, seen->sketch.text, numbers);
    for (unsigned i = n; i-- > 0;) {
        const struct cd_head *head =
            nameable(asked, numbers[i], asked->settings->window_ms);
        if (head && (seen->sketch.words >= SHORT_TEXT || head->title == seen->title))
            return found(CD_EXACT, head, 1000);
    }
    return unique;
}

static struct cd_finding judge_samples(const struct asked *asked) {
    const struct cd_seen *seen = asked->seen;
    struct cd_candidate candidates[CD_MOST_CANDIDATES];
    struct cd_common mine, none = {0};
    unsigned n = cd_candidates_find(asked->index, &seen->sketch, asked->since,
                                    asked->before, candidates, &mine);
    struct cd_finding best = unique;
    for (unsigned i = 0; i < n; i++) {
        struct cd_sketch theirs;
        const struct cd_head *head =
            nameable(asked, candidates[i].number, asked->settings->near_window_ms);
        if (!head || !cd_index_sketch(asked->index, candidates[i].number, &theirs))
            continue;
        struct cd_overlap overlap = cd_compare_grams(&seen->sketch, mine, &theirs, none);
        unsigned similarity = cd_overlap_containment(overlap);
        if (overlap.shared < LEAST_GRAMS ||
            similarity < asked->settings->near_threshold || similarity <= best.similarity)
            continue;
        bool refiled = head->source && head->source == seen->source;
        best = found(refiled ? CD_REVISION : CD_NEAR, head, similarity);
    }
    return best;
}

struct cd_finding cd_rules_judge(const struct cd_dedup_settings *settings,
                                 const struct cd_index *index, const struct cd_seen *seen,
                                 int64_t place) {
    struct asked asked = {settings, index, seen, place - settings->records + 1, place};
    struct cd_finding finding = judge_document(&asked, CD_KEY_ID, seen->id_key);
    if (!finding.of)
        finding = judge_document(&asked, CD_KEY_URL, seen->url_key);
    if (!finding.of)
        finding = judge_text(&asked);
    if (!finding.of)
        finding = judge_samples(&asked);
    return finding;
}
