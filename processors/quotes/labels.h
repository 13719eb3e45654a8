/* Quotes that are attributed without a verb: by a label before a colon or by a credit. */
#ifndef CD_PROCESSORS_QUOTES_LABELS_H
#define CD_PROCESSORS_QUOTES_LABELS_H

#include "processors/quotes/cues.h"

/* Is the name all that the rest of the sentence says, but for who that is? */
bool cd_is_credit(const struct cd_clause *clause, uint32_t name);

/* The label or credit of the quote at `item`, with rule, subject and score; rule none:
 * it has neither. */
struct cd_cue cd_label_or_credit(const struct cd_clause *clause, uint32_t item);

#endif
