/* How often a test with random inputs goes round. Under valgrind and the sanitizers the
 * presets ask for a share of the rounds ($CD_TEST_SHARE, per cent): what they look for
 * shows in few, and the plain build runs them all. */
#ifndef CD_TESTS_UNIT_ROUNDS_H
#define CD_TESTS_UNIT_ROUNDS_H

#include <stdlib.h>

static inline int cd_rounds(int all) {
    const char *share = getenv("CD_TEST_SHARE");
    long long rounds = share ? (long long)all * atoi(share) / 100 : all;
    return rounds > 0 ? (int)rounds : 1;
}

#endif
