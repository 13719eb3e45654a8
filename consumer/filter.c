/* copydesk filter: the same chain over lines of JSON, without Kafka. One thread, one
 * article at a time; the ledger is in the process. Standard output carries stamped
 * articles in the order in which they came, standard error one JSON object a line: each
 * reject, and at the end the counts, unless everything came out. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "consumer/alone.h"
#include "processors/stamp.h"

#define OUTPUT_BUFFER ((size_t)256 << 10)

static const struct cd_flag flags[] = {CD_ALONE_FLAG_ROWS, {.name = NULL}};

struct counts {
    uint64_t read, output, duplicates, dropped, rejected, stamped, duplicate_keys;
};

struct filter {
    struct cd_alone alone;
    struct counts counts;
};

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
    cd_arena_reset(&filter->alone.arena);
    struct cd_buf line = cd_buf_in(&filter->alone.arena);
    struct cd_json json = cd_json_to(&line);
    cd_json_open(&json, '{');
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cd_json_name(&json, rows[i].name);
        cd_json_integer(&json, (int64_t)rows[i].count);
    }
    cd_json_close(&json, '}');
    cd_alone_say(&line);
}

/* ---- one article; each gives enum cd_exit, where anything but CD_EXIT_OK stops ---- */

static int reject(struct filter *filter, const struct cd_record *record,
                  const struct cd_error *why) {
    filter->counts.rejected++;
    return cd_alone_refuse(&filter->alone, record, why);
}

static int output(struct filter *filter, const struct cd_article *article) {
    struct cd_error err = {0};
    struct cd_str stamped;
    if (cd_stamp(article, SIZE_MAX, &stamped, &err))
        return reject(filter, article->record, &err);
    filter->counts.output++;
    fwrite(stamped.p, 1, stamped.len, stdout);
    putc('\n', stdout);
    if (ferror(stdout)) /* here, or when the lines' reader flushed it */
        return cd_complain(filter->alone.call, CD_EXIT_UNAVAILABLE, "standard output: %s",
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

static int take_record(void *self, struct cd_record *record) {
    struct filter *filter = self;
    struct cd_error why = {0};
    struct cd_article article = {.arena = &filter->alone.arena};
    filter->counts.read++;
    cd_arena_reset(&filter->alone.arena);
    int rc = cd_alone_read(&filter->alone, record, &article, &why);
    filter->counts.stamped += article.splice.cut_count > 0;
    filter->counts.duplicate_keys += article.splice.duplicate_keys;
    if (rc || cd_alone_run(&filter->alone, &article, &why) == CD_REJECT)
        return reject(filter, record, &why);
    return send(filter, &article);
}

/* ---- the whole ---- */

static int run(const struct cd_call *call) {
    struct filter filter = {0};
    int rc = cd_alone_open(&filter.alone, call);
    if (rc == CD_EXIT_OK) {
        setvbuf(stdout, NULL, _IOFBF, OUTPUT_BUFFER);
        rc = cd_alone_walk(&filter.alone, call->operands, take_record, &filter);
        print_counts(&filter);
        if (rc == CD_EXIT_OK && filter.counts.rejected)
            rc = CD_EXIT_FOUND;
    }
    cd_alone_close(&filter.alone);
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
