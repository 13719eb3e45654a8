#include "processors/dedup/value.h"

#include <utf8proc.h>

#include "base/hash.h"

#define MINUS 0x2212

static bool is_minus(uint32_t sign) {
    return sign == '-' || sign == MINUS || sign == 0x2013 || sign == 0xff0d;
}

static bool is_currency(uint32_t sign) {
    if (sign < 0x80)
        return sign == '$';
    return utf8proc_category((utf8proc_int32_t)sign) == UTF8PROC_CATEGORY_SC;
}

/* Stands a token right behind the one before it? */
static bool touches(const struct cd_token *token) {
    return !(token->flags & (CD_TOKEN_SPACE | CD_TOKEN_LINE));
}

/* The sign before a number that belongs to it; 0: none. A hyphen is a minus only where
 * nothing stands before it: 3-5 is no -5. */
static uint32_t sign_before(const struct cd_text *text, uint32_t i) {
    if (i == 0 || !touches(&text->tokens[i]))
        return 0;
    const struct cd_token *before = &text->tokens[i - 1];
    if (before->kind != CD_TOKEN_MARK)
        return 0;
    if (is_minus(before->sign))
        return touches(before) ? 0 : MINUS;
    return is_currency(before->sign) ? before->sign : 0;
}

/* Two signs are enough: C++, C#, F#, A+. */
static uint32_t signs_behind(const struct cd_text *text, uint32_t i) {
    uint32_t signs = 0;
    for (uint32_t k = i + 1; k < text->token_count && k <= i + 2; k++) {
        const struct cd_token *next = &text->tokens[k];
        if (!touches(next) || (next->sign != '+' && next->sign != '#') ||
            next->kind != CD_TOKEN_MARK)
            break;
        signs = signs * 256 + next->sign;
    }
    return signs;
}

uint64_t cd_value_signed(const struct cd_text *text, uint32_t token) {
    const struct cd_token *word = &text->tokens[token];
    uint32_t signs = word->kind == CD_TOKEN_NUMBER ? sign_before(text, token)
                                                   : signs_behind(text, token);
    return signs ? cd_hash_mix(word->hash + signs) : word->hash;
}
