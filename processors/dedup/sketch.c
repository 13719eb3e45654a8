#include "processors/dedup/sketch.h"

#include <stdlib.h>

#include "base/hash.h"

#define MANY          64 /* values that are not sorted by insertion */
#define SHORTEST_WORD 4  /* bytes; below are "the", "of": said by everybody */

/* One kind of sample: values go in, the smallest shift is found at the end. */
struct sampler {
    uint32_t *values;
    size_t count, room;
    uint32_t mask; /* the low bits that must be zero */
};

static void sample(struct sampler *sampler, uint32_t value) {
    if ((value & sampler->mask) == 0 && sampler->count < sampler->room)
        sampler->values[sampler->count++] = value;
}

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

/* Sorts values whose upper bits are spread evenly over `bits` bits: by those bits first,
 * then by insertion, which finds nearly everything in place. A text that repeats itself
 * over and over puts millions into one of the 64 parts; insertion would take hours.
 * `out` has room as `in`. */
static void sort_spread(const uint32_t *in, uint32_t *out, size_t n, unsigned bits) {
    uint32_t starts[65] = {0};
    unsigned shift = bits - 6;
    for (size_t i = 0; i < n; i++)
        starts[(in[i] >> shift) + 1]++;
    for (int b = 1; b <= 64; b++)
        starts[b] += starts[b - 1];
    for (size_t i = 0; i < n; i++)
        out[starts[in[i] >> shift]++] = in[i];
    for (size_t b = 0, from = 0; b < 64; from = starts[b++]) {
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

/* Keeps what is left by the smallest shift under which no more than `most` remain. */
static size_t coarsen(uint32_t *values, size_t n, size_t most, unsigned *shift) {
    while (n > most && *shift < CD_GREATEST_SHIFT) {
        uint32_t mask = (UINT32_C(1) << ++*shift) - 1;
        size_t kept = 0;
        for (size_t i = 0; i < n; i++)
            if ((values[i] & mask) == 0)
                values[kept++] = values[i];
        n = kept;
    }
    return n < most ? n : most;
}

static uint64_t join(const uint64_t *last, size_t i) {
    uint64_t h = 0;
    for (size_t k = 0; k < CD_GRAM; k++)
        h = (h + last[(i + k) % CD_GRAM]) * UINT64_C(0x9e3779b97f4a7c15);
    return cd_hash_mix(h);
}

/* Word 4-grams; a shorter text is one gram. */
static void walk_grams(struct sampler *sampler, const struct cd_text *text) {
    uint64_t last[CD_GRAM] = {0};
    size_t words = 0;
    for (uint32_t i = 0; i < text->token_count; i++) {
        const struct cd_token *token = &text->tokens[i];
        if (token->kind == CD_TOKEN_MARK)
            continue;
        last[words++ % CD_GRAM] = token->hash;
        if (words >= CD_GRAM)
            sample(sampler, (uint32_t)join(last, words % CD_GRAM));
    }
    if (words > 0 && words < CD_GRAM)
        sample(sampler, (uint32_t)join(last, 0));
}

static bool is_long(const struct cd_token *token) {
    return token->kind == CD_TOKEN_WORD && token->end - token->start >= SHORTEST_WORD;
}

/* Words of some length; of scripts without spaces each pair of neighbours. */
static void walk_words(struct sampler *sampler, const struct cd_text *text) {
    for (uint32_t i = 0; i < text->token_count; i++) {
        const struct cd_token *token = &text->tokens[i];
        if (token->flags & CD_TOKEN_CJK && i + 1 < text->token_count)
            sample(sampler, cd_hash_mix(token->hash + 3 * token[1].hash) & 0xffff);
        else if (is_long(token))
            sample(sampler, token->hash & 0xffff);
    }
}

static void walk_numbers(struct sampler *sampler, const struct cd_text *text) {
    for (uint32_t i = 0; i < text->token_count; i++)
        if (text->tokens[i].kind == CD_TOKEN_NUMBER)
            sample(sampler, text->tokens[i].hash & 0xffff);
}

/* A kind of unit: how it is walked, how many stay, how many bits its values have. */
struct unit {
    void (*walk)(struct sampler *sampler, const struct cd_text *text);
    size_t most;
    unsigned bits;
};

static const struct unit grams = {walk_grams, CD_MOST_GRAMS, 32};
static const struct unit words = {walk_words, CD_MOST_WORDS, 16};
static const struct unit numbers = {walk_numbers, CD_MOST_NUMBERS, 16};

struct sampled {
    uint32_t *values;
    size_t count;
    unsigned shift;
};

/* Samples one kind. The first guess at the shift is from the number of tokens, on the
 * fine side; it is too coarse only where units repeat, and then a finer one is tried. */
static int take(const struct unit *unit, const struct cd_text *text,
                struct cd_arena *arena, struct sampled *out) {
    size_t room = text->token_count + 1;
    uint32_t *raw = cd_arena_alloc(arena, room * sizeof *raw);
    uint32_t *sorted = cd_arena_alloc(arena, room * sizeof *sorted);
    if (!raw || !sorted)
        return CD_ENOMEM;
    unsigned shift = 0;
    while (shift < CD_GREATEST_SHIFT && text->token_count >> shift > 4 * unit->most)
        shift++;
    for (;; shift--) {
        struct sampler sampler = {raw, 0, room, (UINT32_C(1) << shift) - 1};
        unit->walk(&sampler, text);
        sort_spread(raw, sorted, sampler.count, unit->bits);
        size_t n = distinct(sorted, sampler.count);
        if (shift > 0 && n <= unit->most)
            continue;
        out->values = sorted;
        out->count = coarsen(sorted, n, unit->most, &shift);
        out->shift = shift;
        return CD_OK;
    }
}

static void narrow(uint16_t *to, const struct sampled *from) {
    for (size_t i = 0; i < from->count; i++)
        to[i] = (uint16_t)from->values[i];
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
    struct sampled g, w, n;
    if (take(&grams, text, arena, &g) || take(&words, text, arena, &w) ||
        take(&numbers, text, arena, &n))
        return CD_ENOMEM;
    sketch->gram_shift = (uint8_t)g.shift;
    sketch->gram_count = (uint8_t)g.count;
    memcpy(sketch->grams, g.values, g.count * sizeof *g.values);
    sketch->word_shift = (uint8_t)w.shift;
    sketch->word_count = (uint8_t)w.count;
    narrow(sketch->vocabulary, &w);
    sketch->number_shift = (uint8_t)n.shift;
    sketch->number_count = (uint8_t)n.count;
    narrow(sketch->numbers, &n);
    return CD_OK;
}
