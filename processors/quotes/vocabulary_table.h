/* A vocabulary from the inside: what vocabulary_read.c makes of the lexicons, and
 * vocabulary.c looks words up in. */
#ifndef CD_PROCESSORS_QUOTES_VOCABULARY_TABLE_H
#define CD_PROCESSORS_QUOTES_VOCABULARY_TABLE_H

#include "processors/quotes/vocabulary.h"
#include "processors/text/word_file.h"

#define CD_FILTER_BITS                                                                   \
    17                    /* of a hash: 16 KiB, which stay near where the tables do not  \
                           */
#define CD_MOST_TITLES 64 /* that have a short form */
#define CD_MOST_SETS   1024 /* of classes; a few hundred are in use */

struct cd_vocabulary {
    /* Hash → index in `sets`. Given names, the most of all words, stand apart, since only
     * capitalised words are looked up there: the table for all others stays small enough
     * to be near. */
    struct cd_words *words, *given;
    /* One bit for each word of `words` by the low bits of its hash: most words of a text
     * are in no lexicon, and are settled here. */
    uint64_t filter[1 << (CD_FILTER_BITS - 6)];
    uint64_t sets[CD_MOST_SETS];
    int set_count;
    enum cd_language language;
    struct {
        uint64_t brief, full;
    } titles[CD_MOST_TITLES];
    int title_count;
};

/* The part of the filter, and the bit in it, for a word. */
static inline uint64_t cd_filter_bit(uint64_t hash) { return UINT64_C(1) << (hash & 63); }

static inline size_t cd_filter_part(uint64_t hash) {
    return (hash >> 6) & ((1 << (CD_FILTER_BITS - 6)) - 1);
}

#endif
