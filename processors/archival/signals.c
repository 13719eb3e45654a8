/* Fields, and all signals in their order: what the article says of itself goes before
 * what was said when it was fetched. */
#include "processors/archival/signals.h"

#include <jansson.h>
#include <strings.h>

#include "processors/archival/embargo.h"
#include "processors/archival/hold.h"
#include "processors/archival/signal_reader.h"

#define MOST_DEPTH 8 /* of what a correction field holds within each other */

void cd_signal_say(struct cd_signal_reader *r, enum cd_status status, const char *reason,
                   struct cd_signal signal) {
    if (status >= r->signals->status)
        return;
    r->signals->status = status;
    r->signals->reason = reason;
    r->signals->signal = signal;
}

bool cd_signal_captured(struct cd_signal_reader *r, struct cd_str text) {
    struct cd_date date = {0};
    if (r->ages->archived.known)
        return true;
    enum cd_date_result result =
        cd_date_parse(r->lexicon->date_words, text, CD_ORDER_UNKNOWN, &date);
    /* A capture is written in UTC: RFC 7089 section 2.1.1, Wayback's URLs. */
    date.zone_assumed = false;
    cd_ages_set(r->ages, &r->ages->archived, "archived", result, &date,
                cd_signal_clock(r), false);
    return result == CD_DATE_OK;
}

struct cd_str cd_signal_trim(struct cd_str s) {
    while (s.len && (unsigned char)s.p[0] <= ' ')
        s = cd_str_cut(s, 1, s.len);
    while (s.len && (unsigned char)s.p[s.len - 1] <= ' ')
        s.len--;
    return s;
}

size_t cd_signal_find(struct cd_str s, const char *needle, size_t from) {
    size_t n = strlen(needle);
    for (size_t i = from; i + n <= s.len; i++)
        if ((s.p[i] | 0x20) == (needle[0] | 0x20) && strncasecmp(s.p + i, needle, n) == 0)
            return i;
    return s.len;
}

static void say_by_field(struct cd_signal_reader *r, enum cd_status status,
                         enum cd_field_name field, const char *name) {
    const struct cd_value *value = &r->article->fields[field];
    struct cd_str text = value->text;
    if (value->kind == CD_VALUE_BOOL)
        text = value->integer ? CD_STR("true") : CD_STR("false");
    cd_signal_say(r, status, "field", (struct cd_signal){"field", name, text});
}

static void read_status(struct cd_signal_reader *r, enum cd_field_name field,
                        const char *name) {
    say_by_field(r, cd_status_of_value(&r->article->fields[field]), field, name);
}

static void say_corrected(struct cd_signal_reader *r) {
    say_by_field(r, CD_STATUS_CORRECTED, CD_FIELD_CORRECTION, "correction");
}

static int add_correction(struct cd_signal_reader *r, struct cd_str text,
                          struct cd_error *err) {
    struct cd_signals *signals = r->signals;
    text = cd_signal_trim(text);
    if (cd_field_denies(text))
        return CD_OK;
    say_corrected(r);
    if (signals->correction_count == CD_MOST_CORRECTIONS) {
        signals->more = true;
        return CD_OK;
    }
    text = cd_arena_copy(r->article->arena, text);
    if (!text.p)
        return cd_fail_memory(err);
    signals->corrections[signals->correction_count++] = text;
    return CD_OK;
}

/* schema.org: text, a CorrectionComment with a text, a URL, or several of them. */
static int read_correction_json(struct cd_signal_reader *r, json_t *json, int depth,
                                struct cd_error *err) {
    size_t i;
    json_t *item = NULL;
    int code = CD_OK;
    if (json_is_string(json))
        return add_correction(
            r, (struct cd_str){json_string_value(json), json_string_length(json)}, err);
    if (depth == MOST_DEPTH)
        return CD_OK;
    if (json_is_object(json)) {
        item = json_object_get(json, "text");
        item = item ? item : json_object_get(json, "@value");
    }
    if (item)
        return read_correction_json(r, item, depth + 1, err);
    if (json_object_size(json)) /* it names a correction that stands elsewhere */
        say_corrected(r);
    json_array_foreach(json, i, item) {
        if (!code)
            code = read_correction_json(r, item, depth + 1, err);
    }
    return code;
}

static int read_correction(struct cd_signal_reader *r, struct cd_error *err) {
    const struct cd_value *value = &r->article->fields[CD_FIELD_CORRECTION];
    if (value->kind == CD_VALUE_BOOL && value->integer)
        say_corrected(r);
    if (value->kind == CD_VALUE_STRING)
        return add_correction(r, value->text, err);
    if (value->kind != CD_VALUE_OTHER)
        return CD_OK;
    json_error_t where;
    json_t *json = json_loadb(value->text.p, value->text.len, JSON_ALLOW_NUL, &where);
    if (!json && json_error_code(&where) == json_error_out_of_memory)
        return cd_fail_memory(err);
    if (!json) { /* too deep for jansson, say: there is something, that is all */
        say_corrected(r);
        return CD_OK;
    }
    int code = read_correction_json(r, json, 0, err);
    json_decref(json);
    return code;
}

static int read_fields(struct cd_signal_reader *r, struct cd_error *err) {
    const struct cd_ages *ages = r->ages;
    int64_t clock = cd_signal_clock(r);
    read_status(r, CD_FIELD_PUBSTATUS, "pubstatus");
    read_status(r, CD_FIELD_CREATIVE_WORK_STATUS, "creativeWorkStatus");
    if (cd_holds(cd_embargo_field_end(ages, r->article, r->lexicon->date_words), clock))
        say_by_field(r, CD_STATUS_EMBARGOED, CD_FIELD_EMBARGOED, "embargoed");
    if (ages->expires.known && clock != CD_NO_TIME &&
        cd_is_over(ages->expires.date, clock))
        say_by_field(r, CD_STATUS_EXPIRED, CD_FIELD_EXPIRES, "expires");
    return read_correction(r, err);
}

int cd_signals_read(struct cd_signals *signals, struct cd_ages *ages,
                    const struct cd_article *article, const struct cd_lexicon *lexicon,
                    struct cd_error *err) {
    *signals = (struct cd_signals){.status = CD_STATUS_CURRENT, .reason = "none"};
    struct cd_signal_reader r = {signals, ages, article, lexicon};
    int code = read_fields(&r, err);
    if (code)
        return code;
    cd_signal_headers(&r);
    return cd_signal_capture(&r, err);
}
