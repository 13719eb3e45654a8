/* One instance of the service, reduced to what the ledger's rules are about: it polls its
 * partitions, appends fingerprints, reads the ledger, logs verdicts and commits. It can
 * crash, fall asleep and wake up as a zombie. */
#ifndef CD_TESTS_SIMULATOR_INSTANCE_H
#define CD_TESTS_SIMULATOR_INSTANCE_H

#include "tests/simulator/world.h"

#define MOST_FLIGHTS 24

enum fault {
    FAULT_NONE,
    FAULT_LIAR,      /* now and then appends another verdict than it found */
    FAULT_OTHERWISE, /* judges by other rules under the same contract: a mistake of ours
                      */
};

/* An article between poll and commit. */
struct flight {
    int64_t article;
    struct cd_identity identity;
    bool ruled, standing;
    struct cd_ruling ruling;
    char of[24]; /* the ruling's strings, copied */
};

/* A record to append, and whose fingerprint it is; -1: decided. */
struct append {
    struct cd_str record;
    int64_t article;
};

struct instance {
    struct world *world;
    int number;
    bool alive, joined; /* joined: history read, may own partitions */
    enum fault fault;
    unsigned asleep; /* steps */
    struct cd_judge *judge;
    int64_t read;                    /* next ledger offset */
    unsigned generation[PARTITIONS]; /* of its assignment; 0: none */
    size_t position[PARTITIONS];
    struct flight flights[MOST_FLIGHTS]; /* in poll order */
    unsigned flight_count;
    struct append outbox[4 * MOST_FLIGHTS]; /* on their way to the ledger, in order */
    unsigned outbox_count;
    struct cd_ruling batch[4 * MOST_FLIGHTS]; /* rulings to log */
    unsigned batch_count;
};

/* Starts with an empty index; reads its history in later steps. */
void instance_start(struct instance *instance, struct world *world, int number,
                    enum fault fault);

/* Ends at once; what it had under way is gone. */
void instance_crash(struct instance *instance);

/* Is given a partition, from its committed offset on. */
void instance_assign(struct instance *instance, int partition);

/* Does one thing by chance. */
void instance_step(struct instance *instance);

/* Does all it can, in order. */
void instance_drain(struct instance *instance);

#endif
