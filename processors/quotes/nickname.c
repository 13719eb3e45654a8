#include "processors/quotes/nickname.h"

#include "processors/quotes/marks.h"
#include "processors/quotes/vocabulary.h"

#define MOST_WORDS 3
#define BREAK      (CD_TOKEN_SENTENCE | CD_TOKEN_PARAGRAPH)

static bool is_capital(const struct cd_text *text, uint32_t token) {
    return text->tokens[token].kind == CD_TOKEN_WORD &&
           (text->tokens[token].flags & CD_TOKEN_CAPITAL);
}

/* Behind the words of the nickname; 0: there are none, or it is another kind of text. */
static uint32_t behind_words(const struct cd_text *text, uint32_t first, uint32_t limit) {
    uint32_t i = first;
    while (i < limit && i - first <= MOST_WORDS &&
           text->tokens[i].kind == CD_TOKEN_WORD && !(text->tokens[i].flags & BREAK))
        i++;
    bool capital = i > first && (is_capital(text, first) ||
                                 (i > first + 1 && is_capital(text, first + 1)));
    return capital && i - first <= MOST_WORDS ? i : 0;
}

uint32_t cd_nickname_end(const struct cd_text *text, const uint64_t *classes,
                         uint32_t open, uint32_t limit) {
    if (open == 0 || text->tokens[open].kind != CD_TOKEN_MARK ||
        (text->tokens[open].flags & BREAK) || !is_capital(text, open - 1) ||
        !(classes[open - 1] & CD_FIRST))
        return 0;
    struct cd_mark mark = cd_mark_at(text, open);
    if (mark.family == CD_NOT_A_QUOTE)
        return 0;
    uint32_t close = behind_words(text, open + mark.tokens, limit);
    if (!close || close >= limit || cd_mark_at(text, close).family != mark.family)
        return 0;
    uint32_t next = close + cd_mark_at(text, close).tokens;
    bool goes_on = next < limit && is_capital(text, next) &&
                   !(text->tokens[next].flags & BREAK) &&
                   !(classes[next] & (CD_FUNCTION | CD_DATE | CD_SAY));
    return goes_on ? next : 0;
}
