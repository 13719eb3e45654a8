#include "processors/dedup/packed.h"

#include <string.h>

#include "processors/dedup/brevity.h"
#include "processors/dedup/rising.h"

/* What begins a run. */
struct block {
    uint8_t gram_shift, gram_count, pair_shift, pair_count;
    uint8_t number_shift, number_count, slot_bits, slot_count;
};

/* Of the slots' shift and the text's brevity in one byte. */
#define SHIFT_BITS 6

#define PAIR_LIMIT 256

/* ---- where things lie in a run ---- */

/* Upper parts of grams are below this: their first bits are zero. */
static unsigned gram_limit(const struct block *block) {
    return block->gram_shift < 8 ? 256u >> block->gram_shift : 1;
}

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

static struct block block_of(const struct cd_sketch *sketch) {
    return (struct block){
        sketch->gram_shift,
        sketch->gram_count,
        sketch->pair_shift,
        sketch->pair_count,
        sketch->number_shift,
        sketch->number_count,
        (uint8_t)(sketch->slot_shift | sketch->brevity << SHIFT_BITS),
        sketch->slot_count,
    };
}

static uint8_t slot_shift(const struct block *block) {
    return block->slot_bits & ((1 << SHIFT_BITS) - 1);
}

static uint8_t brevity(const struct block *block) {
    return block->slot_bits >> SHIFT_BITS;
}

/* ---- kind by kind ---- */

static void write_16(unsigned char *to, const uint16_t *values, unsigned count) {
    for (unsigned i = 0; i < count; i++) {
        to[2 * i] = (unsigned char)values[i];
        to[2 * i + 1] = (unsigned char)(values[i] >> 8);
    }
}

static void read_16(const unsigned char *from, uint16_t *values, unsigned count) {
    for (unsigned i = 0; i < count; i++)
        values[i] = (uint16_t)(from[2 * i] | from[2 * i + 1] << 8);
}

static void write_grams(unsigned char *run, const struct block *block,
                        const struct cd_sketch *sketch) {
    struct places at = places_of(block);
    uint8_t upper[CD_MOST_GRAMS];
    uint16_t low[CD_MOST_GRAMS];
    for (unsigned i = 0; i < block->gram_count; i++) {
        low[i] = (uint16_t)(sketch->grams[i] | (sketch->leads >> i & 1));
        run[at.middle + i] = (unsigned char)(sketch->grams[i] >> 16);
        upper[i] = (uint8_t)(sketch->grams[i] >> 24);
    }
    write_16(run + sizeof *block, low, block->gram_count);
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
                       struct cd_sketch *out) {
    struct cd_grams grams = grams_of(run, block);
    uint8_t upper[CD_MOST_GRAMS];
    cd_rising_read(grams.upper, upper, grams.count, grams.limit);
    out->leads = 0;
    for (unsigned i = 0; i < grams.count; i++) {
        out->grams[i] = (uint32_t)upper[i] << 24 | cd_grams_low(&grams, i);
        out->leads |= (uint64_t)(grams.low[2 * (size_t)i] & 1) << i;
    }
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

/* ---- the whole ---- */

size_t cd_packed_bytes(const struct cd_sketch *sketch) {
    struct block block = block_of(sketch);
    return places_of(&block).end;
}

void cd_packed_write(unsigned char *run, const struct cd_sketch *sketch) {
    struct block block = block_of(sketch);
    struct places at = places_of(&block);
    memcpy(run, &block, sizeof block);
    write_grams(run, &block, sketch);
    write_pairs(run, &block, sketch->pairs);
    write_16(run + at.numbers, sketch->numbers, block.number_count);
    write_16(run + at.slots, sketch->slots, block.slot_count);
    memcpy(run + at.fillers, sketch->fillers, block.slot_count);
}

void cd_packed_read(const unsigned char *run, struct cd_sketch *sketch) {
    struct block block;
    memcpy(&block, run, sizeof block);
    struct places at = places_of(&block);
    sketch->gram_shift = block.gram_shift;
    sketch->gram_count = block.gram_count;
    sketch->pair_shift = block.pair_shift;
    sketch->pair_count = block.pair_count;
    sketch->number_shift = block.number_shift;
    sketch->number_count = block.number_count;
    sketch->slot_shift = slot_shift(&block);
    sketch->brevity = brevity(&block);
    sketch->slot_count = block.slot_count;
    read_grams(run, &block, sketch);
    read_pairs(run, &block, sketch->pairs);
    read_16(run + at.numbers, sketch->numbers, block.number_count);
    read_16(run + at.slots, sketch->slots, block.slot_count);
    memcpy(sketch->fillers, run + at.fillers, block.slot_count);
}

struct cd_grams cd_packed_grams(const unsigned char *run) {
    struct block block;
    memcpy(&block, run, sizeof block);
    return grams_of(run, &block);
}

uint32_t cd_grams_at(const struct cd_grams *grams, unsigned i) {
    uint8_t upper = cd_rising_at(grams->upper, i, grams->count, grams->limit);
    return (uint32_t)upper << 24 | cd_grams_low(grams, i);
}

/* ---- from outside ---- */

static bool fits(const struct block *block) {
    return block->gram_count <= CD_MOST_GRAMS && block->pair_count <= CD_MOST_PAIRS &&
           block->number_count <= CD_MOST_NUMBERS && block->slot_count <= CD_MOST_SLOTS &&
           block->gram_shift <= CD_GREATEST_SHIFT &&
           block->pair_shift <= CD_GREATEST_SHIFT &&
           block->number_shift <= CD_GREATEST_SHIFT &&
           slot_shift(block) <= CD_GREATEST_SHIFT && brevity(block) <= CD_BREVITY_FEW;
}

/* Can the upper parts be read without running past their end? */
static bool uppers_hold(const unsigned char *run, const struct block *block) {
    struct places at = places_of(block);
    return cd_rising_holds(run + at.upper, block->gram_count, gram_limit(block)) &&
           cd_rising_holds(run + at.pairs_upper, block->pair_count, PAIR_LIMIT);
}

static bool rise(const uint16_t *values, unsigned count) {
    for (unsigned i = 1; i < count; i++)
        if (values[i] <= values[i - 1])
            return false;
    return true;
}

static bool grams_rise(const struct cd_sketch *sketch) {
    for (unsigned i = 0; i < sketch->gram_count; i++)
        if (sketch->grams[i] > UINT32_MAX >> sketch->gram_shift ||
            (i > 0 && sketch->grams[i] <= sketch->grams[i - 1]))
            return false;
    return true;
}

int cd_packed_parse(struct cd_str bytes, struct cd_sketch *sketch, size_t *size) {
    struct block block;
    const unsigned char *run = (const unsigned char *)bytes.p;
    if (bytes.len < sizeof block)
        return CD_EMESSAGE;
    memcpy(&block, run, sizeof block);
    if (!fits(&block) || places_of(&block).end > bytes.len || !uppers_hold(run, &block))
        return CD_EMESSAGE;
    cd_packed_read(run, sketch);
    *size = places_of(&block).end;
    bool good = grams_rise(sketch) && rise(sketch->pairs, sketch->pair_count) &&
                rise(sketch->numbers, sketch->number_count) &&
                rise(sketch->slots, sketch->slot_count);
    return good ? CD_OK : CD_EMESSAGE;
}
