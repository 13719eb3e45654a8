#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>

struct cd_arena_chunk {
    struct cd_arena_chunk *older;
    size_t size; /* of `bytes` */
    alignas(max_align_t) char bytes[];
};

#define FIRST_CHUNK   ((size_t)16 << 10)
#define LARGEST_CHUNK ((size_t)1 << 20)
#define KEPT_CHUNK    ((size_t)64 << 10)

void cd_arena_init(struct cd_arena *arena, size_t limit) {
    *arena = (struct cd_arena){.limit = limit};
}

void cd_arena_done(struct cd_arena *arena) {
    for (struct cd_arena_chunk *c = arena->chunks; c;) {
        struct cd_arena_chunk *older = c->older;
        free(c);
        c = older;
    }
    *arena = (struct cd_arena){.limit = arena->limit};
}

void cd_arena_reset(struct cd_arena *arena) {
    struct cd_arena_chunk *kept = NULL;
    for (struct cd_arena_chunk *c = arena->chunks; c;) {
        struct cd_arena_chunk *older = c->older;
        if (c->size <= KEPT_CHUNK && (!kept || c->size > kept->size)) {
            free(kept);
            kept = c;
        } else {
            free(c);
        }
        c = older;
    }
    *arena = (struct cd_arena){.limit = arena->limit};
    if (kept) {
        kept->older = NULL;
        arena->chunks = kept;
        arena->next = kept->bytes;
        arena->end = kept->bytes + kept->size;
        arena->held = kept->size;
    }
}

/* A new newest chunk with room for `size` bytes. */
static int add_chunk(struct cd_arena *arena, size_t size) {
    size_t want = arena->chunks ? arena->chunks->size * 2 : FIRST_CHUNK;
    if (want > LARGEST_CHUNK)
        want = LARGEST_CHUNK;
    if (want < size)
        want = size;
    if (want > SIZE_MAX - sizeof(struct cd_arena_chunk))
        return CD_ENOMEM;
    if (arena->limit && (want > arena->limit || arena->held > arena->limit - want)) {
        arena->limited = true;
        return CD_ENOMEM;
    }
    struct cd_arena_chunk *chunk = malloc(sizeof *chunk + want);
    if (!chunk)
        return CD_ENOMEM;
    chunk->older = arena->chunks;
    chunk->size = want;
    arena->chunks = chunk;
    arena->next = chunk->bytes;
    arena->end = chunk->bytes + want;
    arena->held += want;
    return CD_OK;
}

static size_t aligned(size_t size) {
    return (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
}

void *cd_arena_alloc(struct cd_arena *arena, size_t size) {
    if (size > SIZE_MAX / 2)
        return NULL;
    size = aligned(size);
    if ((!arena->chunks || size > (size_t)(arena->end - arena->next)) &&
        add_chunk(arena, size))
        return NULL;
    void *piece = arena->next;
    arena->next += size;
    return piece;
}

void *cd_arena_zero(struct cd_arena *arena, size_t count, size_t size) {
    if (size && count > SIZE_MAX / 2 / size)
        return NULL;
    void *piece = cd_arena_alloc(arena, count * size);
    return piece ? memset(piece, 0, count * size) : NULL;
}

/* Is the piece alone in the newest chunk, which is larger than chunks are by themselves?
 */
static bool fills_chunk(const struct cd_arena *arena, const void *piece) {
    return arena->chunks && piece == arena->chunks->bytes &&
           arena->chunks->size > LARGEST_CHUNK;
}

/* The chunk of an article of many megabytes is made larger as a whole: a copy would hold
 * the old one as well until the article is done. */
static void *resize_chunk(struct cd_arena *arena, size_t want) {
    size_t others = arena->held - arena->chunks->size;
    if (arena->limit && (want > arena->limit || others > arena->limit - want)) {
        arena->limited = true;
        return NULL;
    }
    struct cd_arena_chunk *chunk = realloc(arena->chunks, sizeof *chunk + want);
    if (!chunk)
        return NULL;
    chunk->size = want;
    arena->chunks = chunk;
    arena->next = arena->end = chunk->bytes + want;
    arena->held = others + want;
    return chunk->bytes;
}

void *cd_arena_grow(struct cd_arena *arena, void *old, size_t old_size, size_t new_size) {
    if (new_size > SIZE_MAX / 2)
        return NULL;
    size_t held = aligned(old_size), want = aligned(new_size);
    bool newest = old && (char *)old + held == arena->next;
    if (newest && want >= held && want - held <= (size_t)(arena->end - arena->next)) {
        arena->next += want - held;
        return old;
    }
    if (newest && want >= held && fills_chunk(arena, old))
        return resize_chunk(arena, want);
    void *piece = cd_arena_alloc(arena, new_size);
    if (piece && old_size)
        memcpy(piece, old, old_size < new_size ? old_size : new_size);
    return piece;
}

void *cd_arena_trim(struct cd_arena *arena, void *piece, size_t old_size, size_t size) {
    if (!piece || size > old_size || (char *)piece + aligned(old_size) != arena->next)
        return piece;
    size_t want = aligned(size);
    if (fills_chunk(arena, piece)) {
        void *moved = resize_chunk(arena, want);
        return moved ? moved : piece;
    }
    arena->next = (char *)piece + want;
    return piece;
}

struct cd_str cd_arena_copy(struct cd_arena *arena, struct cd_str s) {
    char *p = s.p ? cd_arena_alloc(arena, s.len + 1) : NULL;
    if (!p)
        return (struct cd_str){0};
    if (s.len)
        memcpy(p, s.p, s.len);
    p[s.len] = '\0';
    return (struct cd_str){p, s.len};
}
