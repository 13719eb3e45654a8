/* copydesk filter: the same chain over lines of JSON, without Kafka. One thread, one
 * article at a time; the ledger is in the process. Standard output carries stamped
 * articles in the order in which they came, standard error one JSON object a line: each
 * reject, and at the end the counts, unless everything came out. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "consumer/command.h"
#include "consumer/envelope.h"
#include "consumer/files.h"
#include "processors/chain.h"
#include "processors/dedup/ledger.h"
#include "processors/input.h"
#include "processors/stamp.h"

#define OUTPUT_BUFFER ((size_t)256 << 10)

static const struct cd_flag flags[] = {
    [CD_ENVELOPE_TIME] =
        {.name = "--timestamp",
         .value = "PTR",
         .help = "JSON Pointer to a line's record time: RFC 3339, or ms since 1970"},
    [CD_ENVELOPE_HEADERS] =
        {.name = "--headers",
         .value = "PTR",
         .help = "JSON Pointer to a line's record headers: an object of strings"},
    {.name = NULL}};

struct counts {
    uint64_t read, output, duplicates, dropped, rejected, stamped, duplicate_keys;
};

struct filter {
    const struct cd_call *call;
    struct cd_config *config;
    struct cd_input *input;
    struct cd_chain *chain;
    struct cd_judge *judge; /* NULL: nothing in the chain parks */
    struct cd_message_parser *parser;
    struct cd_envelope envelope;
    struct cd_arena arena; /* one article's */
    bool whole;            /* a file is one article */
    size_t most;           /* bytes of a record */
    struct counts counts;
};

/* ---- what is said on standard error ---- */

static void print_line(struct cd_buf *line) {
    cd_buf_add_char(line, '\n');
    if (!line->failed)
        fwrite(line->p, 1, line->len, stderr);
}

static void add_source(struct filter *filter, struct cd_json *json,
                       const struct cd_record *record) {
    struct cd_buf place = cd_buf_in(&filter->arena);
    cd_buf_add_str(&place, record->topic);
    if (!filter->whole)
        cd_buf_print(&place, ":%" PRId64, record->offset + 1);
    cd_json_name(json, "source");
    cd_json_string(json, cd_buf_str(&place));
}

static void print_reject(struct filter *filter, const struct cd_record *record,
                         const struct cd_error *why) {
    struct cd_buf line = cd_buf_in(&filter->arena);
    struct cd_json json = cd_json_to(&line);
    cd_json_open(&json, '{');
    cd_json_name(&json, "reason");
    cd_json_string(&json, cd_str_of(why->reason));
    cd_json_name(&json, "detail");
    cd_json_string(&json, cd_str_of(why->text));
    add_source(filter, &json, record);
    cd_json_close(&json, '}');
    print_line(&line);
}

/* `record` NULL: it is about all of them. */
static void print_warning(struct filter *filter, const struct cd_record *record,
                          const char *text) {
    struct cd_buf line = cd_buf_in(&filter->arena);
    struct cd_json json = cd_json_to(&line);
    cd_json_open(&json, '{');
    cd_json_name(&json, "warning");
    cd_json_string(&json, cd_str_of(text));
    if (record)
        add_source(filter, &json, record);
    cd_json_close(&json, '}');
    print_line(&line);
}

/* A pointer that points nowhere is one that was mistyped. */
static void print_vain_pointers(struct filter *filter) {
    const struct cd_envelope *envelope = &filter->envelope;
    for (int i = 0; i < CD_ENVELOPE_PARTS; i++) {
        char text[512];
        if (!envelope->pointer[i] || !envelope->lines || envelope->found[i])
            continue;
        snprintf(text, sizeof text, "%s %s: there is none in any of %" PRIu64 " lines",
                 flags[i].name, envelope->pointer[i], envelope->lines);
        print_warning(filter, NULL, text);
    }
}

/* A filter through which everything came says nothing. */
static void print_counts(struct filter *filter) {
    const struct counts *counts = &filter->counts;
    const struct {
        const char *name;
        uint64_t count;
    } rows[] = {
        {"read", counts->read},
        {"output", counts->output},
        {"duplicates", counts->duplicates},
        {"dropped", counts->dropped},
        {"rejected", counts->rejected},
        {"stamped_before", counts->stamped},
        {"duplicate_keys", counts->duplicate_keys},
    };
    if (counts->output == counts->read)
        return;
    struct cd_buf line = cd_buf_in(&filter->arena);
    struct cd_json json = cd_json_to(&line);
    cd_json_open(&json, '{');
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cd_json_name(&json, rows[i].name);
        cd_json_integer(&json, (int64_t)rows[i].count);
    }
    cd_json_close(&json, '}');
    print_line(&line);
}

/* ---- one article; each gives enum cd_exit, where anything but CD_EXIT_OK stops ---- */

static int stop(const struct filter *filter, const struct cd_error *err) {
    return cd_complain(filter->call, cd_exit_for(err->code), "%s", err->text);
}

static int reject(struct filter *filter, const struct cd_record *record,
                  const struct cd_error *why) {
    if (why->code != CD_EMESSAGE)
        return stop(filter, why);
    filter->counts.rejected++;
    print_reject(filter, record, why);
    return CD_EXIT_OK;
}

static int output(struct filter *filter, const struct cd_article *article) {
    struct cd_error err = {0};
    struct cd_str stamped;
    if (cd_stamp(article, SIZE_MAX, &stamped, &err))
        return stop(filter, &err);
    filter->counts.output++;
    fwrite(stamped.p, 1, stamped.len, stdout);
    putc('\n', stdout);
    if (ferror(stdout)) /* here, or when the lines' reader flushed it */
        return cd_complain(filter->call, CD_EXIT_UNAVAILABLE, "standard output: %s",
                           strerror(errno));
    return CD_EXIT_OK;
}

static int send(struct filter *filter, const struct cd_article *article) {
    switch (article->route) {
        case CD_ROUTE_OUTPUT:
            return output(filter, article);
        case CD_ROUTE_DUPLICATES:
            filter->counts.duplicates++;
            return CD_EXIT_OK;
        case CD_ROUTE_DROP:
            filter->counts.dropped++;
            return CD_EXIT_OK;
    }
    CD_BUG("a route that is none");
}

static int run_chain(struct filter *filter, struct cd_article *article) {
    struct cd_error why = {0};
    enum cd_step step = cd_chain_run(filter->chain, article, &why);
    if (step == CD_PARK) {
        if (cd_ledger_settle_alone(filter->judge, article, &why))
            return stop(filter, &why);
        step = cd_chain_run(filter->chain, article, &why);
    }
    return step == CD_REJECT ? reject(filter, article->record, &why)
                             : send(filter, article);
}

static int take_record(void *self, struct cd_record *record) {
    struct filter *filter = self;
    struct cd_error err = {0}, unread = {0};
    struct cd_article article = {.arena = &filter->arena, .record = record};
    filter->counts.read++;
    cd_arena_reset(&filter->arena);
    if (cd_envelope_open(&filter->envelope, filter->parser, &filter->arena, record,
                         &unread, &err))
        return stop(filter, &err);
    if (unread.code)
        print_warning(filter, record, unread.text);
    int rc = cd_input_read(filter->input, filter->parser, &article, &err);
    filter->counts.stamped += article.splice.cut_count > 0;
    filter->counts.duplicate_keys += article.splice.duplicate_keys;
    return rc ? reject(filter, record, &err) : run_chain(filter, &article);
}

/* ---- the whole ---- */

static int open_filter(struct filter *filter, struct cd_error *err) {
    int rc = cd_input_new(&filter->input, filter->config, err);
    if (rc == CD_OK)
        rc = cd_chain_new(&filter->chain, filter->config, err);
    if (rc == CD_OK && cd_chain_needs_ledger(filter->chain))
        rc = cd_judge_new(&filter->judge, filter->config, err);
    if (rc)
        return rc;
    filter->parser = cd_message_parser_new();
    filter->whole = cd_input_takes_whole_files(filter->input);
    filter->most = (size_t)cd_config_integer(filter->config, "input.max_bytes");
    return filter->parser ? CD_OK : cd_fail_memory(err);
}

static void close_filter(struct filter *filter) {
    cd_message_parser_free(filter->parser);
    cd_envelope_done(&filter->envelope);
    cd_judge_free(filter->judge);
    cd_chain_free(filter->chain);
    cd_input_free(filter->input);
    cd_config_free(filter->config);
    cd_arena_done(&filter->arena);
}

static int run_files(struct filter *filter) {
    struct cd_error err = {0};
    if (open_filter(filter, &err))
        return stop(filter, &err);
    setvbuf(stdout, NULL, _IOFBF, OUTPUT_BUFFER);
    const struct cd_files files = {.call = filter->call,
                                   .most = filter->most,
                                   .whole = filter->whole,
                                   .tied = stdout,
                                   .take = take_record,
                                   .self = filter};
    int rc = cd_files_walk(&files, filter->call->operands);
    cd_arena_reset(&filter->arena);
    print_vain_pointers(filter);
    print_counts(filter);
    if (rc)
        return rc;
    return filter->counts.rejected ? CD_EXIT_FOUND : CD_EXIT_OK;
}

static int run(const struct cd_call *call) {
    struct filter filter = {.call = call};
    struct cd_error err = {0};
    int rc = cd_envelope_init(&filter.envelope, call->flags[CD_ENVELOPE_TIME],
                              call->flags[CD_ENVELOPE_HEADERS], &err);
    if (rc)
        rc = cd_complain(call, rc == CD_EUSAGE ? CD_EXIT_USAGE : cd_exit_for(rc), "%s",
                         err.text);
    if (rc == CD_EXIT_OK)
        rc = cd_call_config(call, &filter.config);
    if (rc == CD_EXIT_OK)
        rc = run_files(&filter);
    close_filter(&filter);
    return rc;
}

const struct cd_command cd_command_filter = {
    .name = "filter",
    .summary = "stamps articles from files, without Kafka",
    .about =
        "Reads JSON Lines (format \"text\": a file is an article) from the files, or "
        "from\n"
        "standard input, and writes the stamped articles to standard output in the same\n"
        "order. A stamp's source is the file's name, partition 0, and the number of the\n"
        "line, counted from 0. Copies that are not for the output are left out. What\n"
        "cannot be used is told on standard error, an object a line, and so are the\n"
        "counts at the end, unless every article came out. Exit 1: there were rejects;\n"
        "69: a file could not be read (the others were).",
    .operands = "[FILE…]",
    .configured = true,
    .flags = flags,
    .run = run,
};
