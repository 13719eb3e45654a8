/* Every processor that there is. One is added by its row in both tables; a test holds
 * them equal. Apart from the chain, which is tested with processors of its own. */
#include "processors/archival/archival.h"
#include "processors/chain.h"
#include "processors/dedup/dedup.h"
#include "processors/quotes/quotes.h"

const struct cd_processor *const cd_processors[] = {&cd_dedup, &cd_archival, &cd_quotes,
                                                    NULL};

static const char *const names[] = {"dedup", "archival", "quotes", NULL};

const struct cd_option cd_chain_options[] = {
    {.key = "processors",
     .type = CD_OPTION_STRINGS,
     .value = "[\"dedup\", \"archival\", \"quotes\"]",
     .choices = names,
     .help = "what articles run through, in this order; \"dedup\", if there, first"},
    {.key = NULL}};
