/* Which part of a text is its story's lead. What a copy cuts is the end; furniture,
 * background and other briefs stand around. So whether the leads of two texts are in both
 * tells a story that was copied from two that stand beside the same furniture.
 *
 * A lead is a quarter of a text: its beginning, but where furniture comes first, and the
 * words of the headline not before it, what these begin. */
#ifndef CD_PROCESSORS_DEDUP_LEAD_H
#define CD_PROCESSORS_DEDUP_LEAD_H

#include "processors/text/text.h"

/* One word in so many. */
#define CD_LEAD 4

/* The first word of a lead, and how many they are. */
struct cd_lead {
    size_t first, count;
};

/* Finds the lead of a text by its words' hashes (cd_value_hash). `title` is its headline;
 * NULL: none. */
struct cd_lead cd_lead_find(const uint64_t *words, size_t count,
                            const struct cd_text *title);

#endif
