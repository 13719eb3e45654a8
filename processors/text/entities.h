/* HTML character references (HTML Living Standard, 13.5), as far as feeds leave them in
 * text: numeric ones, and the names of HTML 4's Latin-1, punctuation and currency sets
 * and of the commoner symbols. */
#ifndef CD_PROCESSORS_TEXT_ENTITIES_H
#define CD_PROCESSORS_TEXT_ENTITIES_H

#include <stdint.h>

/* If a reference with its semicolon begins at `p` (where `*p` is '&', p < end), gives its
 * length in bytes and its code point; else 0. */
int cd_entity_decode(const char *p, const char *end, uint32_t *cp);

#endif
