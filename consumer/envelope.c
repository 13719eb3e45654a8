#include "consumer/envelope.h"

#include <jansson.h>

#include "processors/archival/dates.h"
#include "processors/json_text.h"

enum slot { TIME, HEADERS, SLOTS };

int cd_envelope_init(struct cd_envelope *envelope, const char *timestamp,
                     const char *headers, struct cd_error *err) {
    *envelope = (struct cd_envelope){0};
    if (!timestamp && !headers)
        return CD_OK;
    envelope->pointers = cd_pointers_new();
    if (!envelope->pointers)
        return cd_fail_memory(err);
    int rc = CD_OK;
    if (timestamp)
        rc = cd_pointers_add(envelope->pointers, timestamp, TIME, err);
    if (rc == CD_OK && headers)
        rc = cd_pointers_add(envelope->pointers, headers, HEADERS, err);
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

static struct cd_str copy_string(struct cd_arena *arena, json_t *value) {
    struct cd_str text = {json_string_value(value), json_string_length(value)};
    return cd_arena_copy(arena, text);
}

static int copy_headers(json_t *object, struct cd_arena *arena,
                        struct cd_record *record) {
    struct cd_header *list = cd_arena_zero(arena, json_object_size(object), sizeof *list);
    if (!list)
        return CD_ENOMEM;
    record->headers = list;
    const char *name;
    json_t *value;
    json_object_foreach(object, name, value) {
        if (!json_is_string(value) && !json_is_null(value))
            continue;
        struct cd_header *header = &list[record->header_count++];
        header->name = cd_arena_copy(arena, cd_str_of(name));
        header->value = copy_string(arena, value);
        if (!header->name.p || (json_is_string(value) && !header->value.p))
            return CD_ENOMEM;
    }
    return CD_OK;
}

/* Mended, since jansson would refuse all for a large number or a lone surrogate. */
static int read_headers(const struct cd_value *value, struct cd_arena *arena,
                        struct cd_record *record) {
    if (value->kind != CD_VALUE_OTHER)
        return CD_OK;
    struct cd_str text = cd_arena_copy(arena, value->text);
    if (!text.p)
        return CD_ENOMEM;
    cd_json_mend((char *)text.p, text.len);
    json_error_t error;
    json_t *object = json_loadb(text.p, text.len, JSON_ALLOW_NUL, &error);
    if (!object)
        return json_error_code(&error) == json_error_out_of_memory ? CD_ENOMEM : CD_OK;
    int rc = json_is_object(object) ? copy_headers(object, arena, record) : CD_OK;
    json_decref(object);
    return rc;
}

int cd_envelope_open(const struct cd_envelope *envelope, struct cd_message_parser *parser,
                     struct cd_arena *arena, struct cd_record *record,
                     struct cd_error *err) {
    record->timestamp_ms = CD_NO_TIME;
    record->headers = NULL;
    record->header_count = 0;
    if (!envelope->pointers)
        return CD_OK;
    struct cd_value values[SLOTS] = {0};
    struct cd_splice splice;
    int rc = cd_message_read(parser, envelope->pointers, arena, record->bytes, values,
                             &splice, NULL);
    if (rc == CD_EMESSAGE)
        return CD_OK; /* cd_input_read says so */
    if (rc == CD_OK)
        rc = read_headers(&values[HEADERS], arena, record);
    if (rc)
        return cd_fail_memory(err);
    record->timestamp_ms = read_time(&values[TIME]);
    return CD_OK;
}
