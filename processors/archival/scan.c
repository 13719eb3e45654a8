#include "processors/archival/scan.h"

#define MOST_MARKS      40 /* before a label */
#define DATELINE_TOKENS 12
#define SUBLABEL_WORDS  10

uint32_t cd_first_word(const struct cd_scan *scan, uint32_t i, uint32_t end) {
    if (end > i + MOST_MARKS)
        end = i + MOST_MARKS;
    while (i < end && token_at(scan, i)->kind == CD_TOKEN_MARK &&
           token_at(scan, i)->sign != CD_COPYRIGHT) {
        if (cd_is_quotation_mark(token_at(scan, i)->sign) && !cd_is_arrow(scan->text, i))
            return scan->text->token_count;
        i++;
    }
    return i < end ? i : scan->text->token_count;
}

uint32_t cd_words_in(const struct cd_scan *scan, struct cd_span span) {
    uint32_t words = 0;
    for (uint32_t i = span.first; i < span.end; i++)
        words += token_at(scan, i)->kind != CD_TOKEN_MARK;
    return words;
}

bool cd_is_bracketed(const struct cd_scan *scan, uint32_t token) {
    return token_at(scan, token)->kind == CD_TOKEN_MARK &&
           cd_closing_bracket(token_at(scan, token)->sign);
}

uint32_t cd_closing_bracket(uint32_t sign) {
    switch (sign) {
        case '(':
            return ')';
        case '[':
            return ']';
        case 0xff08: /* （ */
            return 0xff09;
        case 0xff3b: /* ［ */
            return 0xff3d;
        case 0x3010: /* 【 */
            return 0x3011;
        default:
            return 0;
    }
}

bool cd_label_alone(const struct cd_scan *scan, uint32_t end, struct cd_span paragraph) {
    while (end < paragraph.end && token_at(scan, end)->kind == CD_TOKEN_MARK)
        end++;
    return end == paragraph.end;
}

/* An article that does not tell its language may be English whatever the match is of:
 * "Corrections" is French, too. */
struct cd_helper cd_helper_for(const struct cd_scan *scan, const struct cd_hit *hit,
                               enum cd_role role) {
    struct cd_str article = scan->language.p ? scan->language : CD_STR("en");
    return (struct cd_helper){scan->lexicon, hit->entry->language, article, role};
}

/* "CORRECTION: | As published in the Harlow Gazette. | An article … misstated …": does
 * the paragraph below a label say no more than where or when, and the next one what? */
static bool is_sublabel(const struct cd_scan *scan, const struct cd_hit *hit,
                        uint32_t index) {
    const struct cd_span *paragraphs = scan->text->paragraphs;
    if (index + 1 >= scan->text->paragraph_count ||
        cd_words_in(scan, paragraphs[index]) > SUBLABEL_WORDS)
        return false;
    struct cd_helper cue = cd_helper_for(scan, hit, CD_ROLE_CUE);
    return !cd_helper_within(cue, scan->text, paragraphs[index]) &&
           cd_helper_within(cue, scan->text, paragraphs[index + 1]);
}

struct cd_span cd_after_label(const struct cd_scan *scan, const struct cd_hit *hit) {
    uint32_t index = cd_text_paragraph_of(scan->text, hit->anchor);
    struct cd_span paragraph = scan->text->paragraphs[index];
    if (!cd_label_alone(scan, hit->end, paragraph))
        return (struct cd_span){hit->end, paragraph.end};
    if (index + 1 >= scan->text->paragraph_count)
        return (struct cd_span){0, 0};
    struct cd_span next = scan->text->paragraphs[index + 1];
    if (hit->entry->status == CD_STATUS_CORRECTED && is_sublabel(scan, hit, index + 1))
        next.end = scan->text->paragraphs[index + 2].end;
    return next;
}

bool cd_begins_line(const struct cd_scan *scan, uint32_t i) {
    const struct cd_token *token = token_at(scan, i);
    if (!(token->flags & (CD_TOKEN_CAPITAL | CD_TOKEN_CJK)) &&
        token->kind == CD_TOKEN_WORD)
        return false;
    uint32_t above = i;
    while (above > 0 && !(token_at(scan, above - 1)->flags & CD_TOKEN_LINE) &&
           i - above < CD_SHORT_LINE)
        above--;
    if (above > 0)
        above--;
    return token_at(scan, i - 1)->end - token_at(scan, above)->start < CD_SHORT_LINE;
}

uint32_t cd_line_end(const struct cd_scan *scan, uint32_t token) {
    do
        token++;
    while (token < scan->text->token_count &&
           !(token_at(scan, token)->flags & CD_TOKEN_LINE));
    return token;
}

uint32_t cd_dateline_end(const struct cd_scan *scan, struct cd_span sentence) {
    uint32_t end = sentence.first + DATELINE_TOKENS;
    if (end > sentence.end)
        end = sentence.end;
    bool upper = false;
    for (uint32_t i = sentence.first; i < end; i++) {
        const struct cd_token *token = token_at(scan, i);
        bool mark = token->kind == CD_TOKEN_MARK;
        if (i == sentence.first && !(token->flags & CD_TOKEN_UPPER))
            return 0;
        upper |= (token->flags & CD_TOKEN_UPPER) && token->end - token->start > 2;
        if (mark && (token->sign == 0x2014 || token->sign == 0x2013 ||
                     (token->sign == '-' && (token->flags & CD_TOKEN_SPACE))))
            return upper ? i + 1 : 0;
    }
    return 0;
}
