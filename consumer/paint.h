/* Text for a terminal: colours where they are wanted, columns, lines broken between
 * words. An article's text must never drive the terminal: control characters, characters
 * that turn the direction of writing and others that are not seen are written as \u202e.
 *
 * Colours are numbers of ECMA-48's SGR, as text ("1;32"), and go to a terminal only, and
 * not where NO_COLOR (no-color.org) is set or TERM is "dumb". */
#ifndef CD_CONSUMER_PAINT_H
#define CD_CONSUMER_PAINT_H

#include <stdint.h>
#include <stdio.h>

#include "base/error.h"
#include "base/str.h"

#define CD_BOLD    "1"
#define CD_DIM     "2"
#define CD_RED     "31"
#define CD_GREEN   "32"
#define CD_YELLOW  "33"
#define CD_BLUE    "34"
#define CD_MAGENTA "35"
#define CD_CYAN    "36"

struct cd_paint {
    FILE *out;
    bool colour;
    int width; /* columns; the caller may change it */
};

/* For stdout. The width is COLUMNS, else the terminal's, else 80; never below 20. */
struct cd_paint cd_paint_stdout(void);

/* Begins a colour; ends it. Nothing where there are no colours. */
void cd_paint_on(const struct cd_paint *paint, const char *colour);
void cd_paint_off(const struct cd_paint *paint);

/* How many columns a code point takes: 0 to 2; those that are written as an escape take
 * its length. */
int cd_paint_columns(uint32_t cp);

/* Text on one line, however long; white space becomes as many spaces. */
void cd_paint_line(const struct cd_paint *paint, struct cd_str text);

/* Text on one line, in at most `room` columns: runs of white space are one space, what is
 * too long ends with "…". Returns the columns used. */
int cd_paint_cut(const struct cd_paint *paint, struct cd_str text, int room);

/* Running text, broken between words to the paint's width. A line break in it is one, a
 * blank line stays a blank line. */
struct cd_flow {
    const struct cd_paint *paint;
    int indent;        /* columns before each line; below the width */
    int used;          /* columns of this line, the indent not counted */
    int breaks;        /* lines to end before the next word */
    bool space;        /* a space stands before the next word */
    const char *style; /* colour of what comes; NULL: none */
    const char *begun; /* … of where the word began */
    int columns;       /* of the word */
    size_t len;        /* bytes of the word */
    char word[512];    /* not written yet: which line it is on is not known */
};

/* Begins; the first line is the one that the cursor is on, `used` columns behind the
 * indent. */
struct cd_flow cd_flow_begin(const struct cd_paint *paint, int indent, int used);

/* Begins with a label on a line of its own column; what follows is indented behind it. */
struct cd_flow cd_flow_label(const struct cd_paint *paint, const char *colour,
                             struct cd_str label);

/* Adds text, or what a format gives (at most some 500 bytes); changes the colour of what
 * comes next (NULL: none); ends the last line. A colour's string is borrowed until the
 * end. */
void cd_flow_text(struct cd_flow *flow, struct cd_str text);
void cd_flow_print(struct cd_flow *flow, const char *format, ...) CD_PRINTF(2, 3);
void cd_flow_style(struct cd_flow *flow, const char *colour);
void cd_flow_end(struct cd_flow *flow);

#endif
