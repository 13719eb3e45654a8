/* processor NAME FILE [ROUNDS]: what a processor (archival, quotes) adds to an article,
 * over the JSON Lines of a file: µs of processor time to read an article, to read it and
 * run the processor, and the difference. The best of several rounds (default 9), the two
 * turn by turn, so that a busy machine harms both. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "processors/archival/archival.h"
#include "processors/input.h"
#include "processors/quotes/quotes.h"

struct bench {
    const struct cd_processor *processor;
    struct cd_str *lines; /* each followed by padding */
    size_t count, bytes;  /* of the bodies */
    struct cd_config *config;
    struct cd_input *input;
    struct cd_message_parser *parser;
    struct cd_arena arena;
    void *state;
    size_t sink; /* so that nothing is optimised away */
};

static void fail(const char *what) {
    fprintf(stderr, "processor: %s\n", what);
    exit(EXIT_FAILURE);
}

static void run(struct bench *b, struct cd_str line, bool process) {
    struct cd_record record = {.topic = CD_STR("articles.raw"),
                               .bytes = line,
                               .timestamp_ms = INT64_C(1600000000000)};
    struct cd_article article = {.arena = &b->arena, .record = &record};
    struct cd_error err = {0};
    cd_arena_reset(&b->arena);
    if (cd_input_read(b->input, b->parser, &article, &err))
        fail(err.text);
    if (process && b->processor->process(b->state, &article, &err) != CD_CONTINUE)
        fail(err.text);
    b->bytes += article.body.bytes.len;
    b->sink += article.body.token_count + article.member_count;
}

static double processor_time(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* µs an article of one round. */
static double measure(struct bench *b, bool process) {
    double start = processor_time();
    b->bytes = 0;
    for (size_t i = 0; i < b->count; i++)
        run(b, b->lines[i], process);
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

static const struct cd_processor *find(const char *name) {
    static const struct cd_processor *const all[] = {&cd_archival, &cd_quotes};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strcmp(all[i]->name, name) == 0)
            return all[i];
    fail("there is no such processor");
    return NULL;
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
        fail(err.text);
}

static void done(struct bench *b) {
    for (size_t i = 0; i < b->count; i++)
        free((char *)b->lines[i].p);
    free(b->lines);
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
        fail("usage: processor NAME FILE [ROUNDS]");
    b.processor = find(argv[1]);
    load(&b, argv[2]);
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
    double bytes = (double)b.bytes / (double)b.count, of_1500 = 1500 / bytes;
    printf("%zu articles, %.0f bytes of text each on average\n", b.count, bytes);
    printf("%-16s %11s %11s\n", "", "µs/article", "µs/1.5 kB");
    row("read", best[0], of_1500);
    row("and processed", best[1], of_1500);
    row(b.processor->name, best[1] - best[0], of_1500);
    done(&b);
    return b.sink ? EXIT_SUCCESS : EXIT_FAILURE;
}
