/* The part of `copydesk check --connect` that asks the cluster. */
#ifndef CD_CONSUMER_CHECK_CONNECT_H
#define CD_CONSUMER_CHECK_CONNECT_H

#include "config/config.h"

/* Asks the brokers for everything that `serve` would need and prints what was found:
 * facts on stdout, faults and warnings, all of them, on stderr. Changes nothing: a
 * ledger's topic that is missing is told, not made. Gives enum cd_exit: OK (warnings
 * too), CONFIG where there is a fault, UNAVAILABLE where no broker answers, MEMORY. */
int cd_check_connect(const struct cd_config *config);

#endif
