/* What runs.c and run_cut.c ask of a single token. */
#ifndef CD_PROCESSORS_QUOTES_RUN_TOKENS_H
#define CD_PROCESSORS_QUOTES_RUN_TOKENS_H

#include "processors/quotes/reading.h"

static inline uint64_t cd_class_at(const struct cd_reading *r, uint32_t token) {
    return r->classes[token];
}

static inline uint32_t cd_length_at(const struct cd_reading *r, uint32_t token) {
    return r->text->tokens[token].end - r->text->tokens[token].start;
}

/* Does nothing stand between the token and the one before it? */
static inline bool cd_touches(const struct cd_reading *r, uint32_t token) {
    return token < r->text->token_count &&
           !(r->text->tokens[token].flags &
             (CD_TOKEN_SPACE | CD_TOKEN_LINE | CD_TOKEN_PARAGRAPH));
}

static inline bool cd_is_hyphen(const struct cd_reading *r, uint32_t token) {
    return cd_touches(r, token) &&
           (cd_is_mark(r, token, '-') || cd_is_mark(r, token, 0x2010) ||
            cd_is_mark(r, token, 0x2011));
}

#endif
