/* What is kept of a text so that it can be recognised: a hash of all its words, and
 * samples of its word 4-grams, its pairs of near words and its numbers.
 *
 * Samples are taken by value (Broder's modulo sketch, "On the resemblance and containment
 * of documents", 1997): those stay whose hash begins with `shift` zero bits, with the
 * smallest shift that leaves no more than fit. Two samples compare at the coarser of
 * their shifts, where the finer one counts only as far as it belongs to the coarser one,
 * too: a prefix, since they are sorted. They estimate containment as well as resemblance:
 * a copy cut to its first quarter is recognised, which MinHash cannot do. */
#ifndef CD_PROCESSORS_DEDUP_SKETCH_H
#define CD_PROCESSORS_DEDUP_SKETCH_H

#include "base/hash.h"
#include "processors/text/text.h"

struct cd_numerals;

#define CD_GRAM       4 /* words of a gram */
#define CD_PAIR_REACH 3 /* how far the second word of a pair may stand */

/* Most of each in a sketch; at least half as many, unless the text is short. */
#ifndef CD_MOST_GRAMS
#define CD_MOST_GRAMS 64
#endif
#ifndef CD_MOST_PAIRS
#define CD_MOST_PAIRS 96
#endif
#define CD_MOST_NUMBERS 16
#define CD_MOST_SLOTS   28

#define CD_GREATEST_SHIFT 16

struct cd_sketch {
    uint64_t text;  /* hash of all words in order; 0: no word */
    uint32_t words; /* how many there are, numbers included */
    uint8_t gram_shift, pair_shift, number_shift;
    uint8_t gram_count, pair_count, number_count;
    uint32_t grams[CD_MOST_GRAMS]; /* rising, even; the upper gram_shift bits are zero */
    uint64_t leads;                /* a bit for each gram: it is in the lead (lead.h) */
    /* Of pairs and numbers the 16 bits behind the zero ones are kept. Rising. The last
     * bit of a pair says whether it is in the lead, of a number whether it tells. */
    uint16_t pairs[CD_MOST_PAIRS];
    uint16_t numbers[CD_MOST_NUMBERS];
    uint8_t slot_shift, slot_count;
    uint16_t slots[CD_MOST_SLOTS];  /* places (slots.h), as pairs are */
    uint8_t fillers[CD_MOST_SLOTS]; /* what each holds */
    uint8_t brevity;                /* enum cd_brevity (brevity.h) */
};

/* Reads the sketch of a body off its tokens. `title`: its headline, by which the lead is
 * found; NULL: none. `numerals`: words that count as numbers
 * (numerals.h); NULL: none. `arena` lends working memory. CD_ENOMEM. */
CD_MUST_USE int cd_sketch_read(struct cd_sketch *sketch, const struct cd_text *text,
                               const struct cd_text *title,
                               const struct cd_numerals *numerals,
                               struct cd_arena *arena);

/* Carries hashes of words, which are spread already, into the upper bits of a product. */
#define CD_SPREAD UINT64_C(0xa0761d6478bd642f)

/* The hash of a gram: of `count` words' hashes, of CD_GRAM but in a shorter text. */
static inline uint64_t cd_sketch_gram(const uint64_t *words, size_t count) {
    uint64_t hash = 0;
    for (size_t k = 0; k < CD_GRAM; k++)
        hash = (hash + (k < count ? words[k] : 0)) * CD_SPREAD;
    return hash ^ hash >> 32;
}

/* The hash of a text's words in order; 0: no word. */
uint64_t cd_sketch_text_hash(const struct cd_text *text);

#endif
