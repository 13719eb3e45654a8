#include "processors/dedup/keys.h"

#include "base/hash.h"

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

static uint64_t add_bytes(uint64_t hash, struct cd_str s) {
    for (size_t i = 0; i < s.len; i++)
        hash = cd_word_hash_add(hash, (unsigned char)s.p[i]);
    return hash;
}

static uint64_t add_folded(uint64_t hash, struct cd_str s) {
    for (size_t i = 0; i < s.len; i++)
        hash = cd_word_hash_add(hash, (unsigned char)lower(s.p[i]));
    return hash;
}

/* Parts that may hold any byte are kept apart by one that UTF-8 has not. */
static uint64_t add_part(uint64_t hash, struct cd_str s) {
    return cd_word_hash_add(add_bytes(hash, s), 0xff);
}

/* 0 means "none" in a record. */
static uint64_t finish(uint64_t hash) {
    hash = cd_hash_mix(hash);
    return hash ? hash : 1;
}

static struct cd_str from(struct cd_str s, size_t start) {
    return cd_str_cut(s, start, s.len);
}

static bool begins(struct cd_str s, const char *with) {
    size_t n = strlen(with);
    if (s.len < n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (lower(s.p[i]) != with[i])
            return false;
    return true;
}

static size_t find(struct cd_str s, const char *any_of) {
    size_t i = 0;
    while (i < s.len && !(s.p[i] && strchr(any_of, s.p[i])))
        i++;
    return i;
}

/* ---- URL ---- */

struct url {
    struct cd_str host, path, query;
};

static bool ends(struct cd_str s, const char *with) {
    size_t n = strlen(with);
    return s.len >= n && memcmp(s.p + s.len - n, with, n) == 0;
}

static struct cd_str host_of(struct cd_str authority) {
    size_t at = find(authority, "@");
    struct cd_str host = at < authority.len ? from(authority, at + 1) : authority;
    if (ends(host, ":443"))
        host.len -= 4;
    else if (ends(host, ":80"))
        host.len -= 3;
    return begins(host, "www.") ? from(host, 4) : host;
}

static bool is_url_field(const struct cd_article *article, struct cd_str *out) {
    const struct cd_value *value = &article->fields[CD_FIELD_URL];
    *out = value->text;
    return value->kind == CD_VALUE_STRING && value->text.len > 0;
}

static bool parse_url(const struct cd_article *article, struct url *url) {
    struct cd_str s;
    if (!is_url_field(article, &s))
        return false;
    if (begins(s, "https:"))
        s = from(s, 6);
    else if (begins(s, "http:"))
        s = from(s, 5);
    if (!begins(s, "//"))
        return false;
    s = from(s, 2);
    s.len = find(s, "#");
    size_t path = find(s, "/?");
    url->host = host_of(cd_str_cut(s, 0, path));
    s = from(s, path);
    size_t query = find(s, "?");
    url->path = cd_str_cut(s, 0, query);
    while (url->path.len && url->path.p[url->path.len - 1] == '/')
        url->path.len--;
    url->query = query < s.len ? from(s, query + 1) : (struct cd_str){"", 0};
    return url->host.len > 0;
}

/* Parameters that say how a reader came, not what is read. */
static bool is_tracking(struct cd_str parameter) {
    static const char *const names[] = {
        "utm_",     "fbclid=",  "gclid=",  "dclid=",       "msclkid=", "mc_cid=",
        "mc_eid=",  "igshid=",  "yclid=",  "cmpid=",       "icid=",    "ncid=",
        "ref_src=", "s_cid=",   "at_",     "guccounter=",  "ocid=",    "smid=",
        "taid=",    "partner=", "_ga=",    "guce_referrer"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (begins(parameter, names[i]))
            return true;
    return false;
}

static uint64_t add_query(uint64_t hash, struct cd_str query) {
    while (query.len) {
        size_t end = find(query, "&");
        struct cd_str parameter = cd_str_cut(query, 0, end);
        if (parameter.len && !is_tracking(parameter))
            hash = add_part(hash, parameter);
        query = from(query, end < query.len ? end + 1 : end);
    }
    return hash;
}

uint64_t cd_key_url(const struct cd_article *article) {
    struct url url;
    if (!parse_url(article, &url) || (url.path.len == 0 && url.query.len == 0))
        return 0;
    uint64_t hash = add_folded(CD_WORD_HASH_START, url.host);
    hash = add_part(hash, url.path);
    return finish(add_query(hash, url.query));
}

/* ---- the others ---- */

uint32_t cd_key_source(const struct cd_article *article) {
    const struct cd_value *source = &article->fields[CD_FIELD_SOURCE];
    struct url url;
    struct cd_str name = source->text;
    if (source->kind != CD_VALUE_STRING || name.len == 0) {
        if (!parse_url(article, &url))
            return 0;
        name = url.host;
    }
    return (uint32_t)finish(add_folded(CD_WORD_HASH_START, name)) | 1;
}

uint64_t cd_key_id(const struct cd_article *article) {
    const struct cd_value *id = &article->fields[CD_FIELD_ID];
    if ((id->kind != CD_VALUE_STRING && id->kind != CD_VALUE_INTEGER) ||
        id->text.len == 0)
        return 0;
    uint64_t hash = add_part(CD_WORD_HASH_START, article->record->topic);
    uint32_t source = cd_key_source(article);
    hash = add_part(hash, (struct cd_str){(const char *)&source, sizeof source});
    return finish(add_part(hash, id->text));
}

uint64_t cd_key_record(const struct cd_article *article) {
    const struct cd_record *record = article->record;
    if (!record->key.p)
        return 0;
    return finish(add_part(add_part(CD_WORD_HASH_START, record->topic), record->key));
}
