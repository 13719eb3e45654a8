/* Cuts a date's text into numbers, words with their meaning, and signs. */
#include "processors/archival/date_parts.h"

#include "base/utf8.h"

#define MOST_BYTES 200

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0xc3;
}

static bool in_word(char c) { return is_letter(c) || ((unsigned char)c & 0xc0) == 0x80; }

/* 0x3000 to 0xd7ff: kana, Han and Hangul, where a word needs no space behind it. */
static bool is_cjk(const char *p, const char *end, int *len) {
    uint32_t cp;
    *len = cd_utf8_decode(p, end, &cp);
    return cp >= 0x3040 && cp <= 0xd7ff;
}

static const char *take_number(struct cd_date_part *part, const char *p,
                               const char *end) {
    part->kind = CD_PART_NUMBER;
    while (p < end && is_digit(*p)) {
        if (part->digits++ < 18)
            part->value = part->value * 10 + (*p - '0');
        p++;
    }
    return p;
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
    while (p < end && in_word(*p) && !is_cjk(p, end, &len))
        p++;
    cd_date_meaning(words, (struct cd_str){start, (size_t)(p - start)}, &part->meaning);
    part->sign = p - start == 1 ? (unsigned char)*start | 0x20u : 0;
    return p;
}

static const char *take_sign(struct cd_date_part *part, const char *p, const char *end) {
    part->kind = CD_PART_SIGN;
    p += cd_utf8_decode(p, end, &part->sign);
    if (part->sign == 0x2212 || part->sign == 0x2010 || part->sign == 0x2011)
        part->sign = '-';
    if (part->sign == 0xff1a)
        part->sign = ':';
    return p;
}

void cd_date_cut(struct cd_date_parts *parts, struct cd_str text,
                 const struct cd_date_words *words) {
    const char *p = text.p, *end = p + (text.len < MOST_BYTES ? text.len : MOST_BYTES);
    bool space = true;
    parts->count = 0;
    parts->sure_month = false;
    while (p < end && parts->count < CD_DATE_PARTS) {
        if (*p == ' ' || (*p >= '\t' && *p <= '\r') || *p == 0) {
            space = true;
            p++;
            continue;
        }
        if (end - p >= 2 && p[0] == '\xc2' && p[1] == '\xa0') { /* no-break space */
            space = true;
            p += 2;
            continue;
        }
        struct cd_date_part *part = &parts->items[parts->count++];
        *part = (struct cd_date_part){.start = (uint32_t)(p - text.p), .space = space};
        space = false;
        if (is_digit(*p))
            p = take_number(part, p, end);
        else if (is_letter(*p))
            p = take_word(words, part, p, end);
        else
            p = take_sign(part, p, end);
        if (part->meaning.month && !part->meaning.other)
            parts->sure_month = true;
    }
    for (int i = 0; i < CD_DATE_LOOKAHEAD; i++)
        parts->items[parts->count + i] = (struct cd_date_part){0};
}
