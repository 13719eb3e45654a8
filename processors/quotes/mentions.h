/* The places of an article where a name may stand. */
#ifndef CD_PROCESSORS_QUOTES_MENTIONS_H
#define CD_PROCESSORS_QUOTES_MENTIONS_H

#include "processors/quotes/reading.h"

/* Fills r->mentions, in the text's order; names are none yet (CD_NONE). CD_ENOMEM. */
CD_MUST_USE int cd_mentions_find(struct cd_reading *r);

#endif
