#include "consumer/lines.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "processors/message.h"

/* One read(2): a few hundred articles, so that its cost is lost among theirs. */
#define CHUNK ((size_t)1 << 20)

void cd_lines_init(struct cd_lines *lines, int fd, size_t most) {
    *lines = (struct cd_lines){.fd = fd, .most = most, .line = -1};
}

void cd_lines_done(struct cd_lines *lines) { free(lines->buffer); }

/* Room for a chunk behind what is held; what was given out is overwritten. */
static int make_room(struct cd_lines *lines) {
    size_t held = lines->end - lines->start;
    if (lines->start) {
        memmove(lines->buffer, lines->buffer + lines->start, held);
        lines->start = 0;
        lines->end = held;
    }
    if (lines->capacity - held >= CHUNK / 2)
        return CD_OK;
    size_t capacity = lines->capacity ? lines->capacity * 2 : CHUNK;
    char *buffer = realloc(lines->buffer, capacity + CD_RECORD_PADDING);
    if (!buffer)
        return CD_ENOMEM;
    lines->buffer = buffer;
    lines->capacity = capacity;
    return CD_OK;
}

/* Reads once behind what is held. */
static int fill(struct cd_lines *lines, struct cd_error *err) {
    if (make_room(lines))
        return cd_fail_memory(err);
    if (lines->tied)
        fflush(lines->tied); /* its errors stay for ferror */
    ssize_t n;
    do
        n = read(lines->fd, lines->buffer + lines->end, lines->capacity - lines->end);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return cd_fail(err, CD_EWORLD, NULL, "%s", strerror(errno));
    lines->end += (size_t)n;
    lines->at_end = n == 0;
    memset(lines->buffer + lines->end, 0, CD_RECORD_PADDING);
    return CD_OK;
}

/* Gives the first `len` bytes that are held and forgets `used`, newline and all. */
static int give(struct cd_lines *lines, size_t len, size_t used, struct cd_str *record) {
    *record = (struct cd_str){lines->buffer + lines->start, len};
    lines->start += used;
    lines->line++;
    return 1;
}

/* The newline behind the first `from` bytes that are held; NULL: not there yet. */
static const char *find_newline(const struct cd_lines *lines, size_t from) {
    size_t held = lines->end - lines->start;
    if (lines->whole || from >= held)
        return NULL;
    return memchr(lines->buffer + lines->start + from, '\n', held - from);
}

/* What the record holds so far, at most one byte more than is allowed. */
static void drop_excess(struct cd_lines *lines) {
    if (lines->end - lines->start > lines->most)
        lines->end = lines->start + lines->most + 1;
}

int cd_lines_next(struct cd_lines *lines, struct cd_str *record, struct cd_error *err) {
    size_t seen = 0;
    for (;;) {
        const char *newline = find_newline(lines, seen);
        size_t held = lines->end - lines->start;
        if (newline) {
            size_t len = (size_t)(newline - lines->buffer) - lines->start;
            size_t given = len > lines->most ? lines->most + 1 : len;
            return give(lines, given, len + 1, record);
        }
        if (lines->at_end) {
            bool first_of_whole = lines->whole && lines->line < 0;
            return held || first_of_whole ? give(lines, held, held, record) : 0;
        }
        drop_excess(lines);
        seen = lines->end - lines->start;
        int rc = fill(lines, err);
        if (rc)
            return rc;
    }
}
