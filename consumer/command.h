/* The command line: `copydesk COMMAND …`. A command is a row: its name, what it takes,
 * its function. What a row says is parsed and explained by the same code for all, so a
 * command's own file (filter.c, serve.c, demo.c, check.c) begins with arguments that are
 * right.
 *
 * To add one: a file with one exported `const struct cd_command`, a row in command.c. */
#ifndef CD_CONSUMER_COMMAND_H
#define CD_CONSUMER_COMMAND_H

#include <stdbool.h>

#include "config/config.h"

/* How the process ends: sysexits.h where it has a name for it. */
enum cd_exit {
    CD_EXIT_OK = 0,
    CD_EXIT_FOUND = 1, /* done, but there were rejects */
    CD_EXIT_USAGE = 64,
    CD_EXIT_UNAVAILABLE = 69, /* brokers, files, a full disk */
    CD_EXIT_INTERNAL = 70,    /* fenced by another instance; a mistake of ours */
    CD_EXIT_MEMORY = 71,
    CD_EXIT_CONFIG = 78, /* configuration, lexicon, a ledger of another contract */
};

/* The exit for an error's code. */
int cd_exit_for(int code);

/* An option of one command beside -c, --set and --help. */
struct cd_flag {
    const char *name;  /* "--timestamp"; NULL ends a table */
    const char *value; /* what it takes, for the help: "PTR"; NULL: nothing */
    const char *help;  /* one line, no full stop */
};

#define CD_MOST_FLAGS 8

/* A command line that was parsed. Everything is borrowed from argv. */
struct cd_call {
    const struct cd_command *command;
    const char *file;                 /* -c; NULL: none */
    const char *const *settings;      /* each --set, NULL-ended */
    const char *const *operands;      /* the rest, NULL-ended */
    const char *flags[CD_MOST_FLAGS]; /* by row of command->flags: the value, "" for a
                                       * flag without; NULL: not given */
};

struct cd_command {
    const char *name;
    const char *summary;                    /* one line for the list of commands */
    const char *about;                      /* some lines for its own help */
    const char *operands;                   /* "[FILE…]"; NULL: takes none */
    bool configured;                        /* takes -c FILE and --set KEY=VALUE */
    const struct cd_flag *flags;            /* NULL: none of its own */
    int (*run)(const struct cd_call *call); /* gives enum cd_exit */
};

/* Each in the file of its name; NULL-ended. */
extern const struct cd_command *const cd_commands[];
extern const struct cd_command cd_command_check;
extern const struct cd_command cd_command_demo;
extern const struct cd_command cd_command_serve;
extern const struct cd_command cd_command_explain;
extern const struct cd_command cd_command_filter;
extern const struct cd_command cd_command_help;
extern const struct cd_command cd_command_lexicon;
extern const struct cd_command cd_command_show;

/* The command of that name; NULL: there is none. */
const struct cd_command *cd_command_find(const char *name);

/* Finds the command, parses, runs it; what main does. */
int cd_command_line(int argc, char **argv);

/* All option tables of the program: the one list that the loader, the help and the schema
 * go by. */
#define CD_MOST_TABLES 16
struct cd_tables {
    const struct cd_option *list[CD_MOST_TABLES]; /* NULL-ended */
};
struct cd_tables cd_option_tables(void);

/* The consumer's own table. */
extern const struct cd_option cd_consumer_options[];

/* The configuration that the call names, over it the environment and its settings. What
 * is wrong is printed on stderr, all of it; returns CD_EXIT_OK, or CD_EXIT_CONFIG or
 * CD_EXIT_MEMORY and *out is NULL. Free with cd_config_free. */
CD_MUST_USE int cd_call_config(const struct cd_call *call, struct cd_config **out);

/* The same, and all that must hold for the service (rules.h); `serving`: brokers must be
 * given, too. */
CD_MUST_USE int cd_call_service(const struct cd_call *call, bool serving,
                                struct cd_config **out);

/* "copydesk filter: text" on stderr, a line. Returns `exit`. */
int cd_complain(const struct cd_call *call, int exit, const char *format, ...)
    CD_PRINTF(3, 4);

#endif
