/* One pass. What parts two words is not written where it stands but kept as pending, the
 * strongest of what comes together, and written before the next visible sign: so nothing
 * is at the ends and no two blank lines meet. Each separator is shorter than what it is
 * written for. Not a parser of HTML (libxml2, lexbor): a tree is more than is wanted, and
 * what feeds send is seldom a document. */
#include "processors/text/markup.h"

#include <strings.h>

#include "base/utf8.h"
#include "processors/text/entities.h"
#include "processors/text/tags.h"

#define NO_BREAK_SPACE 0xa0
#define MOST_MISSING   16 /* more than there are names of hidden elements */

enum separator { NONE, SPACE, FIXED_SPACE, LINE, PARAGRAPH };

struct conversion {
    const char *p, *end;
    char *out;
    size_t len;
    enum separator pending;
    bool pre;                            /* white space counts */
    bool by_lines;                       /* a blank line parts paragraphs */
    bool newline;                        /* one came since the last sign */
    bool cdata;                          /* "<![CDATA[" is open */
    bool endless_comment;                /* no comment ends any more */
    struct cd_str missing[MOST_MISSING]; /* hidden elements that nothing closes now */
    size_t missing_count;
};

static bool same_name(struct cd_str a, struct cd_str b) {
    return a.len == b.len && strncasecmp(a.p, b.p, a.len) == 0;
}

/* Is there a tag of which this is true? */
static bool any_tag(struct cd_str text, bool (*is_meant)(const struct cd_tag *tag)) {
    const char *p = text.p, *end = p + text.len;
    while ((p = memchr(p, '<', (size_t)(end - p)))) {
        struct cd_tag tag = cd_tag_at(p, end);
        if (tag.len && is_meant(&tag))
            return true;
        p += tag.len ? tag.len : 1;
    }
    return false;
}

static bool is_proof(const struct cd_tag *tag) {
    return tag->kind == CD_TAG_HIDDEN ? tag->closing : tag->kind != CD_TAG_INLINE;
}

bool cd_markup_holds(struct cd_str text) { return any_tag(text, is_proof); }

static bool parts_text(const struct cd_tag *tag) {
    return tag->kind == CD_TAG_BREAK || same_name(tag->name, CD_STR("p")) ||
           same_name(tag->name, CD_STR("div"));
}

/* ---- what is written ---- */

static void part(struct conversion *c, enum separator separator) {
    if (c->pending < separator)
        c->pending = separator;
}

/* White space at the end; only <pre> writes any before a separator. */
static void trim(struct conversion *c) {
    while (c->len && cd_is_space(c->out[c->len - 1]))
        c->len--;
}

static void add(struct conversion *c, const char *bytes, size_t len) {
    static const struct cd_str separators[] = {
        [NONE] = {"", 0},   [SPACE] = {" ", 1},        [FIXED_SPACE] = {"\u00a0", 2},
        [LINE] = {"\n", 1}, [PARAGRAPH] = {"\n\n", 2},
    };
    if (c->pending >= LINE)
        trim(c);
    if (c->len) {
        struct cd_str separator = separators[c->pending];
        memcpy(c->out + c->len, separator.p, separator.len);
        c->len += separator.len;
    }
    c->pending = NONE;
    c->newline = false;
    memcpy(c->out + c->len, bytes, len);
    c->len += len;
}

/* White space before all text is left out in <pre>, too. */
static void add_space(struct conversion *c, char byte) {
    if (c->pre) {
        if (c->len && (byte == '\n' || byte == '\t' || byte == ' '))
            add(c, &byte, 1);
        return;
    }
    part(c, byte == '\n' && c->newline && c->by_lines ? PARAGRAPH : SPACE);
    c->newline |= byte == '\n';
}

static void add_sign(struct conversion *c, uint32_t cp) {
    char bytes[4];
    if (cp <= ' ')
        add_space(c, (char)cp);
    else if (cp == NO_BREAK_SPACE && !c->pre)
        part(c, FIXED_SPACE);
    else
        add(c, bytes, (size_t)cd_utf8_encode(cp, bytes));
}

/* ---- what is left out ---- */

static bool begins(const struct conversion *c, struct cd_str with) {
    return (size_t)(c->end - c->p) >= with.len && memcmp(c->p, with.p, with.len) == 0;
}

static bool skip_mark(struct conversion *c, struct cd_str mark) {
    if (!begins(c, mark))
        return false;
    c->p += mark.len;
    return true;
}

/* "<!-->" is a whole comment, too. */
static bool skip_comment(struct conversion *c) {
    if (c->endless_comment || !begins(c, CD_STR("<!--")))
        return false;
    const char *close = memmem(c->p + 2, (size_t)(c->end - c->p) - 2, "-->", 3);
    c->endless_comment = !close;
    if (close)
        c->p = close + 3;
    return close != NULL;
}

static bool is_missing(const struct conversion *c, struct cd_str name) {
    for (size_t i = 0; i < c->missing_count; i++)
        if (same_name(c->missing[i], name))
            return true;
    return c->missing_count == MOST_MISSING;
}

/* Goes on behind the element's closing tag; where there is none, only the tag goes, as
 * it may be all that a cut has left of the element. */
static void skip_hidden(struct conversion *c, struct cd_str name) {
    if (is_missing(c, name))
        return;
    for (const char *q = c->p; (q = memchr(q, '<', (size_t)(c->end - q))); q++) {
        if (c->end - q < 2 || q[1] != '/')
            continue;
        struct cd_tag tag = cd_tag_at(q, c->end);
        if (!tag.len || !same_name(tag.name, name))
            continue;
        c->p = q + tag.len;
        return;
    }
    c->missing[c->missing_count++] = name;
}

/* ---- tags ---- */

/* A line break right behind <pre> is not shown. */
static void take_pre(struct conversion *c, bool opens) {
    c->pre = opens;
    if (!opens)
        return;
    skip_mark(c, CD_STR("\r"));
    skip_mark(c, CD_STR("\n"));
}

static void apply(struct conversion *c, struct cd_tag tag) {
    switch (tag.kind) {
        case CD_TAG_INLINE:
            break;
        case CD_TAG_CELL:
            part(c, SPACE);
            break;
        case CD_TAG_BREAK:
            part(c, c->pending >= LINE ? PARAGRAPH : LINE);
            break;
        case CD_TAG_LINE:
            part(c, LINE);
            break;
        case CD_TAG_BLOCK:
            part(c, PARAGRAPH);
            if (same_name(tag.name, CD_STR("pre")))
                take_pre(c, !tag.closing);
            break;
        case CD_TAG_HIDDEN:
            if (!tag.closing && !tag.empty)
                skip_hidden(c, tag.name);
            break;
    }
}

static bool take_markup(struct conversion *c) {
    if (skip_comment(c))
        return true;
    if (skip_mark(c, CD_STR("<![CDATA["))) {
        c->cdata = true;
        return true;
    }
    struct cd_tag tag = cd_tag_at(c->p, c->end);
    c->p += tag.len;
    if (tag.len)
        apply(c, tag);
    return tag.len > 0;
}

static bool take_reference(struct conversion *c) {
    uint32_t cp;
    int len = cd_entity_decode(c->p, c->end, &cp);
    c->p += len;
    if (len)
        add_sign(c, cp);
    return len > 0;
}

static bool end_cdata(struct conversion *c) {
    if (!c->cdata || !skip_mark(c, CD_STR("]]>")))
        return false;
    c->cdata = false;
    return true;
}

/* ---- the pass ---- */

/* Has a byte a meaning of its own? U+00A0 begins with 0xc2. */
static bool is_special(char byte) {
    return (unsigned char)byte <= ' ' || byte == '<' || byte == '&' || byte == ']' ||
           byte == '\xc2';
}

/* Does a byte stand for itself wherever it is, as a lone space between two signs does? */
static bool is_literal(const char *p, const char *end) {
    return !is_special(*p) || (*p == ' ' && p + 1 < end && !is_special(p[1]));
}

static void take(struct conversion *c) {
    if ((*c->p == '<' && take_markup(c)) || (*c->p == '&' && take_reference(c)) ||
        (*c->p == ']' && end_cdata(c)))
        return;
    if ((unsigned char)*c->p <= ' ') {
        add_space(c, *c->p++);
        return;
    }
    if (!c->pre && skip_mark(c, CD_STR("\u00a0"))) {
        part(c, FIXED_SPACE);
        return;
    }
    const char *from = c->p++;
    while (c->p < c->end && is_literal(c->p, c->end))
        c->p++;
    add(c, from, (size_t)(c->p - from));
}

int cd_markup_plain(struct cd_str html, struct cd_arena *arena, struct cd_str *plain) {
    struct conversion c = {.p = html.p, .end = html.p + html.len};
    c.by_lines = !any_tag(html, parts_text);
    c.out = cd_arena_alloc(arena, html.len);
    if (!c.out)
        return CD_ENOMEM;
    while (c.p < c.end)
        take(&c);
    trim(&c);
    *plain = (struct cd_str){c.out, c.len};
    return CD_OK;
}
