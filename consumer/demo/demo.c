/* copydesk demo: the real service at work, for a person who has one minute and no Kafka.
 * The samples go in, what came out is shown in the order in which it went in, and at the
 * end stands what to try next. */
#include <stdio.h>
#include <time.h>

#include "consumer/command.h"
#include "consumer/demo/show.h"
#include "consumer/demo/stage.h"

/* The mock cluster lets a group wait 3 s for its members; the rest takes less than one.
 */
#define DEADLINE_S 30

static const struct cd_flag flags[] = {
    {.name = "--stay", .help = "goes on serving until Ctrl-C; feed it your own articles"},
    {.name = NULL}};

static int64_t now_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

/* Keeps an arrival in its sample: the arena outlives the record. */
static int keep(const struct cd_samples *samples, struct cd_arena *arena,
                const struct cd_arrival *arrival, struct cd_error *err) {
    struct cd_sample *sample = cd_samples_at(samples, arrival->offset);
    if (!sample)
        return CD_OK;
    sample->outcome = arrival->outcome;
    sample->value = cd_arena_copy(arena, arrival->value);
    sample->reason = cd_arena_copy(arena, arrival->reason);
    sample->detail = cd_arena_copy(arena, arrival->detail);
    return sample->value.p || !arrival->value.p ? CD_OK : cd_fail_memory(err);
}

/* Until every sample has come out, the deadline has passed or the user stops it. */
static int collect(struct cd_stage *stage, const struct cd_samples *samples,
                   struct cd_arena *arena, struct cd_error *err) {
    int64_t deadline = now_s() + DEADLINE_S;
    int rc = CD_OK;
    while (rc >= 0 && cd_samples_done(samples) < samples->count) {
        if (now_s() > deadline)
            return cd_fail(err, CD_EWORLD, NULL, "%zu of %zu samples came out in %d s",
                           cd_samples_done(samples), samples->count, DEADLINE_S);
        if (cd_stage_stopped(stage))
            return cd_fail(err, CD_EWORLD, NULL, "stopped");
        struct cd_arrival arrival;
        rc = cd_stage_next(stage, 100, &arrival, err);
        if (rc > 0)
            rc = keep(samples, arena, &arrival, err);
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

static void show_all(const struct cd_show *show, const struct cd_samples *samples,
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

static void report(const struct cd_show *show, const struct cd_samples *samples) {
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
    snprintf(text, sizeof text, "%zu in = %zu stamped + %zu copies + %zu dead letters",
             samples->count, desk, copies, dead);
    cd_show_heading(show, "Nothing lost, nothing doubled:", text);
}

static void say_what_next(const struct cd_show *show) {
    cd_show_heading(show, "What to try next", "");
    fputs("  copydesk demo --stay                          feed it articles of your own\n"
          "  copydesk filter < articles.jsonl              no Kafka at all\n"
          "  copydesk check --connect --set kafka.brokers=HOST:9092\n"
          "  copydesk serve --set kafka.brokers=HOST:9092  your own Kafka\n"
          "  docker compose up                             a real broker beside it\n",
          show->out);
}

/* Staying */

static void say_how_to_feed(const struct cd_show *show, const char *address) {
    cd_show_heading(show, "copydesk stays", "until Ctrl-C; what comes out appears here");
    fprintf(show->out,
            "  kcat -P -b %s -t articles.raw article.json   a file a message\n"
            "  kcat -P -b %s -t articles.raw -l articles.jsonl\n"
            "  kcat -C -b %s -t articles.desk\n\n",
            address, address, address);
    fflush(show->out);
}

static int stay(struct cd_stage *stage, const struct cd_show *show,
                struct cd_error *err) {
    say_how_to_feed(show, cd_stage_address(stage));
    int rc = CD_OK;
    while (rc >= 0 && !cd_stage_stopped(stage)) {
        struct cd_arrival arrival;
        rc = cd_stage_next(stage, 200, &arrival, err);
        if (rc <= 0)
            continue;
        if (arrival.outcome == CD_OUTCOME_DEAD)
            cd_show_dead(show, arrival.reason, arrival.detail, arrival.value);
        else
            cd_show_article(show, arrival.value);
        fflush(show->out);
    }
    return rc < 0 ? rc : CD_OK;
}

static int play(struct cd_stage *stage, struct cd_arena *arena, bool stays,
                struct cd_error *err) {
    struct cd_show show = cd_show_stdout();
    struct cd_samples samples;
    int rc = cd_samples_load(&samples, arena, err);
    if (rc == CD_OK)
        rc = cd_stage_serve(stage, err);
    if (rc == CD_OK)
        rc = cd_stage_feed(stage, &samples, err);
    if (rc != CD_OK)
        return rc;
    fprintf(show.out, "%zu sample messages are in articles.raw on %s; copydesk reads …\n",
            samples.count, cd_stage_address(stage));
    fflush(show.out);
    rc = collect(stage, &samples, arena, err);
    if (rc != CD_OK)
        return rc;
    report(&show, &samples);
    if (stays)
        return stay(stage, &show, err);
    say_what_next(&show);
    return CD_OK;
}

static int demo(const struct cd_call *call) {
    struct cd_error err = {0};
    struct cd_stage *stage = NULL;
    struct cd_arena arena;
    cd_arena_init(&arena, 0);
    int rc = cd_stage_open(&stage, &err);
    if (rc == CD_OK)
        rc = play(stage, &arena, call->flags[0] != NULL, &err);
    cd_stage_close(stage);
    cd_arena_done(&arena);
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
    .run = demo,
};
