#include "processors/text/signs.h"

#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"
#include "processors/text/entities.h"

/* Thai, Lao, Khmer and Myanmar write without spaces, as Han and kana do. */
static bool stands_alone(uint32_t cp) {
    return (cp >= 0x0e00 && cp <= 0x0eff) || (cp >= 0x1000 && cp <= 0x109f) ||
           (cp >= 0x1780 && cp <= 0x17ff) || (cp >= 0x2e80 && cp <= 0x2fff) ||
           (cp >= 0x3005 && cp <= 0x3007) || (cp >= 0x3041 && cp <= 0x30ff) ||
           (cp >= 0x31f0 && cp <= 0x31ff) || (cp >= 0x3400 && cp <= 0x9fff) ||
           (cp >= 0xf900 && cp <= 0xfaff) || (cp >= 0xff66 && cp <= 0xff9d) ||
           (cp >= 0x20000 && cp <= 0x3ffff);
}

/* Behind a sign that is an emoji or not, as in "⚠️ This article": combining marks to
 * Unicode, and no word begins with one. */
static bool selects_variant(uint32_t cp) {
    return (cp >= 0xfe00 && cp <= 0xfe0f) || (cp >= 0xe0100 && cp <= 0xe01ef);
}

static enum cd_sign_class class_beyond_ascii(uint32_t cp) {
    if (cp == 0x2019 || cp == 0x02bc || cp == 0xff07)
        return CD_SIGN_APOSTROPHE;
    if (selects_variant(cp))
        return CD_SIGN_IGNORED;
    if (cp == 0x2139) /* ℹ: a letter to Unicode, before notices it is a picture */
        return CD_SIGN_MARK;
    switch ((utf8proc_category_t)utf8proc_get_property((utf8proc_int32_t)cp)->category) {
        case UTF8PROC_CATEGORY_LU:
        case UTF8PROC_CATEGORY_LL:
        case UTF8PROC_CATEGORY_LT:
        case UTF8PROC_CATEGORY_LM:
        case UTF8PROC_CATEGORY_LO:
            return stands_alone(cp) ? CD_SIGN_ALONE : CD_SIGN_LETTER;
        case UTF8PROC_CATEGORY_MN:
        case UTF8PROC_CATEGORY_MC:
        case UTF8PROC_CATEGORY_ME:
            return CD_SIGN_LETTER;
        case UTF8PROC_CATEGORY_ND:
            return CD_SIGN_DIGIT;
        case UTF8PROC_CATEGORY_NL:
        case UTF8PROC_CATEGORY_NO:
            return CD_SIGN_MARK;
        case UTF8PROC_CATEGORY_ZS:
        case UTF8PROC_CATEGORY_ZL:
        case UTF8PROC_CATEGORY_ZP:
        case UTF8PROC_CATEGORY_CC:
            return CD_SIGN_SPACE;
        case UTF8PROC_CATEGORY_CF:
        case UTF8PROC_CATEGORY_CN:
        case UTF8PROC_CATEGORY_CO:
        case UTF8PROC_CATEGORY_CS:
            return CD_SIGN_IGNORED;
        case UTF8PROC_CATEGORY_PC:
        case UTF8PROC_CATEGORY_PD:
        case UTF8PROC_CATEGORY_PS:
        case UTF8PROC_CATEGORY_PE:
        case UTF8PROC_CATEGORY_PI:
        case UTF8PROC_CATEGORY_PF:
        case UTF8PROC_CATEGORY_PO:
        case UTF8PROC_CATEGORY_SM:
        case UTF8PROC_CATEGORY_SC:
        case UTF8PROC_CATEGORY_SK:
        case UTF8PROC_CATEGORY_SO:
            return CD_SIGN_MARK;
    }
    return CD_SIGN_MARK;
}

static enum cd_sign_class class_of(uint32_t cp) {
    if (cp >= 0x80)
        return class_beyond_ascii(cp);
    if ((cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z'))
        return CD_SIGN_LETTER;
    if (cp >= '0' && cp <= '9')
        return CD_SIGN_DIGIT;
    if (cp <= ' ' || cp == 0x7f)
        return CD_SIGN_SPACE;
    return cp == '\'' ? CD_SIGN_APOSTROPHE : CD_SIGN_MARK;
}

/* A quote, dash or ellipsis (U+2010–U+2026) whose three bytes of UTF-8 were each taken
 * for a sign of Windows-1252: "â€" and a third. Of the closing quote the third byte has
 * no sign there and comes as a control or U+FFFD. */
static void mend_misread(const char *p, const char *end, struct cd_sign *sign) {
    static const struct {
        const char *bytes;
        uint32_t cp;
    } thirds[] = {{"\u201c", 0x2013}, {"\u201d", 0x2014}, {"\u02dc", 0x2018},
                  {"\u2122", 0x2019}, {"\u0153", 0x201c}, {"\xc2\x9d", 0x201d},
                  {"\ufffd", 0x201d}, {"\u00a2", 0x2022}, {"\u00a6", 0x2026}};
    static const char begin[] = "\u00e2\u20ac";
    const size_t len = sizeof begin - 1;
    if ((size_t)(end - p) < len || memcmp(p, begin, len) != 0)
        return;
    for (size_t i = 0; i < sizeof thirds / sizeof *thirds; i++) {
        size_t more = strlen(thirds[i].bytes);
        if ((size_t)(end - p) < len + more || memcmp(p + len, thirds[i].bytes, more) != 0)
            continue;
        sign->cp = thirds[i].cp;
        sign->len = (int)(len + more);
        return;
    }
    /* The control was lost, too. */
    if ((size_t)(end - p) == len || strchr(" \n\r.,;:?!)", p[len])) {
        sign->cp = 0x201d;
        sign->len = (int)len;
    }
}

/* "PeÃ±a", "FranÃ§ois": a letter (U+00E1–U+00FF) whose two bytes were taken so. */
static void mend_letter(const char *p, const char *end, struct cd_sign *sign) {
    if (end - p < 4 || p[2] != '\xc2' || (unsigned char)p[3] <= 0xa0)
        return;
    sign->cp = (unsigned char)p[3] + 0x40U;
    sign->len = 4;
}

/* The quotes and dashes of Windows-1252 that were passed on as if they were Latin-1's,
 * where these numbers are controls. */
static uint32_t meant_by(uint32_t control) {
    static const uint16_t signs[] = {0x2018, 0x2019, 0x201c, 0x201d,
                                     0x2022, 0x2013, 0x2014};
    return signs[control - 0x91];
}

struct cd_sign cd_sign_at(const char *p, const char *end) {
    struct cd_sign sign = {.cp = (unsigned char)*p, .len = 1};
    if (sign.cp >= 0x80) {
        sign.len = cd_utf8_decode(p, end, &sign.cp);
        if (sign.cp == 0xe2)
            mend_misread(p, end, &sign);
        else if (sign.cp == 0xc3)
            mend_letter(p, end, &sign);
        else if (sign.cp >= 0x91 && sign.cp <= 0x97)
            sign.cp = meant_by(sign.cp);
    } else if (sign.cp == '&') {
        int n = cd_entity_decode(p, end, &sign.cp);
        sign.len = n ? n : 1;
    }
    sign.class = class_of(sign.cp);
    return sign;
}

/* Points and strokes that readers do without: diacritics, those of Hebrew, harakat, and
 * the tatweel that only makes an Arabic word longer. */
static bool is_dropped(uint32_t cp) {
    return (cp >= 0x300 && cp <= 0x36f) || (cp >= 0x591 && cp <= 0x5c7 && cp != 0x5be) ||
           (cp >= 0x610 && cp <= 0x61a) || (cp >= 0x64b && cp <= 0x65f) || cp == 0x670 ||
           cp == 0x640;
}

/* All canonical decompositions of signs that stand alone (tests/unit/test_text.c reads
 * each of Unicode's both ways). */
bool cd_sign_completes(uint32_t alone, uint32_t mark) {
    bool kana =
        (alone >= 0x3041 && alone <= 0x30ff) || (alone >= 0xff66 && alone <= 0xff9d);
    if (kana)
        return mark == 0x3099 || mark == 0x309a || mark == 0xff9e || mark == 0xff9f;
    return alone == 0x1025 && mark == 0x102e; /* Myanmar's UU */
}

static bool is_digit(uint32_t cp) {
    return utf8proc_category((utf8proc_int32_t)cp) == UTF8PROC_CATEGORY_ND;
}

/* The digits of every script lie in tens, in order. */
static char digit_of(uint32_t cp) {
    int value = 0;
    while (value < 9 && is_digit(cp - (uint32_t)value - 1))
        value++;
    return (char)('0' + value);
}

int cd_sign_fold(uint32_t cp, char *out) {
    if (cp < 0x80) {
        out[0] = (char)(cp >= 'A' && cp <= 'Z' ? cp + 32 : cp);
        return 1;
    }
    /* 18: the longest compatibility decomposition in Unicode (U+FDFA). */
    utf8proc_int32_t parts[18];
    int boundary = 0, len = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char(
        (utf8proc_int32_t)cp, parts, 18,
        UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD, &boundary);
    for (utf8proc_ssize_t i = 0; i < n && i < 18; i++)
        if (!is_dropped((uint32_t)parts[i]))
            len += cd_utf8_encode((uint32_t)parts[i], out + len);
    if (n == 1 && parts[0] == (utf8proc_int32_t)cp && is_digit(cp)) {
        out[0] = digit_of(cp);
        return 1;
    }
    return len;
}

bool cd_sign_upper(uint32_t cp) {
    if (cp < 0x80)
        return cp >= 'A' && cp <= 'Z';
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)cp);
    return category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT;
}

bool cd_sign_lower(uint32_t cp) {
    if (cp < 0x80)
        return cp >= 'a' && cp <= 'z';
    return utf8proc_category((utf8proc_int32_t)cp) == UTF8PROC_CATEGORY_LL;
}
