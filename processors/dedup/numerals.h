/* Words that say a number or a day ("numerals.json"), in all languages at once, since
 * many feeds do not say theirs. They shape fingerprints, but no two instances need the
 * same: a verdict rests on what the ledger has. */
#ifndef CD_PROCESSORS_DEDUP_NUMERALS_H
#define CD_PROCESSORS_DEDUP_NUMERALS_H

#include "processors/text/word_file.h"

#define CD_NUMERAL_BITS 8192

/* Asked of each word of each article, most of which are none: a bit by a part of the hash
 * tells most of these off within a few lines of memory. */
struct cd_numerals {
    uint64_t bits[CD_NUMERAL_BITS / 64];
    struct cd_words *words;
};

/* CD_EUSAGE, CD_ENOMEM. */
CD_MUST_USE int cd_numerals_load(struct cd_numerals *numerals,
                                 const struct cd_config *config, struct cd_error *err);
void cd_numerals_done(struct cd_numerals *numerals); /* zeroed storage allowed */

static inline bool cd_numerals_have(const struct cd_numerals *numerals, uint64_t hash) {
    size_t bit = hash % CD_NUMERAL_BITS;
    return numerals->bits[bit / 64] >> bit % 64 & 1 &&
           cd_words_find(numerals->words, hash) >= 0;
}

#endif
