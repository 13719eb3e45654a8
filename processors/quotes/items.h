/* The reporter's own sentences: tokens outside quotes, with each quote and each name as
 * one item. The grammar of cues (clauses.c, cues.c) reads these. */
#ifndef CD_PROCESSORS_QUOTES_ITEMS_H
#define CD_PROCESSORS_QUOTES_ITEMS_H

#include "processors/quotes/reading.h"

enum cd_item_kind {
    CD_ITEM_WORD, /* numbers too */
    CD_ITEM_NAME, /* with its titles */
    CD_ITEM_QUOTE,
    CD_ITEM_COMMA,
    CD_ITEM_COLON,
    CD_ITEM_DASH,
    CD_ITEM_OPEN,  /* ( or [ */
    CD_ITEM_CLOSE, /* ) or ] */
    CD_ITEM_STOP,  /* ends a clause: . ! ? ; */
    CD_ITEM_MARK,  /* any other */
};

struct cd_item {
    uint64_t class;      /* of a word; 0 for all else */
    uint32_t first, end; /* tokens */
    uint32_t ref;        /* a name's mention, a quote's span; of a pronoun, once resolved,
                            the name */
    uint8_t kind;        /* enum cd_item_kind */
    bool possessive;
    bool capital;
};

/* Items [first, end) of one reporter's sentence. */
struct cd_sentence {
    uint32_t first, end;
    uint32_t paragraph;
    uint32_t quotes; /* how many are in it */
};

struct cd_sentences {
    struct cd_item *items;
    struct cd_sentence *list;
    uint32_t item_count, count;
};

/* Makes the items of the whole body. A quote that ends with ? or ! does not end the
 * reporter's sentence where the attribution follows: “Why?” Smith asked. CD_ENOMEM. */
CD_MUST_USE int cd_items_make(struct cd_sentences *out, const struct cd_reading *reading,
                              struct cd_error *err);

#endif
