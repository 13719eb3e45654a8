/* copy BROKERS GROUP INPUT OUTPUT: the bare minimum of a transactional pipeline over
 * librdkafka, to measure copydesk against: every record is read and produced as it is,
 * its offset goes into the transaction, which is committed every 100 ms. No look at the
 * bytes, no ledger, no headers. Runs until SIGTERM. */
#include <librdkafka/rdkafka.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define INTERVAL_MS 100
#define PATIENCE_MS 10000

static volatile sig_atomic_t stopped;

static void on_signal(int number) {
    (void)number;
    stopped = 1;
}

static void die(const char *what, const char *why) {
    fprintf(stderr, "copy: %s: %s\n", what, why);
    exit(EXIT_FAILURE);
}

static void must(const char *what, rd_kafka_error_t *error) {
    if (error)
        die(what, rd_kafka_error_string(error));
}

static rd_kafka_t *make(rd_kafka_type_t type, const char *const *settings) {
    char text[256];
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    for (; settings[0]; settings += 2)
        if (rd_kafka_conf_set(conf, settings[0], settings[1], text, sizeof text))
            die(settings[0], text);
    rd_kafka_t *handle = rd_kafka_new(type, conf, text, sizeof text);
    if (!handle)
        die("rd_kafka_new", text);
    return handle;
}

static int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void commit(rd_kafka_t *consumer, rd_kafka_t *producer) {
    rd_kafka_topic_partition_list_t *offsets = NULL;
    rd_kafka_consumer_group_metadata_t *group =
        rd_kafka_consumer_group_metadata(consumer);
    rd_kafka_assignment(consumer, &offsets);
    rd_kafka_position(consumer, offsets);
    must("send_offsets",
         rd_kafka_send_offsets_to_transaction(producer, offsets, group, PATIENCE_MS));
    must("commit", rd_kafka_commit_transaction(producer, PATIENCE_MS));
    rd_kafka_topic_partition_list_destroy(offsets);
    rd_kafka_consumer_group_metadata_destroy(group);
}

/* The payload is the consumer's: it lives until its message is destroyed, which the
 * producer does when the delivery is reported. */
static void on_delivery(rd_kafka_t *producer, const rd_kafka_message_t *message,
                        void *opaque) {
    (void)producer;
    (void)opaque;
    if (message->err)
        die("delivery", rd_kafka_err2str(message->err));
    rd_kafka_message_destroy(message->_private);
}

static rd_kafka_t *make_producer(const char *brokers) {
    char text[256];
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
    const char *const settings[] = {"bootstrap.servers",
                                    brokers,
                                    "transactional.id",
                                    "bench-copy",
                                    "linger.ms",
                                    "5",
                                    "queue.buffering.max.messages",
                                    "1000000",
                                    NULL};
    for (const char *const *s = settings; s[0]; s += 2)
        if (rd_kafka_conf_set(conf, s[0], s[1], text, sizeof text))
            die(s[0], text);
    rd_kafka_t *producer = rd_kafka_new(RD_KAFKA_PRODUCER, conf, text, sizeof text);
    if (!producer)
        die("rd_kafka_new", text);
    must("init_transactions", rd_kafka_init_transactions(producer, PATIENCE_MS));
    return producer;
}

static void forward(rd_kafka_t *producer, const char *output,
                    rd_kafka_message_t *message) {
    while (rd_kafka_producev(producer, RD_KAFKA_V_TOPIC(output),
                             RD_KAFKA_V_PARTITION(message->partition),
                             RD_KAFKA_V_VALUE(message->payload, message->len),
                             RD_KAFKA_V_OPAQUE(message), RD_KAFKA_V_END))
        rd_kafka_poll(producer, 10);
    rd_kafka_poll(producer, 0);
}

static void run(rd_kafka_t *consumer, rd_kafka_t *producer, const char *output) {
    int64_t due = 0; /* when the open transaction is to end; 0: none is open */
    while (!stopped) {
        rd_kafka_message_t *message = rd_kafka_consumer_poll(consumer, 10);
        if (message && message->err) {
            rd_kafka_message_destroy(message);
            message = NULL;
        }
        if (message && due == 0) {
            must("begin", rd_kafka_begin_transaction(producer));
            due = now_ms() + INTERVAL_MS;
        }
        if (message)
            forward(producer, output, message);
        if (due > 0 && now_ms() >= due) {
            commit(consumer, producer);
            due = 0;
        }
    }
    if (due > 0)
        commit(consumer, producer);
}

int main(int argc, char **argv) {
    if (argc != 5) {
        fprintf(stderr, "usage: %s BROKERS GROUP INPUT OUTPUT\n", argv[0]);
        return EXIT_FAILURE;
    }
    signal(SIGTERM, on_signal);
    const char *const reading[] = {"bootstrap.servers",
                                   argv[1],
                                   "group.id",
                                   argv[2],
                                   "enable.auto.commit",
                                   "false",
                                   "auto.offset.reset",
                                   "earliest",
                                   "isolation.level",
                                   "read_committed",
                                   "fetch.wait.max.ms",
                                   "100",
                                   NULL};
    rd_kafka_t *consumer = make(RD_KAFKA_CONSUMER, reading);
    rd_kafka_poll_set_consumer(consumer);
    rd_kafka_topic_partition_list_t *topics = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(topics, argv[3], RD_KAFKA_PARTITION_UA);
    rd_kafka_t *producer = make_producer(argv[1]);
    if (rd_kafka_subscribe(consumer, topics))
        die("subscribe", argv[3]);
    run(consumer, producer, argv[4]);
    rd_kafka_topic_partition_list_destroy(topics);
    rd_kafka_consumer_close(consumer);
    rd_kafka_destroy(producer);
    rd_kafka_destroy(consumer);
    return EXIT_SUCCESS;
}
