/* The service's life: everything is made, threads run, a signal or a failure ends them,
 * everything is taken down again. */
#ifndef CD_CONSUMER_SERVICE_H
#define CD_CONSUMER_SERVICE_H

#include "base/log.h"
#include "config/config.h"

/* SIGHUP reads the lexicons anew. Runs until SIGTERM or SIGINT (0), or until it cannot go
 * on: CD_EWORLD, CD_ENOMEM, CD_EUSAGE, with the reason "fenced" where another instance
 * took this one's name. The process's other threads must not take those signals. An end
 * that takes more than five seconds ends the process on the spot, which loses nothing. */
CD_MUST_USE int cd_service_run(const struct cd_config *config,
                               const struct cd_logger *log, struct cd_error *err);

#endif
