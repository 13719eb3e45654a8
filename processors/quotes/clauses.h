/* Whom a clause or a sentence is about, by the order of words alone, within bounded
 * steps. */
#ifndef CD_PROCESSORS_QUOTES_CLAUSES_H
#define CD_PROCESSORS_QUOTES_CLAUSES_H

#include "processors/quotes/clause.h"

/* The first name, person's pronoun or speaker's noun of the items [from, to) that no
 * preposition governs. */
struct cd_subject cd_first_subject(const struct cd_clause *clause, uint32_t from,
                                   uint32_t to);

/* The subject of the clause that holds item `at`: the first name, person's pronoun or
 * speaker's noun before it that no preposition governs. */
struct cd_subject cd_subject_of_clause(const struct cd_clause *clause, uint32_t at);

/* The subject of the whole sentence, past what is set in front of it. */
struct cd_subject cd_subject_of_sentence(const struct cd_clause *clause);

/* Where the clause that holds item `at` begins, past what is set in front. */
uint32_t cd_clause_start(const struct cd_clause *clause, uint32_t at);

/* The name behind a comma that says who the noun before it is: "her deputy, Alan Teal,
 * was"; 0: there is none. */
uint32_t cd_apposed_to(const struct cd_clause *clause, uint32_t comma);

/* Is the item a description of somebody by age or origin, or a noun that no lexicon has?
 */
bool cd_is_described(const struct cd_clause *clause, uint32_t item);

#endif
