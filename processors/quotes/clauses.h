/* Who does what a verb says: the subject of a verb inside a reporter's sentence, found by
 * the order of words alone, within bounded steps. */
#ifndef CD_PROCESSORS_QUOTES_CLAUSES_H
#define CD_PROCESSORS_QUOTES_CLAUSES_H

#include "processors/quotes/items.h"

enum cd_subject_kind {
    CD_SUBJECT_NONE,
    CD_SUBJECT_NAME,
    CD_SUBJECT_PRONOUN,
    CD_SUBJECT_NOUN, /* "the company", "a woman who lives nearby" */
};

struct cd_subject {
    enum cd_subject_kind kind;
    uint32_t head;       /* the item: name, pronoun, or the noun that says who */
    uint32_t first, end; /* items of the whole phrase */
};

struct cd_clause {
    const struct cd_reading *r;
    const struct cd_item *items;
    struct cd_sentence sentence;
};

/* The subject before a verb: "Lopez, the mayor of Tulsa, said"; that of the clause for
 * "…, saying" and "smiled and said"; the antecedent for "who said". */
struct cd_subject cd_subject_before(const struct cd_clause *clause, uint32_t verb);

/* Does an aside with its subject stand before the verb: "Lopez, the mayor, said"? */
bool cd_has_aside_before(const struct cd_clause *clause, uint32_t verb);

/* The subject behind a verb: "said Lopez", "said a spokesman for Angela Price". */
struct cd_subject cd_subject_behind(const struct cd_clause *clause, uint32_t verb);

/* The subject of the clause that holds item `at`: the first name, person's pronoun or
 * speaker's noun before it that no preposition governs. */
struct cd_subject cd_subject_of_clause(const struct cd_clause *clause, uint32_t at);

/* The subject of the whole sentence, past what is set in front of it. */
struct cd_subject cd_subject_of_sentence(const struct cd_clause *clause);

/* Is the item governed by a preposition, with or without an article between? */
bool cd_is_governed(const struct cd_clause *clause, uint32_t item);

/* A word of these classes? False for all that is not a word. */
bool cd_item_is(const struct cd_clause *clause, uint32_t item, uint64_t classes);

#endif
