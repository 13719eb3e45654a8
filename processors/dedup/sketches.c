#include "processors/dedup/sketches.h"

#include <string.h>

/* What begins a sketch's run of units; the grams follow, then pairs and numbers. */
struct block {
    uint8_t gram_shift, pair_shift, number_shift;
    uint8_t gram_count, pair_count, number_count;
};

#define UNIT        sizeof(uint32_t)
#define HEAD        2  /* units of a struct block */
#define START_SHIFT 14 /* 64 KiB a segment */
#define UNIT_SHIFT  16 /* 256 KiB a segment */

void cd_sketches_init(struct cd_sketches *sketches) {
    cd_fifo_init(&sketches->starts, sizeof(uint32_t), START_SHIFT);
    cd_fifo_init(&sketches->units, UNIT, UNIT_SHIFT);
}

void cd_sketches_done(struct cd_sketches *sketches) {
    cd_fifo_done(&sketches->starts);
    cd_fifo_done(&sketches->units);
}

size_t cd_sketches_bytes(const struct cd_sketches *sketches) {
    return sketches->starts.bytes + sketches->units.bytes;
}

static size_t narrow_bytes(unsigned count) { return count * sizeof(uint16_t); }

static size_t units_of(const struct cd_sketch *sketch) {
    unsigned narrow = (unsigned)sketch->pair_count + sketch->number_count;
    return HEAD + sketch->gram_count + (narrow_bytes(narrow) + UNIT - 1) / UNIT;
}

int cd_sketches_add(struct cd_sketches *sketches, const struct cd_sketch *sketch) {
    size_t units = units_of(sketch);
    uint32_t *at = cd_fifo_push_run(&sketches->units, units);
    uint32_t *start = at ? cd_fifo_push(&sketches->starts) : NULL;
    if (!start)
        return CD_ENOMEM;
    *start = (uint32_t)(sketches->units.end - units);
    struct block block = {
        sketch->gram_shift, sketch->pair_shift, sketch->number_shift,
        sketch->gram_count, sketch->pair_count, sketch->number_count,
    };
    memcpy(at, &block, sizeof block);
    memcpy(at + HEAD, sketch->grams, sketch->gram_count * UNIT);
    char *narrow = (char *)(at + HEAD + sketch->gram_count);
    memcpy(narrow, sketch->pairs, narrow_bytes(sketch->pair_count));
    memcpy(narrow + narrow_bytes(sketch->pair_count), sketch->numbers,
           narrow_bytes(sketch->number_count));
    return CD_OK;
}

static uint64_t start_of(const struct cd_sketches *sketches, uint64_t owner) {
    const uint32_t *start = cd_fifo_at(&sketches->starts, owner);
    return cd_fifo_number(&sketches->units, *start);
}

void cd_sketches_drop(struct cd_sketches *sketches, uint64_t first) {
    if (first <= sketches->starts.first)
        return;
    uint64_t unit = sketches->units.end;
    if (first < sketches->starts.end)
        unit = start_of(sketches, first);
    cd_fifo_drop(&sketches->starts, first);
    cd_fifo_drop(&sketches->units, unit);
}

static const uint32_t *block_at(const struct cd_sketches *sketches, uint64_t owner,
                                struct block *block) {
    const uint32_t *at = cd_fifo_at(&sketches->units, start_of(sketches, owner));
    memcpy(block, at, sizeof *block);
    return at + HEAD;
}

void cd_sketches_read(const struct cd_sketches *sketches, uint64_t owner,
                      struct cd_sketch *sketch) {
    struct block block;
    const uint32_t *grams = block_at(sketches, owner, &block);
    sketch->gram_shift = block.gram_shift;
    sketch->pair_shift = block.pair_shift;
    sketch->number_shift = block.number_shift;
    sketch->gram_count = block.gram_count;
    sketch->pair_count = block.pair_count;
    sketch->number_count = block.number_count;
    memcpy(sketch->grams, grams, block.gram_count * UNIT);
    const char *narrow = (const char *)(grams + block.gram_count);
    memcpy(sketch->pairs, narrow, narrow_bytes(block.pair_count));
    memcpy(sketch->numbers, narrow + narrow_bytes(block.pair_count),
           narrow_bytes(block.number_count));
}

const uint32_t *cd_sketches_grams(const struct cd_sketches *sketches, uint64_t owner,
                                  unsigned *count) {
    struct block block;
    const uint32_t *grams = block_at(sketches, owner, &block);
    *count = block.gram_count;
    return grams;
}

void cd_sketches_prefetch_start(const struct cd_sketches *sketches, uint64_t owner) {
    __builtin_prefetch(cd_fifo_at(&sketches->starts, owner));
}

void cd_sketches_prefetch_grams(const struct cd_sketches *sketches, uint64_t owner) {
    const char *at = cd_fifo_at(&sketches->units, start_of(sketches, owner));
    for (int line = 0; line < 4; line++)
        __builtin_prefetch(at + line * 64);
}
