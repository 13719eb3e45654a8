/* Spans of a text that stand out when it is shown: by colour, or between marks where
 * there are no colours, so that nothing is lost without them. */
#ifndef CD_CONSUMER_MARKS_H
#define CD_CONSUMER_MARKS_H

#include "base/arena.h"
#include "consumer/paint.h"

struct cd_mark {
    size_t start, end;        /* bytes of the text */
    const char *colour;       /* borrowed, like the others */
    const char *open, *close; /* what stands around it without colours */
};

struct cd_marks {
    struct cd_arena *arena; /* the rest is private; zero at first */
    struct cd_mark *list;
    size_t count, room;
    bool failed; /* no memory: checked once, at the end */
};

/* Adds a span. Spans may lie in one another; of two that cross, the one that begins later
 * is left out when they are printed, of two with the same bounds the one added later. */
void cd_marks_add(struct cd_marks *marks, struct cd_mark mark);

/* Prints the text with its spans; what lies beyond its end is cut off. */
void cd_marks_print(struct cd_marks *marks, struct cd_flow *flow, struct cd_str text);

#endif
