/* What a Kafka record carries beside its value, taken from the line itself: `filter`
 * knows it only where the user says, by a JSON Pointer, where a line holds its time
 * (--timestamp) and its headers (--headers). */
#ifndef CD_CONSUMER_ENVELOPE_H
#define CD_CONSUMER_ENVELOPE_H

#include "processors/article.h"

enum cd_envelope_part { CD_ENVELOPE_TIME, CD_ENVELOPE_HEADERS, CD_ENVELOPE_PARTS };

struct cd_envelope {
    struct cd_pointers *pointers;           /* NULL: nothing is asked for */
    const char *pointer[CD_ENVELOPE_PARTS]; /* as they were given, borrowed; NULL: not */
    uint64_t found[CD_ENVELOPE_PARTS], lines; /* in how many of how many lines */
};

/* Either pointer may be NULL. CD_EUSAGE: not a JSON Pointer; CD_ENOMEM. */
CD_MUST_USE int cd_envelope_init(struct cd_envelope *envelope, const char *timestamp,
                                 const char *headers, struct cd_error *err);
void cd_envelope_done(struct cd_envelope *envelope);

/* Sets the record's time and headers from its bytes; they live in `arena`. The time is
 * RFC 3339 or a number of milliseconds since 1970; the headers are an object of strings
 * (null: a header without value; an array: several of one name), or a list of {"key",
 * "value"}, {"name", "value"} or ["key", "value"], or of both in turn as kcat writes
 * them. What is not there leaves the record without it, and so does what cannot be read:
 * of that, the first is put into *unread, which must be empty. A line that is no JSON is
 * for cd_input_read to refuse. CD_ENOMEM. */
CD_MUST_USE int cd_envelope_open(struct cd_envelope *envelope,
                                 struct cd_message_parser *parser, struct cd_arena *arena,
                                 struct cd_record *record, struct cd_error *unread,
                                 struct cd_error *err);

#endif
