/* Loading, from the lowest layer to the highest: defaults, file, environment, settings. A
 * fault in one layer does not keep the others from being checked, so that the user sees
 * everything at once. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/internal.h"

static int compare_settings(const void *a, const void *b) {
    return strcmp(((const struct cd_setting *)a)->option->key,
                  ((const struct cd_setting *)b)->option->key);
}

static int take_tables(struct cd_config *config, const struct cd_option *const *tables) {
    size_t count = 0;
    for (const struct cd_option *const *table = tables; *table; table++)
        for (const struct cd_option *option = *table; option->key; option++)
            count++;
    config->settings = cd_arena_zero(&config->arena, count, sizeof *config->settings);
    if (!config->settings)
        return CD_ENOMEM;
    for (const struct cd_option *const *table = tables; *table; table++)
        for (const struct cd_option *option = *table; option->key; option++)
            config->settings[config->count++].option = option;
    qsort(config->settings, config->count, sizeof *config->settings, compare_settings);
    return CD_OK;
}

static int take_default(struct cd_load *load, struct cd_setting *setting) {
    json_error_t error;
    bool no_memory;
    json_t *value = cd_json_read(cd_str_of(setting->option->value), &error, &no_memory);
    struct cd_place place = {.layer = CD_LAYER_FILE};
    snprintf(place.text, sizeof place.text, "default of %s", setting->option->key);
    if (no_memory)
        return cd_fail_memory(load->err);
    if (!value) {
        cd_fault(load, &place, "%s", error.text);
        return CD_OK;
    }
    int rc = cd_setting_take(load, setting, &place, value);
    json_decref(value);
    return rc;
}

int cd_load_defaults(struct cd_load *load) {
    struct cd_error err = {0};
    struct cd_load own = {.config = load->config, .err = &err};
    for (size_t i = 0; i < load->config->count; i++) {
        struct cd_setting *setting = &load->config->settings[i];
        int rc = setting->option->value ? take_default(&own, setting) : CD_OK;
        if (rc != CD_OK)
            return cd_fail_memory(load->err);
    }
    if (own.count)
        CD_BUG(err.text);
    return CD_OK;
}

static void require_all(struct cd_load *load) {
    for (size_t i = 0; i < load->config->count; i++) {
        const struct cd_setting *setting = &load->config->settings[i];
        if (setting->set)
            continue;
        struct cd_place place = {.layer = CD_LAYER_SETTING};
        snprintf(place.text, sizeof place.text, "%s", setting->option->key);
        cd_fault(load, &place, "must be given");
    }
}

static int load_layers(struct cd_load *load, const struct cd_config_source *from) {
    int rc = cd_load_defaults(load);
    if (rc == CD_OK && from->file)
        rc = cd_load_file(load, from->file);
    if (rc == CD_OK && from->environment)
        rc = cd_load_environment(load, from->environment);
    if (rc == CD_OK && from->settings)
        rc = cd_load_settings(load, from->settings);
    if (rc == CD_OK && load->count == 0)
        require_all(load);
    if (rc == CD_OK && load->count)
        rc = CD_EUSAGE;
    return rc;
}

int cd_config_load(struct cd_config **out, const struct cd_config_source *from,
                   struct cd_config_fault *faults, size_t room, size_t *count,
                   struct cd_error *err) {
    *out = NULL;
    *count = 0;
    struct cd_config *config = calloc(1, sizeof *config);
    if (!config)
        return cd_fail_memory(err);
    cd_arena_init(&config->arena, 0);
    struct cd_load load = {.config = config, .faults = faults, .room = room, .err = err};
    int rc = take_tables(config, from->tables);
    rc = rc == CD_OK ? load_layers(&load, from) : cd_fail_memory(err);
    *count = load.count;
    *out = config;
    if (rc != CD_ENOMEM)
        return rc;
    cd_config_free(config);
    *out = NULL;
    if (err) /* what was wrong before counts less */
        *err = (struct cd_error){0};
    return cd_fail_memory(err);
}
