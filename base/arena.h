/* An arena: memory that is given out piece by piece and taken back all at once. Each
 * article in flight owns one; what is the article's own is allocated there and goes with
 * it. Chunks double up to 1 MiB; a reset keeps the first chunk, so that in steady state
 * an article costs no call of malloc. Not for sharing between threads. */
#ifndef CD_BASE_ARENA_H
#define CD_BASE_ARENA_H

#include <stddef.h>

#include "base/error.h"
#include "base/str.h"

struct cd_arena_chunk;

/* Zeroed storage with `limit` set is a valid, empty arena. */
struct cd_arena {
    struct cd_arena_chunk *chunks; /* newest first */
    char *next, *end;              /* what is free in the newest chunk */
    size_t held;                   /* bytes held in all chunks */
    size_t limit;                  /* most bytes it may hold; 0: no limit */
    bool limited;                  /* it was the limit that refused an allocation */
};

/* `limit` in bytes, 0 for none. Allocates nothing yet. */
void cd_arena_init(struct cd_arena *arena, size_t limit);

/* Gives all memory back to the system. Zeroed storage allowed. */
void cd_arena_done(struct cd_arena *arena);

/* Forgets everything that was given out; keeps at most 64 KiB for the next user. */
void cd_arena_reset(struct cd_arena *arena);

/* `size` bytes aligned for any object, not zeroed; NULL when the system has none left or
 * the limit is reached. Size 0 gives a pointer that may not be read. */
CD_MUST_USE void *cd_arena_alloc(struct cd_arena *arena, size_t size);

/* `count` zeroed objects of `size` bytes; NULL also when the product overflows. */
CD_MUST_USE void *cd_arena_zero(struct cd_arena *arena, size_t count, size_t size);

/* Makes a piece larger: in place where it is the arena's newest and there is room, or
 * with its chunk where it fills a large one alone, else by copying. `old` may be NULL
 * with old_size 0, and is not to be read any more. NULL on failure; `old` stays valid. */
CD_MUST_USE void *cd_arena_grow(struct cd_arena *arena, void *old, size_t old_size,
                                size_t new_size);

/* Gives back what a piece that was made too large does not need: the bytes behind its
 * first `size`, where it is the arena's newest; else nothing. Returns the piece, which
 * may have moved. */
CD_MUST_USE void *cd_arena_trim(struct cd_arena *arena, void *piece, size_t old_size,
                                size_t size);

/* A copy of the bytes with a NUL behind it; p == NULL on failure (and for an absent
 * slice). */
CD_MUST_USE struct cd_str cd_arena_copy(struct cd_arena *arena, struct cd_str s);

#endif
