#include "processors/text/entities.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#define LONGEST_REFERENCE 12

struct entity {
    const char *name;
    uint32_t cp;
};

/* Sorted by strcmp. */
static const struct entity entities[] = {
    {"AElig", 0xc6},    {"Aacute", 0xc1},   {"Acirc", 0xc2},    {"Agrave", 0xc0},
    {"Aring", 0xc5},    {"Atilde", 0xc3},   {"Auml", 0xc4},     {"Ccedil", 0xc7},
    {"Dagger", 0x2021}, {"ETH", 0xd0},      {"Eacute", 0xc9},   {"Ecirc", 0xca},
    {"Egrave", 0xc8},   {"Euml", 0xcb},     {"Iacute", 0xcd},   {"Icirc", 0xce},
    {"Igrave", 0xcc},   {"Iuml", 0xcf},     {"NewLine", '\n'},  {"Ntilde", 0xd1},
    {"OElig", 0x152},   {"Oacute", 0xd3},   {"Ocirc", 0xd4},    {"Ograve", 0xd2},
    {"Oslash", 0xd8},   {"Otilde", 0xd5},   {"Ouml", 0xd6},     {"Prime", 0x2033},
    {"Scaron", 0x160},  {"THORN", 0xde},    {"Tab", '\t'},      {"Uacute", 0xda},
    {"Ucirc", 0xdb},    {"Ugrave", 0xd9},   {"Uuml", 0xdc},     {"Yacute", 0xdd},
    {"Yuml", 0x178},    {"aacute", 0xe1},   {"acirc", 0xe2},    {"acute", 0xb4},
    {"aelig", 0xe6},    {"agrave", 0xe0},   {"amp", '&'},       {"apos", '\''},
    {"aring", 0xe5},    {"asymp", 0x2248},  {"atilde", 0xe3},   {"auml", 0xe4},
    {"bdquo", 0x201e},  {"brvbar", 0xa6},   {"bull", 0x2022},   {"ccedil", 0xe7},
    {"cedil", 0xb8},    {"cent", 0xa2},     {"check", 0x2713},  {"circ", 0x2c6},
    {"copy", 0xa9},     {"curren", 0xa4},   {"dagger", 0x2020}, {"darr", 0x2193},
    {"deg", 0xb0},      {"divide", 0xf7},   {"eacute", 0xe9},   {"ecirc", 0xea},
    {"egrave", 0xe8},   {"emsp", 0x2003},   {"ensp", 0x2002},   {"eth", 0xf0},
    {"euml", 0xeb},     {"euro", 0x20ac},   {"fnof", 0x192},    {"frac12", 0xbd},
    {"frac14", 0xbc},   {"frac34", 0xbe},   {"frasl", 0x2044},  {"ge", 0x2265},
    {"gt", '>'},        {"hearts", 0x2665}, {"hellip", 0x2026}, {"hyphen", 0x2010},
    {"iacute", 0xed},   {"icirc", 0xee},    {"iexcl", 0xa1},    {"igrave", 0xec},
    {"infin", 0x221e},  {"iquest", 0xbf},   {"iuml", 0xef},     {"laquo", 0xab},
    {"larr", 0x2190},   {"ldquo", 0x201c},  {"le", 0x2264},     {"lrm", 0x200e},
    {"lsaquo", 0x2039}, {"lsquo", 0x2018},  {"lt", '<'},        {"mdash", 0x2014},
    {"micro", 0xb5},    {"middot", 0xb7},   {"minus", 0x2212},  {"nbsp", 0xa0},
    {"ndash", 0x2013},  {"ne", 0x2260},     {"not", 0xac},      {"ntilde", 0xf1},
    {"oacute", 0xf3},   {"ocirc", 0xf4},    {"oelig", 0x153},   {"ograve", 0xf2},
    {"oline", 0x203e},  {"ordf", 0xaa},     {"ordm", 0xba},     {"oslash", 0xf8},
    {"otilde", 0xf5},   {"ouml", 0xf6},     {"para", 0xb6},     {"permil", 0x2030},
    {"plusmn", 0xb1},   {"pound", 0xa3},    {"prime", 0x2032},  {"quot", '"'},
    {"raquo", 0xbb},    {"rarr", 0x2192},   {"rdquo", 0x201d},  {"reg", 0xae},
    {"rlm", 0x200f},    {"rsaquo", 0x203a}, {"rsquo", 0x2019},  {"sbquo", 0x201a},
    {"scaron", 0x161},  {"sect", 0xa7},     {"shy", 0xad},      {"sup2", 0xb2},
    {"sup3", 0xb3},     {"szlig", 0xdf},    {"thinsp", 0x2009}, {"thorn", 0xfe},
    {"tilde", 0x2dc},   {"times", 0xd7},    {"trade", 0x2122},  {"uacute", 0xfa},
    {"uarr", 0x2191},   {"ucirc", 0xfb},    {"ugrave", 0xf9},   {"uml", 0xa8},
    {"uuml", 0xfc},     {"yacute", 0xfd},   {"yen", 0xa5},      {"yuml", 0xff},
    {"zwj", 0x200d},    {"zwnj", 0x200c},
};

static int by_name(const void *key, const void *entry) {
    return strcmp(key, ((const struct entity *)entry)->name);
}

/* What numbers from 128 to 159, controls to Unicode, are meant for: signs of Windows-1252
 * (HTML Living Standard, 13.2.5.84). Five have none there. */
static uint32_t meant_by(unsigned long value) {
    static const uint16_t signs[] = {
        0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021,
        0x2c6,  0x2030, 0x160,  0x2039, 0x152,  0x8d,   0x17d,  0x8f,
        0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
        0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178};
    if (value >= 0x80 && value < 0x80 + sizeof signs / sizeof *signs)
        return signs[value - 0x80];
    bool surrogate = value >= 0xd800 && value <= 0xdfff;
    return surrogate ? CD_UTF8_BAD : (uint32_t)value;
}

/* "#233" or "#xe9" (without & and ;); 0 where it is no code point. */
static uint32_t numeric(const char *text) {
    int base = text[1] == 'x' || text[1] == 'X' ? 16 : 10;
    const char *digits = text + (base == 16 ? 2 : 1);
    if (!*digits || *digits == '+' || *digits == '-' || *digits == ' ')
        return 0;
    char *rest;
    unsigned long value = strtoul(digits, &rest, base);
    return *rest || value > 0x10ffff ? 0 : meant_by(value);
}

static uint32_t named(const char *text) {
    const struct entity *found = bsearch(
        text, entities, sizeof entities / sizeof *entities, sizeof *entities, by_name);
    return found ? found->cp : 0;
}

int cd_entity_decode(const char *p, const char *end, uint32_t *cp) {
    char text[LONGEST_REFERENCE + 1];
    size_t most = (size_t)(end - p) - 1, n = 0;
    if (most > LONGEST_REFERENCE)
        most = LONGEST_REFERENCE;
    while (n < most && p[1 + n] != ';' && (unsigned char)p[1 + n] > ' ') {
        text[n] = p[1 + n];
        n++;
    }
    if (n == 0 || n == most || p[1 + n] != ';')
        return 0;
    text[n] = '\0';
    uint32_t found = text[0] == '#' ? numeric(text) : named(text);
    if (found)
        *cp = found;
    return found ? (int)n + 2 : 0;
}
