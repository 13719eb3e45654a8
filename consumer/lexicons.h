/* The lexicons of the running service: read anew on demand, and how often their entries
 * hit, so that those that hit nothing or everything show. */
#ifndef CD_CONSUMER_LEXICONS_H
#define CD_CONSUMER_LEXICONS_H

#include "base/log.h"
#include "processors/chain.h"

/* Logs which lexicons are those of "lexicons.path", and warns of each that was one of
 * `own`, a bit for each lexicon that there is, and is no more. *own becomes those that
 * are; 0 before the first call. */
void cd_lexicons_tell_files(const struct cd_config *config, const struct cd_logger *log,
                            uint64_t *own);

/* Reads the lexicons of "lexicons.path" anew and puts all of them in force at once; tells
 * then of their files, and what the old ones hit to their last article. What is wrong
 * with one is an error in the log, and the old ones stay. In one thread; the chain may be
 * at work. */
void cd_lexicons_reload(struct cd_chain *chain, const struct cd_config *config,
                        const struct cd_logger *log, uint64_t *own);

/* Logs how often each pattern has hit since it was loaded, most first, and how many never
 * did; as the `last` of these lexicons also which (an entry by itself: none of its). */
void cd_lexicons_tell(const struct cd_chain *chain, const struct cd_logger *log,
                      bool last);

#endif
