#include "consumer/picture.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>

#include "consumer/cue.h"
#include "consumer/marks.h"

#define BODY_INDENT   2
#define MOST_SPEAKERS 64 /* further ones share a mark */

#define NOTICE_COLOUR     CD_BOLD ";" CD_MAGENTA
#define REMOVED_COLOUR    CD_DIM
#define CORRECTION_COLOUR CD_MAGENTA

struct speaker {
    struct cd_str name, title;
    unsigned quotes;
    const char *sign; /* "1" */
    const char *colour;
};

struct picture {
    const struct cd_paint *paint;
    struct cd_arena *arena;
    const struct cd_article *article;
    const json_t *stamp;
    struct cd_text plain; /* what spans count in, where that is not the body */
    const struct cd_text *text;
    struct cd_marks title, body;
    struct speaker speakers[MOST_SPEAKERS];
    unsigned speaker_count, unnamed, further;
    bool failed; /* no memory */
};

/* ---- the stamp ---- */

static struct cd_str string_of(const json_t *object, const char *name) {
    const json_t *value = json_object_get(object, name);
    if (!json_is_string(value))
        return (struct cd_str){0};
    return (struct cd_str){json_string_value(value), json_string_length(value)};
}

static bool is(struct cd_str s, const char *text) {
    return cd_str_eq(s, cd_str_of(text));
}

/* The byte at which a code point begins; false: no number, or beyond the text. */
static bool byte_of(const struct cd_text *text, const json_t *place, size_t *out) {
    double value = json_is_number(place) ? json_number_value(place) : -1;
    uint32_t low = 0, high = (uint32_t)text->bytes.len;
    if (!(value >= 0) || value > cd_text_code_point(text, high))
        return false;
    uint32_t code_point = (uint32_t)value;
    while (low < high) { /* the last byte before which there are no more */
        uint32_t middle = low + (high - low + 1) / 2;
        if (cd_text_code_point(text, middle) > code_point)
            high = middle - 1;
        else
            low = middle;
    }
    *out = low;
    return true;
}

static bool span_of(const struct cd_text *text, const json_t *object,
                    struct cd_place_of *out) {
    return byte_of(text, json_object_get(object, "start"), &out->start) &&
           byte_of(text, json_object_get(object, "end"), &out->end) &&
           out->start < out->end;
}

/* "[notice en.archived: "; "[1 cue: "; without the second part where it is empty. */
static const char *opening(struct picture *picture, const char *what, struct cd_str id) {
    struct cd_buf buf = cd_buf_in(picture->arena);
    cd_buf_print(&buf, "[%s%s", what, id.len ? " " : "");
    cd_buf_add_str(&buf, id);
    cd_buf_add(&buf, ": ", 3);
    picture->failed |= buf.failed;
    return buf.failed ? "[" : buf.p;
}

static void mark(struct cd_marks *marks, struct cd_place_of place, const char *colour,
                 const char *open) {
    cd_marks_add(marks, (struct cd_mark){place.start, place.end, colour, open, "]"});
}

/* ---- notices and removed parts ---- */

static void mark_notice(struct picture *picture, const json_t *notice) {
    struct cd_place_of place;
    bool in_title = is(string_of(notice, "field"), "title");
    const struct cd_text *text = in_title ? &picture->article->title : picture->text;
    if (span_of(text, notice, &place))
        mark(in_title ? &picture->title : &picture->body, place, NOTICE_COLOUR,
             opening(picture, "notice", string_of(notice, "id")));
}

static void mark_archival(struct picture *picture, const json_t *archival) {
    struct cd_place_of place;
    size_t i;
    json_t *item;
    mark_notice(picture, json_object_get(archival, "notice"));
    json_array_foreach(json_object_get(archival, "notices"), i, item)
        mark_notice(picture, item);
    json_array_foreach(json_object_get(archival, "corrections"), i, item) {
        if (span_of(picture->text, item, &place))
            mark(&picture->body, place, CORRECTION_COLOUR, "[correction: ");
    }
}

static void mark_removed(struct picture *picture, const json_t *removed) {
    struct cd_place_of place;
    size_t i;
    json_t *item;
    json_array_foreach(removed, i, item) {
        if (span_of(picture->text, item, &place))
            mark(&picture->body, place, REMOVED_COLOUR,
                 opening(picture, "removed", string_of(item, "kind")));
    }
}

/* ---- quotes ---- */

struct quote {
    const json_t *json;
    struct cd_place_of place;
};

static int by_start(const void *a, const void *b) {
    const struct quote *x = a, *y = b;
    return (x->place.start > y->place.start) - (x->place.start < y->place.start);
}

static const char *const speaker_colours[] = {"36", "32", "33", "34", "31",
                                              "96", "92", "93", "94", "91"};
#define SPEAKER_COLOURS (sizeof speaker_colours / sizeof *speaker_colours)

/* The speaker of a name; NULL: there are too many. */
static struct speaker *find_speaker(struct picture *picture, struct cd_str name) {
    for (unsigned i = 0; i < picture->speaker_count; i++)
        if (cd_str_eq(picture->speakers[i].name, name))
            return &picture->speakers[i];
    if (picture->speaker_count == MOST_SPEAKERS)
        return NULL;
    unsigned number = picture->speaker_count++;
    struct cd_buf sign = cd_buf_in(picture->arena);
    cd_buf_print(&sign, "%u%c", number + 1, 0);
    picture->failed |= sign.failed;
    struct speaker *speaker = &picture->speakers[number];
    *speaker = (struct speaker){
        .name = name,
        .sign = sign.failed ? "" : sign.p,
        .colour = speaker_colours[number % SPEAKER_COLOURS],
    };
    return speaker;
}

/* Whose quote it is, counted; the fields of one that is not named say how it is shown. */
static struct speaker speaker_of(struct picture *picture, const json_t *quote) {
    struct cd_str name = string_of(quote, "speaker");
    if (!name.len) {
        picture->unnamed++;
        return (struct speaker){.sign = "?", .colour = CD_BOLD};
    }
    struct speaker *speaker = find_speaker(picture, name);
    if (!speaker) {
        picture->further++;
        return (struct speaker){.sign = "+", .colour = CD_BOLD};
    }
    speaker->quotes++;
    if (!speaker->title.len)
        speaker->title = string_of(quote, "title");
    return *speaker;
}

/* A colour with a further one, as a string that stays. */
static const char *more(struct picture *picture, const char *first, const char *second) {
    struct cd_buf buf = cd_buf_in(picture->arena);
    cd_buf_print(&buf, "%s;%s%c", first, second, 0);
    picture->failed |= buf.failed;
    return buf.failed ? first : buf.p;
}

#define UNDERLINED "4"

static void mark_quote(struct picture *picture, const struct quote *quote) {
    struct speaker speaker = speaker_of(picture, quote->json);
    const json_t *mention = json_object_get(quote->json, "mention");
    struct cd_place_of named, cue;
    mark(&picture->body, quote->place, speaker.colour,
         opening(picture, speaker.sign, (struct cd_str){0}));
    if (!span_of(picture->text, mention, &named))
        return;
    mark(&picture->body, named, more(picture, CD_BOLD, speaker.colour),
         opening(picture, speaker.sign, CD_STR("by")));
    if (cd_cue_find(picture->text->bytes, quote->place, named,
                    string_of(quote->json, "cue"), &cue))
        mark(&picture->body, cue, more(picture, UNDERLINED, speaker.colour),
             opening(picture, speaker.sign, CD_STR("cue")));
}

/* Speakers are numbered in the order of the text, quotes come by their score. */
static void mark_quotes(struct picture *picture, const json_t *quotes) {
    size_t count = 0, i;
    json_t *item;
    struct quote *list =
        cd_arena_zero(picture->arena, json_array_size(quotes) + 1, sizeof *list);
    picture->failed |= !list;
    if (!list)
        return;
    json_array_foreach(quotes, i, item) {
        if (span_of(picture->text, item, &list[count].place))
            list[count++].json = item;
    }
    qsort(list, count, sizeof *list, by_start);
    for (i = 0; i < count; i++)
        mark_quote(picture, &list[i]);
}

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
    cd_marks_print(&picture->title, &flow, title.len ? title : CD_STR("(no headline)"));
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
    if (is(verdict, "unique"))
        return CD_BOLD ";" CD_GREEN;
    return is(verdict, "revision") ? CD_BOLD ";" CD_CYAN : CD_BOLD ";" CD_YELLOW;
}

static void print_verdict(struct picture *picture, const char *route) {
    const json_t *dedup = json_object_get(picture->stamp, "dedup");
    struct cd_str verdict = string_of(dedup, "verdict"), of = string_of(dedup, "of");
    bool first = true;
    if (!verdict.len)
        return;
    struct cd_flow flow =
        cd_flow_label(picture->paint, colour_of_verdict(verdict), verdict);
    if (is(verdict, "unique")) {
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

static void print_status(struct picture *picture, const json_t *archival) {
    struct cd_str status = string_of(archival, "status");
    struct cd_str reason = string_of(archival, "reason");
    struct cd_str notice = string_of(json_object_get(archival, "notice"), "text");
    const char *colour =
        is(status, "current") ? CD_BOLD ";" CD_GREEN : CD_BOLD ";" CD_MAGENTA;
    if (!status.len)
        return;
    struct cd_flow flow = cd_flow_label(picture->paint, colour, status);
    if (is(reason, "none"))
        reason = CD_STR("no notice, and no field or header says otherwise");
    cd_flow_text(&flow, reason);
    if (notice.len) {
        cd_flow_print(&flow, ": “");
        cd_flow_text(&flow, notice);
        cd_flow_print(&flow, "”");
    }
    cd_flow_end(&flow);
}

static void add_issues(struct cd_flow *flow, const json_t *archival, const char *field) {
    size_t i;
    json_t *issue;
    json_array_foreach(json_object_get(archival, "date_issues"), i, issue) {
        if (!is(string_of(issue, "field"), field))
            continue;
        cd_flow_print(flow, " (");
        cd_flow_text(flow, string_of(issue, "issue"));
        cd_flow_print(flow, ")");
    }
}

static bool has_issue(const json_t *archival, const char *field) {
    size_t i;
    json_t *issue;
    json_array_foreach(json_object_get(archival, "date_issues"), i, issue) {
        if (is(string_of(issue, "field"), field))
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
        struct cd_str date = string_of(archival, fields[i]);
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
    cd_flow_text(&flow, string_of(archive, "source"));
    cd_flow_print(&flow, " ");
    cd_flow_text(&flow, string_of(archive, "original_url"));
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
    for (unsigned i = 0; i < picture->speaker_count; i++) {
        const struct speaker *speaker = &picture->speakers[i];
        print_sign(picture, speaker->colour, speaker->sign, &flow);
        cd_flow_text(&flow, speaker->name);
        if (speaker->title.len)
            cd_flow_print(&flow, ", ");
        cd_flow_text(&flow, speaker->title);
        add_count(&flow, speaker->quotes);
        cd_flow_end(&flow);
    }
    if (picture->unnamed) {
        print_sign(picture, CD_BOLD, "?", &flow);
        cd_flow_print(&flow, "not named");
        add_count(&flow, picture->unnamed);
        cd_flow_end(&flow);
    }
    if (picture->further) {
        print_sign(picture, CD_BOLD, "+", &flow);
        cd_flow_print(&flow, "further speakers");
        add_count(&flow, picture->further);
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
        cd_flow_text(&flow, string_of(quote, "text"));
        cd_flow_print(&flow, "” in ");
        cd_flow_text(&flow, string_of(first, "id"));
        cd_flow_print(&flow, " ");
        cd_flow_text(&flow, string_of(first, "published"));
        cd_flow_end(&flow);
    }
}

/* What colours mean; plain marks say it themselves. */
static void print_legend(const struct picture *picture) {
    static const struct {
        const char *colour, *name;
    } rows[] = {{NOTICE_COLOUR, "notice"},
                {CORRECTION_COLOUR, "correction"},
                {REMOVED_COLOUR, "removed"},
                {CD_BOLD, "speaker"},
                {UNDERLINED, "cue"}};
    if (!picture->paint->colour || !picture->body.count)
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

static int read_marks(struct picture *picture, struct cd_error *err) {
    struct cd_str plain = string_of(picture->stamp, "plain");
    picture->text = &picture->article->body;
    if (plain.p) {
        int rc = cd_text_read(&picture->plain, picture->arena, plain, NULL, err);
        if (rc)
            return rc;
        picture->text = &picture->plain;
    }
    mark_archival(picture, json_object_get(picture->stamp, "archival"));
    mark_removed(picture, json_object_get(picture->stamp, "removed"));
    mark_quotes(picture, json_object_get(picture->stamp, "quotes"));
    return CD_OK;
}

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
    cd_marks_print(&picture->body, &flow, picture->text->bytes);
    cd_flow_end(&flow);
    if (picture->body.count)
        fputc('\n', picture->paint->out);
    print_speakers(picture);
    print_first_seen(picture);
    print_legend(picture);
}

int cd_picture_print(const struct cd_paint *paint, const struct cd_article *article,
                     struct cd_str stamped, const char *route, struct cd_error *err) {
    struct picture picture = {
        .paint = paint, .arena = article->arena, .article = article};
    picture.title.arena = picture.body.arena = article->arena;
    json_t *json = json_loadb(
        stamped.p, stamped.len,
        JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL | JSON_DISABLE_EOF_CHECK, NULL);
    picture.stamp = json_object_get(json, "copydesk");
    int rc = CD_OK;
    if (!json_is_object(picture.stamp))
        rc = cd_fail(err, CD_EMESSAGE, "no_stamp", "there is no stamp to show");
    if (rc == CD_OK)
        rc = read_marks(&picture, err);
    if (rc == CD_OK && !picture.failed)
        print_all(&picture, route);
    picture.failed |= picture.title.failed || picture.body.failed;
    json_decref(json);
    return rc == CD_OK && picture.failed ? cd_fail_memory(err) : rc;
}
