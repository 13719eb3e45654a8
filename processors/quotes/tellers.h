/* Whom "he" and "she" in a reporter's sentence mean. */
#ifndef CD_PROCESSORS_QUOTES_TELLERS_H
#define CD_PROCESSORS_QUOTES_TELLERS_H

#include "processors/quotes/walk.h"

/* Whom the pronoun (an item) means: who says of himself ("Lyle said he could not
 * sleep"), else who weighs most, but not whom its sentence tells of ("Ann Doyle, she
 * added, “can type.”"); or CD_NONE. */
uint32_t cd_resolve(struct cd_walk *walk, const struct cd_clause *clause,
                    uint32_t pronoun);

#endif
