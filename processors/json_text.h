/* JSON as text, beside the parser: where a member stands in the bytes, which the parser
 * does not say, and how a message is mended that is JSON by its grammar (RFC 8259) but
 * beyond what the parser takes. */
#ifndef CD_PROCESSORS_JSON_TEXT_H
#define CD_PROCESSORS_JSON_TEXT_H

#include "base/str.h"

/* A way through the members of an object or the elements of an array. */
struct cd_json_cursor {
    struct cd_str text; /* valid JSON: a parser has said so */
    size_t at;
    bool object;
};

/* A member or element, by its offsets in the text. */
struct cd_json_item {
    size_t comma; /* the comma before it; unset for the first */
    size_t start; /* the name's quotation mark; of an element: its value */
    size_t value, end;
};

/* A cursor before the first item of the object or array that begins at `at`. */
struct cd_json_cursor cd_json_enter(struct cd_str text, size_t at);

/* Moves on to the next item; false behind the last. */
bool cd_json_next(struct cd_json_cursor *cursor, struct cd_json_item *item);

/* The end of the value that begins at `at`, in valid JSON. */
size_t cd_json_value_end(struct cd_str text, size_t at);

/* Is this a number by JSON's grammar, from the first byte to the last? */
bool cd_json_is_number(struct cd_str text);

/* Writes over bytes that may or may not be JSON, keeping their length: escapes of lone
 * surrogates become \ufffd, numbers become 0 and blanks. Neither makes JSON of what is
 * none, nor moves anything, so that offsets found in the mended bytes hold for the
 * original ones. Returns whether anything was changed. */
bool cd_json_mend(char *bytes, size_t len);

#endif
