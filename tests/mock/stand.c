#include "tests/mock/stand.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "consumer/clock.h"
#include "consumer/command.h"

#define PATIENCE_MS   60000
#define MOST_SETTINGS 32
/* The input lies on the second broker, so that what is pushed onto the first concerns the
 * service alone and not who feeds it. */
#define BROKER       1
#define INPUT_BROKER 2

static void must(int rc, const struct cd_error *err) {
    ck_assert_msg(rc == 0, "%s", err->text);
}

static rd_kafka_t *producer(const char *brokers) {
    char text[256];
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    if (brokers)
        rd_kafka_conf_set(conf, "bootstrap.servers", brokers, text, sizeof text);
    rd_kafka_conf_set(conf, "log_level", "3", text, sizeof text);
    rd_kafka_t *handle = rd_kafka_new(RD_KAFKA_PRODUCER, conf, text, sizeof text);
    ck_assert_msg(handle != NULL, "%s", text);
    return handle;
}

static void configure(struct cd_stand *stand, const char *brokers,
                      const char *const *more) {
    char own[64];
    snprintf(own, sizeof own, "kafka.brokers=%s", brokers);
    const char *list[MOST_SETTINGS] = {
        own,           "instance.name=stand",
        "processors=", "transaction.interval=20ms",
        "workers=1",   "kafka.common.socket.timeout.ms=1000"};
    struct cd_tables tables = cd_option_tables();
    struct cd_config_source from = {.tables = tables.list, .settings = list};
    struct cd_config_fault faults[4];
    struct cd_error err = {0};
    size_t count = 6;
    while (more && *more && count + 1 < MOST_SETTINGS)
        list[count++] = *more++;
    must(cd_config_load(&stand->config, &from, faults, 4, &count, &err), &err);
}

static void make_topics(struct cd_stand *stand) {
    const char *const names[] = {"articles.raw", "articles.desk", "articles.duplicates",
                                 "articles.dead"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        int32_t leader = i == 0 ? INPUT_BROKER : BROKER;
        ck_assert_int_eq(rd_kafka_mock_topic_create(stand->cluster, names[i], 1, 1), 0);
        ck_assert_int_eq(
            rd_kafka_mock_partition_set_leader(stand->cluster, names[i], 0, leader), 0);
    }
    ck_assert_int_eq(
        rd_kafka_mock_coordinator_set(stand->cluster, "group", "copydesk", BROKER), 0);
    ck_assert_int_eq(rd_kafka_mock_coordinator_set(stand->cluster, "transaction",
                                                   "copydesk.stand", BROKER),
                     0);
}

static void look_at_topics(struct cd_stand *stand, struct cd_error *err) {
    struct cd_client client = {.log = &stand->log, .part = "stand"};
    rd_kafka_t *admin;
    must(cd_client_new(&admin, CD_CLIENT_ADMIN, stand->config, &client, err), err);
    must(cd_all_topics_read(admin, stand->config, 10000, &stand->topics, err), err);
    rd_kafka_destroy(admin);
}

void cd_stand_open(struct cd_stand *stand, const char *const *settings) {
    struct cd_error err = {0};
    memset(stand, 0, sizeof *stand);
    stand->log = (struct cd_logger){STDERR_FILENO, CD_LOG_INFO};
    stand->host = producer(NULL);
    stand->cluster = rd_kafka_mock_cluster_new(stand->host, INPUT_BROKER);
    ck_assert_ptr_nonnull(stand->cluster);
    make_topics(stand);
    const char *brokers = rd_kafka_mock_cluster_bootstraps(stand->cluster);
    configure(stand, brokers, settings);
    look_at_topics(stand, &err);
    must(cd_input_new(&stand->input, stand->config, &err), &err);
    must(cd_chain_new(&stand->chain, stand->config, &err), &err);
    must(cd_ring_init(&stand->ring, 64, 1 << 24, &err), &err);
    stand->ring.ledger = cd_chain_needs_ledger(stand->chain);
    must(cd_desk_init(&stand->desk, stand->config, &stand->topics, &stand->log,
                      &stand->ring, &err),
         &err);
    stand->feeder = producer(brokers);
}

static void *run(void *arg) {
    cd_desk_run(arg);
    return NULL;
}

void cd_stand_start(struct cd_stand *stand) {
    struct cd_error err = {0};
    struct cd_workplace place = {.ring = &stand->ring,
                                 .input = stand->input,
                                 .chain = stand->chain,
                                 .to = stand->desk.out.to,
                                 .log = &stand->log};
    must(cd_workers_start(&stand->workers, &place, 1, &err), &err);
    ck_assert_int_eq(pthread_create(&stand->thread, NULL, run, &stand->desk), 0);
    stand->running = true;
}

void cd_stand_stop(struct cd_stand *stand) {
    atomic_store(&stand->desk.stop, true);
    cd_bell_ring(&stand->ring.desk);
    cd_stand_await_end(stand);
}

void cd_stand_await_end(struct cd_stand *stand) {
    if (stand->running)
        pthread_join(stand->thread, NULL);
    stand->running = false;
}

void cd_stand_close(struct cd_stand *stand) {
    cd_stand_stop(stand);
    cd_workers_stop(&stand->workers);
    cd_desk_done(&stand->desk);
    cd_ring_done(&stand->ring);
    cd_chain_free(stand->chain);
    cd_input_free(stand->input);
    cd_config_free(stand->config);
    rd_kafka_destroy(stand->feeder);
    rd_kafka_mock_cluster_destroy(stand->cluster);
    rd_kafka_destroy(stand->host);
}

void cd_stand_feed(struct cd_stand *stand, unsigned count) {
    for (unsigned i = 0; i < count; i++, stand->fed++) {
        char text[128];
        int len = snprintf(text, sizeof text,
                           "{\"id\":\"%u\",\"title\":\"Article %u\",\"body\":\"The text "
                           "of article %u.\"}",
                           stand->fed, stand->fed, stand->fed);
        ck_assert_int_eq(
            rd_kafka_producev(stand->feeder, RD_KAFKA_V_TOPIC("articles.raw"),
                              RD_KAFKA_V_PARTITION(0),
                              RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                              RD_KAFKA_V_VALUE(text, (size_t)len), RD_KAFKA_V_END),
            0);
    }
    ck_assert_int_eq(rd_kafka_flush(stand->feeder, PATIENCE_MS), 0);
}

uint64_t cd_stand_count(const struct cd_stand *stand, enum cd_counter counter) {
    return cd_counted(&stand->desk.counters, counter);
}

void cd_stand_await(struct cd_stand *stand, enum cd_counter counter, uint64_t least) {
    int64_t deadline = cd_now_ms() + PATIENCE_MS;
    while (cd_stand_count(stand, counter) < least) {
        ck_assert_msg(cd_left_ms(deadline) > 0, "%s stays at %lu, not %lu",
                      cd_counter_names[counter],
                      (unsigned long)cd_stand_count(stand, counter),
                      (unsigned long)least);
        cd_sleep_ms(2);
    }
}

void cd_stand_refuse(struct cd_stand *stand, int16_t api, rd_kafka_resp_err_t error) {
    rd_kafka_resp_err_t code = rd_kafka_mock_broker_push_request_error_rtts(
        stand->cluster, BROKER, api, 1, error, 0);
    ck_assert_int_eq(code, 0);
}

void cd_stand_delay(struct cd_stand *stand, int16_t api, int ms) {
    rd_kafka_resp_err_t code = rd_kafka_mock_broker_push_request_error_rtts(
        stand->cluster, BROKER, api, 1, RD_KAFKA_RESP_ERR_NO_ERROR, ms);
    ck_assert_int_eq(code, 0);
}
