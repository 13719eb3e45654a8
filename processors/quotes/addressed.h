/* Who is not the one that speaks: whom the quote names, and who asked the question. */
#ifndef CD_PROCESSORS_QUOTES_ADDRESSED_H
#define CD_PROCESSORS_QUOTES_ADDRESSED_H

#include "processors/quotes/walk.h"

/* Bars, for the sentence that is read, those whom its quotes name or who asked. */
void cd_bar_addressed(struct cd_walk *walk);

#endif
