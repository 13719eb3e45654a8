/* The getters, and the configuration's end. What they return was checked at load; a key
 * that no table has, or of another type, is a mistake of the program. */
#include "config/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/internal.h"

static int compare_key(const void *key, const void *setting) {
    return strcmp(key, ((const struct cd_setting *)setting)->option->key);
}

struct cd_setting *cd_setting_find(const struct cd_config *config, const char *key) {
    return bsearch(key, config->settings, config->count, sizeof *config->settings,
                   compare_key);
}

void cd_config_free(struct cd_config *config) {
    if (!config)
        return;
    cd_arena_done(&config->arena);
    free(config);
}

static const struct cd_setting *get(const struct cd_config *config, const char *key,
                                    unsigned types) {
    const struct cd_setting *setting = cd_setting_find(config, key);
    if (!setting || !(types & 1u << setting->option->type)) {
        char text[128];
        snprintf(text, sizeof text, "option \"%s\" %s", key,
                 setting ? "is of another type" : "is in no table");
        CD_BUG(text);
    }
    return setting;
}

bool cd_config_bool(const struct cd_config *config, const char *key) {
    return get(config, key, 1u << CD_OPTION_BOOL)->is.truth;
}

int64_t cd_config_integer(const struct cd_config *config, const char *key) {
    return get(config, key,
               1u << CD_OPTION_INTEGER | 1u << CD_OPTION_DURATION |
                   1u << CD_OPTION_BYTES | 1u << CD_OPTION_COUNT)
        ->is.integer;
}

double cd_config_number(const struct cd_config *config, const char *key) {
    return get(config, key, 1u << CD_OPTION_NUMBER)->is.number;
}

const char *cd_config_string(const struct cd_config *config, const char *key) {
    return get(config, key, 1u << CD_OPTION_STRING)->is.string;
}

int cd_config_choice(const struct cd_config *config, const char *key) {
    return (int)get(config, key, 1u << CD_OPTION_CHOICE)->is.integer;
}

const char *cd_config_choice_name(const struct cd_config *config, const char *key) {
    const struct cd_setting *setting = get(config, key, 1u << CD_OPTION_CHOICE);
    return setting->option->choices[setting->is.integer];
}

const char *cd_config_item(const struct cd_config *config, const char *key, size_t i) {
    const struct cd_setting *setting =
        get(config, key, 1u << CD_OPTION_STRINGS | 1u << CD_OPTION_POINTERS);
    return i < setting->count ? setting->is.items[i] : NULL;
}

int cd_config_member(const struct cd_config *config, const char *key, size_t i,
                     const char **name, const char **value) {
    const struct cd_setting *setting = get(config, key, 1u << CD_OPTION_MAP);
    if (i >= setting->count)
        return 0;
    *name = setting->is.members[i].name;
    *value = setting->is.members[i].value;
    return 1;
}
