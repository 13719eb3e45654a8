/* The ring of slots: order, drops, and many hands at once (with ThreadSanitizer this is
 * the proof that a slot's fields have one owner at a time). */
#include "consumer/ring.h"
#include "suite.h"

#include <check.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

static struct cd_ring ring;
static struct cd_lane *lane;

static void set_up(void) {
    struct cd_error err = {0};
    ck_assert_int_eq(cd_ring_init(&ring, 4, 1000, &err), 0);
    lane = cd_ring_lane(&ring, "articles", 0);
    ck_assert_ptr_nonnull(lane);
}

static void tear_down(void) { cd_ring_done(&ring); }

static struct cd_slot *push(struct cd_lane *where, int64_t offset, size_t bytes) {
    struct cd_slot *slot = cd_ring_head(&ring);
    slot->lane = where;
    slot->bytes = bytes;
    slot->record.offset = offset;
    cd_ring_push(&ring, slot);
    return slot;
}

static int64_t pop_done(void) {
    struct cd_slot *slot = cd_ring_tail(&ring);
    ck_assert_ptr_nonnull(slot);
    ck_assert_int_ne(slot->outcome, CD_OUTCOME_STALE);
    int64_t offset = slot->record.offset;
    cd_ring_pop(&ring, slot);
    return offset;
}

static void finish(struct cd_slot *slot) {
    slot->outcome = CD_OUTCOME_OUTPUT;
    cd_slot_put(&ring, slot, CD_SLOT_DONE);
}

START_TEST(slots_come_out_in_the_order_of_the_poll) {
    for (int64_t i = 0; i < 3; i++)
        push(lane, i, 1);
    struct cd_slot *taken[3];
    for (int i = 0; i < 3; i++)
        taken[i] = cd_ring_work(&ring);
    ck_assert_ptr_null(cd_ring_work(&ring));
    finish(taken[2]);
    finish(taken[1]);
    ck_assert_ptr_null(cd_ring_tail(&ring));
    finish(taken[0]);
    for (int64_t i = 0; i < 3; i++)
        ck_assert_int_eq(pop_done(), i);
    ck_assert(cd_ring_empty(&ring));
}
END_TEST

START_TEST(a_ring_is_full_by_slots) {
    for (int64_t i = 0; i < 4; i++) {
        ck_assert(!cd_ring_full(&ring));
        push(lane, i, 1);
    }
    ck_assert(cd_ring_full(&ring));
    finish(cd_ring_work(&ring));
    pop_done();
    ck_assert(!cd_ring_full(&ring));
}
END_TEST

START_TEST(a_ring_is_full_by_bytes_but_takes_one_large_record) {
    push(lane, 0, 5000);
    ck_assert(cd_ring_full(&ring));
    finish(cd_ring_work(&ring));
    pop_done();
    ck_assert(!cd_ring_full(&ring));
}
END_TEST

START_TEST(a_lane_is_found_again_and_differs_by_topic_and_partition) {
    ck_assert_ptr_eq(cd_ring_lane(&ring, "articles", 0), lane);
    ck_assert_ptr_ne(cd_ring_lane(&ring, "articles", 1), lane);
    ck_assert_ptr_ne(cd_ring_lane(&ring, "wires", 0), lane);
}
END_TEST

START_TEST(a_resting_slot_of_an_old_epoch_is_dropped_in_any_stage) {
    static const enum cd_stage stages[] = {CD_SLOT_FILLED, CD_SLOT_READ, CD_SLOT_APPENDED,
                                           CD_SLOT_JUDGED, CD_SLOT_DONE};
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
        struct cd_slot *slot = push(lane, 0, 1);
        if (stages[i] != CD_SLOT_FILLED)
            cd_slot_put(&ring, cd_ring_work(&ring), stages[i]);
        atomic_fetch_add(&lane->epoch, 1);
        ck_assert_ptr_eq(cd_ring_tail(&ring), slot);
        ck_assert_int_eq(slot->outcome, CD_OUTCOME_STALE);
        cd_ring_pop(&ring, slot);
        ck_assert_ptr_null(cd_ring_work(&ring));
        ck_assert_ptr_null(cd_ring_to_append(&ring));
    }
    ck_assert_uint_eq(ring.bytes, 0);
}
END_TEST

START_TEST(a_slot_that_a_worker_holds_is_dropped_only_when_he_puts_it_down) {
    push(lane, 0, 1);
    struct cd_slot *slot = cd_ring_work(&ring);
    atomic_fetch_add(&lane->epoch, 1);
    ck_assert_ptr_null(cd_ring_tail(&ring));
    ck_assert(cd_slot_stale(slot));
    cd_slot_put(&ring, slot, CD_SLOT_READ);
    ck_assert_ptr_eq(cd_ring_tail(&ring), slot);
    cd_ring_pop(&ring, slot);
}
END_TEST

START_TEST(only_the_lane_whose_epoch_rose_is_dropped) {
    struct cd_lane *other = cd_ring_lane(&ring, "articles", 1);
    push(lane, 7, 1);
    push(other, 8, 1);
    finish(cd_ring_work(&ring));
    finish(cd_ring_work(&ring));
    atomic_fetch_add(&other->epoch, 1);
    ck_assert_int_eq(pop_done(), 7);
    struct cd_slot *slot = cd_ring_tail(&ring);
    ck_assert_int_eq(slot->outcome, CD_OUTCOME_STALE);
    cd_ring_pop(&ring, slot);
}
END_TEST

START_TEST(a_late_take_of_a_slot_that_was_filled_anew_fails) {
    struct cd_slot *slot = push(lane, 0, 1);
    uint64_t old = cd_slot_sequence(slot);
    finish(cd_ring_work(&ring));
    pop_done();
    for (int64_t i = 1; i <= 4; i++)
        push(lane, i, 1);
    ck_assert_ptr_eq(cd_ring_slot(&ring, old), slot);
    ck_assert(!cd_slot_take(slot, old, CD_SLOT_FILLED));
    ck_assert(cd_slot_take(slot, old + 4, CD_SLOT_FILLED));
}
END_TEST

START_TEST(the_ledger_appends_in_order_and_passes_over_what_went_around_it) {
    for (int64_t i = 0; i < 3; i++)
        push(lane, i, 1);
    struct cd_slot *slots[3];
    for (int i = 0; i < 3; i++)
        slots[i] = cd_ring_work(&ring);
    cd_slot_put(&ring, slots[2], CD_SLOT_READ);
    ck_assert_ptr_null(cd_ring_to_append(&ring));
    cd_slot_put(&ring, slots[0], CD_SLOT_READ);
    finish(slots[1]);
    ck_assert_ptr_eq(cd_ring_to_append(&ring), slots[0]);
    ck_assert_ptr_eq(cd_ring_to_append(&ring), slots[2]);
    ck_assert_ptr_null(cd_ring_to_append(&ring));
}
END_TEST

START_TEST(judged_slots_come_before_unread_ones) {
    push(lane, 0, 1);
    struct cd_slot *slot = cd_ring_work(&ring);
    cd_slot_put(&ring, slot, CD_SLOT_READ);
    ck_assert_ptr_eq(cd_ring_to_append(&ring), slot);
    cd_slot_put(&ring, slot, CD_SLOT_APPENDED);
    ck_assert(cd_slot_take(slot, 0, CD_SLOT_APPENDED));
    cd_slot_put(&ring, slot, CD_SLOT_JUDGED);
    struct cd_slot *unread = push(lane, 1, 1);
    ck_assert_ptr_eq(cd_ring_work(&ring), slot);
    ck_assert_ptr_eq(cd_ring_work(&ring), unread);
}
END_TEST

static bool readable(int fd) {
    struct pollfd pollfd = {.fd = fd, .events = POLLIN};
    return poll(&pollfd, 1, 0) == 1;
}

START_TEST(a_bell_is_heard_only_by_a_sleeper) {
    cd_bell_ring(&ring.desk);
    ck_assert(!readable(ring.desk.fd));
    cd_bell_arm(&ring.desk);
    cd_bell_ring(&ring.desk);
    cd_bell_ring(&ring.desk);
    ck_assert(readable(ring.desk.fd));
    cd_bell_sleep(&ring.desk, 60000); /* not long */
    cd_bell_disarm(&ring.desk);
    ck_assert(!readable(ring.desk.fd));
    cd_bell_ring(&ring.desk);
    ck_assert(!readable(ring.desk.fd));
}
END_TEST

START_TEST(the_desk_is_woken_when_the_tail_is_done_and_not_before) {
    push(lane, 0, 1);
    push(lane, 1, 1);
    struct cd_slot *first = cd_ring_work(&ring), *second = cd_ring_work(&ring);
    cd_bell_arm(&ring.desk);
    finish(second);
    ck_assert(!readable(ring.desk.fd));
    finish(first);
    ck_assert(readable(ring.desk.fd));
    cd_bell_disarm(&ring.desk);
}
END_TEST

/* ---- many hands ---- */

enum { ARTICLES = 20000, HANDS = 3 };

struct stage_hand {
    pthread_t thread;
    unsigned seed;
};

/* Each step writes plain fields, so that a wrong owner is a data race. */
static void work_on(struct cd_slot *slot) {
    if (cd_slot_stale(slot)) {
        slot->outcome = CD_OUTCOME_STALE;
        cd_slot_put(&ring, slot, CD_SLOT_DONE);
    } else if (!slot->article.fingerprint.p && slot->record.offset % 7) {
        slot->article.fingerprint = CD_STR("fingerprint");
        cd_slot_put(&ring, slot, CD_SLOT_READ);
    } else {
        finish(slot);
    }
}

static void *worker(void *arg) {
    struct stage_hand *hand = arg;
    while (!atomic_load(&ring.stop)) {
        struct cd_slot *slot = cd_ring_work(&ring);
        if (!slot) {
            cd_ring_wait_for_work(&ring);
            continue;
        }
        if (rand_r(&hand->seed) % 16 == 0)
            sched_yield();
        work_on(slot);
    }
    return NULL;
}

/* Appends and judges, the verdict some slots after the append. */
static void *ledger(void *arg) {
    (void)arg;
    uint64_t waiting[8];
    size_t count = 0;
    while (!atomic_load(&ring.link.stop)) {
        cd_bell_arm(&ring.ledger_bell);
        struct cd_slot *slot = cd_ring_to_append(&ring);
        if (!slot && !count) {
            struct pollfd pollfd = {.fd = ring.ledger_bell.fd, .events = POLLIN};
            if (!atomic_load(&ring.link.stop))
                poll(&pollfd, 1, 1000);
        }
        cd_bell_disarm(&ring.ledger_bell);
        if (slot) {
            waiting[count++] = cd_slot_sequence(slot);
            cd_slot_put(&ring, slot, CD_SLOT_APPENDED);
        }
        for (size_t i = 0; (!slot || count == 8) && i < count; i++) {
            struct cd_slot *judged = cd_ring_slot(&ring, waiting[i]);
            if (!cd_slot_take(judged, waiting[i], CD_SLOT_APPENDED))
                continue;
            judged->article.verdict.known = true;
            cd_slot_put(&ring, judged, CD_SLOT_JUDGED);
        }
        if (!slot || count == 8)
            count = 0;
    }
    return NULL;
}

static void sleep_for_the_tail(void) {
    struct pollfd pollfd = {.fd = ring.desk.fd, .events = POLLIN};
    ck_assert_msg(poll(&pollfd, 1, 60000) == 1, "nobody woke the desk");
}

/* Produces what is done; returns how many stale slots there were. */
static int64_t drain(int64_t *next) {
    struct cd_slot *slot;
    int64_t stale = 0;
    while ((slot = cd_ring_tail(&ring))) {
        if (slot->outcome == CD_OUTCOME_STALE) {
            stale++;
        } else {
            ck_assert_int_eq(slot->record.offset, (*next)++);
            ck_assert(slot->article.verdict.known || !slot->article.fingerprint.p);
        }
        cd_ring_pop(&ring, slot);
    }
    return stale;
}

/* As the desk does it: fill, drain, now and then drop all and begin again at what was
 * produced last. */
static int64_t run_desk(unsigned *seed) {
    int64_t next = 0, polled = 0, stale = 0;
    while (next < ARTICLES) {
        stale += drain(&next);
        if (polled < ARTICLES && !cd_ring_full(&ring)) {
            push(lane, polled++, 10);
            if (rand_r(seed) % 500)
                continue;
            atomic_fetch_add(&lane->epoch, 1);
            polled = next;
            continue;
        }
        cd_bell_arm(&ring.desk);
        struct cd_slot *slot = cd_ring_tail(&ring);
        if (slot) {
            cd_bell_disarm(&ring.desk);
            cd_slot_put(&ring, slot, CD_SLOT_DONE);
            continue;
        }
        if (!cd_ring_empty(&ring))
            sleep_for_the_tail();
        cd_bell_disarm(&ring.desk);
    }
    return stale;
}

START_TEST(many_hands_lose_nothing_and_keep_the_order) {
    unsigned seed = (unsigned)time(NULL);
    if (getenv("CD_SEED"))
        seed = (unsigned)strtoul(getenv("CD_SEED"), NULL, 10);
    printf("CD_SEED=%u\n", seed);
    cd_ring_done(&ring);
    struct cd_error err = {0};
    ck_assert_int_eq(cd_ring_init(&ring, 32, 100000, &err), 0);
    lane = cd_ring_lane(&ring, "articles", 0);
    ring.ledger = true;
    struct stage_hand hands[HANDS];
    pthread_t ledger_thread;
    ck_assert_int_eq(pthread_create(&ledger_thread, NULL, ledger, NULL), 0);
    for (unsigned i = 0; i < HANDS; i++) {
        hands[i].seed = seed + i;
        ck_assert_int_eq(pthread_create(&hands[i].thread, NULL, worker, &hands[i]), 0);
    }
    int64_t stale = run_desk(&seed);
    printf("dropped on the way: %ld\n", (long)stale);
    atomic_store(&ring.stop, true);
    cd_gate_open_all(&ring.workers);
    atomic_store(&ring.link.stop, true);
    cd_bell_ring(&ring.ledger_bell);
    for (unsigned i = 0; i < HANDS; i++)
        pthread_join(hands[i].thread, NULL);
    pthread_join(ledger_thread, NULL);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("ring");
    TCase *tests = tcase_create("ring");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 240);
    tcase_add_test(tests, slots_come_out_in_the_order_of_the_poll);
    tcase_add_test(tests, a_ring_is_full_by_slots);
    tcase_add_test(tests, a_ring_is_full_by_bytes_but_takes_one_large_record);
    tcase_add_test(tests, a_lane_is_found_again_and_differs_by_topic_and_partition);
    tcase_add_test(tests, a_resting_slot_of_an_old_epoch_is_dropped_in_any_stage);
    tcase_add_test(tests,
                   a_slot_that_a_worker_holds_is_dropped_only_when_he_puts_it_down);
    tcase_add_test(tests, only_the_lane_whose_epoch_rose_is_dropped);
    tcase_add_test(tests, a_late_take_of_a_slot_that_was_filled_anew_fails);
    tcase_add_test(tests,
                   the_ledger_appends_in_order_and_passes_over_what_went_around_it);
    tcase_add_test(tests, judged_slots_come_before_unread_ones);
    tcase_add_test(tests, a_bell_is_heard_only_by_a_sleeper);
    tcase_add_test(tests, the_desk_is_woken_when_the_tail_is_done_and_not_before);
    tcase_add_test(tests, many_hands_lose_nothing_and_keep_the_order);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
