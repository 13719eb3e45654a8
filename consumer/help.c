/* copydesk help: the commands, and the options. */
#include <stdio.h>

#include "consumer/arguments.h"

static int help(const struct cd_call *call) {
    const char *topic = call->operands[0];
    if (!topic) {
        cd_help_overview(stdout);
        return CD_EXIT_OK;
    }
    const struct cd_command *command = cd_command_find(topic);
    if (command)
        return cd_help_command(command);
    return cd_complain(call, CD_EXIT_USAGE, "there is no help on \"%s\"", topic);
}

const struct cd_command cd_command_help = {
    .name = "help",
    .summary = "explains a command, or the options",
    .about = "Explains a command.",
    .operands = "[COMMAND]",
    .run = help,
};
