/* A message as JSON (RFC 8259): is it one object, what do certain places in it hold, and
 * where does the stamp go. The one door to the JSON parser of the hot path (simdjson,
 * about 2 µs for an article of 4.5 kB); jansson serves configuration and lexicons. */
#ifndef CD_PROCESSORS_MESSAGE_H
#define CD_PROCESSORS_MESSAGE_H

#include "base/arena.h"
#include "processors/pointers.h"

#define CD_RECORD_PADDING 64   /* what simdjson may read behind the end */
#define CD_MESSAGE_DEPTH  1024 /* objects and arrays within each other */

/* A value as the message holds it. A whole number beyond int64 is CD_VALUE_INTEGER with
 * all its digits in `text` and the nearest int64 in `integer`; a number beyond double is
 * CD_VALUE_NUMBER with an infinite `number`. */
struct cd_value {
    enum {
        CD_VALUE_ABSENT,
        CD_VALUE_NULL,
        CD_VALUE_STRING,  /* `text`: unescaped, valid UTF-8, lone surrogates as U+FFFD */
        CD_VALUE_INTEGER, /* `text`: its digits; `integer` */
        CD_VALUE_NUMBER,  /* `text`: as written; `number` */
        CD_VALUE_BOOL,    /* `integer`: 0 or 1 */
        CD_VALUE_OTHER    /* an object or array; `text`: its JSON as written */
    } kind;
    struct cd_str text;
    int64_t integer;
    double number;
};

/* Bytes [start, end) that are left out. */
struct cd_cut {
    size_t start, end;
};

/* Where the stamp goes into the message's bytes; see processors/stamp.h. */
struct cd_splice {
    size_t insert;             /* the last `}` of the top-level object */
    bool empty;                /* no member is left before it: no comma */
    const struct cd_cut *cuts; /* "copydesk" members that are there already, each with
                                * one of its commas; in order */
    uint32_t cut_count;
    uint32_t duplicate_keys; /* names that were looked at and occur again: the last one
                              * counts */
};

/* The parser's working memory: one a thread, kept from message to message. */
struct cd_message_parser;

/* A parser on the heap; NULL without memory. Free takes NULL. */
struct cd_message_parser *cd_message_parser_new(void);
void cd_message_parser_free(struct cd_message_parser *parser);

/* Reads one message. `bytes` is followed by at least CD_RECORD_PADDING readable bytes.
 * values[slot] is set for every slot of `pointers` (CD_VALUE_ABSENT where nothing is
 * found), *splice likewise; both borrow from `arena` and from `bytes`.
 *
 * A byte order mark before it is skipped. Lone surrogates (\ud800) are read as U+FFFD,
 * numbers of any size are allowed, of a name that occurs twice the last one counts.
 * CD_EMESSAGE with the reason "empty", "not_json", "not_object", "invalid_utf8" or
 * "too_deep"; CD_ENOMEM. */
CD_MUST_USE int cd_message_read(struct cd_message_parser *parser,
                                const struct cd_pointers *pointers,
                                struct cd_arena *arena, struct cd_str bytes,
                                struct cd_value *values, struct cd_splice *splice,
                                struct cd_error *err);

#endif
