#include "consumer/paint.h"

#include <stdarg.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

#include "base/utf8.h"

#define USUAL_WIDTH   80
#define LEAST_WIDTH   20
#define MOST_WIDTH    1000
#define LABEL_COLUMNS 13
#define ESCAPE        16 /* bytes that a code point or its escape takes at most */

static int width_of(int fd) {
    const char *columns = getenv("COLUMNS");
    struct winsize size = {0};
    long width = columns ? strtol(columns, NULL, 10) : 0;
    if (width <= 0 && ioctl(fd, TIOCGWINSZ, &size) == 0)
        width = size.ws_col;
    if (width <= 0)
        width = USUAL_WIDTH;
    if (width < LEAST_WIDTH)
        return LEAST_WIDTH;
    return width > MOST_WIDTH ? MOST_WIDTH : (int)width;
}

struct cd_paint cd_paint_stdout(void) {
    const char *term = getenv("TERM");
    const char *plain = getenv("NO_COLOR");
    return (struct cd_paint){
        .out = stdout,
        .colour = isatty(STDOUT_FILENO) && !(plain && *plain) &&
                  !(term && strcmp(term, "dumb") == 0),
        .width = width_of(STDOUT_FILENO),
    };
}

void cd_paint_on(const struct cd_paint *paint, const char *colour) {
    if (paint->colour)
        fprintf(paint->out, "\033[%sm", colour);
}

void cd_paint_off(const struct cd_paint *paint) { cd_paint_on(paint, "0"); }

/* ---- code points ---- */

enum glyph {
    GLYPH_SEEN,   /* written as it is */
    GLYPH_BLANK,  /* white space */
    GLYPH_BREAK,  /* ends a line */
    GLYPH_HYPHEN, /* a place where a word may be parted: left out */
    GLYPH_ESCAPED,
};

#define ZERO_WIDTH_NON_JOINER 0x200c
#define ZERO_WIDTH_JOINER     0x200d
#define SOFT_HYPHEN           0xad

static enum glyph glyph_of(uint32_t cp) {
    if (cp > 0x20 && cp < 0x7f)
        return GLYPH_SEEN;
    if (cp == '\n')
        return GLYPH_BREAK;
    if (cp == '\t' || cp == '\r' || cp == '\f')
        return GLYPH_BLANK;
    if (cp == SOFT_HYPHEN)
        return GLYPH_HYPHEN;
    if (cp == ZERO_WIDTH_JOINER || cp == ZERO_WIDTH_NON_JOINER)
        return GLYPH_SEEN; /* parts of letters and of emoji */
    switch (utf8proc_category((utf8proc_int32_t)cp)) {
        case UTF8PROC_CATEGORY_ZS:
            return GLYPH_BLANK;
        case UTF8PROC_CATEGORY_CC:
        case UTF8PROC_CATEGORY_CF:
        case UTF8PROC_CATEGORY_CS:
        case UTF8PROC_CATEGORY_ZL:
        case UTF8PROC_CATEGORY_ZP:
            return GLYPH_ESCAPED;
        default:
            return GLYPH_SEEN;
    }
}

/* How a code point is written, and in how many columns. Returns the bytes. */
static size_t write_glyph(char out[ESCAPE], uint32_t cp, enum glyph glyph, int *columns) {
    if (glyph == GLYPH_ESCAPED) {
        int len = snprintf(out, ESCAPE, cp > 0xffff ? "\\U%08x" : "\\u%04x", cp);
        *columns = len;
        return (size_t)len;
    }
    *columns = glyph == GLYPH_SEEN ? utf8proc_charwidth((utf8proc_int32_t)cp) : 1;
    if (glyph != GLYPH_SEEN)
        cp = ' ';
    return (size_t)cd_utf8_encode(cp, out);
}

int cd_paint_columns(uint32_t cp) {
    char bytes[ESCAPE];
    int columns;
    enum glyph glyph = glyph_of(cp);
    if (glyph == GLYPH_HYPHEN)
        return 0;
    write_glyph(bytes, cp, glyph, &columns);
    return columns;
}

/* ---- one line ---- */

void cd_paint_line(const struct cd_paint *paint, struct cd_str text) {
    const char *end = text.p + text.len;
    for (const char *p = text.p; p < end;) {
        char bytes[ESCAPE];
        uint32_t cp;
        int columns;
        p += cd_utf8_decode(p, end, &cp);
        fwrite(bytes, 1, write_glyph(bytes, cp, glyph_of(cp), &columns), paint->out);
    }
}

int cd_paint_cut(const struct cd_paint *paint, struct cd_str text, int room) {
    int used = 0;
    bool blank = true;
    const char *end = text.p + text.len;
    for (const char *p = text.p; p < end;) {
        uint32_t cp;
        p += cd_utf8_decode(p, end, &cp);
        enum glyph glyph = glyph_of(cp);
        bool is_blank = glyph == GLYPH_BLANK || glyph == GLYPH_BREAK;
        if ((is_blank && blank) || glyph == GLYPH_HYPHEN)
            continue;
        char bytes[ESCAPE];
        int columns;
        size_t len = write_glyph(bytes, cp, glyph, &columns);
        if (used + columns > room - (p < end)) {
            fputs("…", paint->out);
            return used + 1;
        }
        fwrite(bytes, 1, len, paint->out);
        used += columns;
        blank = is_blank;
    }
    return used;
}

/* ---- running text ---- */

struct cd_flow cd_flow_begin(const struct cd_paint *paint, int indent, int used) {
    return (struct cd_flow){.paint = paint, .indent = indent, .used = used};
}

struct cd_flow cd_flow_label(const struct cd_paint *paint, const char *colour,
                             struct cd_str label) {
    cd_paint_on(paint, colour);
    int used = cd_paint_cut(paint, label, LABEL_COLUMNS - 2);
    cd_paint_off(paint);
    fprintf(paint->out, "%*s", LABEL_COLUMNS - used, "");
    return cd_flow_begin(paint, LABEL_COLUMNS, 0);
}

static int room_of(const struct cd_flow *flow) {
    int room = flow->paint->width - flow->indent;
    return room > 0 ? room : 1;
}

/* A colour ends with its line, so that the indent has none. */
static void break_line(struct cd_flow *flow, int lines) {
    FILE *out = flow->paint->out;
    if (flow->begun)
        cd_paint_off(flow->paint);
    for (int i = 0; i < lines; i++)
        fputc('\n', out);
    fprintf(out, "%*s", flow->indent, "");
    if (flow->begun)
        cd_paint_on(flow->paint, flow->begun);
    flow->used = 0;
    flow->space = false;
}

/* Writes the word, on this line if it still has room. */
static void write_word(struct cd_flow *flow) {
    bool space = flow->space && flow->used > 0;
    if (flow->columns > 0 && flow->breaks > 0)
        break_line(flow, flow->breaks);
    else if (flow->used > 0 && flow->used + space + flow->columns > room_of(flow))
        break_line(flow, 1);
    else if (space && flow->columns > 0) {
        fputc(' ', flow->paint->out);
        flow->used++;
    }
    if (flow->columns > 0) {
        flow->space = false;
        flow->breaks = 0;
    }
    fwrite(flow->word, 1, flow->len, flow->paint->out);
    flow->used += flow->columns;
    flow->columns = 0;
    flow->len = 0;
    flow->begun = flow->style;
}

static void add_bytes(struct cd_flow *flow, const char *bytes, size_t len, int columns) {
    if (flow->len + len > sizeof flow->word || flow->columns + columns > room_of(flow))
        write_word(flow);
    memcpy(flow->word + flow->len, bytes, len);
    flow->len += len;
    flow->columns += columns;
}

/* Scripts that are written without spaces may break anywhere. */
static void add_seen(struct cd_flow *flow, uint32_t cp, enum glyph glyph) {
    char bytes[ESCAPE];
    int columns;
    size_t len = write_glyph(bytes, cp, glyph, &columns);
    bool wide = glyph == GLYPH_SEEN && columns == 2;
    if (wide)
        write_word(flow);
    add_bytes(flow, bytes, len, columns);
    if (wide)
        write_word(flow);
}

static void end_line(struct cd_flow *flow) {
    write_word(flow);
    if (flow->used > 0 && flow->breaks < 2)
        flow->breaks++;
}

void cd_flow_text(struct cd_flow *flow, struct cd_str text) {
    const char *end = text.p + text.len;
    for (const char *p = text.p; p < end;) {
        uint32_t cp;
        p += cd_utf8_decode(p, end, &cp);
        enum glyph glyph = glyph_of(cp);
        switch (glyph) {
            case GLYPH_SEEN:
            case GLYPH_ESCAPED:
                add_seen(flow, cp, glyph);
                break;
            case GLYPH_BLANK:
                write_word(flow);
                flow->space = true;
                break;
            case GLYPH_BREAK:
                end_line(flow);
                break;
            case GLYPH_HYPHEN:
                break;
        }
    }
}

void cd_flow_print(struct cd_flow *flow, const char *format, ...) {
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    cd_flow_text(flow, cd_str_of(text));
}

void cd_flow_style(struct cd_flow *flow, const char *colour) {
    char bytes[32];
    flow->style = colour;
    if (!flow->paint->colour)
        return;
    int len = colour ? snprintf(bytes, sizeof bytes, "\033[0;%sm", colour)
                     : snprintf(bytes, sizeof bytes, "\033[0m");
    add_bytes(flow, bytes, (size_t)len, 0);
}

void cd_flow_end(struct cd_flow *flow) {
    write_word(flow);
    if (flow->style)
        cd_paint_off(flow->paint);
    fputc('\n', flow->paint->out);
}
