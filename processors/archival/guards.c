#include "processors/archival/guards.h"

/* A cue stands near what it is a cue of; this bounds the time that one label takes. */
#define MOST_TOKENS 240

/* Words between the comma and the verb of "…, the museum's curator said." */
#define MOST_BEFORE_VERB 4

enum quote_sign { NO_QUOTE, OPENS, CLOSES, EITHER, TOGGLES };

static enum quote_sign quote_sign(uint32_t sign) {
    switch (sign) {
        case 0x201e: /* „ */
        case 0x300c:
        case 0x300e:
            return OPENS;
        case 0x300d:
        case 0x300f:
            return CLOSES;
        case 0x201c: /* opens in English, closes in German */
        case 0x201d: /* closes in English, does both in Swedish */
        case 0xab:
        case 0xbb: /* «French», »Danish« */
            return EITHER;
        case '"':
        case 0xff02:
            return TOGGLES;
        default:
            return NO_QUOTE;
    }
}

bool cd_is_quotation_mark(uint32_t sign) {
    return quote_sign(sign) != NO_QUOTE || sign == 0x2018 || sign == 0x201a ||
           sign == 0x2039;
}

bool cd_is_arrow(const struct cd_text *text, uint32_t at) {
    struct cd_span paragraph = text->paragraphs[cd_text_paragraph_of(text, at)];
    if (at != paragraph.first || text->tokens[at].kind != CD_TOKEN_MARK ||
        text->tokens[at].sign != 0xbb)
        return false;
    for (uint32_t i = at + 1; i < paragraph.end; i++)
        if (text->tokens[i].kind == CD_TOKEN_MARK &&
            quote_sign(text->tokens[i].sign) == EITHER)
            return false;
    return true;
}

bool cd_is_quoted(const struct cd_text *text, uint32_t at) {
    uint32_t first = text->paragraphs[cd_text_paragraph_of(text, at)].first;
    bool open = false;
    for (uint32_t i = first; i < at; i++) {
        if (text->tokens[i].kind != CD_TOKEN_MARK || cd_is_arrow(text, i))
            continue;
        switch (quote_sign(text->tokens[i].sign)) {
            case NO_QUOTE:
                break;
            case OPENS:
                open = true;
                break;
            case CLOSES:
                open = false;
                break;
            case EITHER:
            case TOGGLES:
                open = !open;
                break;
        }
    }
    return open;
}

/* Where the longest that begins at token `at` ends; 0: none does. */
static uint32_t helper_end(struct cd_helper helper, const struct cd_text *text,
                           uint32_t at) {
    const struct cd_lexicon *lexicon = helper.lexicon;
    struct cd_pattern_match matches[CD_PATTERN_MATCHES];
    size_t n = cd_patterns_match(lexicon->helpers, text, at, matches);
    uint32_t end = 0;
    for (size_t i = 0; i < n; i++) {
        const struct cd_entry *entry = cd_lexicon_entry(lexicon, matches[i].value);
        if (entry->role == helper.role && matches[i].end > end &&
            (strcmp(entry->language, helper.language) == 0 ||
             cd_str_eq(cd_str_of(entry->language), helper.article)))
            end = matches[i].end;
    }
    return end;
}

bool cd_helper_at(struct cd_helper helper, const struct cd_text *text, uint32_t at) {
    return helper_end(helper, text, at) > 0;
}

bool cd_has_contrast(struct cd_helper helper, const struct cd_text *text,
                     struct cd_span span) {
    for (uint32_t i = span.first + 1; i < span.end; i++) {
        const struct cd_token *before = &text->tokens[i - 1];
        uint32_t end = helper_end(helper, text, i);
        if (end > i + 1 ||
            (end > 0 && before->kind == CD_TOKEN_MARK && before->sign == ','))
            return true;
    }
    return false;
}

bool cd_helper_within(struct cd_helper helper, const struct cd_text *text,
                      struct cd_span span) {
    if (span.end - span.first > MOST_TOKENS)
        span.end = span.first + MOST_TOKENS;
    const struct cd_patterns *helpers = helper.lexicon->helpers;
    uint32_t i = cd_patterns_next(helpers, text, span.first, span.end);
    for (; i < span.end; i = cd_patterns_next(helpers, text, i + 1, span.end))
        if (cd_helper_at(helper, text, i))
            return true;
    return false;
}

static bool is_comma(uint32_t sign) {
    return sign == ',' || sign == 0xff0c /* Chinese */ || sign == 0x60c /* Arabic */;
}

static bool ends_clause(const struct cd_token *token) {
    return token->kind == CD_TOKEN_MARK &&
           (is_comma(token->sign) || quote_sign(token->sign) != NO_QUOTE);
}

bool cd_is_reported(struct cd_helper helper, const struct cd_text *text,
                    struct cd_span span) {
    uint32_t since = UINT32_MAX; /* words since the last comma */
    struct cd_helper own = helper;
    own.role = CD_ROLE_OWN;
    if (span.end - span.first > MOST_TOKENS)
        return false;
    for (uint32_t i = span.first; i < span.end; i++) {
        if (ends_clause(&text->tokens[i])) {
            since = 0;
            continue;
        }
        if (since > MOST_BEFORE_VERB || text->tokens[i].kind == CD_TOKEN_MARK)
            continue;
        if (cd_helper_at(own, text, i))
            since = MOST_BEFORE_VERB;
        else if (cd_helper_at(helper, text, i))
            return true;
        since++;
    }
    return false;
}
