#include "processors/archival/report.h"

#define NOTICE "notice"

static const struct cd_text *text_of(const struct cd_article *article,
                                     const struct cd_finding *found) {
    return found->in_title ? &article->title : &article->body;
}

struct cd_str cd_report_words(const struct cd_article *article,
                              const struct cd_finding *found) {
    return cd_span_str(text_of(article, found),
                       (struct cd_span){found->first, found->end});
}

/* ---- What is removed ---- */

static struct cd_removed removed_of(const struct cd_article *article,
                                    const struct cd_finding *found) {
    const struct cd_token *tokens = article->body.tokens;
    bool notice = found->entry->role == CD_ROLE_NOTICE;
    return (struct cd_removed){tokens[found->first].start, tokens[found->end - 1].end,
                               notice ? NOTICE : found->entry->reason, found->entry->id};
}

/* Into its place by insertion: there are few, and they come nearly sorted. */
static void insert(struct cd_article *article, struct cd_removed part) {
    uint32_t i = article->removed_count++;
    for (; i > 0 && article->removed[i - 1].start > part.start; i--)
        article->removed[i] = article->removed[i - 1];
    article->removed[i] = part;
}

int cd_report_removed(const struct cd_archival_report *report, struct cd_article *article,
                      struct cd_error *err) {
    const struct cd_findings *found = &report->findings;
    size_t most = (size_t)found->furniture_count + found->notice_count;
    if (most == 0)
        return CD_OK;
    article->removed = cd_arena_alloc(article->arena, most * sizeof *article->removed);
    if (!article->removed)
        return cd_fail_memory(err);
    for (uint32_t i = 0; i < found->furniture_count; i++)
        insert(article, removed_of(article, &found->furniture[i]));
    for (uint32_t i = 0; i < found->notice_count; i++)
        if (!found->notices[i].in_title && !found->notices[i].entry->keep)
            insert(article, removed_of(article, &found->notices[i]));
    return CD_OK;
}

/* ---- Members ---- */

static void write_name(struct cd_json *json, const char *name, const char *value) {
    cd_json_name(json, name);
    cd_json_string(json, cd_str_of(value));
}

static void write_span(struct cd_json *json, const struct cd_text *text, uint32_t start,
                       uint32_t end) {
    cd_json_name(json, "start");
    cd_json_integer(json, cd_text_code_point(text, start));
    cd_json_name(json, "end");
    cd_json_integer(json, cd_text_code_point(text, end));
}

static void write_words(struct cd_json *json, const struct cd_article *article,
                        const struct cd_finding *found) {
    const struct cd_text *text = text_of(article, found);
    cd_json_name(json, "text");
    cd_json_string(json, cd_report_words(article, found));
    write_span(json, text, text->tokens[found->first].start,
               text->tokens[found->end - 1].end);
}

static void write_notice(struct cd_json *json, const struct cd_article *article,
                         const struct cd_finding *found) {
    cd_json_open(json, '{');
    write_name(json, "id", found->entry->id);
    write_name(json, "field", found->in_title ? "title" : "body");
    write_words(json, article, found);
    if (found->lapsed) {
        cd_json_name(json, "lapsed");
        cd_json_bool(json, true);
    }
    cd_json_close(json, '}');
}

static void write_notices(struct cd_json *json, const struct cd_article *article,
                          const struct cd_archival_report *report) {
    if (report->notice) {
        cd_json_name(json, "notice");
        write_notice(json, article, report->notice);
    }
    if (report->findings.notice_count <= (report->notice ? 1u : 0u))
        return;
    cd_json_name(json, "notices");
    cd_json_open(json, '[');
    for (uint32_t i = 0; i < report->findings.notice_count; i++)
        if (&report->findings.notices[i] != report->notice)
            write_notice(json, article, &report->findings.notices[i]);
    cd_json_close(json, ']');
}

/* At most this much of it, cut before a character: a field may hold anything. */
#define MOST_SIGNAL 1024

static struct cd_str shorten(struct cd_str text) {
    if (text.len <= MOST_SIGNAL)
        return text;
    text.len = MOST_SIGNAL;
    while (text.len && ((unsigned char)text.p[text.len] & 0xc0) == 0x80)
        text.len--;
    return text;
}

static void write_signal(struct cd_json *json, const struct cd_signal *signal) {
    if (!signal)
        return;
    cd_json_name(json, "signal");
    cd_json_open(json, '{');
    write_name(json, signal->where, signal->name);
    if (signal->text.p) {
        cd_json_name(json, "text");
        cd_json_string(json, shorten(signal->text));
    }
    cd_json_close(json, '}');
}

static void write_date(struct cd_json *json, const char *name,
                       const struct cd_maybe_date *date) {
    char text[CD_DATE_ROOM];
    cd_json_name(json, name);
    if (date->known)
        cd_json_string(json, (struct cd_str){text, cd_date_write(date->date, text)});
    else
        cd_json_null(json);
}

static void write_dates(struct cd_json *json, const struct cd_article *article,
                        const struct cd_ages *ages) {
    int64_t clock = article->record->timestamp_ms;
    write_date(json, "published", &ages->published);
    write_date(json, "modified", &ages->modified);
    if (ages->archived.known)
        write_date(json, "archived", &ages->archived);
    if (ages->embargoed.known)
        write_date(json, "embargoed", &ages->embargoed);
    if (ages->expires.known)
        write_date(json, "expires", &ages->expires);
    cd_json_name(json, "age_days");
    if (ages->published.known && clock != CD_NO_TIME)
        cd_json_integer(json, cd_age_days(ages->published.date, clock));
    else
        cd_json_null(json);
    if (ages->issue_count == 0)
        return;
    cd_json_name(json, "date_issues");
    cd_json_open(json, '[');
    for (uint32_t i = 0; i < ages->issue_count; i++) {
        cd_json_open(json, '{');
        write_name(json, "field", ages->issues[i].field);
        write_name(json, "issue", ages->issues[i].issue);
        cd_json_close(json, '}');
    }
    cd_json_close(json, ']');
}

static void write_archive(struct cd_json *json, const struct cd_archival_report *report) {
    if (!report->signals.archive)
        return;
    cd_json_name(json, "archive");
    cd_json_open(json, '{');
    write_name(json, "source", report->signals.archive);
    if (report->signals.original_url.p) {
        cd_json_name(json, "original_url");
        cd_json_string(json, report->signals.original_url);
    }
    if (report->ages.archived.known)
        write_date(json, "archived_at", &report->ages.archived);
    cd_json_close(json, '}');
}

static bool is_correction(const struct cd_finding *found) {
    return found->entry->status == CD_STATUS_CORRECTED && !found->in_title;
}

static void write_corrections(struct cd_json *json, const struct cd_article *article,
                              const struct cd_archival_report *report) {
    const struct cd_findings *found = &report->findings;
    const struct cd_signals *signals = &report->signals;
    bool any = signals->correction_count > 0;
    for (uint32_t i = 0; i < found->notice_count; i++)
        any |= is_correction(&found->notices[i]);
    if (!any)
        return;
    cd_json_name(json, "corrections");
    cd_json_open(json, '[');
    for (uint32_t i = 0; i < found->notice_count; i++) {
        if (!is_correction(&found->notices[i]))
            continue;
        cd_json_open(json, '{');
        write_words(json, article, &found->notices[i]);
        cd_json_close(json, '}');
    }
    for (uint32_t i = 0; i < signals->correction_count; i++) {
        cd_json_open(json, '{');
        cd_json_name(json, "text");
        cd_json_string(json, signals->corrections[i]);
        cd_json_close(json, '}');
    }
    cd_json_close(json, ']');
}

static int stamp(struct cd_article *article, const char *name, struct cd_buf *buf,
                 int droppable, struct cd_error *err) {
    if (buf->failed)
        return cd_fail_memory(err);
    cd_article_stamp(article, name, cd_buf_str(buf), droppable);
    return CD_OK;
}

static int stamp_archival(const struct cd_archival_report *report,
                          struct cd_article *article, struct cd_error *err) {
    struct cd_buf buf = cd_buf_in(article->arena);
    struct cd_json json = cd_json_to(&buf);
    cd_json_open(&json, '{');
    write_name(&json, "status", cd_status_name(report->status));
    write_name(&json, "reason", report->reason);
    write_notices(&json, article, report);
    write_signal(&json, report->signal);
    write_dates(&json, article, &report->ages);
    write_archive(&json, report);
    write_corrections(&json, article, report);
    if (report->findings.more || report->signals.more) {
        cd_json_name(&json, "more_found");
        cd_json_bool(&json, true);
    }
    cd_json_close(&json, '}');
    return stamp(article, "archival", &buf, 0, err);
}

static bool is_notice(const struct cd_removed *part) {
    return strcmp(part->kind, NOTICE) == 0;
}

static int stamp_removed(struct cd_article *article, struct cd_error *err) {
    struct cd_buf buf = cd_buf_in(article->arena);
    struct cd_json json = cd_json_to(&buf);
    bool any = false;
    cd_json_open(&json, '[');
    for (uint32_t i = 0; i < article->removed_count; i++) {
        const struct cd_removed *part = &article->removed[i];
        if (is_notice(part))
            continue;
        any = true;
        cd_json_open(&json, '{');
        write_name(&json, "kind", part->kind);
        write_span(&json, &article->body, part->start, part->end);
        write_name(&json, "id", part->id);
        cd_json_close(&json, '}');
    }
    cd_json_close(&json, ']');
    return any ? stamp(article, "removed", &buf, 0, err) : CD_OK;
}

/* The body without its removed parts. White space on one side of each goes with it, so
 * that paragraphs stay parted as they were. */
static int stamp_text(struct cd_article *article, struct cd_error *err) {
    struct cd_str body = article->body.bytes;
    struct cd_buf kept = cd_buf_in(article->arena), buf = cd_buf_in(article->arena);
    size_t from = 0;
    for (uint32_t i = 0; i < article->removed_count; i++) {
        const struct cd_removed *part = &article->removed[i];
        cd_buf_add(&kept, body.p + from, part->start - from);
        from = part->end;
        while (from < body.len && cd_is_space(body.p[from]) &&
               (kept.len == 0 || cd_is_space(kept.p[kept.len - 1])))
            from++;
    }
    cd_buf_add(&kept, body.p + from, body.len - from);
    struct cd_str text = cd_str_trim_end(cd_buf_str(&kept));
    struct cd_json json = cd_json_to(&buf);
    buf.failed |= kept.failed;
    cd_json_string(&json, text);
    return stamp(article, "text", &buf, 1, err);
}

int cd_report_stamp(const struct cd_archival_report *report, struct cd_article *article,
                    struct cd_error *err) {
    int code = stamp_archival(report, article, err);
    if (code || article->removed_count == 0)
        return code;
    code = stamp_removed(article, err);
    return code ? code : stamp_text(article, err);
}
