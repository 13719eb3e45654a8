/* Every processor that there is. One is added by its row in both tables; a test holds
 * them equal. Apart from the chain, which is tested with processors of its own. */
#include "processors/chain.h"
#include "processors/dedup/dedup.h"

const struct cd_processor *const cd_processors[] = {&cd_dedup, NULL};

static const char *const names[] = {"dedup", NULL};

const struct cd_option cd_chain_options[] = {
    {.key = "processors",
     .type = CD_OPTION_STRINGS,
     .value = "[\"dedup\"]",
     .choices = names,
     .help = "what articles run through, in this order; \"dedup\", if there, first"},
    {.key = NULL}};
