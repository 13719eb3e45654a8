/* A sketch is kept without loss. Samples rise, and are evenly spread: of each gram the
 * lower 24 bits are kept, of each pair the lower 8, and the upper ones of all together
 * (rising.h). The lowest 16 of the grams lie side by side in front, since whoever looks
 * for a gram seldom needs to see more. */
#include "processors/dedup/sketches.h"

#include <string.h>

#include "processors/dedup/rising.h"

/* What begins a sketch's run of units. */
struct block {
    uint8_t gram_shift, pair_shift, number_shift;
    uint8_t gram_count, pair_count, number_count;
    uint8_t slot_shift, slot_count;
};

#define UNIT        4
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

/* ---- where things lie in a run ---- */

/* Upper parts of grams are below this: their first bits are zero. */
static unsigned gram_limit(const struct block *block) {
    return block->gram_shift < 8 ? 256u >> block->gram_shift : 1;
}

#define PAIR_LIMIT 256

/* Offsets in bytes; the low 16 bits of the grams come first. */
struct places {
    size_t middle, upper, pairs, pairs_upper, numbers, slots, fillers, end;
};

static struct places places_of(const struct block *block) {
    struct places at;
    at.middle = sizeof *block + 2 * (size_t)block->gram_count;
    at.upper = at.middle + block->gram_count;
    at.pairs = at.upper + cd_rising_bytes(block->gram_count, gram_limit(block));
    at.pairs_upper = at.pairs + block->pair_count;
    at.numbers = at.pairs_upper + cd_rising_bytes(block->pair_count, PAIR_LIMIT);
    at.slots = at.numbers + 2 * (size_t)block->number_count;
    at.fillers = at.slots + 2 * (size_t)block->slot_count;
    at.end = at.fillers + block->slot_count;
    return at;
}

static void write_grams(unsigned char *run, const struct block *block,
                        const uint32_t *grams) {
    struct places at = places_of(block);
    uint8_t upper[CD_MOST_GRAMS];
    for (unsigned i = 0; i < block->gram_count; i++) {
        uint16_t low = (uint16_t)grams[i];
        memcpy(run + sizeof *block + 2 * (size_t)i, &low, sizeof low);
        run[at.middle + i] = (unsigned char)(grams[i] >> 16);
        upper[i] = (uint8_t)(grams[i] >> 24);
    }
    cd_rising_write(run + at.upper, upper, block->gram_count, gram_limit(block));
}

static struct cd_grams grams_of(const unsigned char *run, const struct block *block) {
    struct places at = places_of(block);
    return (struct cd_grams){
        .low = run + sizeof *block,
        .middle = run + at.middle,
        .upper = run + at.upper,
        .count = block->gram_count,
        .limit = (uint16_t)gram_limit(block),
    };
}

static void read_grams(const unsigned char *run, const struct block *block,
                       uint32_t *out) {
    struct cd_grams grams = grams_of(run, block);
    uint8_t upper[CD_MOST_GRAMS];
    cd_rising_read(grams.upper, upper, grams.count, grams.limit);
    for (unsigned i = 0; i < grams.count; i++)
        out[i] = (uint32_t)upper[i] << 24 | cd_grams_low(&grams, i);
}

static void write_pairs(unsigned char *run, const struct block *block,
                        const uint16_t *pairs) {
    struct places at = places_of(block);
    uint8_t upper[CD_MOST_PAIRS];
    for (unsigned i = 0; i < block->pair_count; i++) {
        run[at.pairs + i] = (unsigned char)pairs[i];
        upper[i] = (uint8_t)(pairs[i] >> 8);
    }
    cd_rising_write(run + at.pairs_upper, upper, block->pair_count, PAIR_LIMIT);
}

static void read_pairs(const unsigned char *run, const struct block *block,
                       uint16_t *pairs) {
    struct places at = places_of(block);
    uint8_t upper[CD_MOST_PAIRS];
    cd_rising_read(run + at.pairs_upper, upper, block->pair_count, PAIR_LIMIT);
    for (unsigned i = 0; i < block->pair_count; i++)
        pairs[i] = (uint16_t)(upper[i] << 8 | run[at.pairs + i]);
}

/* ---- the queue ---- */

int cd_sketches_add(struct cd_sketches *sketches, const struct cd_sketch *sketch) {
    struct block block = {
        sketch->gram_shift, sketch->pair_shift, sketch->number_shift,
        sketch->gram_count, sketch->pair_count, sketch->number_count,
        sketch->slot_shift, sketch->slot_count,
    };
    struct places at = places_of(&block);
    size_t units = (at.end + UNIT - 1) / UNIT;
    unsigned char *run = cd_fifo_push_run(&sketches->units, units);
    uint32_t *start = run ? cd_fifo_push(&sketches->starts) : NULL;
    if (!start)
        return CD_ENOMEM;
    *start = (uint32_t)(sketches->units.end - units);
    memcpy(run, &block, sizeof block);
    write_grams(run, &block, sketch->grams);
    write_pairs(run, &block, sketch->pairs);
    memcpy(run + at.numbers, sketch->numbers, at.slots - at.numbers);
    memcpy(run + at.slots, sketch->slots, at.fillers - at.slots);
    memcpy(run + at.fillers, sketch->fillers, at.end - at.fillers);
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

static const unsigned char *run_of(const struct cd_sketches *sketches, uint64_t owner,
                                   struct block *block) {
    const unsigned char *run = cd_fifo_at(&sketches->units, start_of(sketches, owner));
    memcpy(block, run, sizeof *block);
    return run;
}

void cd_sketches_read(const struct cd_sketches *sketches, uint64_t owner,
                      struct cd_sketch *sketch) {
    struct block block;
    const unsigned char *run = run_of(sketches, owner, &block);
    struct places at = places_of(&block);
    sketch->gram_shift = block.gram_shift;
    sketch->pair_shift = block.pair_shift;
    sketch->number_shift = block.number_shift;
    sketch->gram_count = block.gram_count;
    sketch->pair_count = block.pair_count;
    sketch->number_count = block.number_count;
    sketch->slot_shift = block.slot_shift;
    sketch->slot_count = block.slot_count;
    read_grams(run, &block, sketch->grams);
    read_pairs(run, &block, sketch->pairs);
    memcpy(sketch->numbers, run + at.numbers, at.slots - at.numbers);
    memcpy(sketch->slots, run + at.slots, at.fillers - at.slots);
    memcpy(sketch->fillers, run + at.fillers, at.end - at.fillers);
}

struct cd_grams cd_sketches_grams(const struct cd_sketches *sketches, uint64_t owner) {
    struct block block;
    const unsigned char *run = run_of(sketches, owner, &block);
    return grams_of(run, &block);
}

uint32_t cd_grams_at(const struct cd_grams *grams, unsigned i) {
    uint8_t upper = cd_rising_at(grams->upper, i, grams->count, grams->limit);
    return (uint32_t)upper << 24 | cd_grams_low(grams, i);
}

bool cd_sketches_have(const struct cd_sketches *sketches, uint64_t owner, uint32_t gram) {
    struct cd_grams grams = cd_sketches_grams(sketches, owner);
    for (unsigned i = 0; i < grams.count; i++)
        if (cd_grams_low(&grams, i) == (gram & 0xffffff) &&
            cd_grams_at(&grams, i) == gram)
            return true;
    return false;
}

void cd_sketches_prefetch_start(const struct cd_sketches *sketches, uint64_t owner) {
    __builtin_prefetch(cd_fifo_at(&sketches->starts, owner));
}

#define GRAM_LINES 3

void cd_sketches_prefetch_grams(const struct cd_sketches *sketches, uint64_t owner) {
    const char *run = cd_fifo_at(&sketches->units, start_of(sketches, owner));
    for (int line = 0; line < GRAM_LINES; line++)
        __builtin_prefetch(run + line * 64);
}
