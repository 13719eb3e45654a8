/* What an article is called in a stamp ("of", "cluster"), and where in the input it
 * stood, since outlets' ids may be the same, and an outlet may give one again: bytes that
 * a head, the verdicts that point to it and its story share, freed with the last of them.
 * Not for sharing between threads. */
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

/* Stands between the two, and in no UTF-8. */
#define CD_NAME_END 0xff

/* What the article is called, and where it stood (topic/partition/offset; absent: not
 * known). */
static inline struct cd_str cd_name_id(struct cd_str name) {
    const char *end = name.len ? memchr(name.p, CD_NAME_END, name.len) : NULL;
    return end ? cd_str_cut(name, 0, (size_t)(end - name.p)) : name;
}

static inline struct cd_str cd_name_place(struct cd_str name) {
    size_t id = cd_name_id(name).len;
    return id < name.len ? cd_str_cut(name, id + 1, name.len) : (struct cd_str){0};
}

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
