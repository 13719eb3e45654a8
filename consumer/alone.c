#include "consumer/alone.h"

#include <inttypes.h>
#include <stdio.h>

static int complain(const struct cd_alone *alone, const struct cd_error *err) {
    return cd_complain(alone->call, cd_exit_for(err->code), "%s", err->text);
}

static int make(struct cd_alone *alone, struct cd_error *err) {
    int rc = cd_input_new(&alone->input, alone->config, err);
    if (rc == CD_OK)
        rc = cd_chain_new(&alone->chain, alone->config, err);
    if (rc == CD_OK && cd_chain_needs_ledger(alone->chain))
        rc = cd_judge_new(&alone->judge, alone->config, err);
    if (rc)
        return rc;
    alone->whole = cd_input_takes_whole_files(alone->input);
    alone->parser = cd_message_parser_new();
    return alone->parser ? CD_OK : cd_fail_memory(err);
}

int cd_alone_open(struct cd_alone *alone, const struct cd_call *call) {
    struct cd_error err = {0};
    *alone = (struct cd_alone){.call = call};
    int rc = cd_envelope_init(&alone->envelope, call->flags[CD_ENVELOPE_TIME],
                              call->flags[CD_ENVELOPE_HEADERS], &err);
    if (rc)
        return cd_complain(call, rc == CD_EUSAGE ? CD_EXIT_USAGE : cd_exit_for(rc), "%s",
                           err.text);
    rc = cd_call_config(call, &alone->config);
    if (rc)
        return rc;
    return make(alone, &err) ? complain(alone, &err) : CD_EXIT_OK;
}

void cd_alone_close(struct cd_alone *alone) {
    cd_message_parser_free(alone->parser);
    cd_envelope_done(&alone->envelope);
    cd_judge_free(alone->judge);
    cd_chain_free(alone->chain);
    cd_input_free(alone->input);
    cd_config_free(alone->config);
    cd_arena_done(&alone->arena);
}

/* ---- what is said on standard error ---- */

void cd_alone_say(struct cd_buf *line) {
    cd_buf_add_char(line, '\n');
    if (!line->failed)
        fwrite(line->p, 1, line->len, stderr);
}

static void add_source(struct cd_alone *alone, struct cd_json *json,
                       const struct cd_record *record) {
    struct cd_buf place = cd_buf_in(&alone->arena);
    cd_buf_add_str(&place, record->topic);
    if (!alone->whole)
        cd_buf_print(&place, ":%" PRId64, record->offset + 1);
    cd_json_name(json, "source");
    cd_json_string(json, cd_buf_str(&place));
}

int cd_alone_refuse(struct cd_alone *alone, const struct cd_record *record,
                    const struct cd_error *why) {
    if (why->code != CD_EMESSAGE)
        return complain(alone, why);
    struct cd_buf line = cd_buf_in(&alone->arena);
    struct cd_json json = cd_json_to(&line);
    cd_json_open(&json, '{');
    cd_json_name(&json, "reason");
    cd_json_string(&json, cd_str_of(why->reason));
    cd_json_name(&json, "detail");
    cd_json_string(&json, cd_str_of(why->text));
    add_source(alone, &json, record);
    cd_json_close(&json, '}');
    cd_alone_say(&line);
    return CD_EXIT_OK;
}

/* `record` NULL: it is about all of them. */
static void warn(struct cd_alone *alone, const struct cd_record *record,
                 const char *text) {
    struct cd_buf line = cd_buf_in(&alone->arena);
    struct cd_json json = cd_json_to(&line);
    cd_json_open(&json, '{');
    cd_json_name(&json, "warning");
    cd_json_string(&json, cd_str_of(text));
    if (record)
        add_source(alone, &json, record);
    cd_json_close(&json, '}');
    cd_alone_say(&line);
}

/* A pointer that points nowhere is one that was mistyped. */
static void warn_of_vain_pointers(struct cd_alone *alone) {
    const struct cd_envelope *envelope = &alone->envelope;
    for (int i = 0; i < CD_ENVELOPE_PARTS; i++) {
        char text[512];
        if (!envelope->pointer[i] || !envelope->lines || envelope->found[i])
            continue;
        snprintf(text, sizeof text, "%s %s: there is none in any of %" PRIu64 " lines",
                 alone->call->command->flags[i].name, envelope->pointer[i],
                 envelope->lines);
        warn(alone, NULL, text);
    }
}

/* ---- articles ---- */

int cd_alone_walk(struct cd_alone *alone, const char *const *names,
                  int (*take)(void *self, struct cd_record *record), void *self) {
    const struct cd_files files = {
        .call = alone->call,
        .most = (size_t)cd_config_integer(alone->config, "input.max_bytes"),
        .whole = alone->whole,
        .tied = stdout,
        .take = take,
        .self = self};
    int rc = cd_files_walk(&files, names);
    warn_of_vain_pointers(alone);
    return rc;
}

int cd_alone_read(struct cd_alone *alone, struct cd_record *record,
                  struct cd_article *article, struct cd_error *err) {
    struct cd_error unread = {0};
    int rc = cd_envelope_open(&alone->envelope, alone->parser, article->arena, record,
                              &unread, err);
    article->record = record;
    if (unread.code)
        warn(alone, record, unread.text);
    return rc ? rc : cd_input_read(alone->input, alone->parser, article, err);
}

enum cd_step cd_alone_run(struct cd_alone *alone, struct cd_article *article,
                          struct cd_error *why) {
    enum cd_step step = cd_chain_run(alone->chain, article, why);
    if (step != CD_PARK)
        return step;
    if (cd_ledger_settle_alone(alone->judge, article, why))
        return CD_REJECT;
    return cd_chain_run(alone->chain, article, why);
}

const char *cd_alone_route(const struct cd_article *article) {
    switch (article->route) {
        case CD_ROUTE_OUTPUT:
            return "goes to the output";
        case CD_ROUTE_DUPLICATES:
            return "goes to the duplicates, not looked at further";
        case CD_ROUTE_DROP:
            return "is dropped, not looked at further";
    }
    CD_BUG("a route that is none");
}
