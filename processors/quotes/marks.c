/* A mark opens or closes by what it is and by what stands around it: an opening mark has
 * white space or a bracket before it and none behind it. Curly marks are believed first,
 * but feeds hold many that were turned the wrong way, so the context may overrule them.
 */
#include "processors/quotes/marks.h"

/* Every sign that quotes. Guillemets are straight here: « » in French, » « in German. */
static const struct form {
    uint32_t sign;
    enum cd_mark_family family;
    enum cd_mark_turn turn;
    bool straight;
} forms[] = {
    {'"', CD_DOUBLE_MARK, CD_TURN_EITHER, true},
    {'\'', CD_SINGLE_MARK, CD_TURN_EITHER, true},
    {'`', CD_SINGLE_MARK, CD_TURN_OPENS, false},
    {0xab, CD_DOUBLE_MARK, CD_TURN_EITHER, true},    /* « */
    {0xbb, CD_DOUBLE_MARK, CD_TURN_EITHER, true},    /* » */
    {0x2018, CD_SINGLE_MARK, CD_TURN_OPENS, false},  /* ‘ */
    {0x2019, CD_SINGLE_MARK, CD_TURN_CLOSES, false}, /* ’ */
    {0x201a, CD_SINGLE_MARK, CD_TURN_OPENS, false},  /* ‚ */
    {0x201c, CD_DOUBLE_MARK, CD_TURN_OPENS, false},  /* “ */
    {0x201d, CD_DOUBLE_MARK, CD_TURN_CLOSES, false}, /* ” */
    {0x201e, CD_DOUBLE_MARK, CD_TURN_OPENS, false},  /* „ */
    {0x201f, CD_DOUBLE_MARK, CD_TURN_OPENS, false},  /* ‟ */
    {0x2033, CD_DOUBLE_MARK, CD_TURN_EITHER, true},  /* ″ */
    {0x2039, CD_SINGLE_MARK, CD_TURN_OPENS, false},  /* ‹ */
    {0x203a, CD_SINGLE_MARK, CD_TURN_CLOSES, false}, /* › */
    {0x300c, CD_DOUBLE_MARK, CD_TURN_OPENS, false},  /* 「 */
    {0x300d, CD_DOUBLE_MARK, CD_TURN_CLOSES, false}, /* 」 */
    {0x300e, CD_DOUBLE_MARK, CD_TURN_OPENS, false},  /* 『 */
    {0x300f, CD_DOUBLE_MARK, CD_TURN_CLOSES, false}, /* 』 */
    {0xff02, CD_DOUBLE_MARK, CD_TURN_EITHER, true},  /* ＂ */
};

static const struct form *form_of(uint32_t sign) {
    /* Commas and full stops, the most of all marks, are no quote marks. */
    if (sign == ',' || sign == '.')
        return NULL;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (forms[i].sign >= sign)
            return forms[i].sign == sign ? &forms[i] : NULL;
    return NULL;
}

bool cd_sign_quotes(uint32_t sign) { return form_of(sign) != NULL; }

bool cd_space_before(const struct cd_text *text, uint32_t i) {
    return (text->tokens[i].flags & (CD_TOKEN_SPACE | CD_TOKEN_LINE)) != 0;
}

bool cd_space_behind(const struct cd_text *text, uint32_t i) {
    return i + 1 >= text->token_count || cd_space_before(text, i + 1);
}

static bool is_sign(const struct cd_text *text, uint32_t i, uint32_t sign) {
    return i < text->token_count && text->tokens[i].kind == CD_TOKEN_MARK &&
           text->tokens[i].sign == sign;
}

/* Signs that an opening mark may stand behind, and a closing one before. */
static bool opens_behind(uint32_t sign) {
    return sign == '(' || sign == '[' || sign == '{' || sign == '/' || sign == '-' ||
           sign == '=' || sign == '>' || (sign >= 0x2010 && sign <= 0x2015) ||
           sign == 0xbf || sign == 0xa1;
}

bool cd_loose_before(const struct cd_text *text, uint32_t i) {
    if (i == 0 || cd_space_before(text, i))
        return true;
    const struct cd_token *last = &text->tokens[i - 1];
    return last->kind == CD_TOKEN_MARK && opens_behind(last->sign);
}

bool cd_loose_behind(const struct cd_text *text, uint32_t last) {
    return cd_space_behind(text, last) || text->tokens[last + 1].kind == CD_TOKEN_MARK;
}

/* Which way the context says that the tokens [i, i + n) face. */
enum cd_mark_turn cd_turn_by_context(const struct cd_text *text, uint32_t i, uint32_t n) {
    bool before = cd_loose_before(text, i), behind = cd_loose_behind(text, i + n - 1);
    if (before && !cd_space_behind(text, i + n - 1))
        return CD_TURN_OPENS;
    if (!before && behind)
        return CD_TURN_CLOSES;
    return CD_TURN_EITHER;
}

/* A pair of single marks without anything between is one double mark: '' `` ‘‘ ’’. */
static bool is_pair(const struct cd_text *text, uint32_t i) {
    uint32_t sign = text->tokens[i].sign;
    return is_sign(text, i + 1, sign) &&
           text->tokens[i].end == text->tokens[i + 1].start &&
           !is_sign(text, i + 2, sign);
}

/* Does this mark end a quote as surely as ,’ and .’ do? */
bool cd_closes_behind_stop(const struct cd_text *text, uint32_t i) {
    if (i == 0 || cd_space_before(text, i) || text->tokens[i - 1].kind != CD_TOKEN_MARK)
        return false;
    uint32_t sign = text->tokens[i - 1].sign;
    return sign == ',' || sign == '.' || sign == '?' || sign == '!' || sign == 0x2026;
}

/* French d’« une farce » */
static bool is_behind_elision(const struct cd_text *text, uint32_t i) {
    const char *end = text->bytes.p + text->tokens[i].start;
    size_t n = text->tokens[i].start;
    return (n > 0 && end[-1] == '\'') ||
           (n > 2 && memcmp(end - 3, "\xe2\x80\x99", 3) == 0);
}

struct cd_mark cd_mark_read(const struct cd_text *text, uint32_t i) {
    struct cd_mark mark = {.family = CD_NOT_A_QUOTE, .tokens = 1};
    uint32_t sign = text->tokens[i].sign;
    const struct form *form = form_of(sign);
    if (!form)
        return mark;
    mark.family = form->family;
    mark.turn = form->turn;
    mark.straight = form->straight;
    mark.low = sign == 0x201e;
    if (mark.family == CD_SINGLE_MARK && is_pair(text, i)) {
        mark.family = CD_DOUBLE_MARK;
        mark.tokens = 2;
    }
    /* French sets white space inside its marks: « oui ». */
    if (sign == 0xab && cd_space_behind(text, i) &&
        (cd_loose_before(text, i) || is_behind_elision(text, i)))
        mark.turn = CD_TURN_OPENS;
    else if (sign == 0xbb && cd_space_before(text, i) && cd_loose_behind(text, i))
        mark.turn = CD_TURN_CLOSES;
    else if (mark.straight)
        mark.turn = cd_turn_by_context(text, i, mark.tokens);
    return mark;
}
