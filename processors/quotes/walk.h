/* What the walk through an article's sentences has in hand, for the files that tell who
 * speaks: whom.c resolves words to people, context.c quotes without a cue, speakers.c
 * leads the way. */
#ifndef CD_PROCESSORS_QUOTES_WALK_H
#define CD_PROCESSORS_QUOTES_WALK_H

#include "processors/quotes/salience.h"
#include "processors/quotes/speakers.h"

/* Somebody without a name: "a pupil who watched from the corridor". */
struct cd_description {
    uint64_t head; /* the noun's hash */
    struct cd_span tokens;
};

#define CD_DESCRIBED 8 /* of them that are kept */

struct cd_walk {
    const struct cd_reading *r;
    struct cd_sentences sentences;
    struct cd_salience salience;
    uint32_t at;           /* sentence */
    uint32_t last;         /* the last quote that is somebody's, or CD_NONE */
    uint32_t subject_name; /* the sentence's subject, where it is a name */
    struct cd_quote_list *out;
    struct cd_subject *subjects;                   /* of each sentence, as far as read */
    struct cd_description described[CD_DESCRIBED]; /* the last ones, in a ring */
    uint32_t described_count;
    struct cd_verbs *verbs, *verbs_before; /* of this sentence; of the one before */
    struct cd_subject teller; /* of the sentence before, for the quotes of … */
    uint32_t teller_at;       /* … this one */
    uint32_t first_quote;     /* of the sentence */
    uint32_t asker;           /* who asked what was answered last, or CD_NONE, … */
    uint32_t answered_at;     /* … in this paragraph */
    uint32_t mention; /* the first one that is not looked at for who is addressed */
    bool indirect;    /* the sentence is reported speech by its mood */
};

/* The tokens of the items [first, end). */
struct cd_span cd_item_tokens(const struct cd_walk *walk, uint32_t first, uint32_t end);

/* Puts the speaker that a subject means, and the mention, into a quote. */
void cd_take_subject(struct cd_walk *walk, struct cd_quote *quote,
                     const struct cd_subject *subject);

/* "The director shrugs": lets somebody gain weight whom a sentence describes. */
void cd_weigh_description(struct cd_walk *walk, const struct cd_subject *subject);

/* Does the sentence before, which there is, hold what somebody says, not a title or term
 * alone? */
bool cd_spoke_before(const struct cd_walk *walk);

/* Whom the sentence before names, or who was quoted there, in the same paragraph; or
 * CD_NONE. */
uint32_t cd_person_before(const struct cd_walk *walk);

/* "ce dernier", "dieser": the person of that gender who was named last before the
 * subject; or CD_NONE. */
uint32_t cd_named_last(const struct cd_walk *walk, const struct cd_subject *subject);

/* Whom a definite noun ("the senator", its token) means, by name; or CD_NONE. */
uint32_t cd_describe(const struct cd_walk *walk, uint32_t noun);

/* The last quote that is somebody's; or NULL. */
const struct cd_quote *cd_last_quote(const struct cd_walk *walk);

/* The quote has speaker, mention, cue and group of another one. */
void cd_go_on_with(struct cd_quote *quote, const struct cd_quote *last);

/* Takes the one whom the sentence before is about, if it introduces this one: it holds no
 * quote and stands in the same paragraph or ends with a colon. */
bool cd_attribute_by_introduction(struct cd_walk *w, struct cd_quote *quote);

/* An utterance without a cue in its sentence: who spoke before goes on, or the one whom
 * the sentence before is about. */
enum cd_rule cd_attribute_by_context(struct cd_walk *walk, struct cd_quote *quote,
                                     const struct cd_cue *cue);

/* “…” ¶ — Ann Doyle: a credit in a line of its own? Then the speaker is put in. */
bool cd_is_credited_behind(struct cd_walk *walk, struct cd_quote *quote,
                           const struct cd_cue *cue);

#endif
