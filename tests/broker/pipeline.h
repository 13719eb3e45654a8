/* A copydesk under test on a real broker: its topics, its instances as processes of their
 * own, and the audit that says whether every record of the input came out exactly once,
 * in order and as it came in.
 *
 * As in harness.h, what goes wrong in the kit itself ends the process with a word on
 * stderr. */
#ifndef CD_TESTS_BROKER_PIPELINE_H
#define CD_TESTS_BROKER_PIPELINE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "tests/broker/harness.h"

#define CD_MOST_SETTINGS 24

/* Zero it, set what is wanted of `settings`, and open it. */
struct cd_pipeline {
    const char *settings[CD_MOST_SETTINGS]; /* "KEY=VALUE" for all instances, NULL-ended
                                             */
    char address[64];
    char input[64], output[64], duplicates[64], dead[64], ledger[64], group[64];
    int partitions;
    char dir[64]; /* the instances' logs */
};

/* Makes the topics: `partitions` of the input, `outputs` of the three others. */
void cd_pipeline_open(struct cd_pipeline *pipeline, const char *address, int partitions,
                      int outputs);

/* Deletes topics and logs; the logs stay where `failed`, and it is said where. */
void cd_pipeline_close(struct cd_pipeline *pipeline, bool failed);

/* Produces to the input: the articles [from, to) of that seed (articles.h), to the
 * partitions by turns, a key for two of three, headers for every second. */
void cd_pipeline_feed(const struct cd_pipeline *pipeline, unsigned seed, unsigned from,
                      unsigned to);

/* The lines of a file likewise, with the value of "id" as key; returns their number. */
unsigned cd_pipeline_feed_file(const struct cd_pipeline *pipeline, const char *path);

/* ---- instances ---- */

struct cd_instance {
    pid_t pid; /* 0: it does not run */
    char name[32];
    char log[128];
};

/* Starts $CD_COPYDESK serve; `more` (NULL allowed) are further settings, NULL-ended. It
 * ends with the test at the latest. */
void cd_instance_start(struct cd_instance *instance, const struct cd_pipeline *pipeline,
                       const char *name, const char *const *more);

/* SIGTERM, and its exit status; -1: it had to be killed after `seconds`. */
int cd_instance_end(struct cd_instance *instance, int seconds);

/* Its exit status when it ends by itself; -1: it had not after `seconds`. */
int cd_instance_wait(struct cd_instance *instance, int seconds);

void cd_instance_kill(struct cd_instance *instance); /* SIGKILL */
bool cd_instance_runs(struct cd_instance *instance);

/* How often a text is in its log. */
int cd_instance_said(const struct cd_instance *instance, const char *text);

/* Waits until a text is in its log `times` times; false: not in time. */
bool cd_instance_says(const struct cd_instance *instance, const char *text, int times,
                      int seconds);

/* ---- what came out ---- */

/* The group's committed offsets, summed over the partitions. */
int64_t cd_pipeline_committed(const struct cd_pipeline *pipeline);

/* Waits until that is at least `total`; false: not in time. */
bool cd_pipeline_reaches(const struct cd_pipeline *pipeline, int64_t total, int seconds);

struct cd_audit {
    size_t input, output, duplicates, dead, tombstones;
    size_t lost;       /* came out nowhere */
    size_t doubled;    /* came out more than once */
    size_t strange;    /* came out and never went in */
    size_t disordered; /* behind a later one of its partition */
    size_t changed;    /* bytes, key, time or headers are not as they came in */
    size_t dangling;   /* a copy of something that did not come out */
};

/* Reads all topics as a read_committed reader does. */
void cd_pipeline_audit(const struct cd_pipeline *pipeline, struct cd_audit *out);

/* All faults of an audit added up; says on stdout what was found. */
size_t cd_audit_faults(const struct cd_audit *audit);

#endif
