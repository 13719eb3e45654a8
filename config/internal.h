/* What the files of the loader share, and nobody else includes. A layer (file,
 * environment, settings) turns what the user wrote into a JSON value and a place; one
 * function, cd_setting_take, checks it against the option and keeps it. So a bound or a
 * message is the same wherever the value came from. */
#ifndef CD_CONFIG_INTERNAL_H
#define CD_CONFIG_INTERNAL_H

#include <jansson.h>

#include "base/buf.h"
#include "config/config.h"
#include "config/nearest.h"

struct cd_map_member {
    const char *name, *value;
};

/* An option and what it is set to. `count` is that of items or members. */
struct cd_setting {
    const struct cd_option *option;
    bool set;
    size_t count;
    union {
        bool truth;
        int64_t integer; /* INTEGER, DURATION, BYTES, COUNT; CHOICE: its index */
        double number;
        const char *string;
        const char **items;
        struct cd_map_member *members; /* sorted by name */
    } is;
};

/* Settings are sorted by key. */
struct cd_config {
    struct cd_arena arena;
    struct cd_setting *settings;
    size_t count;
};

/* NULL: no table has it. */
struct cd_setting *cd_setting_find(const struct cd_config *config, const char *key);

/* How a place is spelled in faults and hints. */
enum cd_layer { CD_LAYER_FILE, CD_LAYER_ENVIRONMENT, CD_LAYER_SETTING };

/* A load under way. */
struct cd_load {
    struct cd_config *config;
    struct cd_config_fault *faults;
    size_t room, count;
    struct cd_error *err;
};

#define CD_PLACE 256

/* Where a value was given: "/dedup/window", "COPYDESK_DEDUP_WINDOW" or "--set
 * dedup.window"; cut where it is longer. */
struct cd_place {
    enum cd_layer layer;
    char text[CD_PLACE];
};

/* Notes a fault: "place: text". */
void cd_fault(struct cd_load *load, const struct cd_place *place, const char *format, ...)
    CD_PRINTF(3, 4);

/* Notes an unknown key: the place, and what of the tables is nearest to it. `word` is the
 * key in the layer's spelling: dotted, or the variable's name. */
void cd_fault_unknown(struct cd_load *load, const struct cd_place *place,
                      const char *word);

/* Checks `value` and keeps a copy. Faults are noted and are no error. CD_ENOMEM. */
CD_MUST_USE int cd_setting_take(struct cd_load *load, struct cd_setting *setting,
                                const struct cd_place *place, const json_t *value);

/* A copy of the text in the configuration's arena; NULL without memory. */
static inline const char *cd_keep(struct cd_load *load, const char *text) {
    return cd_arena_copy(&load->config->arena, cd_str_of(text)).p;
}

/* The same for a whole MAP, and for its member `name`. */
CD_MUST_USE int cd_map_take_all(struct cd_load *load, struct cd_setting *setting,
                                const struct cd_place *place, const json_t *value);
CD_MUST_USE int cd_map_take(struct cd_load *load, struct cd_setting *setting,
                            const struct cd_place *place, const char *name,
                            const json_t *value);

/* The layers, lowest first. CD_ENOMEM. */
CD_MUST_USE int cd_load_defaults(struct cd_load *load);
CD_MUST_USE int cd_load_file(struct cd_load *load, const char *path);
CD_MUST_USE int cd_load_environment(struct cd_load *load, const char *const *environment);
CD_MUST_USE int cd_load_settings(struct cd_load *load, const char *const *settings);

/* "COPYDESK_DEDUP_WINDOW" for "dedup.window". */
void cd_variable_name(char *out, size_t size, const char *key);

#define CD_VARIABLE_PREFIX "COPYDESK_"

/* "500ms", "7d" into milliseconds; "64KiB" into bytes. False: it is none, or too large.
 */
bool cd_duration_parse(const char *text, int64_t *ms);
bool cd_bytes_parse(const char *text, int64_t *bytes);

/* The same backwards, in the largest unit that holds it whole. */
void cd_duration_print(char *out, size_t size, int64_t ms);
void cd_bytes_print(char *out, size_t size, int64_t bytes);

/* A JSON value as a message shows it, cut to the buffer: strings quoted and without
 * control bytes, arrays and objects by their kind. */
#define CD_SHOWN 72
void cd_show(char out[CD_SHOWN], const json_t *value);

/* Parses any JSON value. NULL with *no_memory, or with what is wrong in *error. (jansson
 * leaves the error empty when its first allocations fail, and takes a string for which
 * there is no memory for a token that is none, as its message shows.) */
CD_MUST_USE json_t *cd_json_read(struct cd_str text, json_error_t *error,
                                 bool *no_memory);

/* What an option takes, in words: "an integer between 1 and 64". */
#define CD_ALLOWED 320
void cd_allowed(char out[CD_ALLOWED], const struct cd_option *option);

/* All bytes of a file, with a NUL behind them. CD_EUSAGE: cannot be read, or has more
 * than `most` bytes; CD_ENOMEM. */
CD_MUST_USE int cd_file_read(const char *path, size_t most, struct cd_arena *arena,
                             struct cd_str *bytes, struct cd_error *err);

#endif
