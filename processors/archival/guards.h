/* What keeps a sentence from being taken for a notice that it only looks like: it is in
 * quotation marks, somebody else says it, or it is a label that speaks of the word. */
#ifndef CD_ARCHIVAL_GUARDS_H
#define CD_ARCHIVAL_GUARDS_H

#include "processors/archival/lexicon.h"

/* Is token `at` inside quotation marks that were opened in its paragraph? */
bool cd_is_quoted(const struct cd_text *text, uint32_t at);

/* A quotation mark of any language. */
bool cd_is_quotation_mark(uint32_t sign);

/* Does the sentence end in words that give it to a speaker ("…, he said.")? Looked for
 * in tokens [from, end). */
bool cd_is_reported(const struct cd_lexicon *lexicon, const struct cd_text *text,
                    struct cd_span span);

/* Does a helping pattern of this role begin at token `at`? */
bool cd_role_at(const struct cd_lexicon *lexicon, const struct cd_text *text, uint32_t at,
                enum cd_role role);

/* Is there one anywhere in tokens [first, end)? */
bool cd_role_within(const struct cd_lexicon *lexicon, const struct cd_text *text,
                    struct cd_span span, enum cd_role role);

#endif
