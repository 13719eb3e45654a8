/* Who does what a verb says: the subject of a verb inside a reporter's sentence, found by
 * the order of words alone, within bounded steps. */
#ifndef CD_PROCESSORS_QUOTES_SUBJECTS_H
#define CD_PROCESSORS_QUOTES_SUBJECTS_H

#include "processors/quotes/clause.h"

/* The subject before a verb: "Lopez, the mayor of Tulsa, said"; that of the clause for
 * "…, saying" and "smiled and said"; the antecedent for "who said". */
struct cd_subject cd_subject_before(const struct cd_clause *clause, uint32_t verb);

/* The subject behind a verb: "said Lopez", "said a spokesman for Angela Price". */
struct cd_subject cd_subject_behind(const struct cd_clause *clause, uint32_t verb);

#endif
