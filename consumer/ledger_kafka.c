/* See ledger_kafka.h: the states of the ledger's thread. A session runs from STARTING to
 * LOST with handles, judge and index of its own, so that nothing of an old one is left.
 */
#include "consumer/ledger_kafka.h"

#include <stdlib.h>
#include <string.h>

#include "consumer/clock.h"
#include "consumer/ledger_thread.h"
#include "consumer/ledger_topic.h"

#define ASK_MS       10000 /* for one question to the brokers */
#define STEP_MS      250   /* for the first one, which may be in vain for long */
#define BACKOFF_MS   500   /* before the first new attempt to start; doubled … */
#define MOST_BACKOFF 10000 /* … up to this */
#define PROGRESS_MS  2000  /* between two lines about the progress of catching up */
#define POLL_MS      100   /* while catching up */
/* The bell wakes an idle thread; this is for what has no bell (look_after). */
#define IDLE_MS 1000
/* Before it asks to be woken: else every article that is read wakes it, which costs the
 * worker a system call and both a change of threads. Records wait longer for their
 * request (linger.ms). */
#define GATHER_MS 1

static bool is_stopped(const struct cd_ledger_thread *ledger) {
    return atomic_load(&ledger->ring->link.stop);
}

static void set_state(struct cd_ledger_thread *ledger, enum cd_ledger_state state) {
    atomic_store(&ledger->ring->link.state, (int)state);
    cd_bell_ring(&ledger->ring->desk);
}

/* ---- STARTING ---- */

/* In short steps, since it must be possible to stop. */
static int wait_for_brokers(struct cd_ledger_thread *ledger, rd_kafka_t *admin,
                            struct cd_error *err) {
    int brokers;
    int64_t deadline_ms = cd_now_ms() + ASK_MS;
    while (cd_topics_brokers(admin, STEP_MS, &brokers, NULL) < 0)
        if (is_stopped(ledger) || !cd_left_ms(deadline_ms))
            return cd_fail(err, CD_EWORLD, "brokers",
                           "/kafka/brokers: %s: no broker has answered for %d s",
                           cd_config_string(ledger->config, "kafka.brokers"),
                           ASK_MS / 1000);
    return 0;
}

static int prepare_topic(struct cd_ledger_thread *ledger, struct cd_error *err) {
    struct cd_client client = {.log = ledger->log, .part = "ledger"};
    rd_kafka_t *admin;
    int rc = cd_client_new(&admin, CD_CLIENT_ADMIN, ledger->config, &client, err);
    if (rc < 0)
        return rc;
    rc = wait_for_brokers(ledger, admin, err);
    if (rc == 0)
        rc = cd_ledger_topic_ready(admin, ledger->config, ledger->log, ASK_MS, err);
    rd_kafka_destroy(admin);
    return rc;
}

static int open_session(struct cd_ledger_thread *ledger, struct cd_error *err) {
    struct cd_bell *bell = &ledger->ring->ledger_bell;
    int rc = prepare_topic(ledger, err);
    if (rc == 0)
        rc = cd_judge_new(&ledger->judge, ledger->config, err);
    if (rc == 0)
        rc = cd_reader_open(&ledger->reader, ledger->config, ledger->log, bell, ASK_MS,
                            err);
    if (rc == 0)
        rc = cd_writer_open(&ledger->writer, ledger->config, ledger->log, bell, err);
    if (rc == 0)
        rc = cd_reader_start(&ledger->reader,
                             ledger->reader.end - cd_judge_history(ledger->judge), err);
    if (rc == 0)
        cd_judge_start(ledger->judge, ledger->reader.end);
    return rc;
}

static void close_session(struct cd_ledger_thread *ledger) {
    cd_writer_close(&ledger->writer);
    cd_reader_close(&ledger->reader);
    cd_judge_free(ledger->judge);
    ledger->judge = NULL;
    cd_flights_done(&ledger->flights);
    cd_arena_reset(&ledger->arena);
    ledger->batched = 0;
    ledger->waiting = false;
    ledger->foreign_known = 0;
}

/* How far catching up is, for the log. */
struct progress {
    int64_t from, began_ms, next_ms;
};

static void tell_progress(const struct cd_ledger_thread *ledger,
                          struct progress *progress) {
    int64_t now_ms = cd_now_ms();
    if (now_ms < progress->next_ms)
        return;
    progress->next_ms = now_ms + PROGRESS_MS;
    int64_t done = ledger->reader.position - progress->from;
    int64_t all = ledger->reader.end - progress->from;
    cd_log(ledger->log, CD_LOG_INFO, "ledger",
           "catching up: %lld of %lld records (%lld %%), %lld/s", (long long)done,
           (long long)all, (long long)(100 * done / all),
           (long long)(1000 * done / (now_ms - progress->began_ms)));
}

static void tell_ready(const struct cd_ledger_thread *ledger,
                       const struct progress *progress) {
    struct cd_judge_counts counts = cd_judge_counts(ledger->judge);
    cd_log(ledger->log, CD_LOG_INFO, "ledger",
           "caught up with %s: %lld records in %.1f s, %llu heads, %llu MiB",
           ledger->reader.topic, (long long)(ledger->reader.position - progress->from),
           (double)(cd_now_ms() - progress->began_ms) / 1000,
           (unsigned long long)counts.heads, (unsigned long long)counts.bytes >> 20);
}

static int catch_up(struct cd_ledger_thread *ledger, struct cd_error *err) {
    int64_t now_ms = cd_now_ms();
    struct progress progress = {ledger->reader.position, now_ms, now_ms + PROGRESS_MS};
    rd_kafka_message_t *message;
    int rc = 0;
    while (ledger->reader.position < ledger->reader.end && !is_stopped(ledger)) {
        rc = cd_reader_next(&ledger->reader, POLL_MS, &message, err);
        if (rc > 0)
            rc = cd_ledger_take(ledger, message, err);
        if (rc < 0)
            return rc;
        tell_progress(ledger, &progress);
    }
    if (is_stopped(ledger))
        return 0;
    cd_reader_caught_up(&ledger->reader);
    rc = cd_reader_verify(&ledger->reader, err);
    if (rc == 0)
        rc = cd_judge_caught_up(ledger->judge, err);
    if (rc == 0)
        rc = cd_ledger_rulings(ledger, err);
    if (rc == 0)
        tell_ready(ledger, &progress);
    return rc;
}

/* Says by which rules our fingerprints are made, for newcomers to compare. */
static int append_contract(struct cd_ledger_thread *ledger, struct cd_error *err) {
    struct cd_buf record = cd_buf_in(&ledger->arena);
    if (cd_ledger_contract(ledger->judge, &record) < 0 || record.failed)
        return cd_fail_memory(err);
    int rc = cd_writer_append(&ledger->writer, cd_buf_str(&record), 0, err);
    cd_arena_reset(&ledger->arena);
    return rc;
}

static int try_start(struct cd_ledger_thread *ledger, struct cd_error *err) {
    int rc = open_session(ledger, err);
    if (rc == 0)
        rc = catch_up(ledger, err);
    if (rc == 0 && !is_stopped(ledger))
        rc = append_contract(ledger, err);
    if (rc < 0)
        close_session(ledger);
    return rc;
}

/* Waits for up to `ms`, or until it is stopped. */
static void pause_for(struct cd_ledger_thread *ledger, int ms) {
    int64_t deadline_ms = cd_now_ms() + ms;
    while (!is_stopped(ledger) && cd_left_ms(deadline_ms)) {
        cd_bell_arm(&ledger->ring->ledger_bell);
        if (!is_stopped(ledger))
            cd_bell_sleep(&ledger->ring->ledger_bell, cd_left_ms(deadline_ms));
        cd_bell_disarm(&ledger->ring->ledger_bell);
    }
}

/* How long to wait before the next attempt, after one that lasted so long: what ends soon
 * is likely to end again (nothing may be written, say). */
static int next_backoff(int backoff_ms, int64_t lasted_ms) {
    if (lasted_ms > 2 * MOST_BACKOFF)
        return BACKOFF_MS;
    return backoff_ms < MOST_BACKOFF / 2 ? 2 * backoff_ms : MOST_BACKOFF;
}

/* Starts a session, as often as the world takes to let it. */
static int start(struct cd_ledger_thread *ledger, struct cd_error *err) {
    int backoff_ms = BACKOFF_MS;
    set_state(ledger, CD_LEDGER_STARTING);
    while (!is_stopped(ledger)) {
        struct cd_error why = {0};
        int rc = try_start(ledger, &why);
        if (rc == 0)
            return 0;
        if (rc != CD_EWORLD) {
            *err = why;
            return rc;
        }
        if (is_stopped(ledger))
            break;
        cd_log(ledger->log, CD_LOG_WARN, "ledger", "not ready, trying again: %s",
               why.text);
        pause_for(ledger, backoff_ms);
        backoff_ms = next_backoff(backoff_ms, 0);
    }
    return 0;
}

/* ---- READY, LOST ---- */

/* Sleeps unless a last look, with the bell armed, finds work. */
static int idle(struct cd_ledger_thread *ledger, struct cd_error *err) {
    bool busy;
    struct cd_bell *bell = &ledger->ring->ledger_bell;
    cd_bell_arm(bell);
    int rc = cd_ledger_step(ledger, &busy, err);
    if (rc == 0 && !busy && !is_stopped(ledger))
        cd_bell_sleep(bell, IDLE_MS);
    cd_bell_disarm(bell);
    return rc;
}

static int serve(struct cd_ledger_thread *ledger, struct cd_error *err) {
    set_state(ledger, CD_LEDGER_READY);
    while (!is_stopped(ledger)) {
        bool busy;
        int rc = cd_ledger_step(ledger, &busy, err);
        if (rc == 0 && !busy) {
            cd_sleep_ms(GATHER_MS);
            rc = idle(ledger, err);
        }
        if (rc < 0)
            return rc;
    }
    return 0;
}

/* Says that everything must be dropped, and waits until it is. */
static void wait_for_restart(struct cd_ledger_thread *ledger) {
    struct cd_ledger_link *link = &ledger->ring->link;
    while (!is_stopped(ledger) && !atomic_load(&link->restart)) {
        cd_bell_arm(&ledger->ring->ledger_bell);
        if (!is_stopped(ledger) && !atomic_load(&link->restart))
            cd_bell_sleep(&ledger->ring->ledger_bell, IDLE_MS);
        cd_bell_disarm(&ledger->ring->ledger_bell);
    }
    /* In this order: the desk must not find it LOST and not told to go on. */
    set_state(ledger, CD_LEDGER_STARTING);
    atomic_store(&link->restart, false);
}

/* From STARTING until it is stopped (0), LOST (CD_EWORLD) or FAILED. */
static int run_session(struct cd_ledger_thread *ledger, struct cd_error *err) {
    int rc = start(ledger, err);
    if (rc == 0 && !is_stopped(ledger))
        rc = serve(ledger, err);
    close_session(ledger);
    return rc;
}

static void *run(void *opaque) {
    struct cd_ledger_thread *ledger = opaque;
    struct cd_ledger_link *link = &ledger->ring->link;
    int backoff_ms = BACKOFF_MS;
    while (!is_stopped(ledger)) {
        struct cd_error why = {0};
        int64_t began_ms = cd_now_ms();
        int rc = run_session(ledger, &why);
        if (rc == 0)
            break;
        link->error = why;
        cd_log(ledger->log, CD_LOG_ERROR, "ledger", "%s", why.text);
        if (rc != CD_EWORLD) {
            set_state(ledger, CD_LEDGER_FAILED);
            break;
        }
        set_state(ledger, CD_LEDGER_LOST);
        wait_for_restart(ledger);
        backoff_ms = next_backoff(backoff_ms, cd_now_ms() - began_ms);
        pause_for(ledger, backoff_ms);
    }
    return NULL;
}

int cd_ledger_thread_start(struct cd_ledger_thread **out, const struct cd_config *config,
                           struct cd_ring *ring, const struct cd_logger *log,
                           struct cd_error *err) {
    struct cd_ledger_thread *ledger = calloc(1, sizeof *ledger);
    *out = NULL;
    if (!ledger)
        return cd_fail_memory(err);
    ledger->config = config;
    ledger->ring = ring;
    ledger->log = log;
    cd_arena_init(&ledger->arena, 0);
    int failed = pthread_create(&ledger->thread, NULL, run, ledger);
    if (failed) {
        free(ledger);
        return cd_fail(err, CD_EWORLD, "thread", "ledger's thread: %s", strerror(failed));
    }
    *out = ledger;
    return 0;
}

void cd_ledger_thread_stop(struct cd_ledger_thread *ledger) {
    if (!ledger)
        return;
    atomic_store(&ledger->ring->link.stop, true);
    cd_bell_ring(&ledger->ring->ledger_bell);
    pthread_join(ledger->thread, NULL);
    cd_arena_done(&ledger->arena);
    free(ledger);
}
