#include "processors/dedup/rules.h"

#include "processors/dedup/candidates.h"

#define SHORT_TEXT     12  /* words; below, an equal text needs an equal title, too */
#define LEAST_GRAMS    6   /* below, a share says nothing */
#define FEWEST_GRAMS   3   /* … unless nearly all are shared */
#define FEW_NUMBERS    2   /* below, numbers say nothing */
#define FORM_WORDS     20  /* one number in so many words: a form */
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

/* How alike an article and a head are; shares in 1/1000. */
struct likeness {
    struct cd_overlap grams;
    unsigned containment; /* of grams that are no furniture */
    unsigned pairs;       /* resemblance of pairs of words */
    unsigned numbers;     /* share of the shorter one's numbers; 1000: it has few */
    bool form;            /* both are full of numbers: weather, scores, prices */
    bool same_source, same_title;
};

static bool is_form(const struct cd_sketch *sketch) {
    uint32_t numbers = (uint32_t)sketch->number_count << sketch->number_shift;
    return numbers * FORM_WORDS >= sketch->words;
}

static struct likeness measure(const struct asked *asked, const struct cd_head *head,
                               const struct cd_sketch *theirs, struct cd_common mine) {
    const struct cd_seen *seen = asked->seen;
    struct cd_common their =
        cd_candidates_common(asked->index, theirs, asked->since, asked->before);
    struct cd_overlap numbers = cd_compare_numbers(&seen->sketch, theirs);
    unsigned least = numbers.mine < numbers.theirs ? numbers.mine : numbers.theirs;
    struct likeness like = {
        .grams = cd_compare_grams(&seen->sketch, mine, theirs, their),
        .pairs = cd_overlap_resemblance(cd_compare_pairs(&seen->sketch, theirs)),
        .numbers = least < FEW_NUMBERS ? 1000 : cd_overlap_containment(numbers),
        .form = is_form(&seen->sketch) && is_form(theirs),
        .same_source = head->source && head->source == seen->source,
        .same_title = head->title && head->title == seen->title,
    };
    like.containment = cd_overlap_containment(like.grams);
    return like;
}

/* Reports in one form (the weather of two days) share their words, not their numbers. */
static bool numbers_contradict(const struct likeness *like) {
    return like->numbers < (like->form ? 750 : 500);
}

static bool older(const struct cd_seen *seen, const struct cd_head *head) {
    return seen->modified_ms != CD_NO_TIME && head->modified_ms != CD_NO_TIME &&
           seen->modified_ms < head->modified_ms;
}

/* How much of a document's other version an article is; 0: it is another report. */
static unsigned likeness_to(const struct asked *asked, const struct cd_head *head,
                            uint32_t number) {
    struct cd_common none = {0};
    struct cd_sketch theirs;
    if (!cd_index_sketch(asked->index, number, &theirs))
        return 0;
    struct likeness like = measure(asked, head, &theirs, none);
    return like.form && numbers_contradict(&like) ? 0 : like.containment;
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
        unsigned similarity = same ? 1000 : likeness_to(asked, head, numbers[i]);
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

static bool enough(const struct likeness *like) {
    return like->grams.shared >= LEAST_GRAMS ||
           (like->grams.shared >= FEWEST_GRAMS && like->containment >= 900);
}

/* Not even with its furniture: tells most chance candidates off before that is looked up
 * for each of their grams. */
static bool too_few(const struct cd_sketch *mine, const struct cd_sketch *theirs) {
    struct cd_common none = {0};
    return cd_compare_grams(mine, none, theirs, none).shared < FEWEST_GRAMS;
}

/* Of the same outlet: its reports in one form, its columns and its furniture are alike,
 * too, so that much more must agree. */
static bool is_refiled(const struct likeness *like) {
    if (numbers_contradict(like) || (like->numbers < 750 && like->containment < 850))
        return false;
    return like->containment >= (like->same_title ? 500 : 750);
}

static bool is_carried(const struct likeness *like, unsigned threshold) {
    if (numbers_contradict(like) && like->containment < (like->form ? 950 : 800))
        return false;
    if (like->containment >= threshold)
        return like->containment >= 750 || like->numbers >= 600;
    return like->pairs + like->containment / 2 >= 380 && like->numbers >= 600;
}

static struct cd_finding judge_samples(const struct asked *asked) {
    const struct cd_seen *seen = asked->seen;
    struct cd_candidate candidates[CD_MOST_CANDIDATES];
    struct cd_common mine;
    unsigned n = cd_candidates_find(asked->index, &seen->sketch, asked->since,
                                    asked->before, candidates, &mine);
    struct cd_finding best = unique;
    for (unsigned i = 0; i < n; i++) {
        struct cd_sketch theirs;
        const struct cd_head *head =
            nameable(asked, candidates[i].number, asked->settings->near_window_ms);
        if (!head || !cd_index_sketch(asked->index, candidates[i].number, &theirs) ||
            too_few(&seen->sketch, &theirs))
            continue;
        struct likeness like = measure(asked, head, &theirs, mine);
        bool copy = like.same_source ? is_refiled(&like)
                                     : is_carried(&like, asked->settings->near_threshold);
        if (!copy || !enough(&like) || like.containment <= best.similarity)
            continue;
        best = found(like.same_source ? CD_REVISION : CD_NEAR, head, like.containment);
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
