/* Handles, and how librdkafka's log and errors reach ours. */
#include "consumer/client.h"

#include <syslog.h>

#include "consumer/client_settings.h"
#include "consumer/clock.h"

static enum cd_level level_of(int syslog_level) {
    if (syslog_level <= LOG_CRIT)
        return CD_LOG_ERROR;
    if (syslog_level <= LOG_WARNING) /* it goes on by itself: nothing has ended */
        return CD_LOG_WARN;
    return syslog_level <= LOG_INFO ? CD_LOG_INFO : CD_LOG_DEBUG;
}

/* librdkafka says the same over and over while a broker is away. */
static void say(struct cd_client *self, enum cd_level level, const char *what,
                const char *text) {
    uint32_t times = 0;
    if (level < CD_LOG_DEBUG && !cd_hush_allows(&self->hush, text, cd_now_ms(), &times))
        return;
    if (times)
        cd_log(self->log, level, self->part, "%s: %s (and %u more like it before)", what,
               text, times);
    else
        cd_log(self->log, level, self->part, "%s: %s", what, text);
}

static void on_log(const rd_kafka_t *rk, int level, const char *facility,
                   const char *text) {
    struct cd_client *self = rk ? rd_kafka_opaque(rk) : NULL;
    if (self)
        say(self, level_of(level), facility, text);
}

void cd_client_on_error(rd_kafka_t *rk, int code, const char *text, void *opaque) {
    struct cd_client *self = opaque;
    char words[256];
    if (code == RD_KAFKA_RESP_ERR__FATAL) {
        rd_kafka_resp_err_t fatal = rd_kafka_fatal_error(rk, words, sizeof words);
        cd_log(self->log, CD_LOG_ERROR, self->part, "%s: %s", rd_kafka_err2name(fatal),
               words);
        return;
    }
    /* on_log has said it with more detail. */
    bool known = code == RD_KAFKA_RESP_ERR__TRANSPORT ||
                 code == RD_KAFKA_RESP_ERR__RESOLVE ||
                 code == RD_KAFKA_RESP_ERR__TIMED_OUT;
    say(self, known ? CD_LOG_DEBUG : CD_LOG_WARN,
        rd_kafka_err2name((rd_kafka_resp_err_t)code), text);
}

int cd_client_fail_fenced(const struct cd_config *config, struct cd_error *err) {
    struct cd_client_names names;
    bool named = cd_client_names(config, &names, NULL) == 0;
    return cd_fail(err, CD_EWORLD, "fenced",
                   "another instance of group %s goes by the name %s and has taken over: "
                   "each needs an instance.name of its own",
                   cd_config_string(config, "kafka.group"),
                   named ? names.instance : "of this host");
}

int cd_client_conf(rd_kafka_conf_t **out, enum cd_client_role role,
                   const struct cd_config *config, struct cd_client *self,
                   struct cd_error *err) {
    *out = NULL;
    if (!cd_config_string(config, "kafka.brokers"))
        return cd_fail(err, CD_EUSAGE, "no_brokers",
                       "/kafka/brokers: not set: the brokers to begin with, HOST:PORT "
                       "parted by commas");
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_conf_set_opaque(conf, self);
    rd_kafka_conf_set_log_cb(conf, on_log);
    rd_kafka_conf_set_error_cb(conf, cd_client_on_error);
    int rc = cd_client_settings(conf, role, config, err);
    if (rc < 0) {
        rd_kafka_conf_destroy(conf);
        return rc;
    }
    *out = conf;
    return 0;
}

int cd_client_open(rd_kafka_t **out, rd_kafka_conf_t *conf, enum cd_client_role role,
                   struct cd_error *err) {
    char words[256];
    bool consumer = role == CD_CLIENT_INPUT || role == CD_CLIENT_LEDGER_READER;
    *out = rd_kafka_new(consumer ? RD_KAFKA_CONSUMER : RD_KAFKA_PRODUCER, conf, words,
                        sizeof words);
    if (!*out) {
        rd_kafka_conf_destroy(conf);
        return cd_fail(err, CD_EUSAGE, "kafka_setting", "/kafka: %s", words);
    }
    if (consumer)
        rd_kafka_poll_set_consumer(*out);
    return 0;
}

int cd_client_new(rd_kafka_t **out, enum cd_client_role role,
                  const struct cd_config *config, struct cd_client *self,
                  struct cd_error *err) {
    rd_kafka_conf_t *conf;
    *out = NULL;
    int rc = cd_client_conf(&conf, role, config, self, err);
    return rc < 0 ? rc : cd_client_open(out, conf, role, err);
}

int cd_client_fail(rd_kafka_error_t *error, const char *what, struct cd_error *err) {
    if (!error)
        return 0;
    cd_fail(err, CD_EWORLD, "kafka", "%s: %s", what, rd_kafka_error_string(error));
    rd_kafka_error_destroy(error);
    return CD_EWORLD;
}
