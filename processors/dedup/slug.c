#include "processors/dedup/slug.h"

#include "base/hash.h"

#define MOST ((1u << CD_SLUG_BITS) - 1)

/* Folded, in the languages of the agencies. An update without a number is anybody's. */
static const char *const corrections[] = {
    "corrected",  "correction", "corrects",     "refile",       "refiling",
    "korrektur",  "korrigiert", "berichtigung", "rectificatif", "correctif",
    "correccion", "correcao",   "rettifica",    "rectificatie", "rattelse",
    "retracted",  "retraction", "withdrawn",    "kill",         "killed",
};

static uint64_t hash_of(const char *word) {
    struct cd_word_hash hash = {0};
    for (; *word; word++)
        cd_word_hash_add(&hash, (unsigned char)*word);
    return cd_word_hash_end(&hash);
}

static bool is_correction(uint64_t word) {
    for (size_t i = 0; i < sizeof corrections / sizeof *corrections; i++)
        if (word == hash_of(corrections[i]))
            return true;
    return false;
}

static const struct cd_token *at(const struct cd_text *title, uint32_t i,
                                 enum cd_token_kind kind) {
    bool there = i < title->token_count && title->tokens[i].kind == kind;
    return there ? &title->tokens[i] : NULL;
}

/* A slug is parted from the headline by a mark: "Correction officers strike" has none. */
uint8_t cd_slug_read(const struct cd_text *title) {
    uint32_t i = at(title, 0, CD_TOKEN_MARK) ? 1 : 0;
    const struct cd_token *word = at(title, i, CD_TOKEN_WORD);
    const struct cd_token *number = at(title, i + 1, CD_TOKEN_NUMBER);
    if (!word || !at(title, i + (number ? 2 : 1), CD_TOKEN_MARK))
        return 0;
    if (number ? word->hash != hash_of("update") : !is_correction(word->hash))
        return 0;
    uint64_t slug = word->hash + (number ? number->hash : 0);
    return (uint8_t)(1 + cd_hash_mix(slug) % MOST);
}
