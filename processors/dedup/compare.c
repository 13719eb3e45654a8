#include "processors/dedup/compare.h"

static unsigned coarser(unsigned a, unsigned b) { return a > b ? a : b; }

#define LEARNT 4 /* shared grams; fewer may be furniture by chance */

/* The grams of two sketches that count, and those of them that both have: a bit each; and
 * those of mine that both have, but are furniture. */
struct matched {
    uint64_t mine, theirs, my_shared, their_shared, furniture;
};

static struct matched match(const struct cd_sketch *mine, struct cd_common my,
                            const struct cd_sketch *theirs, struct cd_common their) {
    uint32_t limit = UINT32_MAX >> coarser(mine->gram_shift, theirs->gram_shift);
    struct matched matched = {0};
    unsigned i = 0, j = 0;
    for (;;) {
        uint64_t a = i < mine->gram_count ? mine->grams[i] : UINT64_MAX;
        uint64_t b = j < theirs->gram_count ? theirs->grams[j] : UINT64_MAX;
        if (a > limit && b > limit)
            return matched;
        bool counts =
            !(a <= b && cd_common_has(my, i)) && !(b <= a && cd_common_has(their, j));
        matched.mine |= (uint64_t)(a <= b && counts) << i % 64;
        matched.theirs |= (uint64_t)(b <= a && counts) << j % 64;
        matched.my_shared |= (uint64_t)(a == b && counts) << i % 64;
        matched.their_shared |= (uint64_t)(a == b && counts) << j % 64;
        matched.furniture |= (uint64_t)(a == b && !counts) << i % 64;
        i += a <= b;
        j += b <= a;
    }
}

static unsigned count_of(uint64_t bits) { return (unsigned)__builtin_popcountll(bits); }

/* Few texts, short ones, have grams of the finer half of this sample, so furniture is
 * learnt there late, and never where it joins all that come to the first. Where it is all
 * that both have of the coarser half, it is the rest, too. */
static bool is_furniture_alone(const struct matched *matched,
                               const struct cd_sketch *mine, unsigned shift) {
    if (count_of(matched->furniture) < LEARNT)
        return false;
    uint32_t limit = UINT32_MAX >> shift >> 1;
    unsigned coarse = 0;
    while (coarse < mine->gram_count && mine->grams[coarse] <= limit)
        coarse++;
    uint64_t half = coarse < 64 ? (UINT64_C(1) << coarse) - 1 : UINT64_MAX;
    unsigned furniture = count_of(matched->furniture & half);
    return furniture >= LEARNT && count_of(matched->my_shared & half) * 8 <= furniture;
}

struct cd_overlap cd_compare_grams(const struct cd_sketch *mine, struct cd_common my,
                                   const struct cd_sketch *theirs,
                                   struct cd_common their) {
    struct matched matched = match(mine, my, theirs, their);
    if (is_furniture_alone(&matched, mine,
                           coarser(mine->gram_shift, theirs->gram_shift))) {
        matched.mine &= ~matched.my_shared;
        matched.theirs &= ~matched.their_shared;
        matched.my_shared = matched.their_shared = 0;
    }
    return (struct cd_overlap){
        .shared = count_of(matched.my_shared),
        .mine = count_of(matched.mine),
        .theirs = count_of(matched.theirs),
        .leads.mine = count_of(matched.mine & mine->leads),
        .leads.my_shared = count_of(matched.my_shared & mine->leads),
        .leads.theirs = count_of(matched.theirs & theirs->leads),
        .leads.their_shared = count_of(matched.their_shared & theirs->leads),
    };
}

/* A sample of 16-bit values. */
struct narrow {
    const uint16_t *values;
    unsigned count, shift;
    const uint8_t *fillers; /* of slots; else NULL */
    unsigned flag; /* the bit that says "in the lead", of a number "tells"; 0: none */
};

/* The finer sample has fewer bits in common with the coarser one than that has. */
static struct cd_overlap compare(struct narrow mine, struct narrow theirs) {
    unsigned shift = coarser(mine.shift, theirs.shift);
    unsigned down_mine = shift - mine.shift, down_theirs = shift - theirs.shift;
    unsigned most = down_mine > down_theirs ? down_mine : down_theirs;
    uint32_t limit = UINT32_C(0xffff) >> most;
    struct cd_overlap overlap = {0};
    unsigned i = 0, j = 0;
    for (;;) {
        uint32_t a = i < mine.count ? mine.values[i] : UINT32_MAX;
        uint32_t b = j < theirs.count ? theirs.values[j] : UINT32_MAX;
        bool my_lead = a & mine.flag, their_lead = b & theirs.flag;
        if (a != UINT32_MAX)
            a = a >> (most - down_mine) & ~mine.flag;
        if (b != UINT32_MAX)
            b = b >> (most - down_theirs) & ~theirs.flag;
        if (a > limit && b > limit)
            return overlap;
        overlap.mine += a <= b;
        overlap.theirs += b <= a;
        overlap.shared += a == b;
        overlap.leads.mine += a <= b && my_lead;
        overlap.leads.theirs += b <= a && their_lead;
        overlap.leads.my_shared += a == b && my_lead;
        overlap.leads.their_shared += a == b && their_lead;
        if (a == b && mine.fillers)
            overlap.same += mine.fillers[i] == theirs.fillers[j];
        i += a <= b;
        j += b <= a;
    }
}

struct cd_overlap cd_compare_pairs(const struct cd_sketch *mine,
                                   const struct cd_sketch *theirs) {
    return compare(
        (struct narrow){mine->pairs, mine->pair_count, mine->pair_shift, NULL, 1},
        (struct narrow){theirs->pairs, theirs->pair_count, theirs->pair_shift, NULL, 1});
}

struct cd_overlap cd_compare_numbers(const struct cd_sketch *mine,
                                     const struct cd_sketch *theirs) {
    return compare(
        (struct narrow){mine->numbers, mine->number_count, mine->number_shift, NULL, 1},
        (struct narrow){theirs->numbers, theirs->number_count, theirs->number_shift, NULL,
                        1});
}

struct cd_overlap cd_compare_slots(const struct cd_sketch *mine,
                                   const struct cd_sketch *theirs) {
    return compare((struct narrow){mine->slots, mine->slot_count, mine->slot_shift,
                                   mine->fillers, 0},
                   (struct narrow){theirs->slots, theirs->slot_count, theirs->slot_shift,
                                   theirs->fillers, 0});
}

unsigned cd_overlap_containment(struct cd_overlap overlap) {
    unsigned least = overlap.mine < overlap.theirs ? overlap.mine : overlap.theirs;
    return least ? overlap.shared * 1000 / least : 0;
}

unsigned cd_overlap_resemblance(struct cd_overlap overlap) {
    unsigned all = overlap.mine + overlap.theirs - overlap.shared;
    return all ? overlap.shared * 1000 / all : 0;
}
