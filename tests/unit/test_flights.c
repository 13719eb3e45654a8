/* The table of own articles in flight, against a plain array. */
#include "consumer/flights.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "suite.h"
#include "tests/unit/rounds.h"

static struct cd_identity identity(uint64_t n) {
    return (struct cd_identity){n * UINT64_C(0x9e3779b97f4a7c15), n};
}

static void put(struct cd_flights *flights, uint64_t n, uint64_t sequence,
                uint64_t committed) {
    ck_assert_int_eq(cd_flights_put(flights, identity(n), sequence, committed, NULL), 0);
}

START_TEST(an_article_is_found_by_its_identity) {
    struct cd_flights flights = {0};
    uint64_t sequence;
    ck_assert_int_eq(cd_flights_find(&flights, identity(1), &sequence), 0);
    put(&flights, 1, 0, 0);
    ck_assert_int_eq(cd_flights_find(&flights, identity(1), &sequence), 1);
    ck_assert_uint_eq(sequence, 0);
    ck_assert_int_eq(cd_flights_find(&flights, identity(2), &sequence), 0);
    cd_flights_done(&flights);
}
END_TEST

START_TEST(identities_that_share_a_half_are_kept_apart) {
    struct cd_flights flights = {0};
    struct cd_identity same_low = {7, 1}, other = {7, 2};
    uint64_t sequence;
    ck_assert_int_eq(cd_flights_put(&flights, same_low, 5, 0, NULL), 0);
    ck_assert_int_eq(cd_flights_find(&flights, other, &sequence), 0);
    ck_assert_int_eq(cd_flights_put(&flights, other, 6, 0, NULL), 0);
    ck_assert_int_eq(cd_flights_find(&flights, same_low, &sequence), 1);
    ck_assert_uint_eq(sequence, 5);
    cd_flights_done(&flights);
}
END_TEST

START_TEST(an_article_that_was_rewound_is_found_in_its_new_slot) {
    struct cd_flights flights = {0};
    uint64_t sequence;
    put(&flights, 1, 10, 0);
    put(&flights, 1, 20, 0);
    ck_assert_int_eq(cd_flights_find(&flights, identity(1), &sequence), 1);
    ck_assert_uint_eq(sequence, 20);
    cd_flights_done(&flights);
}
END_TEST

START_TEST(what_is_in_flight_is_found_however_many_went_before) {
    unsigned seed = (unsigned)time(NULL);
    printf("seed %u\n", seed);
    srand(seed);
    struct cd_flights flights = {0};
    uint64_t committed = 0;
    uint64_t rounds = (uint64_t)cd_rounds(200000);
    for (uint64_t n = 0; n < rounds; n++) {
        put(&flights, n, n, committed);
        if (n - committed > 1000 + (uint64_t)(rand() % 2000))
            committed += (uint64_t)(rand() % 1000);
        uint64_t sequence, asked = committed + (uint64_t)rand() % (n - committed + 1);
        ck_assert_int_eq(cd_flights_find(&flights, identity(asked), &sequence), 1);
        ck_assert_uint_eq(sequence, asked);
    }
    /* At most 3,000 live at a time: the table has not grown with what is past. */
    ck_assert_uint_le(flights.size, 32768);
    cd_flights_done(&flights);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("flights");
    TCase *tests = tcase_create("flights");
    tcase_add_test(tests, an_article_is_found_by_its_identity);
    tcase_add_test(tests, identities_that_share_a_half_are_kept_apart);
    tcase_add_test(tests, an_article_that_was_rewound_is_found_in_its_new_slot);
    tcase_add_test(tests, what_is_in_flight_is_found_however_many_went_before);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
