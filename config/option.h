/* Options as data. One table a part of the program (a processor, the consumer) is the
 * only source of an option's name, type, default, bounds and help: parsing, the schema,
 * --help and the README's table are made from it or held against it. */
#ifndef CD_CONFIG_OPTION_H
#define CD_CONFIG_OPTION_H

#include <stdbool.h>

enum cd_option_type {
    CD_OPTION_BOOL,
    CD_OPTION_INTEGER,  /* min, max */
    CD_OPTION_NUMBER,   /* min, max */
    CD_OPTION_STRING,   /* max: its longest length in bytes, where not 0 */
    CD_OPTION_CHOICE,   /* one of `choices` */
    CD_OPTION_DURATION, /* "500ms", "30s", "15m", "48h", "7d"; held in ms; min, max in ms
                         */
    CD_OPTION_BYTES,    /* 1024, "64KiB", "8MiB", "2GiB"; held in bytes */
    CD_OPTION_COUNT,    /* an integer, or one of `choices` (held as -1, -2, …): "all" */
    CD_OPTION_STRINGS,  /* array of strings; on the command line parted by commas */
    CD_OPTION_POINTERS, /* array of JSON Pointers (RFC 6901), or one of them */
    CD_OPTION_MAP,      /* object of scalars, keys free: librdkafka's own settings */
};

struct cd_option {
    const char *key; /* dotted and whole: "dedup.near_threshold"; NULL ends a table */
    enum cd_option_type type;
    const char *value; /* the default as JSON text; NULL: must be given by the user */
    double min, max;   /* both 0: unbounded */
    const char *const *choices; /* NULL-ended */
    const char *help;           /* one line, no full stop */
    bool secret;                /* never printed */
};

#endif
