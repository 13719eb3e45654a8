/* What a quote looks like by itself and where it stands: an utterance, a fragment, the
 * title of a work. `item` is the quote's. */
#ifndef CD_PROCESSORS_QUOTES_UTTERANCES_H
#define CD_PROCESSORS_QUOTES_UTTERANCES_H

#include "processors/quotes/clause.h"

/* It begins as a sentence does. */
bool cd_begins_as_utterance(const struct cd_clause *clause, uint32_t item);

/* A comma or full stop ends it, inside its marks or right behind them. */
bool cd_ends_as_utterance(const struct cd_clause *clause, uint32_t item);

/* It begins the sentence, but for signs like bullets. */
bool cd_is_initial(const struct cd_clause *clause, uint32_t item);

/* It stands at the sentence's start, or behind "said," or "said:". */
bool cd_stands_alone(const struct cd_clause *clause, uint32_t item);

/* All its longer words are capitalised, as in titles of works. */
bool cd_looks_like_title(const struct cd_clause *clause, uint32_t item);

/* In languages whose titles have one capital only: it begins with one in mid-sentence. */
bool cd_begins_as_title(const struct cd_clause *clause, uint32_t item);

/* It begins the sentence and is its subject: "„Nachtfrost“ ist". */
bool cd_is_spoken_of(const struct cd_clause *clause, uint32_t item);

/* How many words it has; 100: as many or more. */
uint32_t cd_quote_words(const struct cd_clause *clause, uint32_t item);

#endif
