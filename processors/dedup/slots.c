#include "processors/dedup/slots.h"

#include "base/hash.h"
#include "processors/dedup/value.h"

/* Stands in the surroundings for what may be filled in. */
#define WILD UINT64_C(0x2a)

#define WORD_SIGNS 3

/* The text as slots see it: a word, or a run of particulars. */
struct unit {
    uint64_t around; /* what it is in the surroundings of others */
    uint64_t filler; /* 0: a word */
    bool sign;       /* of a script without spaces */
};

static bool is_capital(const struct cd_token *token) {
    return token->kind == CD_TOKEN_WORD && (token->flags & CD_TOKEN_CAPITAL);
}

#define SET_BITS 2048

/* Some words of a text, by their hashes; now and then it has one too many. */
struct set {
    uint64_t bits[SET_BITS / 64];
};

static void put(struct set *set, uint64_t word) {
    set->bits[word % SET_BITS / 64] |= UINT64_C(1) << word % 64;
}

static bool has(const struct set *set, uint64_t word) {
    return set->bits[word % SET_BITS / 64] >> word % 64 & 1;
}

/* How a text and its headline write their words. */
struct capitals {
    struct set inside; /* with a capital, inside of a sentence or in the headline */
    struct set small;  /* without one */
    bool tell;
};

/* Where most words have a capital (headlines, texts in capitals alone) it says nothing.
 */
static void read_capitals(struct capitals *capitals, const struct cd_text *text) {
    uint32_t words = 0, count = 0;
    for (uint32_t i = 0; i < text->token_count; i++) {
        const struct cd_token *token = &text->tokens[i];
        bool word = token->kind == CD_TOKEN_WORD, capital = is_capital(token);
        words += word;
        count += capital;
        if (word && !capital)
            put(&capitals->small, token->stem_hash);
        else if (capital && !(token->flags & CD_TOKEN_SENTENCE))
            put(&capitals->inside, token->stem_hash);
    }
    capitals->tell = count * 2 < words;
}

static void read_headline(struct capitals *capitals, const struct cd_text *title) {
    for (uint32_t i = 0; title && i < title->token_count; i++)
        if (is_capital(&title->tokens[i]))
            put(&capitals->inside, title->tokens[i].stem_hash);
}

static bool is_numeral(const struct cd_token *token, const struct cd_numerals *numerals) {
    return token->kind == CD_TOKEN_NUMBER ||
           (numerals && cd_numerals_have(numerals, token->hash));
}

/* The first of a sentence has a capital in any case; it is taken for a name before
 * another one, and where it has a capital elsewhere, too, and nowhere none. */
static bool is_name(const struct cd_text *text, const struct capitals *capitals,
                    uint32_t i) {
    const struct cd_token *token = &text->tokens[i];
    if (!is_capital(token))
        return false;
    return !(token->flags & CD_TOKEN_SENTENCE) ||
           (i + 1 < text->token_count && is_capital(&text->tokens[i + 1])) ||
           (has(&capitals->inside, token->stem_hash) &&
            !has(&capitals->small, token->stem_hash));
}

static size_t read_units(const struct cd_text *text, const struct cd_text *title,
                         const struct cd_numerals *numerals, struct unit *units) {
    struct capitals capitals = {.tell = false};
    bool joins = false;
    size_t n = 0;
    read_capitals(&capitals, text);
    read_headline(&capitals, title);
    for (uint32_t i = 0; i < text->token_count; i++) {
        const struct cd_token *token = &text->tokens[i];
        if (token->kind == CD_TOKEN_MARK)
            continue;
        bool first = token->flags & CD_TOKEN_SENTENCE;
        if (!is_numeral(token, numerals) &&
            !(capitals.tell && is_name(text, &capitals, i))) {
            bool wild = capitals.tell && first && is_capital(token);
            units[n++] = (struct unit){.around = wild ? WILD : token->hash,
                                       .sign = token->flags & CD_TOKEN_CJK};
            joins = false;
            continue;
        }
        if (!joins || first)
            units[n++] = (struct unit){.around = WILD};
        uint64_t value =
            token->kind == CD_TOKEN_NUMBER ? cd_value_hash(text, i) : token->stem_hash;
        units[n - 1].filler = cd_hash_mix(units[n - 1].filler + value) | 1;
        joins = true;
    }
    return n;
}

/* A word to the left or right of a unit: of a script without spaces, three signs. Returns
 * the unit behind it. */
static size_t add_word(uint64_t *hash, const struct unit *units, size_t n, size_t at,
                       size_t step) {
    for (int signs = 0; at < n; at += step) {
        *hash = cd_hash_mix(*hash + units[at].around);
        if (!units[at].sign || ++signs == WORD_SIGNS)
            return at + step;
    }
    *hash = cd_hash_mix(*hash);
    return at;
}

/* Two words before, one behind. Before the first unit lies none: at is SIZE_MAX. */
static uint64_t around(const struct unit *units, size_t n, size_t i) {
    uint64_t hash = 0;
    size_t at = add_word(&hash, units, n, i - 1, SIZE_MAX);
    add_word(&hash, units, n, at, SIZE_MAX);
    add_word(&hash, units, n, i + 1, 1);
    return hash;
}

int cd_slots_list(const struct cd_text *text, const struct cd_text *title,
                  const struct cd_numerals *numerals, struct cd_arena *arena,
                  struct cd_slots *slots) {
    size_t room = (size_t)text->token_count + 1;
    struct unit *units = cd_arena_alloc(arena, room * sizeof *units);
    *slots = (struct cd_slots){cd_arena_alloc(arena, room * sizeof *slots->values), 0};
    if (!units || !slots->values)
        return CD_ENOMEM;
    size_t n = read_units(text, title, numerals, units);
    for (size_t i = 0; i < n; i++) {
        if (!units[i].filler)
            continue;
        uint32_t place = (uint32_t)around(units, n, i) << CD_FILLER_BITS;
        uint32_t filler = (uint32_t)(units[i].filler >> 32) >> (32 - CD_FILLER_BITS);
        /* The place in the upper bits, by which the sample is taken. */
        slots->values[slots->count++] = place | filler;
    }
    return CD_OK;
}
