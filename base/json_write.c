#include "base/json_write.h"

#include <math.h>

static void before_value(struct cd_json *json) {
    if (json->comma)
        cd_buf_add_char(json->out, ',');
    json->comma = true;
}

void cd_json_open(struct cd_json *json, char bracket) {
    before_value(json);
    cd_buf_add_char(json->out, bracket);
    json->comma = false;
}

void cd_json_close(struct cd_json *json, char bracket) {
    cd_buf_add_char(json->out, bracket);
    json->comma = true;
}

static void add_escaped(struct cd_buf *out, unsigned char c) {
    switch (c) {
        case '"':
            cd_buf_add(out, "\\\"", 2);
            break;
        case '\\':
            cd_buf_add(out, "\\\\", 2);
            break;
        case '\n':
            cd_buf_add(out, "\\n", 2);
            break;
        case '\r':
            cd_buf_add(out, "\\r", 2);
            break;
        case '\t':
            cd_buf_add(out, "\\t", 2);
            break;
        default:
            cd_buf_print(out, "\\u%04x", c);
    }
}

static bool is_plain(unsigned char c) { return c >= 0x20 && c != '"' && c != '\\'; }

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Are eight bytes plain? Of each the highest bit tells, after a subtraction that borrows
 * where the byte is too small (A. Mycroft). */
static bool are_plain(uint64_t bytes) {
    uint64_t quotes = bytes ^ EACH('"'), slashes = bytes ^ EACH('\\');
    uint64_t controls = (bytes - EACH(0x20)) & ~bytes;
    quotes = (quotes - EACH(1)) & ~quotes;
    slashes = (slashes - EACH(1)) & ~slashes;
    return ((controls | quotes | slashes) & EACH(0x80)) == 0;
}

/* How many bytes from `i` on need no escape: most strings whole, so eight at a time. */
static size_t plain_run(struct cd_str s, size_t i) {
    size_t start = i;
    uint64_t bytes;
    for (; i + sizeof bytes <= s.len; i += sizeof bytes) {
        memcpy(&bytes, s.p + i, sizeof bytes);
        if (!are_plain(bytes))
            break;
    }
    while (i < s.len && is_plain((unsigned char)s.p[i]))
        i++;
    return i - start;
}

static void add_quoted(struct cd_buf *out, struct cd_str s) {
    cd_buf_add_char(out, '"');
    for (size_t i = 0; i < s.len; i++) {
        size_t plain = plain_run(s, i);
        cd_buf_add(out, s.p + i, plain);
        i += plain;
        if (i < s.len)
            add_escaped(out, (unsigned char)s.p[i]);
    }
    cd_buf_add_char(out, '"');
}

void cd_json_name(struct cd_json *json, const char *name) {
    before_value(json);
    size_t len = strlen(name);
    char *room = cd_buf_room(json->out, len + 3);
    json->comma = false;
    if (!room)
        return;
    room[0] = '"';
    memcpy(room + 1, name, len);
    room[len + 1] = '"';
    room[len + 2] = ':';
    json->out->len += len + 3;
}

size_t cd_json_size(struct cd_str value) {
    size_t size = value.len;
    for (size_t i = plain_run(value, 0); i < value.len; i += 1 + plain_run(value, i + 1))
        size += strchr("\"\\\n\r\t", value.p[i]) && value.p[i] ? 1 : 5;
    return size;
}

void cd_json_string(struct cd_json *json, struct cd_str value) {
    before_value(json);
    if (value.p)
        add_quoted(json->out, value);
    else
        cd_buf_add(json->out, "null", 4);
}

void cd_json_integer(struct cd_json *json, int64_t value) {
    char digits[20]; /* of -2^63, sign included */
    size_t first = sizeof digits;
    uint64_t left = value < 0 ? -(uint64_t)value : (uint64_t)value;
    do
        digits[--first] = (char)('0' + left % 10);
    while ((left /= 10) != 0);
    if (value < 0)
        digits[--first] = '-';
    before_value(json);
    cd_buf_add(json->out, digits + first, sizeof digits - first);
}

void cd_json_number(struct cd_json *json, double value, int digits) {
    before_value(json);
    if (!isfinite(value)) {
        cd_buf_add(json->out, "null", 4);
        return;
    }
    size_t start = json->out->len;
    cd_buf_print(json->out, "%.*f", digits, value);
    struct cd_buf *out = json->out;
    if (out->failed || !memchr(out->p + start, '.', out->len - start))
        return;
    while (out->p[out->len - 1] == '0')
        out->len--;
    if (out->p[out->len - 1] == '.')
        out->len--;
}

void cd_json_bool(struct cd_json *json, bool value) {
    cd_json_raw(json, value ? CD_STR("true") : CD_STR("false"));
}

void cd_json_null(struct cd_json *json) { cd_json_raw(json, CD_STR("null")); }

void cd_json_raw(struct cd_json *json, struct cd_str value) {
    before_value(json);
    cd_buf_add_str(json->out, value);
}
