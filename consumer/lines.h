/* Records from a file or a pipe: its lines, or the whole of it. Lines may be of any
 * length, hold NUL bytes and end with a carriage return, which stays; the last one needs
 * no newline. Each is followed by the padding that the message parser wants. */
#ifndef CD_CONSUMER_LINES_H
#define CD_CONSUMER_LINES_H

#include <stdint.h>
#include <stdio.h>

#include "base/error.h"
#include "base/str.h"

struct cd_lines {
    int fd;       /* the caller's; not closed */
    FILE *tied;   /* flushed before each read, which may wait for long; NULL: none */
    size_t most;  /* of a longer record only most + 1 bytes are given, the rest is lost */
    bool whole;   /* the file is one record */
    int64_t line; /* number of the record that was given last; the first is 0 */
    char *buffer; /* the rest is private */
    size_t capacity, start, end;
    bool at_end;
};

/* Reads from `fd`, records of at most `most` bytes. Allocates nothing yet; the other
 * public members are set by the caller. */
void cd_lines_init(struct cd_lines *lines, int fd, size_t most);
void cd_lines_done(struct cd_lines *lines);

/* 1 and the next record, which is borrowed until the next call; 0 behind the last;
 * CD_EWORLD when the file cannot be read, CD_ENOMEM. An empty file has no lines, but one
 * record as a whole. */
CD_MUST_USE int cd_lines_next(struct cd_lines *lines, struct cd_str *record,
                              struct cd_error *err);

#endif
