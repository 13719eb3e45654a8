#include "consumer/found.h"

#include <stdlib.h>

#include "consumer/cue.h"
#include "processors/archival/date_find.h"

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
                    struct cd_stretch *out) {
    return byte_of(text, json_object_get(object, "start"), &out->start) &&
           byte_of(text, json_object_get(object, "end"), &out->end) &&
           out->start < out->end;
}

/* "[notice en.archived: "; "[1 cue: "; without the second part where it is empty. */
static const char *opening(struct cd_found *found, const char *what, struct cd_str id) {
    struct cd_buf buf = cd_buf_in(found->arena);
    cd_buf_print(&buf, "[%s%s", what, id.len ? " " : "");
    cd_buf_add_str(&buf, id);
    cd_buf_add(&buf, ": ", 3);
    found->failed |= buf.failed;
    return buf.failed ? "[" : buf.p;
}

static void mark(struct cd_marks *marks, struct cd_stretch place, const char *colour,
                 const char *open) {
    cd_marks_add(marks, (struct cd_mark){place.start, place.end, colour, open, "]"});
}

/* ---- notices and removed parts ---- */

static void mark_notice(struct cd_found *found, const json_t *notice) {
    struct cd_stretch place;
    bool in_title = cd_text_is(cd_json_text(notice, "field"), "title");
    const struct cd_text *text = in_title ? &found->article->title : found->text;
    bool lapsed = json_is_true(json_object_get(notice, "lapsed"));
    if (span_of(text, notice, &place))
        mark(in_title ? &found->title : &found->body, place,
             lapsed ? CD_REMOVED_COLOUR : CD_NOTICE_COLOUR,
             opening(found, lapsed ? "lapsed notice" : "notice",
                     cd_json_text(notice, "id")));
}

static void mark_archival(struct cd_found *found, const json_t *archival) {
    struct cd_stretch place;
    size_t i;
    json_t *item;
    mark_notice(found, json_object_get(archival, "notice"));
    json_array_foreach(json_object_get(archival, "notices"), i, item)
        mark_notice(found, item);
    json_array_foreach(json_object_get(archival, "corrections"), i, item) {
        if (span_of(found->text, item, &place))
            mark(&found->body, place, CD_CORRECTION_COLOUR, "[correction: ");
    }
}

static void mark_removed(struct cd_found *found, const json_t *removed) {
    struct cd_stretch place;
    size_t i;
    json_t *item;
    json_array_foreach(removed, i, item) {
        if (span_of(found->text, item, &place))
            mark(&found->body, place, CD_REMOVED_COLOUR,
                 opening(found, "removed", cd_json_text(item, "kind")));
    }
}

/* ---- quotes ---- */

struct quote {
    const json_t *json;
    struct cd_stretch place;
};

static int by_start(const void *a, const void *b) {
    const struct quote *x = a, *y = b;
    return (x->place.start > y->place.start) - (x->place.start < y->place.start);
}

static const char *const speaker_colours[] = {"36", "32", "33", "34", "31",
                                              "96", "92", "93", "94", "91"};
#define SPEAKER_COLOURS (sizeof speaker_colours / sizeof *speaker_colours)

/* The speaker of a name; NULL: there are too many. */
static struct cd_speaker *find_speaker(struct cd_found *found, struct cd_str name) {
    for (unsigned i = 0; i < found->speaker_count; i++)
        if (cd_str_eq(found->speakers[i].name, name))
            return &found->speakers[i];
    if (found->speaker_count == CD_MOST_SPEAKERS)
        return NULL;
    unsigned number = found->speaker_count++;
    struct cd_buf sign = cd_buf_in(found->arena);
    cd_buf_print(&sign, "%u%c", number + 1, 0);
    found->failed |= sign.failed;
    struct cd_speaker *speaker = &found->speakers[number];
    *speaker = (struct cd_speaker){
        .name = name,
        .sign = sign.failed ? "" : sign.p,
        .colour = speaker_colours[number % SPEAKER_COLOURS],
    };
    return speaker;
}

/* Whose quote it is, counted; the fields of one that is not named say how it is shown. */
static struct cd_speaker speaker_of(struct cd_found *found, const json_t *quote) {
    struct cd_str name = cd_json_text(quote, "speaker");
    if (!name.len) {
        found->unnamed++;
        return (struct cd_speaker){.sign = "?", .colour = CD_BOLD};
    }
    struct cd_speaker *speaker = find_speaker(found, name);
    if (!speaker) {
        found->further++;
        return (struct cd_speaker){.sign = "+", .colour = CD_BOLD};
    }
    speaker->quotes++;
    if (!speaker->title.len)
        speaker->title = cd_json_text(quote, "title");
    return *speaker;
}

/* A colour with a further one, as a string that stays. */
static const char *more(struct cd_found *found, const char *first, const char *second) {
    struct cd_buf buf = cd_buf_in(found->arena);
    cd_buf_print(&buf, "%s;%s%c", first, second, 0);
    found->failed |= buf.failed;
    return buf.failed ? first : buf.p;
}

static void mark_quote(struct cd_found *found, const struct quote *quote) {
    struct cd_speaker speaker = speaker_of(found, quote->json);
    const json_t *mention = json_object_get(quote->json, "mention");
    struct cd_stretch named, cue;
    mark(&found->body, quote->place, speaker.colour,
         opening(found, speaker.sign, (struct cd_str){0}));
    if (!span_of(found->text, mention, &named))
        return;
    mark(&found->body, named, more(found, CD_BOLD, speaker.colour),
         opening(found, speaker.sign, CD_STR("by")));
    if (cd_cue_find(found->text->bytes, quote->place, named,
                    cd_json_text(quote->json, "cue"), &cue))
        mark(&found->body, cue, more(found, CD_CUE_COLOUR, speaker.colour),
             opening(found, speaker.sign, CD_STR("cue")));
}

/* Speakers are numbered in the order of the text, quotes come by their score. */
static void mark_quotes(struct cd_found *found, const json_t *quotes) {
    size_t count = 0, i;
    json_t *item;
    struct quote *list =
        cd_arena_zero(found->arena, json_array_size(quotes) + 1, sizeof *list);
    found->failed |= !list;
    if (!list)
        return;
    json_array_foreach(quotes, i, item) {
        if (span_of(found->text, item, &list[count].place))
            list[count++].json = item;
    }
    qsort(list, count, sizeof *list, by_start);
    for (i = 0; i < count; i++)
        mark_quote(found, &list[i]);
}

static void mark_dates(struct cd_found *found) {
    const struct cd_text *text = found->text;
    struct cd_span date = {0};
    while (found->dates && cd_date_find(found->dates, text, date.end, &date)) {
        struct cd_stretch place = {text->tokens[date.first].start,
                                   text->tokens[date.end - 1].end};
        mark(&found->body, place, CD_DATE_COLOUR, "[date: ");
    }
}

int cd_found_read(struct cd_found *found, const json_t *stamp, struct cd_error *err) {
    const struct cd_article *article = found->article;
    struct cd_str plain = cd_json_text(stamp, "plain");
    *found = (struct cd_found){.article = article,
                               .dates = found->dates,
                               .arena = article->arena,
                               .text = &article->body};
    found->title.arena = found->body.arena = article->arena;
    if (plain.p) {
        int rc = cd_text_read(&found->plain, found->arena, plain, NULL, err);
        if (rc)
            return rc;
        found->text = &found->plain;
    }
    mark_archival(found, json_object_get(stamp, "archival"));
    mark_removed(found, json_object_get(stamp, "removed"));
    mark_quotes(found, json_object_get(stamp, "quotes"));
    mark_dates(found);
    return found->failed ? cd_fail_memory(err) : CD_OK;
}
