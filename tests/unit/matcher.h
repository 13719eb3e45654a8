/* For tests of the matcher: a desk that judges articles one by one, as the judge does,
 * and texts made up of words that no two articles share. */
#ifndef CD_TESTS_UNIT_MATCHER_H
#define CD_TESTS_UNIT_MATCHER_H

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "processors/dedup/index.h"
#include "processors/dedup/rules.h"
#include "processors/dedup/settings.h"

#define MATCHER_HOUR 3600000

struct matcher {
    struct cd_dedup_settings settings;
    struct cd_index index;
    struct cd_arena arena;
    int64_t place;
};

/* What a test says of an article. */
struct told {
    const char *name, *text, *headline; /* headline: NULL: none */
    uint64_t id, url;
    uint32_t source, title;
    uint8_t slug;
    int64_t time_ms, modified_ms; /* 0: none */
};

static inline void matcher_init(struct matcher *m) {
    *m = (struct matcher){.settings = {.records = 100000,
                                       .max_heads = 100000,
                                       .window_ms = INT64_C(48) * MATCHER_HOUR,
                                       .near_window_ms = INT64_C(24) * MATCHER_HOUR,
                                       .near_threshold = 500}};
    cd_arena_init(&m->arena, 0);
    ck_assert_int_eq(cd_index_init(&m->index, 100000), 0);
}

static inline void matcher_done(struct matcher *m) {
    cd_index_done(&m->index);
    cd_arena_done(&m->arena);
}

static inline struct cd_text matcher_text(struct matcher *m, const char *text) {
    struct cd_text read;
    ck_assert_int_eq(cd_text_read(&read, &m->arena, cd_str_of(text), NULL, NULL), 0);
    return read;
}

static inline struct cd_sketch
matcher_sketch_under(struct matcher *m, const char *headline, const char *text) {
    struct cd_text title = matcher_text(m, headline), body = matcher_text(m, text);
    struct cd_sketch sketch;
    ck_assert_int_eq(cd_sketch_read(&sketch, &body, &title, NULL, &m->arena), 0);
    return sketch;
}

static inline struct cd_sketch matcher_sketch(struct matcher *m, const char *text) {
    return matcher_sketch_under(m, "", text);
}

/* Judges an article by those before it, and puts it into the window if it is a head. The
 * head that is named stays valid while that is in the window. */
static inline struct cd_finding matcher_tell(struct matcher *m, struct told told) {
    struct cd_seen seen = {
        .time_ms = told.time_ms ? told.time_ms : CD_NO_TIME,
        .modified_ms = told.modified_ms ? told.modified_ms : CD_NO_TIME,
        .id_key = told.id,
        .url_key = told.url,
        .source = told.source,
        .title = told.title,
        .slug = told.slug,
        .sketch = matcher_sketch_under(m, told.headline ? told.headline : "", told.text),
        .name = cd_str_of(told.name),
    };
    int64_t place = m->place++;
    struct cd_finding finding = cd_rules_judge(&m->settings, &m->index, &seen, place);
    struct cd_story story = {.cluster = -1, .version = 1};
    uint64_t number;
    if (finding.of) {
        story.cluster = finding.of->cluster;
        story.cluster_name = cd_name_hold(finding.of->cluster_name);
        story.version = (uint16_t)(finding.of->version + 1);
    }
    if (!finding.of || finding.kind == CD_REVISION)
        ck_assert_int_eq(cd_index_add(&m->index, place, &seen, story, &number), 0);
    else
        cd_name_drop(story.cluster_name);
    return finding;
}

static inline void matcher_expect(struct cd_finding finding, enum cd_verdict_kind kind,
                                  const char *of) {
    ck_assert_int_eq(finding.of ? finding.kind : CD_UNIQUE, kind);
    if (of)
        ck_assert_msg(cd_str_eq(cd_name_str(finding.of->name), cd_str_of(of)),
                      "of is %.*s, not %s", (int)finding.of->name->len,
                      finding.of->name->bytes, of);
}

/* So many words, as a sentence; the same seed gives the same. Returns their end. */
static inline char *matcher_words(char *to, unsigned seed, unsigned count) {
    static const char *const parts[] = {"ba", "ce", "di", "fo", "gu", "ha", "le", "mi",
                                        "no", "pu", "ra", "se", "ti", "vo", "zu", "ke"};
    uint64_t state = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
    for (unsigned i = 0; i < count; i++) {
        state = cd_hash_mix(state + i);
        to += sprintf(to, "%s%s%s%s", i ? " " : "", parts[state & 15],
                      parts[state >> 4 & 15], parts[state >> 8 & 15]);
    }
    return to + sprintf(to, ".\n\n");
}

#endif
