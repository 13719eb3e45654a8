/* Options as GNU has them: "-c FILE", "--config=FILE", "--set KEY=VALUE" as often as one
 * likes, operands in between, all operands behind "--". Not getopt_long: it has state of
 * its own, and its words are not ours. */
#include "consumer/arguments.h"

#include <stdlib.h>
#include <string.h>

#include "config/nearest.h"

/* A parse under way. */
struct parse {
    struct cd_arguments *arguments;
    char **argv;
    int argc, next;
    const char **settings, **operands; /* where the next of each goes */
};

static const struct cd_flag shared[] = {
    {.name = "--config",
     .value = "FILE",
     .help = "the configuration, JSON; -c for short"},
    {.name = "--set", .value = "KEY=VALUE", .help = "sets one option; may be repeated"},
};

enum { SHARED_CONFIG, SHARED_SET, SHARED_COUNT };

/* Does `argument` name the flag: "--set", or "--set=…" with *value behind the sign? */
static bool names(const char *argument, const char *flag, const char **value) {
    size_t len = strlen(flag);
    if (strncmp(argument, flag, len) != 0 || (argument[len] && argument[len] != '='))
        return false;
    *value = argument[len] ? argument + len + 1 : NULL;
    return true;
}

static int usage(const struct parse *parse, const char *argument, const char *what) {
    const struct cd_call *call = &parse->arguments->call;
    return cd_complain(call, CD_EXIT_USAGE, "%s %s; see copydesk help %s", argument, what,
                       call->command->name);
}

static int unknown_flag(const struct parse *parse, const char *argument) {
    const struct cd_call *call = &parse->arguments->call;
    char typed[64], what[128];
    snprintf(typed, sizeof typed, "%.*s", (int)strcspn(argument, "="), argument);
    const char *best = NULL;
    size_t least = 0;
    size_t count = call->command->configured ? SHARED_COUNT : 0;
    const struct cd_flag *own = call->command->flags;
    for (size_t i = 0; i < count || (own && own[i - count].name); i++) {
        const char *name = i < count ? shared[i].name : own[i - count].name;
        size_t distance = cd_edit_distance(typed, name);
        if (!best || distance < least) {
            best = name;
            least = distance;
        }
    }
    if (!best || !cd_edit_close(least, typed))
        return usage(parse, typed, "is no option here");
    snprintf(what, sizeof what, "is no option here; did you mean %s?", best);
    return cd_complain(call, CD_EXIT_USAGE, "%s %s", typed, what);
}

/* The value of a flag that takes one: behind its sign, else the next argument. */
static const char *value_of(struct parse *parse, const char *value) {
    if (value)
        return value;
    return parse->next < parse->argc ? parse->argv[parse->next++] : NULL;
}

static int take_shared(struct parse *parse, size_t which, const char *argument,
                       const char *value) {
    struct cd_call *call = &parse->arguments->call;
    value = value_of(parse, value);
    if (!value)
        return usage(parse, argument, "needs a value behind it");
    if (which == SHARED_SET) {
        *parse->settings++ = value;
        return CD_EXIT_OK;
    }
    if (call->file)
        return usage(parse, argument, "was given twice");
    call->file = value;
    return CD_EXIT_OK;
}

static int take_own(struct parse *parse, size_t row, const char *argument,
                    const char *value) {
    struct cd_call *call = &parse->arguments->call;
    const struct cd_flag *flag = &call->command->flags[row];
    if (!flag->value && value)
        return usage(parse, flag->name, "takes no value");
    value = flag->value ? value_of(parse, value) : "";
    if (!value)
        return usage(parse, argument, "needs a value behind it");
    if (call->flags[row])
        return usage(parse, flag->name, "was given twice");
    call->flags[row] = value;
    return CD_EXIT_OK;
}

static int take_flag(struct parse *parse, const char *argument) {
    const struct cd_command *command = parse->arguments->call.command;
    const char *value = NULL;
    if (strcmp(argument, "-h") == 0 || strcmp(argument, "--help") == 0) {
        parse->arguments->help = true;
        return CD_EXIT_OK;
    }
    if (command->configured && strcmp(argument, "-c") == 0)
        return take_shared(parse, SHARED_CONFIG, argument, NULL);
    for (size_t i = 0; command->configured && i < SHARED_COUNT; i++)
        if (names(argument, shared[i].name, &value))
            return take_shared(parse, i, argument, value);
    for (size_t i = 0; command->flags && command->flags[i].name; i++)
        if (names(argument, command->flags[i].name, &value))
            return take_own(parse, i, argument, value);
    return unknown_flag(parse, argument);
}

static int take_operand(struct parse *parse, const char *argument) {
    if (!parse->arguments->call.command->operands)
        return usage(parse, argument, "is too much: no arguments are taken");
    *parse->operands++ = argument;
    return CD_EXIT_OK;
}

/* "-" alone is an operand: standard input. */
static int take_all(struct parse *parse) {
    bool flags = true;
    int rc = CD_EXIT_OK;
    while (rc == CD_EXIT_OK && parse->next < parse->argc) {
        const char *argument = parse->argv[parse->next++];
        if (flags && strcmp(argument, "--") == 0)
            flags = false;
        else if (flags && argument[0] == '-' && argument[1])
            rc = take_flag(parse, argument);
        else
            rc = take_operand(parse, argument);
    }
    return rc;
}

int cd_arguments_parse(struct cd_arguments *arguments, const struct cd_command *command,
                       int argc, char **argv) {
    *arguments = (struct cd_arguments){.call.command = command};
    size_t room = (size_t)argc + 1; /* each with its NULL */
    arguments->lists = calloc(2 * room, sizeof *arguments->lists);
    if (!arguments->lists)
        return cd_complain(&arguments->call, CD_EXIT_MEMORY, "out of memory");
    arguments->call.settings = arguments->lists;
    arguments->call.operands = arguments->lists + room;
    struct parse parse = {.arguments = arguments,
                          .argv = argv,
                          .argc = argc,
                          .settings = arguments->lists,
                          .operands = arguments->lists + room};
    return take_all(&parse);
}

void cd_arguments_done(struct cd_arguments *arguments) { free(arguments->lists); }

void cd_help_overview(FILE *out) {
    fprintf(out, "Reads raw news articles from Kafka, finds copies, archive notices and "
                 "quotes,\nand writes each article once, stamped.\n\n");
    for (const struct cd_command *const *command = cd_commands; *command; command++)
        fprintf(out, "  copydesk %-8s %s\n", (*command)->name, (*command)->summary);
    fprintf(out, "\ncopydesk help COMMAND explains one, copydesk help config the "
                 "options.\n");
}

static void print_flag(const struct cd_flag *flag) {
    char left[64];
    snprintf(left, sizeof left, "%s%s%s", flag->name, flag->value ? " " : "",
             flag->value ? flag->value : "");
    printf("  %-18s %s\n", left, flag->help);
}

int cd_help_command(const struct cd_command *command) {
    printf("copydesk %s%s", command->name,
           command->configured ? " [-c FILE] [--set KEY=VALUE]…" : "");
    for (const struct cd_flag *flag = command->flags; flag && flag->name; flag++)
        printf(" [%s%s%s]", flag->name, flag->value ? " " : "",
               flag->value ? flag->value : "");
    printf("%s%s\n\n%s\n", command->operands ? " " : "",
           command->operands ? command->operands : "", command->about);
    if (command->configured || command->flags)
        printf("\n");
    for (size_t i = 0; command->configured && i < SHARED_COUNT; i++)
        print_flag(&shared[i]);
    for (const struct cd_flag *flag = command->flags; flag && flag->name; flag++)
        print_flag(flag);
    return CD_EXIT_OK;
}
