#include "processors/dedup/sketches.h"

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

int cd_sketches_add(struct cd_sketches *sketches, const struct cd_sketch *sketch) {
    size_t units = (cd_packed_bytes(sketch) + UNIT - 1) / UNIT;
    unsigned char *run = cd_fifo_push_run(&sketches->units, units);
    uint32_t *start = run ? cd_fifo_push(&sketches->starts) : NULL;
    if (!start)
        return CD_ENOMEM;
    *start = (uint32_t)(sketches->units.end - units);
    cd_packed_write(run, sketch);
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

static const unsigned char *run_of(const struct cd_sketches *sketches, uint64_t owner) {
    return cd_fifo_at(&sketches->units, start_of(sketches, owner));
}

void cd_sketches_read(const struct cd_sketches *sketches, uint64_t owner,
                      struct cd_sketch *sketch) {
    cd_packed_read(run_of(sketches, owner), sketch);
}

struct cd_grams cd_sketches_grams(const struct cd_sketches *sketches, uint64_t owner) {
    return cd_packed_grams(run_of(sketches, owner));
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
