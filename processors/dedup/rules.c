#include "processors/dedup/rules.h"

#include "processors/dedup/candidates.h"
#include "processors/dedup/likeness.h"

#define LEAST_GRAMS    6   /* below, a share says nothing */
#define FEWEST_GRAMS   3   /* … unless nearly all are shared */
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

/* What one step says: its rule, and the verdict that this makes, if any. */
struct answer {
    enum cd_dedup_rule rule;
    const struct cd_head *of; /* NULL: no verdict */
    enum cd_verdict_kind kind;
    unsigned similarity; /* in 1/1000 */
    bool stale;
};

static struct answer found(enum cd_dedup_rule rule, enum cd_verdict_kind kind,
                           const struct cd_head *of, unsigned similarity) {
    return (struct answer){rule, of, kind, similarity, false};
}

static struct answer none(enum cd_dedup_rule rule) {
    return (struct answer){.rule = rule, .kind = CD_UNIQUE};
}

static struct cd_likeness measure(const struct asked *asked, const struct cd_head *head,
                                  const struct cd_sketch *theirs, struct cd_common mine) {
    const struct cd_seen *seen = asked->seen;
    struct cd_common their =
        cd_candidates_common(asked->index, theirs, asked->since, asked->before);
    struct cd_likeness like = cd_likeness_read(&seen->sketch, mine, theirs, their);
    like.same_source = head->source && head->source == seen->source;
    like.other_source = head->source && seen->source && head->source != seen->source;
    like.same_title = head->title && head->title == seen->title;
    if (like.same_title && !like.same_source)
        like.numbers = like.own_numbers;
    return like;
}

static bool older(const struct cd_seen *seen, const struct cd_head *head) {
    return seen->modified_ms != CD_NO_TIME && head->modified_ms != CD_NO_TIME &&
           seen->modified_ms < head->modified_ms;
}

/* How much of a document's other version an article is. */
static struct answer judge_version(const struct asked *asked, const struct cd_head *head,
                                   uint32_t number) {
    struct cd_common no_furniture = {0};
    struct cd_sketch theirs;
    if (head->text == asked->seen->sketch.text && head->text)
        return found(CD_DEDUP_NEW_VERSION, CD_REVISION, head, 1000);
    if (!cd_index_sketch(asked->index, number, &theirs))
        return none(CD_DEDUP_TOO_LONG_AGO);
    struct cd_likeness like = measure(asked, head, &theirs, no_furniture);
    if (like.form && cd_likeness_numbers_contradict(&like))
        return none(CD_DEDUP_NUMBERS);
    if (like.containment < REVISION_LEAST)
        return none(CD_DEDUP_OTHER_TEXT);
    return found(CD_DEDUP_NEW_VERSION, CD_REVISION, head, like.containment);
}

/* The versions of one document, newest first: the newest says whether it is the same,
 * any of them whether it is still the same document. */
static struct answer judge_document(const struct asked *asked, enum cd_key kind,
                                    uint64_t key) {
    uint32_t numbers[CD_CHAIN_MOST];
    unsigned n = cd_index_by_key(asked->index, kind, key, numbers);
    const struct cd_seen *seen = asked->seen;
    const struct cd_head *latest = NULL;
    struct answer answer = none(key ? CD_DEDUP_NO_HEAD : CD_DEDUP_NO_KEY);
    for (unsigned i = 0; i < n; i++) {
        const struct cd_head *head =
            nameable(asked, numbers[i], asked->settings->window_ms);
        if (!head && !latest)
            answer = none(CD_DEDUP_TOO_LONG_AGO);
        if (!head)
            continue;
        latest = latest ? latest : head;
        answer = judge_version(asked, head, numbers[i]);
        if (!answer.of)
            continue;
        bool same = head == latest && head->text == seen->sketch.text && head->text;
        if (same && head->title == seen->title)
            return found(CD_DEDUP_SAME_VERSION, CD_EXACT, head, 1000);
        answer.of = latest;
        answer.stale = older(seen, latest);
        return answer;
    }
    return answer;
}

static struct answer judge_id(const struct asked *asked) {
    return judge_document(asked, CD_KEY_ID, asked->seen->id_key);
}

static struct answer judge_url(const struct asked *asked) {
    return judge_document(asked, CD_KEY_URL, asked->seen->url_key);
}

/* Another outlet's report that says of itself that it is a later version. */
static bool announces(const struct cd_seen *seen, const struct cd_head *head) {
    return seen->slug && seen->slug != head->slug;
}

/* The oldest head with the same text that is no earlier version of it by its slug; the
 * oldest of these, if there is no other. */
static struct answer judge_text(const struct asked *asked) {
    const struct cd_seen *seen = asked->seen;
    uint32_t numbers[CD_CHAIN_MOST];
    unsigned n = cd_index_by_key(asked->index, CD_KEY_TEXT, seen->sketch.text, numbers);
    struct answer answer = none(seen->sketch.text ? CD_DEDUP_NO_HEAD : CD_DEDUP_NO_KEY);
    for (unsigned i = n; i-- > 0;) {
        const struct cd_head *head =
            nameable(asked, numbers[i], asked->settings->window_ms);
        bool same = head && (!seen->sketch.brevity || head->title == seen->title);
        if (same && !announces(seen, head))
            return found(CD_DEDUP_SAME_TEXT, CD_EXACT, head, 1000);
        if (same && !answer.of)
            answer = found(CD_DEDUP_ANNOUNCED, CD_REVISION, head, 1000);
        else if (!same && !answer.of)
            answer = none(head ? CD_DEDUP_TOO_SHORT : CD_DEDUP_TOO_LONG_AGO);
    }
    return answer;
}

static bool enough(const struct cd_likeness *like) {
    return like->grams.shared >= LEAST_GRAMS ||
           (like->grams.shared >= FEWEST_GRAMS && like->containment >= 900);
}

/* Not even with its furniture: tells most chance candidates off before that is looked up
 * for each of their grams. */
static bool too_few(const struct cd_sketch *mine, const struct cd_sketch *theirs) {
    struct cd_common no_furniture = {0};
    return cd_compare_grams(mine, no_furniture, theirs, no_furniture).shared <
           FEWEST_GRAMS;
}

/* Of the same outlet: its reports in one form, its columns and its furniture are alike,
 * too, so that much more must agree. */
static enum cd_dedup_rule refiled(const struct cd_likeness *like) {
    if (cd_likeness_numbers_contradict(like) ||
        (like->numbers < 750 && like->containment < 850))
        return CD_DEDUP_NUMBERS;
    return like->containment >= (like->same_title ? 500 : 750) ? CD_DEDUP_REFILED
                                                               : CD_DEDUP_UNLIKE;
}

/* What shares less than the threshold: a block of nearly as much, or changed words all
 * over. A threshold of less than a half asks no less of pairs. */
static bool holds_pairs(const struct cd_likeness *like, unsigned threshold) {
    unsigned least = threshold < 500 ? 380 : 380 * threshold / 500;
    return (like->broken_up || like->containment * 5 >= threshold * 4) &&
           like->pairs + like->containment / 2 >= least;
}

static enum cd_dedup_rule carried(const struct cd_likeness *like, unsigned threshold) {
    bool alike = cd_likeness_filled_alike(like);
    if (cd_likeness_numbers_contradict(like) &&
        !(alike && like->containment >= (like->form ? 950 : 800)))
        return CD_DEDUP_NUMBERS;
    /* Without outlets, two columns in one frame may be of the same. */
    bool agree =
        !like->poor_form && like->numbers >= (alike && like->other_source ? 500 : 600);
    if (like->containment >= threshold)
        return like->containment >= 750 || agree ? CD_DEDUP_CARRIED : CD_DEDUP_NUMBERS;
    if (!holds_pairs(like, threshold))
        return CD_DEDUP_UNLIKE;
    return agree && !like->number_differs ? CD_DEDUP_REWORDED : CD_DEDUP_NUMBERS;
}

/* One head that shares grams. */
static struct answer judge_candidate(const struct asked *asked, uint32_t number,
                                     struct cd_common mine) {
    struct cd_sketch theirs;
    const struct cd_head *head = nameable(asked, number, asked->settings->near_window_ms);
    if (!head || !cd_index_sketch(asked->index, number, &theirs))
        return none(CD_DEDUP_TOO_LONG_AGO);
    if (too_few(&asked->seen->sketch, &theirs))
        return none(CD_DEDUP_FEW_GRAMS);
    struct cd_likeness like = measure(asked, head, &theirs, mine);
    if (cd_likeness_stubs(&asked->seen->sketch, &theirs) && !like.same_title)
        return none(CD_DEDUP_TOO_SHORT);
    enum cd_dedup_rule rule = like.same_source
                                  ? refiled(&like)
                                  : carried(&like, asked->settings->near_threshold);
    if (rule > CD_DEDUP_LAST_VERDICT)
        return none(rule);
    if (!enough(&like))
        return none(CD_DEDUP_FEW_GRAMS);
    enum cd_dedup_rule doubt = cd_likeness_doubt(&like);
    if (doubt)
        return none(doubt);
    if (rule != CD_DEDUP_REFILED && announces(asked->seen, head))
        rule = CD_DEDUP_ANNOUNCED;
    enum cd_verdict_kind kind =
        rule == CD_DEDUP_CARRIED || rule == CD_DEDUP_REWORDED ? CD_NEAR : CD_REVISION;
    return found(rule, kind, head, like.containment);
}

/* Is it a better answer? A copy of the later version is no news, however alike the
 * earlier one is. */
static bool beats(const struct answer *a, const struct answer *b) {
    bool announced = a->rule == CD_DEDUP_ANNOUNCED;
    if (a->of && b->of && announced != (b->rule == CD_DEDUP_ANNOUNCED))
        return !announced;
    return a->of && a->similarity > b->similarity;
}

/* The best of those that share most grams; of reasons for none, the first one's. */
static struct answer judge_samples(const struct asked *asked) {
    struct cd_candidate candidates[CD_MOST_CANDIDATES];
    struct cd_common mine;
    unsigned n = cd_candidates_find(asked->index, &asked->seen->sketch, asked->since,
                                    asked->before, candidates, &mine);
    struct answer best =
        none(asked->seen->sketch.gram_count ? CD_DEDUP_NO_HEAD : CD_DEDUP_NO_KEY);
    for (unsigned i = 0; i < n; i++) {
        struct answer answer = judge_candidate(asked, candidates[i].number, mine);
        if (i == 0 || beats(&answer, &best))
            best = answer;
    }
    return best;
}

struct cd_finding cd_rules_judge(const struct cd_dedup_settings *settings,
                                 const struct cd_index *index, const struct cd_seen *seen,
                                 int64_t place) {
    static struct answer (*const steps[CD_STEP_COUNT])(const struct asked *asked) = {
        judge_id, judge_url, judge_text, judge_samples};
    struct asked asked = {settings, index, seen, place - settings->records + 1, place};
    struct cd_finding finding = {.kind = CD_UNIQUE};
    for (int i = 0; i < CD_STEP_COUNT && !finding.of; i++) {
        struct answer answer = steps[i](&asked);
        finding.kind = answer.kind;
        finding.of = answer.of;
        finding.similarity = (uint16_t)answer.similarity;
        finding.stale = answer.stale;
        finding.rules[i] = (uint8_t)answer.rule;
    }
    return finding;
}
