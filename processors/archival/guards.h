/* What keeps a sentence from being taken for a notice that it only looks like: it is in
 * quotation marks, somebody else says it, or it is a label that speaks of the word. */
#ifndef CD_ARCHIVAL_GUARDS_H
#define CD_ARCHIVAL_GUARDS_H

#include "processors/archival/lexicon.h"

/* Is it a "»" that begins a paragraph and has no other beside it, as sites' marks are? */
bool cd_is_arrow(const struct cd_text *text, uint32_t at);

/* Is token `at` inside quotation marks that were opened in its paragraph? */
bool cd_is_quoted(const struct cd_text *text, uint32_t at);

/* A quotation mark of any language. */
bool cd_is_quotation_mark(uint32_t sign);

/* A helping pattern to look for: of a role, and of the language of what it is to help or
 * of the article. Of all languages it would be found everywhere: "so" reports speech in
 * German. */
struct cd_helper {
    const struct cd_lexicon *lexicon;
    const char *language;
    struct cd_str article; /* its language; absent: not known */
    enum cd_role role;
};

/* Does one begin at token `at`? */
bool cd_helper_at(struct cd_helper helper, const struct cd_text *text, uint32_t at);

/* Does one begin anywhere in the span? Looks at its first 240 tokens. */
bool cd_helper_within(struct cd_helper helper, const struct cd_text *text,
                      struct cd_span span);

/* Does it say what is right and what was wrong ("1934, not 1931", "instead of")? A word
 * alone counts behind a comma. `helper` is of CD_ROLE_CONTRAST. */
bool cd_has_contrast(struct cd_helper helper, const struct cd_text *text,
                     struct cd_span span);

/* Do the span's words end by giving them to a speaker ("…, he said.") that is not the
 * publisher ("…, we said")? `helper` is of CD_ROLE_REPORTED. */
bool cd_is_reported(struct cd_helper helper, const struct cd_text *text,
                    struct cd_span span);

#endif
