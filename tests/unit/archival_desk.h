/* For tests: the archival processor over a message, and its stamp as JSON. */
#ifndef TESTS_UNIT_ARCHIVAL_DESK_H
#define TESTS_UNIT_ARCHIVAL_DESK_H

#include <check.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "processors/archival/archival.h"
#include "processors/input.h"

/* Members of an article that says nothing of its status. */
#define PLAIN "\"title\":\"Quay opens\",\"body\":\"The quay opened to walkers at noon.\""

struct desk {
    struct cd_config *config;
    struct cd_input *input;
    struct cd_message_parser *parser;
    void *state;
    struct cd_arena arena;
    struct cd_record record;
    struct cd_article article;
    struct cd_error err;
    char *bytes;
    json_t *stamp; /* of the last article; ours until the next */
};

/* `settings`: NULL-ended "KEY=VALUE", or NULL. */
static inline void desk_init(struct desk *d, const char *const *settings) {
    const struct cd_option *const tables[] = {cd_input_options, cd_archival.options,
                                              NULL};
    *d = (struct desk){0};
    struct cd_config_source from = {.tables = tables, .settings = settings};
    struct cd_config_fault fault;
    size_t faults;
    int rc = cd_config_load(&d->config, &from, &fault, 1, &faults, &d->err);
    if (rc == CD_OK)
        rc = cd_input_new(&d->input, d->config, &d->err);
    if (rc == CD_OK)
        rc = cd_archival.configure(&d->state, d->config, &d->err);
    ck_assert_msg(rc == CD_OK, "%s", d->err.text);
    d->parser = cd_message_parser_new();
    ck_assert_ptr_nonnull(d->parser);
    d->record = (struct cd_record){.topic = CD_STR("articles.raw"),
                                   .timestamp_ms = INT64_C(1623758400000)};
}

static inline void desk_done(struct desk *d) {
    json_decref(d->stamp);
    cd_archival.destroy(d->state);
    cd_input_free(d->input);
    cd_config_free(d->config);
    cd_message_parser_free(d->parser);
    cd_arena_done(&d->arena);
    free(d->bytes);
}

/* Processes a message; the stamp is an object of the members. The record's time is
 * 2021-06-15T12:00:00Z unless the test sets another. */
static inline void desk_process(struct desk *d, const char *message) {
    size_t len = strlen(message);
    free(d->bytes);
    d->bytes = malloc(len + CD_RECORD_PADDING);
    ck_assert_ptr_nonnull(d->bytes);
    memcpy(d->bytes, message, len);
    memset(d->bytes + len, 0, CD_RECORD_PADDING);
    cd_arena_reset(&d->arena);
    d->record.bytes = (struct cd_str){d->bytes, len};
    d->article = (struct cd_article){.arena = &d->arena, .record = &d->record};
    d->err = (struct cd_error){0};
    int rc = cd_input_read(d->input, d->parser, &d->article, &d->err);
    ck_assert_msg(rc == CD_OK, "%.200s: %s", message, d->err.text);
    ck_assert_int_eq(cd_archival.read(d->state, &d->article, &d->err), CD_OK);
    ck_assert_int_eq(cd_archival.process(d->state, &d->article, &d->err), CD_CONTINUE);
    json_decref(d->stamp);
    d->stamp = json_object();
    for (uint32_t i = 0; i < d->article.member_count; i++) {
        struct cd_str json = d->article.members[i].json;
        json_error_t where;
        json_t *value = json_loadb(json.p, json.len, JSON_DECODE_ANY, &where);
        ck_assert_msg(value != NULL, "%.*s: %s", json.len < 200 ? (int)json.len : 200,
                      json.p, where.text);
        json_object_set_new(d->stamp, d->article.members[i].name, value);
    }
}

/* An article of this title and body, without anything else. */
static inline void desk_read(struct desk *d, const char *title, const char *body) {
    json_t *message = json_pack("{s:s, s:s}", "title", title, "body", body);
    ck_assert_ptr_nonnull(message);
    char *text = json_dumps(message, 0);
    desk_process(d, text);
    free(text);
    json_decref(message);
}

/* The member at a path such as "archival.notice.text"; NULL: none. */
static inline json_t *desk_at(const struct desk *d, const char *path) {
    json_t *value = d->stamp;
    while (value && *path) {
        size_t n = strcspn(path, ".");
        char name[64];
        ck_assert_uint_lt(n, sizeof name);
        memcpy(name, path, n);
        name[n] = 0;
        value = json_is_array(value) ? json_array_get(value, (size_t)atoi(name))
                                     : json_object_get(value, name);
        path += n + (path[n] == '.');
    }
    return value;
}

/* The string there; "" where there is none. */
static inline const char *desk_string(const struct desk *d, const char *path) {
    const char *text = json_string_value(desk_at(d, path));
    return text ? text : "";
}

/* The member at `path` is this string. */
static inline void desk_says(const struct desk *d, const char *path, const char *wanted) {
    const char *found = desk_string(d, path);
    ck_assert_msg(strcmp(found, wanted) == 0, "%s is \"%s\", not \"%s\"", path, found,
                  wanted);
}

#endif
