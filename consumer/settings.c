/* From a call to its configuration, in one place for all commands. */
#include <stdio.h>
#include <unistd.h>

#include "consumer/command.h"

/* The rest is counted. */
#define MOST_FAULTS 64

struct cd_tables cd_option_tables(void) {
    struct cd_tables tables = {{cd_consumer_options, NULL}};
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
