/* A look at the ledger without serving: its newest records are read with a judge, as at a
 * start. So the judge itself says whether they are of our contract, and what a start will
 * cost here is measured on this machine, with these articles. */
#ifndef CD_CONSUMER_LEDGER_PROBE_H
#define CD_CONSUMER_LEDGER_PROBE_H

#include "base/log.h"
#include "config/config.h"

struct cd_ledger_facts {
    int64_t records;       /* in the topic */
    int64_t history;       /* of these a starter reads, at most */
    int64_t read;          /* of these were read here */
    int64_t ms;            /* in this time */
    uint64_t heads, bytes; /* and made so many heads in so much memory */
};

/* Reads topics.ledger, which must exist. CD_EUSAGE: it is of another contract, the text
 * names the setting; CD_EWORLD: it cannot be read; CD_ENOMEM. */
CD_MUST_USE int cd_ledger_probe(const struct cd_config *config,
                                const struct cd_logger *log, int timeout_ms,
                                struct cd_ledger_facts *out, struct cd_error *err);

/* Prints what a start will take, and what memory, in a line or two on stdout.
 * `last_hour`: articles that came in it. */
void cd_ledger_facts_print(const struct cd_ledger_facts *facts,
                           const struct cd_config *config, int64_t last_hour);

#endif
