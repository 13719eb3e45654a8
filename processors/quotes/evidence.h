/* What the whole article tells of those it names, before anybody is looked for: that a
 * name is a person's, and of which gender. */
#ifndef CD_PROCESSORS_QUOTES_EVIDENCE_H
#define CD_PROCESSORS_QUOTES_EVIDENCE_H

#include "processors/quotes/reading.h"

/* Adds kind and gender, where they are not known, to the names of a reading whose
 * mentions are linked. */
void cd_evidence_read(struct cd_reading *reading);

#endif
