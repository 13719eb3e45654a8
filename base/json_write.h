/* Writes JSON (RFC 8259) into a buffer, with commas where they belong. For the stamp and
 * other small objects on the hot path; reading is the message parser's and jansson's.
 * Text is written as UTF-8; only what must be escaped is. Errors: the buffer's `failed`.
 */
#ifndef CD_BASE_JSON_WRITE_H
#define CD_BASE_JSON_WRITE_H

#include <stdint.h>

#include "base/buf.h"

struct cd_json {
    struct cd_buf *out;
    bool comma; /* the next value or name needs a comma before it */
};

static inline struct cd_json cd_json_to(struct cd_buf *out) {
    return (struct cd_json){.out = out};
}

void cd_json_open(struct cd_json *json, char bracket);  /* '{' or '[' */
void cd_json_close(struct cd_json *json, char bracket); /* '}' or ']' */

/* A member's name, of the program's own: nothing in it is escaped. A value or an opening
 * bracket must follow. */
void cd_json_name(struct cd_json *json, const char *name);

/* The bytes that a string's value takes, without its quote marks. */
size_t cd_json_size(struct cd_str value);

/* Values. An absent string is written as null; a string's bytes must be UTF-8. Numbers
 * that are not finite are written as null; others with at most `digits` decimals. */
void cd_json_string(struct cd_json *json, struct cd_str value);
void cd_json_integer(struct cd_json *json, int64_t value);
void cd_json_number(struct cd_json *json, double value, int digits);
void cd_json_bool(struct cd_json *json, bool value);
void cd_json_null(struct cd_json *json);

/* A value that is JSON already. */
void cd_json_raw(struct cd_json *json, struct cd_str value);

#endif
