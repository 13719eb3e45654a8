/* Verbs whose subject says nothing: it is told, accused, called so by somebody. */
#ifndef CD_PROCESSORS_QUOTES_PASSIVES_H
#define CD_PROCESSORS_QUOTES_PASSIVES_H

#include "processors/quotes/clause.h"

/* "was told", "accusé par", "wurde von Meier … genannt": is the verb a passive? */
bool cd_is_passive(const struct cd_clause *clause, uint32_t verb);

/* Who did what a passive tells: the name behind "by"; kind none: it is not said. */
struct cd_subject cd_agent_of(const struct cd_clause *clause, uint32_t verb);

#endif
