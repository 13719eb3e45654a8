/* Where a record goes, what it needs, and what is remembered of those that were refused.
 */
#include "consumer/output.h"
#include "suite.h"

#include <check.h>

START_TEST(equal_counts_keep_the_partition) {
    ck_assert_int_eq(cd_output_partition(3, 8, 8, CD_STR("key")), 3);
    ck_assert_int_eq(cd_output_partition(3, 8, 8, (struct cd_str){0}), 3);
}
END_TEST

START_TEST(unequal_counts_take_the_partition_that_java_takes) {
    /* toPositive(murmur2(key)) % 10 of org.apache.kafka.common.utils.Utils; its own test
     * has murmur2("21") = -973932308 and murmur2("foobar") = -790332482. */
    ck_assert_int_eq(cd_output_partition(0, 4, 10, CD_STR("21")),
                     (-973932308 & 0x7fffffff) % 10);
    ck_assert_int_eq(cd_output_partition(0, 4, 10, CD_STR("foobar")),
                     (-790332482 & 0x7fffffff) % 10);
}
END_TEST

START_TEST(without_a_key_an_input_partition_stays_together) {
    for (int32_t partition = 0; partition < 9; partition++)
        ck_assert_int_eq(cd_output_partition(partition, 9, 4, (struct cd_str){0}),
                         partition % 4);
}
END_TEST

START_TEST(an_empty_key_is_a_key) {
    int32_t first = cd_output_partition(0, 9, 4, CD_STR(""));
    for (int32_t partition = 1; partition < 9; partition++)
        ck_assert_int_eq(cd_output_partition(partition, 9, 4, CD_STR("")), first);
}
END_TEST

START_TEST(keys_and_headers_count_for_the_size) {
    static const char long_value[64];
    struct cd_header list[] = {{CD_STR("feed"), CD_STR("wire")}};
    const struct cd_headers none = {0}, one = {list, 1};
    size_t bare = cd_output_overhead((struct cd_str){0}, &none);
    ck_assert_uint_eq(cd_output_overhead(CD_STR("0123456789"), &one), bare + 20);
    list[0].value = (struct cd_str){long_value, 64}; /* a length of two bytes */
    ck_assert_uint_eq(cd_output_overhead((struct cd_str){0}, &one), bare + 71);
}
END_TEST

/* ---- refusals ---- */

static const rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP;
static struct cd_lane lane, other;
static struct cd_refusals refusals;

static enum cd_blame blame_of(int64_t offset) {
    const struct cd_refusal *refusal = cd_refusals_find(&refusals, &lane, offset);
    return refusal ? refusal->blame : CD_BLAME_NONE;
}

static void refuse(int64_t offset, bool alone) {
    ck_assert_int_eq(cd_refusals_add(&refusals, &lane, offset, code, alone), 0);
}

static void tear_down(void) { cd_refusals_done(&refusals); }

START_TEST(of_a_refused_batch_all_are_suspects_and_stay_so) {
    refuse(1, false);
    refuse(2, false);
    refuse(1, false);
    ck_assert_int_eq(blame_of(1), CD_BLAME_SUSPECT);
    ck_assert_int_eq(blame_of(2), CD_BLAME_SUSPECT);
    ck_assert_int_eq(blame_of(3), CD_BLAME_NONE);
}
END_TEST

START_TEST(who_is_refused_alone_is_guilty_and_then_worse) {
    refuse(1, false);
    refuse(1, true);
    ck_assert_int_eq(blame_of(1), CD_BLAME_GUILTY);
    refuse(1, true);
    ck_assert_int_eq(blame_of(1), CD_BLAME_HARD);
    refuse(1, true);
    refuse(1, true);
    ck_assert_int_eq(blame_of(1), CD_BLAME_HOPELESS);
    ck_assert_str_eq(cd_refusal_reason(code), "refused_timestamp");
}
END_TEST

START_TEST(what_is_committed_is_forgotten_in_its_lane_alone) {
    for (int64_t offset = 0; offset < 100; offset++)
        refuse(offset, false);
    ck_assert_int_eq(cd_refusals_add(&refusals, &other, 5, code, false), 0);
    cd_refusals_forget(&refusals, &lane, 60);
    ck_assert_uint_eq(refusals.count, 41);
    ck_assert_int_eq(blame_of(59), CD_BLAME_NONE);
    ck_assert_int_eq(blame_of(60), CD_BLAME_SUSPECT);
    ck_assert_ptr_nonnull(cd_refusals_find(&refusals, &other, 5));
}
END_TEST

START_TEST(only_errors_of_the_record_itself_are_refusals) {
    ck_assert(cd_refusal_is(RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE));
    ck_assert(cd_refusal_is(RD_KAFKA_RESP_ERR_INVALID_RECORD));
    ck_assert(!cd_refusal_is(RD_KAFKA_RESP_ERR__MSG_TIMED_OUT));
    ck_assert(!cd_refusal_is(RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("output");
    TCase *tests = tcase_create("output");
    tcase_add_checked_fixture(tests, NULL, tear_down);
    tcase_add_test(tests, equal_counts_keep_the_partition);
    tcase_add_test(tests, unequal_counts_take_the_partition_that_java_takes);
    tcase_add_test(tests, without_a_key_an_input_partition_stays_together);
    tcase_add_test(tests, an_empty_key_is_a_key);
    tcase_add_test(tests, keys_and_headers_count_for_the_size);
    tcase_add_test(tests, of_a_refused_batch_all_are_suspects_and_stay_so);
    tcase_add_test(tests, who_is_refused_alone_is_guilty_and_then_worse);
    tcase_add_test(tests, what_is_committed_is_forgotten_in_its_lane_alone);
    tcase_add_test(tests, only_errors_of_the_record_itself_are_refusals);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
