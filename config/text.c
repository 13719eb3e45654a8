/* The layers that are text: the environment, and KEY=VALUE of the command line. A text is
 * made the JSON value that the user would have written in the file, so that both are
 * checked by the same code.
 *
 * In the names of variables an underscore stands for a dot, which is enough for our own
 * keys (no two give one name; a test holds that). The names in a MAP are librdkafka's and
 * have dots, underscores and hyphens: there _ is a dot, __ an underscore, ___ a hyphen,
 * as in Confluent's container images. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "config/internal.h"

void cd_variable_name(char *out, size_t size, const char *key) {
    size_t n = (size_t)snprintf(out, size, "%s", CD_VARIABLE_PREFIX);
    for (; *key && n + 1 < size; key++)
        out[n++] = *key == '.' ? '_' : (char)toupper((unsigned char)*key);
    out[n < size ? n : size - 1] = '\0';
}

/* What the text says, if it is JSON, else the text itself. */
static json_t *parse(const char *text) {
    json_error_t error;
    bool no_memory;
    json_t *value = cd_json_read(cd_str_of(text), &error, &no_memory);
    return value || no_memory ? value : json_string(text);
}

/* "a, b" as an array; nothing is an empty one. */
static json_t *split(const char *text) {
    json_t *items = json_array();
    while (items && *text) {
        text += strspn(text, " ");
        size_t len = strcspn(text, ","), kept = len;
        while (kept && text[kept - 1] == ' ')
            kept--;
        if (json_array_append_new(items, json_stringn(text, kept)) != 0) {
            json_decref(items);
            return NULL;
        }
        text += len + (text[len] == ',');
    }
    return items;
}

static bool begins_as_json(enum cd_option_type type, const char *text) {
    return (type == CD_OPTION_MAP && text[0] == '{') ||
           ((type == CD_OPTION_STRINGS || type == CD_OPTION_POINTERS) && text[0] == '[');
}

/* The JSON that the text stands for; what cannot be read as the option's type stays a
 * string, which the check then refuses in its own words. NULL: no memory. */
static json_t *value_of(const struct cd_option *option, const char *text) {
    switch (option->type) {
        case CD_OPTION_BOOL:
            if (strcmp(text, "true") == 0 || strcmp(text, "false") == 0)
                return json_boolean(text[0] == 't');
            break;
        case CD_OPTION_INTEGER:
        case CD_OPTION_NUMBER:
        case CD_OPTION_COUNT:
        case CD_OPTION_BYTES:
            return parse(text);
        case CD_OPTION_STRINGS:
        case CD_OPTION_POINTERS:
            return begins_as_json(option->type, text) ? parse(text) : split(text);
        case CD_OPTION_MAP:
            return begins_as_json(option->type, text) ? parse(text) : json_string(text);
        case CD_OPTION_STRING:
            if (!text[0] && option->value && strcmp(option->value, "null") == 0)
                return json_null();
            break;
        case CD_OPTION_CHOICE:
        case CD_OPTION_DURATION:
            break;
    }
    return json_string(text);
}

/* `member` is a MAP's member, or NULL for the option itself. */
static int take_text(struct cd_load *load, struct cd_setting *setting,
                     const struct cd_place *place, const char *member, const char *text) {
    if (cd_utf8_valid(cd_str_of(text)) != strlen(text)) {
        cd_fault(load, place, "the value is not UTF-8");
        return CD_OK;
    }
    json_t *value = member ? json_string(text) : value_of(setting->option, text);
    if (!value)
        return cd_fail_memory(load->err);
    if (!member && begins_as_json(setting->option->type, text) && json_is_string(value)) {
        json_decref(value);
        cd_fault(load, place, "begins like JSON, but is not JSON to its end");
        return CD_OK;
    }
    int rc = member ? cd_map_take(load, setting, place, member, value)
                    : cd_setting_take(load, setting, place, value);
    json_decref(value);
    return rc;
}

static bool ends_with(const char *text, size_t len, const char *end) {
    size_t n = strlen(end);
    return len >= n && memcmp(text + len - n, end, n) == 0;
}

/* A name that Kubernetes makes for a service called "copydesk…", certain by its form:
 * …_SERVICE_HOST, …_SERVICE_PORT, …_PORT=tcp://…, …_PORT_9092_TCP[_ADDR|_PORT|_PROTO]. */
static bool is_service_link(const char *name, size_t len, const char *value) {
    if (ends_with(name, len, "_SERVICE_HOST") || ends_with(name, len, "_SERVICE_PORT"))
        return true;
    if (ends_with(name, len, "_PORT"))
        return strstr(value, "://") != NULL;
    const char *port = strstr(name, "_PORT_");
    return port && isdigit((unsigned char)port[6]);
}

/* What else may be one: named ports (…_SERVICE_PORT_HTTP) and whatever will come. */
static bool may_be_service_link(const char *name) {
    return strstr(name, "_SERVICE_") || strstr(name, "_PORT");
}

/* librdkafka's name: "fetch.wait.max.ms" for FETCH_WAIT_MAX_MS. */
static void member_name(char *out, size_t size, const char *text) {
    static const char stands_for[] = {'.', '_', '-'};
    size_t n = 0;
    while (*text && n + 1 < size) {
        size_t run = strspn(text, "_");
        if (run > sizeof stands_for)
            run = sizeof stands_for;
        out[n++] = run ? stands_for[run - 1] : (char)tolower((unsigned char)*text);
        text += run ? run : 1;
    }
    out[n] = '\0';
}

/* The option that the variable names, or the MAP that it names a member of: *member is
 * what follows, else NULL. */
static struct cd_setting *find_variable(const struct cd_config *config, const char *name,
                                        const char **member) {
    for (size_t i = 0; i < config->count; i++) {
        struct cd_setting *setting = &config->settings[i];
        char known[CD_PLACE];
        cd_variable_name(known, sizeof known, setting->option->key);
        size_t len = strlen(known);
        if (strncmp(name, known, len) != 0)
            continue;
        *member = name + len + 1;
        if (setting->option->type == CD_OPTION_MAP && name[len] == '_' && **member)
            return setting;
        *member = NULL;
        if (!name[len])
            return setting;
    }
    return NULL;
}

static int take_variable(struct cd_load *load, const char *name, const char *value) {
    struct cd_place place = {.layer = CD_LAYER_ENVIRONMENT};
    snprintf(place.text, sizeof place.text, "%s", name);
    if (is_service_link(name, strlen(name), value))
        return CD_OK;
    const char *member = NULL;
    struct cd_setting *setting = find_variable(load->config, name, &member);
    if (!setting) {
        if (!may_be_service_link(name))
            cd_fault_unknown(load, &place, name);
        return CD_OK;
    }
    char own[CD_PLACE];
    if (member) {
        member_name(own, sizeof own, member);
        member = own;
    }
    return take_text(load, setting, &place, member, value);
}

int cd_load_environment(struct cd_load *load, const char *const *environment) {
    for (; *environment; environment++) {
        const char *equals = strchr(*environment, '=');
        if (!equals ||
            strncmp(*environment, CD_VARIABLE_PREFIX, strlen(CD_VARIABLE_PREFIX)) != 0)
            continue;
        struct cd_str name = cd_arena_copy(
            &load->config->arena,
            cd_str_cut(cd_str_of(*environment), 0, (size_t)(equals - *environment)));
        if (!name.p)
            return cd_fail_memory(load->err);
        int rc = take_variable(load, name.p, equals + 1);
        if (rc != CD_OK)
            return rc;
    }
    return CD_OK;
}

/* The MAP that a key goes into: "kafka.consumer" for "kafka.consumer.fetch.min.bytes".
 */
static struct cd_setting *find_map(const struct cd_config *config, const char *key) {
    for (size_t i = 0; i < config->count; i++) {
        struct cd_setting *setting = &config->settings[i];
        size_t len = strlen(setting->option->key);
        if (setting->option->type == CD_OPTION_MAP &&
            strncmp(key, setting->option->key, len) == 0 && key[len] == '.')
            return setting;
    }
    return NULL;
}

static int take_pair(struct cd_load *load, const char *key, const char *value) {
    struct cd_place place = {.layer = CD_LAYER_SETTING};
    snprintf(place.text, sizeof place.text, "--set %s", key);
    struct cd_setting *setting = cd_setting_find(load->config, key);
    if (setting)
        return take_text(load, setting, &place, NULL, value);
    setting = find_map(load->config, key);
    if (setting)
        return take_text(load, setting, &place, key + strlen(setting->option->key) + 1,
                         value);
    cd_fault_unknown(load, &place, key);
    return CD_OK;
}

int cd_load_settings(struct cd_load *load, const char *const *settings) {
    for (; *settings; settings++) {
        const char *equals = strchr(*settings, '=');
        struct cd_place place = {.layer = CD_LAYER_SETTING};
        if (!equals) {
            snprintf(place.text, sizeof place.text, "--set %s", *settings);
            cd_fault(load, &place, "not of the form KEY=VALUE");
            continue;
        }
        struct cd_str key =
            cd_arena_copy(&load->config->arena, cd_str_cut(cd_str_of(*settings), 0,
                                                           (size_t)(equals - *settings)));
        if (!key.p)
            return cd_fail_memory(load->err);
        int rc = take_pair(load, key.p, equals + 1);
        if (rc != CD_OK)
            return rc;
    }
    return CD_OK;
}
