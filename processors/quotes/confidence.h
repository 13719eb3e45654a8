/* How likely it is that a quote's speaker is right. */
#ifndef CD_PROCESSORS_QUOTES_CONFIDENCE_H
#define CD_PROCESSORS_QUOTES_CONFIDENCE_H

#include "processors/quotes/speakers.h"

/* Of quotes attributed by the same rule, and whose speaker the text names in the same
 * way, the part that had the right speaker; 0 where nobody is given. */
double cd_confidence_of(const struct cd_reading *reading, const struct cd_quote *quote);

#endif
