/* The crash run: two instances work through a backlog, one is killed with -9 on the way
 * and started again at once; then the audit. Used by its test in a short form, and by
 * itself (crash_run --help) over a file, many times. */
#ifndef CD_TESTS_FAULT_CRASH_RUN_H
#define CD_TESTS_FAULT_CRASH_RUN_H

#include "tests/broker/pipeline.h"

struct cd_crash_run {
    const char *file;  /* a JSON text a line; NULL: `articles` invented ones */
    unsigned articles; /* ignored where there is a file */
    unsigned seed;     /* of the articles, the moment and the choice of who is killed */
    const char *const *settings; /* for the service, NULL-ended; NULL: none */
};

struct cd_crash_result {
    struct cd_audit audit;
    int64_t committed_at_kill;
    int first_commit_ms; /* of the restarted one, from its start; -1: none was needed */
    int seconds;         /* the whole run */
    bool finished;       /* all of the input was committed in time */
    int status[2];       /* of both, at the end */
};

/* Runs it; says a line on stdout. Returns the number of faults. */
size_t cd_crash_run(const struct cd_crash_run *run, struct cd_crash_result *result);

#endif
