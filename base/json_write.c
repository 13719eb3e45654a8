#include "base/json_write.h"

#include <inttypes.h>
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

static void add_quoted(struct cd_buf *out, struct cd_str s) {
    cd_buf_add_char(out, '"');
    size_t plain = 0; /* where the run that needs no escape began */
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        cd_buf_add(out, s.p + plain, i - plain);
        add_escaped(out, c);
        plain = i + 1;
    }
    cd_buf_add(out, s.p + plain, s.len - plain);
    cd_buf_add_char(out, '"');
}

void cd_json_name(struct cd_json *json, const char *name) {
    before_value(json);
    add_quoted(json->out, cd_str_of(name));
    cd_buf_add_char(json->out, ':');
    json->comma = false;
}

void cd_json_string(struct cd_json *json, struct cd_str value) {
    before_value(json);
    if (value.p)
        add_quoted(json->out, value);
    else
        cd_buf_add(json->out, "null", 4);
}

void cd_json_integer(struct cd_json *json, int64_t value) {
    before_value(json);
    cd_buf_print(json->out, "%" PRId64, value);
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
