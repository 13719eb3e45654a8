/* The list of processors: what the configuration takes is what there is. */
#include <check.h>
#include <stdlib.h>

#include "consumer/command.h"
#include "processors/chain.h"
#include "suite.h"

static const char *const *choices(void) {
    for (const struct cd_option *option = cd_chain_options; option->key; option++)
        if (strcmp(option->key, "processors") == 0)
            return option->choices;
    return NULL;
}

START_TEST(names_that_the_configuration_takes_are_those_of_the_processors) {
    const char *const *names = choices();
    size_t i = 0;
    ck_assert_ptr_nonnull(names);
    for (; cd_processors[i]; i++)
        ck_assert_str_eq(names[i], cd_processors[i]->name);
    ck_assert_ptr_null(names[i]);
}
END_TEST

START_TEST(all_of_them_run_where_nothing_is_configured) {
    struct cd_tables tables = cd_option_tables();
    struct cd_config_source from = {.tables = tables.list};
    struct cd_config *config = NULL;
    struct cd_chain *chain = NULL;
    struct cd_config_fault fault;
    size_t faults;
    struct cd_error err = {0};
    ck_assert_int_eq(cd_config_load(&config, &from, &fault, 1, &faults, &err), CD_OK);
    ck_assert_int_eq(cd_chain_new(&chain, config, &err), CD_OK);
    struct cd_chain_timing timing;
    size_t i = 0;
    for (; cd_processors[i]; i++) {
        ck_assert_int_eq(cd_chain_timing(chain, i, &timing), 1);
        ck_assert_str_eq(timing.name, cd_processors[i]->name);
    }
    ck_assert_int_eq(cd_chain_timing(chain, i, &timing), 0);
    ck_assert(cd_chain_needs_ledger(chain));
    cd_chain_free(chain);
    cd_config_free(config);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("list");
    TCase *tests = tcase_create("list");
    tcase_add_test(tests, names_that_the_configuration_takes_are_those_of_the_processors);
    tcase_add_test(tests, all_of_them_run_where_nothing_is_configured);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
