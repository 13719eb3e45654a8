/* The URLs of web archives: whose they are, when the page was captured, and what its own
 * address was. Wayback and its kin (OpenWayback, pywb) write a moment of 14 digits and
 * behind it the address as it stood: /web/20170412152900id_/http://news.example/a. Any
 * page may write so, and it is believed of known hosts and of those that are named as
 * archives are; of known ones shorter forms are, too: archive.ph/2017.04.12-152900/…,
 * archive.ph/AbCdE, perma.cc/A1B2-C3D4. */
#include <strings.h>

#include "processors/archival/signal_reader.h"

#define WHOLE_MOMENT  14 /* digits: 20170412152900 */
#define LEAST_MOMENT  4  /* a year, by which Wayback finds the nearest capture */
#define DATE_DIGITS   8
#define MINUTE_DIGITS 12
#define MOST_FLAGS    4 /* "id_", "mp_" behind it */

struct capture {
    char moment[WHOLE_MOMENT + 1]; /* its digits */
    size_t digits;                 /* 0: none was found */
    size_t behind;                 /* where the segment behind it begins */
};

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* The host of a URL with its scheme, without ("web.archive.org/web/…"), or with its
 * slashes alone; *path is where its path begins. */
static struct cd_str host_of(struct cd_str url, size_t *path) {
    size_t start = 0, end, i = 0;
    while (i < url.len && url.p[i] != '/')
        i++;
    if (i + 1 < url.len && url.p[i + 1] == '/' && (i == 0 || url.p[i - 1] == ':'))
        start = i + 2;
    for (i = start; i < url.len && !strchr("/?#", url.p[i]); i++)
        if (url.p[i] == '@') /* user:word@host */
            start = i + 1;
    for (end = start; end < i && url.p[end] != ':'; end++)
        continue;
    *path = i;
    while (*path < url.len && url.p[*path] != '/')
        ++*path;
    return cd_str_cut(url, start, end);
}

/* A segment of digits that are a moment, at `start`, with or without points and a hyphen
 * in it, and with Wayback's flags behind it. */
static bool is_moment(struct cd_str url, size_t start, struct capture *out) {
    size_t i = start, digits = 0;
    for (; i < url.len && (is_digit(url.p[i]) || url.p[i] == '.' || url.p[i] == '-'); i++)
        if (is_digit(url.p[i]) && digits < sizeof out->moment)
            out->moment[digits++] = url.p[i];
    if (digits < LEAST_MOMENT || digits > WHOLE_MOMENT || !is_digit(url.p[start]))
        return false;
    size_t flags = i;
    while (i < url.len && i - flags < MOST_FLAGS &&
           ((url.p[i] >= 'a' && url.p[i] <= 'z') || url.p[i] == '_'))
        i++;
    if (i == url.len || url.p[i] != '/')
        return false;
    out->digits = digits;
    out->behind = i + 1;
    return true;
}

static bool begins(struct cd_str s, const char *with) {
    size_t n = strlen(with);
    return s.len >= n && strncasecmp(s.p, with, n) == 0;
}

static bool is_address(struct cd_str s) {
    return begins(s, "http:/") || begins(s, "https:/") || begins(s, "http%3A") ||
           begins(s, "https%3A");
}

/* The first segment that is a moment and has an address behind it, else the first whole
 * one: a day alone may be of the page's own address. */
static struct capture find_capture(struct cd_str url, size_t path) {
    struct capture found = {.digits = 0}, now;
    for (size_t i = path; i + 1 < url.len && url.p[i] != '?'; i++) {
        if (url.p[i] != '/' || !is_moment(url, i + 1, &now))
            continue;
        bool address = is_address(cd_str_cut(url, now.behind, url.len));
        if (address || (found.digits == 0 && now.digits == WHOLE_MOMENT))
            found = now;
        if (address)
            break;
    }
    return found;
}

/* The capture's moment, in signs that leave no doubt: 14 digits alone might be an epoch.
 * A year or a month is what somebody asked for, not when the page was captured. */
static void read_moment(struct cd_signal_reader *r, const struct capture *found) {
    static const char form[] = "0000-00-00T00:00:00Z";
    char text[sizeof form];
    const char *digit = found->moment;
    size_t len = found->digits == WHOLE_MOMENT    ? sizeof form - 1
                 : found->digits >= MINUTE_DIGITS ? sizeof "0000-00-00T00:00" - 1
                                                  : sizeof "0000-00-00" - 1;
    if (found->digits < DATE_DIGITS) {
        cd_ages_issue(r->ages, "archived", cd_date_result_name(CD_DATE_INCOMPLETE));
        return;
    }
    for (size_t i = 0; i < len; i++)
        text[i] = form[i] == '0' ? *digit++ : form[i];
    (void)cd_signal_captured(r, (struct cd_str){text, len});
}

/* Some archives write one slash behind "http:", some no scheme at all. */
static int mend_url(struct cd_signal_reader *r, const char *scheme, struct cd_str rest,
                    struct cd_error *err) {
    size_t n = strlen(scheme);
    char *mended = cd_arena_alloc(r->article->arena, n + rest.len);
    if (!mended)
        return cd_fail_memory(err);
    memcpy(mended, scheme, n);
    memcpy(mended + n, rest.p, rest.len);
    r->signals->original_url = (struct cd_str){mended, n + rest.len};
    return CD_OK;
}

static bool is_host(struct cd_str address) {
    size_t path, dot = cd_signal_find(address, ".", 0);
    struct cd_str host = host_of(address, &path);
    return dot > 0 && dot + 1 < host.len;
}

static int hex_value(char c) {
    return is_digit(c)                              ? c - '0'
           : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                    : -1;
}

/* An address that was escaped as a whole: "http%3A%2F%2Fnews.example%2Fa". What would be
 * no text afterwards stays as it is. */
static int unescape_url(struct cd_signal_reader *r, struct cd_str address,
                        struct cd_error *err) {
    char *plain = cd_arena_alloc(r->article->arena, address.len);
    size_t len = 0;
    if (!plain)
        return cd_fail_memory(err);
    for (size_t i = 0; i < address.len; i++) {
        bool escape = address.p[i] == '%' && i + 2 < address.len;
        int high = escape ? hex_value(address.p[i + 1]) : -1;
        int low = escape ? hex_value(address.p[i + 2]) : -1;
        bool ascii = high >= 2 && high < 8 && low >= 0;
        plain[len++] = address.p[i];
        if (ascii)
            plain[len - 1] = (char)(high << 4 | low);
        i += ascii ? 2 : 0;
    }
    r->signals->original_url = (struct cd_str){plain, len};
    return CD_OK;
}

static int original_url(struct cd_signal_reader *r, struct cd_str address,
                        struct cd_error *err) {
    if (begins(address, "http%3A") || begins(address, "https%3A"))
        return unescape_url(r, address, err);
    if (begins(address, "http://") || begins(address, "https://")) {
        r->signals->original_url = address;
        return CD_OK;
    }
    if (begins(address, "https:/"))
        return mend_url(r, "https://", cd_str_cut(address, 7, address.len), err);
    if (begins(address, "http:/"))
        return mend_url(r, "http://", cd_str_cut(address, 6, address.len), err);
    return is_host(address) ? mend_url(r, "http://", address, err) : CD_OK;
}

/* Where an address begins that stands in the path without a moment before it:
 * archive.ph/o/AbCdE/https://news.example/a; url.len: nowhere. */
static size_t address_in(struct cd_str url, size_t path) {
    size_t http = cd_signal_find(url, "/http:/", path);
    size_t https = cd_signal_find(url, "/https:/", path);
    size_t at = http < https ? http : https;
    return at < url.len ? at + 1 : url.len;
}

/* May this address of a known archive be a capture? Where captures have a path of their
 * own ("/web/", not "/about/" or "/save/"), a moment or an address is right behind it. */
static bool is_of_archive(const struct cd_web_archive *archive, struct cd_str url,
                          size_t path) {
    if (!archive || path + 1 >= url.len)
        return false;
    if (!archive->path)
        return true;
    struct capture found;
    if (!begins(cd_str_cut(url, path, url.len), archive->path))
        return false;
    size_t behind = path + strlen(archive->path);
    struct cd_str rest = cd_str_cut(url, behind, url.len);
    bool listing = cd_signal_find(rest, "*", 0) < cd_signal_find(rest, "/", 0);
    return is_moment(url, behind, &found) || is_address(rest) ||
           (!listing && is_host(rest));
}

/* Does the host pass for a known archive's: web.archive.org.evil.example? */
static bool is_impostor(const struct cd_lexicon *lexicon, struct cd_str host) {
    for (size_t dot = cd_signal_find(host, ".", 0); dot < host.len;
         dot = cd_signal_find(host, ".", dot + 1))
        if (cd_lexicon_archive(lexicon, cd_str_cut(host, 0, dot)))
            return true;
    return false;
}

/* Is a label of the host, or a segment of the path before the moment, a name that web
 * archives have: wayback.library.example/all/…, www.library.example/wayback/…? */
static bool is_named_archive(const struct cd_lexicon *lexicon, struct cd_str host,
                             struct cd_str path) {
    const struct cd_str parts[] = {host, path};
    const char *const ends[] = {".", "/"};
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < parts[k].len;) {
            size_t end = cd_signal_find(parts[k], ends[k], i);
            if (cd_lexicon_names_archive(lexicon, cd_str_cut(parts[k], i, end)))
                return true;
            i = end + 1;
        }
    return false;
}

int cd_signal_capture(struct cd_signal_reader *r, struct cd_error *err) {
    const struct cd_value *value = &r->article->fields[CD_FIELD_URL];
    if (value->kind != CD_VALUE_STRING)
        return CD_OK;
    size_t path;
    struct cd_str url = cd_signal_trim(value->text), host = host_of(url, &path);
    const struct cd_web_archive *archive = cd_lexicon_archive(r->lexicon, host);
    struct capture found = find_capture(url, path);
    size_t behind = found.digits ? found.behind
                    : archive    ? address_in(url, path)
                                 : url.len;
    struct cd_str address = cd_str_cut(url, behind, url.len);
    bool whole = found.digits == WHOLE_MOMENT && is_address(address) &&
                 !is_impostor(r->lexicon, host) &&
                 is_named_archive(r->lexicon, host, cd_str_cut(url, path, behind));
    if (!is_of_archive(archive, url, path) && !whole)
        return CD_OK;
    if (found.digits)
        read_moment(r, &found);
    cd_signal_say(r, CD_STATUS_ARCHIVED, archive ? archive->reason : "web_archive",
                  (struct cd_signal){"field", "url", value->text});
    r->signals->archive = archive ? archive->name : "web_archive";
    return original_url(r, address, err);
}
