#include "processors/dedup/dedup.h"

#include <stdlib.h>

#include "processors/dedup/fingerprint.h"
#include "processors/dedup/numerals.h"
#include "processors/headers.h"

static const char *const routes[] = {"output", "duplicates", "drop", NULL};
static const char *const automatic[] = {"auto", NULL};

#define DAY_MS    86400000.0
#define MOST_DAYS 366.0

#define POLICY(verdict, route, what)                                                     \
    {                                                                                    \
        .key = "dedup.policy." verdict, .type = CD_OPTION_CHOICE, .value = route,        \
        .choices = routes, .help = "where " what " goes"                                 \
    }

const struct cd_option cd_dedup_options[] = {
    POLICY("unique", "\"output\"", "an article that is no copy"),
    POLICY("revision", "\"output\"", "a later version of an article"),
    POLICY("exact", "\"duplicates\"", "the same text again"),
    POLICY("near", "\"duplicates\"", "a copy with changes"),
    {.key = "dedup.window",
     .type = CD_OPTION_DURATION,
     .value = "\"7d\"",
     .min = 1000,
     .max = MOST_DAYS * DAY_MS,
     .help = "most time between two articles that are the same text or document"},
    {.key = "dedup.near_window",
     .type = CD_OPTION_DURATION,
     .value = "\"48h\"",
     .min = 1000,
     .max = MOST_DAYS * DAY_MS,
     .help = "most time between an article and a near copy of it"},
    {.key = "dedup.near_threshold",
     .type = CD_OPTION_NUMBER,
     .value = "0.5",
     .min = 0.3,
     .max = 1,
     .help = "share of the shorter text that a near copy shares with another outlet's"},
    {.key = "dedup.max_heads",
     .type = CD_OPTION_INTEGER,
     .value = "2000000",
     .min = 1000,
     .max = 16000000,
     .help =
         "most articles that near copies are looked for among; 0.7 kB of memory each"},
    {.key = "ledger.records",
     .type = CD_OPTION_COUNT,
     .value = "\"auto\"",
     .min = 1000,
     .max = 64000000,
     .choices = automatic,
     .help = "records of the ledger that are remembered; 0.25 kB of memory each; auto: 4 "
             "× dedup.max_heads"},
    {.key = "ledger.quotes",
     .type = CD_OPTION_INTEGER,
     .value = "1000000",
     .min = 0,
     .max = 64000000,
     .help =
         "quotes that are remembered, to say where each first ran; 40 bytes of memory "
         "each; 0: none"},
    {.key = "ledger.shared",
     .type = CD_OPTION_STRINGS,
     .value = "[]",
     .help =
         "other pipelines (kafka.group) on the same ledger whose articles count, too"},
    {.key = NULL}};

struct dedup {
    struct cd_dedup_settings settings;
    struct cd_numerals numerals;
    uint64_t contract;
    enum cd_route policy[4]; /* by enum cd_verdict_kind */
};

static void destroy(void *state) {
    struct dedup *dedup = state;
    if (dedup)
        cd_numerals_done(&dedup->numerals);
    free(dedup);
}

static int configure(void **state, const struct cd_config *config, struct cd_error *err) {
    struct dedup *dedup = calloc(1, sizeof *dedup);
    if (!dedup)
        return cd_fail_memory(err);
    int rc = cd_dedup_settings_read(&dedup->settings, config, err);
    if (rc == CD_OK)
        rc = cd_numerals_load(&dedup->numerals, config, err);
    if (rc) {
        destroy(dedup);
        return rc;
    }
    dedup->settings.numerals = &dedup->numerals;
    dedup->contract = cd_contract_hash(&dedup->settings);
    static const char *const keys[] = {
        [CD_UNIQUE] = "dedup.policy.unique",
        [CD_REVISION] = "dedup.policy.revision",
        [CD_EXACT] = "dedup.policy.exact",
        [CD_NEAR] = "dedup.policy.near",
    };
    for (int kind = 0; kind < 4; kind++)
        dedup->policy[kind] = (enum cd_route)cd_config_choice(config, keys[kind]);
    *state = dedup;
    return CD_OK;
}

/* The part of topic/partition/offset behind the last '/', which is cut off. */
static struct cd_str cut_last(struct cd_str *place) {
    size_t at = place->len;
    while (at > 0 && place->p[at - 1] != '/')
        at--;
    struct cd_str last = cd_str_cut(*place, at, place->len);
    place->len = at ? at - 1 : 0;
    return last;
}

/* As the stamp's own `source` is written. */
static void write_source(struct cd_json *json, const char *name, struct cd_str place) {
    if (!place.p)
        return;
    struct cd_str offset = cut_last(&place), partition = cut_last(&place);
    cd_json_name(json, name);
    cd_json_open(json, '{');
    cd_json_name(json, "topic");
    cd_json_string(json, place);
    cd_json_name(json, "partition");
    cd_json_raw(json, partition);
    cd_json_name(json, "offset");
    cd_json_raw(json, offset);
    cd_json_close(json, '}');
}

static void write_stamp(struct cd_json *json, const struct cd_article *article) {
    const struct cd_verdict *verdict = &article->verdict;
    cd_json_open(json, '{');
    cd_json_name(json, "verdict");
    cd_json_string(json, cd_str_of(cd_verdict_name(verdict->kind)));
    if (verdict->kind != CD_UNIQUE) {
        cd_json_name(json, "of");
        cd_json_string(json, verdict->of);
        write_source(json, "of_source", verdict->of_source);
        cd_json_name(json, "similarity");
        cd_json_number(json, verdict->similarity, 3);
    }
    cd_json_name(json, "cluster");
    cd_json_string(json, verdict->cluster.p ? verdict->cluster : article->identity);
    write_source(json, "cluster_source", verdict->cluster_source);
    if (verdict->kind == CD_REVISION) {
        cd_json_name(json, "version");
        cd_json_integer(json, verdict->version);
    }
    if (verdict->stale) {
        cd_json_name(json, "stale");
        cd_json_bool(json, true);
    }
    cd_json_close(json, '}');
}

static enum cd_step finish(const struct dedup *dedup, struct cd_article *article,
                           struct cd_error *why) {
    const struct cd_verdict *verdict = &article->verdict;
    struct cd_buf buf = cd_buf_in(article->arena);
    struct cd_json json = cd_json_to(&buf);
    write_stamp(&json, article);
    if (buf.failed) {
        cd_fail_memory(why);
        return CD_REJECT;
    }
    cd_article_stamp(article, "dedup", cd_buf_str(&buf), 0);
    article->route = dedup->policy[verdict->kind];
    return article->route == CD_ROUTE_OUTPUT ? CD_CONTINUE : CD_DIVERT;
}

static enum cd_step process(void *state, struct cd_article *article,
                            struct cd_error *why) {
    const struct dedup *dedup = state;
    if (article->verdict.known)
        return finish(dedup, article, why);
    if (cd_fingerprint(article, &dedup->settings, dedup->contract)) {
        cd_fail_memory(why);
        return CD_REJECT;
    }
    return CD_PARK;
}

const struct cd_processor cd_dedup = {
    .name = "dedup",
    .options = cd_dedup_options,
    .configure = configure,
    .process = process,
    .destroy = destroy,
};
