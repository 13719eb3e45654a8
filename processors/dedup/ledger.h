/* The ledger's rules (ARCHITECTURE.md#ledger): a log that every instance appends to and
 * reads back, from which each comes to the same verdicts. This is the one interface; it
 * does no input or output. Two transports carry the records: the Kafka topic
 * (consumer/ledger_kafka.c) and the in-process log (log_memory.h), which `filter`, the
 * unit tests and the simulator use.
 *
 * A *seen* record is an article's fingerprint, made by the dedup processor
 * (article->fingerprint). A *decided* record is a batch of verdicts, made here. A judge
 * is owned by one thread. */
#ifndef CD_PROCESSORS_DEDUP_LEDGER_H
#define CD_PROCESSORS_DEDUP_LEDGER_H

#include "config/config.h"
#include "processors/article.h"

struct cd_judge;

/* Who an article is (rule 5), hashed to 128 bits: pipeline, topic, partition, offset,
 * timestamp, bytes. */
struct cd_identity {
    uint64_t low, high;
};

/* What the judge has to say of a place in the ledger. Strings are borrowed from the judge
 * until its next call. */
struct cd_ruling {
    struct cd_identity identity;
    int64_t place; /* ledger offset of the first seen record */
    struct cd_verdict verdict;
    enum {
        CD_RULED,     /* judged now, by this instance; append it */
        CD_REPEATED,  /* seen again: the verdict that stands; append it again, so that
                       * it does not age out before its newest place */
        CD_LOGGED,    /* read from the ledger, equal to one's own or without one of it */
        CD_CORRECTED, /* read from the ledger and unlike one's own: it stands, what was
                       * made of the own one must not be committed */
    } how;
};

/* Numbers for logs and metrics. */
struct cd_judge_counts {
    uint64_t seen, decided, judged, repeated, corrected, foreign, malformed;
    uint64_t heads, bytes; /* in the index now */
};

/* An empty judge for the settings of "dedup". CD_ENOMEM, CD_EUSAGE. */
CD_MUST_USE int cd_judge_new(struct cd_judge **out, const struct cd_config *config,
                             struct cd_error *err);
void cd_judge_free(struct cd_judge *judge);

/* How many records before the ledger's end a starter has to read (rule 4: 2N). */
int64_t cd_judge_history(const struct cd_judge *judge);

/* The ledger's end as it stood at start: records before it are history, whose logged
 * verdicts are taken over and which are judged only once the reader stands at `end`
 * (rule 3). Call it once, before the first read. */
void cd_judge_start(struct cd_judge *judge, int64_t end);

/* Takes the next record of the ledger, in the order of offsets. Rulings that follow from
 * it are fetched by cd_judge_next until that returns 0, before the next read. A record
 * that is not ours to read (foreign contract, unknown version, malformed) is counted and
 * skipped. CD_ENOMEM; CD_EWORLD when offsets do not rise by one (a gap: start again). */
CD_MUST_USE int cd_judge_read(struct cd_judge *judge, int64_t offset,
                              struct cd_str record, struct cd_error *err);

/* At offset `end`, where the topic may hold no further record yet: ends the history. */
CD_MUST_USE int cd_judge_caught_up(struct cd_judge *judge, struct cd_error *err);

/* The next ruling: 1, or 0 when there is none. */
int cd_judge_next(struct cd_judge *judge, struct cd_ruling *out);

struct cd_judge_counts cd_judge_counts(const struct cd_judge *judge);

/* Writes a batch of rulings (CD_RULED, CD_REPEATED) as one decided record. CD_ENOMEM. */
CD_MUST_USE int cd_ledger_decided(const struct cd_judge *judge,
                                  const struct cd_ruling *rulings, size_t count,
                                  struct cd_buf *out);

/* The identity of a seen record (article->fingerprint), to find the ruling's article.
 * CD_EMESSAGE where it is not one. */
CD_MUST_USE int cd_ledger_identity(struct cd_str record, struct cd_identity *out);

#endif
