/* Single quote marks: of which family, and which way they face. */
#ifndef CD_PROCESSORS_QUOTES_MARKS_H
#define CD_PROCESSORS_QUOTES_MARKS_H

#include "processors/text/text.h"

enum cd_mark_family { CD_NOT_A_QUOTE, CD_DOUBLE_MARK, CD_SINGLE_MARK };
enum cd_mark_turn { CD_TURN_EITHER, CD_TURN_OPENS, CD_TURN_CLOSES };

/* One quote mark: one token, or two apostrophes in a row. */
struct cd_mark {
    enum cd_mark_family family;
    enum cd_mark_turn turn;
    bool straight; /* its form does not say which way it faces */
    bool low;      /* „ */
    uint32_t tokens;
};

/* Does this sign quote, in any form? */
bool cd_sign_quotes(uint32_t sign);

/* The mark that is or begins at a token which is a mark of some kind. */
struct cd_mark cd_mark_read(const struct cd_text *text, uint32_t token);

/* The same of any token; most are words, and settled at once. */
static inline struct cd_mark cd_mark_at(const struct cd_text *text, uint32_t token) {
    if (text->tokens[token].kind != CD_TOKEN_MARK)
        return (struct cd_mark){.family = CD_NOT_A_QUOTE, .tokens = 1};
    return cd_mark_read(text, token);
}

/* Which way the context says that the tokens [token, token + n) face. */
enum cd_mark_turn cd_turn_by_context(const struct cd_text *text, uint32_t token,
                                     uint32_t n);

/* Is there white space before or behind a token? Loose: or a sign that an opening mark
 * may stand behind, a closing one before. */
bool cd_space_before(const struct cd_text *text, uint32_t token);
bool cd_space_behind(const struct cd_text *text, uint32_t token);
bool cd_loose_before(const struct cd_text *text, uint32_t token);
bool cd_loose_behind(const struct cd_text *text, uint32_t token);

/* Does this mark end a quote as surely as ,’ and .’ do? */
bool cd_closes_behind_stop(const struct cd_text *text, uint32_t token);

#endif
