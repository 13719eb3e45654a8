/* The inside of the ledger's thread, shared by its two files: ledger_kafka.c (states,
 * catching up, the loop) and ledger_step.c (one turn of the loop: append, read, judge,
 * log, settle). Everything here is the ledger's thread's own. */
#ifndef CD_CONSUMER_LEDGER_THREAD_H
#define CD_CONSUMER_LEDGER_THREAD_H

#include <pthread.h>

#include "consumer/flights.h"
#include "consumer/ledger_kafka.h"
#include "consumer/ledger_reader.h"
#include "consumer/ledger_writer.h"
#include "processors/dedup/ledger.h"

/* Verdicts in one decided record: as many as one turn of the loop may yield. */
#define CD_LEDGER_BATCH 256

struct cd_ledger_thread {
    const struct cd_config *config;
    struct cd_ring *ring;
    const struct cd_logger *log;
    pthread_t thread;

    /* Of one session, from STARTING to LOST: */
    struct cd_reader reader;
    struct cd_writer writer;
    struct cd_judge *judge;
    struct cd_flights flights;
    struct cd_ruling batch[CD_LEDGER_BATCH]; /* our rulings that are not logged yet */
    size_t batched;

    uint64_t tickets;       /* decided records appended so far, in all sessions */
    struct cd_arena arena;  /* for a decided record on its way out */
    int64_t next_look_ms;   /* when to look after what goes wrong slowly */
    int64_t next_verify_ms; /* when to ask whether the topic is the same */
    int64_t next_word_ms;   /* when to say again that records wait */
    bool waiting;           /* it was said that records wait */
    uint64_t foreign_known; /* foreign records that the log has told of */
};

/* One turn. *busy says whether anything was done. CD_EWORLD: LOST; CD_ENOMEM: FAILED. */
CD_MUST_USE int cd_ledger_step(struct cd_ledger_thread *ledger, bool *busy,
                               struct cd_error *err);

/* Gives the judge a record and destroys it; rulings on articles that are in flight here
 * go to their slots. Used for the history too, when none is in flight. */
CD_MUST_USE int cd_ledger_take(struct cd_ledger_thread *ledger,
                               rd_kafka_message_t *message, struct cd_error *err);

/* Takes the rulings that the judge has ready. */
CD_MUST_USE int cd_ledger_rulings(struct cd_ledger_thread *ledger, struct cd_error *err);

#endif
