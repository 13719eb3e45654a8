#include "consumer/lexicons.h"

#include <inttypes.h>
#include <stdio.h>

#define LINE_BYTES 1000 /* the log cuts lines of more than two kilobytes */

struct teller {
    const struct cd_logger *log;
    char line[LINE_BYTES + 300];
    size_t len;
    uint64_t silent; /* patterns without a hit */
    bool any;
};

static void tell_line(struct teller *teller) {
    if (teller->len)
        cd_log(teller->log, CD_LOG_INFO, "lexicons", "hits:%s", teller->line);
    teller->len = 0;
}

static void tell_entry(void *self, const char *id, uint64_t hits) {
    struct teller *teller = self;
    if (hits == 0) {
        teller->silent++;
        return;
    }
    teller->any = true;
    if (teller->len > LINE_BYTES)
        tell_line(teller);
    size_t room = sizeof teller->line - teller->len;
    int n = snprintf(teller->line + teller->len, room, "%s %.200s %" PRIu64,
                     teller->len ? "," : "", id, hits);
    teller->len += n > 0 && (size_t)n < room ? (size_t)n : 0;
}

void cd_lexicons_tell(const struct cd_chain *chain, const struct cd_logger *log) {
    struct teller teller = {.log = log};
    cd_chain_hits(chain, &(struct cd_hit_counter){tell_entry, &teller});
    tell_line(&teller);
    if (teller.any)
        cd_log(log, CD_LOG_INFO, "lexicons", "patterns without a hit: %" PRIu64,
               teller.silent);
}

void cd_lexicons_reload(struct cd_chain *chain, const struct cd_config *config,
                        const struct cd_logger *log) {
    struct cd_error err = {0};
    cd_lexicons_tell(chain, log);
    if (cd_chain_reload(chain, config, &err))
        cd_log(log, CD_LOG_ERROR, "lexicons", "%s; those read before stay in force",
               err.text);
    else
        cd_log(log, CD_LOG_INFO, "lexicons",
               "read anew and in force, but for abbreviations.json and numerals.json: by "
               "them the deduplicator reads texts, and what it has seen was read so");
}
