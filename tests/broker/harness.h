/* What tests that need a real broker share: the one that ctest starts for all of them,
 * one of their own to kill and start again, topics, and plain ways to fill and read them.
 *
 * A test owns its topics: names from cd_broker_name are used by nobody else. Whatever
 * goes wrong here is said on stderr and ends the process with status 1: a test cannot go
 * on. */
#ifndef CD_TESTS_BROKER_HARNESS_H
#define CD_TESTS_BROKER_HARNESS_H

#include <librdkafka/rdkafka.h>

/* HOST:PORT of the broker that ctest started; of $CD_BOOTSTRAP where that is set, so that
 * a test can be run by hand. */
const char *cd_broker_address(void);

/* A name that no other test uses: "STEM-<process>-<count>", in storage of the caller. */
void cd_broker_name(char *out, size_t room, const char *stem);

/* Makes a topic with one replica and waits until the broker has it. `settings` (NULL
 * allowed) is a NULL-ended list of names and values in turn. */
void cd_broker_topic(const char *address, const char *name, int partitions,
                     const char *const *settings);
void cd_broker_delete_topic(const char *address, const char *name);

/* A broker of one's own, in a temporary folder. It ends with the process at the latest.
 */
struct cd_broker {
    char dir[64], address[32];
};

void cd_broker_open(struct cd_broker *broker);   /* starts it; seconds */
void cd_broker_kill(struct cd_broker *broker);   /* SIGKILL; the data stays */
void cd_broker_stop(struct cd_broker *broker);   /* a clean end; the data stays */
void cd_broker_start(struct cd_broker *broker);  /* again, with its data and address */
void cd_broker_freeze(struct cd_broker *broker); /* it answers nothing… */
void cd_broker_thaw(struct cd_broker *broker);   /* … and goes on */
void cd_broker_close(struct cd_broker *broker);  /* kills it, removes its folder */

/* A producer without transactions: acks=all, idempotent. Fill a message with
 * rd_kafka_producev, then flush. */
rd_kafka_t *cd_broker_producer(const char *address);
void cd_broker_flush(rd_kafka_t *producer); /* waits until all is acknowledged */

/* Calls `each` for every record that a topic holds now, partition by partition in order,
 * as a read_committed reader sees it (`committed` != 0) or with open and aborted
 * transactions. Returns their number. */
size_t cd_broker_read(const char *address, const char *topic, int committed,
                      void (*each)(const rd_kafka_message_t *message, void *opaque),
                      void *opaque);

#endif
