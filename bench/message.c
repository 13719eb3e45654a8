/* message FILE [ROUNDS]: what reading and stamping a message costs, in µs of processor
 * time an article, over the JSON Lines of a file: jansson's parser and its writer, our
 * message parser alone, with the reading of the text, and with the stamp. The best of
 * several rounds (default 5); ratios are to jansson's parser in the same run. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "processors/input.h"
#include "processors/stamp.h"

struct bench {
    struct bench_lines lines;
    struct cd_config *config;
    struct cd_input *input;
    struct cd_message_parser *parser;
    struct cd_pointers *pointers;
    struct cd_arena arena;
    size_t sink; /* so that nothing is optimised away */
};

/* ---- what is measured ---- */

static void run_jansson(struct bench *b, struct cd_str line) {
    json_t *root = json_loadb(line.p, line.len, JSON_ALLOW_NUL, NULL);
    b->sink += json_object_size(root);
    json_decref(root);
}

static void run_jansson_write(struct bench *b, struct cd_str line) {
    json_t *root = json_loadb(line.p, line.len, JSON_ALLOW_NUL, NULL);
    char *text = json_dumps(root, JSON_COMPACT);
    b->sink += text ? strlen(text) : 0;
    free(text);
    json_decref(root);
}

static void run_message(struct bench *b, struct cd_str line) {
    struct cd_value values[CD_FIELD_COUNT];
    struct cd_splice splice;
    cd_arena_reset(&b->arena);
    if (cd_message_read(b->parser, b->pointers, &b->arena, line, values, &splice, NULL))
        bench_fail("a line is no message");
    b->sink += values[CD_FIELD_BODY].text.len;
}

static struct cd_article read_article(struct bench *b, struct cd_record *record) {
    struct cd_article article = {.arena = &b->arena, .record = record};
    struct cd_error err = {0};
    cd_arena_reset(&b->arena);
    if (cd_input_read(b->input, b->parser, &article, &err))
        bench_fail(err.text);
    return article;
}

static void run_input(struct bench *b, struct cd_str line) {
    struct cd_record record = {.topic = CD_STR("articles.raw"), .bytes = line};
    b->sink += read_article(b, &record).body.token_count;
}

static void run_stamp(struct bench *b, struct cd_str line) {
    struct cd_record record = {.topic = CD_STR("articles.raw"), .bytes = line};
    struct cd_article article = read_article(b, &record);
    struct cd_str out;
    cd_article_stamp(&article, "dedup",
                     CD_STR("{\"verdict\":\"unique\",\"cluster\":\"bench-1\"}"), 0);
    if (cd_stamp(&article, SIZE_MAX, &out, NULL))
        bench_fail("no stamp");
    b->sink += out.len;
}

static const struct row {
    const char *what;
    void (*run)(struct bench *b, struct cd_str line);
} rows[] = {
    {"jansson: parse", run_jansson},
    {"jansson: parse and write", run_jansson_write},
    {"message: fields and splice", run_message},
    {"input: that, and the text read", run_input},
    {"stamp: that, and spliced in", run_stamp},
};

/* ---- the frame ---- */

static double measure(struct bench *b, const struct row *row, int rounds) {
    double best = 0;
    for (int round = 0; round < rounds; round++) {
        double start = bench_processor_time();
        for (size_t i = 0; i < b->lines.count; i++)
            row->run(b, b->lines.items[i]);
        double took = bench_processor_time() - start;
        if (round == 0 || took < best)
            best = took;
    }
    return best / (double)b->lines.count;
}

static void make_input(struct bench *b) {
    static const struct cd_option *const tables[] = {cd_input_options, NULL};
    struct cd_config_source from = {.tables = tables};
    struct cd_config_fault fault;
    size_t faults;
    struct cd_error err = {0};
    b->parser = cd_message_parser_new();
    b->pointers = cd_pointers_new();
    if (!b->parser || !b->pointers ||
        cd_config_load(&b->config, &from, &fault, 1, &faults, &err) ||
        cd_input_new(&b->input, b->config, &err) ||
        cd_pointers_add(b->pointers, "/title", CD_FIELD_TITLE, &err) ||
        cd_pointers_add(b->pointers, "/body", CD_FIELD_BODY, &err) ||
        cd_pointers_add(b->pointers, "/id", CD_FIELD_ID, &err))
        bench_fail(err.text);
}

static void done(struct bench *b) {
    bench_lines_free(&b->lines);
    cd_message_parser_free(b->parser);
    cd_pointers_free(b->pointers);
    cd_input_free(b->input);
    cd_config_free(b->config);
    cd_arena_done(&b->arena);
}

int main(int argc, char **argv) {
    struct bench b = {0};
    if (argc < 2)
        bench_fail("usage: message FILE [ROUNDS]");
    int rounds = argc > 2 ? atoi(argv[2]) : 5;
    b.lines = bench_lines_read(argv[1]);
    make_input(&b);
    printf("%zu articles, %zu bytes each on average\n", b.lines.count,
           b.lines.bytes / b.lines.count);
    printf("%-32s %10s %8s %10s\n", "", "µs/article", "MB/s", "to jansson");
    double base = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double each = measure(&b, &rows[i], rounds > 0 ? rounds : 1);
        if (i == 0)
            base = each;
        printf("%-32s %10.2f %8.0f %10.3f\n", rows[i].what, each,
               (double)b.lines.bytes / (double)b.lines.count / each, each / base);
    }
    done(&b);
    return b.sink ? EXIT_SUCCESS : EXIT_FAILURE;
}
