/* A JSON value becomes what a setting is set to, if the option allows it. What does not
 * fit is noted as a fault and leaves the setting as it was. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/internal.h"

static void refuse(struct cd_load *load, const struct cd_setting *setting,
                   const struct cd_place *place, const json_t *value) {
    char shown[CD_SHOWN], allowed[CD_ALLOWED];
    cd_show(shown, value);
    cd_allowed(allowed, setting->option);
    cd_fault(load, place, "%s is not %s",
             setting->option->secret ? "what was given (not shown)" : shown, allowed);
}

/* Both bounds 0: unbounded. */
static bool in_bounds(const struct cd_option *option, double value) {
    return (option->min == 0 && option->max == 0) ||
           (value >= option->min && value <= option->max);
}

static int choice_index(const struct cd_option *option, const char *text) {
    for (int i = 0; text && option->choices && option->choices[i]; i++)
        if (strcmp(option->choices[i], text) == 0)
            return i;
    return -1;
}

static int take_bool(struct cd_load *load, struct cd_setting *setting,
                     const struct cd_place *place, const json_t *value) {
    if (!json_is_boolean(value)) {
        refuse(load, setting, place, value);
        return CD_OK;
    }
    setting->is.truth = json_is_true(value);
    setting->set = true;
    return CD_OK;
}

/* JSON knows numbers, not integers: 3.0 is one (as JSON Schema has it, too). */
static bool integer_of(const json_t *value, int64_t *out) {
    if (json_is_integer(value)) {
        *out = json_integer_value(value);
        return true;
    }
    double real = json_real_value(value);
    if (!json_is_real(value) || real != floor(real) || fabs(real) > 9007199254740992.0)
        return false;
    *out = (int64_t)real;
    return true;
}

/* The value of the types that are held as an integer. */
static bool integral(const struct cd_option *option, const json_t *value, int64_t *out) {
    const char *text = json_string_value(value);
    int choice;
    switch (option->type) {
        case CD_OPTION_CHOICE:
            choice = choice_index(option, text);
            *out = choice;
            return choice >= 0;
        case CD_OPTION_COUNT:
            choice = choice_index(option, text);
            *out = -1 - (int64_t)choice;
            return choice >= 0 || (integer_of(value, out) && *out >= 0 &&
                                   in_bounds(option, (double)*out));
        case CD_OPTION_DURATION:
            return text && cd_duration_parse(text, out) &&
                   in_bounds(option, (double)*out);
        case CD_OPTION_BYTES:
            return (text ? cd_bytes_parse(text, out) : integer_of(value, out)) &&
                   *out >= 0 && in_bounds(option, (double)*out);
        default:
            return integer_of(value, out) && in_bounds(option, (double)*out);
    }
}

/* The choice that a misspelt one is nearest to; NULL: none is near. */
static const char *nearest_choice(const struct cd_option *option, const char *text) {
    const char *best = NULL;
    size_t least = SIZE_MAX;
    for (size_t i = 0; text && option->choices && option->choices[i]; i++) {
        size_t distance = cd_edit_distance(text, option->choices[i]);
        if (distance < least) {
            least = distance;
            best = option->choices[i];
        }
    }
    return best && cd_edit_close(least, text) ? best : NULL;
}

static void refuse_choice(struct cd_load *load, const struct cd_setting *setting,
                          const struct cd_place *place, const json_t *value) {
    const char *near = nearest_choice(setting->option, json_string_value(value));
    if (!near) {
        refuse(load, setting, place, value);
        return;
    }
    char shown[CD_SHOWN], allowed[CD_ALLOWED];
    cd_show(shown, value);
    cd_allowed(allowed, setting->option);
    cd_fault(load, place, "%s is not %s; did you mean \"%s\"?", shown, allowed, near);
}

static int take_integral(struct cd_load *load, struct cd_setting *setting,
                         const struct cd_place *place, const json_t *value) {
    int64_t n;
    if (!integral(setting->option, value, &n)) {
        refuse_choice(load, setting, place, value);
        return CD_OK;
    }
    setting->is.integer = n;
    setting->set = true;
    return CD_OK;
}

static int take_number(struct cd_load *load, struct cd_setting *setting,
                       const struct cd_place *place, const json_t *value) {
    if (!json_is_number(value) || !in_bounds(setting->option, json_number_value(value))) {
        refuse(load, setting, place, value);
        return CD_OK;
    }
    setting->is.number = json_number_value(value);
    setting->set = true;
    return CD_OK;
}

/* null where the default is null: "without value". */
static int take_string(struct cd_load *load, struct cd_setting *setting,
                       const struct cd_place *place, const json_t *value) {
    const struct cd_option *option = setting->option;
    bool may_be_null = option->value && strcmp(option->value, "null") == 0;
    const char *text = json_string_value(value);
    if (!(json_is_null(value) && may_be_null) &&
        (!text || (option->max > 0 && (double)strlen(text) > option->max))) {
        refuse(load, setting, place, value);
        return CD_OK;
    }
    const char *kept = text ? cd_keep(load, text) : NULL;
    if (text && !kept)
        return cd_fail_memory(load->err);
    setting->is.string = kept;
    setting->set = true;
    return CD_OK;
}

/* RFC 6901: empty, or it begins with a slash; a tilde is ~0 or ~1. */
static bool is_pointer(const char *text) {
    if (*text && *text != '/')
        return false;
    for (const char *p = strchr(text, '~'); p; p = strchr(p + 1, '~'))
        if (p[1] != '0' && p[1] != '1')
            return false;
    return true;
}

static bool item_allowed(const struct cd_option *option, const json_t *item) {
    const char *text = json_string_value(item);
    if (!text || (option->max > 0 && (double)strlen(text) > option->max))
        return false;
    if (option->type == CD_OPTION_POINTERS)
        return is_pointer(text);
    return !option->choices || choice_index(option, text) >= 0;
}

/* `alone`: the user gave it without an array around it. */
static void refuse_item(struct cd_load *load, const struct cd_setting *setting,
                        const struct cd_place *place, const json_t *item, bool alone) {
    const struct cd_option *option = setting->option;
    if (option->type == CD_OPTION_POINTERS) {
        char shown[CD_SHOWN];
        cd_show(shown, item);
        cd_fault(load, place, "%s is not a JSON Pointer (like \"/meta/id\")", shown);
        return;
    }
    struct cd_option one = *option;
    if (!alone)
        one.type = option->choices ? CD_OPTION_CHOICE : CD_OPTION_STRING;
    refuse_choice(load, &(struct cd_setting){.option = &one}, place, item);
}

static int take_items(struct cd_load *load, struct cd_setting *setting,
                      const struct cd_place *place, const json_t *value) {
    if (!json_is_array(value) && !json_is_string(value)) {
        refuse(load, setting, place, value);
        return CD_OK;
    }
    size_t count = json_is_array(value) ? json_array_size(value) : 1;
    const char **items = cd_arena_zero(&load->config->arena, count + 1, sizeof *items);
    if (!items)
        return cd_fail_memory(load->err);
    size_t before = load->count;
    for (size_t i = 0; i < count; i++) {
        const json_t *item = json_is_array(value) ? json_array_get(value, i) : value;
        struct cd_place where = *place;
        if (place->layer == CD_LAYER_FILE && json_is_array(value)) {
            size_t n = strlen(where.text);
            snprintf(where.text + n, sizeof where.text - n, "/%zu", i);
        }
        if (!item_allowed(setting->option, item)) {
            refuse_item(load, setting, &where, item, !json_is_array(value));
            continue;
        }
        items[i] = cd_keep(load, json_string_value(item));
        if (!items[i])
            return cd_fail_memory(load->err);
    }
    if (load->count > before)
        return CD_OK;
    setting->is.items = items;
    setting->count = count;
    setting->set = true;
    return CD_OK;
}

int cd_setting_take(struct cd_load *load, struct cd_setting *setting,
                    const struct cd_place *place, const json_t *value) {
    switch (setting->option->type) {
        case CD_OPTION_BOOL:
            return take_bool(load, setting, place, value);
        case CD_OPTION_INTEGER:
        case CD_OPTION_CHOICE:
        case CD_OPTION_DURATION:
        case CD_OPTION_BYTES:
        case CD_OPTION_COUNT:
            return take_integral(load, setting, place, value);
        case CD_OPTION_NUMBER:
            return take_number(load, setting, place, value);
        case CD_OPTION_STRING:
            return take_string(load, setting, place, value);
        case CD_OPTION_STRINGS:
        case CD_OPTION_POINTERS:
            return take_items(load, setting, place, value);
        case CD_OPTION_MAP:
            return cd_map_take_all(load, setting, place, value);
    }
    CD_BUG("an option of unknown type");
}
