/* dedup [HEADS…]: what the deduplicator costs as its index grows, over the JSON Lines on
 * standard input (bench_stream makes them). A row each time the index holds so many heads
 * (default: 10,000, 100,000, 1,000,000): articles a second of one core for the sketch,
 * for the judgement (look-up, comparison, insertion) and for both, measured over the
 * articles since a tenth of the heads were missing; bytes of memory a head, everything
 * counted. Reading the text is not in it. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "consumer/command.h"
#include "processors/dedup/dedup.h"
#include "processors/dedup/ledger.h"
#include "processors/input.h"

#define BATCH 64 /* articles between two looks at the clock */

struct bench {
    struct cd_config *config;
    struct cd_input *input;
    struct cd_message_parser *parser;
    struct cd_judge *judge;
    void *dedup;
    struct cd_arena arena;
    struct cd_record records[BATCH];
    struct cd_article articles[BATCH];
    int64_t offset;
    uint64_t count; /* articles since the clock was set */
    double sketch, judgement;
};

static void make(struct bench *b) {
    static const char *const settings[] = {"dedup.max_heads=16000000", NULL};
    struct cd_tables tables = cd_option_tables();
    struct cd_config_source from = {.tables = tables.list, .settings = settings};
    struct cd_config_fault fault;
    size_t faults;
    struct cd_error err = {0};
    b->parser = cd_message_parser_new();
    if (!b->parser || cd_config_load(&b->config, &from, &fault, 1, &faults, &err) ||
        cd_input_new(&b->input, b->config, &err) ||
        cd_judge_new(&b->judge, b->config, &err) ||
        cd_dedup.configure(&b->dedup, b->config, &err))
        bench_fail(err.text);
}

static void done(struct bench *b) {
    cd_dedup.destroy(b->dedup);
    cd_judge_free(b->judge);
    cd_message_parser_free(b->parser);
    cd_input_free(b->input);
    cd_config_free(b->config);
    cd_arena_done(&b->arena);
}

static void read_article(struct bench *b, size_t i, const char *line, size_t len) {
    struct cd_error err = {0};
    char *bytes = cd_arena_zero(&b->arena, len + CD_RECORD_PADDING, 1);
    if (!bytes)
        bench_fail("out of memory");
    memcpy(bytes, line, len);
    b->records[i] = (struct cd_record){.topic = CD_STR("articles.raw"),
                                       .offset = b->offset++,
                                       .bytes = {bytes, len},
                                       .timestamp_ms = CD_NO_TIME};
    b->articles[i] = (struct cd_article){.arena = &b->arena, .record = &b->records[i]};
    if (cd_input_read(b->input, b->parser, &b->articles[i], &err))
        bench_fail(err.text);
}

/* Returns how many articles there were; fewer than BATCH at the end. */
static size_t read_batch(struct bench *b, FILE *file) {
    static char *line;
    static size_t room;
    size_t n = 0;
    ssize_t len;
    cd_arena_reset(&b->arena);
    while (n < BATCH && (len = getline(&line, &room, file)) > 0)
        read_article(b, n++, line, (size_t)len);
    if (n < BATCH)
        free(line);
    return n;
}

static void judge_batch(struct bench *b, size_t n) {
    struct cd_error err = {0};
    double start = bench_processor_time();
    for (size_t i = 0; i < n; i++)
        if (cd_dedup.process(b->dedup, &b->articles[i], &err) != CD_PARK)
            bench_fail(err.text);
    double between = bench_processor_time();
    for (size_t i = 0; i < n; i++)
        if (cd_ledger_settle_alone(b->judge, &b->articles[i], &err))
            bench_fail(err.text);
    b->sketch += between - start;
    b->judgement += bench_processor_time() - between;
    b->count += n;
}

static void print_row(const struct bench *b) {
    struct cd_judge_counts counts = cd_judge_counts(b->judge);
    double count = (double)b->count * 1e6; /* the times are in microseconds */
    printf("%10" PRIu64 " %12.0f %12.0f %12.0f %10.0f\n", counts.heads, count / b->sketch,
           count / b->judgement, count / (b->sketch + b->judgement),
           (double)counts.bytes / (double)counts.heads);
    fflush(stdout);
}

/* False: there are no more articles. */
static bool grow(struct bench *b, uint64_t heads) {
    while (cd_judge_counts(b->judge).heads < heads) {
        size_t n = read_batch(b, stdin);
        if (n < BATCH)
            return false;
        judge_batch(b, n);
    }
    return true;
}

int main(int argc, char **argv) {
    static const char *const sizes[] = {"10000", "100000", "1000000", NULL};
    const char *const *size = argc > 1 ? (const char *const *)argv + 1 : sizes;
    struct bench b = {0};
    make(&b);
    printf("%10s %12s %12s %12s %10s\n", "heads", "sketch/s", "judgement/s", "both/s",
           "bytes/head");
    for (; *size; size++) {
        uint64_t heads = strtoull(*size, NULL, 10);
        if (!grow(&b, heads - heads / 10))
            bench_fail("too few articles");
        b.count = 0;
        b.sketch = b.judgement = 0;
        if (!grow(&b, heads))
            bench_fail("too few articles");
        print_row(&b);
    }
    done(&b);
    return EXIT_SUCCESS;
}
