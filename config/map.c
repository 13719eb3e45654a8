/* The members of a MAP: names that are librdkafka's and scalars, which are kept as text.
 * Their values may be passwords, so none is ever shown. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/internal.h"

/* A password or a key; far beyond any certificate. */
#define MOST_SECRET_BYTES (1 << 20)

/* {"file": "/run/secrets/password"}: the file's text, a last line break cut. A fault
 * leaves *out NULL. */
static int secret_of(struct cd_load *load, const struct cd_place *place,
                     const json_t *value, const char **out) {
    const char *path = json_string_value(json_object_get(value, "file"));
    if (!path || json_object_size(value) != 1) {
        cd_fault(load, place,
                 "an object here names a file that holds the value, as in "
                 "{\"file\": \"/run/secrets/password\"}, and nothing else");
        return CD_OK;
    }
    struct cd_str bytes;
    struct cd_error err = {0};
    int rc = cd_file_read(path, MOST_SECRET_BYTES, &load->config->arena, &bytes, &err);
    if (rc == CD_ENOMEM)
        return cd_fail_memory(load->err);
    if (rc == CD_OK && memchr(bytes.p, '\0', bytes.len))
        rc = cd_fail(&err, CD_EUSAGE, NULL, "%s holds a NUL byte", path);
    if (rc != CD_OK) {
        cd_fault(load, place, "%s", err.text);
        return CD_OK;
    }
    char *text = (char *)bytes.p;
    if (bytes.len && text[bytes.len - 1] == '\n')
        text[--bytes.len] = '\0';
    if (bytes.len && text[bytes.len - 1] == '\r')
        text[--bytes.len] = '\0';
    *out = text;
    return CD_OK;
}

/* The shortest decimal that reads back as the same number. */
static const char *number_text(struct cd_load *load, double value) {
    char text[32];
    snprintf(text, sizeof text, "%.15g", value);
    if (strtod(text, NULL) != value)
        snprintf(text, sizeof text, "%.17g", value);
    return cd_keep(load, text);
}

/* A scalar as text; *out stays NULL after a fault. */
static int scalar_text(struct cd_load *load, const struct cd_place *place,
                       const json_t *value, const char **out) {
    char number[32];
    *out = NULL;
    switch (json_typeof(value)) {
        case JSON_OBJECT:
            return secret_of(load, place, value, out);
        case JSON_ARRAY:
        case JSON_NULL:
            cd_fault(load, place,
                     "%s is not a string, a number, true, false or {\"file\": PATH}",
                     json_is_null(value) ? "null" : "an array");
            return CD_OK;
        case JSON_STRING:
            *out = cd_keep(load, json_string_value(value));
            break;
        case JSON_INTEGER:
            snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT,
                     json_integer_value(value));
            *out = cd_keep(load, number);
            break;
        case JSON_REAL:
            *out = number_text(load, json_real_value(value));
            break;
        case JSON_TRUE:
        case JSON_FALSE:
            *out = json_is_true(value) ? "true" : "false";
            break;
    }
    return *out ? CD_OK : cd_fail_memory(load->err);
}

/* Puts a member where the order of names wants it; a name that is there gets the new
 * value. */
static int put_member(struct cd_load *load, struct cd_setting *setting,
                      struct cd_map_member member) {
    struct cd_map_member *members = setting->is.members;
    size_t i = 0;
    while (i < setting->count && strcmp(members[i].name, member.name) < 0)
        i++;
    if (i < setting->count && strcmp(members[i].name, member.name) == 0) {
        members[i].value = member.value;
        return CD_OK;
    }
    size_t size = setting->count * sizeof *members;
    members = cd_arena_grow(&load->config->arena, members, size, size + sizeof *members);
    if (!members)
        return cd_fail_memory(load->err);
    memmove(members + i + 1, members + i, (setting->count - i) * sizeof *members);
    members[i] = member;
    setting->is.members = members;
    setting->count++;
    return CD_OK;
}

int cd_map_take(struct cd_load *load, struct cd_setting *setting,
                const struct cd_place *place, const char *name, const json_t *value) {
    struct cd_map_member member = {0};
    if (!*name) {
        cd_fault(load, place, "a setting without a name");
        return CD_OK;
    }
    int rc = scalar_text(load, place, value, &member.value);
    if (rc != CD_OK || !member.value)
        return rc;
    member.name = cd_keep(load, name);
    if (!member.name)
        return cd_fail_memory(load->err);
    return put_member(load, setting, member);
}

int cd_map_take_all(struct cd_load *load, struct cd_setting *setting,
                    const struct cd_place *place, const json_t *value) {
    if (!json_is_object(value)) {
        cd_fault(load, place, "%s is not an object of strings, numbers, true or false",
                 json_is_array(value) ? "an array" : "what was given (not shown)");
        return CD_OK;
    }
    setting->set = true;
    const char *name;
    const json_t *member;
    json_object_foreach((json_t *)value, name, member) {
        struct cd_place where = *place;
        size_t n = strlen(where.text);
        if (place->layer == CD_LAYER_FILE)
            snprintf(where.text + n, sizeof where.text - n, "/%s", name);
        else
            snprintf(where.text + n, sizeof where.text - n, " (%s)", name);
        int rc = cd_map_take(load, setting, &where, name, member);
        if (rc != CD_OK)
            return rc;
    }
    return CD_OK;
}
