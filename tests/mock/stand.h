/* A stand for the desk: a mock cluster, the real ring, workers, intake, output and state
 * machine, in this process. What is wrong with the stand itself fails the test. */
#ifndef CD_TESTS_MOCK_STAND_H
#define CD_TESTS_MOCK_STAND_H

#include "consumer/desk.h"
#include "consumer/workers.h"

#include <librdkafka/rdkafka_mock.h> /* which wants rdkafka.h before it */

/* Kafka's numbers of the requests that tests meddle with. */
enum {
    CD_API_PRODUCE = 0,
    CD_API_HEARTBEAT = 12,
    CD_API_ADD_PARTITIONS_TO_TXN = 24,
    CD_API_ADD_OFFSETS_TO_TXN = 25,
    CD_API_END_TXN = 26,
    CD_API_TXN_OFFSET_COMMIT = 28,
};

struct cd_stand {
    rd_kafka_t *host; /* the mock cluster lives in it */
    rd_kafka_mock_cluster_t *cluster;
    struct cd_logger log;
    struct cd_config *config;
    struct cd_input *input;
    struct cd_chain *chain;
    struct cd_all_topics topics;
    struct cd_ring ring;
    struct cd_workers workers;
    struct cd_desk desk;
    pthread_t thread;
    bool running;
    rd_kafka_t *feeder;
    unsigned fed;
};

/* Opens everything but starts no thread; `settings` (KEY=VALUE, NULL-ended, NULL allowed)
 * go over the stand's own. One partition, no deduplication unless a setting says so. */
void cd_stand_open(struct cd_stand *stand, const char *const *settings);
void cd_stand_start(struct cd_stand *stand); /* workers and desk */
void cd_stand_stop(struct cd_stand *stand);  /* the desk; its error stays to be read */
void cd_stand_close(struct cd_stand *stand);

/* Puts `count` articles into the input. */
void cd_stand_feed(struct cd_stand *stand, unsigned count);

/* Waits until a counter is at least `least`; fails the test after a minute. */
void cd_stand_await(struct cd_stand *stand, enum cd_counter counter, uint64_t least);

/* Waits until the desk has ended by itself. */
void cd_stand_await_end(struct cd_stand *stand);

/* The broker answers the next request of that kind with an error. */
void cd_stand_refuse(struct cd_stand *stand, int16_t api, rd_kafka_resp_err_t error);

/* … does it, but answers after `ms`. */
void cd_stand_delay(struct cd_stand *stand, int16_t api, int ms);

uint64_t cd_stand_count(const struct cd_stand *stand, enum cd_counter counter);

#endif
