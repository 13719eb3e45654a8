/* The configuration: one JSON file, over it the environment (COPYDESK_DEDUP_NEAR_WINDOW
 * for "dedup.near_window"), over it KEY=VALUE settings. It is checked whole against the
 * option tables at load, every error at once, so that the getters cannot fail.
 *
 * A MAP is merged name by name. In a setting the name stands behind the option's key
 * ("kafka.consumer.fetch.min.bytes=1"); in a variable _ is a dot, __ an underscore and
 * ___ a hyphen ("COPYDESK_KAFKA_CONSUMER_FETCH_MIN_BYTES"), as in Confluent's images. A
 * member of a MAP may be {"file": PATH} in the file: its value is that file's text.
 * Values of a MAP and of options that are `secret` are in no message. */
#ifndef CD_CONFIG_CONFIG_H
#define CD_CONFIG_CONFIG_H

#include <stdint.h>

#include "base/arena.h"
#include "config/option.h"

struct cd_config;

/* Where the settings come from. All pointers are borrowed for the call. */
struct cd_config_source {
    const struct cd_option *const *tables; /* NULL-ended */
    const char *file;                      /* path, or NULL: defaults only */
    const char *const *environment; /* NULL-ended "NAME=VALUE", as environ; may be NULL */
    const char *const *settings;    /* NULL-ended "KEY=VALUE" from the command line */
};

/* One thing that is wrong: where it was given ("/dedup/near_threshold" for the file,
 * "COPYDESK_…" or "--set …"), what was found, what is allowed, the nearest known key. */
struct cd_config_fault {
    char text[512];
};

/* Loads and checks. On success *out is the new configuration. On CD_EUSAGE, `faults`
 * (room for `room`) holds what is wrong and *count how many there are, which may exceed
 * room; `err` holds the first; *out holds what was right, over defaults, for further
 * checks only. On CD_ENOMEM *out is NULL. Free with cd_config_free in any case; faults
 * are copied. */
CD_MUST_USE int cd_config_load(struct cd_config **out,
                               const struct cd_config_source *from,
                               struct cd_config_fault *faults, size_t room, size_t *count,
                               struct cd_error *err);
void cd_config_free(struct cd_config *config);

/* The value of a key that is in the tables and of the getter's type: anything else is a
 * mistake of the program (cd_bug). Strings are borrowed from the configuration. A string
 * without value is NULL. */
bool cd_config_bool(const struct cd_config *config, const char *key);
int64_t cd_config_integer(const struct cd_config *config,
                          const char *key); /* ms, bytes */
double cd_config_number(const struct cd_config *config, const char *key);
const char *cd_config_string(const struct cd_config *config, const char *key);
int cd_config_choice(const struct cd_config *config, const char *key); /* its index */
const char *cd_config_choice_name(const struct cd_config *config, const char *key);

/* The items of a STRINGS or POINTERS option, by index; NULL behind the last. */
const char *cd_config_item(const struct cd_config *config, const char *key, size_t i);

/* The members of a MAP in the order of their names: 1 and sets *name and *value (scalars
 * as text), or 0 behind the last. */
int cd_config_member(const struct cd_config *config, const char *key, size_t i,
                     const char **name, const char **value);

/* A file that is compiled in, by its path under config/: "lexicons/notices.json",
 * "stamp.schema.json". Absent when there is none of that name. */
struct cd_str cd_embedded(const char *path);

/* The name of the i-th lexicon ("notices.json") that there is; NULL behind the last. */
const char *cd_lexicon_name(size_t i);

/* Is there a file of this name in the folder `lexicons.path`, so that it is read from
 * there? */
bool cd_lexicon_is_own(const struct cd_config *config, const char *name);

/* The bytes of a lexicon ("notices.json"): from the folder `lexicons.path` where the user
 * gave one that has the file, else the one compiled in from config/lexicons/. *origin
 * names it for messages (borrowed from `arena`). CD_EUSAGE if the folder or the file
 * cannot be read, or there is no such lexicon. */
CD_MUST_USE int cd_lexicon_read(const struct cd_config *config, const char *name,
                                struct cd_arena *arena, struct cd_str *bytes,
                                const char **origin, struct cd_error *err);

#endif
