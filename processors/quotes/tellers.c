/* See tellers.h. */
#include "processors/quotes/tellers.h"

#include "processors/quotes/clauses.h"
#include "processors/quotes/phrases.h"
#include "processors/quotes/subjects.h"

#define MOST_ADDRESSED 4 /* words of "told the court she" */

/* "Ann Doyle, she added, “can type.”": whom is told of, not who tells; or CD_NONE. */
static uint32_t told_of(const struct cd_walk *w, const struct cd_clause *c,
                        uint32_t pronoun) {
    uint32_t verb = pronoun + 1;
    if (pronoun < c->sentence.first + 2 || !cd_item_of(c, pronoun - 1, CD_ITEM_COMMA) ||
        cd_is_governed(c, pronoun - 2))
        return CD_NONE;
    bool named = cd_item_names(c, pronoun - 2);
    bool described = cd_is_described(c, pronoun - 2); /* "The 54-year-old, he said," */
    if (!named && !described)
        return CD_NONE;
    while (cd_item_adverb(c, verb))
        verb++;
    bool thrown_in =
        cd_item_is(c, verb, CD_SAY) && (cd_item_of(c, verb + 1, CD_ITEM_COMMA) ||
                                        cd_item_of(c, verb + 1, CD_ITEM_QUOTE));
    if (!thrown_in)
        return CD_NONE;
    return named
               ? w->r->mentions[c->items[pronoun - 2].ref].name
               : cd_salience_describe(&w->salience, c->items[pronoun - 2].first, CD_NONE);
}

/* The verb that tells what the pronoun begins, "said he", "told the court she"; or
 * CD_NONE. */
static uint32_t verb_before(const struct cd_clause *c, uint32_t pronoun) {
    uint32_t i = pronoun;
    if (i > c->sentence.first && cd_item_is(c, i - 1, CD_SUBORDINATOR))
        i--;
    uint32_t behind = i; /* of the verb */
    for (uint32_t n = 0; n < MOST_ADDRESSED && behind > c->sentence.first + 1; n++) {
        if (cd_item_is(c, behind - 1, CD_SAY | CD_ANY_PRONOUN) ||
            !cd_item_of(c, behind - 1, CD_ITEM_WORD))
            break;
        behind--;
    }
    bool tells = behind > c->sentence.first && cd_item_is(c, behind - 1, CD_SAY_STRONG);
    bool told = behind < i && !cd_item_is(c, behind - 1, CD_ADDRESSED);
    return tells && !told ? behind - 1 : CD_NONE;
}

/* "Lyle said he could not sleep": who says of himself; or CD_NONE. */
static uint32_t teller_of(struct cd_walk *w, const struct cd_clause *c,
                          uint32_t pronoun) {
    uint32_t verb = verb_before(c, pronoun);
    if (verb == CD_NONE)
        return CD_NONE;
    uint32_t before = verb;
    while (before > c->sentence.first && cd_item_adverb(c, before - 1))
        before--;
    bool named = before > c->sentence.first && cd_item_names(c, before - 1);
    struct cd_subject teller = named ? cd_name_subject(c, before - 1)
                               : c->r->language == CD_ENGLISH ? cd_subject_before(c, verb)
                                                              : cd_no_subject();
    if (teller.kind != CD_SUBJECT_NAME || cd_is_governed(c, teller.head))
        return CD_NONE;
    /* "One pastor near Ellis, Ann Doyle of Tulsa, said she" */
    for (uint32_t k = teller.head + 1; k < before; k++)
        if (cd_item_of(c, k, CD_ITEM_NAME))
            return CD_NONE;
    uint32_t index = w->r->mentions[c->items[teller.head].ref].name;
    struct cd_name *name = &w->r->names[index];
    if (name->kind == CD_NAME_UNKNOWN && name->words > 1 && name->role_count > 0)
        name->kind = CD_NAME_PERSON;
    return cd_salience_take(&w->salience, index, c->items[pronoun].class);
}

uint32_t cd_resolve(struct cd_walk *w, const struct cd_clause *c, uint32_t pronoun) {
    uint32_t teller = teller_of(w, c, pronoun);
    return teller != CD_NONE ? teller
                             : cd_salience_resolve(&w->salience, c->items[pronoun].class,
                                                   told_of(w, c, pronoun));
}
