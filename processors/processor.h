/* A processor: one step of the chain. It sees an article, adds to its stamp, and says how
 * to go on. It never calls the next one; the chain does.
 *
 * To add one: a folder with one exported `const struct cd_processor`, a row in chain.c, a
 * section in config/stamp.schema.json. */
#ifndef CD_PROCESSORS_PROCESSOR_H
#define CD_PROCESSORS_PROCESSOR_H

#include "config/config.h"
#include "processors/article.h"

enum cd_step {
    CD_CONTINUE, /* on to the next processor */
    CD_PARK,     /* wait until article->verdict.known; then this one is called again */
    CD_DIVERT,   /* article->route is settled and the rest of the chain is not needed */
    CD_REJECT,   /* nobody can use the article: `why` says so; a dead letter */
};

/* Who is told of hits: a function, with the self it wants. */
struct cd_hit_counter {
    void (*tell)(void *self, const char *id, uint64_t hits);
    void *self;
};

struct cd_processor {
    const char *name; /* as the configuration names it */
    const struct cd_option *options;

    /* Makes the processor's state: lexicons, thresholds. Read-only for process (but for
     * atomic counters), which many threads call at once. CD_EUSAGE, CD_ENOMEM. */
    int (*configure)(void **state, const struct cd_config *config, struct cd_error *err);

    /* NULL, or: reads the article's text for itself and for others, before any processor
     * has processed it; again with the new state where it parked and lexicons were loaded
     * anew. CD_ENOMEM. */
    int (*read)(void *state, struct cd_article *article, struct cd_error *why);

    /* Deterministic: the same article gives the same stamp. No clock but the record's.
     * Memory comes from article->arena; a failed allocation is CD_REJECT with `why` of
     * code CD_ENOMEM, which stops the service; nothing else may be rejected once an
     * article has parked: what cannot be decided is said less of. */
    enum cd_step (*process)(void *state, struct cd_article *article,
                            struct cd_error *why);

    void (*destroy)(void *state); /* NULL allowed */

    /* The state holds lexicons and options alone: it may be made anew while articles are
     * in work, and put in the old one's place (cd_chain_reload). */
    bool reloads;

    /* NULL, or: tells of each entry of its lexicons how often it has hit. */
    void (*hits)(const void *state, const struct cd_hit_counter *to);
};

#endif
