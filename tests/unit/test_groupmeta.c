/* Who is a member of the group, read out of what librdkafka serializes. */
#include "consumer/groupmeta.h"
#include "suite.h"

#include <check.h>
#include <stdint.h>
#include <string.h>

static size_t write_metadata(char *out, int32_t generation, const char *member) {
    size_t len = 7;
    memcpy(out, "CGMDv2:", len);
    memcpy(out + len, &generation, sizeof generation);
    len += sizeof generation;
    memcpy(out + len, "group", sizeof "group");
    len += sizeof "group";
    memcpy(out + len, member, strlen(member) + 1);
    len += strlen(member) + 1;
    out[len++] = 1; /* no instance id */
    return len;
}

static int parse(int32_t generation, const char *member) {
    char bytes[128];
    struct cd_error err = {0};
    return cd_groupmeta_parse(bytes, write_metadata(bytes, generation, member), &err);
}

START_TEST(a_member_has_a_generation_and_an_id) {
    ck_assert_int_eq(parse(0, "desk-1234"), 1);
    ck_assert_int_eq(parse(17, "desk-1234"), 1);
    ck_assert_int_eq(parse(-1, "desk-1234"), 0);
    ck_assert_int_eq(parse(17, ""), 0);
}
END_TEST

START_TEST(an_unknown_form_is_an_error_and_no_member) {
    char bytes[128];
    struct cd_error err = {0};
    size_t len = write_metadata(bytes, 17, "desk");
    bytes[5] = '3';
    ck_assert_int_eq(cd_groupmeta_parse(bytes, len, &err), CD_EWORLD);
    ck_assert_int_eq(err.code, CD_EWORLD);
}
END_TEST

START_TEST(metadata_that_is_cut_short_is_an_error_wherever_it_ends) {
    char bytes[128];
    write_metadata(bytes, 17, "desk");
    for (size_t len = 0; len < 7 + 4 + sizeof "group"; len++) {
        struct cd_error err = {0};
        ck_assert_int_eq(cd_groupmeta_parse(bytes, len, &err), CD_EWORLD);
    }
}
END_TEST

/* The library that we are linked to writes what we can read. */
START_TEST(a_consumer_that_has_not_joined_is_no_member) {
    char text[256];
    struct cd_error err = {0};
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    ck_assert_int_eq(rd_kafka_conf_set(conf, "group.id", "desk", text, sizeof text), 0);
    rd_kafka_t *consumer = rd_kafka_new(RD_KAFKA_CONSUMER, conf, text, sizeof text);
    ck_assert_ptr_nonnull(consumer);
    rd_kafka_consumer_group_metadata_t *metadata =
        rd_kafka_consumer_group_metadata(consumer);
    ck_assert_int_eq(cd_groupmeta_member(metadata, &err), 0);
    rd_kafka_consumer_group_metadata_destroy(metadata);
    rd_kafka_destroy(consumer);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("groupmeta");
    TCase *tests = tcase_create("groupmeta");
    tcase_add_test(tests, a_member_has_a_generation_and_an_id);
    tcase_add_test(tests, an_unknown_form_is_an_error_and_no_member);
    tcase_add_test(tests, metadata_that_is_cut_short_is_an_error_wherever_it_ends);
    tcase_add_test(tests, a_consumer_that_has_not_joined_is_no_member);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
