/* A slice: bytes that somebody else owns. Strings of a message are slices, since NUL
 * bytes occur in them. `p == NULL` means "not there", which differs from empty. */
#ifndef CD_BASE_STR_H
#define CD_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct cd_str {
    const char *p;
    size_t len;
};

/* The slice of a string literal, without its NUL. */
#define CD_STR(literal) ((struct cd_str){(literal), sizeof(literal) - 1})

/* The slice of a NUL-terminated string; borrows it. NULL gives the absent slice. */
static inline struct cd_str cd_str_of(const char *text) {
    return (struct cd_str){text, text ? strlen(text) : 0};
}

/* The bytes [start, end) of a slice; the caller has checked the bounds. */
static inline struct cd_str cd_str_cut(struct cd_str s, size_t start, size_t end) {
    return (struct cd_str){s.p + start, end - start};
}

/* Same bytes? Absent and empty are equal here. */
static inline bool cd_str_eq(struct cd_str a, struct cd_str b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.p, b.p, a.len) == 0);
}

#endif
