/* copydesk serve: the service. */
#include <signal.h>
#include <unistd.h>

#include "consumer/command.h"
#include "consumer/service.h"

static int serve(const struct cd_call *call, const struct cd_config *config) {
    struct cd_logger log = {STDERR_FILENO,
                            (enum cd_level)cd_config_choice(config, "log.level")};
    struct cd_error err = {0};
    int rc = cd_service_run(config, &log, &err);
    if (rc == 0)
        return CD_EXIT_OK;
    cd_complain(call, 0, "%s", err.text);
    if (err.reason && strcmp(err.reason, "fenced") == 0)
        return CD_EXIT_INTERNAL;
    return cd_exit_for(rc);
}

/* Whoever changes lexicons may not know that the service has just begun, or is about to
 * end: when nobody reads signals, a SIGHUP waits, and does not end the process. */
static int run(const struct cd_call *call) {
    struct cd_config *config;
    sigset_t hangup;
    sigemptyset(&hangup);
    sigaddset(&hangup, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &hangup, NULL);
    int rc = cd_call_service(call, true, &config);
    if (rc == CD_EXIT_OK)
        rc = serve(call, config);
    cd_config_free(config);
    return rc;
}

const struct cd_command cd_command_serve = {
    .name = "serve",
    .summary = "reads articles from Kafka and writes them stamped, exactly once",
    .about = "Runs until SIGTERM or SIGINT; on SIGHUP it reads the lexicons of "
             "lexicons.path\nanew (but for abbreviations.json).\nExit 69: brokers or "
             "topics cannot be "
             "reached, or the end took too long (nothing is\nlost, start it again); 70: "
             "another instance uses the same name, or a mistake of the\nprogram; 71: no "
             "memory; 78: the configuration, the topics' settings or the ledger's\n"
             "contract are not right.",
    .configured = true,
    .run = run,
};
