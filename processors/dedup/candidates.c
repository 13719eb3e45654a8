#include "processors/dedup/candidates.h"

#include <limits.h>

/* Hits by head: open addressing; twice as many places as there can be heads. */
#define TALLY (2 * CD_MOST_GRAMS * CD_MOST_OWNERS)

struct tally {
    uint32_t numbers[TALLY]; /* 0: free */
    uint8_t hits[TALLY];
};

struct window {
    const struct cd_index *index;
    int64_t since, before;
};

/* The newest heads with each gram, as far as they can make it furniture or have so many
 * hits. That they lie in the window is asked next. */
static void find_owners(const struct cd_index *index, const struct cd_sketch *sketch,
                        unsigned fewest_hits, struct cd_owners *owners) {
    struct cd_least least = {.owners = CD_COMMON_STORIES, .grams = fewest_hits};
    cd_postings_find(&index->grams, sketch, least, owners);
    for (unsigned i = 0; i < sketch->gram_count; i++)
        for (unsigned k = 0; k < owners[i].count; k++)
            cd_index_prefetch(index, owners[i].numbers[k]);
}

/* The owners that are heads of the window, in the same array; returns how many. */
static unsigned in_window(const struct window *window, uint32_t *numbers, unsigned n) {
    unsigned kept = 0;
    for (unsigned i = 0; i < n; i++) {
        const struct cd_head *head = cd_index_head(window->index, numbers[i]);
        if (head && head->place >= window->since && head->place < window->before)
            numbers[kept++] = numbers[i];
    }
    return kept;
}

static bool same_document(const struct cd_head *a, const struct cd_head *b) {
    return (a->id_key && a->id_key == b->id_key) ||
           (a->url_key && a->url_key == b->url_key);
}

/* Heads of one story are versions of one document, have one headline, or say that they
 * are later ones. What samples alone joined under another headline may have been joined
 * by the very furniture that is to be learnt. */
static bool same_story(const struct cd_head *a, const struct cd_head *b) {
    return a->cluster == b->cluster &&
           (a->title == b->title || a->slug || b->slug || same_document(a, b));
}

static bool is_common(const struct window *window, const uint32_t *numbers, unsigned n) {
    const struct cd_head *stories[CD_MOST_OWNERS];
    unsigned count = 0;
    for (unsigned i = 0; i < n; i++) {
        const struct cd_head *head = cd_index_head(window->index, numbers[i]);
        unsigned at = 0;
        while (at < count && !same_story(stories[at], head))
            at++;
        if (at == count)
            stories[count++] = head;
    }
    return count >= CD_COMMON_STORIES;
}

static void count_hit(struct tally *tally, uint32_t number) {
    uint32_t at = number * UINT32_C(0x9e3779b1) % TALLY;
    while (tally->numbers[at] && tally->numbers[at] != number)
        at = (at + 1) % TALLY;
    tally->numbers[at] = number;
    tally->hits[at]++;
}

/* Is `a` to be looked at before `b`? Numbers rise with offsets. */
static bool better(struct cd_candidate a, struct cd_candidate b) {
    return a.hits != b.hits ? a.hits > b.hits : (int32_t)(a.number - b.number) < 0;
}

static unsigned keep_best(struct cd_candidate *best, unsigned n,
                          struct cd_candidate candidate) {
    if (n == CD_MOST_CANDIDATES && !better(candidate, best[n - 1]))
        return n;
    unsigned at = n < CD_MOST_CANDIDATES ? n++ : n - 1;
    for (; at > 0 && better(candidate, best[at - 1]); at--)
        best[at] = best[at - 1];
    best[at] = candidate;
    return n;
}

unsigned cd_candidates_find(const struct cd_index *index, const struct cd_sketch *sketch,
                            int64_t since, int64_t before,
                            struct cd_candidate out[CD_MOST_CANDIDATES],
                            struct cd_common *common) {
    struct window window = {index, since, before};
    struct tally tally = {.numbers = {0}};
    struct cd_owners owners[CD_MOST_GRAMS];
    common->bits = 0;
    find_owners(index, sketch, CD_FEWEST_HITS, owners);
    for (unsigned i = 0; i < sketch->gram_count; i++) {
        uint32_t *numbers = owners[i].numbers;
        unsigned n = in_window(&window, numbers, owners[i].count);
        if (n >= CD_COMMON_STORIES && is_common(&window, numbers, n)) {
            common->bits |= UINT64_C(1) << i;
            continue;
        }
        for (unsigned k = 0; k < n; k++)
            count_hit(&tally, numbers[k]);
    }
    unsigned best = 0;
    for (unsigned i = 0; i < TALLY; i++)
        if (tally.hits[i] >= CD_FEWEST_HITS)
            best = keep_best(out, best,
                             (struct cd_candidate){tally.numbers[i], tally.hits[i]});
    return best;
}

struct cd_common cd_candidates_common(const struct cd_index *index,
                                      const struct cd_sketch *sketch, int64_t since,
                                      int64_t before) {
    struct window window = {index, since, before};
    struct cd_common common = {0};
    struct cd_owners owners[CD_MOST_GRAMS];
    find_owners(index, sketch, UINT_MAX, owners);
    for (unsigned i = 0; i < sketch->gram_count; i++) {
        uint32_t *numbers = owners[i].numbers;
        unsigned n = in_window(&window, numbers, owners[i].count);
        if (n >= CD_COMMON_STORIES && is_common(&window, numbers, n))
            common.bits |= UINT64_C(1) << i;
    }
    return common;
}
