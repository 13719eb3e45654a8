/* Who says something by the verb of the quote before: "Doyle called it “a farce”, Bell “a
 * triumph”". */
#ifndef CD_PROCESSORS_QUOTES_GAPS_H
#define CD_PROCESSORS_QUOTES_GAPS_H

#include "processors/quotes/cues.h"

/* Is the quote that is item cue->item so told? Then rule, verb, subject and score of *cue
 * are set. "called Ellis “a liar” and Reyes “a fool”" is none. */
bool cd_take_gap(const struct cd_clause *clause, const struct cd_verbs *verbs,
                 struct cd_cue *cue);

#endif
