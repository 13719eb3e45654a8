/* A reporter's sentence as the grammar sees it, and what single items of it are. */
#ifndef CD_PROCESSORS_QUOTES_CLAUSE_H
#define CD_PROCESSORS_QUOTES_CLAUSE_H

#include "processors/quotes/items.h"

/* How far a subject is looked for, in items; the longest asides of real sentences are
 * about this long. */
#define CD_CLAUSE_REACH 60

enum cd_subject_kind {
    CD_SUBJECT_NONE,
    CD_SUBJECT_NAME,
    CD_SUBJECT_PRONOUN,
    CD_SUBJECT_NOUN,    /* "the company", "a woman who lives nearby" */
    CD_SUBJECT_DROPPED, /* Spanish "dijo": the verb is its head */
};

struct cd_subject {
    enum cd_subject_kind kind;
    uint32_t head;       /* the item: name, pronoun, or the noun that says who */
    uint32_t first, end; /* items of the whole phrase */
};

struct cd_clause {
    const struct cd_reading *r;
    const struct cd_item *items;
    struct cd_sentence sentence;
};

static inline bool cd_in_sentence(const struct cd_clause *c, uint32_t item) {
    return item >= c->sentence.first && item < c->sentence.end;
}

/* A word of these classes? False for all that is not a word. */
static inline bool cd_item_is(const struct cd_clause *c, uint32_t item,
                              uint64_t classes) {
    return cd_in_sentence(c, item) && c->items[item].kind == CD_ITEM_WORD &&
           (c->items[item].class & classes) != 0;
}

static inline bool cd_item_of(const struct cd_clause *c, uint32_t item,
                              enum cd_item_kind kind) {
    return cd_in_sentence(c, item) && c->items[item].kind == kind;
}

/* A comma or dash. */
static inline bool cd_item_pause(const struct cd_clause *c, uint32_t item) {
    return cd_item_of(c, item, CD_ITEM_COMMA) || cd_item_of(c, item, CD_ITEM_DASH);
}

/* A name that is not a possessive. */
static inline bool cd_item_names(const struct cd_clause *c, uint32_t item) {
    return cd_item_of(c, item, CD_ITEM_NAME) && !c->items[item].possessive;
}

/* The name is one of a place: it says where, not who. */
static inline bool cd_item_place(const struct cd_clause *c, uint32_t item) {
    const struct cd_mention *m = &c->r->mentions[c->items[item].ref];
    /* "rue Pasteur" */
    bool street = cd_item_is(c, item - 1, CD_PLACE) && !c->items[item - 1].capital;
    return c->r->names[m->name].kind == CD_NAME_PLACE || street;
}

/* German "dieser", Spanish "este", where no noun follows: "erzählt dieser bescheiden",
 * not "dieser alte Mann". */
static inline bool cd_item_latter(const struct cd_clause *c, uint32_t item) {
    if (!cd_item_is(c, item, CD_LATTER) || !cd_item_is(c, item, CD_DETERMINER))
        return false;
    if (!cd_capital_nouns(c->r->language))
        return !cd_item_of(c, item + 1, CD_ITEM_NAME) &&
               (!cd_item_of(c, item + 1, CD_ITEM_WORD) ||
                cd_item_is(c, item + 1, CD_FUNCTION | CD_SAY | CD_DATE));
    for (uint32_t i = item + 1; i < item + 4; i++) {
        if (cd_item_of(c, i, CD_ITEM_NAME) ||
            (cd_item_of(c, i, CD_ITEM_WORD) && c->items[i].capital))
            return false;
        if (!cd_item_of(c, i, CD_ITEM_WORD) || cd_item_is(c, i, CD_FUNCTION | CD_SAY))
            break;
    }
    return true;
}

/* "he", "she", "they", "it": a pronoun that can be a subject. */
static inline bool cd_item_nominative(const struct cd_clause *c, uint32_t item) {
    /* "Celle qui lui succédera, Martine Duroc,": who is named behind it. */
    bool led = cd_item_is(c, item, CD_LATTER) && cd_item_is(c, item + 1, CD_RELATIVE);
    return (cd_item_is(c, item, CD_HE | CD_SHE | CD_THEY | CD_IT) && !led) ||
           cd_item_latter(c, item);
}

/* The length of the item's first token, in bytes. */
static inline uint32_t cd_item_length(const struct cd_clause *c, uint32_t item) {
    const struct cd_token *token = &c->r->text->tokens[c->items[item].first];
    return token->end - token->start;
}

/* French "s’est", which makes no passive. */
static inline bool cd_is_reflexive(const struct cd_clause *c, uint32_t item) {
    return c->r->language == CD_FRENCH && cd_item_is(c, item, CD_BE) &&
           cd_item_length(c, item) > 3 &&
           c->r->text->tokens[c->items[item].first].sign == 's';
}

/* "d’Anne Garnier", "dell’Anna": a name behind an elided preposition. */
static inline bool cd_is_elided_behind(const struct cd_clause *c, uint32_t item) {
    if (!cd_item_of(c, item, CD_ITEM_NAME) ||
        cd_elided(c->r, c->items[item].first) != CD_ELISION_NAME)
        return false;
    uint32_t sign = c->r->text->tokens[c->items[item].first].sign;
    return sign == 'd' || sign == 'a' || sign == 'n' || sign == 's' || sign == 'c';
}

/* French, Spanish and their like: a verb behind a quote stands before its subject. */
static inline bool cd_is_romance(const struct cd_clause *c) {
    return c->r->language != CD_POLISH &&
           (cd_elides(c->r->language) || cd_drops_pronouns(c->r->language));
}

static inline struct cd_subject cd_no_subject(void) {
    return (struct cd_subject){.kind = CD_SUBJECT_NONE};
}

static inline struct cd_subject cd_pronoun_subject(uint32_t item) {
    return (struct cd_subject){CD_SUBJECT_PRONOUN, item, item, item + 1};
}

#endif
