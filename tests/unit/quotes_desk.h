/* For tests: the quotes processor over a body, and its stamp as JSON. */
#ifndef TESTS_UNIT_QUOTES_DESK_H
#define TESTS_UNIT_QUOTES_DESK_H

#include <check.h>
#include <jansson.h>
#include <stdlib.h>

#include "processors/quotes/quotes.h"
#include "processors/text/word_file.h"

struct desk {
    struct cd_config *config;
    struct cd_words *abbreviations;
    void *state;
    struct cd_arena arena;
    struct cd_record record;
    struct cd_article article;
    struct cd_error err;
    json_t *quotes; /* of the last body, in the text's order; ours until the next */
};

static const char *const desk_everything[] = {"quotes.max=all",
                                              "quotes.unattributed=true", NULL};

/* `settings`: NULL-ended "KEY=VALUE", or NULL. */
static inline void desk_init(struct desk *d, const char *const *settings) {
    const struct cd_option *const tables[] = {cd_quotes.options, NULL};
    *d = (struct desk){.record = {.topic = CD_STR("articles.raw")}};
    struct cd_config_source from = {.tables = tables, .settings = settings};
    struct cd_config_fault fault;
    size_t faults;
    int rc = cd_config_load(&d->config, &from, &fault, 1, &faults, &d->err);
    if (rc == CD_OK)
        rc = cd_abbreviations_load(&d->abbreviations, d->config, &d->err);
    if (rc == CD_OK)
        rc = cd_quotes.configure(&d->state, d->config, &d->err);
    ck_assert_msg(rc == CD_OK, "%s", d->err.text);
}

static inline void desk_done(struct desk *d) {
    json_decref(d->quotes);
    cd_quotes.destroy(d->state);
    cd_words_free(d->abbreviations);
    cd_config_free(d->config);
    cd_arena_done(&d->arena);
}

/* Makes the article ready: its texts are read, nothing is found yet. */
static inline int desk_prepare(struct desk *d, struct cd_str title, struct cd_str body) {
    d->article = (struct cd_article){.arena = &d->arena, .record = &d->record};
    d->err = (struct cd_error){0};
    int rc = cd_text_read(&d->article.title, &d->arena, title, d->abbreviations, &d->err);
    if (rc == CD_OK)
        rc = cd_text_read(&d->article.body, &d->arena, body, d->abbreviations, &d->err);
    return rc;
}

static inline json_t *desk_parse(const struct desk *d) {
    ck_assert_uint_eq(d->article.member_count, 1);
    ck_assert_str_eq(d->article.members[0].name, "quotes");
    struct cd_str json = d->article.members[0].json;
    json_error_t why;
    json_t *value = json_loadb(json.p, json.len, 0, &why);
    ck_assert_msg(value != NULL, "%.*s: %s", (int)json.len, json.p, why.text);
    return value;
}

/* The quotes as the stamp ranks them. */
static inline json_t *desk_rank(struct desk *d, const char *title, const char *body) {
    cd_arena_reset(&d->arena);
    ck_assert_int_eq(desk_prepare(d, cd_str_of(title), cd_str_of(body)), CD_OK);
    ck_assert_int_eq(cd_quotes.process(d->state, &d->article, &d->err), CD_CONTINUE);
    json_decref(d->quotes);
    d->quotes = desk_parse(d);
    return d->quotes;
}

static inline int64_t desk_integer(const json_t *quote, const char *name) {
    return json_integer_value(json_object_get(quote, name));
}

static inline const char *desk_string(const json_t *quote, const char *name) {
    const char *text = json_string_value(json_object_get(quote, name));
    return text ? text : "";
}

/* The quote that begins at or after `from` soonest; NULL: none. */
static inline const json_t *desk_next(const struct desk *d, int64_t from) {
    const json_t *next = NULL;
    for (size_t i = 0; i < json_array_size(d->quotes); i++) {
        const json_t *quote = json_array_get(d->quotes, i);
        if (desk_integer(quote, "start") < from)
            continue;
        if (!next || desk_integer(quote, "start") < desk_integer(next, "start"))
            next = quote;
    }
    return next;
}

#endif
