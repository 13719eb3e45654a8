#include "processors/dedup/passages.h"

#include <stdlib.h>

#include "processors/dedup/value.h"

struct hashes {
    uint64_t *values; /* by place, or sorted and distinct */
    size_t count;
};

/* A text as it is compared: its words, and the gram that begins at each. */
struct side {
    const struct cd_text *text;
    uint32_t *words;      /* tokens */
    struct hashes grams;  /* by first word; a text shorter than one gram is one */
    struct hashes sorted; /* the same, each once */
    struct hashes numbers;
    size_t word_count, gram_words;
};

static bool is_word(const struct cd_text *text, uint32_t token) {
    return text->tokens[token].kind != CD_TOKEN_MARK;
}

static int by_value(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void sort(struct hashes *hashes) {
    qsort(hashes->values, hashes->count, sizeof *hashes->values, by_value);
    size_t kept = 0;
    for (size_t i = 0; i < hashes->count; i++)
        if (kept == 0 || hashes->values[kept - 1] != hashes->values[i])
            hashes->values[kept++] = hashes->values[i];
    hashes->count = kept;
}

static bool has(const struct hashes *sorted, uint64_t value) {
    return bsearch(&value, sorted->values, sorted->count, sizeof value, by_value) != NULL;
}

static bool make_room(struct hashes *hashes, size_t count, struct cd_arena *arena) {
    hashes->values = cd_arena_zero(arena, count + 1, sizeof *hashes->values);
    return hashes->values != NULL;
}

static void read_grams(struct side *side) {
    for (size_t i = 0; i + side->gram_words <= side->word_count; i++) {
        uint64_t hashes[CD_GRAM];
        for (size_t k = 0; k < side->gram_words; k++)
            hashes[k] = cd_value_hash(side->text, side->words[i + k]);
        side->grams.values[side->grams.count++] =
            cd_sketch_gram(hashes, side->gram_words);
    }
    side->sorted.count = side->grams.count;
    for (size_t i = 0; i < side->grams.count; i++)
        side->sorted.values[i] = side->grams.values[i];
    sort(&side->sorted);
}

static int read_side(struct side *side, const struct cd_text *text,
                     struct cd_arena *arena) {
    uint32_t count = text->token_count;
    *side = (struct side){.text = text};
    side->words = cd_arena_zero(arena, (size_t)count + 1, sizeof *side->words);
    if (!side->words || !make_room(&side->grams, count, arena) ||
        !make_room(&side->sorted, count, arena) ||
        !make_room(&side->numbers, count, arena))
        return CD_ENOMEM;
    for (uint32_t i = 0; i < count; i++) {
        if (is_word(text, i))
            side->words[side->word_count++] = i;
        if (text->tokens[i].kind == CD_TOKEN_NUMBER)
            side->numbers.values[side->numbers.count++] = cd_value_hash(text, i);
    }
    side->gram_words = side->word_count < CD_GRAM ? side->word_count : CD_GRAM;
    if (side->gram_words)
        read_grams(side);
    sort(&side->numbers);
    return CD_OK;
}

/* From the first to the last word of a shared gram, marks between them included. */
static void flag_gram(struct cd_shared *out, const struct side *side, size_t gram) {
    uint32_t first = side->words[gram];
    uint32_t last = side->words[gram + side->gram_words - 1];
    for (uint32_t i = first; i <= last; i++) {
        if (is_word(side->text, i) && !(out->flags[i] & CD_SHARED_PASSAGE))
            out->shared_words++;
        out->flags[i] |= CD_SHARED_PASSAGE;
    }
}

static int flag(struct cd_shared *out, const struct side *side, const struct side *other,
                struct cd_arena *arena) {
    const struct cd_text *text = side->text;
    *out = (struct cd_shared){.words = (uint32_t)side->word_count};
    out->flags = cd_arena_zero(arena, (size_t)text->token_count + 1, 1);
    if (!out->flags)
        return CD_ENOMEM;
    for (size_t i = 0; i < side->grams.count; i++)
        if (has(&other->sorted, side->grams.values[i]))
            flag_gram(out, side, i);
    for (uint32_t i = 0; i < text->token_count; i++)
        if (text->tokens[i].kind == CD_TOKEN_NUMBER &&
            has(&other->numbers, cd_value_hash(text, i)))
            out->flags[i] |= CD_SHARED_NUMBER;
    return CD_OK;
}

static struct cd_overlap count_grams(const struct side *a, const struct side *b) {
    struct cd_overlap overlap = {.mine = (unsigned)a->sorted.count,
                                 .theirs = (unsigned)b->sorted.count};
    for (size_t i = 0; i < a->sorted.count; i++)
        overlap.shared += has(&b->sorted, a->sorted.values[i]);
    return overlap;
}

int cd_passages_find(struct cd_passages *out, const struct cd_text *a,
                     const struct cd_text *b, struct cd_arena *arena) {
    struct side first, second;
    if (read_side(&first, a, arena) || read_side(&second, b, arena) ||
        flag(&out->a, &first, &second, arena) || flag(&out->b, &second, &first, arena))
        return CD_ENOMEM;
    out->grams = count_grams(&first, &second);
    return CD_OK;
}
