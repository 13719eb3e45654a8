/* What the desk does with the ledger's word. The ledger's thread is played by the test:
 * it gives every article a verdict of its own and settles, corrects or loses itself when
 * the test wants it. */
#include <check.h>

#include "consumer/clock.h"
#include "tests/mock/stand.h"

static struct cd_stand stand;

/* ---- the ledger's part ---- */

static atomic_bool settles; /* are verdicts confirmed as soon as they are given? */
static pthread_t player;

static void judge(struct cd_slot *slot, uint64_t ticket) {
    uint64_t sequence = cd_slot_sequence(slot);
    cd_slot_put(&stand.ring, slot, CD_SLOT_APPENDED);
    if (!cd_slot_take(slot, sequence, CD_SLOT_APPENDED))
        return;
    slot->article.verdict = (struct cd_verdict){.known = true, .kind = CD_UNIQUE};
    slot->ticket = ticket;
    cd_slot_put(&stand.ring, slot, CD_SLOT_JUDGED);
}

static void *play(void *arg) {
    struct cd_ledger_link *link = &stand.ring.link;
    uint64_t ticket = 0;
    (void)arg;
    while (!atomic_load(&link->stop)) {
        struct cd_slot *slot = cd_ring_to_append(&stand.ring);
        if (slot)
            judge(slot, ++ticket);
        if (atomic_load(&settles) && atomic_load(&link->settled) < ticket) {
            atomic_store(&link->settled, ticket);
            cd_bell_ring(&stand.ring.desk);
        }
        if (atomic_exchange(&link->restart, false)) {
            atomic_store(&link->state, CD_LEDGER_READY);
            cd_bell_ring(&stand.ring.desk);
        }
        if (!slot)
            cd_sleep_ms(1);
    }
    return NULL;
}

static void set_state(enum cd_ledger_state state) {
    atomic_store(&stand.ring.link.state, (int)state);
    cd_bell_ring(&stand.ring.desk);
}

/* ---- fixture ---- */

static void set_up(void) {
    cd_stand_open(&stand, (const char *[]){"processors=dedup", NULL});
    atomic_store(&settles, true);
    set_state(CD_LEDGER_STARTING);
    ck_assert_int_eq(pthread_create(&player, NULL, play, NULL), 0);
    cd_stand_start(&stand);
}

static void tear_down(void) {
    cd_stand_stop(&stand);
    atomic_store(&stand.ring.link.stop, true);
    pthread_join(player, NULL);
    cd_stand_close(&stand);
}

static void get_going(void) {
    set_state(CD_LEDGER_READY);
    cd_stand_feed(&stand, 10);
    cd_stand_await(&stand, CD_COUNT_ARTICLES, 10);
}

static void expect_that_it_goes_on(void) {
    uint64_t before = cd_stand_count(&stand, CD_COUNT_ARTICLES);
    cd_stand_feed(&stand, 10);
    cd_stand_await(&stand, CD_COUNT_ARTICLES, before + 10);
}

START_TEST(it_joins_the_group_only_when_the_ledger_is_read) {
    cd_stand_feed(&stand, 1);
    cd_sleep_ms(500); /* nothing to wait for: nothing is to happen */
    ck_assert(!stand.desk.in.subscribed);
    get_going();
    ck_assert_uint_eq(cd_stand_count(&stand, CD_COUNT_ABORTS), 0);
}
END_TEST

START_TEST(nothing_is_committed_before_its_verdict_is_confirmed) {
    get_going();
    uint64_t before = cd_stand_count(&stand, CD_COUNT_ARTICLES);
    atomic_store(&settles, false);
    cd_stand_feed(&stand, 3);
    cd_sleep_ms(500); /* many times the interval of a transaction */
    ck_assert_uint_eq(cd_stand_count(&stand, CD_COUNT_ARTICLES), before);
    atomic_store(&settles, true);
    cd_stand_await(&stand, CD_COUNT_ARTICLES, before + 3);
    ck_assert_uint_eq(cd_stand_count(&stand, CD_COUNT_ABORTS), 0);
}
END_TEST

static double desk_seconds(void) {
    clockid_t clock;
    struct timespec used;
    ck_assert_int_eq(pthread_getcpuclockid(stand.thread, &clock), 0);
    ck_assert_int_eq(clock_gettime(clock, &used), 0);
    return (double)used.tv_sec + (double)used.tv_nsec / 1e9;
}

START_TEST(it_sleeps_while_a_commit_waits_though_more_is_finished) {
    atomic_store(&settles, false);
    cd_stand_feed(&stand, 5000); /* more than one transaction takes */
    set_state(CD_LEDGER_READY);
    cd_stand_await(&stand, CD_COUNT_POLLED, 1);
    cd_sleep_ms(200);
    double before = desk_seconds();
    cd_sleep_ms(500);
    ck_assert_double_lt(desk_seconds() - before, 0.1);
}
END_TEST

START_TEST(a_ledger_that_does_not_confirm_aborts_in_the_end) {
    get_going();
    atomic_store(&settles, false);
    cd_stand_feed(&stand, 1);
    cd_stand_await(&stand, CD_COUNT_ABORTS, 1);
    atomic_store(&settles, true);
    expect_that_it_goes_on();
}
END_TEST

START_TEST(a_corrected_verdict_is_not_committed) {
    get_going();
    atomic_store(&settles, false);
    cd_stand_feed(&stand, 1);
    cd_stand_await(&stand, CD_COUNT_POLLED, 11);
    atomic_fetch_add(&stand.ring.link.corrected, 1);
    cd_bell_ring(&stand.ring.desk);
    cd_stand_await(&stand, CD_COUNT_CORRECTED, 1);
    ck_assert_uint_eq(cd_stand_count(&stand, CD_COUNT_REWINDS), 1);
    ck_assert_uint_eq(cd_stand_count(&stand, CD_COUNT_ARTICLES), 10);
    atomic_store(&settles, true);
    expect_that_it_goes_on();
}
END_TEST

START_TEST(a_lost_ledger_is_left_and_joined_again) {
    get_going();
    cd_fail(&stand.ring.link.error, CD_EWORLD, "gap", "the test has lost it");
    set_state(CD_LEDGER_LOST);
    cd_stand_await(&stand, CD_COUNT_REBALANCES, 3); /* taken, given back, taken */
    expect_that_it_goes_on();
}
END_TEST

START_TEST(a_ledger_that_failed_ends_it_with_its_reason) {
    get_going();
    cd_fail(&stand.ring.link.error, CD_EUSAGE, "contract", "another contract");
    set_state(CD_LEDGER_FAILED);
    cd_stand_await_end(&stand);
    ck_assert_int_eq(stand.desk.error.code, CD_EUSAGE);
    ck_assert_str_eq(stand.desk.error.reason, "contract");
}
END_TEST

START_TEST(it_ends_though_the_ledger_is_silent) {
    get_going();
    atomic_store(&settles, false);
    cd_stand_feed(&stand, 1);
    cd_stand_await(&stand, CD_COUNT_POLLED, 11);
    cd_stand_stop(&stand);
    ck_assert_uint_eq(cd_stand_count(&stand, CD_COUNT_ARTICLES), 10);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("verdicts");
    TCase *tests = tcase_create("verdicts");
    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, it_joins_the_group_only_when_the_ledger_is_read);
    tcase_add_test(tests, nothing_is_committed_before_its_verdict_is_confirmed);
    tcase_add_test(tests, it_sleeps_while_a_commit_waits_though_more_is_finished);
    tcase_add_test(tests, a_ledger_that_does_not_confirm_aborts_in_the_end);
    tcase_add_test(tests, a_corrected_verdict_is_not_committed);
    tcase_add_test(tests, a_lost_ledger_is_left_and_joined_again);
    tcase_add_test(tests, a_ledger_that_failed_ends_it_with_its_reason);
    tcase_add_test(tests, it_ends_though_the_ledger_is_silent);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
