/* What must hold of a configuration and no option table can say, since it is about two
 * options, or about what librdkafka and the processors make of them. */
#ifndef CD_CONSUMER_RULES_H
#define CD_CONSUMER_RULES_H

#include "config/config.h"

/* Checks topics, librdkafka's own settings, the input's fields and the processors with
 * their lexicons; `serving`: brokers must be given, too. Every fault at once into
 * `faults` (room for `room`); *count of them, which may exceed room. CD_EUSAGE when there
 * is one, CD_ENOMEM. */
CD_MUST_USE int cd_rules_check(const struct cd_config *config, bool serving,
                               struct cd_config_fault *faults, size_t room,
                               size_t *count);

#endif
