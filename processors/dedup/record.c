#include "processors/dedup/record.h"

#include "processors/dedup/packed.h"

#define MAGIC        0xcd
#define HEAD         20
#define SEEN         107
#define DECIDED      20
#define WITHDRAWN    56
#define FLAG_KILL    0x01
#define SLUG_AT      1 /* bits of the flags */
#define FLAG_STALE   0x80
#define FLAG_STORY   0x40
#define FLAG_VERDICT 0x0f

static void put(struct cd_buf *out, uint64_t value, unsigned bytes) {
    char *room = cd_buf_room(out, bytes);
    if (!room)
        return;
    for (unsigned i = 0; i < bytes; i++)
        room[i] = (char)(value >> 8 * i);
    out->len += bytes;
}

static uint64_t get(const char *p, unsigned bytes) {
    uint64_t value = 0;
    for (unsigned i = bytes; i-- > 0;)
        value = value << 8 | (unsigned char)p[i];
    return value;
}

static uint64_t get64(struct cd_str s, size_t at) { return get(s.p + at, 8); }
static uint32_t get32(struct cd_str s, size_t at) { return (uint32_t)get(s.p + at, 4); }
static uint16_t get16(struct cd_str s, size_t at) { return (uint16_t)get(s.p + at, 2); }
static uint8_t get8(struct cd_str s, size_t at) { return (uint8_t)s.p[at]; }

int cd_record_head(struct cd_str record, struct cd_ledger_head *out) {
    if (record.len < HEAD || get8(record, 0) != MAGIC ||
        get8(record, 1) != CD_RECORD_VERSION)
        return CD_EMESSAGE;
    uint8_t kind = get8(record, 2);
    uint8_t known = kind == CD_LEDGER_SEEN ? 0xff : 0;
    bool is_kind = kind == CD_LEDGER_SEEN || kind == CD_LEDGER_DECIDED ||
                   kind == CD_LEDGER_WITHDRAWN || kind == CD_LEDGER_CONTRACT;
    if (!is_kind || get8(record, 3) & ~known)
        return CD_EMESSAGE;
    *out = (struct cd_ledger_head){kind, get64(record, 4), get64(record, 12)};
    return CD_OK;
}

static void begin(struct cd_buf *out, struct cd_ledger_head head, unsigned flags) {
    put(out, MAGIC, 1);
    put(out, CD_RECORD_VERSION, 1);
    put(out, head.kind, 1);
    put(out, flags, 1);
    put(out, head.contract, 8);
    put(out, head.pipeline, 8);
}

void cd_record_begin(struct cd_buf *out, struct cd_ledger_head head) {
    begin(out, head, 0);
}

static void put_identity(struct cd_buf *out, struct cd_identity identity) {
    put(out, identity.low, 8);
    put(out, identity.high, 8);
}

static struct cd_identity get_identity(struct cd_str record, size_t at) {
    return (struct cd_identity){get64(record, at), get64(record, at + 8)};
}

static void put_sketch(struct cd_buf *out, const struct cd_sketch *sketch) {
    size_t bytes = cd_packed_bytes(sketch);
    char *room = cd_buf_room(out, bytes);
    if (!room)
        return;
    cd_packed_write((unsigned char *)room, sketch);
    out->len += bytes;
}

void cd_record_seen(struct cd_buf *out, struct cd_ledger_head head,
                    const struct cd_seen *seen) {
    head.kind = CD_LEDGER_SEEN;
    begin(out, head, (seen->kill ? FLAG_KILL : 0) | (unsigned)seen->slug << SLUG_AT);
    put_identity(out, seen->identity);
    put(out, (uint64_t)seen->time_ms, 8);
    put(out, (uint64_t)seen->modified_ms, 8);
    put(out, seen->sketch.text, 8);
    put(out, seen->id_key, 8);
    put(out, seen->url_key, 8);
    put(out, seen->record_key, 8);
    put(out, seen->source, 4);
    put(out, seen->title, 4);
    put(out, seen->sketch.words, 4);
    put(out, seen->name.len, 2);
    put(out, (uint64_t)seen->published_ms, 8);
    put(out, seen->said_count, 1);
    put_sketch(out, &seen->sketch);
    for (unsigned i = 0; i < seen->said_count; i++)
        put(out, seen->said[i], 8);
    cd_buf_add_str(out, seen->name);
}

static int get_said(struct cd_str record, size_t at, struct cd_seen *out) {
    out->said_count = get8(record, 106);
    if (out->said_count > CD_MOST_SAID || record.len < at + 8 * (size_t)out->said_count)
        return CD_EMESSAGE;
    for (unsigned i = 0; i < out->said_count; i++)
        out->said[i] = get64(record, at + 8 * (size_t)i);
    return CD_OK;
}

int cd_record_read_seen(struct cd_str record, struct cd_seen *out) {
    *out = (struct cd_seen){0};
    struct cd_ledger_head head;
    struct cd_sketch *sketch = &out->sketch;
    size_t samples;
    if (cd_record_head(record, &head) || head.kind != CD_LEDGER_SEEN ||
        record.len < SEEN ||
        cd_packed_parse(cd_str_cut(record, SEEN, record.len), sketch, &samples) ||
        get_said(record, SEEN + samples, out))
        return CD_EMESSAGE;
    size_t name = SEEN + samples + 8 * (size_t)out->said_count;
    size_t len = get16(record, 96);
    if (len > CD_MOST_NAME || record.len != name + len)
        return CD_EMESSAGE;
    sketch->text = get64(record, 52);
    sketch->words = get32(record, 92);
    out->identity = get_identity(record, 20);
    out->kill = get8(record, 3) & FLAG_KILL;
    out->slug = get8(record, 3) >> SLUG_AT;
    out->time_ms = (int64_t)get64(record, 36);
    out->modified_ms = (int64_t)get64(record, 44);
    out->id_key = get64(record, 60);
    out->url_key = get64(record, 68);
    out->record_key = get64(record, 76);
    out->published_ms = (int64_t)get64(record, 98);
    out->source = get32(record, 84);
    out->title = get32(record, 88);
    out->name = cd_str_cut(record, name, name + len);
    return CD_OK;
}

void cd_record_withdrawal(struct cd_buf *out, struct cd_ledger_head head,
                          const struct cd_withdrawal *withdrawal) {
    head.kind = CD_LEDGER_WITHDRAWN;
    begin(out, head, 0);
    put_identity(out, withdrawal->identity);
    put(out, withdrawal->by, 1);
    put(out, 0, 3);
    put_identity(out, withdrawal->target);
}

int cd_record_read_withdrawal(struct cd_str record, struct cd_withdrawal *out) {
    struct cd_ledger_head head;
    *out = (struct cd_withdrawal){0};
    if (cd_record_head(record, &head) || head.kind != CD_LEDGER_WITHDRAWN ||
        record.len != WITHDRAWN || get(record.p + 37, 3))
        return CD_EMESSAGE;
    uint8_t by = get8(record, 36);
    if (by != CD_WITHDRAWN_BY_KEY && by != CD_WITHDRAWN_BY_ARTICLE)
        return CD_EMESSAGE;
    *out = (struct cd_withdrawal){get_identity(record, 20), get_identity(record, 40), by};
    bool fits = by == CD_WITHDRAWN_BY_ARTICLE || (out->target.low && !out->target.high);
    return fits ? CD_OK : CD_EMESSAGE;
}

static void put_name(struct cd_buf *out, struct cd_str name) {
    put(out, name.len, 2);
    cd_buf_add_str(out, name);
}

void cd_record_decided(struct cd_buf *out, const struct cd_decided *decided) {
    bool unique = decided->kind == CD_UNIQUE, story = decided->cluster == decided->of;
    unsigned kind = (unsigned)decided->kind;
    kind |= decided->stale ? FLAG_STALE : 0;
    kind |= story && !unique ? FLAG_STORY : 0;
    put(out, (uint64_t)decided->at, 8);
    put(out, (uint64_t)(decided->at - decided->place), 4);
    put(out, kind, 1);
    put(out, 0, 1);
    put(out, decided->similarity, 2);
    put(out, unique ? 0 : (uint64_t)(decided->place - decided->of), 4);
    if (unique)
        return;
    put(out, decided->version, 2);
    put_name(out, decided->of_name);
    if (story)
        return;
    put(out, (uint64_t)decided->cluster, 8);
    put_name(out, decided->cluster_name);
}

/* A name at *at, which moves behind it. */
static int get_name(struct cd_str record, size_t *at, struct cd_str *name) {
    if (record.len - *at < 2)
        return CD_EMESSAGE;
    size_t len = get16(record, *at), start = *at + 2;
    if (len > CD_MOST_NAME || record.len - start < len)
        return CD_EMESSAGE;
    *name = cd_str_cut(record, start, start + len);
    *at = start + len;
    return CD_OK;
}

/* What follows the fixed part of a verdict that names a head. */
static int get_names(struct cd_str record, size_t *at, bool story,
                     struct cd_decided *out) {
    if (record.len - *at < 2)
        return CD_EMESSAGE;
    out->version = get16(record, *at);
    *at += 2;
    if (get_name(record, at, &out->of_name))
        return CD_EMESSAGE;
    out->cluster = out->of;
    out->cluster_name = out->of_name;
    if (story)
        return CD_OK;
    if (record.len - *at < 8)
        return CD_EMESSAGE;
    out->cluster = (int64_t)get64(record, *at);
    *at += 8;
    return out->cluster < 0 ? CD_EMESSAGE : get_name(record, at, &out->cluster_name);
}

static int get_decided(struct cd_str record, size_t *at, struct cd_decided *out) {
    if (record.len - *at < DECIDED)
        return CD_EMESSAGE;
    struct cd_str fixed = cd_str_cut(record, *at, *at + DECIDED);
    *at += DECIDED;
    uint8_t flags = get8(fixed, 12);
    uint32_t back = get32(fixed, 8), of = get32(fixed, 16);
    *out = (struct cd_decided){
        .at = (int64_t)get64(fixed, 0),
        .kind = flags & FLAG_VERDICT,
        .stale = flags & FLAG_STALE,
        .similarity = get16(fixed, 14),
        .of = -1,
        .cluster = -1,
    };
    if (out->at < back || (flags & FLAG_VERDICT) > CD_NEAR ||
        (out->kind == CD_UNIQUE) != (of == 0))
        return CD_EMESSAGE;
    out->place = out->at - back;
    if (out->kind == CD_UNIQUE)
        return CD_OK;
    out->of = out->place - of;
    return out->of < 0 ? CD_EMESSAGE : get_names(record, at, flags & FLAG_STORY, out);
}

int cd_record_next_decided(struct cd_str record, size_t *at, struct cd_decided *out) {
    if (*at == 0)
        *at = HEAD;
    if (*at >= record.len)
        return 0;
    return get_decided(record, at, out) ? CD_EMESSAGE : 1;
}

struct cd_str cd_record_contract(struct cd_str record) {
    return cd_str_cut(record, HEAD, record.len);
}
