/* copydesk help: the commands, the options, and what is made from the option tables or
 * compiled in: schemas, the table of the documentation, a file of all defaults. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "config/describe.h"
#include "config/nearest.h"
#include "consumer/arguments.h"

static void describe_config(const struct cd_option *const *tables, struct cd_buf *out) {
    cd_buf_print(
        out,
        "Options and their defaults. In the file (-c) a dot is a level: {\"dedup\": "
        "{\"window\": \"7d\"}}.\nIn the environment it is an underscore: "
        "COPYDESK_DEDUP_WINDOW=7d. On the command line: --set dedup.window=7d.\n"
        "The command line comes before the environment, the environment before the "
        "file.\nNames within an object of librdkafka's settings: "
        "--set kafka.common.security.protocol=ssl, or\n"
        "COPYDESK_KAFKA_COMMON_SECURITY_PROTOCOL=ssl (_ is a dot, __ an underscore, ___ "
        "a hyphen); their values\nmay stand in a file of their own: "
        "{\"sasl.password\": {\"file\": \"/run/secrets/kafka\"}}.\n\n");
    cd_describe_text(tables, out);
}

/* What help knows beside the commands. */
static const struct topic {
    const char *name, *summary;
    void (*describe)(const struct cd_option *const *tables, struct cd_buf *out);
    const char *embedded; /* or a file that is compiled in */
} topics[] = {
    {"config", "every option: what it is, its default, what it takes", describe_config,
     NULL},
    {"table", "the same as a Markdown table", cd_describe_table, NULL},
    {"default", "a configuration file that holds every default", cd_describe_defaults,
     NULL},
    {"schema", "JSON Schema of the configuration", cd_describe_schema, NULL},
    {"stamp", "JSON Schema of the stamp", NULL, "stamp.schema.json"},
    {"deadletter", "JSON Schema of a dead letter's headers", NULL,
     "deadletter.schema.json"},
};

#define TOPICS (sizeof topics / sizeof *topics)

static int print_text(const struct cd_call *call, const struct cd_buf *text) {
    if (text->failed)
        return cd_complain(call, CD_EXIT_MEMORY, "out of memory");
    fwrite(text->p, 1, text->len, stdout); /* the end of all looks at ferror */
    return CD_EXIT_OK;
}

static int print_topic(const struct cd_call *call, const struct topic *topic) {
    struct cd_arena arena;
    cd_arena_init(&arena, 0);
    struct cd_buf text = cd_buf_in(&arena);
    struct cd_tables tables = cd_option_tables();
    if (topic->describe)
        topic->describe(tables.list, &text);
    else
        cd_buf_add_str(&text, cd_embedded(topic->embedded));
    int rc = print_text(call, &text);
    cd_arena_done(&arena);
    return rc;
}

static void print_overview(void) {
    cd_help_overview(stdout);
    printf("\ncopydesk help TOPIC prints\n\n");
    for (size_t i = 0; i < TOPICS; i++)
        printf("  %-11s %s\n", topics[i].name, topics[i].summary);
    printf("  %-11s %s\n", "dedup, …", "an option or a section of them, by its name");
}

/* "quotes" and "quotes.max" explain a section and an option. False: there is neither. */
static bool describe_options(const char *name, struct cd_buf *out) {
    struct cd_tables tables = cd_option_tables();
    size_t len = strlen(name);
    bool found = false;
    for (const struct cd_option *const *table = tables.list; *table; table++) {
        for (const struct cd_option *option = *table; option->key; option++) {
            if (strncmp(option->key, name, len) != 0 ||
                (option->key[len] && option->key[len] != '.'))
                continue;
            const struct cd_option one[] = {*option, {.key = NULL}};
            cd_describe_text((const struct cd_option *const[]){one, NULL}, out);
            found = true;
        }
    }
    return found;
}

static int help_option(const struct cd_call *call, const char *name) {
    struct cd_arena arena;
    cd_arena_init(&arena, 0);
    struct cd_buf text = cd_buf_in(&arena);
    int rc = CD_EXIT_OK;
    if (!describe_options(name, &text))
        rc = cd_complain(
            call, CD_EXIT_USAGE,
            "there is no help on \"%s\"; `copydesk help` lists what there is", name);
    else
        rc = print_text(call, &text);
    cd_arena_done(&arena);
    return rc;
}

static int help(const struct cd_call *call) {
    const char *name = call->operands[0];
    if (!name) {
        print_overview();
        return CD_EXIT_OK;
    }
    if (call->operands[1])
        return cd_complain(call, CD_EXIT_USAGE, "one thing at a time, not \"%s\" too",
                           call->operands[1]);
    const struct cd_command *command = cd_command_find(name);
    if (command)
        return cd_help_command(command);
    for (size_t i = 0; i < TOPICS; i++)
        if (strcmp(topics[i].name, name) == 0)
            return print_topic(call, &topics[i]);
    return help_option(call, name);
}

const struct cd_command cd_command_help = {
    .name = "help",
    .summary = "explains a command or an option, prints schemas",
    .about = "Without an argument: lists what it can explain.",
    .operands = "[COMMAND|TOPIC|OPTION]",
    .run = help,
};
