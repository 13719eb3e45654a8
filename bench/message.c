/* message FILE [ROUNDS]: what reading and stamping a message costs, in µs of processor
 * time an article, over the JSON Lines of a file: jansson's parser and its writer, our
 * message parser alone, with the reading of the text, and with the stamp. The best of
 * several rounds (default 5); ratios are to jansson's parser in the same run. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "processors/input.h"
#include "processors/stamp.h"

struct bench {
    struct cd_str *lines; /* each followed by padding */
    size_t count, total;
    struct cd_config *config;
    struct cd_input *input;
    struct cd_message_parser *parser;
    struct cd_pointers *pointers;
    struct cd_arena arena;
    size_t sink; /* so that nothing is optimised away */
};

static void fail(const char *what) {
    fprintf(stderr, "message: %s\n", what);
    exit(EXIT_FAILURE);
}

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
        fail("a line is no message");
    b->sink += values[CD_FIELD_BODY].text.len;
}

static struct cd_article read_article(struct bench *b, struct cd_record *record) {
    struct cd_article article = {.arena = &b->arena, .record = record};
    struct cd_error err = {0};
    cd_arena_reset(&b->arena);
    if (cd_input_read(b->input, b->parser, &article, &err))
        fail(err.text);
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
        fail("no stamp");
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

static double processor_time(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static double measure(struct bench *b, const struct row *row, int rounds) {
    double best = 0;
    for (int round = 0; round < rounds; round++) {
        double start = processor_time();
        for (size_t i = 0; i < b->count; i++)
            row->run(b, b->lines[i]);
        double took = processor_time() - start;
        if (round == 0 || took < best)
            best = took;
    }
    return best / (double)b->count;
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
        fail(err.text);
}

static void done(struct bench *b) {
    for (size_t i = 0; i < b->count; i++)
        free((char *)b->lines[i].p);
    free(b->lines);
    cd_message_parser_free(b->parser);
    cd_pointers_free(b->pointers);
    cd_input_free(b->input);
    cd_config_free(b->config);
    cd_arena_done(&b->arena);
}

int main(int argc, char **argv) {
    struct bench b = {0};
    if (argc < 2)
        fail("usage: message FILE [ROUNDS]");
    int rounds = argc > 2 ? atoi(argv[2]) : 5;
    load(&b, argv[1]);
    make_input(&b);
    printf("%zu articles, %zu bytes each on average\n", b.count, b.total / b.count);
    printf("%-32s %10s %8s %10s\n", "", "µs/article", "MB/s", "to jansson");
    double base = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double each = measure(&b, &rows[i], rounds > 0 ? rounds : 1);
        if (i == 0)
            base = each;
        printf("%-32s %10.2f %8.0f %10.3f\n", rows[i].what, each,
               (double)b.total / (double)b.count / each, each / base);
    }
    done(&b);
    return b.sink ? EXIT_SUCCESS : EXIT_FAILURE;
}
