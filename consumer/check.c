/* copydesk check: is the configuration right? Everything that is wrong is said at once;
 * where nothing is, what the service would do with it is said in a few lines. */
#include <stdio.h>
#include <string.h>

#include "consumer/check_connect.h"
#include "consumer/client.h"
#include "consumer/command.h"

enum { FLAG_CONNECT };

static const struct cd_flag flags[] = {
    [FLAG_CONNECT] = {.name = "--connect",
                      .help = "asks the brokers too: topics, ledger, limits"},
    {.name = NULL}};

static void print_items(const struct cd_config *config, const char *label,
                        const char *key) {
    const char *item;
    printf("  %-11s ", label);
    for (size_t i = 0; (item = cd_config_item(config, key, i)); i++)
        printf("%s%s", i ? ", " : "", item);
    printf("%s\n", cd_config_item(config, key, 0) ? "" : "none");
}

static void print_kafka(const struct cd_config *config) {
    const char *brokers = cd_config_string(config, "kafka.brokers");
    struct cd_client_names names;
    printf("  %-11s %s\n", "brokers",
           brokers ? brokers : "none yet: serve needs kafka.brokers");
    printf("  %-11s %s", "group", cd_config_string(config, "kafka.group"));
    if (cd_client_names(config, &names, NULL) == CD_OK)
        printf(", as instance %s", names.instance);
    printf("\n");
}

/* Names alone: a value may be a password. */
static void print_map(const struct cd_config *config, const char *key) {
    const char *name, *value;
    for (size_t i = 0; cd_config_member(config, key, i, &name, &value); i++)
        printf("%s%s", i ? ", " : "", name);
}

static void print_maps(const struct cd_config *config) {
    static const char *const keys[] = {"kafka.common", "kafka.consumer", "kafka.producer",
                                       NULL};
    for (size_t i = 0; keys[i]; i++) {
        const char *name, *value;
        if (!cd_config_member(config, keys[i], 0, &name, &value))
            continue;
        printf("  %-11s %s: ", "librdkafka", keys[i]);
        print_map(config, keys[i]);
        printf("\n");
    }
}

static void end_route(const char *route) {
    if (strcmp(route, "drop") == 0)
        printf(" dropped");
    else
        printf(" to %s", route);
}

/* "unique, revision to output; exact to duplicates; near dropped" */
static void print_policy(const struct cd_config *config) {
    static const char *const verdicts[] = {"unique", "revision", "exact", "near", NULL};
    const char *last = NULL;
    printf("  %-11s ", "policy");
    for (size_t i = 0; verdicts[i]; i++) {
        char key[64];
        snprintf(key, sizeof key, "dedup.policy.%s", verdicts[i]);
        const char *route = cd_config_choice_name(config, key);
        if (last && strcmp(route, last) != 0) {
            end_route(last);
            printf("; ");
        } else if (last) {
            printf(", ");
        }
        printf("%s", verdicts[i]);
        last = route;
    }
    end_route(last);
    printf("\n");
}

static bool comes_out(const struct cd_config *config, const char *key) {
    return strcmp(cd_config_choice_name(config, key), "output") == 0;
}

/* What does not come out itself is what copies are set aside for. */
static void warn_of_policy(const struct cd_config *config) {
    static const char *const keys[] = {"dedup.policy.unique", "dedup.policy.revision"};
    if (comes_out(config, "dedup.policy.exact") && comes_out(config, "dedup.policy.near"))
        return;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (!comes_out(config, keys[i]))
            fprintf(stderr,
                    "warning: %s: \"%s\": copies of such an article are set aside in "
                    "favour of it, though it does not come out: its text may be in no "
                    "output\n",
                    keys[i], cd_config_choice_name(config, keys[i]));
}

static bool has_processor(const struct cd_config *config, const char *name) {
    const char *item;
    for (size_t i = 0; (item = cd_config_item(config, "processors", i)); i++)
        if (strcmp(item, name) == 0)
            return true;
    return false;
}

static void print_summary(const struct cd_config *config) {
    const char *lexicons = cd_config_string(config, "lexicons.path");
    print_kafka(config);
    print_maps(config);
    print_items(config, "reads", "topics.input");
    print_items(config, "processors", "processors");
    printf("  %-11s output %s, duplicates %s, dead letters %s\n", "writes",
           cd_config_string(config, "topics.output"),
           cd_config_string(config, "topics.duplicates"),
           cd_config_string(config, "topics.dead_letter"));
    if (has_processor(config, "dedup"))
        print_policy(config);
    printf("  %-11s %s\n", "ledger", cd_config_string(config, "topics.ledger"));
    printf("  %-11s %s\n", "lexicons", lexicons ? lexicons : "built in");
}

static int check(const struct cd_call *call) {
    struct cd_config *config;
    int rc = cd_call_service(call, call->flags[FLAG_CONNECT] != NULL, &config);
    if (rc == CD_EXIT_OK)
        print_summary(config);
    if (rc == CD_EXIT_OK && has_processor(config, "dedup"))
        warn_of_policy(config);
    if (rc == CD_EXIT_OK && call->flags[FLAG_CONNECT])
        rc = cd_check_connect(config);
    if (rc == CD_EXIT_OK)
        printf("The configuration is right%s.\n",
               call->flags[FLAG_CONNECT] ? ", and the cluster fits it (rights to write "
                                           "show when serve begins)"
                                         : "");
    cd_config_free(config);
    return rc;
}

const struct cd_command cd_command_check = {
    .name = "check",
    .summary = "tells whether the configuration is right",
    .about = "Checks the configuration (the file, the environment and --set) and the "
             "lexicons, and\nprints every error with its place. Exit 0: all is right; "
             "78: it is not; 69: no broker\nanswered (--connect).",
    .configured = true,
    .flags = flags,
    .run = check,
};
