/* Nouns and prepositions that tell what somebody says; they are listed with the verbs. */
#ifndef CD_PROCESSORS_QUOTES_SAYINGS_H
#define CD_PROCESSORS_QUOTES_SAYINGS_H

#include "processors/quotes/verbs.h"

/* "Dorsey’s claim that", "her slogan in that campaign was", "his verdict:": takes what
 * the noun at the item says of its owner. False: it says nothing. */
bool cd_take_noun(struct cd_verbs *out, const struct cd_clause *clause, uint32_t item);

/* "according to", "selon", "a juicio de", "Pour Lucie Arnal,": takes in whose view it is.
 * False: it is another word here. */
bool cd_take_according(struct cd_verbs *out, const struct cd_clause *clause,
                       uint32_t item);

#endif
