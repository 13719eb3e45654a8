/* The table of commands, and the way from argv to one of them. */
#include "consumer/command.h"

#include <jansson.h>
#include <librdkafka/rdkafka.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/nearest.h"
#include "consumer/arguments.h"

const struct cd_command *const cd_commands[] = {
    &cd_command_serve,   &cd_command_filter, &cd_command_show,
    &cd_command_explain, &cd_command_check,  &cd_command_demo,
    &cd_command_lexicon, &cd_command_help,   NULL,
};

int cd_exit_for(int code) {
    switch (code) {
        case CD_OK:
            return CD_EXIT_OK;
        case CD_EWORLD:
            return CD_EXIT_UNAVAILABLE;
        case CD_ENOMEM:
            return CD_EXIT_MEMORY;
        case CD_EUSAGE:
            return CD_EXIT_CONFIG;
        default:
            return CD_EXIT_INTERNAL;
    }
}

const struct cd_command *cd_command_find(const char *name) {
    for (const struct cd_command *const *command = cd_commands; *command; command++)
        if (strcmp((*command)->name, name) == 0)
            return *command;
    return NULL;
}

int cd_complain(const struct cd_call *call, int exit, const char *format, ...) {
    char text[2048];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    fprintf(stderr, "copydesk%s%s: %s\n", call && call->command ? " " : "",
            call && call->command ? call->command->name : "", text);
    return exit;
}

static int unknown(const char *name) {
    const char *best = "--version";
    size_t least = cd_edit_distance(name, best);
    for (const struct cd_command *const *command = cd_commands; *command; command++) {
        size_t distance = cd_edit_distance(name, (*command)->name);
        if (distance < least) {
            best = (*command)->name;
            least = distance;
        }
    }
    if (cd_edit_close(least, name))
        return cd_complain(NULL, CD_EXIT_USAGE,
                           "there is no command \"%s\"; did you mean %s?", name, best);
    return cd_complain(
        NULL, CD_EXIT_USAGE, "%s \"%s\"; `copydesk help` lists them",
        *name == '-' ? "a command comes first, not" : "there is no command", name);
}

static int print_version(void) {
    printf("copydesk %s (librdkafka %s, jansson %s)\n", CD_VERSION,
           rd_kafka_version_str(), jansson_version_str());
    return CD_EXIT_OK;
}

static int run(const struct cd_command *command, int argc, char **argv) {
    struct cd_arguments arguments;
    int rc = cd_arguments_parse(&arguments, command, argc, argv);
    if (rc == CD_EXIT_OK && arguments.help)
        rc = cd_help_command(command);
    else if (rc == CD_EXIT_OK)
        rc = command->run(&arguments.call);
    cd_arguments_done(&arguments);
    return rc;
}

/* What was printed may sit in the buffer until the disk is full. A command that ended
 * early has said why. */
static int close_stdout(int rc) {
    bool written = fflush(stdout) == 0 && !ferror(stdout);
    if (written || (rc != CD_EXIT_OK && rc != CD_EXIT_FOUND))
        return rc;
    return cd_complain(NULL, CD_EXIT_UNAVAILABLE, "the output cannot be written");
}

int cd_command_line(int argc, char **argv) {
    const char *name = argc > 1 ? argv[1] : NULL;
    if (!name) {
        cd_help_overview(stderr);
        return CD_EXIT_USAGE;
    }
    if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0)
        return close_stdout(print_version());
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        name = "help";
    const struct cd_command *command = cd_command_find(name);
    return command ? close_stdout(run(command, argc - 2, argv + 2)) : unknown(name);
}
