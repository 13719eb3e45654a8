/* The demo's picture of a record. It reads the stamp as any consumer of the output topic
 * would: as JSON, with jansson, relying on config/stamp.schema.json and nothing else. */
#include "consumer/demo/show.h"

#include <jansson.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/utf8.h"

#define LABEL_COLUMNS 13
#define MOST_QUOTES   3
#define USUAL_WIDTH   100
#define LEAST_WIDTH   60
#define MOST_WIDTH    140

#define BOLD    "1"
#define DIM     "2"
#define RED     "31"
#define GREEN   "32"
#define YELLOW  "33"
#define MAGENTA "35"
#define CYAN    "36"

struct cd_show cd_show_stdout(void) {
    struct winsize size = {0};
    bool terminal = isatty(STDOUT_FILENO);
    const char *term = getenv("TERM");
    const char *plain = getenv("NO_COLOR");
    struct cd_show show = {.out = stdout, .width = USUAL_WIDTH};
    show.colour = terminal && !(plain && *plain) && !(term && strcmp(term, "dumb") == 0);
    if (terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        show.width = size.ws_col;
    if (show.width < LEAST_WIDTH)
        show.width = LEAST_WIDTH;
    if (show.width > MOST_WIDTH)
        show.width = MOST_WIDTH;
    return show;
}

/* Columns and text */

/* Good enough for headlines: combining marks none, East Asian signs and emoji two. */
static int columns_of(uint32_t cp) {
    if (cp >= 0x300 && cp <= 0x36f)
        return 0;
    bool wide = (cp >= 0x1100 && cp <= 0x115f) || (cp >= 0x2e80 && cp <= 0xa4cf) ||
                (cp >= 0xac00 && cp <= 0xd7a3) || (cp >= 0xf900 && cp <= 0xfaff) ||
                (cp >= 0xfe30 && cp <= 0xfe6f) || (cp >= 0xff00 && cp <= 0xff60) ||
                (cp >= 0x1f300 && cp <= 0x1faff) || (cp >= 0x20000 && cp <= 0x3fffd);
    return wide ? 2 : 1;
}

static void paint(const struct cd_show *show, const char *colour) {
    if (show->colour)
        fprintf(show->out, "\033[%sm", colour);
}

static void plain(const struct cd_show *show) { paint(show, "0"); }

/* At most `room` columns on one line: control characters and line breaks become spaces,
 * runs of spaces one, what is too long ends with "…". Returns the columns used. */
static int print_cut(const struct cd_show *show, struct cd_str text, int room) {
    int used = 0;
    bool space = true;
    const char *end = text.p + text.len;
    for (const char *p = text.p; p < end;) {
        uint32_t cp;
        int len = cd_utf8_decode(p, end, &cp);
        p += len;
        bool blank = cp <= 0x20 || (cp >= 0x7f && cp <= 0xa0);
        if (blank && space)
            continue;
        int columns = blank ? 1 : columns_of(cp);
        if (used + columns > room - (p < end)) {
            fputs("…", show->out);
            return used + 1;
        }
        char bytes[4];
        int n = cd_utf8_encode(blank ? ' ' : cp, bytes);
        fwrite(bytes, 1, (size_t)n, show->out);
        used += columns;
        space = blank;
    }
    return used;
}

/* "   label        " in colour; what follows begins in one column for all. */
static void print_label(const struct cd_show *show, const char *colour,
                        const char *label) {
    fputs("  ", show->out);
    paint(show, colour);
    fprintf(show->out, "%-*s", LABEL_COLUMNS - 1, label);
    plain(show);
    fputc(' ', show->out);
}

static int room_after_label(const struct cd_show *show) {
    return show->width - LABEL_COLUMNS - 2;
}

void cd_show_heading(const struct cd_show *show, const char *title, const char *text) {
    fputc('\n', show->out);
    paint(show, BOLD);
    fputs(title, show->out);
    plain(show);
    fprintf(show->out, "  %s\n", text);
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
        return BOLD ";" GREEN;
    return is(verdict, "revision") ? BOLD ";" CYAN : BOLD ";" YELLOW;
}

static void print_headline(const struct cd_show *show, const json_t *article,
                           struct cd_str verdict) {
    struct cd_str title = string_of(article, "title");
    struct cd_str source = string_of(article, "source");
    print_label(show, colour_of_verdict(verdict), verdict.p ? verdict.p : "stamped");
    paint(show, BOLD);
    int room = room_after_label(show);
    int used = print_cut(show, title.len ? title : CD_STR("(no headline)"), room * 3 / 4);
    plain(show);
    if (source.p && room - used > 10) {
        paint(show, DIM);
        fputs("  ", show->out);
        print_cut(show, source, room - used - 2);
        plain(show);
    }
    fputc('\n', show->out);
}

static void print_relation(const struct cd_show *show, const json_t *dedup) {
    struct cd_str of = string_of(dedup, "of");
    if (!of.p)
        return;
    print_label(show, DIM, "");
    fputs("of ", show->out);
    print_cut(show, of, room_after_label(show) / 2);
    fprintf(show->out, ", %.0f%% the same text",
            100 * json_number_value(json_object_get(dedup, "similarity")));
    if (json_is_true(json_object_get(dedup, "stale")))
        fputs(", older than what came before it", show->out);
    fputc('\n', show->out);
}

/* "current" is what a reader expects and is not shown. */
static void print_archival(const struct cd_show *show, const json_t *archival) {
    struct cd_str status = string_of(archival, "status");
    if (!status.p || is(status, "current"))
        return;
    struct cd_str notice = string_of(json_object_get(archival, "notice"), "text");
    print_label(show, MAGENTA, status.p);
    if (notice.p) {
        fputs("“", show->out);
        print_cut(show, notice, room_after_label(show) - 2);
        fputs("”\n", show->out);
        return;
    }
    print_cut(show, string_of(archival, "reason"), room_after_label(show) / 2);
    const json_t *days = json_object_get(archival, "age_days");
    if (json_is_number(days))
        fprintf(show->out, ", %.0f days old", json_number_value(days));
    fputc('\n', show->out);
}

static void print_quote(const struct cd_show *show, const json_t *quote) {
    struct cd_str speaker = string_of(quote, "speaker");
    struct cd_str title = string_of(quote, "title");
    int room = room_after_label(show);
    print_label(show, DIM, is(string_of(quote, "kind"), "direct") ? "quote" : "words");
    int used = 0;
    if (speaker.p) {
        paint(show, CYAN);
        used += print_cut(show, speaker, room / 3);
        plain(show);
        if (title.p) {
            fputs(" (", show->out);
            used += 3 + print_cut(show, title, room / 3);
            fputc(')', show->out);
        }
        fputs(": ", show->out);
        used += 2;
    }
    fputs("“", show->out);
    print_cut(show, string_of(quote, "text"), room - used - 2);
    fputs("”\n", show->out);
}

static void print_quotes(const struct cd_show *show, const json_t *quotes) {
    size_t count = json_array_size(quotes);
    for (size_t i = 0; i < count && i < MOST_QUOTES; i++)
        print_quote(show, json_array_get(quotes, i));
    if (count > MOST_QUOTES) {
        print_label(show, DIM, "");
        fprintf(show->out, "and %zu more\n", count - MOST_QUOTES);
    }
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
        print_label(show, DIM, "removed");
        print_cut(show, kind, room_after_label(show) / 2);
        fprintf(show->out, ", %.0f characters\n", length);
    }
}

void cd_show_article(const struct cd_show *show, struct cd_str value) {
    json_t *article = json_loadb(
        value.p, value.len,
        JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL | JSON_DISABLE_EOF_CHECK, NULL);
    const json_t *stamp = json_object_get(article, "copydesk");
    if (!stamp) {
        print_label(show, DIM, "as it came");
        print_cut(show, value, room_after_label(show));
        fputc('\n', show->out);
    } else {
        const json_t *dedup = json_object_get(stamp, "dedup");
        print_headline(show, article, string_of(dedup, "verdict"));
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
    print_label(show, BOLD ";" RED, label);
    print_cut(show, detail, room_after_label(show));
    fputc('\n', show->out);
    print_label(show, DIM, "");
    paint(show, DIM);
    print_cut(show, value, room_after_label(show));
    plain(show);
    fputc('\n', show->out);
}
