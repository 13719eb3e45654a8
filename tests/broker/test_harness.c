/* The harness itself: that the broker is a real one which keeps what it acknowledged. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "tests/broker/harness.h"

static void produce(const char *address, const char *topic, int count) {
    rd_kafka_t *producer = cd_broker_producer(address);
    for (int i = 0; i < count; i++)
        ck_assert_int_eq(rd_kafka_producev(producer, RD_KAFKA_V_TOPIC(topic),
                                           RD_KAFKA_V_PARTITION(i % 2),
                                           RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                                           RD_KAFKA_V_VALUE(&i, sizeof i),
                                           RD_KAFKA_V_END),
                         0);
    cd_broker_flush(producer);
    rd_kafka_destroy(producer);
}

static void add_up(const rd_kafka_message_t *message, void *opaque) {
    int value;
    ck_assert_uint_eq(message->len, sizeof value);
    memcpy(&value, message->payload, sizeof value);
    *(int *)opaque += value;
}

START_TEST(a_topic_gives_back_what_was_put_in) {
    char topic[64];
    cd_broker_name(topic, sizeof topic, "harness");
    cd_broker_topic(cd_broker_address(), topic, 2,
                    (const char *[]){"retention.ms", "-1", NULL});
    produce(cd_broker_address(), topic, 10);
    int sum = 0;
    ck_assert_uint_eq(cd_broker_read(cd_broker_address(), topic, 1, add_up, &sum), 10);
    ck_assert_int_eq(sum, 45);
    cd_broker_delete_topic(cd_broker_address(), topic);
}
END_TEST

START_TEST(a_killed_broker_comes_back_with_its_data) {
    struct cd_broker broker;
    cd_broker_open(&broker);
    cd_broker_topic(broker.address, "kept", 2, NULL);
    produce(broker.address, "kept", 10);
    cd_broker_kill(&broker);
    cd_broker_start(&broker);
    int sum = 0;
    ck_assert_uint_eq(cd_broker_read(broker.address, "kept", 1, add_up, &sum), 10);
    ck_assert_int_eq(sum, 45);
    cd_broker_close(&broker);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("broker harness");
    TCase *shared = tcase_create("shared");
    tcase_set_timeout(shared, 60);
    tcase_add_test(shared, a_topic_gives_back_what_was_put_in);
    suite_add_tcase(suite, shared);
    TCase *own = tcase_create("own");
    tcase_set_timeout(own, 180);
    tcase_add_test(own, a_killed_broker_comes_back_with_its_data);
    suite_add_tcase(suite, own);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
