/* What an article is called in a stamp ("of", "cluster"): bytes that a head, the verdicts
 * that point to it and its story share, freed with the last of them. Not for sharing
 * between threads. */
#ifndef CD_PROCESSORS_DEDUP_NAME_H
#define CD_PROCESSORS_DEDUP_NAME_H

#include <stdint.h>
#include <stdlib.h>

#include "base/str.h"

struct cd_name {
    uint32_t holders;
    uint32_t len;
    char bytes[];
};

/* A copy with one holder; NULL without memory. */
static inline struct cd_name *cd_name_new(struct cd_str s) {
    struct cd_name *name = malloc(sizeof *name + s.len);
    if (!name)
        return NULL;
    name->holders = 1;
    name->len = (uint32_t)s.len;
    if (s.len)
        memcpy(name->bytes, s.p, s.len);
    return name;
}

/* One holder more; NULL stays NULL. */
static inline struct cd_name *cd_name_hold(struct cd_name *name) {
    if (name)
        name->holders++;
    return name;
}

static inline void cd_name_drop(struct cd_name *name) {
    if (name && --name->holders == 0)
        free(name);
}

static inline struct cd_str cd_name_str(const struct cd_name *name) {
    return name ? (struct cd_str){name->bytes, name->len} : (struct cd_str){0};
}

/* What it takes of the heap: malloc adds eight bytes and gives multiples of 16, 32 at
 * least. */
static inline size_t cd_name_bytes(const struct cd_name *name) {
    size_t bytes = (sizeof *name + name->len + 8 + 15) / 16 * 16;
    return bytes > 32 ? bytes : 32;
}

#endif
