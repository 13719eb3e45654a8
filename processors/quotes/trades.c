/* See trades.h. */
#include "processors/quotes/trades.h"

bool cd_ends_as_trade(const struct cd_reading *r, uint32_t token) {
    static const char *const ends[] = {"er",  "or",  "ist", "ian", "ant", "ent", "ess",
                                       "ute", "ete", "ive", "ior", "man", "eur", "ee"};
    const struct cd_token *t = &r->text->tokens[token];
    struct cd_str word = cd_token_str(r->text, token);
    bool matter = word.len > 4 && memcmp(word.p + word.len - 4, "ment", 4) == 0;
    if (word.len < 6 || matter)
        return false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t n = strlen(ends[i]);
        if (memcmp(r->text->bytes.p + t->end - n, ends[i], n) == 0)
            return true;
    }
    return false;
}

bool cd_may_be_person(const struct cd_reading *r, uint32_t token) {
    /* "the Guardian" */
    bool paper = r->language == CD_ENGLISH && (r->classes[token] & CD_ORG_NAME) &&
                 (r->text->tokens[token].flags & CD_TOKEN_CAPITAL);
    if (r->classes[token] & (CD_PERSON | CD_AGE))
        return !paper;
    if (r->language != CD_ENGLISH)
        return false;
    return (r->classes[token] & CD_DEMONYM) ||
           (r->classes[token] == 0 && cd_ends_as_trade(r, token));
}
