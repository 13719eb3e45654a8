/* The reporting verbs of a sentence, each with its subject. */
#ifndef CD_PROCESSORS_QUOTES_VERBS_H
#define CD_PROCESSORS_QUOTES_VERBS_H

#include "processors/quotes/clause.h"

#define CD_MOST_VERBS 128 /* of a sentence that are looked at */

struct cd_verb {
    uint32_t item;
    struct cd_subject subject;
    uint64_t strength; /* CD_SAY_STRONG, CD_SAY_WEAK, CD_SAY_NEAR */
    bool inverted, according, passive, noun;
    bool answered; /* a quote stands right before it or before its subject */
};

struct cd_verbs {
    struct cd_verb list[CD_MOST_VERBS];
    uint32_t count;
};

/* Finds the reporting verbs of a sentence that have a subject. */
void cd_verbs_find(struct cd_verbs *out, const struct cd_clause *clause);

#endif
