/* What an option takes, in words. For faults and for the help alike. */
#include <stdio.h>
#include <string.h>

#include "config/internal.h"

/* " between 1s and 7d", or nothing. */
static void add_bounds(char out[CD_ALLOWED], const struct cd_option *option) {
    if (option->min == 0 && option->max == 0)
        return;
    char low[32], high[32];
    switch (option->type) {
        case CD_OPTION_DURATION:
            cd_duration_print(low, sizeof low, (int64_t)option->min);
            cd_duration_print(high, sizeof high, (int64_t)option->max);
            break;
        case CD_OPTION_BYTES:
            cd_bytes_print(low, sizeof low, (int64_t)option->min);
            cd_bytes_print(high, sizeof high, (int64_t)option->max);
            break;
        default:
            snprintf(low, sizeof low, "%.15g", option->min);
            snprintf(high, sizeof high, "%.15g", option->max);
    }
    size_t n = strlen(out);
    snprintf(out + n, CD_ALLOWED - n, " between %s and %s", low, high);
}

static void add_choices(char out[CD_ALLOWED], const struct cd_option *option) {
    const char *const *choice = option->choices;
    for (; choice && *choice; choice++) {
        size_t n = strlen(out);
        snprintf(out + n, CD_ALLOWED - n, "%s\"%s\"",
                 choice == option->choices ? ""
                 : choice[1]               ? ", "
                                           : " or ",
                 *choice);
    }
}

static void add(char out[CD_ALLOWED], const char *text) {
    size_t n = strlen(out);
    snprintf(out + n, CD_ALLOWED - n, "%s", text);
}

static void string_allowed(char out[CD_ALLOWED], const struct cd_option *option) {
    add(out, "a string");
    if (option->max > 0) {
        size_t n = strlen(out);
        snprintf(out + n, CD_ALLOWED - n, " of at most %.0f bytes", option->max);
    }
    if (option->value && strcmp(option->value, "null") == 0)
        add(out, " or null");
}

void cd_allowed(char out[CD_ALLOWED], const struct cd_option *option) {
    out[0] = '\0';
    switch (option->type) {
        case CD_OPTION_BOOL:
            add(out, "true or false");
            break;
        case CD_OPTION_INTEGER:
            add(out, "an integer");
            add_bounds(out, option);
            break;
        case CD_OPTION_NUMBER:
            add(out, "a number");
            add_bounds(out, option);
            break;
        case CD_OPTION_STRING:
            string_allowed(out, option);
            break;
        case CD_OPTION_CHOICE:
            add_choices(out, option);
            break;
        case CD_OPTION_DURATION:
            add(out, "a duration (like \"500ms\", \"30s\", \"15m\", \"48h\", \"7d\")");
            add_bounds(out, option);
            break;
        case CD_OPTION_BYTES:
            add(out, "a size (like 1024, \"64KiB\", \"8MiB\", \"2GiB\")");
            add_bounds(out, option);
            break;
        case CD_OPTION_COUNT:
            add(out, "an integer");
            add_bounds(out, option);
            add(out, ", or ");
            add_choices(out, option);
            break;
        case CD_OPTION_STRINGS:
            add(out, option->choices ? "an array of " : "an array of strings");
            add_choices(out, option);
            break;
        case CD_OPTION_POINTERS:
            add(out, "an array of JSON Pointers (like \"/meta/id\"), or one of them");
            break;
        case CD_OPTION_MAP:
            add(out, "an object of strings, numbers, true or false");
            break;
    }
}
