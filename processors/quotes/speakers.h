/* Who said each quote: cues resolved to names, pronouns to the one last spoken of. */
#ifndef CD_PROCESSORS_QUOTES_SPEAKERS_H
#define CD_PROCESSORS_QUOTES_SPEAKERS_H

#include "processors/quotes/cues.h"

enum cd_quote_kind {
    CD_QUOTE_DIRECT, /* an utterance of its own */
    CD_QUOTE_MIXED,  /* an attributed part of the reporter's sentence */
    CD_QUOTE_SCARE,  /* a term, a title, irony: nobody's words */
};

/* Tokens [first, end); equal: none. */
struct cd_quote {
    struct cd_quote_span span;
    enum cd_quote_kind kind;
    enum cd_rule rule;
    enum cd_subject_kind by;  /* what the text has for the speaker: a name, "he" */
    uint32_t name;            /* the speaker in the name table, or CD_NONE */
    struct cd_span described; /* where there is no name: "a woman who lives nearby" */
    struct cd_span mention;   /* what stands with the cue: "he", "Mr. Cole" */
    struct cd_span cue;       /* the verb */
    uint32_t group;           /* index of the first quote that this one goes on with */
    uint32_t paragraph;
    double confidence, score;
};

struct cd_quote_list {
    struct cd_quote *list; /* in the text's order */
    uint32_t count;
};

/* Attributes every quote of a reading. CD_ENOMEM. */
CD_MUST_USE int cd_speakers_find(struct cd_quote_list *out,
                                 const struct cd_reading *reading,
                                 const struct cd_sentences *sentences,
                                 struct cd_error *err);

#endif
