/* Who say something together: "Ann Doyle and Bo Wester said", and "they" behind them. */
#ifndef CD_PROCESSORS_QUOTES_TOGETHER_H
#define CD_PROCESSORS_QUOTES_TOGETHER_H

#include "processors/quotes/walk.h"

/* The first item of the names that are joined before the one at `head`; `head`: none. */
uint32_t cd_together_from(const struct cd_walk *walk, uint32_t head);

/* The item behind the names that are joined to the one at `head`, itself included. */
uint32_t cd_together_until(const struct cd_walk *walk, uint32_t head);

/* The tokens of those whom the sentence before names together; empty: none. */
struct cd_span cd_together_before(const struct cd_walk *walk);

#endif
