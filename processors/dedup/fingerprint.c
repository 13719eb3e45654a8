#include "processors/dedup/fingerprint.h"

#include "base/hash.h"
#include "processors/dedup/keys.h"
#include "processors/dedup/name.h"
#include "processors/dedup/own.h"
#include "processors/dedup/slug.h"
#include "processors/status.h"

static uint64_t add_number(uint64_t hash, uint64_t number) {
    return cd_hash_mix(hash + number);
}

/* Rule 5: where it stood in the input, and what stood there. */
static struct cd_identity identity_of(const struct cd_record *record, uint64_t pipeline) {
    uint64_t spot = add_number(pipeline, cd_hash(record->topic.p, record->topic.len));
    spot = add_number(spot, (uint64_t)record->partition);
    spot = add_number(spot, (uint64_t)record->offset);
    uint64_t what = add_number(spot, (uint64_t)record->timestamp_ms);
    what = add_number(what, cd_hash(record->bytes.p, record->bytes.len));
    return (struct cd_identity){.low = spot, .high = what};
}

/* Known furniture says as little as what is learnt to be such; but only what is the same
 * with it is `exact`. */
static int read_sketch(struct cd_seen *seen, const struct cd_article *article,
                       const struct cd_dedup_settings *settings) {
    struct cd_text own;
    if (cd_own_text(&own, article) || cd_sketch_read(&seen->sketch, &own, &article->title,
                                                     settings->numerals, article->arena))
        return CD_ENOMEM;
    if (own.token_count != article->body.token_count)
        seen->sketch.text = cd_sketch_text_hash(&article->body);
    return CD_OK;
}

/* Names of files, which stand for topics without Kafka, may be too long. */
static struct cd_str name_of(const struct cd_article *article) {
    struct cd_buf name = cd_buf_in(article->arena);
    cd_buf_add_str(&name, article->identity);
    cd_buf_add_char(&name, (char)CD_NAME_END);
    cd_article_place(&name, article->record);
    struct cd_str both = cd_buf_str(&name);
    return both.len <= CD_MOST_NAME ? both : cd_name_id(both);
}

int cd_fingerprint_read(struct cd_seen *seen, const struct cd_article *article,
                        const struct cd_dedup_settings *settings) {
    *seen = (struct cd_seen){
        .identity = identity_of(article->record, settings->pipeline),
        .kill = cd_status_kills(article),
        .slug = cd_slug_read(&article->title),
        .time_ms = article->record->timestamp_ms,
        .modified_ms = cd_key_instant(&article->fields[CD_FIELD_MODIFIED]),
        .published_ms = cd_key_instant(&article->fields[CD_FIELD_PUBLISHED]),
        .id_key = cd_key_id(article),
        .url_key = cd_key_url(article),
        .record_key = cd_key_record(article),
        .source = cd_key_source(article),
        .title = (uint32_t)cd_sketch_text_hash(&article->title),
        .name = name_of(article),
    };
    if (!seen->name.p)
        return CD_ENOMEM;
    if (settings->quotes)
        seen->said_count = (uint8_t)cd_said_find(&article->body, seen->said);
    return read_sketch(seen, article, settings);
}

bool cd_ledger_withdraws(const struct cd_article *article) {
    const struct cd_record *record = article->record;
    return record->bytes.p ? article->refused : record->key.p && !article->refused;
}

/* A refused article was seen under its own identity before. */
static struct cd_identity apart(struct cd_identity identity) {
    return (struct cd_identity){cd_hash_mix(identity.low + CD_LEDGER_WITHDRAWN),
                                identity.high};
}

static void withdraw(struct cd_buf *out, const struct cd_article *article,
                     struct cd_ledger_head head) {
    struct cd_identity identity = identity_of(article->record, head.pipeline);
    struct cd_withdrawal withdrawal = {
        .identity = identity,
        .target = {.low = cd_key_record(article)},
        .by = CD_WITHDRAWN_BY_KEY,
    };
    if (article->refused)
        withdrawal = (struct cd_withdrawal){
            .identity = apart(identity),
            .target = identity,
            .by = CD_WITHDRAWN_BY_ARTICLE,
        };
    cd_record_withdrawal(out, head, &withdrawal);
}

static int fingerprint(struct cd_buf *out, const struct cd_article *article,
                       const struct cd_dedup_settings *settings,
                       struct cd_ledger_head head) {
    struct cd_seen seen;
    if (cd_fingerprint_read(&seen, article, settings))
        return CD_ENOMEM;
    cd_record_seen(out, head, &seen);
    return CD_OK;
}

int cd_fingerprint(struct cd_article *article, const struct cd_dedup_settings *settings,
                   uint64_t contract) {
    struct cd_buf out = cd_buf_in(article->arena);
    struct cd_ledger_head head = {CD_LEDGER_SEEN, contract, settings->pipeline};
    if (cd_ledger_withdraws(article))
        withdraw(&out, article, head);
    else if (fingerprint(&out, article, settings, head))
        return CD_ENOMEM;
    article->fingerprint = cd_buf_str(&out);
    return out.failed ? CD_ENOMEM : CD_OK;
}
