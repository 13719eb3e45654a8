/* Who is told by a noun of saying behind the quote: "“Home,” came the reply from Doyle",
 * "“Home,” was Doyle’s reply". */
#ifndef CD_PROCESSORS_QUOTES_ANSWERS_H
#define CD_PROCESSORS_QUOTES_ANSWERS_H

#include "processors/quotes/cues.h"

/* Is the quote that is item cue->item so told? Then it is an utterance, and rule, noun
 * (as the verb), subject and score of *cue are set, where the noun says whose it is. */
void cd_take_answer(const struct cd_clause *clause, struct cd_cue *cue);

#endif
