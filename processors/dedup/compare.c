#include "processors/dedup/compare.h"

/* Does a value belong to a sample of this shift? */
static bool sampled(uint32_t value, unsigned shift) {
    return (value & ((UINT32_C(1) << shift) - 1)) == 0;
}

struct cd_overlap cd_compare_grams(const struct cd_sketch *mine, struct cd_common my,
                                   const struct cd_sketch *theirs,
                                   struct cd_common their) {
    unsigned shift =
        mine->gram_shift > theirs->gram_shift ? mine->gram_shift : theirs->gram_shift;
    struct cd_overlap overlap = {0};
    unsigned i = 0, j = 0;
    while (i < mine->gram_count || j < theirs->gram_count) {
        uint64_t a = i < mine->gram_count ? mine->grams[i] : UINT64_MAX;
        uint64_t b = j < theirs->gram_count ? theirs->grams[j] : UINT64_MAX;
        bool furniture =
            (a <= b && cd_common_has(my, i)) || (b <= a && cd_common_has(their, j));
        if (!furniture && sampled((uint32_t)(a < b ? a : b), shift)) {
            overlap.mine += a <= b;
            overlap.theirs += b <= a;
            overlap.shared += a == b;
        }
        i += a <= b;
        j += b <= a;
    }
    return overlap;
}

/* A sample of 16-bit values. */
struct narrow {
    const uint16_t *values;
    unsigned count, shift;
};

static struct cd_overlap compare(struct narrow mine, struct narrow theirs) {
    unsigned shift = mine.shift > theirs.shift ? mine.shift : theirs.shift;
    struct cd_overlap overlap = {0};
    unsigned i = 0, j = 0;
    while (i < mine.count || j < theirs.count) {
        uint32_t a = i < mine.count ? mine.values[i] : UINT32_MAX;
        uint32_t b = j < theirs.count ? theirs.values[j] : UINT32_MAX;
        if (sampled(a < b ? a : b, shift)) {
            overlap.mine += a <= b;
            overlap.theirs += b <= a;
            overlap.shared += a == b;
        }
        i += a <= b;
        j += b <= a;
    }
    return overlap;
}

struct cd_overlap cd_compare_words(const struct cd_sketch *mine,
                                   const struct cd_sketch *theirs) {
    return compare(
        (struct narrow){mine->vocabulary, mine->word_count, mine->word_shift},
        (struct narrow){theirs->vocabulary, theirs->word_count, theirs->word_shift});
}

struct cd_overlap cd_compare_numbers(const struct cd_sketch *mine,
                                     const struct cd_sketch *theirs) {
    return compare(
        (struct narrow){mine->numbers, mine->number_count, mine->number_shift},
        (struct narrow){theirs->numbers, theirs->number_count, theirs->number_shift});
}

unsigned cd_overlap_containment(struct cd_overlap overlap) {
    unsigned least = overlap.mine < overlap.theirs ? overlap.mine : overlap.theirs;
    return least ? overlap.shared * 1000 / least : 0;
}

unsigned cd_overlap_resemblance(struct cd_overlap overlap) {
    unsigned all = overlap.mine + overlap.theirs - overlap.shared;
    return all ? overlap.shared * 1000 / all : 0;
}
