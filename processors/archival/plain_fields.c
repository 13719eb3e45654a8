#include "processors/archival/plain_fields.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>

#include "processors/archival/hold.h"

#define MOST_DEPTH 4 /* of wrappings within each other */

static const enum cd_field_name wrapped[] = {CD_FIELD_URL, CD_FIELD_PUBLISHED,
                                             CD_FIELD_MODIFIED, CD_FIELD_EMBARGOED,
                                             CD_FIELD_EXPIRES};
#define WRAPPED (sizeof wrapped / sizeof *wrapped)

static json_t *unwrap(json_t *json) {
    static const char *const members[] = {"@value", "@id", "$date", "$numberLong"};
    for (int depth = 0; depth < MOST_DEPTH; depth++) {
        json_t *inner = json_array_get(json, 0);
        for (size_t i = 0; i < sizeof members / sizeof *members && !inner; i++)
            inner = json_object_get(json, members[i]);
        if (!inner)
            break;
        json = inner;
    }
    return json;
}

static struct cd_str digits_of(struct cd_arena *arena, json_int_t number) {
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%" JSON_INTEGER_FORMAT, number);
    return cd_arena_copy(arena, (struct cd_str){digits, (size_t)len});
}

/* Leaves what is no string, integer or boolean as it was, and of nothing says that it is
 * absent. */
static int set_plain(struct cd_value *value, json_t *json, struct cd_arena *arena,
                     struct cd_error *err) {
    struct cd_value plain = *value;
    if (json_is_string(json)) {
        plain.kind = CD_VALUE_STRING;
        plain.text = cd_arena_copy(
            arena, (struct cd_str){json_string_value(json), json_string_length(json)});
    } else if (json_is_integer(json)) {
        plain.kind = CD_VALUE_INTEGER;
        plain.integer = json_integer_value(json);
        plain.text = digits_of(arena, plain.integer);
    } else if (json_is_boolean(json)) {
        plain.kind = CD_VALUE_BOOL;
        plain.integer = json_is_true(json);
    } else if (json_is_null(json) || (json_is_array(json) && !json_array_size(json)) ||
               (json_is_object(json) && !json_object_size(json))) {
        plain = (struct cd_value){.kind = CD_VALUE_ABSENT, .text = {"", 0}};
    }
    if (!plain.text.p)
        return cd_fail_memory(err);
    *value = plain;
    return CD_OK;
}

/* Of several embargoes the one that ends last. */
static int set_last(struct cd_value *value, json_t *array, const struct cd_dater *dater,
                    struct cd_arena *arena, struct cd_error *err) {
    struct cd_value last = *value;
    int64_t end = CD_HOLD_NEVER;
    size_t i;
    json_t *item;
    json_array_foreach(array, i, item) {
        struct cd_value one = *value;
        int code = set_plain(&one, unwrap(item), arena, err);
        if (code)
            return code;
        int64_t its_end = cd_hold_of_value(dater->words, &one, dater->order);
        if (i == 0 || its_end > end) {
            end = its_end;
            last = one;
        }
    }
    *value = last;
    return CD_OK;
}

static int plain_value(struct cd_value *value, const struct cd_dater *dater,
                       struct cd_arena *arena, struct cd_error *err) {
    json_error_t where;
    json_t *json = json_loadb(value->text.p, value->text.len, JSON_ALLOW_NUL, &where);
    if (!json && json_error_code(&where) == json_error_out_of_memory)
        return cd_fail_memory(err);
    if (!json) /* too deep, or too large a number: nothing that could be unwrapped */
        return CD_OK;
    int code = dater && json_array_size(json) > 1
                   ? set_last(value, json, dater, arena, err)
                   : set_plain(value, unwrap(json), arena, err);
    json_decref(json);
    return code;
}

int cd_plain_fields(const struct cd_article *article, const struct cd_dater *dater,
                    const struct cd_article **out, struct cd_error *err) {
    bool any = false;
    *out = article;
    for (size_t i = 0; i < WRAPPED; i++)
        any |= article->fields[wrapped[i]].kind == CD_VALUE_OTHER;
    if (!any)
        return CD_OK;
    struct cd_article *plain = cd_arena_alloc(article->arena, sizeof *plain);
    if (!plain)
        return cd_fail_memory(err);
    *plain = *article;
    *out = plain;
    int code = CD_OK;
    for (size_t i = 0; i < WRAPPED && !code; i++)
        if (plain->fields[wrapped[i]].kind == CD_VALUE_OTHER)
            code = plain_value(&plain->fields[wrapped[i]],
                               wrapped[i] == CD_FIELD_EMBARGOED ? dater : NULL,
                               article->arena, err);
    return code;
}
