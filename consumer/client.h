/* librdkafka handles made from our configuration. Beneath what the user sets in
 * kafka.common, kafka.consumer and kafka.producer lie our defaults; above it lies what
 * exactly-once rests on, which a user may not change: such a setting is refused with the
 * reason. All of it is one table in client.c, a row a setting.
 *
 * kafka.common goes to every handle; kafka.consumer to the input's reader alone and
 * kafka.producer to the transactional producer alone, so that what tunes the articles'
 * way does not slow down the ledger's. */
#ifndef CD_CONSUMER_CLIENT_H
#define CD_CONSUMER_CLIENT_H

#include <librdkafka/rdkafka.h>

#include "base/log.h"
#include "config/config.h"
#include "consumer/hush.h"

enum cd_client_role {
    CD_CLIENT_INPUT,         /* the group's consumer */
    CD_CLIENT_OUTPUT,        /* the transactional producer */
    CD_CLIENT_LEDGER_READER, /* reads the ledger by assignment, without a group */
    CD_CLIENT_LEDGER_WRITER, /* appends to it: idempotent, not transactional */
    CD_CLIENT_ADMIN,         /* metadata, topics and their settings */
    CD_CLIENT_ROLES
};

/* What the callbacks need: the opaque of every handle made here is a pointer to one of
 * these. A caller that needs more in its own callbacks puts it first in its struct. Must
 * outlive the handle; log and part are read by librdkafka's threads, so they are not
 * changed after. */
struct cd_client {
    const struct cd_logger *log;
    const char *part; /* whose handle it is, for the log: "desk", "ledger" */
    struct cd_hush hush;
};

/* The names an instance goes by. */
struct cd_client_names {
    char instance[256];    /* instance.name, else the host's: group.instance.id */
    char transaction[512]; /* transactional.id: group and instance */
};

/* Finds the names. CD_EUSAGE where one is too long, CD_EWORLD without a host name. */
CD_MUST_USE int cd_client_names(const struct cd_config *config,
                                struct cd_client_names *out, struct cd_error *err);

/* Another instance has our name and has taken over: CD_EWORLD, reason "fenced". */
int cd_client_fail_fenced(const struct cd_config *config, struct cd_error *err);

/* Settings for a handle of that role, logging to *self. The caller may add callbacks of
 * its own (rebalance, delivery reports, interceptors) and gives it to cd_client_open.
 * CD_EUSAGE names the setting by JSON Pointer with librdkafka's words or our reason; a
 * secret's value is never in them. Free with rd_kafka_conf_destroy if not opened. */
CD_MUST_USE int cd_client_conf(rd_kafka_conf_t **out, enum cd_client_role role,
                               const struct cd_config *config, struct cd_client *self,
                               struct cd_error *err);

/* Makes the handle; takes `conf`, also when it fails. A consumer's events go to its
 * consumer queue already. CD_EUSAGE where settings do not go together. Nothing waits for
 * a broker here. Ends with rd_kafka_destroy. */
CD_MUST_USE int cd_client_open(rd_kafka_t **out, rd_kafka_conf_t *conf,
                               enum cd_client_role role, struct cd_error *err);

/* Both at once, for handles without callbacks of their own. */
CD_MUST_USE int cd_client_new(rd_kafka_t **out, enum cd_client_role role,
                              const struct cd_config *config, struct cd_client *self,
                              struct cd_error *err);

/* Checks the pass-through settings of all roles without a broker: every fault at once
 * into `faults` (room for `room`), *count of them, which may exceed room. */
void cd_client_check(const struct cd_config *config, struct cd_config_fault *faults,
                     size_t room, size_t *count);

/* The error callback of the handles made here: it logs. For a callback of the caller's
 * own to go on to. */
void cd_client_on_error(rd_kafka_t *handle, int code, const char *text, void *opaque);

/* An error that librdkafka returned, as one of ours: CD_EWORLD "what: its words". Takes
 * the error; NULL gives 0. */
int cd_client_fail(rd_kafka_error_t *error, const char *what, struct cd_error *err);

#endif
