/* The chain: the processors that the configuration names, in its order, run over one
 * article by a loop. */
#ifndef CD_PROCESSORS_CHAIN_H
#define CD_PROCESSORS_CHAIN_H

#include "processors/processor.h"

struct cd_chain;

/* Every processor that there is; NULL-ended. */
extern const struct cd_processor *const cd_processors[];

/* The option table of the chain itself ("processors"). */
extern const struct cd_option cd_chain_options[];

/* Configures the processors named in "processors". Free with cd_chain_free, which takes
 * NULL. CD_EUSAGE names the option or lexicon at fault. */
CD_MUST_USE int cd_chain_new(struct cd_chain **out, const struct cd_config *config,
                             struct cd_error *err);
void cd_chain_free(struct cd_chain *chain);

/* Reads the lexicons anew: makes the states of all processors that reload from `config`
 * and puts them in the place of the old ones, all at one moment: no article sees one
 * processor's old and another's new. Waits for the articles that are in work with the old
 * ones, and tells `to` (NULL: nobody) what these have hit in all. Having failed (as
 * cd_chain_new does) everything is as it was, and nothing is told. One thread at a time;
 * others may run articles meanwhile. */
CD_MUST_USE int cd_chain_reload(struct cd_chain *chain, const struct cd_config *config,
                                const struct cd_hit_counter *to, struct cd_error *err);

/* Tells of each lexicon's entries how often they have hit since they were loaded. In the
 * thread that reloads. */
void cd_chain_hits(const struct cd_chain *chain, const struct cd_hit_counter *to);

/* Does the chain park for a ledger at all (is "dedup" in it)? */
bool cd_chain_needs_ledger(const struct cd_chain *chain);

/* Runs the article on from article->next_processor until it is through (CD_CONTINUE: to
 * the article's route), parked (call again once the verdict is known), diverted or
 * rejected (`why`). May run on many threads, each with its own article. */
enum cd_step cd_chain_run(const struct cd_chain *chain, struct cd_article *article,
                          struct cd_error *why);

/* What a processor has cost so far. */
struct cd_chain_timing {
    const char *name;
    uint64_t calls, nanoseconds;
};

/* The i-th processor's cost; 0 behind the last. */
int cd_chain_timing(const struct cd_chain *chain, size_t i, struct cd_chain_timing *out);

#endif
