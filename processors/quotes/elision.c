/* French and Italian write the article and some small words as one with the word behind
 * them. The reading of the text keeps that a single token, as readers do. */
#include "processors/quotes/elision.h"

#include "processors/text/words.h"

#define LONGEST_ELISION 6 /* bytes before the apostrophe, and one: Italian "dell’" */

struct cd_str cd_behind_elision(const struct cd_text *text,
                                const struct cd_token *token) {
    struct cd_str word = cd_str_cut(text->bytes, token->start, token->end);
    for (size_t i = 1; i < LONGEST_ELISION && i + 1 < word.len; i++) {
        size_t n = word.p[i] == '\'' ? 1 : 3;
        bool curly = i + 3 < word.len && memcmp(word.p + i, "\xe2\x80\x99", 3) == 0;
        if (n == 1 || curly)
            return cd_str_cut(word, i + n, word.len);
    }
    return (struct cd_str){0};
}

enum cd_elision cd_elision_at(const struct cd_text *text, uint32_t token) {
    struct cd_str word = cd_behind_elision(text, &text->tokens[token]);
    if (word.len == 0)
        return CD_NO_ELISION;
    /* Small Latin letters of UTF-8: a to z, and ß to ÿ. */
    bool accented = word.len > 1 && (unsigned char)word.p[0] == 0xc3 &&
                    (unsigned char)word.p[1] >= 0x9f;
    if ((word.p[0] >= 'a' && word.p[0] <= 'z') || accented)
        return CD_ELISION_WORD;
    /* "L’Équipe" at a sentence's start may be all name. */
    return text->tokens[token].flags & CD_TOKEN_CAPITAL ? CD_NO_ELISION : CD_ELISION_NAME;
}

uint64_t cd_bare_hash(const struct cd_text *text, uint32_t token) {
    return cd_elision_at(text, token) == CD_ELISION_NAME
               ? cd_word_hash(cd_behind_elision(text, &text->tokens[token]))
               : text->tokens[token].stem_hash;
}

struct cd_str cd_bare_word(const struct cd_text *text, uint32_t token) {
    return cd_elision_at(text, token) == CD_ELISION_NAME
               ? cd_behind_elision(text, &text->tokens[token])
               : cd_token_str(text, token);
}
