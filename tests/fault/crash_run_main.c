/* crash_run: the crash run many times over, and the sum of it; see crash_run.h. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "tests/fault/crash_run.h"

static int usage(void) {
    puts("usage: crash_run [--file FILE | --articles N] [--rounds N] [--seed N]\n"
         "                 [KEY=VALUE…]\n"
         "Environment: CD_BOOTSTRAP, the broker; CD_COPYDESK, the program. What follows "
         "the\noptions are settings for the service.");
    return 64;
}

int main(int argc, char **argv) {
    static const struct option options[] = {{"file", required_argument, NULL, 'f'},
                                            {"articles", required_argument, NULL, 'a'},
                                            {"rounds", required_argument, NULL, 'r'},
                                            {"seed", required_argument, NULL, 's'},
                                            {NULL, 0, NULL, 0}};
    struct cd_crash_run run = {.articles = 15000, .seed = (unsigned)time(NULL)};
    unsigned rounds = 10;
    size_t faults = 0;
    int option;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (option == 'f')
            run.file = optarg;
        else if (option == 'a')
            run.articles = (unsigned)strtoul(optarg, NULL, 10);
        else if (option == 'r')
            rounds = (unsigned)strtoul(optarg, NULL, 10);
        else if (option == 's')
            run.seed = (unsigned)strtoul(optarg, NULL, 10);
        else
            return usage();
    }
    run.settings = (const char *const *)argv + optind;
    int slowest = -1;
    for (unsigned i = 0; i < rounds; i++, run.seed++) {
        struct cd_crash_result result;
        faults += cd_crash_run(&run, &result);
        fflush(stdout);
        if (result.first_commit_ms > slowest)
            slowest = result.first_commit_ms;
    }
    printf("%u rounds: %zu faults, slowest first commit %d ms after a restart\n", rounds,
           faults, slowest);
    return faults != 0;
}
