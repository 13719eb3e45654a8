#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

char *cd_buf_room(struct cd_buf *buf, size_t more) {
    if (buf->failed)
        return NULL;
    if (more > buf->capacity - buf->len) {
        size_t want = buf->capacity ? buf->capacity * 2 : 256;
        if (want < buf->len + more)
            want = buf->len + more;
        char *p = more > SIZE_MAX / 4
                      ? NULL
                      : cd_arena_grow(buf->arena, buf->p, buf->capacity, want);
        if (!p) {
            buf->failed = true;
            return NULL;
        }
        buf->p = p;
        buf->capacity = want;
    }
    return buf->p + buf->len;
}

void cd_buf_add(struct cd_buf *buf, const void *bytes, size_t len) {
    char *room = len ? cd_buf_room(buf, len) : NULL;
    if (room) {
        memcpy(room, bytes, len);
        buf->len += len;
    }
}

void cd_buf_print(struct cd_buf *buf, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    char *room = n >= 0 ? cd_buf_room(buf, (size_t)n + 1) : NULL;
    if (room) {
        vsnprintf(room, (size_t)n + 1, format, again);
        buf->len += (size_t)n;
    }
    va_end(again);
    va_end(args);
}
