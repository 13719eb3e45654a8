#include "processors/dedup/settings.h"

#include <stdio.h>
#include <utf8proc.h>

#include "base/hash.h"
#include "processors/dedup/record.h"

/* Raised whenever the same article gets another fingerprint, or the same fingerprints
 * another verdict: in the normaliser, the hashes, the sketches or the rules. */
#define RULES_VERSION 9

/* Records that wait for a verdict: about 32 MB of them. Verdicts follow after
 * milliseconds; what has none after so many has lost its owner. */
#define BACKLOG 65536

static uint64_t hash_of(const char *text) { return cd_hash(text, strlen(text)); }

int cd_dedup_settings_read(struct cd_dedup_settings *out, const struct cd_config *config,
                           struct cd_error *err) {
    *out = (struct cd_dedup_settings){
        .max_heads = cd_config_integer(config, "dedup.max_heads"),
        .window_ms = cd_config_integer(config, "dedup.window"),
        .near_window_ms = cd_config_integer(config, "dedup.near_window"),
        .near_threshold =
            (unsigned)(cd_config_number(config, "dedup.near_threshold") * 1000 + 0.5),
        .backlog = BACKLOG,
        .quotes = cd_config_integer(config, "ledger.quotes"),
        .pipeline = hash_of(cd_config_string(config, "kafka.group")),
    };
    int64_t records = cd_config_integer(config, "ledger.records");
    out->records = records < 0 ? 4 * out->max_heads : records;
    const char *name;
    for (size_t i = 0; (name = cd_config_item(config, "ledger.shared", i)); i++) {
        if (i == CD_MOST_SHARED)
            return cd_fail(err, CD_EUSAGE, "too_many",
                           "/ledger/shared: more than %d names", CD_MOST_SHARED);
        out->shared[out->shared_count++] = hash_of(name);
    }
    if (out->near_window_ms > out->window_ms)
        return cd_fail(err, CD_EUSAGE, "window",
                       "/dedup/near_window: %lld s are longer than /dedup/window, "
                       "%lld s; shorten it, or lengthen the window",
                       (long long)out->near_window_ms / 1000,
                       (long long)out->window_ms / 1000);
    return CD_OK;
}

size_t cd_contract_text(const struct cd_dedup_settings *settings,
                        char out[CD_CONTRACT_TEXT]) {
    int n =
        snprintf(out, CD_CONTRACT_TEXT,
                 "version of records=%d\n"
                 "version of rules=%d\n"
                 "version of Unicode=%s\n"
                 "words of a gram=%d\n"
                 "sizes of samples=%d %d %d %d\n"
                 "dedup.max_heads=%lld\n"
                 "ledger.records=%lld\n"
                 "dedup.window=%lld ms\n"
                 "dedup.near_window=%lld ms\n"
                 "dedup.near_threshold=%u/1000\n"
                 "ledger.quotes=%lld\n",
                 CD_RECORD_VERSION, RULES_VERSION, utf8proc_unicode_version(), CD_GRAM,
                 CD_MOST_GRAMS, CD_MOST_PAIRS, CD_MOST_NUMBERS, CD_MOST_SLOTS,
                 (long long)settings->max_heads, (long long)settings->records,
                 (long long)settings->window_ms, (long long)settings->near_window_ms,
                 settings->near_threshold, (long long)settings->quotes);
    return (size_t)n;
}

uint64_t cd_contract_hash(const struct cd_dedup_settings *settings) {
    char text[CD_CONTRACT_TEXT];
    return cd_hash(text, cd_contract_text(settings, text));
}

static struct cd_str next_line(struct cd_str *text) {
    const char *end = text->len ? memchr(text->p, '\n', text->len) : NULL;
    size_t len = end ? (size_t)(end - text->p) : text->len;
    struct cd_str line = {text->p, len};
    *text = cd_str_cut(*text, end ? len + 1 : len, text->len);
    return line;
}

void cd_contract_compare(const struct cd_dedup_settings *settings, struct cd_str theirs,
                         struct cd_error *err) {
    char text[CD_CONTRACT_TEXT];
    struct cd_str ours = {text, cd_contract_text(settings, text)};
    while (ours.len && theirs.len) {
        struct cd_str mine = next_line(&ours), other = next_line(&theirs);
        if (cd_str_eq(mine, other))
            continue;
        cd_fail(err, CD_EUSAGE, "contract",
                "the ledger was written with %.*s, this instance has %.*s; to change it, "
                "stop all instances and let topics.ledger name a new topic, which begins "
                "without what was seen: copies of it come out as unique",
                (int)other.len, other.p, (int)mine.len, mine.p);
        return;
    }
}
