/* What is wrong, in words: the place, what was found, what is nearest to it. Values of
 * unknown keys are never shown: the key may be a misspelt password. */
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

/* The best candidate so far. */
struct nearest {
    const char *word;
    enum cd_layer layer;
    size_t distance;
    char hint[CD_PLACE];
};

static void spell(char *out, size_t size, enum cd_layer layer, const char *key) {
    if (layer == CD_LAYER_ENVIRONMENT) {
        cd_variable_name(out, size, key);
        return;
    }
    snprintf(out, size, "%s%s", layer == CD_LAYER_FILE ? "/" : "", key);
    for (char *p = out; layer == CD_LAYER_FILE && *p; p++)
        if (*p == '.')
            *p = '/';
}

/* A key whose last part is right (or nearly), in the wrong section, is as good as one
 * with a slip of the pen: "window" for "dedup.window". */
static size_t distance_to(const struct nearest *nearest, const char *key) {
    char name[CD_PLACE];
    if (nearest->layer == CD_LAYER_ENVIRONMENT) {
        cd_variable_name(name, sizeof name, key);
        return cd_edit_distance(nearest->word + strlen(CD_VARIABLE_PREFIX),
                                name + strlen(CD_VARIABLE_PREFIX));
    }
    size_t whole = cd_edit_distance(nearest->word, key);
    const char *part = strrchr(key, '.'), *word = strrchr(nearest->word, '.');
    if (!part && !word)
        return whole;
    size_t tail =
        1 + cd_edit_distance(word ? word + 1 : nearest->word, part ? part + 1 : key);
    return tail < whole && tail <= 2 ? tail : whole;
}

static void consider(struct nearest *nearest, const char *key) {
    size_t distance = distance_to(nearest, key);
    if (distance < nearest->distance) {
        nearest->distance = distance;
        spell(nearest->hint, sizeof nearest->hint, nearest->layer, key);
    }
}

void cd_fault_unknown(struct cd_load *load, const struct cd_place *place,
                      const char *word) {
    struct nearest nearest = {.word = word, .layer = place->layer, .distance = SIZE_MAX};
    for (size_t i = 0; i < load->config->count; i++) {
        char key[CD_PLACE];
        snprintf(key, sizeof key, "%s", load->config->settings[i].option->key);
        consider(&nearest, key);
        char *dot = place->layer == CD_LAYER_FILE ? strchr(key, '.') : NULL;
        while (dot) { /* in a file, a section's name may be misspelt */
            *dot = '\0';
            consider(&nearest, key);
            *dot = '.';
            dot = strchr(dot + 1, '.');
        }
    }
    if (cd_edit_close(nearest.distance, word))
        cd_fault(load, place, "unknown; did you mean %s?", nearest.hint);
    else
        cd_fault(load, place, "unknown; `copydesk help config` lists what there is");
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
