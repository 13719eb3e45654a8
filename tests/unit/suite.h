/* How every suite of unit tests ends: CK_VERBOSITY and its like say how much it tells. */
#ifndef CD_TESTS_UNIT_SUITE_H
#define CD_TESTS_UNIT_SUITE_H

#include <check.h>
#include <stdlib.h>

/* Runs a suite, which it frees; what main has to return. */
static inline int suite_run(Suite *suite) {
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#endif
