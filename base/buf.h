/* A growing run of bytes in an arena. An append that finds no memory sets `failed` and
 * later appends do nothing, so that a writer checks once, at its end. */
#ifndef CD_BASE_BUF_H
#define CD_BASE_BUF_H

#include "base/arena.h"

struct cd_buf {
    struct cd_arena *arena;
    char *p;
    size_t len, capacity;
    bool failed;
};

/* An empty buffer that will live in `arena` and go with it. */
static inline struct cd_buf cd_buf_in(struct cd_arena *arena) {
    return (struct cd_buf){.arena = arena};
}

/* Room for `more` bytes behind the end; NULL (and failed) when there is no memory. The
 * caller writes there and adds to `len`. */
char *cd_buf_room(struct cd_buf *buf, size_t more);

/* Append bytes, one byte, or formatted text. */
void cd_buf_add(struct cd_buf *buf, const void *bytes, size_t len);
void cd_buf_print(struct cd_buf *buf, const char *format, ...) CD_PRINTF(2, 3);

static inline void cd_buf_add_char(struct cd_buf *buf, char c) {
    if (!buf->failed && buf->len < buf->capacity)
        buf->p[buf->len++] = c;
    else
        cd_buf_add(buf, &c, 1);
}

static inline void cd_buf_add_str(struct cd_buf *buf, struct cd_str s) {
    cd_buf_add(buf, s.p, s.len);
}

/* What was written; borrowed from the arena. */
static inline struct cd_str cd_buf_str(const struct cd_buf *buf) {
    return (struct cd_str){buf->p ? buf->p : "", buf->len};
}

#endif
