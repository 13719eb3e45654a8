/* From a call to its configuration, in one place for all commands. */
#include <stdio.h>
#include <unistd.h>

#include "consumer/command.h"
#include "consumer/rules.h"
#include "processors/chain.h"
#include "processors/input.h"

/* The rest is counted. */
#define MOST_FAULTS 64

/* In the order in which they are told. */
struct cd_tables cd_option_tables(void) {
    struct cd_tables tables = {{cd_consumer_options, cd_input_options, cd_chain_options}};
    size_t count = 3;
    for (const struct cd_processor *const *p = cd_processors; *p; p++) {
        if (count + 1 == CD_MOST_TABLES)
            CD_BUG("more option tables than CD_MOST_TABLES");
        tables.list[count++] = (*p)->options;
    }
    return tables;
}

static void print_faults(const struct cd_call *call, const struct cd_config_fault *faults,
                         size_t count) {
    cd_complain(call, 0, "the configuration has %zu error%s%s%s", count,
                count == 1 ? "" : "s", call->file ? ", file " : "",
                call->file ? call->file : "");
    for (size_t i = 0; i < count && i < MOST_FAULTS; i++)
        fprintf(stderr, "  %s\n", faults[i].text);
    if (count > MOST_FAULTS)
        fprintf(stderr, "  and %zu more\n", count - MOST_FAULTS);
}

int cd_call_config(const struct cd_call *call, struct cd_config **out) {
    struct cd_config_fault faults[MOST_FAULTS];
    size_t count = 0;
    struct cd_error err = {0};
    struct cd_tables tables = cd_option_tables();
    struct cd_config_source from = {.tables = tables.list,
                                    .file = call->file,
                                    .environment = (const char *const *)environ,
                                    .settings = call->settings};
    int rc = cd_config_load(out, &from, faults, MOST_FAULTS, &count, &err);
    if (count)
        print_faults(call, faults, count);
    else if (rc != CD_OK)
        cd_complain(call, 0, "%s", err.text);
    return cd_exit_for(rc);
}

int cd_call_check(const struct cd_call *call, const struct cd_config *config,
                  bool serving) {
    struct cd_config_fault faults[MOST_FAULTS];
    size_t count = 0;
    int rc = cd_rules_check(config, serving, faults, MOST_FAULTS, &count);
    if (count)
        print_faults(call, faults, count);
    if (rc == CD_ENOMEM)
        cd_complain(call, 0, "out of memory");
    return cd_exit_for(rc);
}
