/* What an article is, given the heads in the window: the rules of matching. Everything
 * here is a function of the article and the heads that the index holds; there is no clock
 * and no chance. */
#ifndef CD_PROCESSORS_DEDUP_RULES_H
#define CD_PROCESSORS_DEDUP_RULES_H

#include "processors/dedup/explain.h"
#include "processors/dedup/index.h"
#include "processors/dedup/settings.h"

struct cd_finding {
    enum cd_verdict_kind kind;
    uint16_t similarity;      /* containment, in 1/1000 */
    bool stale;               /* a revision that is older than what was seen before it */
    const struct cd_head *of; /* NULL: unique; borrowed until the index changes */
    uint8_t rules[CD_STEP_COUNT]; /* enum cd_dedup_rule: what each step said, in order */
};

/* Judges what was seen at `place`: against heads before it, at most settings->records
 * offsets back. */
struct cd_finding cd_rules_judge(const struct cd_dedup_settings *settings,
                                 const struct cd_index *index, const struct cd_seen *seen,
                                 int64_t place);

#endif
