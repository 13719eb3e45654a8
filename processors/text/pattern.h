/* Patterns over the tokens of a text, for lexicons: many of them in one trie of words,
 * walked once from a place where a sentence begins. The language of patterns:
 *
 *   this article      words, folded as the tokeniser folds them
 *   (a|b c)  [a|b]    a choice; the same, or nothing
 *   <item>            a set that was defined before, as a choice
 *   #                 a number          <date>   1 to 10 words that make a date
 *   ~corrects         the word, also with one letter (not the last) left out, or doubled,
 *                     or changed with the next
 *   *   **            one word; up to eight words of the same sentence
 *   :                 the end of a label: one of : — – - | ) ] » 】 or the line's end
 *   ,                 a comma or quotation mark
 *   -                 a hyphen
 *   .                 the end of the sentence (nothing is taken)
 *
 * The sign © counts as a word. Other punctuation between words is stepped over. A pattern
 * does not go on beyond its sentence. A walk holds at most CD_PATTERN_WIDTH places in the
 * trie and ends after CD_PATTERN_DEPTH tokens, so that time is linear in the text
 * whatever it says. */
#ifndef CD_TEXT_PATTERN_H
#define CD_TEXT_PATTERN_H

#include "processors/text/text.h"

/* "This article …" is held at up to 107 places in the lexicons of notices and furniture,
 * and matches up to 26 values; what finds no room any more is lost, and the walk counted
 * (cd_patterns_full). How many places a text may need cannot be told from the patterns
 * but by trying all texts. */
#define CD_PATTERN_WIDTH 192
#define CD_PATTERN_DEPTH 64

struct cd_patterns;

/* An empty collection; NULL without memory. Free with cd_patterns_free (NULL allowed). */
struct cd_patterns *cd_patterns_new(void);
void cd_patterns_free(struct cd_patterns *patterns);

/* What <date> takes beside numbers: a function of a token's hash, with its data, both
 * borrowed. Without it numbers alone. */
void cd_patterns_date_words(struct cd_patterns *patterns,
                            bool (*is_date_word)(const void *data, uint64_t hash),
                            const void *data);

/* Defines <name> for patterns that are added later under the same `language`; one
 * defined under the language "" is known in all. CD_EUSAGE with the column, CD_ENOMEM. */
CD_MUST_USE int cd_patterns_define(struct cd_patterns *patterns, const char *language,
                                   const char *name, const char *choice,
                                   struct cd_error *err);

/* Adds a pattern that stands for `value`. Many patterns may have one value, and many
 * values one pattern. CD_EUSAGE with the column, CD_ENOMEM. */
CD_MUST_USE int cd_patterns_add(struct cd_patterns *patterns, const char *language,
                                const char *pattern, uint32_t value,
                                struct cd_error *err);

/* Ends the building; after it the collection is read-only and may be shared. CD_ENOMEM.
 */
CD_MUST_USE int cd_patterns_finish(struct cd_patterns *patterns, struct cd_error *err);

/* A pattern that was found: tokens [start, end) of the walk. */
struct cd_pattern_match {
    uint32_t value, end;
};

#define CD_PATTERN_MATCHES 64

/* What begins at this token (a word or number): the longest match of each value that is
 * found, in the order in which they were found; at most CD_PATTERN_MATCHES. Costs
 * nanoseconds where no pattern begins with the token and the one behind it. */
size_t cd_patterns_match(const struct cd_patterns *patterns, const struct cd_text *text,
                         uint32_t token, struct cd_pattern_match out[CD_PATTERN_MATCHES]);

/* The first token of [from, to) at which one of the patterns may begin; `to` where there
 * is none. A filter: most tokens are passed over in a nanosecond or two. */
uint32_t cd_patterns_next(const struct cd_patterns *patterns, const struct cd_text *text,
                          uint32_t from, uint32_t to);

/* How many walks since the building found no room for a place or a match, and may have
 * lost one; 0 with a sound lexicon. */
uint64_t cd_patterns_full(const struct cd_patterns *patterns);

/* How many words, sets and trie nodes there are; for tests and logs. */
struct cd_patterns_size {
    size_t words, symbols, nodes;
};
struct cd_patterns_size cd_patterns_size(const struct cd_patterns *patterns);

#endif
