/* copydesk check: is the configuration right? Everything that is wrong is said at once;
 * where nothing is, what the service would do with it is said in a few lines. */
#include <stdio.h>

#include "consumer/command.h"

static const struct cd_flag flags[] = {
    {.name = "--connect", .help = "asks the brokers too: topics, ledger, limits"},
    {.name = NULL}};

static void print_summary(const struct cd_config *config) {
    const char *brokers = cd_config_string(config, "kafka.brokers");
    printf("The configuration is right.\n");
    printf("  brokers     %s\n", brokers ? brokers : "none: serve needs kafka.brokers");
}

static int check(const struct cd_call *call) {
    struct cd_config *config;
    int rc = cd_call_config(call, &config);
    if (rc != CD_EXIT_OK)
        return rc;
    print_summary(config);
    cd_config_free(config);
    return rc;
}

const struct cd_command cd_command_check = {
    .name = "check",
    .summary = "tells whether the configuration is right",
    .about = "Checks the configuration (the file, the environment and --set) and the "
             "lexicons, and\nprints every error with its place. Exit 0: all is right; "
             "78: it is not.",
    .configured = true,
    .flags = flags,
    .run = check,
};
