#include "processors/dedup/numerals.h"

static int add_row(void *context, const char *language, struct cd_str row,
                   struct cd_error *err) {
    struct cd_numerals *numerals = context;
    (void)language;
    for (struct cd_str word = cd_row_word(&row); word.p; word = cd_row_word(&row)) {
        uint64_t hash = cd_word_hash(word);
        size_t bit = hash % CD_NUMERAL_BITS;
        numerals->bits[bit / 64] |= UINT64_C(1) << bit % 64;
        if (cd_words_add(numerals->words, hash, 0))
            return cd_fail_memory(err);
    }
    return CD_OK;
}

int cd_numerals_load(struct cd_numerals *numerals, const struct cd_config *config,
                     struct cd_error *err) {
    *numerals = (struct cd_numerals){.words = cd_words_new()};
    if (!numerals->words)
        return cd_fail_memory(err);
    int rc = cd_word_file_read(config, "numerals.json", add_row, numerals, err);
    if (rc)
        cd_numerals_done(numerals);
    return rc;
}

void cd_numerals_done(struct cd_numerals *numerals) {
    cd_words_free(numerals->words);
    numerals->words = NULL;
}
