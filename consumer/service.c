/* See service.h. The calling thread only waits for signals; so nothing that the desk does
 * can keep it from keeping its deadline. */
#include "consumer/service.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "consumer/clock.h"
#include "consumer/command.h"
#include "consumer/desk.h"
#include "consumer/ledger_kafka.h"
#include "consumer/lexicons.h"
#include "consumer/workers.h"

#define TOPICS_MS      30000
#define TOPICS_STEP_MS 3000
#define RETRY_MS       500
#define STOP_MS        5000
#define AGAIN_MS       1000
#define HITS_MS        600000 /* how often it is logged what the lexicons hit */

struct service {
    const struct cd_config *config;
    const struct cd_logger *log;
    struct cd_all_topics topics;
    struct cd_chain *chain;
    uint64_t own_lexicons; /* a bit each: from lexicons.path */
    struct cd_input *input;
    struct cd_ring ring;
    struct cd_workers workers;
    struct cd_ledger_thread *ledger;
    struct cd_desk desk;
    pthread_t desk_thread;
    int signals, ended; /* descriptors: SIGTERM, SIGINT, SIGHUP; the desk has ended */
    sigset_t before;    /* the thread's signals, to be restored */
};

/* ---- signals ---- */

static int take_signals(struct service *service, struct cd_error *err) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    signal(SIGPIPE, SIG_IGN); /* a log that nobody reads any more ends nothing */
    service->signals = service->ended = -1;
    pthread_sigmask(SIG_BLOCK, &set, &service->before);
    service->signals = signalfd(-1, &set, SFD_CLOEXEC);
    service->ended = eventfd(0, EFD_CLOEXEC);
    if (service->signals < 0 || service->ended < 0)
        return cd_fail(err, CD_EWORLD, "signalfd", "signalfd: %s", strerror(errno));
    return 0;
}

static void give_signals_back(struct service *service) {
    if (service->signals >= 0)
        close(service->signals);
    if (service->ended >= 0)
        close(service->ended);
    pthread_sigmask(SIG_SETMASK, &service->before, NULL);
}

/* Waits for a signal or the desk's end: the signal's number, or 0; -1: out of time. */
static int wait_for_end(const struct service *service, int timeout_ms) {
    struct pollfd fds[] = {{.fd = service->ended, .events = POLLIN},
                           {.fd = service->signals, .events = POLLIN}};
    struct signalfd_siginfo info;
    int64_t deadline = cd_now_ms() + timeout_ms;
    int rc;
    do
        rc = poll(fds, 2, timeout_ms < 0 ? -1 : cd_left_ms(deadline));
    while (rc < 0 && errno == EINTR);
    if (rc <= 0)
        return -1;
    if (fds[0].revents)
        return 0;
    return read(service->signals, &info, sizeof info) == sizeof info ? (int)info.ssi_signo
                                                                     : -1;
}

/* ---- making ---- */

/* Asks for so long as a broker may take to start; a signal ends the asking. */
static int read_topics(struct service *service, rd_kafka_t *admin, struct cd_error *err) {
    int64_t deadline = cd_now_ms() + TOPICS_MS;
    struct cd_hush hush = {0};
    uint32_t times;
    for (;;) {
        struct cd_error why = {0};
        int rc = cd_all_topics_read(admin, service->config, TOPICS_STEP_MS,
                                    &service->topics, &why);
        if (rc != CD_EWORLD || cd_left_ms(deadline) == 0) {
            *err = why;
            return rc;
        }
        if (cd_hush_allows(&hush, why.text, cd_now_ms(), &times))
            cd_log(service->log, CD_LOG_WARN, "service", "asking again: %s", why.text);
        int signal = wait_for_end(service, RETRY_MS);
        if (signal > 0 && signal != SIGHUP)
            return cd_fail(err, CD_EWORLD, "stopped", "stopped before it began");
    }
}

/* What is missing or set wrongly is told at once and whole. */
static int look_at_topics(struct service *service, struct cd_error *err) {
    struct cd_client client = {.log = service->log, .part = "topics"};
    struct cd_findings findings = {0};
    rd_kafka_t *admin;
    int rc = cd_client_new(&admin, CD_CLIENT_ADMIN, service->config, &client, err);
    if (rc < 0)
        return rc;
    rc = read_topics(service, admin, err);
    rd_kafka_destroy(admin);
    if (rc < 0)
        return rc;
    cd_all_topics_check(&findings, &service->topics);
    cd_findings_log(&findings, service->log, "topics");
    return findings.faults
               ? cd_fail(err, CD_EUSAGE, "topics", "the topics are not as they must be")
               : 0;
}

static int make(struct service *service, struct cd_error *err) {
    const struct cd_config *config = service->config;
    int rc = look_at_topics(service, err);
    if (rc == 0)
        rc = cd_input_new(&service->input, config, err);
    if (rc == 0)
        rc = cd_chain_new(&service->chain, config, err);
    if (rc == 0)
        rc = cd_ring_init(&service->ring, (size_t)cd_config_integer(config, "ring.slots"),
                          (size_t)cd_config_integer(config, "ring.bytes"), err);
    if (rc < 0)
        return rc;
    cd_lexicons_tell_files(config, service->log, &service->own_lexicons);
    service->ring.ledger = cd_chain_needs_ledger(service->chain);
    return cd_desk_init(&service->desk, config, &service->topics, service->log,
                        &service->ring, err);
}

/* "auto": the desk and the ledger's thread sleep most of the time, so one core less than
 * there are is enough for them. */
static size_t worker_count(const struct cd_config *config) {
    int64_t count = cd_config_integer(config, "workers");
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    if (count > 0)
        return (size_t)count;
    return cores > 1 ? (size_t)cores - 1 : 1;
}

static void *run_desk(void *arg) {
    struct service *service = arg;
    uint64_t one = 1;
    cd_desk_run(&service->desk);
    ssize_t written = write(service->ended, &one, sizeof one);
    (void)written; /* eight bytes into an empty eventfd */
    return NULL;
}

static int start_threads(struct service *service, struct cd_error *err) {
    struct cd_workplace place = {.ring = &service->ring,
                                 .input = service->input,
                                 .chain = service->chain,
                                 .to = service->desk.out.to,
                                 .log = service->log};
    int rc =
        cd_workers_start(&service->workers, &place, worker_count(service->config), err);
    if (rc == 0 && service->ring.ledger)
        rc = cd_ledger_thread_start(&service->ledger, service->config, &service->ring,
                                    service->log, err);
    if (rc < 0)
        return rc;
    rc = pthread_create(&service->desk_thread, NULL, run_desk, service);
    return rc ? cd_fail(err, CD_EWORLD, "thread", "the desk's thread: %s", strerror(rc))
              : 0;
}

/* ---- running ---- */

static void stop_desk(struct service *service) {
    atomic_store(&service->desk.stop, true);
    cd_bell_ring(&service->ring.desk);
}

/* Nothing is lost by it: what is not committed comes again. */
static _Noreturn void give_up(const struct service *service, const char *why) {
    cd_log(service->log, CD_LOG_WARN, "service", "%s: ending at once", why);
    _exit(CD_EXIT_UNAVAILABLE);
}

/* Waits for the desk as long as it may take. A second signal means "now", unless it comes
 * with the first: timeout(1) sends it to the process and to its group. */
static void await_desk(const struct service *service) {
    int64_t begun = cd_now_ms(), deadline = begun + STOP_MS;
    int what;
    while ((what = wait_for_end(service, cd_left_ms(deadline))) != 0) {
        if (what < 0)
            give_up(service, "no end in five seconds");
        if (what != SIGHUP && cd_now_ms() - begun > AGAIN_MS)
            give_up(service, "a second signal");
    }
}

/* A signal that means the end; 0: the desk has ended by itself. */
static int serve(struct service *service) {
    for (;;) {
        int signal = wait_for_end(service, HITS_MS);
        if (signal == SIGHUP)
            cd_lexicons_reload(service->chain, service->config, service->log,
                               &service->own_lexicons);
        else if (signal < 0)
            cd_lexicons_tell(service->chain, service->log, false);
        else
            return signal;
    }
}

static int run(struct service *service, struct cd_error *err) {
    int signal = serve(service);
    if (signal > 0) {
        cd_log(service->log, CD_LOG_INFO, "service", "%s: stopping",
               signal == SIGTERM ? "SIGTERM" : "SIGINT");
        stop_desk(service);
        await_desk(service);
    }
    pthread_join(service->desk_thread, NULL);
    if (service->desk.error.code)
        *err = service->desk.error;
    return service->desk.error.code;
}

static void take_down(struct service *service) {
    cd_workers_stop(&service->workers);
    if (service->chain)
        cd_lexicons_tell(service->chain, service->log, true);
    cd_ledger_thread_stop(service->ledger);
    cd_desk_done(&service->desk);
    cd_ring_done(&service->ring);
    cd_chain_free(service->chain);
    cd_input_free(service->input);
}

int cd_service_run(const struct cd_config *config, const struct cd_logger *log,
                   struct cd_error *err) {
    struct service service = {.config = config, .log = log};
    int rc = take_signals(&service, err);
    if (rc == 0)
        rc = make(&service, err);
    if (rc == 0)
        rc = start_threads(&service, err);
    if (rc == 0)
        rc = run(&service, err);
    take_down(&service);
    give_signals_back(&service);
    return rc;
}
