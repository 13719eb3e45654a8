/* The ledger's rules (processors/dedup/README.md): a log that every instance appends to
 * and reads back, from which each comes to the same verdicts. This is the one interface;
 * it does no input or output. Two transports carry the records: the Kafka topic
 * (consumer/ledger_kafka.c) and the in-process log (log_memory.h), which `filter`, the
 * unit tests and the simulator use.
 *
 * A *seen* record is an article's fingerprint, made by the dedup processor
 * (article->fingerprint); of a tombstone, or an article that came to nothing, it makes a
 * *withdrawn* record there. A *decided* record is a batch of verdicts, made here. A
 * *contract* record says in words what makes fingerprints comparable. record.h documents
 * all four byte by byte. A judge is owned by one thread.
 *
 * What a transport does, in this order:
 *   1. cd_judge_new; read from max(first offset, end - cd_judge_history) up to `end`:
 *      cd_judge_start(end), then cd_judge_read for each record, cd_judge_caught_up.
 *   2. Append cd_ledger_contract's record once.
 *   3. For each parked article append article->fingerprint, remembering its identity.
 *   4. Read on. After each cd_judge_read fetch the rulings; those whose identity is not
 *      one's own are only counted. CD_RULED and CD_REPEATED: hand out the verdict and put
 *      the ruling into the next decided record. CD_LOGGED: the verdict stands; only now
 *      may a transaction with this article commit. (The acknowledgement alone is not
 *      enough: another owner's verdict may lie before ours, and the first one stands.)
 *      CD_CORRECTED: abort; the article is appended again and finds what stands.
 *      CD_WITHDRAWN: what was to be withdrawn is, by the ledger; go on. */
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

/* Why there is a ruling. */
enum cd_ruling_kind {
    CD_RULED,     /* judged, by this instance; nothing is logged yet: append it */
    CD_REPEATED,  /* seen again: the verdict that stands; append it again, so that it does
                   * not age out before its newest place */
    CD_LOGGED,    /* read from the ledger, what CD_RULED or CD_REPEATED said */
    CD_CORRECTED, /* read from the ledger and unlike what was said before: what was made
                   * of that must not be committed. If verdict.known is false, nothing
                   * stands: append the article again */
    CD_WITHDRAWN, /* a withdrawn record was read; the verdict is none, but known */
};

/* What the judge has to say of a seen record. Strings are borrowed from the judge until
 * its next read. Copy the struct to keep it for cd_ledger_decided, which does not look
 * at the strings. */
struct cd_ruling {
    struct cd_identity identity;
    int64_t at;    /* ledger offset of the seen record that this rules on */
    int64_t place; /* of the first seen record of its identity; mostly equal to `at` */
    struct cd_verdict verdict;
    enum cd_ruling_kind how;
    uint32_t copies; /* CD_WITHDRAWN, of an article that came to nothing: copies that had
                      * been set aside in its favour */
};

/* Numbers for logs and metrics. */
struct cd_judge_counts {
    uint64_t seen, decided, judged, repeated; /* records, verdicts read, judgements … */
    uint64_t corrected;                       /* logged verdicts unlike one's own */
    uint64_t voided;       /* logged verdicts that named something that is no head */
    uint64_t foreign;      /* records of another contract, skipped */
    uint64_t elsewhere;    /* records of another pipeline, skipped */
    uint64_t malformed;    /* records that are none, skipped */
    uint64_t recreated;    /* same place in the input, other bytes */
    uint64_t withdrawn;    /* heads that a tombstone, a kill or a refusal ended */
    uint64_t forsaken;     /* copies set aside in favour of an article that came to
                            * nothing after all */
    uint64_t heads, bytes; /* in the index now */
    int64_t oldest_ms,
        newest_ms; /* timestamps of the oldest and newest head; CD_NO_TIME */
};

/* An empty judge for the settings of "dedup" and "ledger". CD_ENOMEM, CD_EUSAGE. */
CD_MUST_USE int cd_judge_new(struct cd_judge **out, const struct cd_config *config,
                             struct cd_error *err);
void cd_judge_free(struct cd_judge *judge);

/* How many records before the ledger's end a starter has to read (rule 4: 2N). */
int64_t cd_judge_history(const struct cd_judge *judge);

/* The ledger's end as it stood at start: records before it are history, whose logged
 * verdicts are taken over and which are judged only where the reader met none (rule 3).
 * Call it once, before the first read; `end` may equal the first offset. */
void cd_judge_start(struct cd_judge *judge, int64_t end);

/* Takes the next record of the ledger, in the order of offsets. Rulings that follow from
 * it are fetched by cd_judge_next until that returns 0, before the next read. A record
 * that is not ours to read (foreign contract, unknown version, malformed) is counted and
 * skipped. CD_ENOMEM: the judge may only be freed after it. CD_EWORLD when offsets do
 * not rise by one (a gap: start again with a new judge). `record` is borrowed for the
 * call. */
CD_MUST_USE int cd_judge_read(struct cd_judge *judge, int64_t offset,
                              struct cd_str record, struct cd_error *err);

/* At offset `end`, where the topic may hold no further record yet: ends the history and
 * judges what has no verdict. Rulings follow as after a read. CD_EUSAGE when the history
 * was written under another contract: the text names the setting that differs. */
CD_MUST_USE int cd_judge_caught_up(struct cd_judge *judge, struct cd_error *err);

/* The next ruling: 1, or 0 when there is none. */
int cd_judge_next(struct cd_judge *judge, struct cd_ruling *out);

struct cd_judge_counts cd_judge_counts(const struct cd_judge *judge);

/* Writes rulings (CD_RULED, CD_REPEATED) as one decided record. Where a verdict names a
 * head whose own verdict is not in the ledger yet, that one is written before it: a
 * verdict stands only if what it names does. CD_ENOMEM. */
CD_MUST_USE int cd_ledger_decided(const struct cd_judge *judge,
                                  const struct cd_ruling *rulings, size_t count,
                                  struct cd_buf *out);

/* Writes this judge's contract record. CD_ENOMEM. */
CD_MUST_USE int cd_ledger_contract(const struct cd_judge *judge, struct cd_buf *out);

/* Has the dedup processor a withdrawn record to make of it: a tombstone with a record
 * key, or an article that the broker refuses (article->refused)? */
bool cd_ledger_withdraws(const struct cd_article *article);

/* The identity of a seen or withdrawn record (article->fingerprint), to find the ruling's
 * article.
 * CD_EMESSAGE where it is not one. */
CD_MUST_USE int cd_ledger_identity(struct cd_str record, struct cd_identity *out);

/* Copies a ruling's verdict to the article (strings into its arena), so that the chain
 * can go on: verdict.known; and which of its quotes ran before (article->said), as of
 * now. CD_ENOMEM. */
CD_MUST_USE int cd_ledger_settle(const struct cd_judge *judge, struct cd_article *article,
                                 const struct cd_ruling *ruling);

/* Without Kafka: takes the parked article's fingerprint as the next record of a ledger
 * that only this judge reads, and settles the article. The judge needs no start. Nothing
 * is logged, so a judge used so is used in no other way. CD_ENOMEM. */
CD_MUST_USE int cd_ledger_settle_alone(struct cd_judge *judge, struct cd_article *article,
                                       struct cd_error *err);

#endif
