/* The URLs of web archives: whose they are, when the page was captured, and what its own
 * address was. Wayback and its kin (OpenWayback, pywb) write a moment of 14 digits and
 * behind it the address as it stood: /web/20170412152900id_/http://news.example/a. That
 * form is believed of any host; of known ones shorter ones are, too:
 * archive.ph/2017.04.12-152900/…, archive.ph/AbCdE, perma.cc/A1B2-C3D4. */
#include <strings.h>

#include "processors/archival/signal_reader.h"

#define WHOLE_MOMENT 14 /* digits: 20170412152900 */
#define LEAST_MOMENT 4  /* a year, by which Wayback finds the nearest capture */
#define DATE_DIGITS  8
#define MOST_FLAGS   4 /* "id_", "mp_" behind it */

struct capture {
    char moment[WHOLE_MOMENT + 1]; /* its digits */
    size_t digits;                 /* 0: none was found */
    size_t behind;                 /* where the segment behind it begins */
};

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool ends_host(char c) {
    return c == '/' || c == '?' || c == '#' || c == ':' || c == '\0';
}

static struct cd_str host_of(struct cd_str url, size_t *path) {
    size_t start = cd_signal_find(url, "://", 0);
    start = start == url.len ? 0 : start + 3;
    size_t end = start;
    while (end < url.len && !ends_host(url.p[end]))
        end++;
    *path = end;
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
    return begins(s, "http:/") || begins(s, "https:/");
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

static int original_url(struct cd_signal_reader *r, struct cd_str address,
                        struct cd_error *err) {
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

/* Of a known archive: where an address begins that stands in the path without a moment
 * before it: archive.ph/o/AbCdE/https://news.example/a. */
static size_t address_in(struct cd_str url, size_t path) {
    size_t http = cd_signal_find(url, "/http:/", path);
    size_t https = cd_signal_find(url, "/https:/", path);
    size_t at = http < https ? http : https;
    return at < url.len ? at + 1 : url.len;
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
    bool whole = found.digits == WHOLE_MOMENT && is_address(address);
    if (!(archive && path + 1 < url.len) && !whole)
        return CD_OK;
    if (found.digits >= DATE_DIGITS)
        cd_signal_captured(r, (struct cd_str){found.moment, found.digits});
    cd_signal_say(r, CD_STATUS_ARCHIVED, archive ? archive->reason : "web_archive",
                  (struct cd_signal){"field", "url", value->text});
    r->signals->archive = archive ? archive->name : "web_archive";
    return original_url(r, address, err);
}
