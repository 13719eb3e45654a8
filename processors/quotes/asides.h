/* Subjects that an aside parts from their verb: "Lopez, the mayor of Tulsa, said", "the
 * director, James Comey, said". */
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

/* Does an aside with its subject stand before the verb: "Lopez, the mayor, said"? */
bool cd_has_aside_before(const struct cd_clause *clause, uint32_t verb);

#endif
