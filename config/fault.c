/* What is wrong, in words: the place, what was found. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "config/internal.h"

void cd_fault(struct cd_load *load, const struct cd_place *place, const char *format,
              ...) {
    struct cd_config_fault fault;
    int n = snprintf(fault.text, sizeof fault.text, "%s: ", place->text);
    size_t used = n > 0 ? (size_t)n : 0;
    va_list args;
    va_start(args, format);
    vsnprintf(fault.text + used, sizeof fault.text - used, format, args);
    va_end(args);
    if (load->count < load->room)
        load->faults[load->count] = fault;
    load->count++;
    cd_fail(load->err, CD_EUSAGE, "configuration", "%s", fault.text);
}

static void show_string(char out[CD_SHOWN], const char *s, size_t len) {
    size_t n = 0;
    const char *p = s, *end = s + len;
    out[n++] = '"';
    while (p < end && n < CD_SHOWN - 9) {
        uint32_t cp;
        int step = cd_utf8_decode(p, end, &cp);
        if (cp < 0x20 || cp == 0x7f)
            out[n++] = ' ';
        else {
            memcpy(out + n, p, (size_t)step);
            n += (size_t)step;
        }
        p += step;
    }
    snprintf(out + n, CD_SHOWN - n, "%s", p < end ? "\xe2\x80\xa6\"" : "\"");
}

void cd_show(char out[CD_SHOWN], const json_t *value) {
    switch (json_typeof(value)) {
        case JSON_STRING:
            show_string(out, json_string_value(value), json_string_length(value));
            break;
        case JSON_INTEGER:
            snprintf(out, CD_SHOWN, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
            break;
        case JSON_REAL:
            snprintf(out, CD_SHOWN, "%.15g", json_real_value(value));
            break;
        case JSON_TRUE:
            snprintf(out, CD_SHOWN, "true");
            break;
        case JSON_FALSE:
            snprintf(out, CD_SHOWN, "false");
            break;
        case JSON_NULL:
            snprintf(out, CD_SHOWN, "null");
            break;
        case JSON_ARRAY:
            snprintf(out, CD_SHOWN,
                     json_array_size(value) ? "an array" : "an empty array");
            break;
        case JSON_OBJECT:
            snprintf(out, CD_SHOWN, "an object");
            break;
    }
}
