/* A message as JSON (RFC 8259): is it one object, what do certain places in it hold, and
 * where does the stamp go. The one door to the JSON parser of the hot path (simdjson,
 * about 2 µs for an article of 4.5 kB); jansson serves configuration and lexicons. */
#ifndef CD_PROCESSORS_MESSAGE_H
#define CD_PROCESSORS_MESSAGE_H

#include "processors/article.h"
#include "processors/pointers.h"

#define CD_MESSAGE_DEPTH 1024 /* objects and arrays within each other */

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
