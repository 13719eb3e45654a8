/* What the extents of notices (extent.c) and of furniture (extent_furniture.c) share. */
#ifndef CD_ARCHIVAL_EXTENT_H
#define CD_ARCHIVAL_EXTENT_H

#include "processors/archival/scan.h"

/* The end of the sentence that the match ends in; of an embargo where its date ends and
 * the article begins in that sentence. */
uint32_t cd_own_end(const struct cd_scan *scan, const struct cd_hit *hit);

/* Is what stands behind the match in its paragraph most of the text? Then the text has
 * lost its line breaks. */
bool cd_is_whole_text(const struct cd_scan *scan, const struct cd_hit *hit);

/* Does something of this role begin at this word? A label ends with its mark. */
bool cd_begins_as(const struct cd_scan *scan, uint32_t word, enum cd_role role);

/* Where furniture ends that begins at the hit's anchor. */
uint32_t cd_furniture_end(const struct cd_scan *scan, const struct cd_hit *hit);

#endif
