#include "processors/dedup/sketch.h"

#include <stdlib.h>

#include "base/hash.h"

/* One kind of sample while it is taken. */
struct sampler {
    uint32_t *values;
    size_t count, room;
    uint32_t limit; /* the greatest value that stays */
};

static uint32_t limit_of(unsigned shift) { return UINT32_MAX >> shift; }

static void sample(struct sampler *sampler, uint64_t hash) {
    uint32_t value = (uint32_t)hash;
    if (value <= sampler->limit && sampler->count < sampler->room)
        sampler->values[sampler->count++] = value;
}

/* Word 4-grams; a shorter text is one gram. */
static void walk_grams(struct sampler *sampler, const struct cd_text *text) {
    uint64_t last[CD_GRAM] = {0};
    size_t words = 0;
    for (uint32_t i = 0; i < text->token_count; i++) {
        if (text->tokens[i].kind == CD_TOKEN_MARK)
            continue;
        last[words++ % CD_GRAM] = text->tokens[i].hash;
        if (words >= CD_GRAM)
            sample(sampler, cd_sketch_gram(last, words % CD_GRAM));
    }
    if (words > 0 && words < CD_GRAM)
        sample(sampler, cd_sketch_gram(last, 0));
}

/* Pairs of words at most CD_PAIR_REACH apart, whatever stands between them: what a copy
 * keeps in which words were put in, left out or misread. */
static void walk_pairs(struct sampler *sampler, const struct cd_text *text) {
    uint64_t last[CD_PAIR_REACH];
    size_t words = 0;
    for (uint32_t i = 0; i < text->token_count; i++) {
        uint64_t hash = text->tokens[i].hash;
        if (text->tokens[i].kind == CD_TOKEN_MARK)
            continue;
        for (size_t k = 0; k < CD_PAIR_REACH && k < words; k++)
            sample(sampler, cd_hash_mix(hash + 3 * last[k]));
        last[words++ % CD_PAIR_REACH] = hash;
    }
}

static void walk_numbers(struct sampler *sampler, const struct cd_text *text) {
    for (uint32_t i = 0; i < text->token_count; i++)
        if (text->tokens[i].kind == CD_TOKEN_NUMBER)
            sample(sampler, text->tokens[i].hash);
}

/* A kind of unit: how it is walked, how many come at most of each word, how many stay. */
struct unit {
    void (*walk)(struct sampler *sampler, const struct cd_text *text);
    size_t each, most;
};

static const struct unit grams = {walk_grams, 1, CD_MOST_GRAMS};
static const struct unit pairs = {walk_pairs, CD_PAIR_REACH, CD_MOST_PAIRS};
static const struct unit numbers = {walk_numbers, 1, CD_MOST_NUMBERS};

#define BUCKETS 64
#define MANY    64 /* values that are not sorted by insertion */

static int compare_values(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void sort_few(uint32_t *values, size_t n) {
    for (size_t i = 1; i < n; i++) {
        uint32_t value = values[i];
        size_t at = i;
        for (; at > 0 && values[at - 1] > value; at--)
            values[at] = values[at - 1];
        values[at] = value;
    }
}

/* Sorts values that are spread evenly up to a limit: by their upper bits first, then by
 * insertion, which finds nearly everything in place. A text that repeats itself over and
 * over puts millions into one of the parts; insertion would take hours. */
static void sort_spread(const uint32_t *in, uint32_t *out, size_t n, unsigned shift) {
    uint32_t starts[BUCKETS + 1] = {0};
    unsigned below = 32 - 6 - shift;
    for (size_t i = 0; i < n; i++)
        starts[(in[i] >> below) + 1]++;
    for (int b = 1; b <= BUCKETS; b++)
        starts[b] += starts[b - 1];
    for (size_t i = 0; i < n; i++)
        out[starts[in[i] >> below]++] = in[i];
    for (size_t b = 0, from = 0; b < BUCKETS; from = starts[b++]) {
        size_t part = starts[b] - from;
        if (part > MANY)
            qsort(out + from, part, sizeof *out, compare_values);
        else
            sort_few(out + from, part);
    }
}

static size_t distinct(uint32_t *values, size_t n) {
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || values[kept - 1] != values[i])
            values[kept++] = values[i];
    return kept;
}

struct sampled {
    uint32_t *values; /* rising */
    size_t count;
    unsigned shift;
};

/* Keeps what is left by the smallest shift under which no more than `most` remain. */
static void coarsen(struct sampled *sampled, size_t most) {
    while (sampled->count > most && sampled->shift < CD_GREATEST_SHIFT) {
        uint32_t limit = limit_of(++sampled->shift);
        while (sampled->count && sampled->values[sampled->count - 1] > limit)
            sampled->count--;
    }
    sampled->count = sampled->count < most ? sampled->count : most;
}

/* Samples one kind. The first guess at the shift is from the number of tokens, on the
 * fine side; it is too coarse only where units repeat, and then a finer one is tried. */
static int take(const struct unit *unit, const struct cd_text *text,
                struct cd_arena *arena, struct sampled *out) {
    size_t room = (size_t)text->token_count * unit->each + 1;
    uint32_t *raw = cd_arena_alloc(arena, room * sizeof *raw);
    uint32_t *sorted = cd_arena_alloc(arena, room * sizeof *sorted);
    if (!raw || !sorted)
        return CD_ENOMEM;
    unsigned shift = 0;
    while (shift < CD_GREATEST_SHIFT && room >> shift > 4 * unit->most)
        shift++;
    for (;; shift--) {
        struct sampler sampler = {raw, 0, room, limit_of(shift)};
        unit->walk(&sampler, text);
        sort_spread(raw, sorted, sampler.count, shift);
        *out = (struct sampled){sorted, distinct(sorted, sampler.count), shift};
        if (shift == 0 || out->count > unit->most)
            break;
    }
    coarsen(out, unit->most);
    return CD_OK;
}

/* Keeps 16 bits of each value; returns how many differ in them. */
static uint8_t narrow(uint16_t *to, const struct sampled *from) {
    uint8_t kept = 0;
    for (size_t i = 0; i < from->count; i++) {
        uint16_t value = (uint16_t)(from->values[i] >> (16 - from->shift));
        if (kept == 0 || to[kept - 1] != value)
            to[kept++] = value;
    }
    return kept;
}

uint64_t cd_sketch_text_hash(const struct cd_text *text) {
    uint64_t hash = 0;
    for (uint32_t i = 0; i < text->token_count; i++)
        if (text->tokens[i].kind != CD_TOKEN_MARK)
            hash = cd_hash_mix(hash + text->tokens[i].hash);
    return hash;
}

static uint32_t count_words(const struct cd_text *text) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < text->token_count; i++)
        count += text->tokens[i].kind != CD_TOKEN_MARK;
    return count;
}

int cd_sketch_read(struct cd_sketch *sketch, const struct cd_text *text,
                   struct cd_arena *arena) {
    *sketch =
        (struct cd_sketch){.text = cd_sketch_text_hash(text), .words = count_words(text)};
    struct sampled g, p, n;
    if (take(&grams, text, arena, &g) || take(&pairs, text, arena, &p) ||
        take(&numbers, text, arena, &n))
        return CD_ENOMEM;
    sketch->gram_shift = (uint8_t)g.shift;
    sketch->gram_count = (uint8_t)g.count;
    memcpy(sketch->grams, g.values, g.count * sizeof *g.values);
    sketch->pair_shift = (uint8_t)p.shift;
    sketch->pair_count = narrow(sketch->pairs, &p);
    sketch->number_shift = (uint8_t)n.shift;
    sketch->number_count = narrow(sketch->numbers, &n);
    return CD_OK;
}
