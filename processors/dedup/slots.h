/* The places of a text where a form is filled in: its particulars (numbers, words written
 * with a capital inside of a sentence, runs of these) and the words around each.
 *
 * Two reports in one form share their words, and at the same places they have other
 * particulars; in two copies of one story the places that both have hold the same. So a
 * place is known by its surroundings, in which particulars do not count, and what fills
 * it is kept beside that. A cut, a longer version, furniture or paragraphs in another
 * order take places away or add some, which is no contradiction. */
#ifndef CD_PROCESSORS_DEDUP_SLOTS_H
#define CD_PROCESSORS_DEDUP_SLOTS_H

#include "processors/text/text.h"
#include "processors/text/word_file.h"

#define CD_FILLER_BITS 8

/* The words that are numbers or days ("numerals.json"); free with cd_words_free. What
 * they are shapes fingerprints, but no two instances need the same: a verdict rests on
 * what the ledger has. CD_EUSAGE, CD_ENOMEM. */
CD_MUST_USE int cd_numerals_load(struct cd_words **out, const struct cd_config *config,
                                 struct cd_error *err);

/* Lists the slots of a text: in each value the place's hash, below it CD_FILLER_BITS of
 * what fills it. `numerals` may be NULL. *values lies in the arena. CD_ENOMEM. */
CD_MUST_USE int cd_slots_list(const struct cd_text *text, const struct cd_words *numerals,
                              struct cd_arena *arena, uint32_t **values, size_t *count);

#endif
