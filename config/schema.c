/* The tables as JSON: a schema that editors and validators read, and the file of all
 * defaults. Keys are dotted, so both are trees that grow option by option. jansson's
 * "…_new" setters are used where the value is made in the same expression; they return -1
 * for a value that is NULL, so one flag says at the end that memory was missing. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/describe.h"
#include "config/internal.h"

#define DURATION_PATTERN "^[0-9]+(ms|s|m|h|d)$"
#define BYTES_PATTERN    "^[0-9]+(B|KiB|MiB|GiB)$"
#define POINTER_PATTERN  "^(/([^~/]|~[01])*)*$"

/* A tree that grows; `failed` when there was no memory. */
struct tree {
    json_t *root;
    bool failed;
};

static void put(struct tree *tree, json_t *object, const char *name, json_t *value) {
    if (json_object_set_new(object, name, value) != 0)
        tree->failed = true;
}

static json_t *number(double value) {
    return value == floor(value) && fabs(value) < 9e15 ? json_integer((json_int_t)value)
                                                       : json_real(value);
}

static json_t *strings(const char *const *list) {
    json_t *array = json_array();
    for (; array && list && *list; list++) {
        if (json_array_append_new(array, json_string(*list)) != 0) {
            json_decref(array);
            return NULL;
        }
    }
    return array;
}

static json_t *either(json_t *a, json_t *b) {
    return json_pack("{s:[o,o]}", "anyOf", a, b);
}

static json_t *number_schema(struct tree *tree, const struct cd_option *option,
                             const char *type) {
    json_t *schema = json_pack("{s:s}", "type", type);
    bool natural = strcmp(type, "integer") == 0 && option->type != CD_OPTION_INTEGER;
    if (option->min != 0 || option->max != 0) {
        put(tree, schema, "minimum", number(option->min));
        put(tree, schema, "maximum", number(option->max));
    } else if (natural) {
        put(tree, schema, "minimum", json_integer(0));
    }
    return schema;
}

/* A string, or an item of a list of them. */
static json_t *string_schema(struct tree *tree, const struct cd_option *option) {
    if (option->type == CD_OPTION_POINTERS)
        return json_pack("{s:s,s:s}", "type", "string", "pattern", POINTER_PATTERN);
    if (option->choices)
        return json_pack("{s:o}", "enum", strings(option->choices));
    json_t *schema = json_pack("{s:s}", "type", "string");
    if (option->type == CD_OPTION_STRING && option->value &&
        strcmp(option->value, "null") == 0)
        put(tree, schema, "type", json_pack("[s,s]", "string", "null"));
    if (option->max > 0)
        put(tree, schema, "maxLength", number(option->max));
    return schema;
}

/* As in cd_map_take: scalars, or a file that holds the value. */
static json_t *map_schema(void) {
    json_t *file =
        json_pack("{s:s,s:{s:{s:s}},s:[s],s:b}", "type", "object", "properties", "file",
                  "type", "string", "required", "file", "additionalProperties", 0);
    json_t *value =
        either(json_pack("{s:[s,s,s]}", "type", "string", "number", "boolean"), file);
    return json_pack("{s:s,s:{s:i},s:o}", "type", "object", "propertyNames", "minLength",
                     1, "additionalProperties", value);
}

static json_t *type_schema(struct tree *tree, const struct cd_option *option) {
    switch (option->type) {
        case CD_OPTION_BOOL:
            return json_pack("{s:s}", "type", "boolean");
        case CD_OPTION_INTEGER:
            return number_schema(tree, option, "integer");
        case CD_OPTION_NUMBER:
            return number_schema(tree, option, "number");
        case CD_OPTION_STRING:
        case CD_OPTION_CHOICE:
            return string_schema(tree, option);
        case CD_OPTION_DURATION:
            return json_pack("{s:s,s:s}", "type", "string", "pattern", DURATION_PATTERN);
        case CD_OPTION_BYTES:
            return either(
                number_schema(tree, option, "integer"),
                json_pack("{s:s,s:s}", "type", "string", "pattern", BYTES_PATTERN));
        case CD_OPTION_COUNT:
            return either(number_schema(tree, option, "integer"),
                          json_pack("{s:o}", "enum", strings(option->choices)));
        case CD_OPTION_STRINGS:
        case CD_OPTION_POINTERS:
            return either(json_pack("{s:s,s:o}", "type", "array", "items",
                                    string_schema(tree, option)),
                          string_schema(tree, option));
        case CD_OPTION_MAP:
            return map_schema();
    }
    CD_BUG("an option of unknown type");
}

static json_t *option_schema(struct tree *tree, const struct cd_option *option) {
    json_t *schema = type_schema(tree, option);
    char allowed[CD_ALLOWED], text[CD_ALLOWED + 256];
    cd_allowed(allowed, option);
    snprintf(text, sizeof text, "%s (%s)", option->help, allowed);
    put(tree, schema, "description", json_string(text));
    if (option->value)
        put(tree, schema, "default",
            json_loads(option->value, JSON_DECODE_ANY, &(json_error_t){0}));
    return schema;
}

static json_t *new_section(void) {
    return json_pack("{s:s,s:b,s:{}}", "type", "object", "additionalProperties", 0,
                     "properties");
}

/* The object under `object` that `name` (len bytes) stands for; made where it is not. */
static json_t *child(struct tree *tree, json_t *object, const char *name, size_t len,
                     json_t *(*make)(void)) {
    char own[128];
    snprintf(own, sizeof own, "%.*s", (int)len, name);
    json_t *found = json_object_get(object, own);
    if (!found) {
        put(tree, object, own, make());
        found = json_object_get(object, own);
    }
    return found;
}

/* Walks to the section of a dotted key, making what is missing, and puts the value under
 * its last name. `within`: the member of a section that holds its names, or NULL. */
static void plant(struct tree *tree, const char *key, json_t *value, const char *within,
                  json_t *(*make)(void)) {
    json_t *at = within ? json_object_get(tree->root, within) : tree->root;
    for (const char *dot = strchr(key, '.'); dot; dot = strchr(key, '.')) {
        at = child(tree, at, key, (size_t)(dot - key), make);
        if (within)
            at = json_object_get(at, within);
        key = dot + 1;
    }
    put(tree, at, key, value);
}

static void write_tree(struct tree *tree, struct cd_buf *out) {
    char *text = tree->failed
                     ? NULL
                     : json_dumps(tree->root, JSON_INDENT(2) | JSON_REAL_PRECISION(15));
    if (text)
        cd_buf_print(out, "%s\n", text);
    else
        out->failed = true;
    free(text);
    json_decref(tree->root);
}

void cd_describe_schema(const struct cd_option *const *tables, struct cd_buf *out) {
    struct tree tree = {.root = json_pack("{s:s,s:s,s:s,s:b,s:{s:{s:s}}}", "$schema",
                                          "https://json-schema.org/draft/2020-12/schema",
                                          "title", "The configuration of copydesk",
                                          "type", "object", "additionalProperties", 0,
                                          "properties", "$schema", "type", "string")};
    tree.failed = !tree.root;
    for (; *tables; tables++)
        for (const struct cd_option *option = *tables; option->key; option++)
            plant(&tree, option->key, option_schema(&tree, option), "properties",
                  new_section);
    write_tree(&tree, out);
}

void cd_describe_defaults(const struct cd_option *const *tables, struct cd_buf *out) {
    struct tree tree = {.root = json_object()};
    tree.failed = !tree.root;
    for (; *tables; tables++)
        for (const struct cd_option *option = *tables; option->key; option++)
            if (option->value)
                plant(&tree, option->key,
                      json_loads(option->value, JSON_DECODE_ANY, &(json_error_t){0}),
                      NULL, json_object);
    write_tree(&tree, out);
}
