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

/* What was found wrong. */
struct faults {
    struct cd_config_fault list[MOST_FAULTS];
    size_t count;
};

static void print_faults(const struct cd_call *call, const struct faults *faults) {
    cd_complain(call, 0, "the configuration has %zu error%s%s%s", faults->count,
                faults->count == 1 ? "" : "s", call->file ? ", file " : "",
                call->file ? call->file : "");
    for (size_t i = 0; i < faults->count && i < MOST_FAULTS; i++)
        fprintf(stderr, "  %s\n", faults->list[i].text);
    if (faults->count > MOST_FAULTS)
        fprintf(stderr, "  and %zu more\n", faults->count - MOST_FAULTS);
}

static int load(const struct cd_call *call, struct cd_config **out,
                struct faults *faults) {
    struct cd_tables tables = cd_option_tables();
    struct cd_config_source from = {.tables = tables.list,
                                    .file = call->file,
                                    .environment = (const char *const *)environ,
                                    .settings = call->settings};
    return cd_config_load(out, &from, faults->list, MOST_FAULTS, &faults->count, NULL);
}

/* The rules' faults, behind those of the tables. */
static int add_rules(const struct cd_config *config, bool serving,
                     struct faults *faults) {
    size_t used = faults->count < MOST_FAULTS ? faults->count : MOST_FAULTS, more = 0;
    int rc =
        cd_rules_check(config, serving, faults->list + used, MOST_FAULTS - used, &more);
    faults->count += more;
    return rc;
}

/* Prints what there is to say; what is wrong is not given out. */
static int finish(const struct cd_call *call, int rc, const struct faults *faults,
                  struct cd_config **out) {
    if (rc == CD_ENOMEM)
        cd_complain(call, 0, "out of memory");
    else if (faults->count)
        print_faults(call, faults);
    if (rc == CD_OK && faults->count)
        rc = CD_EUSAGE;
    if (rc != CD_OK) {
        cd_config_free(*out);
        *out = NULL;
    }
    return cd_exit_for(rc);
}

int cd_call_config(const struct cd_call *call, struct cd_config **out) {
    struct faults faults;
    int rc = load(call, out, &faults);
    return finish(call, rc, &faults, out);
}

int cd_call_service(const struct cd_call *call, bool serving, struct cd_config **out) {
    struct faults faults;
    int rc = load(call, out, &faults);
    if (rc != CD_ENOMEM)
        rc = add_rules(*out, serving, &faults);
    return finish(call, rc, &faults, out);
}
