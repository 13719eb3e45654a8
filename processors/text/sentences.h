/* Where sentences and paragraphs begin and end, over tokens that are read. */
#ifndef CD_PROCESSORS_TEXT_SENTENCES_H
#define CD_PROCESSORS_TEXT_SENTENCES_H

#include "processors/text/text.h"

/* Values in the set of abbreviations: what a full stop behind the word is. */
enum {
    CD_ABBREVIATION = 1,         /* no end of a sentence */
    CD_ABBREVIATION_NUMBER = 2,  /* none where a number follows ("No. 2") */
    CD_ABBREVIATION_CAPITAL = 8, /* none behind a capitalised one ("Hon."; Swedish "hon"
                                  * is she) */
    CD_ABBREVIATION_MONTH = 4, /* none before the word, where it stands behind a number of
                                  at most two digits ("am 3. Mai") */
};

/* Fills text->sentences and text->paragraphs and sets the tokens' flags. The reader has
 * set CD_TOKEN_PARAGRAPH behind blank lines and block tags, CD_TOKEN_LINE behind line
 * breaks. CD_ENOMEM. */
CD_MUST_USE int cd_sentences_find(struct cd_text *text, struct cd_arena *arena,
                                  const struct cd_words *abbreviations);

#endif
