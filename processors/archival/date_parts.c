/* Cuts a date's text into numbers, words with their meaning, and signs. */
#include "processors/archival/date_parts.h"

#include "base/utf8.h"

#define MOST_BYTES 200

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0xc3;
}

static bool in_word(char c) { return is_letter(c) || ((unsigned char)c & 0xc0) == 0x80; }

/* The digit at `p`, also of Arabic, Persian, Indian and wide ones; -1: none. */
static int digit_at(const char *p, const char *end, int *len) {
    static const uint32_t zeros[] = {0x660, 0x6f0, 0x966, 0xff10};
    uint32_t cp;
    *len = 1;
    if ((unsigned char)*p < 0xd9)
        return *p >= '0' && *p <= '9' ? *p - '0' : -1;
    *len = cd_utf8_decode(p, end, &cp);
    for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++)
        if (cp >= zeros[i] && cp < zeros[i] + 10)
            return (int)(cp - zeros[i]);
    return -1;
}

/* White space, and marks that are not seen: no-break and thin spaces before "PM", marks
 * of the writing's direction. Its length; 0: none. */
static int space_at(const char *p, const char *end) {
    uint32_t cp;
    unsigned char c = (unsigned char)*p;
    if (c < 0x80)
        return c == ' ' || (c >= '\t' && c <= '\r') || c == 0;
    int len = cd_utf8_decode(p, end, &cp);
    bool space = cp == 0xa0 || (cp >= 0x2000 && cp <= 0x200f) ||
                 (cp >= 0x2028 && cp <= 0x202f) || (cp >= 0x205f && cp <= 0x2069) ||
                 cp == 0x3000 || cp == 0xfeff;
    return space ? len : 0;
}

/* Dashes, dots and bullets, wide ones, the Arabic comma: no letters, as all others are
 * beyond ASCII. Its length; 0: none. */
static int sign_at(const char *p, const char *end, uint32_t *cp) {
    int len = cd_utf8_decode(p, end, cp);
    bool sign = *cp < 0x80
                    ? !is_letter(*p)
                    : *cp < 0xc0 || (*cp >= 0x2010 && *cp <= 0x205e) || *cp == 0x2212 ||
                          *cp == 0x60c || (*cp >= 0x3001 && *cp <= 0x303f) ||
                          (*cp >= 0xff01 && *cp <= 0xff0f) ||
                          (*cp >= 0xff1a && *cp <= 0xff20) ||
                          (*cp >= 0xff3b && *cp <= 0xff40);
    return sign ? len : 0;
}

/* Does a word go on here? */
static bool goes_on(const char *p, const char *end) {
    uint32_t cp;
    int len;
    if ((unsigned char)*p < 0x80)
        return is_letter(*p) || *p == '_';
    return in_word(*p) && !space_at(p, end) && !sign_at(p, end, &cp) &&
           digit_at(p, end, &len) < 0;
}

/* 0x3000 to 0xd7ff: kana, Han and Hangul, where a word needs no space behind it. */
static bool is_cjk(const char *p, const char *end, int *len) {
    uint32_t cp;
    *len = cd_utf8_decode(p, end, &cp);
    return cp >= 0x3040 && cp <= 0xd7ff;
}

static const char *take_number(struct cd_date_part *part, const char *p,
                               const char *end) {
    int digit, len;
    part->kind = CD_PART_NUMBER;
    while (p < end && (digit = digit_at(p, end, &len)) >= 0) {
        if (part->digits++ < 18)
            part->value = part->value * 10 + digit;
        p += len;
    }
    return p;
}

/* Spanish parts "p. m." by a space: its length. */
static int half_gap(const char *letters, size_t n, const char *p, const char *end) {
    int gap = n == 1 && p < end ? space_at(p, end) : 0;
    bool half = (letters[0] | 0x20) == 'a' || (letters[0] | 0x20) == 'p';
    return half && end - p >= gap + 2 && (p[gap] | 0x20) == 'm' && p[gap + 1] == '.' ? gap
                                                                                     : 0;
}

/* "a.m." and "E.D.T." are read as "am" and "EDT". */
static const char *take_dotted(const struct cd_date_words *words,
                               struct cd_date_part *part, const char *p,
                               const char *end) {
    char letters[8];
    size_t n = 0;
    while (end - p >= 2 && is_letter(p[0]) && (unsigned char)p[0] < 0x80 && p[1] == '.' &&
           n < sizeof letters) {
        letters[n++] = p[0];
        p += 2;
        p += half_gap(letters, n, p, end);
    }
    if (n > 0 && n < sizeof letters && p < end && is_letter(*p) &&
        (end - p == 1 || !in_word(p[1])))
        letters[n++] = *p++;
    if (n < 2)
        return NULL;
    cd_date_meaning(words, (struct cd_str){letters, n}, &part->meaning);
    return p;
}

static const char *take_cjk(const struct cd_date_words *words, struct cd_date_part *part,
                            const char *p, const char *end) {
    int first, second;
    is_cjk(p, end, &first);
    if (p + first < end && is_cjk(p + first, end, &second)) {
        struct cd_str two = {p, (size_t)(first + second)};
        if (cd_date_meaning(words, two, &part->meaning))
            return p + two.len;
    }
    cd_date_meaning(words, (struct cd_str){p, (size_t)first}, &part->meaning);
    return p + first;
}

static const char *take_word(const struct cd_date_words *words, struct cd_date_part *part,
                             const char *p, const char *end) {
    int len;
    part->kind = CD_PART_WORD;
    const char *dotted = take_dotted(words, part, p, end);
    if (dotted)
        return dotted;
    if (is_cjk(p, end, &len))
        return take_cjk(words, part, p, end);
    const char *start = p;
    while (p < end && goes_on(p, end) && !is_cjk(p, end, &len))
        p += len;
    cd_date_meaning(words, (struct cd_str){start, (size_t)(p - start)}, &part->meaning);
    part->behind_only = (unsigned char)*start >= 0xd8 && (unsigned char)*start <= 0xdb;
    part->sign = p - start == 1 ? (unsigned char)*start | 0x20u : 0;
    return p;
}

/* Wide signs are what they are elsewhere. */
static uint32_t plain_sign(uint32_t sign) {
    if (sign == 0x2212 || sign == 0x2010 || sign == 0x2011)
        return '-';
    return sign >= 0xff01 && sign <= 0xff5e ? sign - 0xfee0 : sign;
}

void cd_date_cut(struct cd_date_parts *parts, struct cd_str text,
                 const struct cd_date_words *words) {
    const char *p = text.p, *end = p + (text.len < MOST_BYTES ? text.len : MOST_BYTES);
    bool space = true;
    parts->count = 0;
    parts->sure_month = false;
    while (p < end && parts->count < CD_DATE_PARTS) {
        int len = space_at(p, end);
        uint32_t sign;
        if (len) {
            space = true;
            p += len;
            continue;
        }
        struct cd_date_part *part = &parts->items[parts->count++];
        *part = (struct cd_date_part){.start = (uint32_t)(p - text.p), .space = space};
        space = false;
        if (digit_at(p, end, &len) >= 0) {
            p = take_number(part, p, end);
        } else if ((len = sign_at(p, end, &sign)) > 0) {
            part->kind = CD_PART_SIGN;
            part->sign = plain_sign(sign);
            p += len;
        } else {
            p = take_word(words, part, p, end);
        }
        if (part->meaning.month && !part->meaning.other)
            parts->sure_month = true;
    }
    parts->cut_short = p < text.p + text.len;
    for (int i = 0; i < CD_DATE_LOOKAHEAD; i++)
        parts->items[parts->count + i] = (struct cd_date_part){0};
}
