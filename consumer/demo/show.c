/* The demo's picture of a record. It reads the stamp as any consumer of the output topic
 * would: as JSON, with jansson, relying on config/stamp.schema.json and nothing else. */
#include "consumer/demo/show.h"

#include <jansson.h>

#define LABEL_COLUMNS 15
#define MOST_QUOTES   2
#define LEAST_WIDTH   60
#define MOST_WIDTH    140

struct cd_show cd_show_stdout(void) {
    struct cd_show show = {.paint = cd_paint_stdout()};
    if (show.paint.width < LEAST_WIDTH)
        show.paint.width = LEAST_WIDTH;
    if (show.paint.width > MOST_WIDTH)
        show.paint.width = MOST_WIDTH;
    return show;
}

/* Columns and text */

static void paint(const struct cd_show *show, const char *colour) {
    cd_paint_on(&show->paint, colour);
}

static void plain(const struct cd_show *show) { cd_paint_off(&show->paint); }

static int print_cut(const struct cd_show *show, struct cd_str text, int room) {
    return cd_paint_cut(&show->paint, text, room);
}

/* The label of a headline stands out by two columns; what follows begins in one column
 * for all. */
static void print_label_at(const struct cd_show *show, int indent, const char *colour,
                           const char *label) {
    fprintf(show->paint.out, "%*s", indent, "");
    paint(show, colour);
    fprintf(show->paint.out, "%-*s", LABEL_COLUMNS - indent, label);
    plain(show);
    fputc(' ', show->paint.out);
}

static void print_head(const struct cd_show *show, const char *colour,
                       const char *label) {
    print_label_at(show, 2, colour, label);
}

static void print_label(const struct cd_show *show, const char *colour,
                        const char *label) {
    print_label_at(show, 4, colour, label);
}

static int room_after_label(const struct cd_show *show) {
    return show->paint.width - LABEL_COLUMNS - 1;
}

void cd_show_heading(const struct cd_show *show, const char *title, const char *text) {
    fputc('\n', show->paint.out);
    paint(show, CD_BOLD);
    fputs(title, show->paint.out);
    plain(show);
    fprintf(show->paint.out, "%s%s\n", *text ? "  " : "", text);
}

/* Articles */

static struct cd_str string_of(const json_t *object, const char *name) {
    const json_t *value = json_object_get(object, name);
    if (!json_is_string(value))
        return (struct cd_str){0};
    return (struct cd_str){json_string_value(value), json_string_length(value)};
}

static bool is(struct cd_str s, const char *text) {
    return cd_str_eq(s, cd_str_of(text));
}

static const char *colour_of_verdict(struct cd_str verdict) {
    if (is(verdict, "unique"))
        return CD_BOLD ";" CD_GREEN;
    return is(verdict, "revision") ? CD_BOLD ";" CD_CYAN : CD_BOLD ";" CD_YELLOW;
}

/* Source, language and the number of quotes, behind the headline. */
static void print_origin(const struct cd_show *show, const json_t *article, size_t quotes,
                         int room) {
    static const char *const fields[] = {"source", "language"};
    paint(show, CD_DIM);
    const char *gap = "  ";
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        struct cd_str text = string_of(article, fields[i]);
        if (text.len == 0 || room < 16)
            continue;
        fputs(gap, show->paint.out);
        room -= 3 + print_cut(show, text, room - 12);
        gap = ", ";
    }
    if (quotes > 0 && room >= 12)
        fprintf(show->paint.out, "%s%zu quote%s", gap, quotes, quotes == 1 ? "" : "s");
    plain(show);
}

static void print_headline(const struct cd_show *show, const json_t *article,
                           struct cd_str verdict, size_t quotes) {
    struct cd_str title = string_of(article, "title");
    print_head(show, colour_of_verdict(verdict), verdict.p ? verdict.p : "stamped");
    paint(show, CD_BOLD);
    int room = room_after_label(show);
    int used = print_cut(show, title.len ? title : CD_STR("(no headline)"), room * 2 / 3);
    plain(show);
    print_origin(show, article, quotes, room - used);
    fputc('\n', show->paint.out);
}

static void print_relation(const struct cd_show *show, const json_t *dedup) {
    struct cd_str of = string_of(dedup, "of");
    if (!of.p)
        return;
    print_label(show, CD_DIM, "");
    fprintf(show->paint.out, "%.0f%% the text of ",
            100 * json_number_value(json_object_get(dedup, "similarity")));
    print_cut(show, of, room_after_label(show) / 2);
    if (json_is_true(json_object_get(dedup, "stale")))
        fputs(", older than what came before it", show->paint.out);
    fputc('\n', show->paint.out);
}

/* "current" is what a reader expects and is not shown. */
static void print_archival(const struct cd_show *show, const json_t *archival) {
    struct cd_str status = string_of(archival, "status");
    if (!status.p || is(status, "current"))
        return;
    struct cd_str notice = string_of(json_object_get(archival, "notice"), "text");
    print_label(show, CD_MAGENTA, status.p);
    if (notice.p) {
        fputs("“", show->paint.out);
        print_cut(show, notice, room_after_label(show) - 2);
        fputs("”\n", show->paint.out);
        return;
    }
    print_cut(show, string_of(archival, "reason"), room_after_label(show) / 2);
    const json_t *days = json_object_get(archival, "age_days");
    if (json_is_number(days))
        fprintf(show->paint.out, ", %.0f days old", json_number_value(days));
    fputc('\n', show->paint.out);
}

static void print_quote(const struct cd_show *show, const json_t *quote) {
    struct cd_str speaker = string_of(quote, "speaker");
    struct cd_str title = string_of(quote, "title");
    int room = room_after_label(show);
    print_label(show, CD_DIM, is(string_of(quote, "kind"), "direct") ? "quote" : "words");
    int used = 0;
    if (speaker.p) {
        paint(show, CD_CYAN);
        used += print_cut(show, speaker, room / 3);
        plain(show);
        if (title.p) {
            fputs(" (", show->paint.out);
            used += 3 + print_cut(show, title, room / 3);
            fputc(')', show->paint.out);
        }
        fputs(": ", show->paint.out);
        used += 2;
    }
    fputs("“", show->paint.out);
    print_cut(show, string_of(quote, "text"), room - used - 2);
    fputs("”\n", show->paint.out);
}

static void print_quotes(const struct cd_show *show, const json_t *quotes) {
    size_t count = json_array_size(quotes);
    for (size_t i = 0; i < count && i < MOST_QUOTES; i++)
        print_quote(show, json_array_get(quotes, i));
}

static void print_removed(const struct cd_show *show, const json_t *removed) {
    size_t count = json_array_size(removed);
    for (size_t i = 0; i < count; i++) {
        const json_t *part = json_array_get(removed, i);
        struct cd_str kind = string_of(part, "kind");
        double length = json_number_value(json_object_get(part, "end")) -
                        json_number_value(json_object_get(part, "start"));
        if (is(kind, "notice"))
            continue;
        print_label(show, CD_DIM, "removed");
        print_cut(show, kind, room_after_label(show) / 2);
        fprintf(show->paint.out, ", %.0f characters\n", length);
    }
}

static void count_stamp(struct cd_tally *tally, const json_t *stamp) {
    struct cd_str verdict = string_of(json_object_get(stamp, "dedup"), "verdict");
    tally->uniques += is(verdict, "unique");
    tally->revisions += is(verdict, "revision");
    tally->exacts += is(verdict, "exact");
    tally->nears += is(verdict, "near");
    tally->notices +=
        json_object_get(json_object_get(stamp, "archival"), "notice") != NULL;
    tally->removed += json_array_size(json_object_get(stamp, "removed"));
    size_t i;
    json_t *quote;
    json_array_foreach(json_object_get(stamp, "quotes"), i, quote) {
        tally->quotes++;
        tally->speakers += string_of(quote, "speaker").p != NULL;
    }
}

void cd_show_tally(const struct cd_show *show) {
    const struct cd_tally *tally = &show->tally;
    print_head(show, CD_DIM, "verdicts");
    fprintf(show->paint.out, "%zu unique, %zu revision, %zu exact, %zu near\n",
            tally->uniques, tally->revisions, tally->exacts, tally->nears);
    print_head(show, CD_DIM, "notices");
    fprintf(show->paint.out, "%zu; parts of bodies removed: %zu\n", tally->notices,
            tally->removed);
    print_head(show, CD_DIM, "quotes");
    fprintf(show->paint.out, "%zu, %zu of them with a speaker\n", tally->quotes,
            tally->speakers);
}

void cd_show_article(struct cd_show *show, struct cd_str value) {
    json_t *article = json_loadb(
        value.p, value.len,
        JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL | JSON_DISABLE_EOF_CHECK, NULL);
    const json_t *stamp = json_object_get(article, "copydesk");
    if (!stamp) {
        print_head(show, CD_DIM, "as it came");
        print_cut(show, value, room_after_label(show));
        fputc('\n', show->paint.out);
    } else {
        const json_t *dedup = json_object_get(stamp, "dedup");
        count_stamp(&show->tally, stamp);
        print_headline(show, article, string_of(dedup, "verdict"),
                       json_array_size(json_object_get(stamp, "quotes")));
        print_relation(show, dedup);
        print_archival(show, json_object_get(stamp, "archival"));
        print_quotes(show, json_object_get(stamp, "quotes"));
        print_removed(show, json_object_get(stamp, "removed"));
    }
    json_decref(article);
}

void cd_show_dead(const struct cd_show *show, struct cd_str reason, struct cd_str detail,
                  struct cd_str value) {
    char label[32];
    snprintf(label, sizeof label, "%.*s", (int)(reason.len < 31 ? reason.len : 31),
             reason.p ? reason.p : "");
    print_head(show, CD_BOLD ";" CD_RED, label);
    print_cut(show, detail, room_after_label(show));
    fputc('\n', show->paint.out);
    print_label(show, CD_DIM, "");
    paint(show, CD_DIM);
    print_cut(show, value, room_after_label(show));
    plain(show);
    fputc('\n', show->paint.out);
}
