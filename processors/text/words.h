/* A set of words, or of runs of words, each with a number that says what it is: how
 * lexicons are looked up by the hashes that tokens carry. Built at start, read-only and
 * shared by all threads after that. */
#ifndef CD_PROCESSORS_TEXT_WORDS_H
#define CD_PROCESSORS_TEXT_WORDS_H

#include <stdint.h>

#include "base/arena.h"

struct cd_words;

/* The hash by which tokens carry this word: folded as the tokeniser folds. */
uint64_t cd_word_hash(struct cd_str word);

/* An empty set on the heap; NULL without memory. */
struct cd_words *cd_words_new(void);
void cd_words_free(struct cd_words *words);

/* Puts a hash in; `value` is the caller's (0 to 2^31 - 1). One that is there already gets
 * the bits of both (value | value). CD_ENOMEM. */
CD_MUST_USE int cd_words_add(struct cd_words *words, uint64_t hash, int value);

/* The value, or -1 for a word that is not in the set. */
int cd_words_find(const struct cd_words *words, uint64_t hash);

size_t cd_words_count(const struct cd_words *words);

#endif
