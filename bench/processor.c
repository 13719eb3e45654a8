/* processor NAME FILE [ROUNDS]: what a processor (archival, quotes) adds to an article,
 * over the JSON Lines of a file: µs of processor time to read an article, to read it and
 * run the processor, and the difference. The best of several rounds (default 9), the two
 * turn by turn, so that a busy machine harms both. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "processors/archival/archival.h"
#include "processors/input.h"
#include "processors/quotes/quotes.h"

struct bench {
    const struct cd_processor *processor;
    struct bench_lines lines;
    size_t bytes; /* of the bodies */
    struct cd_config *config;
    struct cd_input *input;
    struct cd_message_parser *parser;
    struct cd_arena arena;
    void *state;
    size_t sink; /* so that nothing is optimised away */
};

static void run(struct bench *b, struct cd_str line, bool process) {
    struct cd_record record = {.topic = CD_STR("articles.raw"),
                               .bytes = line,
                               .timestamp_ms = INT64_C(1600000000000)};
    struct cd_article article = {.arena = &b->arena, .record = &record};
    struct cd_error err = {0};
    cd_arena_reset(&b->arena);
    if (cd_input_read(b->input, b->parser, &article, &err))
        bench_fail(err.text);
    if (process && b->processor->read && b->processor->read(b->state, &article, &err))
        bench_fail(err.text);
    if (process && b->processor->process(b->state, &article, &err) != CD_CONTINUE)
        bench_fail(err.text);
    b->bytes += article.body.bytes.len;
    b->sink += article.body.token_count + article.member_count;
}

/* µs an article of one round. */
static double measure(struct bench *b, bool process) {
    double start = bench_processor_time();
    b->bytes = 0;
    for (size_t i = 0; i < b->lines.count; i++)
        run(b, b->lines.items[i], process);
    return (bench_processor_time() - start) / (double)b->lines.count;
}

static const struct cd_processor *find(const char *name) {
    static const struct cd_processor *const all[] = {&cd_archival, &cd_quotes};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strcmp(all[i]->name, name) == 0)
            return all[i];
    bench_fail("there is no such processor");
}

static void make(struct bench *b) {
    const struct cd_option *const tables[] = {cd_input_options, b->processor->options,
                                              NULL};
    struct cd_config_source from = {.tables = tables};
    struct cd_config_fault fault;
    size_t faults;
    struct cd_error err = {0};
    b->parser = cd_message_parser_new();
    if (!b->parser || cd_config_load(&b->config, &from, &fault, 1, &faults, &err) ||
        cd_input_new(&b->input, b->config, &err) ||
        b->processor->configure(&b->state, b->config, &err))
        bench_fail(err.text);
}

static void done(struct bench *b) {
    bench_lines_free(&b->lines);
    b->processor->destroy(b->state);
    cd_message_parser_free(b->parser);
    cd_input_free(b->input);
    cd_config_free(b->config);
    cd_arena_done(&b->arena);
}

static void row(const char *what, double each, double of_1500) {
    printf("%-16s %10.2f %10.2f\n", what, each, each * of_1500);
}

int main(int argc, char **argv) {
    struct bench b = {0};
    if (argc < 3)
        bench_fail("usage: processor NAME FILE [ROUNDS]");
    b.processor = find(argv[1]);
    b.lines = bench_lines_read(argv[2]);
    make(&b);
    int rounds = argc > 3 ? atoi(argv[3]) : 9;
    double best[2] = {0};
    for (int round = 0; round < rounds; round++) {
        for (int process = 0; process < 2; process++) {
            double took = measure(&b, process);
            if (round == 0 || took < best[process])
                best[process] = took;
        }
    }
    double bytes = (double)b.bytes / (double)b.lines.count, of_1500 = 1500 / bytes;
    printf("%zu articles, %.0f bytes of text each on average\n", b.lines.count, bytes);
    printf("%-16s %11s %11s\n", "", "µs/article", "µs/1.5 kB");
    row("read", best[0], of_1500);
    row("and processed", best[1], of_1500);
    row(b.processor->name, best[1] - best[0], of_1500);
    done(&b);
    return b.sink ? EXIT_SUCCESS : EXIT_FAILURE;
}
