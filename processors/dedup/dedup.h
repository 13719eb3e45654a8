/* The deduplicator: makes an article's fingerprint, waits for the ledger, stamps what the
 * judge said and settles where the article goes. */
#ifndef CD_PROCESSORS_DEDUP_DEDUP_H
#define CD_PROCESSORS_DEDUP_DEDUP_H

#include "processors/processor.h"

extern const struct cd_processor cd_dedup;

#endif
