/* archival FILE [ROUNDS]: what the archival processor costs, in µs of processor time an
 * article, over the JSON Lines of a file: reading the text alone, that with the
 * processor, and the difference. The best of several rounds (default 7), the two turn by
 * turn, so that a busy machine harms both. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "processors/archival/archival.h"
#include "processors/input.h"

struct bench {
    struct cd_str *lines; /* each followed by padding */
    size_t count, total;
    struct cd_config *config;
    struct cd_input *input;
    struct cd_message_parser *parser;
    struct cd_arena arena;
    void *archival;
    size_t sink; /* so that nothing is optimised away */
};

static void fail(const char *what) {
    fprintf(stderr, "archival: %s\n", what);
    exit(EXIT_FAILURE);
}

static void run(struct bench *b, struct cd_str line, bool archival) {
    struct cd_record record = {.topic = CD_STR("articles.raw"),
                               .bytes = line,
                               .timestamp_ms = INT64_C(1600000000000)};
    struct cd_article article = {.arena = &b->arena, .record = &record};
    struct cd_error err = {0};
    cd_arena_reset(&b->arena);
    if (cd_input_read(b->input, b->parser, &article, &err))
        fail(err.text);
    if (archival && cd_archival.process(b->archival, &article, &err) != CD_CONTINUE)
        fail(err.text);
    b->sink += article.body.token_count + article.member_count;
}

static double processor_time(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* µs an article of one round. */
static double measure(struct bench *b, bool archival) {
    double start = processor_time();
    for (size_t i = 0; i < b->count; i++)
        run(b, b->lines[i], archival);
    return (processor_time() - start) / (double)b->count;
}

static void add_line(struct bench *b, const char *line, size_t len) {
    char *copy = calloc(1, len + CD_RECORD_PADDING);
    struct cd_str *lines = realloc(b->lines, (b->count + 1) * sizeof *lines);
    if (!copy || !lines)
        fail("out of memory");
    memcpy(copy, line, len);
    b->lines = lines;
    b->lines[b->count++] = (struct cd_str){copy, len};
    b->total += len;
}

static void load(struct bench *b, const char *path) {
    FILE *file = fopen(path, "rb");
    char *line = NULL;
    size_t room = 0;
    ssize_t len;
    if (!file)
        fail("the file cannot be read");
    while ((len = getline(&line, &room, file)) > 0)
        add_line(b, line, line[len - 1] == '\n' ? (size_t)len - 1 : (size_t)len);
    free(line);
    fclose(file);
    if (b->count == 0)
        fail("the file is empty");
}

static void make(struct bench *b) {
    const struct cd_option *const tables[] = {cd_input_options, cd_archival.options,
                                              NULL};
    struct cd_config_source from = {.tables = tables};
    struct cd_config_fault fault;
    size_t faults;
    struct cd_error err = {0};
    b->parser = cd_message_parser_new();
    if (!b->parser || cd_config_load(&b->config, &from, &fault, 1, &faults, &err) ||
        cd_input_new(&b->input, b->config, &err) ||
        cd_archival.configure(&b->archival, b->config, &err))
        fail(err.text);
}

static void done(struct bench *b) {
    for (size_t i = 0; i < b->count; i++)
        free((char *)b->lines[i].p);
    free(b->lines);
    cd_archival.destroy(b->archival);
    cd_message_parser_free(b->parser);
    cd_input_free(b->input);
    cd_config_free(b->config);
    cd_arena_done(&b->arena);
}

int main(int argc, char **argv) {
    struct bench b = {0};
    if (argc < 2)
        fail("usage: archival FILE [ROUNDS]");
    int rounds = argc > 2 ? atoi(argv[2]) : 7;
    double best[2] = {0};
    load(&b, argv[1]);
    make(&b);
    for (int round = 0; round < rounds; round++) {
        for (int archival = 0; archival < 2; archival++) {
            double took = measure(&b, archival);
            if (round == 0 || took < best[archival])
                best[archival] = took;
        }
    }
    printf("%zu articles, %zu bytes each on average\n", b.count, b.total / b.count);
    printf("text read          %7.2f µs/article\n", best[0]);
    printf("with archival      %7.2f µs/article\n", best[1]);
    printf("archival           %7.2f µs/article\n", best[1] - best[0]);
    done(&b);
    return b.sink ? EXIT_SUCCESS : EXIT_FAILURE;
}
