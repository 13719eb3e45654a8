/* Key quotes with their speakers, as the stamp's member "quotes".
 *
 * A quote's `start` and `end` are code points of the body as received and hold its marks;
 * `text` is what stands between them, nothing else taken off. */
#ifndef CD_PROCESSORS_QUOTES_QUOTES_H
#define CD_PROCESSORS_QUOTES_QUOTES_H

#include "processors/processor.h"

extern const struct cd_processor cd_quotes;

#endif
