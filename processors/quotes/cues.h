/* Which words attribute a quote: the reporting verb before or behind it and its subject,
 * "according to", a label or a credit. By position only; who is meant by a name or a
 * pronoun is speakers.c's matter. */
#ifndef CD_PROCESSORS_QUOTES_CUES_H
#define CD_PROCESSORS_QUOTES_CUES_H

#include "processors/quotes/verbs.h"

enum cd_rule {
    CD_RULE_NONE,
    CD_RULE_BEFORE,     /* X said, “…” */
    CD_RULE_AFTER,      /* “…,” X said */
    CD_RULE_INVERTED,   /* “…,” said X */
    CD_RULE_GOVERNED,   /* X said the plan was “…” */
    CD_RULE_WEAK,       /* X called it “…” */
    CD_RULE_FAR,        /* The plan was “…” and would fail, X said */
    CD_RULE_ACCORDING,  /* “…,” according to X */
    CD_RULE_LABEL,      /* X: “…” */
    CD_RULE_CREDIT,     /* “…” — X */
    CD_RULE_SUBJECT,    /* X saw “…” in it */
    CD_RULE_CONTINUED,  /* “…,” X said. “…” */
    CD_RULE_INTRODUCED, /* X had this to say: ¶ “…” */
    CD_RULE_PARAGRAPH,  /* a paragraph of its own: who spoke before goes on */
    CD_RULE_TURN,       /* of two who speak in turn, the other */
    CD_RULE_COUNT
};

/* What a sentence says of one of its quotes. */
struct cd_cue {
    enum cd_rule rule;
    uint32_t quote; /* index of its span */
    uint32_t item;
    uint32_t verb; /* item, or CD_NONE */
    struct cd_subject subject;
    uint32_t words; /* of the quote; 100: as many or more */
    int score;      /* how sure; 0: no cue */
    bool whole;     /* an utterance of its own, not a part of the reporter's sentence */
    bool title;     /* looks like the title of a work or a term */
    bool alone;     /* the whole sentence is the quote */
    bool initial;   /* the sentence begins with it */
    bool denied;    /* a verb tells that it was not said */
};

/* The score of a strong verb whose sentence holds the quote; less one for each item
 * between them. */
#define CD_SCORE_STRONG 92
#define CD_SCORE_LABEL  100 /* X: “…” */
#define CD_SCORE_BEHIND 104 /* “…,” X said */
#define CD_SCORE_FAR    58  /* the quote and its verb far apart */

/* Does the speaker stand right behind the quote, or right before it? */
static inline bool cd_rule_is_behind(enum cd_rule rule) {
    return rule == CD_RULE_AFTER || rule == CD_RULE_INVERTED;
}

static inline bool cd_rule_is_before(enum cd_rule rule) {
    return rule == CD_RULE_BEFORE || rule == CD_RULE_LABEL;
}

/* The cue for the quote that is item `item`. */
struct cd_cue cd_cue_for(const struct cd_clause *clause, const struct cd_verbs *verbs,
                         uint32_t item);

/* The name of a rule, as stamps say it. */
const char *cd_rule_name(enum cd_rule rule);

#endif
