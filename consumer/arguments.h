/* Parses what stands behind a command's name, and prints the help that goes with it. */
#ifndef CD_CONSUMER_ARGUMENTS_H
#define CD_CONSUMER_ARGUMENTS_H

#include <stdio.h>

#include "consumer/command.h"

struct cd_arguments {
    struct cd_call call;
    bool help;
    const char **lists; /* what call.settings and call.operands point into */
};

/* Fills *arguments from argv (behind the command's name). Complains on stderr; returns
 * enum cd_exit. End it with cd_arguments_done in any case. */
CD_MUST_USE int cd_arguments_parse(struct cd_arguments *arguments,
                                   const struct cd_command *command, int argc,
                                   char **argv);
void cd_arguments_done(struct cd_arguments *arguments);

/* The list of commands; the help of one. */
void cd_help_overview(FILE *out);
int cd_help_command(const struct cd_command *command);

#endif
