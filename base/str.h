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

/* Without the byte-order mark that editors on Windows write before UTF-8. */
static inline struct cd_str cd_str_without_mark(struct cd_str s) {
    bool marked = s.len >= 3 && memcmp(s.p, "\xef\xbb\xbf", 3) == 0;
    return marked ? cd_str_cut(s, 3, s.len) : s;
}

/* Same bytes? Absent and empty are equal here. */
static inline bool cd_str_eq(struct cd_str a, struct cd_str b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.p, b.p, a.len) == 0);
}

/* ASCII white space? */
static inline bool cd_is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* Without the white space at one end. */
static inline struct cd_str cd_str_trim_start(struct cd_str s) {
    while (s.len && cd_is_space(*s.p))
        s = cd_str_cut(s, 1, s.len);
    return s;
}

static inline struct cd_str cd_str_trim_end(struct cd_str s) {
    while (s.len && cd_is_space(s.p[s.len - 1]))
        s.len--;
    return s;
}

#endif
