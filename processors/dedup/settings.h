/* The settings that a verdict depends on, read out of the configuration once, and the
 * contract: what must be equal for two instances to share a ledger. */
#ifndef CD_PROCESSORS_DEDUP_SETTINGS_H
#define CD_PROCESSORS_DEDUP_SETTINGS_H

#include "base/str.h"
#include "config/config.h"

struct cd_numerals;

#define CD_MOST_SHARED 16 /* pipelines whose records are read, too */

struct cd_dedup_settings {
    int64_t records;         /* ledger offsets that are remembered (N) */
    int64_t max_heads;       /* heads whose samples are kept */
    int64_t window_ms;       /* most time between an article and its exact copy */
    int64_t near_window_ms;  /* the same of a near copy */
    unsigned near_threshold; /* containment that makes a near copy, in 1/1000 */
    int64_t backlog;         /* records that may wait for their verdict to be logged */
    int64_t quotes;          /* whose first place is remembered */
    uint64_t pipeline;       /* hash of its name */
    uint64_t shared[CD_MOST_SHARED];
    unsigned shared_count;
    const struct cd_numerals
        *numerals; /* for who makes fingerprints (numerals.h); else NULL */
};

/* The options "dedup.…" and "ledger.…". */
extern const struct cd_option cd_dedup_options[];

/* CD_EUSAGE when settings do not go together. */
CD_MUST_USE int cd_dedup_settings_read(struct cd_dedup_settings *out,
                                       const struct cd_config *config,
                                       struct cd_error *err);

#define CD_CONTRACT_TEXT 1024

/* The contract in words, "name=value" a line; returns its length. */
size_t cd_contract_text(const struct cd_dedup_settings *settings,
                        char out[CD_CONTRACT_TEXT]);

/* The hash of these words, which stands in every record. */
uint64_t cd_contract_hash(const struct cd_dedup_settings *settings);

/* Says in *err (CD_EUSAGE) which is the first line of another's contract that differs. */
void cd_contract_compare(const struct cd_dedup_settings *settings, struct cd_str theirs,
                         struct cd_error *err);

#endif
