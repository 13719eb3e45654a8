/* What is elided before a vowel: "l’éditeur", "d’Anne", "dell’Anna". */
#ifndef CD_PROCESSORS_QUOTES_ELISION_H
#define CD_PROCESSORS_QUOTES_ELISION_H

#include "processors/text/text.h"

/* The word behind an elided article or preposition, "ingénieur" of "l’ingénieur"; empty:
 * there is none. */
struct cd_str cd_behind_elision(const struct cd_text *text, const struct cd_token *token);

/* What stands behind an elided article or preposition; only for languages that elide. */
enum cd_elision {
    CD_NO_ELISION,
    CD_ELISION_WORD, /* "L’éditeur" */
    CD_ELISION_NAME, /* "d’Anne" */
};

enum cd_elision cd_elision_at(const struct cd_text *text, uint32_t token);

/* A token's hash, and its text, without what is elided before a name. */
uint64_t cd_bare_hash(const struct cd_text *text, uint32_t token);
struct cd_str cd_bare_word(const struct cd_text *text, uint32_t token);

#endif
