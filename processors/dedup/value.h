/* What a word says together with the signs that belong to it: -5 is not 5, $5 not €5, C++
 * not C#. All other marks come and go from copy to copy. */
#ifndef CD_PROCESSORS_DEDUP_VALUE_H
#define CD_PROCESSORS_DEDUP_VALUE_H

#include "processors/text/text.h"

/* The hash of a token that is no mark, its signs included: a minus or the sign of a
 * currency right before a number, + and # right behind a word. */
static inline uint64_t cd_value_hash(const struct cd_text *text, uint32_t token);

/* The same of one that has a mark where such a sign may stand: seldom asked. */
uint64_t cd_value_signed(const struct cd_text *text, uint32_t token);

static inline uint64_t cd_value_hash(const struct cd_text *text, uint32_t token) {
    const struct cd_token *word = &text->tokens[token];
    bool marked = word->kind == CD_TOKEN_NUMBER
                      ? token > 0 && word[-1].kind == CD_TOKEN_MARK
                      : token + 1 < text->token_count && word[1].kind == CD_TOKEN_MARK &&
                            (word[1].sign == '+' || word[1].sign == '#');
    return marked ? cd_value_signed(text, token) : word->hash;
}

#endif
