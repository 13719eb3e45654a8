#include "processors/archival/date_find.h"

#include <string.h>

#include "processors/archival/date_words.h"

#define MOST_TOKENS 16

static bool is_word(const struct cd_date_words *words, const struct cd_token *token) {
    return token->kind == CD_TOKEN_WORD && cd_date_word(words, token->hash);
}

static bool joins(const struct cd_token *token) {
    return token->kind == CD_TOKEN_MARK && token->sign > 0 && token->sign < 0x80 &&
           strchr(",./:-+", (int)token->sign);
}

/* Words such as "at" and "um" belong to dates only inside of one. */
static bool bounds(const struct cd_date_words *words, const struct cd_token *token) {
    return token->kind == CD_TOKEN_NUMBER ||
           (is_word(words, token) && (token->flags & (CD_TOKEN_CAPITAL | CD_TOKEN_CJK)));
}

static bool is_date(const struct cd_date_words *words, const struct cd_text *text,
                    struct cd_span span) {
    struct cd_date date;
    enum cd_date_result result =
        cd_date_parse(words, cd_span_str(text, span), CD_ORDER_UNKNOWN, &date);
    return result == CD_DATE_OK || result == CD_DATE_AMBIGUOUS;
}

/* The end of the run of parts of dates that begins at a token, in its paragraph. A
 * sentence may begin in it ("Nov. 15"), unless the date is whole before. */
static uint32_t run_end(const struct cd_date_words *words, const struct cd_text *text,
                        uint32_t first) {
    uint32_t end = first;
    while (end < text->token_count && end - first < MOST_TOKENS) {
        const struct cd_token *token = &text->tokens[end];
        bool part =
            token->kind == CD_TOKEN_NUMBER || is_word(words, token) || joins(token);
        if (!part || (end > first && (token->flags & CD_TOKEN_PARAGRAPH)) ||
            (end > first && (token->flags & CD_TOKEN_SENTENCE) &&
             is_date(words, text, (struct cd_span){first, end})))
            break;
        end++;
    }
    return end;
}

/* "Am 3. Mai 1999": words in front without which it is the same. */
static void drop_words(const struct cd_date_words *words, const struct cd_text *text,
                       struct cd_span *date) {
    while (date->first + 2 < date->end && is_word(words, &text->tokens[date->first])) {
        struct cd_span rest = {date->first + 1, date->end};
        while (rest.first + 1 < rest.end && joins(&text->tokens[rest.first]))
            rest.first++;
        if (!is_date(words, text, rest))
            return;
        *date = rest;
    }
}

/* Does the word behind a sign begin something else: "March 5, 2019: An earlier …", "…,
 * Art Smith"? Zones are written in capitals. */
static bool begins_other(const struct cd_date_words *words, const struct cd_text *text,
                         uint32_t i) {
    const struct cd_token *token = &text->tokens[i];
    struct cd_date_meaning means;
    uint32_t len = token->end - token->start;
    if (!is_word(words, token) || !joins(token - 1) || token[-1].end == token->start ||
        ((token->flags & CD_TOKEN_UPPER) && len > 1))
        return false;
    struct cd_str word = cd_span_str(text, (struct cd_span){i, i + 1});
    return cd_date_meaning(words, word, &means) && !means.month && !means.twelve &&
           !means.am && !means.pm;
}

/* Words behind, without which it is the same. */
static void drop_behind(const struct cd_date_words *words, const struct cd_text *text,
                        struct cd_span *date) {
    while (date->first + 2 < date->end && begins_other(words, text, date->end - 1)) {
        struct cd_span rest = {date->first, date->end - 1};
        while (rest.end > rest.first + 1 && joins(&text->tokens[rest.end - 1]))
            rest.end--;
        if (!is_date(words, text, rest))
            return;
        *date = rest;
    }
}

bool cd_date_find(const struct cd_date_words *words, const struct cd_text *text,
                  uint32_t from, struct cd_span *out) {
    for (uint32_t first = from; first < text->token_count; first++) {
        if (!bounds(words, &text->tokens[first]))
            continue;
        uint32_t end = run_end(words, text, first);
        while (end > first + 1 && !bounds(words, &text->tokens[end - 1]))
            end--;
        /* A number alone may be anything. */
        *out = (struct cd_span){first, end};
        if (end <= first + 1 || !is_date(words, text, *out))
            continue;
        drop_words(words, text, out);
        drop_behind(words, text, out);
        return true;
    }
    return false;
}
