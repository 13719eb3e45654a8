/* From an article to its seen record. */
#ifndef CD_PROCESSORS_DEDUP_FINGERPRINT_H
#define CD_PROCESSORS_DEDUP_FINGERPRINT_H

#include "processors/dedup/record.h"
#include "processors/dedup/settings.h"

/* Fills *seen from the article; strings are borrowed from it. CD_ENOMEM. */
CD_MUST_USE int cd_fingerprint_read(struct cd_seen *seen,
                                    const struct cd_article *article,
                                    const struct cd_dedup_settings *settings);

/* Sets article->fingerprint: a seen record, or a withdrawn one (cd_ledger_withdraws).
 * CD_ENOMEM. */
CD_MUST_USE int cd_fingerprint(struct cd_article *article,
                               const struct cd_dedup_settings *settings,
                               uint64_t contract);

#endif
