/* The table of chains, held against a list of what went in; and the queue under it. */
#include "processors/dedup/chains.h"
#include "suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define OWNERS 20000
#define MOST   3 /* hashes of an owner */

struct owner {
    uint32_t hashes[MOST];
    unsigned count;
    uint64_t node;
};

static struct cd_chains chains;
static struct owner *model; /* from 1 */
static uint64_t state;

static uint32_t draw(uint32_t below) {
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(state >> 33) % below;
}

static void set_up(void) {
    state = 3;
    model = calloc(OWNERS + 1, sizeof *model);
    ck_assert_ptr_nonnull(model);
    ck_assert_int_eq(cd_chains_init(&chains), 0);
}

static void tear_down(void) {
    cd_chains_done(&chains);
    free(model);
}

static void add(uint64_t number, uint32_t kinds) {
    struct owner *owner = &model[number];
    owner->count = draw(MOST + 1);
    for (unsigned i = 0; i < owner->count; i++)
        owner->hashes[i] = draw(kinds) << 12; /* alike in their lower bits */
    ck_assert_int_eq(cd_chains_add(&chains, owner->hashes, owner->count, &owner->node),
                     0);
}

static void expect(uint32_t hash, uint64_t first, uint64_t last) {
    uint32_t found[CD_CHAIN_MOST];
    unsigned count = cd_chains_find(&chains, hash, found), n = 0;
    for (uint64_t number = last; number >= first; number--)
        for (unsigned i = 0; i < model[number].count && n < CD_CHAIN_MOST; i++)
            if (model[number].hashes[i] == hash) {
                ck_assert_uint_lt(n, count);
                ck_assert_uint_eq(found[n++], number);
            }
    ck_assert_uint_eq(count, n);
}

/* The window grows, stands, shrinks and grows again: buckets are split and joined. */
START_TEST(a_hash_has_its_newest_owners_in_the_window) {
    uint64_t first = 1;
    for (uint64_t number = 1; number <= OWNERS; number++) {
        add(number, 3000);
        uint64_t window = number / 5000 % 2 ? 60 : 4000;
        if (number > window && number - window > first) {
            first = number - window;
            cd_chains_drop(&chains, model[first].node);
        }
        if (number % 11 == 0)
            expect(draw(3000) << 12, first, number);
    }
}
END_TEST

START_TEST(an_owner_without_hashes_is_counted_and_never_found) {
    uint32_t hash = 7, found[CD_CHAIN_MOST];
    uint64_t node;
    ck_assert_int_eq(cd_chains_add(&chains, &hash, 0, &node), 0);
    ck_assert_int_eq(cd_chains_add(&chains, &hash, 1, &node), 0);
    ck_assert_uint_eq(cd_chains_find(&chains, 7, found), 1);
    ck_assert_uint_eq(found[0], 2);
    ck_assert_uint_eq(cd_chains_find(&chains, 0, found), 0);
}
END_TEST

START_TEST(memory_is_given_back_when_the_window_shrinks) {
    for (uint64_t number = 1; number <= OWNERS / 2; number++)
        add(number, 100000);
    ck_assert_uint_gt(chains.bucket_count, 10000);
    for (uint64_t number = OWNERS / 2 + 1; number <= OWNERS; number++) {
        add(number, 100000);
        cd_chains_drop(&chains, model[number].node);
    }
    expect(model[OWNERS].hashes[0], OWNERS, OWNERS);
    ck_assert_uint_lt(chains.bucket_count, 1000);
    ck_assert_uint_lt(cd_chains_bytes(&chains), 1000000); /* a few segments */
}
END_TEST

/* ---- the queue ---- */

START_TEST(a_run_lies_side_by_side_and_its_memory_is_given_back) {
    struct cd_fifo fifo;
    cd_fifo_init(&fifo, sizeof(uint32_t), 6);
    uint64_t starts[500];
    for (uint32_t i = 0; i < 500; i++) {
        size_t count = 1 + i % 64;
        uint32_t *run = cd_fifo_push_run(&fifo, count);
        ck_assert_ptr_nonnull(run);
        starts[i] = fifo.end - count;
        for (size_t k = 0; k < count; k++) {
            ck_assert_uint_eq(run[k], 0);
            run[k] = i;
        }
        uint32_t oldest = i < 20 ? 0 : i - 20;
        cd_fifo_drop(&fifo, starts[oldest]);
        for (uint32_t j = oldest; j <= i; j++)
            for (size_t k = 0; k < 1 + j % 64; k++)
                ck_assert_uint_eq(*(uint32_t *)cd_fifo_at(&fifo, starts[j] + k), j);
    }
    ck_assert_uint_lt(fifo.bytes, 32 * 64 * sizeof(uint32_t));
    cd_fifo_done(&fifo);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("chains");
    TCase *tcase = tcase_create("chains");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, a_hash_has_its_newest_owners_in_the_window);
    tcase_add_test(tcase, an_owner_without_hashes_is_counted_and_never_found);
    tcase_add_test(tcase, memory_is_given_back_when_the_window_shrinks);
    tcase_add_test(tcase, a_run_lies_side_by_side_and_its_memory_is_given_back);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
