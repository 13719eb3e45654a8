/* What to say of a key that there is not: the nearest that there is, a section where an
 * option was meant, or the maps where names of libraries go. The value of an unknown key
 * is never shown: the key may be a misspelt password. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "config/internal.h"

/* The best candidate so far. */
struct nearest {
    const char *word; /* in one spelling with the keys it is compared with */
    enum cd_layer layer;
    size_t distance;
    char key[CD_PLACE];
};

/* A key as the layer writes it. */
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

static char separator(enum cd_layer layer) {
    return layer == CD_LAYER_ENVIRONMENT ? '_' : '.';
}

/* A name whose end is right (or nearly), under another section or none, is as good as one
 * with a slip of the pen: "window" for "dedup.window". */
static size_t tail_distance(const char *word, const char *key, char sep) {
    size_t least = SIZE_MAX;
    const char *last = sep == '.' ? strrchr(word, sep) : NULL;
    for (const char *p = strchr(key, sep); p; p = strchr(p + 1, sep)) {
        size_t distance = cd_edit_distance(last ? last + 1 : word, p + 1);
        if (distance <= 1 && distance + 1 < least)
            least = distance + 1;
    }
    return least;
}

static void consider(struct nearest *nearest, const char *key) {
    char name[CD_PLACE];
    cd_variable_name(name, sizeof name, key);
    const char *as =
        nearest->layer == CD_LAYER_ENVIRONMENT ? name + strlen(CD_VARIABLE_PREFIX) : key;
    size_t distance = cd_edit_distance(nearest->word, as);
    size_t tail = tail_distance(nearest->word, as, separator(nearest->layer));
    if (tail < distance)
        distance = tail;
    if (distance < nearest->distance) {
        nearest->distance = distance;
        snprintf(nearest->key, sizeof nearest->key, "%s", key);
    }
}

/* Every key; in a file its sections, too, whose names may be misspelt as well. */
static void consider_all(struct nearest *nearest, const struct cd_config *config) {
    for (size_t i = 0; i < config->count; i++) {
        char key[CD_PLACE];
        snprintf(key, sizeof key, "%s", config->settings[i].option->key);
        consider(nearest, key);
        char *dot = nearest->layer == CD_LAYER_FILE ? strchr(key, '.') : NULL;
        for (; dot; dot = strchr(dot + 1, '.')) {
            *dot = '\0';
            consider(nearest, key);
            *dot = '.';
        }
    }
}

/* The first option of the section that `word` names; NULL: it names none. */
static const char *section_member(const struct cd_config *config, const char *word,
                                  enum cd_layer layer) {
    size_t len = strlen(word);
    for (size_t i = 0; i < config->count; i++) {
        const char *key = config->settings[i].option->key;
        char name[CD_PLACE];
        cd_variable_name(name, sizeof name, key);
        const char *as =
            layer == CD_LAYER_ENVIRONMENT ? name + strlen(CD_VARIABLE_PREFIX) : key;
        if (len && strncmp(as, word, len) == 0 && as[len] == separator(layer) &&
            key[len] == '.')
            return key;
    }
    return NULL;
}

/* The maps of the section that `word` lies in, where it looks like a library's name (it
 * has another separator behind the section): "/kafka/common, /kafka/consumer". */
static bool find_maps(const struct nearest *nearest, const struct cd_config *config,
                      char *out, size_t size) {
    char sep = separator(nearest->layer);
    const char *end = strchr(nearest->word, sep);
    size_t used = 0;
    if (!end || !strchr(end + 1, sep))
        return false;
    size_t len = (size_t)(end - nearest->word);
    for (size_t i = 0; i < config->count; i++) {
        const struct cd_option *option = config->settings[i].option;
        if (option->type != CD_OPTION_MAP ||
            strncasecmp(option->key, nearest->word, len) != 0 || option->key[len] != '.')
            continue;
        char name[CD_PLACE];
        spell(name, sizeof name, nearest->layer, option->key);
        used += (size_t)snprintf(out + used, size - used, "%s%s", used ? ", " : "", name);
        if (used >= size)
            return false;
    }
    return used > 0;
}

void cd_fault_unknown(struct cd_load *load, const struct cd_place *place,
                      const char *word) {
    if (place->layer == CD_LAYER_ENVIRONMENT)
        word += strlen(CD_VARIABLE_PREFIX);
    struct nearest nearest = {.word = word, .layer = place->layer, .distance = SIZE_MAX};
    char hint[CD_PLACE];
    const char *member = section_member(load->config, word, place->layer);
    consider_all(&nearest, load->config);
    if (member) {
        spell(hint, sizeof hint, place->layer, member);
        cd_fault(load, place, "a section, not an option; it has %s, for one", hint);
    } else if (cd_edit_close(nearest.distance, word)) {
        spell(hint, sizeof hint, place->layer, nearest.key);
        cd_fault(load, place, "unknown; did you mean %s?", hint);
    } else if (find_maps(&nearest, load->config, hint, sizeof hint)) {
        cd_fault(load, place, "unknown; librdkafka's own settings go into one of %s",
                 hint);
    } else {
        cd_fault(load, place, "unknown; `copydesk help config` lists what there is");
    }
}
