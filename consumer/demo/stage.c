/* The service is a child process, started by its own command line: what the demo shows is
 * what a user runs, and a service that fails is seen as one.
 *
 * The mock cluster (rdkafka_mock.h) creates no topics on request, lets a group's first
 * member wait for 3 s, and holds 5 MB a partition. */
#include "consumer/demo/stage.h"

#include <errno.h>
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "consumer/demo/topics.h"

#define END_MS 8000

struct cd_stage {
    rd_kafka_t *carrier; /* the handle that the mock cluster hangs on */
    char address[128];
    pid_t service; /* 0: does not run */
};

/* The cluster */

static int open_cluster(struct cd_stage *stage, struct cd_error *err) {
    char text[256] = "";
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    if (rd_kafka_conf_set(conf, "test.mock.num.brokers", "1", text, sizeof text) == 0 &&
        rd_kafka_conf_set(conf, "log_level", "3", text, sizeof text) == 0)
        stage->carrier = rd_kafka_new(RD_KAFKA_PRODUCER, conf, text, sizeof text);
    if (stage->carrier)
        return CD_OK;
    rd_kafka_conf_destroy(conf);
    return cd_fail(err, CD_EWORLD, NULL, "%s", text);
}

/* One input partition here: the samples' order is then the order of judging, too. */
static int make_topics(struct cd_stage *stage, struct cd_error *err) {
    static const char *const topics[] = {CD_DEMO_INPUT, CD_DEMO_OUTPUT,
                                         CD_DEMO_DUPLICATES, CD_DEMO_DEAD_LETTER,
                                         CD_DEMO_LEDGER};
    rd_kafka_mock_cluster_t *cluster = rd_kafka_handle_mock_cluster(stage->carrier);
    for (size_t i = 0; i < sizeof topics / sizeof topics[0]; i++)
        if (rd_kafka_mock_topic_create(cluster, topics[i], 1, 1))
            return cd_fail(err, CD_EWORLD, NULL, "%s cannot be made", topics[i]);
    snprintf(stage->address, sizeof stage->address, "%s",
             rd_kafka_mock_cluster_bootstraps(cluster));
    return CD_OK;
}

const char *cd_stage_address(const struct cd_stage *stage) { return stage->address; }

/* The service */

/* Between fork and exec only what POSIX allows there: librdkafka's threads run. The
 * service ends with the demo, even one that is killed. */
static _Noreturn void become_service(char *const *argv) {
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execv("/proc/self/exe", argv);
    _exit(127);
}

static int start_service(struct cd_stage *stage, struct cd_error *err) {
    char brokers[sizeof stage->address + 16];
    snprintf(brokers, sizeof brokers, "kafka.brokers=%s", stage->address);
    const char *const argv[] = {"copydesk", "serve",
                                "--set",    brokers,
                                "--set",    "topics.input=" CD_DEMO_INPUT,
                                "--set",    "topics.output=" CD_DEMO_OUTPUT,
                                "--set",    "topics.duplicates=" CD_DEMO_DUPLICATES,
                                "--set",    "topics.dead_letter=" CD_DEMO_DEAD_LETTER,
                                "--set",    "topics.ledger=" CD_DEMO_LEDGER,
                                "--set",    "log.level=error",
                                NULL};
    pid_t child = fork();
    if (child < 0)
        return cd_fail(err, CD_EWORLD, NULL, "fork: %s", strerror(errno));
    if (child == 0)
        become_service((char *const *)argv);
    stage->service = child;
    return CD_OK;
}

int cd_stage_check(struct cd_stage *stage, struct cd_error *err) {
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

/* Both */

int cd_stage_open(struct cd_stage **out, struct cd_error *err) {
    struct cd_stage *stage = calloc(1, sizeof *stage);
    if (!stage)
        return cd_fail_memory(err);
    int rc = open_cluster(stage, err);
    if (rc == CD_OK)
        rc = make_topics(stage, err);
    if (rc == CD_OK)
        rc = start_service(stage, err);
    if (rc == CD_OK)
        *out = stage;
    else
        cd_stage_close(stage);
    return rc;
}

void cd_stage_close(struct cd_stage *stage) {
    if (!stage)
        return;
    if (stage->service > 0)
        end_service(stage->service);
    if (stage->carrier)
        rd_kafka_destroy(stage->carrier);
    free(stage);
}
