/* The settings of every handle, as one table, and how they are put together. A row
 * without `why` is a default that the user's settings may replace; a row with it is a
 * necessity. Aliases of librdkafka's have rows of their own (roles 0), since it would
 * take them as the same setting. Further defaults are librdkafka's. */
#include "consumer/client_settings.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BIT(role) (1u << (role))
#define INPUT     BIT(CD_CLIENT_INPUT)
#define OUTPUT    BIT(CD_CLIENT_OUTPUT)
#define READER    BIT(CD_CLIENT_LEDGER_READER)
#define WRITER    BIT(CD_CLIENT_LEDGER_WRITER)
#define ADMIN     BIT(CD_CLIENT_ADMIN)
#define CONSUMERS (INPUT | READER)
#define PRODUCERS (OUTPUT | WRITER | ADMIN)
#define ALL       (CONSUMERS | PRODUCERS)

/* A value that is found at run time is named by its place in struct names. */
#define BROKERS     "\001brokers"
#define GROUP       "\001group"
#define INSTANCE    "\001instance"
#define TRANSACTION "\001transaction"

#define WHY_BROKERS "is set by kafka.brokers"
#define WHY_COMMIT  "offsets are committed with the output, in its transaction"
#define WHY_ACKS    "an answer before all replicas have a record could lose it"
#define WHY_EVENTS  "the program takes librdkafka's events by its own callbacks"
#define WHY_EAGER   "partitions are taken and given back all at once"

struct setting {
    const char *name, *value; /* value NULL: there is none that would do */
    unsigned roles;
    const char *why;
    int since; /* the first librdkafka that has it; 0: all */
};

static const struct setting settings[] = {
    {"bootstrap.servers", BROKERS, ALL, WHY_BROKERS, 0},
    {"metadata.broker.list", NULL, 0, WHY_BROKERS, 0},
    {"client.id", INSTANCE, ALL, NULL, 0},
    /* A broker that is back is found within two seconds, not ten. */
    {"reconnect.backoff.max.ms", "2000", ALL, NULL, 0},
    {"log.connection.close", "false", ALL, NULL, 0},
    {"allow.auto.create.topics", "false", ALL, NULL, 0},
    {"log.queue", "false", ALL, WHY_EVENTS, 0},
    {"enabled_events", NULL, 0, WHY_EVENTS, 0},
    {"test.mock.num.brokers", NULL, 0, "each handle would have a cluster of its own", 0},

    {"group.id", GROUP, INPUT, "is set by kafka.group", 0},
    /* rdkafka wants a group for assign() too; nothing is ever committed under it. */
    {"group.id", GROUP, READER, "is set by kafka.group", 0},
    {"group.instance.id", INSTANCE, INPUT, "is set by instance.name", 0},
    {"session.timeout.ms", "10000", INPUT, NULL, 0},
    /* The others learn of a rebalance with their next heartbeat, and all wait for them:
     * with Kafka's 3 s a restart that needs one takes as long. */
    {"heartbeat.interval.ms", "500", INPUT, NULL, 0},
    {"partition.assignment.strategy", "range,roundrobin", INPUT, WHY_EAGER, 0},
    {"enable.auto.commit", "false", CONSUMERS, WHY_COMMIT, 0},
    {"auto.commit.enable", "false", 0, WHY_COMMIT, 0},
    {"enable.auto.offset.store", "false", CONSUMERS, WHY_COMMIT, 0},
    {"auto.offset.reset", "error", CONSUMERS,
     "offsets out of range are a loss to be told, not to be skipped", 0},
    {"isolation.level", "read_committed", CONSUMERS,
     "aborted records must not be read, and only so are stable offsets asked for", 0},
    {"enable.partition.eof", "false", CONSUMERS, WHY_EVENTS, 0},
    /* A rewind's first message and the ledger's next record wait at most this long. */
    {"fetch.wait.max.ms", "100", CONSUMERS, NULL, 0},
    {"fetch.queue.backoff.ms", "5", CONSUMERS, NULL, 0x020200ff},
    /* Before 2.2 a full queue stops fetching for a second, so the ledger's holds more
     * records than are judged in one. */
    {"queued.min.messages", "500000", READER, NULL, 0},
    {"queued.max.messages.kbytes", "262144", READER, NULL, 0},

    {"transactional.id", TRANSACTION, OUTPUT,
     "is made of kafka.group and instance.name: a restart must end what it left open", 0},
    {"enable.idempotence", "true", OUTPUT | WRITER, "a retry must not double a record",
     0},
    {"acks", "all", OUTPUT | WRITER, WHY_ACKS, 0},
    {"request.required.acks", "all", 0, WHY_ACKS, 0},
    {"delivery.report.only.error", "false", OUTPUT | WRITER, WHY_EVENTS, 0},
    /* A dead instance hides what is behind it from readers for this long. */
    {"transaction.timeout.ms", "15000", OUTPUT, NULL, 0},
    {"message.timeout.ms", "10000", OUTPUT, NULL, 0},
    /* The ledger's order must not have holes: an append waits for its leader. */
    {"message.timeout.ms", "0", WRITER, NULL, 0},
    {"linger.ms", "5", WRITER, NULL, 0},
    /* Nobody sees it before the commit, which waits for nothing. To librdkafka the last
     * part of a millisecond is a time-out of 0, with which its thread polls. */
    {"linger.ms", "50", OUTPUT, NULL, 0},
    /* The topics' own limits decide; a batch is still cut at batch.size. */
    {"message.max.bytes", "100000000", OUTPUT, NULL, 0},
    /* As Java's clients do it, and records without a key keep their order. */
    {"partitioner", "murmur2", OUTPUT, NULL, 0},
};
#define SETTINGS (sizeof settings / sizeof *settings)

/* The maps of the configuration that a role takes, in the order of application. */
static const struct {
    const char *key, *pointer;
    unsigned roles;
} maps[] = {
    {"kafka.common", "/kafka/common", ALL},
    {"kafka.consumer", "/kafka/consumer", INPUT},
    {"kafka.producer", "/kafka/producer", OUTPUT},
};
#define MAPS (sizeof maps / sizeof *maps)

struct names {
    const char *brokers, *group;
    struct cd_client_names own;
};

int cd_client_names(const struct cd_config *config, struct cd_client_names *out,
                    struct cd_error *err) {
    const char *name = cd_config_string(config, "instance.name");
    char host[256];
    if (!name || !*name) {
        if (gethostname(host, sizeof host) != 0 || !*host)
            return cd_fail(err, CD_EWORLD, "no_host_name",
                           "/instance/name: not set, and the host has no name");
        host[sizeof host - 1] = '\0';
        name = host;
    }
    static const char legal[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789._-";
    if (strspn(name, legal) != strlen(name)) /* Kafka's rule for group.instance.id */
        return cd_fail(err, CD_EUSAGE, "bad_name",
                       "/instance/name: letters, digits, '.', '_' and '-' are taken");
    int n = snprintf(out->instance, sizeof out->instance, "%s", name);
    int m = snprintf(out->transaction, sizeof out->transaction, "%s.%s",
                     cd_config_string(config, "kafka.group"), name);
    if (n >= (int)sizeof out->instance || m >= (int)sizeof out->transaction)
        return cd_fail(err, CD_EUSAGE, "too_long",
                       "/instance/name: with /kafka/group it is longer than %zu bytes",
                       sizeof out->transaction - 1);
    return 0;
}

static int find_names(struct names *out, const struct cd_config *config,
                      struct cd_error *err) {
    out->brokers = cd_config_string(config, "kafka.brokers");
    out->group = cd_config_string(config, "kafka.group");
    return cd_client_names(config, &out->own, err);
}

static const char *value_of(const struct setting *row, const struct names *names) {
    if (!row->value || row->value[0] != '\001')
        return row->value;
    if (strcmp(row->value, BROKERS) == 0)
        return names->brokers;
    if (strcmp(row->value, GROUP) == 0)
        return names->group;
    if (strcmp(row->value, INSTANCE) == 0)
        return names->own.instance;
    return names->own.transaction;
}

static const struct setting *necessity(const char *name) {
    for (size_t i = 0; i < SETTINGS; i++)
        if (settings[i].why && strcmp(settings[i].name, name) == 0)
            return &settings[i];
    return NULL;
}

static bool is_secret(const char *name) {
    static const char *const parts[] = {"password", "secret", ".pem", "bearer.config"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strstr(name, parts[i]))
            return true;
    return false;
}

static int set(rd_kafka_conf_t *conf, const char *where, const char *name,
               const char *value, struct cd_error *err) {
    char words[256];
    if (rd_kafka_conf_set(conf, name, value, words, sizeof words) == RD_KAFKA_CONF_OK)
        return 0;
    return cd_fail(err, CD_EUSAGE, "kafka_setting", "%s/%s: %s", where, name,
                   is_secret(name) ? "not accepted (the value is not shown)" : words);
}

/* OpenSSL's words do not name the file. */
static int check_file(const char *where, const char *name, const char *value,
                      struct cd_error *err) {
    size_t len = strlen(name), end = sizeof ".location" - 1;
    bool file = strncmp(name, "ssl.", 4) == 0 && len > end &&
                strcmp(name + len - end, ".location") == 0;
    if (!file || strcmp(value, "probe") == 0 || access(value, R_OK) == 0)
        return 0;
    return cd_fail(err, CD_EUSAGE, "kafka_setting", "%s/%s: %s cannot be read: %s", where,
                   name, value, strerror(errno));
}

/* A setting of the user's: refused where ours has to stand and it says otherwise. */
static int set_given(rd_kafka_conf_t *conf, const char *where, const char *name,
                     const char *value, struct cd_error *err) {
    const struct setting *ours = necessity(name);
    if (!ours) {
        int rc = check_file(where, name, value, err);
        return rc < 0 ? rc : set(conf, where, name, value, err);
    }
    if (ours->value && strcmp(ours->value, value) == 0)
        return 0;
    return cd_fail(err, CD_EUSAGE, "kafka_setting", "%s/%s: cannot be set: %s", where,
                   name, ours->why);
}

static int set_rows(rd_kafka_conf_t *conf, enum cd_client_role role, bool necessities,
                    const struct names *names, struct cd_error *err) {
    for (size_t i = 0; i < SETTINGS; i++) {
        const struct setting *row = &settings[i];
        if (!(row->roles & BIT(role)) || necessities != !!row->why ||
            rd_kafka_version() < row->since)
            continue;
        const char *value = value_of(row, names);
        int rc = value ? set(conf, "", row->name, value, err) : 0;
        if (rc < 0)
            return rc;
    }
    return 0;
}

static int set_maps(rd_kafka_conf_t *conf, enum cd_client_role role,
                    const struct cd_config *config, struct cd_error *err) {
    const char *name, *value;
    for (size_t m = 0; m < MAPS; m++)
        for (size_t i = 0; (maps[m].roles & BIT(role)) &&
                           cd_config_member(config, maps[m].key, i, &name, &value);
             i++) {
            int rc = set_given(conf, maps[m].pointer, name, value, err);
            if (rc < 0)
                return rc;
        }
    return 0;
}

int cd_client_settings(rd_kafka_conf_t *conf, enum cd_client_role role,
                       const struct cd_config *config, struct cd_error *err) {
    struct names names;
    int rc = find_names(&names, config, err);
    if (rc == 0)
        rc = set_rows(conf, role, false, &names, err);
    if (rc == 0)
        rc = set_maps(conf, role, config, err);
    return rc < 0 ? rc : set_rows(conf, role, true, &names, err);
}

static void add_fault(struct cd_config_fault *faults, size_t room, size_t *count,
                      const struct cd_error *err) {
    if (*count < room)
        snprintf(faults[*count].text, sizeof faults->text, "%s", err->text);
    ++*count;
}

/* What only rd_kafka_new notices: settings that do not go together, a missing file. The
 * handle has no broker and no log, and asks for nothing. */
static int try_role(enum cd_client_role role, const struct cd_config *config,
                    struct cd_error *err) {
    rd_kafka_t *handle = NULL;
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_conf_set_log_cb(conf, NULL);
    int rc = cd_client_settings(conf, role, config, err);
    if (rc == 0)
        rc = set(conf, "", "bootstrap.servers", "", err);
    if (rc < 0) {
        rd_kafka_conf_destroy(conf);
        return rc;
    }
    rc = cd_client_open(&handle, conf, role, err);
    if (handle)
        rd_kafka_destroy(handle);
    return rc;
}

static bool is_given(const struct cd_config *config, const char *wanted) {
    const char *name, *value;
    for (size_t m = 0; m < MAPS; m++)
        for (size_t i = 0; cd_config_member(config, maps[m].key, i, &name, &value); i++)
            if (strcmp(name, wanted) == 0)
                return true;
    return false;
}

/* librdkafka takes them in silence, and connects in plain text. */
static void check_protocol(const struct cd_config *config, struct cd_config_fault *faults,
                           size_t room, size_t *count) {
    static const char *const vain[] = {"ssl.ca.location", "ssl.certificate.location",
                                       "sasl.mechanism",  "sasl.mechanisms",
                                       "sasl.username",   "sasl.password"};
    if (is_given(config, "security.protocol"))
        return;
    for (size_t i = 0; i < sizeof vain / sizeof *vain; i++) {
        struct cd_error err = {0};
        if (!is_given(config, vain[i]))
            continue;
        cd_fail(
            &err, CD_EUSAGE, "kafka_setting",
            "/kafka/common/security.protocol: not set, so that %s has no effect: ssl, "
            "sasl_ssl or sasl_plaintext",
            vain[i]);
        add_fault(faults, room, count, &err);
        return;
    }
}

void cd_client_check(const struct cd_config *config, struct cd_config_fault *faults,
                     size_t room, size_t *count) {
    const char *name, *value;
    *count = 0;
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    for (size_t m = 0; m < MAPS; m++)
        for (size_t i = 0; cd_config_member(config, maps[m].key, i, &name, &value); i++) {
            struct cd_error err = {0};
            if (set_given(conf, maps[m].pointer, name, value, &err) < 0)
                add_fault(faults, room, count, &err);
        }
    rd_kafka_conf_destroy(conf);
    check_protocol(config, faults, room, count);
    static const enum cd_client_role tried[] = {CD_CLIENT_INPUT, CD_CLIENT_OUTPUT};
    bool settings_fit = *count == 0;
    for (size_t i = 0; settings_fit && i < sizeof tried / sizeof *tried; i++) {
        struct cd_error err = {0};
        if (try_role(tried[i], config, &err) < 0)
            add_fault(faults, room, count, &err);
    }
}
