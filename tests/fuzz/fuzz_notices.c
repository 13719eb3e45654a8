/* Notices, furniture and signals of anything: every run ends, what is removed lies inside
 * the body, in order and at characters' beginnings, and the stamp is JSON. The first four
 * lines are the title, the URL and the headers Link and X-Robots-Tag; the rest is the
 * body. */
#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "processors/archival/archival.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void must(bool holds) {
    if (!holds)
        abort();
}

static void *state;

static void make_once(void) {
    static const char *const settings[] = {"archival.outdated_after_days=900", NULL};
    const struct cd_option *const tables[] = {cd_archival.options, NULL};
    struct cd_config_source from = {.tables = tables, .settings = settings};
    struct cd_config *config;
    struct cd_config_fault fault;
    size_t faults;
    if (state)
        return;
    must(cd_config_load(&config, &from, &fault, 1, &faults, NULL) == CD_OK);
    must(cd_archival.configure(&state, config, NULL) == CD_OK);
    cd_config_free(config);
}

static struct cd_str take_line(struct cd_str *rest) {
    size_t n = 0;
    while (n < rest->len && rest->p[n] != '\n')
        n++;
    struct cd_str line = cd_str_cut(*rest, 0, n);
    *rest = cd_str_cut(*rest, n < rest->len ? n + 1 : n, rest->len);
    return line;
}

static bool is_inside(struct cd_str body, uint32_t at) {
    return at < body.len && ((unsigned char)body.p[at] & 0xc0) == 0x80;
}

static void check_removed(const struct cd_article *article) {
    uint32_t behind = 0;
    for (uint32_t i = 0; i < article->removed_count; i++) {
        const struct cd_removed *part = &article->removed[i];
        must(part->start >= behind && part->start < part->end);
        must(part->end <= article->body.bytes.len);
        must(!is_inside(article->body.bytes, part->start));
        must(!is_inside(article->body.bytes, part->end));
        behind = part->end;
    }
}

static void check_stamp(const struct cd_article *article) {
    must(article->member_count >= 1);
    for (uint32_t i = 0; i < article->member_count; i++) {
        struct cd_str json = article->members[i].json;
        json_t *value =
            json_loadb(json.p, json.len, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
        must(value != NULL);
        json_decref(value);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    make_once();
    struct cd_arena arena;
    cd_arena_init(&arena, 0);
    struct cd_str rest = {(const char *)bytes, len};
    rest.len = cd_utf8_valid(rest);
    struct cd_str title = take_line(&rest), url = take_line(&rest);
    struct cd_header headers[] = {{CD_STR("link"), take_line(&rest)},
                                  {CD_STR("X-Robots-Tag"), take_line(&rest)}};
    struct cd_record record = {.topic = CD_STR("t"),
                               .timestamp_ms = INT64_C(1700000000000),
                               .headers = headers,
                               .header_count = 2};
    struct cd_article article = {.arena = &arena, .record = &record};
    article.fields[CD_FIELD_URL] =
        (struct cd_value){.kind = CD_VALUE_STRING, .text = url};
    must(cd_text_read(&article.title, &arena, title, NULL, NULL) == CD_OK);
    must(cd_text_read(&article.body, &arena, rest, NULL, NULL) == CD_OK);
    struct cd_error why = {0};
    must(cd_archival.read(state, &article, &why) == CD_OK);
    must(cd_archival.process(state, &article, &why) == CD_CONTINUE);
    check_removed(&article);
    check_stamp(&article);
    cd_arena_done(&arena);
    return 0;
}
