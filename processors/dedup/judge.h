/* What the files of the judge share: judge.c reads the ledger and judges, standing.c
 * takes over the verdicts that are logged, withdraw.c ends heads, append.c writes,
 * explain.c asks. Nobody else includes it but their tests. */
#ifndef CD_PROCESSORS_DEDUP_JUDGE_H
#define CD_PROCESSORS_DEDUP_JUDGE_H

#include "processors/dedup/first.h"
#include "processors/dedup/index.h"
#include "processors/dedup/ledger.h"
#include "processors/dedup/places.h"
#include "processors/dedup/queue.h"
#include "processors/dedup/rules.h"
#include "processors/dedup/settings.h"

struct cd_judge {
    struct cd_dedup_settings settings;
    uint64_t contract;
    struct cd_places places;
    struct cd_index index;
    struct cd_chains by_record; /* heads by record key, a node each: same numbers */
    struct cd_firsts firsts;
    struct cd_queue queue;
    uint32_t copies;  /* of the article that was withdrawn last; for its ruling */
    uint64_t applied; /* number of the first item in the queue that the index lacks */
    struct cd_fifo rulings;  /* struct cd_ruling, not fetched yet */
    int64_t first, next;     /* offsets: where reading began, what comes next */
    int64_t end;             /* of the history */
    bool opened;             /* `first` is known */
    bool live;               /* the history is read: rulings are given */
    bool alone;              /* nothing is ever logged */
    struct cd_error foreign; /* how another contract in the history differs */
    struct cd_judge_counts counts;
};

/* A judge for settings that were read already. CD_ENOMEM. */
CD_MUST_USE int cd_judge_make(struct cd_judge **out,
                              const struct cd_dedup_settings *settings);

/* Puts a head into the index and notes its number at its place. A kill is none: it ends
 * the heads of its document. */
CD_MUST_USE int cd_judge_index(struct cd_judge *judge, int64_t offset,
                               const struct cd_seen *seen);

/* Applies what waits in the queue, as far as verdicts are there; `force`: judges what has
 * none. */
CD_MUST_USE int cd_judge_apply(struct cd_judge *judge, bool force);

/* The place whose turn in the queue is next; `offset`, where nothing waits. What waits
 * names places by its own offset, so that these are kept until then. */
int64_t cd_judge_turn(const struct cd_judge *judge, int64_t offset);

/* Is that `place` repeats another no more than a guess? Its article was seen so near the
 * beginning of the memory that the one before may itself have repeated one that lies
 * before it. A verdict in the ledger tells. */
bool cd_judge_guesses(const struct cd_judge *judge, const struct cd_place *place);

/* Notes a ruling on the record at `at`, whose verdict is that of `origin`. Nothing before
 * the judge is live. */
CD_MUST_USE int cd_judge_say(struct cd_judge *judge, int64_t at,
                             const struct cd_place *origin, enum cd_ruling_kind how);

/* What was seen at `offset`, judged by the heads before it. */
struct cd_finding cd_judge_find(const struct cd_judge *judge, const struct cd_seen *seen,
                                int64_t offset);

/* Lets the window end at `offset`: heads that lie too far back leave it. */
void cd_judge_reach(struct cd_judge *judge, int64_t offset);

/* What a kill is: a revision of its document's latest head, whatever its text says; where
 * there is none, what any article with its text is. */
struct cd_finding cd_withdraw_judge(const struct cd_judge *judge,
                                    const struct cd_seen *kill, int64_t offset);

/* Ends the heads of a kill's document: the one that its verdict names and the other
 * versions of that. */
void cd_withdraw_document(struct cd_judge *judge, const struct cd_outcome *outcome,
                          const struct cd_seen *kill);

/* Takes a withdrawn record; applies one in its turn. */
CD_MUST_USE int cd_withdraw_read(struct cd_judge *judge, int64_t offset,
                                 struct cd_str record);
void cd_withdraw_apply(struct cd_judge *judge, int64_t offset, struct cd_str record);

/* Takes the verdicts of a decided record. */
CD_MUST_USE int cd_standing_read(struct cd_judge *judge, struct cd_str record);

#endif
