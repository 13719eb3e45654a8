/* A link is "<target>" and parameters behind semicolons; commas part links, and stand in
 * targets and quoted values, too: "datetime" has one behind the weekday. So the header is
 * read from left to right and never searched. */
#include "processors/archival/links.h"

#include <string.h>
#include <strings.h>

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

static void step(struct cd_str *s, size_t n) { *s = cd_str_cut(*s, n, s->len); }

static void skip_blanks(struct cd_str *s) {
    while (s->len && is_blank(s->p[0]))
        step(s, 1);
}

static bool next_is(const struct cd_str *s, char c) { return s->len && s->p[0] == c; }

/* All up to one of these signs, trailing blanks left out. */
static struct cd_str take_until(struct cd_str *s, const char *signs) {
    size_t n = 0;
    while (n < s->len && (s->p[n] == '\0' || !strchr(signs, s->p[n])))
        n++;
    struct cd_str taken = cd_str_cut(*s, 0, n);
    step(s, n);
    while (taken.len && is_blank(taken.p[taken.len - 1]))
        taken.len--;
    return taken;
}

/* What stands between quotation marks; one that is not closed goes on to the end. */
static struct cd_str take_quoted(struct cd_str *s) {
    size_t n = 1;
    while (n < s->len && s->p[n] != '"')
        n += s->p[n] == '\\' && n + 1 < s->len ? 2 : 1;
    struct cd_str taken = cd_str_cut(*s, 1, n);
    step(s, n < s->len ? n + 1 : n);
    return taken;
}

static bool named(struct cd_str name, const char *wanted) {
    return name.len == strlen(wanted) && strncasecmp(name.p, wanted, name.len) == 0;
}

/* Of a parameter that occurs twice the first counts (section 3.3). */
static void set(struct cd_str *to, struct cd_str value) {
    if (!to->p)
        *to = value;
}

static void take_parameter(struct cd_str *s, struct cd_link *link) {
    struct cd_str name = take_until(s, "=;,"), value = {NULL, 0};
    if (next_is(s, '=')) {
        step(s, 1);
        skip_blanks(s);
        value = next_is(s, '"') ? take_quoted(s) : take_until(s, ";,");
    }
    if (named(name, "rel"))
        set(&link->rel, value);
    else if (named(name, "datetime"))
        set(&link->datetime, value);
    else if (named(name, "anchor"))
        link->anchored = true;
    take_until(s, ";,"); /* what stands behind a quoted value and should not */
}

bool cd_link_next(struct cd_str *rest, struct cd_link *link) {
    skip_blanks(rest);
    while (rest->len && !next_is(rest, '<')) {
        take_until(rest, ",");
        step(rest, rest->len ? 1 : 0);
        skip_blanks(rest);
    }
    if (rest->len == 0)
        return false;
    step(rest, 1);
    *link = (struct cd_link){.target = take_until(rest, ">")};
    step(rest, rest->len ? 1 : 0);
    skip_blanks(rest);
    while (next_is(rest, ';')) {
        step(rest, 1);
        skip_blanks(rest);
        take_parameter(rest, link);
    }
    return true;
}

bool cd_link_is(const struct cd_link *link, const char *type) {
    struct cd_str rest = link->rel;
    while (rest.len) {
        struct cd_str word = take_until(&rest, " \t\r\n");
        if (named(word, type))
            return true;
        skip_blanks(&rest);
    }
    return false;
}
