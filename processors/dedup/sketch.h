/* What is kept of a text so that it can be recognised: a hash of all its words, and
 * samples of its word 4-grams, its words and its numbers.
 *
 * The 4-grams are sampled by value (Broder's modulo sketch, "On the resemblance and
 * containment of documents", 1997): those whose hash ends in `shift` zero bits, with the
 * smallest shift that leaves no more than fit. Two samples compare at the coarser shift,
 * and estimate containment as well as resemblance: a copy cut to its first quarter is
 * recognised, which MinHash cannot do. The words (not their order) are a second witness
 * for copies in which hardly a run of four words was left alone. */
#ifndef CD_PROCESSORS_DEDUP_SKETCH_H
#define CD_PROCESSORS_DEDUP_SKETCH_H

#include "processors/text/text.h"

#define CD_GRAM 4 /* words of a gram */
#define CD_MOST_GRAMS                                                                    \
    64 /* in a sketch; at least half as many unless the text is short                    \
        */
#define CD_MOST_WORDS     48
#define CD_MOST_NUMBERS   16
#define CD_GREATEST_SHIFT 24

struct cd_sketch {
    uint64_t text;  /* hash of all words in order; 0: no word */
    uint32_t words; /* how many there are, numbers included */
    uint8_t gram_shift, word_shift, number_shift;
    uint8_t gram_count, word_count, number_count;
    uint32_t grams[CD_MOST_GRAMS];      /* rising; low gram_shift bits zero */
    uint16_t vocabulary[CD_MOST_WORDS]; /* rising; distinct words of some length */
    uint16_t numbers[CD_MOST_NUMBERS];  /* rising; distinct numbers */
};

/* Reads the sketch of a body off its tokens. `arena` lends working memory. CD_ENOMEM. */
CD_MUST_USE int cd_sketch_read(struct cd_sketch *sketch, const struct cd_text *text,
                               struct cd_arena *arena);

/* The hash of a text's words in order; 0: no word. */
uint64_t cd_sketch_text_hash(const struct cd_text *text);

#endif
