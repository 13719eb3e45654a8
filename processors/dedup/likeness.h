/* What two texts' samples say together: how alike they are, and what speaks against their
 * being one story although their words agree. */
#ifndef CD_PROCESSORS_DEDUP_LIKENESS_H
#define CD_PROCESSORS_DEDUP_LIKENESS_H

#include "processors/dedup/explain.h"

/* Measures two sketches but for source and title. `mine` is the later one's; the grams
 * that are furniture do not count. */
struct cd_likeness cd_likeness_read(const struct cd_sketch *mine, struct cd_common my,
                                    const struct cd_sketch *theirs,
                                    struct cd_common their);

/* Is either text so short, or are both and without a name or number, that sharing it says
 * nothing unless the headline is shared, too? */
bool cd_likeness_stubs(const struct cd_sketch *mine, const struct cd_sketch *theirs);

/* Do too many numbers differ? */
bool cd_likeness_numbers_contradict(const struct cd_likeness *like);

/* Do they share enough places that hold the same for that to outweigh numbers? */
bool cd_likeness_filled_alike(const struct cd_likeness *like);

/* Why the two are no copies, of what the rules of containment let pass: CD_DEDUP_FILLED,
 * _STRANGERS, _LEADS, _VAGUE or _MORE; CD_DEDUP_NOT_ASKED: nothing speaks against it. */
enum cd_dedup_rule cd_likeness_doubt(const struct cd_likeness *like);

#endif
