/* How far a piece of furniture goes: mostly its paragraph, where nothing in it may be the
 * article's. */
#include "processors/archival/extent.h"

#define LABEL_WORDS    3 /* of a name that may begin in lower case */
#define BUTTON_WORDS   2 /* in quotation marks: "Accept all" */
#define LEAST_HEADLINE 3 /* words */
#define MOST_HEADLINE  16
#define MOST_HEADLINES 40 /* below a label */

/* Does it quote more than a button's words? */
static bool has_quote(const struct cd_scan *scan, struct cd_span span) {
    uint32_t words = 0;
    bool open = false;
    for (uint32_t i = span.first; i < span.end; i++) {
        const struct cd_token *token = token_at(scan, i);
        words += token->kind != CD_TOKEN_MARK;
        if (token->kind != CD_TOKEN_MARK || !cd_is_quotation_mark(token->sign))
            continue;
        if (open && words > BUTTON_WORDS)
            return true;
        open = !open;
        words = 0;
    }
    return false;
}

/* Does a sentence of the span tell what somebody said? Furniture never does. */
static bool has_speech(const struct cd_scan *scan, const struct cd_hit *hit,
                       struct cd_span span) {
    struct cd_helper helper = cd_helper_for(scan, hit, CD_ROLE_REPORTED);
    for (uint32_t at = span.first; at < span.end; at = sentence_of(scan, at).end)
        if (cd_is_reported(helper, scan->text, sentence_of(scan, at)))
            return true;
    return has_quote(scan, span);
}

/* The next full stop that a capital follows, be it an abbreviation's: "© 2028 Harlow
 * Press L.P. | Analysts said …" is one sentence to who knows L.P. */
static uint32_t part_end(const struct cd_scan *scan, uint32_t from, uint32_t end) {
    for (uint32_t i = from + 1; i < end; i++) {
        const struct cd_token *token = token_at(scan, i), *before = token - 1;
        if (before->kind == CD_TOKEN_MARK && before->sign == '.' &&
            (token->flags & CD_TOKEN_SPACE) &&
            (token->flags & (CD_TOKEN_CAPITAL | CD_TOKEN_UPPER)))
            return i;
    }
    return end;
}

/* A name has few words, or few that begin in lower case. */
static bool is_name(const struct cd_scan *scan, struct cd_span part) {
    uint32_t lower = 0;
    for (uint32_t i = part.first; i < part.end; i++)
        lower += token_at(scan, i)->kind == CD_TOKEN_WORD &&
                 !(token_at(scan, i)->flags & (CD_TOKEN_CAPITAL | CD_TOKEN_UPPER));
    return lower <= 1 || cd_words_in(scan, part) <= LABEL_WORDS;
}

/* Furniture that the article goes on behind: "© 2028 Harlow Press. Shares fell …". */
static uint32_t parts_end(const struct cd_scan *scan, const struct cd_hit *hit,
                          uint32_t end) {
    uint32_t at = part_end(scan, hit->word, end);
    while (at < end) {
        struct cd_span part = {at, part_end(scan, at, end)};
        uint32_t word = cd_first_word(scan, part.first, part.end);
        if (!is_name(scan, part) && !cd_begins_as(scan, word, CD_ROLE_FURNITURE))
            break;
        at = part.end;
    }
    return at;
}

/* Furniture at a paragraph's beginning is the paragraph, on a line inside one as many
 * lines as its sentence fills; but where what begins on the next line is not of it, the
 * line alone: "Advertisement" may stand between lines of the article that no empty line
 * parts. Nor is it the paragraph where the article goes on in it. */
uint32_t cd_furniture_end(const struct cd_scan *scan, const struct cd_hit *hit) {
    uint32_t sentence = cd_own_end(scan, hit);
    uint32_t line = cd_line_end(scan, hit->end - 1);
    if (hit->level == CD_LEVEL_SENTENCE)
        return sentence;
    if (line < scan->text->token_count && cd_begins_line(scan, line))
        return line;
    uint32_t paragraph = paragraph_of(scan, hit->anchor).end;
    if (hit->entry->extent == CD_EXTENT_PARTS)
        return parts_end(scan, hit, paragraph);
    if (hit->level == CD_LEVEL_PARAGRAPH && !cd_is_whole_text(scan, hit) &&
        !has_speech(scan, hit, (struct cd_span){sentence, paragraph}))
        return paragraph;
    return line > sentence && hit->level == CD_LEVEL_LINE ? line : sentence;
}

/* A line of its own that begins with a capital and has no stop: a headline, or a heading
 * of the article's, which stands alone. */
static bool is_headline(const struct cd_scan *scan, struct cd_span line) {
    const struct cd_token *first = token_at(scan, line.first);
    const struct cd_token *last = token_at(scan, line.end - 1);
    uint32_t words = cd_words_in(scan, line);
    bool stops = last->kind == CD_TOKEN_MARK && last->sign != '?' && last->sign != ')' &&
                 !cd_is_quotation_mark(last->sign);
    return words >= LEAST_HEADLINE && words <= MOST_HEADLINE && !stops &&
           (first->kind != CD_TOKEN_WORD || (first->flags & CD_TOKEN_CAPITAL)) &&
           sentence_of(scan, line.first).end >= line.end;
}

uint32_t cd_headlines_end(const struct cd_scan *scan, const struct cd_hit *hit,
                          uint32_t end) {
    uint32_t count = scan->text->token_count, label = cd_line_end(scan, hit->end - 1);
    uint32_t at = label, n = 0;
    if (!hit->entry->capital || cd_words_in(scan, (struct cd_span){hit->end, label}) > 0)
        return end;
    for (; at < count && n < MOST_HEADLINES; n++) {
        struct cd_span line = {at, cd_line_end(scan, at)};
        if (!is_headline(scan, line))
            break;
        at = line.end;
    }
    return at > end && (n > 1 || at == count) ? at : end;
}
