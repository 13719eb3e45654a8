/* What a Kafka record carries beside its value, taken from the line itself: `filter`
 * knows it only where the user says, by a JSON Pointer, where a line holds its time
 * (--timestamp) and its headers (--headers). */
#ifndef CD_CONSUMER_ENVELOPE_H
#define CD_CONSUMER_ENVELOPE_H

#include "processors/article.h"

struct cd_envelope {
    struct cd_pointers *pointers; /* NULL: nothing is asked for */
};

/* Either pointer may be NULL. CD_EUSAGE: not a JSON Pointer; CD_ENOMEM. */
CD_MUST_USE int cd_envelope_init(struct cd_envelope *envelope, const char *timestamp,
                                 const char *headers, struct cd_error *err);
void cd_envelope_done(struct cd_envelope *envelope);

/* Sets the record's time and headers from its bytes; they live in `arena`. The time is
 * RFC 3339 or a number of milliseconds since 1970; the headers are an object of strings
 * (null: a header without value; other values are left out). What is not there or cannot
 * be read, a line that is no JSON included, leaves the record without it. CD_ENOMEM. */
CD_MUST_USE int cd_envelope_open(const struct cd_envelope *envelope,
                                 struct cd_message_parser *parser, struct cd_arena *arena,
                                 struct cd_record *record, struct cd_error *err);

#endif
