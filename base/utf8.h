/* UTF-8 (RFC 3629) by hand: decoding for the tokeniser and checking for what did not go
 * through the JSON parser, which checks by itself. */
#ifndef CD_BASE_UTF8_H
#define CD_BASE_UTF8_H

#include <stdint.h>

#include "base/str.h"

#define CD_UTF8_BAD 0xfffdu

/* The code point at `p` (p < end) into *cp; returns its length in bytes, 1 to 4. What is
 * not UTF-8 gives U+FFFD and length 1, so that a loop always gets on. */
int cd_utf8_decode(const char *p, const char *end, uint32_t *cp);

/* Writes `cp` at `out` (room for 4) and returns its length; surrogates and what lies
 * beyond U+10FFFF are written as U+FFFD. */
int cd_utf8_encode(uint32_t cp, char *out);

/* The number of code points in valid UTF-8. */
size_t cd_utf8_count(struct cd_str s);

/* The byte at which the slice stops being UTF-8; its length when it is all valid. */
size_t cd_utf8_valid(struct cd_str s);

#endif
