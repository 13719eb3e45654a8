/* copydesk demo: the real service at work, for a person who has one minute and no Kafka.
 * The samples go in, what came out is shown in the order in which it went in, and at the
 * end stands what to try next. With --kafka the same is shown for a cluster, and a
 * service on it, that are there already. */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "consumer/command.h"
#include "consumer/demo/show.h"
#include "consumer/demo/stage.h"
#include "consumer/demo/wire.h"

/* The mock cluster lets a group wait 3 s for its members, and the rest takes less than
 * one; a service on a real cluster may still be starting. */
#define DEADLINE_S 60

enum { FLAG_STAY, FLAG_KAFKA };

static const struct cd_flag flags[] = {
    [FLAG_STAY] = {.name = "--stay",
                   .help = "goes on serving until Ctrl-C; feed it your own articles"},
    [FLAG_KAFKA] = {.name = "--kafka",
                    .value = "HOST:PORT",
                    .help = "feeds and reads this cluster, on which copydesk serves"},
    {.name = NULL}};

struct demo {
    struct cd_show show;
    struct cd_stage *stage; /* NULL: the cluster is somebody else's */
    struct cd_wire *wire;
    struct cd_arena arena;
    struct cd_samples samples;
    const char *brokers;
    int signals; /* signalfd */
};

/* SIGINT and SIGTERM are looked at between two records, not taken at any moment. */
static int open_signals(struct demo *demo, struct cd_error *err) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    demo->signals = -1;
    if (sigprocmask(SIG_BLOCK, &set, NULL) == 0)
        demo->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    return demo->signals >= 0
               ? CD_OK
               : cd_fail(err, CD_EWORLD, NULL, "signalfd: %s", strerror(errno));
}

static bool is_stopped(const struct demo *demo) {
    struct signalfd_siginfo info;
    return read(demo->signals, &info, sizeof info) == (ssize_t)sizeof info;
}

/* The next record: 1, 0 when there is none yet, CD_EWORLD when none will come. */
static int next(struct demo *demo, struct cd_arrival *arrival, struct cd_error *err) {
    int rc = cd_wire_next(demo->wire, 100, arrival);
    return rc == 0 && demo->stage ? cd_stage_check(demo->stage, err) : rc;
}

/* Collecting */

/* Keeps an arrival in its sample: the arena outlives the record. */
static int keep(struct demo *demo, const struct cd_arrival *arrival,
                struct cd_error *err) {
    struct cd_sample *sample =
        cd_samples_at(&demo->samples, arrival->partition, arrival->offset);
    if (!sample)
        return CD_OK;
    sample->outcome = arrival->outcome;
    sample->value = cd_arena_copy(&demo->arena, arrival->value);
    sample->reason = cd_arena_copy(&demo->arena, arrival->reason);
    sample->detail = cd_arena_copy(&demo->arena, arrival->detail);
    return sample->value.p || !arrival->value.p ? CD_OK : cd_fail_memory(err);
}

static int64_t now_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

/* Until every sample has come out, the deadline has passed or the user stops it. */
static int collect(struct demo *demo, struct cd_error *err) {
    const struct cd_samples *samples = &demo->samples;
    int64_t deadline = now_s() + DEADLINE_S;
    int rc = CD_OK;
    while (rc >= 0 && cd_samples_done(samples) < samples->count) {
        if (now_s() > deadline)
            return cd_fail(err, CD_EWORLD, NULL, "%zu of %zu samples came out in %d s",
                           cd_samples_done(samples), samples->count, DEADLINE_S);
        if (is_stopped(demo))
            return cd_fail(err, CD_EWORLD, NULL, "stopped");
        struct cd_arrival arrival;
        rc = next(demo, &arrival, err);
        if (rc > 0)
            rc = keep(demo, &arrival, err);
    }
    return rc;
}

/* The report */

static size_t count_of(const struct cd_samples *samples, enum cd_outcome outcome) {
    size_t count = 0;
    for (size_t i = 0; i < samples->count; i++)
        count += samples->list[i].outcome == outcome;
    return count;
}

static void show_all(struct cd_show *show, const struct cd_samples *samples,
                     enum cd_outcome outcome) {
    for (size_t i = 0; i < samples->count; i++) {
        const struct cd_sample *sample = &samples->list[i];
        if (sample->outcome != outcome)
            continue;
        if (outcome == CD_OUTCOME_DEAD)
            cd_show_dead(show, sample->reason, sample->detail, sample->value);
        else
            cd_show_article(show, sample->value);
    }
}

static void report(struct cd_show *show, const struct cd_samples *samples) {
    cd_show_heading(show, "articles.desk", "what goes on, stamped");
    show_all(show, samples, CD_OUTCOME_DESK);
    cd_show_heading(show, "articles.duplicates", "copies of what went on");
    show_all(show, samples, CD_OUTCOME_COPY);
    cd_show_heading(show, "articles.dead", "what nobody can use: why, and as it came");
    show_all(show, samples, CD_OUTCOME_DEAD);
    size_t desk = count_of(samples, CD_OUTCOME_DESK);
    size_t copies = count_of(samples, CD_OUTCOME_COPY);
    size_t dead = count_of(samples, CD_OUTCOME_DEAD);
    char text[128];
    snprintf(text, sizeof text, "%zu in = %zu + %zu + %zu out", samples->count, desk,
             copies, dead);
    cd_show_heading(show, "Nothing lost, nothing doubled", text);
    cd_show_tally(show);
}

/* This program as the user would type it here. */
static void own_name(char *out, size_t room) {
    char program[PATH_MAX], folder[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", program, sizeof program - 1);
    program[len > 0 ? len : 0] = '\0';
    size_t under = getcwd(folder, sizeof folder) ? strlen(folder) : 0;
    bool here =
        under > 0 && strncmp(program, folder, under) == 0 && program[under] == '/';
    snprintf(out, room, "%s", here ? program + under + 1 : "copydesk");
}

static void say_what_next(const struct cd_show *show) {
    char name[PATH_MAX];
    own_name(name, sizeof name);
    cd_show_heading(show, "What to try next", "");
    fprintf(show->paint.out,
            "  %s demo --stay\n    the same, then feed it articles of your own\n"
            "  %s filter < articles.jsonl > stamped.jsonl\n    no Kafka at all\n"
            "  %s check --connect --set kafka.brokers=HOST:9092\n"
            "  %s serve --set kafka.brokers=HOST:9092\n    your own Kafka\n"
            "  docker compose up\n    all of it with a real Kafka, in containers\n",
            name, name, name, name);
}

/* Staying */

static void say_how_to_feed(const struct demo *demo) {
    const char *brokers = demo->brokers;
    cd_show_heading(&demo->show, "copydesk stays",
                    "until Ctrl-C; what comes out appears here");
    fprintf(demo->show.paint.out,
            "  kcat -P -b %s -t articles.raw article.json   a file a message\n"
            "  kcat -P -b %s -t articles.raw -l articles.jsonl\n"
            "  kcat -C -b %s -t articles.desk\n\n"
            "SIGHUP ends it, too; `copydesk serve` reads its lexicons anew.\n\n",
            brokers, brokers, brokers);
    fflush(demo->show.paint.out);
}

static int stay(struct demo *demo, struct cd_error *err) {
    struct cd_show *show = &demo->show;
    say_how_to_feed(demo);
    int rc = CD_OK;
    while (rc >= 0 && !is_stopped(demo)) {
        struct cd_arrival arrival;
        rc = next(demo, &arrival, err);
        if (rc <= 0)
            continue;
        if (arrival.outcome == CD_OUTCOME_DEAD)
            cd_show_dead(show, arrival.reason, arrival.detail, arrival.value);
        else
            cd_show_article(show, arrival.value);
        fflush(show->paint.out);
    }
    return rc < 0 ? rc : CD_OK;
}

/* The whole */

static int open_demo(struct demo *demo, const char *brokers, struct cd_error *err) {
    cd_arena_init(&demo->arena, 0);
    demo->show = cd_show_stdout();
    demo->brokers = brokers;
    int rc = open_signals(demo, err);
    if (rc == CD_OK)
        rc = cd_samples_load(&demo->samples, &demo->arena, err);
    if (rc == CD_OK && !brokers) {
        rc = cd_stage_open(&demo->stage, err);
        if (rc == CD_OK)
            demo->brokers = cd_stage_address(demo->stage);
    }
    return rc == CD_OK ? cd_wire_open(&demo->wire, demo->brokers, err) : rc;
}

static void close_demo(struct demo *demo) {
    cd_wire_close(demo->wire);
    cd_stage_close(demo->stage);
    cd_arena_done(&demo->arena);
    if (demo->signals >= 0)
        close(demo->signals);
}

static int play(struct demo *demo, bool stays, struct cd_error *err) {
    int rc = cd_wire_feed(demo->wire, &demo->samples, err);
    if (rc != CD_OK)
        return rc;
    fprintf(demo->show.paint.out, "%zu sample messages are in articles.raw on %s …\n",
            demo->samples.count, demo->brokers);
    fflush(demo->show.paint.out);
    rc = collect(demo, err);
    if (rc != CD_OK)
        return rc;
    report(&demo->show, &demo->samples);
    if (stays)
        return stay(demo, err);
    if (demo->stage)
        say_what_next(&demo->show);
    return CD_OK;
}

static int run(const struct cd_call *call) {
    struct cd_error err = {0};
    struct demo demo = {0};
    int rc = open_demo(&demo, call->flags[FLAG_KAFKA], &err);
    if (rc == CD_OK)
        rc = play(&demo, call->flags[FLAG_STAY] != NULL, &err);
    close_demo(&demo);
    return rc == CD_OK ? CD_EXIT_OK : cd_complain(call, cd_exit_for(rc), "%s", err.text);
}

const struct cd_command cd_command_demo = {
    .name = "demo",
    .summary = "shows copydesk at work on sample articles; needs no Kafka",
    .about =
        "Starts a mock Kafka cluster in this process and the service beside it, feeds "
        "sample\narticles, and shows what came out: verdicts, archival notices, quotes "
        "with their\nspeakers, copies, dead letters. Ends by itself.",
    .flags = flags,
    .run = run,
};
