/* The tables as text for people, and as a Markdown table. */
#include "config/describe.h"

#include <string.h>

#include "config/internal.h"

/* What the user reads where there is no default. */
static const char *default_of(const struct cd_option *option) {
    return option->value ? option->value : "must be given";
}

void cd_describe_text(const struct cd_option *const *tables, struct cd_buf *out) {
    for (; *tables; tables++) {
        for (const struct cd_option *option = *tables; option->key; option++) {
            char allowed[CD_ALLOWED];
            cd_allowed(allowed, option);
            cd_buf_print(out, "%s = %s\n    %s\n    %s\n", option->key,
                         default_of(option), option->help, allowed);
        }
    }
}

/* A cell may not hold a bar. */
static void add_cell(struct cd_buf *out, const char *text) {
    for (; *text; text++) {
        if (*text == '|')
            cd_buf_add_char(out, '\\');
        cd_buf_add_char(out, *text);
    }
    cd_buf_add(out, " | ", 3);
}

static void add_code(struct cd_buf *out, const char *text) {
    cd_buf_add_char(out, '`');
    cd_buf_add(out, text, strlen(text));
    cd_buf_add(out, "` | ", 4);
}

void cd_describe_table(const struct cd_option *const *tables, struct cd_buf *out) {
    cd_buf_print(out, "| Option | Default | What it is | What it takes |\n"
                      "|---|---|---|---|\n");
    for (; *tables; tables++) {
        for (const struct cd_option *option = *tables; option->key; option++) {
            char allowed[CD_ALLOWED];
            cd_allowed(allowed, option);
            cd_buf_print(out, "| ");
            add_code(out, option->key);
            if (option->value)
                add_code(out, option->value);
            else
                add_cell(out, default_of(option));
            add_cell(out, option->help);
            add_cell(out, allowed);
            out->len -= out->failed ? 0 : 1; /* the space behind the last bar */
            cd_buf_add_char(out, '\n');
        }
    }
}
