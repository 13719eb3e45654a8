#include "processors/dedup/keys.h"

#include "base/hash.h"

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

/* Parts that may hold any byte are ended by one that UTF-8 has not. */
static void add_part(struct cd_word_hash *hash, struct cd_str s) {
    for (size_t i = 0; i < s.len; i++)
        cd_word_hash_add(hash, (unsigned char)s.p[i]);
    cd_word_hash_add(hash, 0xff);
}

static void add_folded(struct cd_word_hash *hash, struct cd_str s) {
    for (size_t i = 0; i < s.len; i++)
        cd_word_hash_add(hash, (unsigned char)lower(s.p[i]));
    cd_word_hash_add(hash, 0xff);
}

/* 0 means "none" in a record. */
static uint64_t finish(const struct cd_word_hash *hash) {
    uint64_t value = cd_word_hash_end(hash);
    return value ? value : 1;
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

/* Names of hosts that serve the same pages to other devices. */
static struct cd_str without_device(struct cd_str host) {
    static const char *const devices[] = {"www.", "m.", "mobile.", "amp."};
    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++)
        if (begins(host, devices[i]) &&
            memchr(host.p + strlen(devices[i]), '.', host.len - strlen(devices[i])))
            return from(host, strlen(devices[i]));
    return host;
}

static struct cd_str host_of(struct cd_str authority) {
    size_t at = find(authority, "@");
    struct cd_str host = at < authority.len ? from(authority, at + 1) : authority;
    if (ends(host, ":443"))
        host.len -= 4;
    else if (ends(host, ":80"))
        host.len -= 3;
    return without_device(host);
}

/* The path without what only asks for the AMP page of an article. */
static struct cd_str without_amp(struct cd_str path) {
    if (begins(path, "/amp/"))
        path = from(path, 4);
    while (ends(path, "/"))
        path.len--;
    if (ends(path, "/amp") || ends(path, ".amp"))
        path.len -= 4;
    while (ends(path, "/"))
        path.len--;
    return path;
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
    url->path = without_amp(cd_str_cut(s, 0, query));
    url->query = query < s.len ? from(s, query + 1) : (struct cd_str){"", 0};
    return url->host.len > 0;
}

/* Parameters that say how a reader came or with what device, not what is read. */
static bool is_tracking(struct cd_str parameter) {
    if (parameter.len == 3 && begins(parameter, "amp"))
        return true;
    static const char *const names[] = {
        "utm_",     "fbclid=",  "gclid=", "dclid=",        "msclkid=", "mc_cid=",
        "mc_eid=",  "igshid=",  "yclid=", "cmpid=",        "icid=",    "ncid=",
        "ref_src=", "s_cid=",   "at_",    "guccounter=",   "ocid=",    "smid=",
        "taid=",    "partner=", "_ga=",   "guce_referrer", "amp=",     "outputtype=amp"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (begins(parameter, names[i]))
            return true;
    return false;
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The byte that "%C3" stands for; -1: there is no such at `i`. */
static int escaped(struct cd_str s, size_t i) {
    if (s.p[i] != '%' || s.len - i < 3)
        return -1;
    int high = hex_digit(s.p[i + 1]), low = hex_digit(s.p[i + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/* RFC 3986, 6.2.2: what need not be escaped is as good as if it were not, and so are the
 * bytes of letters beyond ASCII (RFC 3987, 3.1); what has a meaning of its own stays. */
static bool is_plain(int byte) {
    char c = (char)byte;
    return byte >= 0x80 || (c >= '0' && c <= '9') ||
           (lower(c) >= 'a' && lower(c) <= 'z') || (c && strchr("-._~", c));
}

/* A part of a URL, the same however it is escaped. */
static void add_escaped(struct cd_word_hash *hash, struct cd_str s) {
    if (!s.len || !memchr(s.p, '%', s.len)) {
        add_part(hash, s);
        return;
    }
    for (size_t i = 0; i < s.len; i++) {
        int byte = escaped(s, i);
        if (byte < 0) {
            cd_word_hash_add(hash, (unsigned char)s.p[i]);
            continue;
        }
        if (!is_plain(byte))
            cd_word_hash_add(hash, '%');
        cd_word_hash_add(hash, (unsigned char)byte);
        i += 2;
    }
    cd_word_hash_add(hash, 0xff);
}

static void add_query(struct cd_word_hash *hash, struct cd_str query) {
    while (query.len) {
        size_t end = find(query, "&");
        struct cd_str parameter = cd_str_cut(query, 0, end);
        if (parameter.len && !is_tracking(parameter))
            add_escaped(hash, parameter);
        query = from(query, end < query.len ? end + 1 : end);
    }
}

uint64_t cd_key_url(const struct cd_article *article) {
    struct url url;
    if (!parse_url(article, &url) || (url.path.len == 0 && url.query.len == 0))
        return 0;
    struct cd_word_hash hash = {0};
    add_folded(&hash, url.host);
    add_escaped(&hash, url.path);
    add_query(&hash, url.query);
    return finish(&hash);
}

/* ---- the others ---- */

uint32_t cd_key_source(const struct cd_article *article) {
    const struct cd_value *source = &article->fields[CD_FIELD_SOURCE];
    struct url url;
    struct cd_str name = cd_str_trim_end(cd_str_trim_start(source->text));
    if (source->kind != CD_VALUE_STRING || name.len == 0) {
        if (!parse_url(article, &url))
            return 0;
        name = url.host;
    }
    struct cd_word_hash hash = {0};
    add_folded(&hash, name);
    return (uint32_t)finish(&hash) | 1;
}

uint64_t cd_key_id(const struct cd_article *article) {
    const struct cd_value *id = &article->fields[CD_FIELD_ID];
    if ((id->kind != CD_VALUE_STRING && id->kind != CD_VALUE_INTEGER) ||
        id->text.len == 0)
        return 0;
    struct cd_word_hash hash = {0};
    uint32_t source = cd_key_source(article);
    add_part(&hash, article->record->topic);
    add_part(&hash, (struct cd_str){(const char *)&source, sizeof source});
    add_part(&hash, id->text);
    return finish(&hash);
}

uint64_t cd_key_record(const struct cd_article *article) {
    const struct cd_record *record = article->record;
    if (!record->key.p)
        return 0;
    struct cd_word_hash hash = {0};
    add_part(&hash, record->topic);
    add_part(&hash, record->key);
    return finish(&hash);
}
