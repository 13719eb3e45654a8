/* What finding quotes adds to an article: bench_quotes ARTICLES.jsonl [ROUNDS]. Each line
 * is an object with a string "body". The processor alone is timed, on texts that are read
 * already; of the rounds the fastest counts, since others run on the machine too. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "processors/quotes/quotes.h"
#include "processors/text/word_file.h"

struct bench {
    struct cd_words *abbreviations;
    void *state;
    struct cd_arena arena;
    double seconds; /* of the processor alone, in this round */
    size_t articles, bytes, members;
};

static int start(struct bench *b) {
    const struct cd_option *const tables[] = {cd_quotes.options, NULL};
    struct cd_config_source from = {.tables = tables};
    struct cd_config *config;
    struct cd_config_fault fault;
    struct cd_error err = {0};
    size_t faults;
    int rc = cd_config_load(&config, &from, &fault, 1, &faults, &err);
    if (rc == CD_OK)
        rc = cd_abbreviations_load(&b->abbreviations, config, &err);
    if (rc == CD_OK)
        rc = cd_quotes.configure(&b->state, config, &err);
    if (rc)
        fprintf(stderr, "%s\n", err.text);
    cd_config_free(config);
    return rc;
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int measure(struct bench *b, struct cd_str body) {
    struct cd_record record = {.topic = CD_STR("bench")};
    struct cd_article article = {.arena = &b->arena, .record = &record};
    struct cd_error err = {0};
    cd_arena_reset(&b->arena);
    if (cd_text_read(&article.title, &b->arena, CD_STR(""), NULL, &err) ||
        cd_text_read(&article.body, &b->arena, body, b->abbreviations, &err))
        return -1;
    double before = now();
    enum cd_step step = cd_quotes.process(b->state, &article, &err);
    b->seconds += now() - before;
    b->articles++;
    b->bytes += body.len;
    b->members += article.member_count;
    return step == CD_CONTINUE ? 0 : -1;
}

static int run(struct bench *b, json_t *bodies, int rounds) {
    double best = 0;
    for (int round = 0; round < rounds; round++) {
        b->seconds = 0;
        b->articles = b->bytes = 0;
        for (size_t i = 0; i < json_array_size(bodies); i++) {
            const json_t *body = json_array_get(bodies, i);
            struct cd_str text = {json_string_value(body), json_string_length(body)};
            if (measure(b, text))
                return -1;
        }
        if (round == 0 || b->seconds < best)
            best = b->seconds;
    }
    double per_byte = b->bytes ? best / (double)b->bytes : 0;
    printf("%zu articles of %.0f bytes: %.2f us each, %.2f us per 1,500 bytes\n",
           b->articles, (double)b->bytes / (double)b->articles,
           best / (double)b->articles * 1e6, per_byte * 1500 * 1e6);
    return 0;
}

static json_t *read_bodies(const char *path) {
    FILE *file = fopen(path, "r");
    json_t *bodies = json_array();
    json_t *article;
    if (!file || !bodies)
        return NULL;
    while ((article = json_loadf(file, JSON_DISABLE_EOF_CHECK, NULL))) {
        json_t *body = json_object_get(article, "body");
        if (json_is_string(body))
            json_array_append(bodies, body);
        json_decref(article);
    }
    fclose(file);
    return bodies;
}

int main(int argc, char **argv) {
    struct bench b = {0};
    int rounds = argc > 2 ? atoi(argv[2]) : 5;
    json_t *bodies = argc > 1 ? read_bodies(argv[1]) : NULL;
    if (!bodies || json_array_size(bodies) == 0) {
        fprintf(stderr, "usage: bench_quotes ARTICLES.jsonl [ROUNDS]\n");
        return 64;
    }
    int rc = start(&b);
    if (rc == CD_OK)
        rc = run(&b, bodies, rounds);
    cd_quotes.destroy(b.state);
    cd_words_free(b.abbreviations);
    cd_arena_done(&b.arena);
    json_decref(bodies);
    return rc ? EXIT_FAILURE : EXIT_SUCCESS;
}
