#include "processors/archival/signals.h"

#include <jansson.h>
#include <strings.h>

#define CAPTURE_DIGITS 14 /* 20170413021500: how the Wayback Machine writes a moment */
#define LEAST_DIGITS   8

struct reader {
    struct cd_signals *signals;
    struct cd_ages *ages;
    const struct cd_article *article;
    const struct cd_lexicon *lexicon;
};

static void say(struct reader *r, enum cd_status status, const char *reason) {
    if (status < r->signals->status) {
        r->signals->status = status;
        r->signals->reason = reason;
    }
}

static int64_t clock_of(const struct reader *r) {
    return r->article->record->timestamp_ms;
}

static struct cd_str trim(struct cd_str s) {
    while (s.len && (unsigned char)s.p[0] <= ' ')
        s = cd_str_cut(s, 1, s.len);
    while (s.len && (unsigned char)s.p[s.len - 1] <= ' ')
        s.len--;
    return s;
}

/* The place of `needle` in `s` without regard to case; s.len where it is not. */
static size_t find(struct cd_str s, const char *needle, size_t from) {
    size_t n = strlen(needle);
    for (size_t i = from; i + n <= s.len; i++)
        if (strncasecmp(s.p + i, needle, n) == 0)
            return i;
    return s.len;
}

/* ---- Fields ---- */

static void read_status_field(struct reader *r, enum cd_field_name field) {
    say(r, cd_status_of_value(&r->article->fields[field]), "field");
}

static int add_correction(struct reader *r, struct cd_str text, struct cd_error *err) {
    struct cd_signals *signals = r->signals;
    text = cd_arena_copy(r->article->arena, trim(text));
    if (!text.p)
        return cd_fail_memory(err);
    say(r, CD_STATUS_CORRECTED, "field");
    if (text.len && signals->correction_count < CD_MOST_CORRECTIONS)
        signals->corrections[signals->correction_count++] = text;
    return CD_OK;
}

/* schema.org: text, a CorrectionComment with a text, a URL, or several of them. */
static int read_correction_json(struct reader *r, json_t *json, struct cd_error *err) {
    size_t i;
    json_t *item;
    int code = CD_OK;
    if (json_is_object(json) && json_object_size(json)) {
        item = json_object_get(json, "text");
        struct cd_str text = {json_string_value(item), json_string_length(item)};
        return add_correction(r, text.p ? text : CD_STR(""), err);
    }
    if (json_is_string(json) && json_string_length(json))
        return add_correction(
            r, (struct cd_str){json_string_value(json), json_string_length(json)}, err);
    json_array_foreach(json, i, item) {
        if (!code && !json_is_array(item))
            code = read_correction_json(r, item, err);
    }
    return code;
}

static int read_correction(struct reader *r, struct cd_error *err) {
    const struct cd_value *value = &r->article->fields[CD_FIELD_CORRECTION];
    if (value->kind == CD_VALUE_BOOL && value->integer)
        return add_correction(r, CD_STR(""), err);
    if (value->kind == CD_VALUE_STRING && trim(value->text).len)
        return add_correction(r, value->text, err);
    if (value->kind != CD_VALUE_OTHER)
        return CD_OK;
    json_error_t where;
    json_t *json = json_loadb(value->text.p, value->text.len, JSON_ALLOW_NUL, &where);
    if (!json) /* too deep for jansson, say: there is something, that is all */
        return add_correction(r, CD_STR(""), err);
    int code = read_correction_json(r, json, err);
    json_decref(json);
    return code;
}

static int read_fields(struct reader *r, struct cd_error *err) {
    read_status_field(r, CD_FIELD_PUBSTATUS);
    read_status_field(r, CD_FIELD_CREATIVE_WORK_STATUS);
    int code = read_correction(r, err);
    if (code || clock_of(r) == CD_NO_TIME)
        return code;
    if (r->ages->embargoed.known && !cd_has_come(r->ages->embargoed.date, clock_of(r)))
        say(r, CD_STATUS_EMBARGOED, "field");
    if (r->ages->expires.known && cd_has_come(r->ages->expires.date, clock_of(r)))
        say(r, CD_STATUS_EXPIRED, "field");
    return CD_OK;
}

/* ---- Headers ---- */

static struct cd_str header(const struct reader *r, const char *name) {
    const struct cd_header *found = cd_article_header(r->article, name);
    return found ? found->value : (struct cd_str){NULL, 0};
}

static void set_archived(struct reader *r, struct cd_str text) {
    struct cd_date date = {0};
    if (r->ages->archived.known)
        return;
    enum cd_date_result result =
        cd_date_parse(r->lexicon->date_words, text, CD_ORDER_UNKNOWN, &date);
    /* A capture is written in UTC: RFC 7089 section 2.1.1, Wayback's URLs. */
    date.zone_assumed = false;
    cd_ages_set(r->ages, &r->ages->archived, "archived", result, &date, clock_of(r),
                false);
}

static void read_memento(struct reader *r) {
    struct cd_str moment = header(r, "Memento-Datetime");
    if (!moment.p)
        return;
    set_archived(r, moment);
    say(r, CD_STATUS_ARCHIVED, "memento");
    r->signals->archive = "memento";
}

/* Link: <http://a.example/>; rel="original", <…>; rel="timemap" (RFC 8288). */
static void read_link(struct reader *r) {
    struct cd_str links = header(r, "Link");
    size_t open = links.p && r->signals->archive ? find(links, "<", 0) : links.len;
    while (open < links.len) {
        size_t close = find(links, ">", open);
        size_t next = close < links.len ? find(links, "<", close) : links.len;
        if (close == links.len)
            return;
        struct cd_str rest = cd_str_cut(links, close, next);
        size_t rel = find(rest, "rel=", 0);
        struct cd_str value = cd_str_cut(rest, rel, rest.len);
        if (find(value, "original", 0) < value.len) {
            r->signals->original_url = cd_str_cut(links, open + 1, close);
            return;
        }
        open = next;
    }
}

/* The longest date that `text` begins with: dates may have commas in them, and further
 * directives may follow behind one. */
static enum cd_date_result date_before_commas(const struct reader *r, struct cd_str text,
                                              struct cd_date *date) {
    enum cd_date_result first =
        cd_date_parse(r->lexicon->date_words, text, CD_ORDER_UNKNOWN, date);
    enum cd_date_result result = first;
    while (result != CD_DATE_OK && text.len) {
        if (text.p[--text.len] == ',')
            result = cd_date_parse(r->lexicon->date_words, text, CD_ORDER_UNKNOWN, date);
    }
    return result == CD_DATE_OK ? result : first;
}

/* X-Robots-Tag: unavailable_after: 25 Jun 2010 15:00:00 PST (Google, Robots meta tag
 * specifications). noarchive and the others say nothing of the article's status. What
 * the article's own field says of its expiry goes before it. */
static void read_robots(struct reader *r) {
    struct cd_str tag = header(r, "X-Robots-Tag");
    static const char name[] = "unavailable_after:";
    size_t at = tag.p ? find(tag, name, 0) : tag.len;
    if (at == tag.len || r->ages->expires.known)
        return;
    struct cd_date date = {0};
    struct cd_str text = cd_str_cut(tag, at + sizeof name - 1, tag.len);
    enum cd_date_result result = date_before_commas(r, text, &date);
    cd_ages_set(r->ages, &r->ages->expires, "expires", result, &date, clock_of(r), true);
    if (result == CD_DATE_OK && clock_of(r) != CD_NO_TIME &&
        cd_has_come(date, clock_of(r)))
        say(r, CD_STATUS_EXPIRED, "unavailable_after");
}

/* ---- The URL ---- */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static struct cd_str host_of(struct cd_str url, size_t *path) {
    size_t start = find(url, "://", 0);
    start = start == url.len ? 0 : start + 3;
    size_t end = start;
    while (end < url.len && !strchr("/?#:", url.p[end]))
        end++;
    *path = end;
    while (*path < url.len && url.p[*path] != '/')
        ++*path;
    return cd_str_cut(url, start, end);
}

/* A path segment of digits that are a moment, with Wayback's flags behind it ("id_"):
 * its digits, and where the next segment begins. */
static struct cd_str capture_moment(struct cd_str url, size_t from, size_t *behind) {
    for (size_t i = from; i + 1 < url.len; i++) {
        if (url.p[i] != '/' || !is_digit(url.p[i + 1]))
            continue;
        size_t start = i + 1, end = start;
        while (end < url.len && is_digit(url.p[end]))
            end++;
        size_t flags = end;
        while (flags < url.len && flags - end < 4 &&
               ((url.p[flags] >= 'a' && url.p[flags] <= 'z') || url.p[flags] == '_'))
            flags++;
        if (end - start >= LEAST_DIGITS && end - start <= CAPTURE_DIGITS &&
            flags < url.len && url.p[flags] == '/') {
            *behind = flags + 1;
            return cd_str_cut(url, start, end);
        }
        i = end - 1;
    }
    return (struct cd_str){NULL, 0};
}

/* The archived page's own URL. Some archives write one slash behind "http:". */
static int original_url(struct reader *r, struct cd_str url, size_t from,
                        struct cd_error *err) {
    struct cd_str rest = cd_str_cut(url, from, url.len);
    bool http = find(rest, "http:/", 0) == 0, https = find(rest, "https:/", 0) == 0;
    if (!http && !https)
        return CD_OK;
    size_t scheme = http ? 6 : 7;
    if (rest.len > scheme && rest.p[scheme] == '/') {
        r->signals->original_url = rest;
        return CD_OK;
    }
    char *mended = cd_arena_alloc(r->article->arena, rest.len + 1);
    if (!mended)
        return cd_fail_memory(err);
    memcpy(mended, rest.p, scheme);
    mended[scheme] = '/';
    memcpy(mended + scheme + 1, rest.p + scheme, rest.len - scheme);
    r->signals->original_url = (struct cd_str){mended, rest.len + 1};
    return CD_OK;
}

static int read_url(struct reader *r, struct cd_error *err) {
    const struct cd_value *value = &r->article->fields[CD_FIELD_URL];
    if (value->kind != CD_VALUE_STRING)
        return CD_OK;
    size_t path, behind = 0;
    struct cd_str url = trim(value->text), host = host_of(url, &path);
    const struct cd_web_archive *archive = cd_lexicon_archive(r->lexicon, host);
    struct cd_str moment = capture_moment(url, path, &behind);
    bool whole = moment.len == CAPTURE_DIGITS && behind + 6 < url.len &&
                 find(cd_str_cut(url, behind, url.len), "http", 0) == 0;
    if (!archive && !whole)
        return CD_OK;
    if (moment.p)
        set_archived(r, moment);
    say(r, CD_STATUS_ARCHIVED, archive ? archive->reason : "web_archive");
    r->signals->archive = archive ? archive->name : "web_archive";
    return moment.p ? original_url(r, url, behind, err) : CD_OK;
}

int cd_signals_read(struct cd_signals *signals, struct cd_ages *ages,
                    const struct cd_article *article, const struct cd_lexicon *lexicon,
                    struct cd_error *err) {
    *signals = (struct cd_signals){.status = CD_STATUS_CURRENT, .reason = "none"};
    struct reader r = {signals, ages, article, lexicon};
    int code = read_fields(&r, err);
    if (code)
        return code;
    read_memento(&r);
    read_link(&r);
    read_robots(&r);
    return read_url(&r, err);
}
