#include "processors/json_text.h"

#include <stdint.h>

/* ---- finding one's way: valid JSON only, so no bounds are checked but the text's ----
 */

static size_t skip_space(struct cd_str text, size_t at) {
    while (at < text.len && (text.p[at] == ' ' || text.p[at] == '\n' ||
                             text.p[at] == '\r' || text.p[at] == '\t'))
        at++;
    return at;
}

/* From an opening quotation mark to behind the closing one. Marks are found by memchr,
 * since strings are long; one is escaped where an odd run of backslashes is before it. */
static size_t skip_string(struct cd_str text, size_t at) {
    size_t start = at + 1;
    for (size_t i = start;; i++) {
        const char *mark = i < text.len ? memchr(text.p + i, '"', text.len - i) : NULL;
        if (!mark)
            return text.len;
        i = (size_t)(mark - text.p);
        size_t slashes = 0;
        while (i - slashes > start && text.p[i - slashes - 1] == '\\')
            slashes++;
        if (slashes % 2 == 0)
            return i + 1;
    }
}

static size_t skip_nested(struct cd_str text, size_t at) {
    size_t depth = 0;
    while (at < text.len) {
        char c = text.p[at];
        if (c == '"') {
            at = skip_string(text, at);
            continue;
        }
        at++;
        if (c == '{' || c == '[')
            depth++;
        else if ((c == '}' || c == ']') && --depth == 0)
            break;
    }
    return at;
}

size_t cd_json_value_end(struct cd_str text, size_t at) {
    if (at >= text.len)
        return text.len;
    if (text.p[at] == '"')
        return skip_string(text, at);
    if (text.p[at] == '{' || text.p[at] == '[')
        return skip_nested(text, at);
    while (at < text.len && !memchr(",]} \n\r\t", text.p[at], 7))
        at++;
    return at;
}

struct cd_json_cursor cd_json_enter(struct cd_str text, size_t at) {
    return (struct cd_json_cursor){text, at + 1, text.p[at] == '{'};
}

bool cd_json_next(struct cd_json_cursor *cursor, struct cd_json_item *item) {
    struct cd_str text = cursor->text;
    size_t at = skip_space(text, cursor->at);
    if (at >= text.len || text.p[at] == '}' || text.p[at] == ']')
        return false;
    if (text.p[at] == ',') {
        item->comma = at;
        at = skip_space(text, at + 1);
    }
    item->start = item->value = at;
    if (cursor->object) {
        at = skip_space(text, skip_string(text, at));
        item->value = skip_space(text, at + 1); /* behind the colon */
    }
    item->end = cursor->at = cd_json_value_end(text, item->value);
    return true;
}

/* ---- mending: any bytes ---- */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static size_t skip_digits(struct cd_str text, size_t at) {
    while (at < text.len && is_digit(text.p[at]))
        at++;
    return at;
}

/* Digits behind `at`, which holds a sign of some kind; `at` where there are none. */
static size_t part_end(struct cd_str text, size_t at) {
    size_t end = skip_digits(text, at + 1);
    return end > at + 1 ? end : at;
}

bool cd_json_is_number(struct cd_str text) {
    size_t at = text.len && text.p[0] == '-';
    size_t digits = skip_digits(text, at);
    if (digits == at || (text.p[at] == '0' && digits > at + 1))
        return false;
    at = digits;
    if (at < text.len && text.p[at] == '.')
        at = part_end(text, at);
    if (at < text.len && (text.p[at] | 0x20) == 'e') {
        size_t sign = at + 1;
        bool is_signed = sign < text.len && (text.p[sign] == '+' || text.p[sign] == '-');
        at = part_end(text, is_signed ? sign : at);
    }
    return at == text.len;
}

/* The code unit of an escape "\uXXXX" at `at`; -1: there is none. */
static int32_t escaped_unit(struct cd_str text, size_t at) {
    if (text.len - at < 6 || text.p[at] != '\\' || text.p[at + 1] != 'u')
        return -1;
    int32_t unit = 0;
    for (size_t i = at + 2; i < at + 6; i++) {
        char c = text.p[i];
        char lower = (char)(c | 0x20);
        if (!is_digit(c) && !(lower >= 'a' && lower <= 'f'))
            return -1;
        unit = unit * 16 + (is_digit(c) ? c - '0' : lower - 'a' + 10);
    }
    return unit;
}

static bool is_surrogate(int32_t unit) { return unit >= 0xd800 && unit <= 0xdfff; }

static bool is_pair(int32_t high, int32_t low) {
    return high >= 0xd800 && high <= 0xdbff && low >= 0xdc00 && low <= 0xdfff;
}

/* Mends the escape at `at`; returns its length. */
static size_t mend_escape(char *bytes, size_t len, size_t at, bool *changed) {
    struct cd_str text = {bytes, len};
    int32_t unit = escaped_unit(text, at);
    if (!is_surrogate(unit))
        return 2;
    if (is_pair(unit, escaped_unit(text, at + 6)))
        return 12;
    memcpy(bytes + at + 2, "fffd", 4);
    *changed = true;
    return 6;
}

static size_t mend_string(char *bytes, size_t len, size_t at, bool *changed) {
    for (at++; at < len && bytes[at] != '"';)
        at += bytes[at] == '\\' ? mend_escape(bytes, len, at, changed) : 1;
    return at + 1;
}

static bool in_number(char c) {
    return is_digit(c) || c == '-' || c == '+' || c == '.' || (c | 0x20) == 'e';
}

static size_t mend_number(char *bytes, size_t len, size_t at, bool *changed) {
    size_t end = at;
    while (end < len && in_number(bytes[end]))
        end++;
    if (cd_json_is_number((struct cd_str){bytes + at, end - at})) {
        memset(bytes + at, ' ', end - at);
        bytes[at] = '0';
        *changed = true;
    }
    return end;
}

bool cd_json_mend(char *bytes, size_t len) {
    bool changed = false;
    for (size_t at = 0; at < len;) {
        if (bytes[at] == '"')
            at = mend_string(bytes, len, at, &changed);
        else if (in_number(bytes[at]))
            at = mend_number(bytes, len, at, &changed);
        else
            at++;
    }
    return changed;
}
