/* Subjects that an aside parts from their verb: "Lopez, the mayor of Tulsa, said", "the
 * director, James Comey, said"; private to clauses.c, but for what clauses.h has. */
#ifndef CD_PROCESSORS_QUOTES_ASIDES_H
#define CD_PROCESSORS_QUOTES_ASIDES_H

#include "processors/quotes/clause.h"

/* The subject before an aside that ends with the comma at `comma`. */
struct cd_subject cd_behind_aside(const struct cd_clause *clause, uint32_t comma);

/* What stands before the comma that begins an aside, if it can be spoken of so. */
struct cd_subject cd_before_aside(const struct cd_clause *clause, uint32_t comma);

/* What opens the bracket that closes at `close`; where it is not near, the sentence's
 * first item. */
uint32_t cd_opening_of(const struct cd_clause *clause, uint32_t close);

/* From clauses.c: where the clause that holds item `at` begins; the name behind a comma
 * that says who the noun before it is (0: none); is the item a description of somebody
 * by age or origin? */
uint32_t cd_clause_start(const struct cd_clause *clause, uint32_t at);
uint32_t cd_apposed_to(const struct cd_clause *clause, uint32_t comma);
bool cd_is_described(const struct cd_clause *clause, uint32_t item);

#endif
