/* For tests: an article read from a text by the settings given, as the service would. */
#ifndef TESTS_UNIT_READER_H
#define TESTS_UNIT_READER_H

#include <check.h>
#include <stdlib.h>

#include "processors/input.h"

struct reader {
    struct cd_config *config;
    struct cd_input *input;
    struct cd_message_parser *parser;
    struct cd_arena arena;
    struct cd_record record;
    struct cd_article article;
    struct cd_error err;
    char *bytes; /* padded, on the heap, so that a sanitizer sees its end */
};

/* `settings`: NULL-ended "KEY=VALUE", or NULL. */
static inline void reader_init(struct reader *r, const char *const *settings) {
    static const struct cd_option *const tables[] = {cd_input_options, NULL};
    *r = (struct reader){0};
    struct cd_config_source from = {.tables = tables, .settings = settings};
    struct cd_config_fault fault;
    size_t faults;
    int rc = cd_config_load(&r->config, &from, &fault, 1, &faults, &r->err);
    if (rc == CD_OK)
        rc = cd_input_new(&r->input, r->config, &r->err);
    ck_assert_msg(rc == CD_OK, "%s", r->err.text);
    r->parser = cd_message_parser_new();
    ck_assert_ptr_nonnull(r->parser);
    r->record = (struct cd_record){.topic = CD_STR("articles.raw"),
                                   .partition = 3,
                                   .offset = 1711,
                                   .timestamp_ms = CD_NO_TIME};
}

static inline void reader_done(struct reader *r) {
    cd_input_free(r->input);
    cd_config_free(r->config);
    cd_message_parser_free(r->parser);
    cd_arena_done(&r->arena);
    free(r->bytes);
}

/* What cd_input_read says of the bytes; the article and the error stay in `r` until the
 * next read. */
static inline int reader_read(struct reader *r, const char *bytes, size_t len) {
    free(r->bytes);
    r->bytes = malloc(len + CD_RECORD_PADDING);
    ck_assert_ptr_nonnull(r->bytes);
    memcpy(r->bytes, bytes, len);
    memset(r->bytes + len, 0, CD_RECORD_PADDING);
    cd_arena_reset(&r->arena);
    r->record.bytes = (struct cd_str){r->bytes, len};
    r->article = (struct cd_article){.arena = &r->arena, .record = &r->record};
    r->err = (struct cd_error){0};
    return cd_input_read(r->input, r->parser, &r->article, &r->err);
}

static inline void reader_read_ok(struct reader *r, const char *text) {
    int rc = reader_read(r, text, strlen(text));
    ck_assert_msg(rc == CD_OK, "%s: %s", text, r->err.text);
}

static inline void is_str(struct cd_str got, const char *want) {
    ck_assert_msg(cd_str_eq(got, cd_str_of(want)), "\"%.*s\" is not \"%s\"", (int)got.len,
                  got.p ? got.p : "", want);
}

#endif
