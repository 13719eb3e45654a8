/* Where in the text is a quote's cue? The stamp gives it as text only. */
#ifndef CD_CONSUMER_CUE_H
#define CD_CONSUMER_CUE_H

#include "base/str.h"

/* Bytes [start, end) of a text. */
struct cd_stretch {
    size_t start, end;
};

/* Looks for the cue between a quote and the mention of its speaker, then next to the
 * mention. Only where it stands there once, as a word, it is taken; else false: what is
 * not sure is not shown. All bounds lie within the text. */
bool cd_cue_find(struct cd_str text, struct cd_stretch quote, struct cd_stretch mention,
                 struct cd_str cue, struct cd_stretch *out);

#endif
