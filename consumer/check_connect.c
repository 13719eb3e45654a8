/* See check_connect.h. Each look adds to the findings; only brokers that do not answer
 * end it early. */
#include "consumer/check_connect.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "consumer/command.h"
#include "consumer/group_check.h"
#include "consumer/ledger_probe.h"
#include "consumer/ledger_topic.h"

#define ASK_MS  10000 /* for one question */
#define LEAVE_S 2     /* for the clients' farewell */

struct look {
    const struct cd_config *config;
    const struct cd_logger *log;
    rd_kafka_t *admin;
    struct cd_all_topics topics;
    struct cd_group_facts group;
    struct cd_findings findings;
    struct cd_ledger_facts ledger;
    bool probed; /* they were found */
};

/* ---- facts ---- */

static void print_topic(const char *label, const struct cd_topic *topic) {
    if (!topic->name || !topic->exists)
        return;
    printf("  %-11s %s: %d partition%s, %d replica%s", label, topic->name,
           (int)topic->partitions, topic->partitions == 1 ? "" : "s", topic->replication,
           topic->replication == 1 ? "" : "s");
    if (!topic->unread)
        printf(", messages up to %" PRId64 " bytes", topic->max_message_bytes);
    printf("\n");
}

static void print_group(const struct look *look) {
    const struct cd_group_facts *group = &look->group;
    bool there = strcmp(group->state, "Dead") != 0; /* as Kafka calls one that is not */
    if (!*group->state)                             /* a finding says why */
        return;
    printf("  %-11s %s: %s, %zu member%s", "group",
           cd_config_string(look->config, "kafka.group"),
           there ? group->state : "not there yet", group->members,
           group->members == 1 ? "" : "s");
    if (group->progress)
        printf(", %" PRId64 " records to read%s, %" PRId64 " came in the last hour",
               group->behind, group->committed ? "" : " (from the beginning)",
               group->last_hour);
    printf("\n");
}

static void print_facts(const struct look *look) {
    for (size_t i = 0; i < look->topics.inputs; i++)
        print_topic("input", &look->topics.input[i]);
    print_topic("output", &look->topics.output);
    print_topic("duplicates", &look->topics.duplicates);
    print_topic("dead letter", &look->topics.dead_letter);
    print_topic("ledger", &look->topics.ledger);
    print_group(look);
    if (look->probed)
        cd_ledger_facts_print(&look->ledger, look->config, look->group.last_hour);
}

static void print_findings(const struct cd_findings *findings) {
    for (size_t i = 0; i < findings->count && i < CD_MOST_FINDINGS; i++)
        fprintf(stderr, "%s: %s\n", findings->items[i].fault ? "error" : "warning",
                findings->items[i].text);
    if (findings->count > CD_MOST_FINDINGS)
        fprintf(stderr, "and %zu more\n", findings->count - CD_MOST_FINDINGS);
}

/* ---- limits ---- */

static int64_t setting_of(const rd_kafka_conf_t *conf, const char *name) {
    char value[64] = "";
    size_t size = sizeof value;
    if (rd_kafka_conf_get(conf, name, value, &size) != RD_KAFKA_CONF_OK)
        return 0;
    return strtoll(value, NULL, 10);
}

static void check_largest(struct look *look, const rd_kafka_conf_t *conf) {
    const struct cd_topic *output = &look->topics.output;
    int64_t largest = setting_of(conf, "message.max.bytes");
    if (output->exists && !output->unread && largest < output->max_message_bytes)
        cd_found(&look->findings, false,
                 "/kafka/producer/message.max.bytes: %" PRId64 ", topic %s takes %" PRId64
                 ": larger articles become dead letters",
                 largest, output->name, output->max_message_bytes);
}

/* Where the cluster does not tell its own limit, init_transactions will. */
static void check_transaction(struct look *look, const rd_kafka_conf_t *conf) {
    int64_t most, ours = setting_of(conf, "transaction.timeout.ms");
    if (cd_topics_broker_setting(look->admin, "transaction.max.timeout.ms", ASK_MS, &most,
                                 NULL) == 0 &&
        ours > most)
        cd_found(&look->findings, true,
                 "/kafka/producer/transaction.timeout.ms: %" PRId64
                 " is more than the brokers' transaction.max.timeout.ms, %" PRId64,
                 ours, most);
}

static int check_limits(struct look *look, struct cd_error *err) {
    rd_kafka_conf_t *conf;
    struct cd_client client = {.log = look->log, .part = "check"};
    int rc = cd_client_conf(&conf, CD_CLIENT_OUTPUT, look->config, &client, err);
    if (rc < 0)
        return rc;
    check_largest(look, conf);
    check_transaction(look, conf);
    rd_kafka_conf_destroy(conf);
    return 0;
}

/* ---- the ledger ---- */

static int check_ledger(struct look *look, struct cd_error *err) {
    const struct cd_topic *ledger = &look->topics.ledger;
    int64_t window_ms = cd_config_integer(look->config, "dedup.window");
    if (ledger->hidden) {
        cd_found(&look->findings, true,
                 "/topics/ledger: topic %s: the user of these brokers may not see it",
                 ledger->name);
        return 0;
    }
    if (!ledger->exists) {
        cd_found(&look->findings, false,
                 "/topics/ledger: topic %s does not exist: serve makes it, if it may",
                 ledger->name);
        return 0;
    }
    cd_ledger_topic_check(&look->findings, ledger, look->topics.brokers, window_ms);
    if (ledger->partitions != 1)
        return 0;
    struct cd_error why = {0};
    int rc = cd_ledger_probe(look->config, look->log, ASK_MS, &look->ledger, &why);
    look->probed = rc == 0;
    if (rc != CD_EUSAGE)
        return rc < 0 ? cd_fail(err, rc, why.reason, "%s", why.text) : 0;
    cd_found(&look->findings, true, "/topics/ledger: %s", why.text);
    return 0;
}

/* ---- the group ---- */

/* Brokers have told of groups (0.9) for longer than of settings (0.11). Asked all the
 * same, by one that tells neither, as librdkafka's mock cluster, librdkafka 2.0.2 now and
 * then aborts, and its client never ends. */
static int check_group(struct look *look, struct cd_error *err) {
    if (!look->topics.output.untold && !look->topics.input[0].untold)
        return cd_group_check(look->admin, look->config, &look->topics, ASK_MS,
                              &look->findings, &look->group, err);
    cd_found(&look->findings, false,
             "/kafka/group: is not checked: the cluster does not tell of groups");
    return 0;
}

/* ---- all of it ---- */

static int look_at_all(struct look *look, struct cd_error *err) {
    int rc = cd_all_topics_read(look->admin, look->config, ASK_MS, &look->topics, err);
    if (rc < 0)
        return rc;
    cd_all_topics_check(&look->findings, &look->topics);
    rc = check_limits(look, err);
    if (rc == 0)
        rc = check_group(look, err);
    if (rc == 0 && look->topics.ledger.name)
        rc = check_ledger(look, err);
    return rc;
}

static void *destroy(void *admin) {
    rd_kafka_destroy(admin);
    return NULL;
}

/* Behind a question that no broker knows librdkafka may never end its client (see
 * check_group); this process ends anyway. */
static void leave(rd_kafka_t *admin) {
    pthread_t thread;
    struct timespec until;
    if (!admin || pthread_create(&thread, NULL, destroy, admin) != 0)
        return;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += LEAVE_S;
    if (pthread_timedjoin_np(thread, NULL, &until) != 0)
        pthread_detach(thread);
}

int cd_check_connect(const struct cd_config *config) {
    struct cd_logger log = {STDERR_FILENO, CD_LOG_WARN};
    struct cd_client client = {.log = &log, .part = "check"};
    struct cd_error err = {0};
    struct look look = {.config = config, .log = &log};
    int rc = cd_client_new(&look.admin, CD_CLIENT_ADMIN, config, &client, &err);
    if (rc == 0)
        rc = look_at_all(&look, &err);
    if (rc == 0)
        print_facts(&look);
    else
        fprintf(stderr, "error: %s\n", err.text);
    print_findings(&look.findings);
    leave(look.admin);
    if (rc < 0)
        return cd_exit_for(rc);
    return look.findings.faults ? CD_EXIT_CONFIG : CD_EXIT_OK;
}
