#include "processors/quotes/titles.h"

#define MOST_WORDS 7 /* of a title */

static bool is_word_of_title(const struct cd_reading *r, uint32_t token) {
    const uint64_t words = CD_OFFICE | CD_OFFICE_PART | CD_PERSON | CD_DEMONYM | CD_ORG |
                           CD_ORG_NAME | CD_PLACE | CD_HONORIFIC;
    uint64_t class = r->classes[token];
    return cd_is_word(r, token) && (class & words) &&
           !(class & (CD_DATE | CD_DETERMINER | CD_ANY_PRONOUN)) &&
           !(r->text->tokens[token].flags & CD_TOKEN_POSSESSIVE);
}

static bool is_office(const struct cd_reading *r, uint32_t token) {
    return cd_is_word(r, token) && (r->classes[token] & (CD_OFFICE | CD_PERSON));
}

bool cd_title_is_office(const struct cd_reading *r, struct cd_span title) {
    for (uint32_t i = title.first; i < title.end; i++)
        if (is_office(r, i))
            return true;
    return false;
}

static bool is_title(const struct cd_reading *r, struct cd_span title) {
    for (uint32_t i = title.first; i < title.end; i++)
        if (cd_is_word(r, i) && (r->classes[i] & CD_HONORIFIC))
            return true;
    return cd_title_is_office(r, title);
}

static struct cd_span before(const struct cd_reading *r, const struct cd_mention *m) {
    struct cd_span title = {m->title_first, m->first};
    bool elided = cd_elided(r, m->title_first) == CD_ELISION_NAME;
    for (uint32_t n = 0; n < MOST_WORDS && title.first > 0 && !elided; n++) {
        bool begins = r->text->tokens[title.first].flags & CD_TOKEN_SENTENCE;
        if (begins || !is_word_of_title(r, title.first - 1))
            break;
        title.first--;
    }
    /* "his brother" */
    bool own = title.first > 0 &&
               (r->classes[title.first - 1] & (CD_POSSESSIVE | CD_HIS | CD_HER));
    return !own && is_title(r, title) ? title : (struct cd_span){0, 0};
}

/* ", the Russian foreign minister,", ", an analyst at Acme". */
static struct cd_span behind(const struct cd_reading *r, const struct cd_mention *m) {
    struct cd_span none = {0, 0};
    uint32_t i = m->end + 1;
    if (!cd_is_mark(r, m->end, ','))
        return none;
    if (cd_is_word(r, i) && (r->classes[i] & CD_DETERMINER) &&
        !(r->classes[i] & (CD_POSSESSIVE | CD_HIS | CD_HER)))
        i++;
    struct cd_span title = {i, i};
    while (title.end < i + MOST_WORDS && is_word_of_title(r, title.end) &&
           !(r->text->tokens[title.end].flags & CD_TOKEN_SENTENCE))
        title.end++;
    bool ends = cd_is_mark(r, title.end, ',') || cd_is_mark(r, title.end, '.') ||
                (cd_is_word(r, title.end) && (r->classes[title.end] & CD_PREPOSITION));
    return ends && title.end > i && is_office(r, title.end - 1) ? title : none;
}

struct cd_span cd_title_of(const struct cd_reading *r, const struct cd_mention *m) {
    struct cd_span title = before(r, m);
    return title.end > title.first ? title : behind(r, m);
}
