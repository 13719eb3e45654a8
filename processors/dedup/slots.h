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

#include "processors/dedup/numerals.h"
#include "processors/text/text.h"

#define CD_FILLER_BITS 8

/* In each value a place's hash, below it CD_FILLER_BITS of what fills it. */
struct cd_slots {
    uint32_t *values;
    size_t count;
};

/* Lists the slots of a text, in order; the values lie in the arena. `title`, the
 * headline, says whether the first word of a sentence is a name; it and `numerals` may be
 * NULL. CD_ENOMEM. */
CD_MUST_USE int cd_slots_list(const struct cd_text *text, const struct cd_text *title,
                              const struct cd_numerals *numerals, struct cd_arena *arena,
                              struct cd_slots *slots);

#endif
