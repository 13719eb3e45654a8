#include "consumer/picture.h"

#include <inttypes.h>

#include "consumer/found.h"

#define BODY_INDENT 2

struct picture {
    const struct cd_paint *paint;
    const struct cd_article *article;
    const json_t *stamp;
    struct cd_found found;
};

/* ---- above the text ---- */

/* ", " or what else stands between two parts; nothing before the first. */
static void part(struct cd_flow *flow, bool *first, const char *between) {
    if (!*first)
        cd_flow_print(flow, "%s", between);
    *first = false;
}

static void print_title(struct picture *picture) {
    struct cd_flow flow = cd_flow_begin(picture->paint, 0, 0);
    struct cd_str title = picture->article->title.bytes;
    cd_flow_style(&flow, CD_BOLD);
    cd_marks_print(&picture->found.title, &flow,
                   title.len ? title : CD_STR("(no headline)"));
    cd_flow_style(&flow, NULL);
    cd_flow_end(&flow);
}

/* Where it came from: "articles.jsonl:3, hp-2207, Gazette, en". */
static void print_origin(struct picture *picture) {
    static const enum cd_field_name fields[] = {CD_FIELD_SOURCE, CD_FIELD_LANGUAGE};
    const struct cd_article *article = picture->article;
    struct cd_flow flow = cd_flow_begin(picture->paint, 0, 0);
    cd_flow_style(&flow, CD_DIM);
    cd_flow_text(&flow, article->record->topic);
    cd_flow_print(&flow, ":%" PRId64, article->record->offset + 1);
    if (article->fields[CD_FIELD_ID].text.len) {
        cd_flow_print(&flow, ", ");
        cd_flow_text(&flow, article->fields[CD_FIELD_ID].text);
    }
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const struct cd_value *value = &article->fields[fields[i]];
        if (value->kind != CD_VALUE_STRING || !value->text.len)
            continue;
        cd_flow_print(&flow, ", ");
        cd_flow_text(&flow, value->text);
    }
    cd_flow_style(&flow, NULL);
    cd_flow_end(&flow);
}

static const char *colour_of_verdict(struct cd_str verdict) {
    if (cd_text_is(verdict, "unique"))
        return CD_BOLD ";" CD_GREEN;
    return cd_text_is(verdict, "revision") ? CD_BOLD ";" CD_CYAN : CD_BOLD ";" CD_YELLOW;
}

static void print_verdict(struct picture *picture, const char *route) {
    const json_t *dedup = json_object_get(picture->stamp, "dedup");
    struct cd_str verdict = cd_json_text(dedup, "verdict"),
                  of = cd_json_text(dedup, "of");
    bool first = true;
    if (!verdict.len)
        return;
    struct cd_flow flow =
        cd_flow_label(picture->paint, colour_of_verdict(verdict), verdict);
    if (cd_text_is(verdict, "unique")) {
        part(&flow, &first, ", ");
        cd_flow_print(&flow, "no copy of what came before");
    }
    if (of.len) {
        part(&flow, &first, ", ");
        cd_flow_print(&flow, "%.0f%% the text of ",
                      100 * json_number_value(json_object_get(dedup, "similarity")));
        cd_flow_text(&flow, of);
    }
    if (json_is_true(json_object_get(dedup, "stale"))) {
        part(&flow, &first, ", ");
        cd_flow_print(&flow, "older than what came before it");
    }
    if (route) {
        part(&flow, &first, "; ");
        cd_flow_print(&flow, "%s", route);
    }
    cd_flow_end(&flow);
}

static void add_quoted(struct cd_flow *flow, struct cd_str text) {
    if (!text.len)
        return;
    cd_flow_print(flow, ": “");
    cd_flow_text(flow, text);
    cd_flow_print(flow, "”");
}

/* "field pubstatus: “stat:canceled”"; of a correction field the first of its texts, not
 * the JSON in which it stands. */
static void add_signal(struct cd_flow *flow, const json_t *archival) {
    const json_t *signal = json_object_get(archival, "signal"), *item;
    struct cd_str name = cd_json_text(signal, "field");
    struct cd_str text = cd_json_text(signal, "text");
    size_t i;
    if (!name.len)
        name = cd_json_text(signal, "header");
    json_array_foreach(json_object_get(archival, "corrections"), i, item) {
        if (cd_text_is(name, "correction") && !json_object_get(item, "start")) {
            text = cd_json_text(item, "text");
            break;
        }
    }
    cd_flow_print(flow, " ");
    cd_flow_text(flow, name);
    add_quoted(flow, text);
}

static void print_status(struct picture *picture, const json_t *archival) {
    struct cd_str status = cd_json_text(archival, "status");
    struct cd_str reason = cd_json_text(archival, "reason");
    struct cd_str notice = cd_json_text(json_object_get(archival, "notice"), "text");
    const char *colour =
        cd_text_is(status, "current") ? CD_BOLD ";" CD_GREEN : CD_BOLD ";" CD_MAGENTA;
    if (!status.len)
        return;
    struct cd_flow flow = cd_flow_label(picture->paint, colour, status);
    if (cd_text_is(reason, "none"))
        reason = json_object_get(archival, "notices")
                     ? CD_STR("no notice in force, and no field or header says otherwise")
                     : CD_STR("no notice, and no field or header says otherwise");
    cd_flow_text(&flow, reason);
    if (json_object_get(archival, "signal"))
        add_signal(&flow, archival);
    add_quoted(&flow, notice);
    cd_flow_end(&flow);
}

static void add_issues(struct cd_flow *flow, const json_t *archival, const char *field) {
    size_t i;
    json_t *issue;
    json_array_foreach(json_object_get(archival, "date_issues"), i, issue) {
        if (!cd_text_is(cd_json_text(issue, "field"), field))
            continue;
        cd_flow_print(flow, " (");
        cd_flow_text(flow, cd_json_text(issue, "issue"));
        cd_flow_print(flow, ")");
    }
}

static bool has_issue(const json_t *archival, const char *field) {
    size_t i;
    json_t *issue;
    json_array_foreach(json_object_get(archival, "date_issues"), i, issue) {
        if (cd_text_is(cd_json_text(issue, "field"), field))
            return true;
    }
    return false;
}

/* The stamp gives dates by field, not by place in the text. */
static void print_dates(struct picture *picture, const json_t *archival) {
    static const char *const fields[] = {"published", "modified", "archived", "embargoed",
                                         "expires"};
    const json_t *days = json_object_get(archival, "age_days");
    struct cd_flow flow;
    bool first = true;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        struct cd_str date = cd_json_text(archival, fields[i]);
        if (!date.len && !has_issue(archival, fields[i]))
            continue;
        if (first)
            flow = cd_flow_label(picture->paint, CD_DIM, CD_STR("dates"));
        part(&flow, &first, ", ");
        cd_flow_print(&flow, "%s %s", fields[i], date.len ? "" : "unknown");
        cd_flow_text(&flow, date);
        add_issues(&flow, archival, fields[i]);
    }
    if (!first && json_is_number(days))
        cd_flow_print(&flow, ", %.0f days old", json_number_value(days));
    if (!first)
        cd_flow_end(&flow);
}

static void print_archive(struct picture *picture, const json_t *archive) {
    if (!json_is_object(archive))
        return;
    struct cd_flow flow = cd_flow_label(picture->paint, CD_DIM, CD_STR("archive"));
    cd_flow_text(&flow, cd_json_text(archive, "source"));
    cd_flow_print(&flow, " ");
    cd_flow_text(&flow, cd_json_text(archive, "original_url"));
    cd_flow_end(&flow);
}

/* ---- below the text ---- */

static void print_sign(const struct picture *picture, const char *colour,
                       const char *sign, struct cd_flow *flow) {
    char label[32];
    snprintf(label, sizeof label, "[%s]", sign);
    *flow = cd_flow_label(picture->paint, colour, cd_str_of(label));
}

static void add_count(struct cd_flow *flow, unsigned count) {
    cd_flow_print(flow, ": %u quote%s", count, count == 1 ? "" : "s");
}

static void print_speakers(const struct picture *picture) {
    struct cd_flow flow;
    for (unsigned i = 0; i < picture->found.speaker_count; i++) {
        const struct cd_speaker *speaker = &picture->found.speakers[i];
        print_sign(picture, speaker->colour, speaker->sign, &flow);
        cd_flow_text(&flow, speaker->name);
        if (speaker->title.len)
            cd_flow_print(&flow, ", ");
        cd_flow_text(&flow, speaker->title);
        add_count(&flow, speaker->quotes);
        cd_flow_end(&flow);
    }
    if (picture->found.unnamed) {
        print_sign(picture, CD_BOLD, "?", &flow);
        cd_flow_print(&flow, "not named");
        add_count(&flow, picture->found.unnamed);
        cd_flow_end(&flow);
    }
    if (picture->found.further) {
        print_sign(picture, CD_BOLD, "+", &flow);
        cd_flow_print(&flow, "further speakers");
        add_count(&flow, picture->found.further);
        cd_flow_end(&flow);
    }
}

/* Quotes that ran before. */
static void print_first_seen(const struct picture *picture) {
    size_t i;
    json_t *quote;
    json_array_foreach(json_object_get(picture->stamp, "quotes"), i, quote) {
        const json_t *first = json_object_get(quote, "first_seen");
        if (!first)
            continue;
        struct cd_flow flow = cd_flow_label(picture->paint, CD_DIM, CD_STR("ran before"));
        cd_flow_print(&flow, "“");
        cd_flow_text(&flow, cd_json_text(quote, "text"));
        cd_flow_print(&flow, "” in ");
        cd_flow_text(&flow, cd_json_text(first, "id"));
        cd_flow_print(&flow, " ");
        cd_flow_text(&flow, cd_json_text(first, "published"));
        cd_flow_end(&flow);
    }
}

/* What colours mean; plain marks say it themselves. */
static void print_legend(const struct picture *picture) {
    static const struct {
        const char *colour, *name;
    } rows[] = {{CD_NOTICE_COLOUR, "notice"},   {CD_CORRECTION_COLOUR, "correction"},
                {CD_REMOVED_COLOUR, "removed"}, {CD_DATE_COLOUR, "date"},
                {CD_BOLD, "speaker"},           {CD_CUE_COLOUR, "cue"}};
    if (!picture->paint->colour || !picture->found.body.count)
        return;
    struct cd_flow flow = cd_flow_label(picture->paint, CD_DIM, CD_STR("legend"));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cd_flow_style(&flow, rows[i].colour);
        cd_flow_print(&flow, "%s", rows[i].name);
        cd_flow_style(&flow, NULL);
        cd_flow_print(&flow, "  ");
    }
    cd_flow_end(&flow);
}

/* ---- the whole ---- */

static void print_all(struct picture *picture, const char *route) {
    const json_t *archival = json_object_get(picture->stamp, "archival");
    print_title(picture);
    print_origin(picture);
    print_verdict(picture, route);
    print_status(picture, archival);
    print_dates(picture, archival);
    print_archive(picture, json_object_get(archival, "archive"));
    fprintf(picture->paint->out, "\n%*s", BODY_INDENT, "");
    struct cd_flow flow = cd_flow_begin(picture->paint, BODY_INDENT, 0);
    cd_marks_print(&picture->found.body, &flow, picture->found.text->bytes);
    cd_flow_end(&flow);
    if (picture->found.body.count)
        fputc('\n', picture->paint->out);
    print_speakers(picture);
    print_first_seen(picture);
    print_legend(picture);
}

static int print(struct picture *picture, const char *route, struct cd_error *err) {
    if (!json_is_object(picture->stamp))
        return cd_fail(err, CD_EMESSAGE, "no_stamp", "there is no stamp to show");
    int rc = cd_found_read(&picture->found, picture->stamp, err);
    if (rc)
        return rc;
    print_all(picture, route);
    return picture->found.title.failed || picture->found.body.failed ? cd_fail_memory(err)
                                                                     : CD_OK;
}

int cd_picture_print(const struct cd_view *view, const struct cd_article *article,
                     struct cd_str stamped, const char *route, struct cd_error *err) {
    json_error_t fault;
    json_t *json = json_loadb(
        stamped.p, stamped.len,
        JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL | JSON_DISABLE_EOF_CHECK, &fault);
    if (!json && json_error_code(&fault) == json_error_out_of_memory)
        return cd_fail_memory(err);
    struct picture picture = {.paint = &view->paint,
                              .article = article,
                              .stamp = json_object_get(json, "copydesk"),
                              .found = {.article = article, .dates = view->dates}};
    int rc = print(&picture, route, err);
    json_decref(json);
    return rc;
}
