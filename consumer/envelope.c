#include "consumer/envelope.h"

#include <jansson.h>

#include "processors/archival/dates.h"
#include "processors/json_text.h"

#define MOST_SHOWN 64 /* bytes of a value that a warning repeats */

int cd_envelope_init(struct cd_envelope *envelope, const char *timestamp,
                     const char *headers, struct cd_error *err) {
    *envelope = (struct cd_envelope){.pointer = {timestamp, headers}};
    if (!timestamp && !headers)
        return CD_OK;
    envelope->pointers = cd_pointers_new();
    if (!envelope->pointers)
        return cd_fail_memory(err);
    int rc = CD_OK;
    for (uint32_t i = 0; rc == CD_OK && i < CD_ENVELOPE_PARTS; i++)
        if (envelope->pointer[i])
            rc = cd_pointers_add(envelope->pointers, envelope->pointer[i], i, err);
    return rc;
}

void cd_envelope_done(struct cd_envelope *envelope) {
    cd_pointers_free(envelope->pointers);
}

/* False for NaN and infinity, too. */
static bool is_time(double ms) { return ms > -1e15 && ms < 1e15; }

static int64_t read_time(const struct cd_value *value) {
    struct cd_date date;
    if (value->kind == CD_VALUE_INTEGER)
        return value->integer;
    if (value->kind == CD_VALUE_NUMBER)
        return is_time(value->number) ? (int64_t)value->number : CD_NO_TIME;
    bool read = value->kind == CD_VALUE_STRING &&
                cd_date_parse(NULL, value->text, CD_ORDER_UNKNOWN, &date) == CD_DATE_OK;
    return read ? date.seconds * 1000 : CD_NO_TIME;
}

static bool is_there(const struct cd_value *value) { return value->kind > CD_VALUE_NULL; }

static void take_time(const struct cd_value *value, struct cd_record *record,
                      struct cd_error *unread) {
    if (!is_there(value))
        return;
    record->timestamp_ms = read_time(value);
    if (record->timestamp_ms != CD_NO_TIME)
        return;
    bool shown = value->text.p && value->text.len <= MOST_SHOWN;
    cd_fail(unread, CD_EMESSAGE, NULL, "%.*s is no time",
            shown ? (int)value->text.len : 4, shown ? value->text.p : "this");
}

#define NOT_HEADERS "headers are an object of strings, or a list of key and value"

static struct cd_str copy_string(struct cd_arena *arena, json_t *value) {
    struct cd_str text = {json_string_value(value), json_string_length(value)};
    return cd_arena_copy(arena, text);
}

static size_t count_headers(json_t *object) {
    size_t count = 0;
    const char *name;
    json_t *value;
    json_object_foreach(object, name, value) {
        count += json_is_array(value) ? json_array_size(value) : 1;
    }
    return count;
}

static int copy_header(const char *name, json_t *value, struct cd_arena *arena,
                       struct cd_header *header) {
    header->name = cd_arena_copy(arena, cd_str_of(name));
    header->value = copy_string(arena, value);
    bool copied = header->name.p && (header->value.p || !json_is_string(value));
    return copied ? CD_OK : CD_ENOMEM;
}

/* A header's value: a string, null, or for several of one name an array of them. */
static int copy_values(const char *name, json_t *value, struct cd_arena *arena,
                       struct cd_header *list, size_t *count) {
    size_t several = json_is_array(value) ? json_array_size(value) : 1;
    int rc = CD_OK;
    for (size_t i = 0; i < several && rc == CD_OK; i++) {
        json_t *one = json_is_array(value) ? json_array_get(value, i) : value;
        if (!json_is_string(one) && !json_is_null(one))
            return CD_EMESSAGE;
        rc = copy_header(name, one, arena, &list[(*count)++]);
    }
    return rc;
}

static int copy_headers(json_t *object, struct cd_arena *arena, struct cd_record *record,
                        struct cd_error *unread) {
    struct cd_header *list = cd_arena_zero(arena, count_headers(object), sizeof *list);
    if (!list)
        return CD_ENOMEM;
    record->headers = list;
    const char *name;
    json_t *value;
    json_object_foreach(object, name, value) {
        int rc = copy_values(name, value, arena, list, &record->header_count);
        if (rc == CD_EMESSAGE)
            cd_fail(unread, CD_EMESSAGE, NULL, "header %s is no string", name);
        else if (rc)
            return rc;
    }
    return CD_OK;
}

/* A header of a list: {"key": …, "value": …}, ["key", "value"], or as kcat writes them
 * its name, and its value in the next element, at which *i is left. False: none of these.
 */
static bool listed_header(json_t *list, size_t *i, const char **name, json_t **value) {
    json_t *item = json_array_get(list, *i), *key = item;
    *value = NULL;
    if (json_is_object(item)) {
        key = json_object_get(item, "key");
        key = key ? key : json_object_get(item, "name");
        *value = json_object_get(item, "value");
    } else if (json_is_array(item)) {
        key = json_array_get(item, 0);
        *value = json_array_size(item) == 2 ? json_array_get(item, 1) : NULL;
    } else if (json_is_string(item)) {
        *value = json_array_get(list, ++*i);
    }
    *name = json_string_value(key);
    return *name && *value;
}

/* A list of headers as an object: of each name an array of its values. NULL without
 * memory or where it is no such list. */
static json_t *object_of(json_t *list, bool *no_memory) {
    json_t *object = json_object(), *value, *values;
    const char *name;
    bool good = object;
    *no_memory = !object;
    for (size_t i = 0; i < json_array_size(list) && good; i++) {
        good = listed_header(list, &i, &name, &value);
        values = good ? json_object_get(object, name) : NULL;
        if (good && !values) {
            values = json_array();
            *no_memory = json_object_set_new(object, name, values) != 0;
        }
        if (good && !*no_memory)
            *no_memory = (json_is_array(value) ? json_array_extend(values, value)
                                               : json_array_append(values, value)) != 0;
        good = good && !*no_memory;
    }
    if (good)
        return object;
    json_decref(object);
    return NULL;
}

/* Mended, since jansson would refuse all for a large number or a lone surrogate. */
static int read_headers(const struct cd_value *value, struct cd_arena *arena,
                        struct cd_record *record, struct cd_error *unread) {
    struct cd_str text = cd_arena_copy(arena, value->text);
    if (!text.p)
        return CD_ENOMEM;
    cd_json_mend((char *)text.p, text.len);
    json_error_t error;
    json_t *json = json_loadb(text.p, text.len, JSON_ALLOW_NUL, &error);
    bool no_memory = !json && json_error_code(&error) == json_error_out_of_memory;
    json_t *object =
        json_is_array(json) ? object_of(json, &no_memory) : json_incref(json);
    int rc = no_memory ? CD_ENOMEM : CD_OK;
    if (json_is_object(object))
        rc = copy_headers(object, arena, record, unread);
    else if (!no_memory)
        cd_fail(unread, CD_EMESSAGE, NULL, NOT_HEADERS);
    json_decref(object);
    json_decref(json);
    return rc;
}

static int take_headers(const struct cd_value *value, struct cd_arena *arena,
                        struct cd_record *record, struct cd_error *unread) {
    if (value->kind == CD_VALUE_OTHER)
        return read_headers(value, arena, record, unread);
    if (is_there(value))
        cd_fail(unread, CD_EMESSAGE, NULL, NOT_HEADERS);
    return CD_OK;
}

static int take_parts(struct cd_envelope *envelope, const struct cd_value *values,
                      struct cd_arena *arena, struct cd_record *record,
                      struct cd_error *unread) {
    envelope->lines++;
    for (int i = 0; i < CD_ENVELOPE_PARTS; i++)
        envelope->found[i] += is_there(&values[i]);
    take_time(&values[CD_ENVELOPE_TIME], record, unread);
    cd_error_where(unread, "%s", envelope->pointer[CD_ENVELOPE_TIME]);
    if (unread->code)
        unread = NULL;
    int rc = take_headers(&values[CD_ENVELOPE_HEADERS], arena, record, unread);
    cd_error_where(unread, "%s", envelope->pointer[CD_ENVELOPE_HEADERS]);
    return rc;
}

int cd_envelope_open(struct cd_envelope *envelope, struct cd_message_parser *parser,
                     struct cd_arena *arena, struct cd_record *record,
                     struct cd_error *unread, struct cd_error *err) {
    record->timestamp_ms = CD_NO_TIME;
    record->headers = NULL;
    record->header_count = 0;
    if (!envelope->pointers)
        return CD_OK;
    struct cd_value values[CD_ENVELOPE_PARTS] = {0};
    struct cd_splice splice;
    int rc = cd_message_read(parser, envelope->pointers, arena, record->bytes, values,
                             &splice, NULL);
    if (rc == CD_EMESSAGE)
        return CD_OK;
    if (rc == CD_OK)
        rc = take_parts(envelope, values, arena, record, unread);
    return rc == CD_OK ? CD_OK : cd_fail_memory(err);
}
