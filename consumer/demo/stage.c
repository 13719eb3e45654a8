/* The service is a child process, started by its own command line: what the demo shows is
 * what a user runs, and a service that fails is seen as one. One input partition, so that
 * the samples are read in the order in which they tell their stories.
 *
 * The mock cluster (rdkafka_mock.h) creates no topics on request, waits 3 s before a
 * group's first member may begin, and holds 5 MB a partition. */
#include "consumer/demo/stage.h"

#include <errno.h>
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define INPUT       "articles.raw"
#define OUTPUT      "articles.desk"
#define DUPLICATES  "articles.duplicates"
#define DEAD_LETTER "articles.dead"
#define LEDGER      "copydesk.ledger"

#define FLUSH_MS 10000
#define END_MS   8000

struct cd_stage {
    rd_kafka_t *feeder; /* carries the mock cluster */
    rd_kafka_t *reader;
    rd_kafka_message_t *message; /* what the last arrival borrows from */
    char address[128];
    pid_t service; /* 0: does not run */
    int signals;   /* signalfd; -1: none */
    sigset_t old_mask;
};

/* Opening */

/* A handle with the settings given as a NULL-ended list of names and values; takes
 * `conf`. */
static int open_handle(rd_kafka_t **out, rd_kafka_type_t type, rd_kafka_conf_t *conf,
                       const char *const *settings, struct cd_error *err) {
    char text[256] = "";
    bool fits = true;
    for (; fits && settings[0]; settings += 2)
        fits = rd_kafka_conf_set(conf, settings[0], settings[1], text, sizeof text) ==
               RD_KAFKA_CONF_OK;
    *out = fits ? rd_kafka_new(type, conf, text, sizeof text) : NULL;
    if (*out)
        return CD_OK;
    rd_kafka_conf_destroy(conf);
    return cd_fail(err, CD_EWORLD, NULL, "%s", text);
}

/* The offset that the broker gave a sample goes into it. */
static void on_delivery(rd_kafka_t *handle, const rd_kafka_message_t *message,
                        void *opaque) {
    (void)handle;
    (void)opaque;
    struct cd_sample *sample = message->_private;
    sample->offset = message->err ? -1 : message->offset;
}

static int open_feeder(struct cd_stage *stage, struct cd_error *err) {
    static const char *const settings[] = {"test.mock.num.brokers", "1", "log_level", "3",
                                           NULL};
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
    return open_handle(&stage->feeder, RD_KAFKA_PRODUCER, conf, settings, err);
}

static int open_cluster(struct cd_stage *stage, struct cd_error *err) {
    static const char *const topics[] = {INPUT, OUTPUT, DUPLICATES, DEAD_LETTER, LEDGER};
    rd_kafka_mock_cluster_t *cluster = rd_kafka_handle_mock_cluster(stage->feeder);
    for (size_t i = 0; i < sizeof topics / sizeof topics[0]; i++)
        if (rd_kafka_mock_topic_create(cluster, topics[i], 1, 1))
            return cd_fail(err, CD_EWORLD, NULL, "%s cannot be made", topics[i]);
    snprintf(stage->address, sizeof stage->address, "%s",
             rd_kafka_mock_cluster_bootstraps(cluster));
    return CD_OK;
}

/* Reads the outputs by assignment: without a group there is nothing to wait for. */
static int open_reader(struct cd_stage *stage, struct cd_error *err) {
    static const char *const topics[] = {OUTPUT, DUPLICATES, DEAD_LETTER};
    const char *const settings[] = {"bootstrap.servers",
                                    stage->address,
                                    "group.id",
                                    "copydesk-demo",
                                    "enable.auto.commit",
                                    "false",
                                    "fetch.wait.max.ms",
                                    "50",
                                    NULL};
    int rc = open_handle(&stage->reader, RD_KAFKA_CONSUMER, rd_kafka_conf_new(), settings,
                         err);
    if (rc != CD_OK)
        return rc;
    rd_kafka_poll_set_consumer(stage->reader);
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(3);
    for (size_t i = 0; i < sizeof topics / sizeof topics[0]; i++)
        rd_kafka_topic_partition_list_add(list, topics[i], 0)->offset =
            RD_KAFKA_OFFSET_BEGINNING;
    rd_kafka_resp_err_t code = rd_kafka_assign(stage->reader, list);
    rd_kafka_topic_partition_list_destroy(list);
    return code ? cd_fail(err, CD_EWORLD, NULL, "%s", rd_kafka_err2str(code)) : CD_OK;
}

/* SIGINT and SIGTERM are looked at between two records, not taken at any moment. */
static int open_signals(struct cd_stage *stage, struct cd_error *err) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    if (sigprocmask(SIG_BLOCK, &set, &stage->old_mask) == 0)
        stage->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    return stage->signals >= 0
               ? CD_OK
               : cd_fail(err, CD_EWORLD, NULL, "signalfd: %s", strerror(errno));
}

int cd_stage_open(struct cd_stage **out, struct cd_error *err) {
    struct cd_stage *stage = calloc(1, sizeof *stage);
    if (!stage)
        return cd_fail_memory(err);
    stage->signals = -1;
    int rc = open_signals(stage, err);
    if (rc == CD_OK)
        rc = open_feeder(stage, err);
    if (rc == CD_OK)
        rc = open_cluster(stage, err);
    if (rc == CD_OK)
        rc = open_reader(stage, err);
    if (rc == CD_OK)
        *out = stage;
    else
        cd_stage_close(stage);
    return rc;
}

/* A clean stop takes a moment; a service that does not come to it is killed. */
static void end_service(pid_t service) {
    kill(service, SIGTERM);
    for (int waited = 0; waited < END_MS; waited += 20) {
        if (waitpid(service, NULL, WNOHANG) != 0)
            return;
        usleep(20000);
    }
    kill(service, SIGKILL);
    waitpid(service, NULL, 0);
}

void cd_stage_close(struct cd_stage *stage) {
    if (!stage)
        return;
    if (stage->service > 0)
        end_service(stage->service);
    if (stage->message)
        rd_kafka_message_destroy(stage->message);
    if (stage->reader) {
        rd_kafka_consumer_close(stage->reader);
        rd_kafka_destroy(stage->reader);
    }
    if (stage->feeder)
        rd_kafka_destroy(stage->feeder);
    if (stage->signals >= 0) {
        close(stage->signals);
        sigprocmask(SIG_SETMASK, &stage->old_mask, NULL);
    }
    free(stage);
}

const char *cd_stage_address(const struct cd_stage *stage) { return stage->address; }

/* The service */

/* Between fork and exec only what POSIX allows there: librdkafka's threads run. The
 * service ends with the demo, even one that is killed. */
static _Noreturn void become_service(const struct cd_stage *stage, char *const *argv) {
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    sigprocmask(SIG_SETMASK, &stage->old_mask, NULL);
    execv("/proc/self/exe", argv);
    _exit(127);
}

int cd_stage_serve(struct cd_stage *stage, struct cd_error *err) {
    char brokers[sizeof stage->address + 16];
    snprintf(brokers, sizeof brokers, "kafka.brokers=%s", stage->address);
    const char *const argv[] = {"copydesk", "serve",
                                "--set",    brokers,
                                "--set",    "topics.input=" INPUT,
                                "--set",    "topics.output=" OUTPUT,
                                "--set",    "topics.duplicates=" DUPLICATES,
                                "--set",    "topics.dead_letter=" DEAD_LETTER,
                                "--set",    "topics.ledger=" LEDGER,
                                "--set",    "log.level=error",
                                NULL};
    pid_t child = fork();
    if (child < 0)
        return cd_fail(err, CD_EWORLD, NULL, "fork: %s", strerror(errno));
    if (child == 0)
        become_service(stage, (char *const *)argv);
    stage->service = child;
    return CD_OK;
}

/* Feeding and reading */

int cd_stage_feed(struct cd_stage *stage, const struct cd_samples *samples,
                  struct cd_error *err) {
    for (size_t i = 0; i < samples->count; i++) {
        struct cd_sample *sample = &samples->list[i];
        rd_kafka_resp_err_t code = rd_kafka_producev(
            stage->feeder, RD_KAFKA_V_TOPIC(INPUT),
            RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
            RD_KAFKA_V_VALUE((void *)sample->bytes.p, sample->bytes.len),
            RD_KAFKA_V_OPAQUE(sample), RD_KAFKA_V_END);
        if (code)
            return cd_fail(err, CD_EWORLD, NULL, "%s", rd_kafka_err2str(code));
    }
    if (rd_kafka_flush(stage->feeder, FLUSH_MS))
        return cd_fail(err, CD_EWORLD, NULL,
                       "the mock cluster does not take the samples");
    return CD_OK;
}

static struct cd_str header_of(const rd_kafka_message_t *message, const char *name) {
    rd_kafka_headers_t *headers;
    const void *value;
    size_t len;
    if (rd_kafka_message_headers(message, &headers) ||
        rd_kafka_header_get_last(headers, name, &value, &len))
        return (struct cd_str){0};
    return (struct cd_str){value, len};
}

/* The offset in "topic/partition/offset". */
static int64_t offset_of(struct cd_str source) {
    int64_t offset = 0, unit = 1;
    size_t i = source.len;
    for (; i > 0 && source.p[i - 1] >= '0' && source.p[i - 1] <= '9'; i--, unit *= 10)
        offset += unit * (source.p[i - 1] - '0');
    return i < source.len ? offset : -1;
}

static enum cd_outcome outcome_of(const char *topic) {
    if (strcmp(topic, OUTPUT) == 0)
        return CD_OUTCOME_DESK;
    return strcmp(topic, DUPLICATES) == 0 ? CD_OUTCOME_COPY : CD_OUTCOME_DEAD;
}

static int service_ended(struct cd_stage *stage, struct cd_error *err) {
    int status = 0;
    if (waitpid(stage->service, &status, WNOHANG) != stage->service)
        return CD_OK;
    stage->service = 0;
    if (WIFEXITED(status))
        return cd_fail(err, CD_EWORLD, NULL, "the service ended with status %d",
                       WEXITSTATUS(status));
    return cd_fail(err, CD_EWORLD, NULL, "the service ended by signal %d",
                   WTERMSIG(status));
}

int cd_stage_next(struct cd_stage *stage, int wait_ms, struct cd_arrival *out,
                  struct cd_error *err) {
    if (stage->message)
        rd_kafka_message_destroy(stage->message);
    stage->message = rd_kafka_consumer_poll(stage->reader, wait_ms);
    const rd_kafka_message_t *message = stage->message;
    if (!message || message->err)
        return service_ended(stage, err);
    *out = (struct cd_arrival){
        .outcome = outcome_of(rd_kafka_topic_name(message->rkt)),
        .offset = offset_of(header_of(message, "copydesk-source")),
        .value = {message->payload, message->len},
        .reason = header_of(message, "copydesk-reason"),
        .detail = header_of(message, "copydesk-detail"),
    };
    return 1;
}

bool cd_stage_stopped(const struct cd_stage *stage) {
    struct signalfd_siginfo info;
    return read(stage->signals, &info, sizeof info) == (ssize_t)sizeof info;
}
