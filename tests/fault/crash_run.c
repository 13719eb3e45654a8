#include "tests/fault/crash_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/hash.h"

#define PARTITIONS 4
#define LIMIT_S    300
#define FIRST_ONE  "first commit"
#define PATIENCE_S 30

static int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

/* What the restarted one says of its first commit: milliseconds from its start. */
static int first_commit_of(const struct cd_instance *instance, int after) {
    FILE *file = fopen(instance->log, "r");
    char line[4096];
    int ms = -1, count = 0;
    while (file && fgets(line, sizeof line, file)) {
        const char *at = strstr(line, FIRST_ONE);
        if (at && count++ >= after)
            sscanf(at, FIRST_ONE " after %d ms", &ms);
    }
    if (file)
        fclose(file);
    return ms;
}

static unsigned feed(const struct cd_crash_run *run, const struct cd_pipeline *pipeline) {
    if (run->file)
        return cd_pipeline_feed_file(pipeline, run->file);
    cd_pipeline_feed(pipeline, run->seed, 0, run->articles);
    return run->articles;
}

/* Kills one of both when a random part of the input, between a third and two thirds, is
 * committed, and starts it again. */
static void crash(const struct cd_pipeline *pipeline, struct cd_instance *both,
                  unsigned articles, unsigned seed, struct cd_crash_result *result) {
    uint64_t dice = cd_hash_mix(seed + 1);
    int64_t at = articles / 3 + (int64_t)(dice % (articles / 3 + 1));
    struct cd_instance *victim = &both[dice >> 40 & 1];
    cd_pipeline_reaches(pipeline, at, LIMIT_S);
    int before = cd_instance_said(victim, FIRST_ONE);
    cd_instance_kill(victim);
    result->committed_at_kill = cd_pipeline_committed(pipeline);
    cd_instance_start(victim, pipeline, victim->name, NULL);
    cd_instance_says(victim, FIRST_ONE, before + 1, PATIENCE_S);
    result->first_commit_ms = first_commit_of(victim, before);
}

static void tell(const struct cd_crash_run *run, const struct cd_crash_result *result) {
    printf("seed %u: killed at %ld, first commit %d ms after the restart, %d s in all, "
           "exits %d and %d: %s\n",
           run->seed, (long)result->committed_at_kill, result->first_commit_ms,
           result->seconds, result->status[0], result->status[1],
           result->finished ? "finished" : "NOT FINISHED");
}

size_t cd_crash_run(const struct cd_crash_run *run, struct cd_crash_result *result) {
    struct cd_pipeline pipeline = {0};
    struct cd_instance both[2];
    *result = (struct cd_crash_result){.first_commit_ms = -1};
    for (size_t i = 0; run->settings && run->settings[i]; i++)
        pipeline.settings[i] = run->settings[i];
    cd_pipeline_open(&pipeline, cd_broker_address(), PARTITIONS, PARTITIONS);
    /* Both are members before there is anything to read, so that both have some. */
    cd_instance_start(&both[0], &pipeline, "one", NULL);
    cd_instance_start(&both[1], &pipeline, "two", NULL);
    cd_instance_says(&both[0], "taken at", 1, PATIENCE_S);
    cd_instance_says(&both[1], "taken at", 1, PATIENCE_S);
    int64_t begun = now_ms();
    unsigned articles = feed(run, &pipeline);
    crash(&pipeline, both, articles, run->seed, result);
    result->finished = cd_pipeline_reaches(&pipeline, articles, LIMIT_S);
    result->seconds = (int)((now_ms() - begun) / 1000);
    for (int i = 0; i < 2; i++)
        result->status[i] = cd_instance_end(&both[i], 10);
    tell(run, result);
    cd_pipeline_audit(&pipeline, &result->audit);
    size_t faults = cd_audit_faults(&result->audit) + !result->finished +
                    (result->status[0] != 0) + (result->status[1] != 0);
    cd_pipeline_close(&pipeline, faults != 0);
    return faults;
}
