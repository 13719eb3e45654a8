#include "processors/dedup/sketch.h"

#include <stdlib.h>

#include "base/hash.h"
#include "processors/dedup/brevity.h"
#include "processors/dedup/lead.h"
#include "processors/dedup/slots.h"
#include "processors/dedup/value.h"

#define TELLING_BYTES 3 /* of a number; what is shorter is found anywhere */

/* A text as the samplers read it: the hashes of its words, numbers included. */
struct words {
    const uint64_t *hashes;
    size_t count;
    const struct cd_text *text;
    struct cd_lead lead;
};

/* One kind of sample while it is taken. */
struct sampler {
    uint32_t *values; /* with room for one more than there can be */
    size_t count;
    uint32_t limit; /* the greatest value that stays */
};

static uint32_t limit_of(unsigned shift) { return UINT32_MAX >> shift; }

/* Without a branch, which would be guessed wrong every few words. */
static void sample(struct sampler *sampler, uint64_t hash) {
    sampler->values[sampler->count] = (uint32_t)hash;
    sampler->count += (uint32_t)hash <= sampler->limit;
}

/* The lowest bit of a gram or a pair: is it in the text's lead? */
#define LEAD UINT64_C(1)

static uint64_t lead_bit(struct cd_lead lead, size_t word) {
    return word - lead.first < lead.count ? LEAD : 0;
}

/* Word 4-grams, known by their first word; a shorter text is one gram. */
static void walk_grams(struct sampler *sampler, const struct words *words) {
    struct sampler s = *sampler;
    struct words w = *words;
    for (size_t i = 0; i + CD_GRAM <= w.count; i++)
        sample(&s, (cd_sketch_gram(w.hashes + i, CD_GRAM) & ~LEAD) | lead_bit(w.lead, i));
    if (w.count > 0 && w.count < CD_GRAM)
        sample(&s, cd_sketch_gram(w.hashes, w.count) | LEAD);
    *sampler = s;
}

/* Pairs of words at most CD_PAIR_REACH apart, whatever stands between them: what a copy
 * keeps in which words were put in, left out or misread. Known by their second word. */
static void walk_pairs(struct sampler *sampler, const struct words *words) {
    struct sampler s = *sampler;
    struct words w = *words;
    for (size_t i = 1; i < w.count; i++) {
        uint64_t lead = lead_bit(w.lead, i);
        for (size_t k = 1; k <= CD_PAIR_REACH && k <= i; k++) {
            uint64_t hash = w.hashes[i] + 3 * w.hashes[i - k];
            sample(&s, (hash * CD_SPREAD >> 32 & ~LEAD) | lead);
        }
    }
    *sampler = s;
}

/* Two texts have 2 or 14 in common by chance, 1,420 hardly. */
static uint64_t tells(const struct cd_token *number) {
    return number->end - number->start >= TELLING_BYTES;
}

static void walk_numbers(struct sampler *sampler, const struct words *words) {
    const struct cd_text *text = words->text;
    for (uint32_t i = 0; i < text->token_count; i++)
        if (text->tokens[i].kind == CD_TOKEN_NUMBER)
            sample(sampler,
                   (cd_value_hash(text, i) & ~UINT64_C(1)) | tells(&text->tokens[i]));
}

/* A kind of unit: how it is walked, how many come at most of each word, how many stay. */
struct unit {
    void (*walk)(struct sampler *sampler, const struct words *words);
    size_t each, most;
    bool rare; /* few words are one */
};

static const struct unit grams = {walk_grams, 1, CD_MOST_GRAMS, false};
static const struct unit pairs = {walk_pairs, CD_PAIR_REACH, CD_MOST_PAIRS, false};
static const struct unit numbers = {walk_numbers, 1, CD_MOST_NUMBERS, true};

#define BUCKETS 64
#define MANY    64 /* values that are not sorted by insertion */

#define SIEVE      1024 /* places; at most half of them in use, more than any sample has */
#define SIEVE_USED (UINT64_C(1) << 32)

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

static void sort_any(uint32_t *values, size_t n) {
    if (n > MANY)
        qsort(values, n, sizeof *values, compare_values);
    else
        sort_few(values, n);
}

/* Puts those of sorted values that are not there yet behind sorted ones before them, from
 * the same array; returns how many there are then. */
static size_t add_distinct(uint32_t *kept, size_t count, const uint32_t *more, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (count == 0 || kept[count - 1] != more[i])
            kept[count++] = more[i];
    return count;
}

static size_t distinct(uint32_t *values, size_t n) {
    return add_distinct(values, 0, values, n);
}

/* Sorts values that are spread evenly up to a limit, each once: by their upper bits
 * first, then by insertion, which finds nearly everything in place. A text that repeats
 * itself over and over puts millions into one of the parts; insertion would take hours.
 * Once there are more than `most` the greater ones are left out: a coarser sample has
 * none of them. */
static size_t sort_spread(const uint32_t *in, uint32_t *out, size_t n, unsigned shift,
                          size_t most) {
    uint32_t starts[BUCKETS + 1] = {0};
    unsigned below = 32 - 6 - shift;
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        starts[(in[i] >> below) + 1]++;
    for (int b = 1; b <= BUCKETS; b++)
        starts[b] += starts[b - 1];
    for (size_t i = 0; i < n; i++)
        out[starts[in[i] >> below]++] = in[i];
    for (size_t b = 0, from = 0; b < BUCKETS && kept <= most; from = starts[b++]) {
        sort_any(out + from, starts[b] - from);
        kept = add_distinct(out, kept, out + from, starts[b] - from);
    }
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

/* Different values as they come, never many more than are kept: where there are too many,
 * the limit is lowered. */
struct sieve {
    uint64_t places[SIEVE]; /* open addressing; 0: free, else the value and SIEVE_USED */
    size_t count;
    unsigned shift;
};

static void sieve_put(struct sieve *sieve, uint32_t value) {
    uint64_t entry = value | SIEVE_USED;
    size_t at = value * UINT32_C(0x9e3779b1) % SIEVE;
    while (sieve->places[at] && sieve->places[at] != entry)
        at = (at + 1) % SIEVE;
    sieve->count += !sieve->places[at];
    sieve->places[at] = entry;
}

static void sieve_coarsen(struct sieve *sieve) {
    struct sieve coarser = {.shift = sieve->shift + 1};
    for (size_t i = 0; i < SIEVE; i++)
        if (sieve->places[i] && (uint32_t)sieve->places[i] <= limit_of(coarser.shift))
            sieve_put(&coarser, (uint32_t)sieve->places[i]);
    *sieve = coarser;
}

/* Leaves each once, and of many those below a limit. */
static void sift(struct sampled *values) {
    struct sieve sieve = {.shift = 0};
    for (size_t i = 0; i < values->count; i++) {
        if (values->values[i] > limit_of(sieve.shift))
            continue;
        sieve_put(&sieve, values->values[i]);
        while (sieve.count > SIEVE / 2 && sieve.shift < CD_GREATEST_SHIFT)
            sieve_coarsen(&sieve);
    }
    values->shift = sieve.shift;
    values->count = 0;
    for (size_t i = 0; i < SIEVE; i++)
        if (sieve.places[i])
            values->values[values->count++] = (uint32_t)sieve.places[i];
}

/* Samples values of which few are left, or among which many are the same; in place, in
 * linear time whatever they are. */
static void take_all(struct sampled *values, size_t most) {
    if (values->count > MANY)
        sift(values);
    sort_any(values->values, values->count);
    values->count = distinct(values->values, values->count);
    coarsen(values, most);
}

/* Samples one kind. The first guess at the shift is from the number of tokens, on the
 * fine side; it is too coarse only where units are few or repeat. */
static int take(const struct unit *unit, const struct words *words,
                struct cd_arena *arena, struct sampled *out) {
    size_t room = (size_t)words->text->token_count * unit->each + 1;
    uint32_t *raw = cd_arena_alloc(arena, room * sizeof *raw);
    uint32_t *sorted = cd_arena_alloc(arena, room * sizeof *sorted);
    if (!raw || !sorted)
        return CD_ENOMEM;
    unsigned shift = 0;
    while (!unit->rare && shift < CD_GREATEST_SHIFT && room >> shift > 3 * unit->most)
        shift++;
    struct sampler sampler = {raw, 0, limit_of(shift)};
    unit->walk(&sampler, words);
    if (!unit->rare) {
        size_t count = sort_spread(raw, sorted, sampler.count, shift, unit->most);
        *out = (struct sampled){sorted, count, shift};
        coarsen(out, unit->most);
        if (shift == 0 || out->shift > shift)
            return CD_OK;
        sampler = (struct sampler){raw, 0, limit_of(0)};
        unit->walk(&sampler, words);
    }
    *out = (struct sampled){raw, sampler.count, 0};
    take_all(out, unit->most);
    return CD_OK;
}

/* Parts the bit of the lead from the grams. One that comes both there and later is two
 * values in a row. */
static void keep_grams(struct cd_sketch *sketch, const struct sampled *from) {
    sketch->gram_shift = (uint8_t)from->shift;
    for (size_t i = 0; i < from->count; i++) {
        uint32_t gram = from->values[i] & ~(uint32_t)LEAD;
        if (sketch->gram_count == 0 || sketch->grams[sketch->gram_count - 1] != gram)
            sketch->grams[sketch->gram_count++] = gram;
        sketch->leads |= (uint64_t)(from->values[i] & 1) << (sketch->gram_count - 1);
    }
}

/* Keeps 16 bits of each value, the last of them its flag; returns how many differ. */
static uint8_t narrow(uint16_t *to, const struct sampled *from) {
    uint8_t kept = 0;
    for (size_t i = 0; i < from->count; i++) {
        uint16_t flag = from->values[i] & 1;
        uint16_t value = (uint16_t)(from->values[i] >> (16 - from->shift)) & 0xfffe;
        if (kept == 0 || (to[kept - 1] & 0xfffe) != value)
            to[kept++] = value;
        to[kept - 1] |= flag;
    }
    return kept;
}

/* Leaves out places that a text has with several fillers: they say nothing. Sorts. */
static size_t unambiguous(uint32_t *values, size_t n) {
    sort_any(values, n);
    n = distinct(values, n);
    size_t kept = 0;
    for (size_t i = 0, next; i < n; i = next) {
        for (next = i + 1; next < n && (values[next] ^ values[i]) >> CD_FILLER_BITS == 0;
             next++)
            ;
        if (next == i + 1)
            values[kept++] = values[i];
    }
    return kept;
}

static void keep_slots(struct cd_sketch *sketch, struct cd_slots listed) {
    struct sampled slots = {listed.values, unambiguous(listed.values, listed.count), 0};
    coarsen(&slots, CD_MOST_SLOTS);
    sketch->slot_shift = (uint8_t)slots.shift;
    for (size_t i = 0; i < slots.count; i++) {
        uint16_t place = (uint16_t)(slots.values[i] >> (16 - slots.shift));
        if (sketch->slot_count && sketch->slots[sketch->slot_count - 1] == place)
            continue;
        sketch->slots[sketch->slot_count] = place;
        sketch->fillers[sketch->slot_count++] = (uint8_t)slots.values[i];
    }
}

uint64_t cd_sketch_text_hash(const struct cd_text *text) {
    uint64_t hash = 0;
    for (uint32_t i = 0; i < text->token_count; i++)
        if (text->tokens[i].kind != CD_TOKEN_MARK)
            hash = (hash + cd_value_hash(text, i)) * CD_SPREAD;
    return cd_hash_mix(hash);
}

/* As cd_sketch_text_hash does. */
static uint64_t hash_all(const struct words *words) {
    uint64_t hash = 0;
    for (size_t i = 0; i < words->count; i++)
        hash = (hash + words->hashes[i]) * CD_SPREAD;
    return cd_hash_mix(hash);
}

static int read_words(struct words *words, const struct cd_text *text,
                      struct cd_arena *arena) {
    uint64_t *hashes =
        cd_arena_alloc(arena, ((size_t)text->token_count + 1) * sizeof *hashes);
    if (!hashes)
        return CD_ENOMEM;
    *words = (struct words){.hashes = hashes, .text = text};
    for (uint32_t i = 0; i < text->token_count; i++)
        if (text->tokens[i].kind != CD_TOKEN_MARK)
            hashes[words->count++] = cd_value_hash(text, i);
    return CD_OK;
}

int cd_sketch_read(struct cd_sketch *sketch, const struct cd_text *text,
                   const struct cd_text *title, const struct cd_numerals *numerals,
                   struct cd_arena *arena) {
    struct words words;
    struct sampled g, p, n;
    struct cd_slots slots;
    if (read_words(&words, text, arena) ||
        cd_slots_list(text, title, numerals, arena, &slots))
        return CD_ENOMEM;
    words.lead = cd_lead_find(words.hashes, words.count, title);
    if (take(&grams, &words, arena, &g) || take(&pairs, &words, arena, &p) ||
        take(&numbers, &words, arena, &n))
        return CD_ENOMEM;
    *sketch =
        (struct cd_sketch){.text = hash_all(&words), .words = (uint32_t)words.count};
    keep_grams(sketch, &g);
    sketch->pair_shift = (uint8_t)p.shift;
    sketch->pair_count = narrow(sketch->pairs, &p);
    sketch->number_shift = (uint8_t)n.shift;
    sketch->number_count = narrow(sketch->numbers, &n);
    keep_slots(sketch, slots);
    uint32_t places = (uint32_t)sketch->slot_count << sketch->slot_shift;
    sketch->brevity = (uint8_t)cd_brevity_read(text, words.count, places);
    return CD_OK;
}
