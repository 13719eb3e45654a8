/* The index of the newest heads' 4-grams, and the sketches under it: what comes out is
 * held against a list of everything that went in, for as long as it should be there. */
#include "processors/dedup/postings.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "processors/dedup/rising.h"
#include "processors/dedup/table.h"
#include "suite.h"

#define OWNERS 6000 /* that are added in all */

static struct cd_postings postings;
static struct cd_sketch *model; /* by owner, from 1 */
static uint64_t state;

static uint32_t draw(uint32_t below) {
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(state >> 33) % below;
}

static void set_up(void) {
    state = 7;
    model = calloc(OWNERS + 1, sizeof *model);
    ck_assert_ptr_nonnull(model);
    ck_assert_int_eq(cd_postings_init(&postings), 0);
}

static void tear_down(void) {
    cd_postings_done(&postings);
    free(model);
}

static int compare(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* A set of grams in order, each once. */
static void set_grams(struct cd_sketch *sketch, uint32_t *grams, unsigned count) {
    qsort(grams, count, sizeof *grams, compare);
    sketch->gram_count = 0;
    for (unsigned i = 0; i < count; i++)
        if (i == 0 || grams[i] != grams[i - 1])
            sketch->grams[sketch->gram_count++] = grams[i];
}

/* Grams that are sampled like an article's, some of which many articles share. */
static void draw_sketch(struct cd_sketch *sketch) {
    uint32_t grams[CD_MOST_GRAMS];
    unsigned count = draw(CD_MOST_GRAMS + 1);
    *sketch = (struct cd_sketch){.gram_shift = (uint8_t)draw(CD_GREATEST_SHIFT + 1)};
    for (unsigned i = 0; i < count; i++) {
        uint32_t hash = draw(4) ? draw(1u << 31) * 2 + draw(2) : draw(500) * 8388593u;
        grams[i] = hash >> sketch->gram_shift & ~1u;
    }
    set_grams(sketch, grams, count);
}

static void add(uint64_t owner, const struct cd_sketch *sketch) {
    model[owner] = *sketch;
    ck_assert_int_eq(cd_postings_add(&postings, sketch), 0);
}

static bool has(uint64_t owner, uint32_t gram) {
    const struct cd_sketch *sketch = &model[owner];
    return bsearch(&gram, sketch->grams, sketch->gram_count, sizeof gram, compare);
}

/* By the list: the newest owners of a gram, from first to last. */
static struct cd_owners owners_of(uint32_t gram, uint64_t first, uint64_t last) {
    struct cd_owners owners = {0};
    for (uint64_t o = last; o >= first && owners.count < CD_MOST_OWNERS; o--)
        if (has(o, gram))
            owners.numbers[owners.count++] = (uint32_t)o;
    return owners;
}

static bool is_among(uint32_t owner, const struct cd_owners *owners) {
    for (unsigned i = 0; i < owners->count; i++)
        if (owners->numbers[i] == owner)
            return true;
    return false;
}

/* All whom the list has are found, and in that order; or of these at least those who are
 * of interest. */
static void expect_owners(const struct cd_sketch *sketch, uint64_t first, uint64_t last) {
    static const struct cd_least least = {.owners = 5, .grams = 3};
    struct cd_owners all[CD_MOST_GRAMS], some[CD_MOST_GRAMS], listed[CD_MOST_GRAMS];
    cd_postings_find(&postings, sketch, (struct cd_least){0}, all);
    cd_postings_find(&postings, sketch, least, some);
    for (unsigned i = 0; i < sketch->gram_count; i++) {
        listed[i] = owners_of(sketch->grams[i], first, last);
        ck_assert_uint_eq(all[i].count, listed[i].count);
        for (unsigned k = 0; k < listed[i].count; k++)
            ck_assert_uint_eq(all[i].numbers[k], listed[i].numbers[k]);
        for (unsigned k = 0; k < some[i].count; k++)
            ck_assert(is_among(some[i].numbers[k], &listed[i]));
    }
    for (unsigned i = 0; i < sketch->gram_count; i++)
        for (unsigned k = 0; k < listed[i].count; k++) {
            unsigned grams = 0;
            for (unsigned j = 0; j < sketch->gram_count; j++)
                grams += is_among(listed[i].numbers[k], &listed[j]);
            if (listed[i].count >= least.owners || grams >= least.grams)
                ck_assert(is_among(listed[i].numbers[k], &some[i]));
        }
}

START_TEST(a_gram_has_its_newest_owners_in_the_window_and_no_other) {
    uint64_t first = 1;
    for (uint64_t owner = 1; owner <= OWNERS; owner++) {
        struct cd_sketch sketch;
        draw_sketch(&sketch);
        add(owner, &sketch);
        uint64_t window = owner < OWNERS / 2 ? 2500 : 400; /* it shrinks half-way */
        if (owner > window && owner - window > first) {
            first = owner - window;
            cd_postings_drop(&postings, first);
        }
        if (owner % 37 == 0)
            expect_owners(&model[first + draw((uint32_t)(owner - first + 1))], first,
                          owner);
    }
}
END_TEST

/* The gram of a position in the first of the tables; even, as grams are. */
static uint32_t gram_at(uint32_t position) {
    uint32_t undo = 1; /* of the multiplication that spreads them */
    while (cd_gram_spread(undo) != 1)
        undo *= 2 - cd_gram_spread(undo);
    return 2 * position * undo;
}

static void pick_crowd(uint32_t *grams, unsigned count, uint32_t below) {
    for (unsigned n = 0; n < count; n++)
        grams[n] = gram_at(draw(below));
}

/* Owners of at most `most` grams out of a crowd, in a window. */
static void live_through(uint64_t owners, uint64_t window, unsigned most,
                         const uint32_t *crowd, unsigned crowd_count) {
    for (uint64_t owner = 1; owner <= owners; owner++) {
        struct cd_sketch sketch = {0};
        uint32_t grams[CD_MOST_GRAMS];
        unsigned n = 1 + draw(owner % 5 ? 3 : most);
        for (unsigned i = 0; i < n; i++)
            grams[i] = crowd[draw(crowd_count)];
        set_grams(&sketch, grams, n);
        add(owner, &sketch);
        uint64_t first = owner > window ? owner - window : 1;
        cd_postings_drop(&postings, first);
        expect_owners(&model[first + draw((uint32_t)(owner - first + 1))], first, owner);
    }
}

/* One entry stands for two grams of an owner that look alike in a table; neither may be
 * lost when the table is built anew, or when an owner is one too many for one of them. */
START_TEST(grams_of_one_owner_that_look_alike_are_told_apart) {
    uint32_t alike[CD_MOST_GRAMS];
    pick_crowd(alike, CD_MOST_GRAMS, 1 << 15);
    live_through(600, 200, CD_MOST_GRAMS, alike, CD_MOST_GRAMS);
}
END_TEST

START_TEST(grams_that_share_entries_in_a_small_table_are_told_apart) {
    uint32_t alike[5];
    for (uint32_t i = 0; i < 5; i++)
        alike[i] = gram_at(i);
    live_through(600, 200, 5, alike, 5);
}
END_TEST

/* Of furniture no more is kept the more there is, even where entries stand for two of its
 * grams. */
START_TEST(what_all_share_takes_no_more_memory_with_time) {
    struct cd_sketch sketch = {0};
    uint32_t grams[4];
    for (uint32_t i = 0; i < 4; i++)
        grams[i] = gram_at(i);
    set_grams(&sketch, grams, 4);
    for (uint64_t owner = 1; owner <= 100; owner++)
        add(owner, &sketch);
    size_t bytes = postings.bytes;
    for (uint64_t owner = 101; owner <= 1500; owner++)
        add(owner, &sketch);
    ck_assert_uint_le(postings.bytes, bytes + 256);
    expect_owners(&sketch, 1, 1500);
}
END_TEST

/* Entries are found beyond a line that was full once and has dead ones now. */
START_TEST(a_crowded_table_loses_none) {
    static uint32_t crowd[2000];
    pick_crowd(crowd, 2000, 1 << (CD_POSITION_BITS - 1));
    live_through(4000, 300, 12, crowd, 2000);
}
END_TEST

START_TEST(memory_is_given_back_when_the_window_shrinks) {
    struct cd_sketch sketch;
    size_t empty = cd_postings_bytes(&postings);
    for (uint64_t owner = 1; owner <= OWNERS / 2; owner++) {
        draw_sketch(&sketch);
        add(owner, &sketch);
    }
    size_t full = cd_postings_bytes(&postings);
    ck_assert_uint_gt(full, empty);
    for (uint64_t owner = OWNERS / 2 + 1; owner <= OWNERS; owner++) {
        sketch = (struct cd_sketch){.gram_count = 0};
        add(owner, &sketch);
        cd_postings_drop(&postings, owner);
    }
    /* A line of 64 bytes stays of each table, and a segment or two of each queue. */
    ck_assert_uint_lt(cd_postings_bytes(&postings), empty + 4096 * 64 + 1000000);
}
END_TEST

/* ---- sketches ---- */

static void draw_narrow(uint16_t *values, uint8_t *count, unsigned most) {
    uint32_t value = 0;
    for (unsigned n = draw(most + 1); *count < n && value < 65000; (*count)++) {
        value += 1 + draw(60000 / most);
        values[*count] = (uint16_t)value;
    }
}

START_TEST(a_sketch_comes_out_as_it_went_in) {
    for (uint64_t owner = 1; owner <= 2000; owner++) {
        struct cd_sketch sketch, read = {0};
        draw_sketch(&sketch);
        for (unsigned i = 0; i < sketch.gram_count; i++)
            sketch.leads |= (uint64_t)draw(2) << i;
        sketch.pair_shift = (uint8_t)draw(17);
        sketch.number_shift = (uint8_t)draw(17);
        draw_narrow(sketch.pairs, &sketch.pair_count, CD_MOST_PAIRS);
        draw_narrow(sketch.numbers, &sketch.number_count, CD_MOST_NUMBERS);
        sketch.slot_shift = (uint8_t)draw(17);
        draw_narrow(sketch.slots, &sketch.slot_count, CD_MOST_SLOTS);
        for (unsigned i = 0; i < sketch.slot_count; i++)
            sketch.fillers[i] = (uint8_t)draw(256);
        sketch.brevity = (uint8_t)draw(3);
        add(owner, &sketch);
        cd_sketches_read(&postings.sketches, owner, &read);
        ck_assert_mem_eq(&read, &sketch, sizeof read);
    }
}
END_TEST

START_TEST(rising_numbers_come_out_as_they_went_in) {
    for (int round = 0; round < 2000; round++) {
        uint8_t numbers[CD_MOST_PAIRS], read[CD_MOST_PAIRS];
        unsigned limit = 1u << draw(9), count = draw(CD_MOST_PAIRS + 1);
        for (unsigned i = 0; i < count; i++) {
            unsigned step = draw(2 * limit / (count + 1) + 1);
            unsigned next = (i ? numbers[i - 1] : 0) + step;
            numbers[i] = (uint8_t)(next < limit ? next : limit - 1);
        }
        size_t bytes = cd_rising_bytes(count, limit);
        unsigned char *written = malloc(bytes + 1); /* the sanitizer guards its end */
        ck_assert_ptr_nonnull(written);
        written[bytes] = 0xa5;
        cd_rising_write(written, numbers, count, limit);
        ck_assert_uint_eq(written[bytes], 0xa5);
        cd_rising_read(written, read, count, limit);
        for (unsigned i = 0; i < count; i++) {
            ck_assert_uint_eq(read[i], numbers[i]);
            ck_assert_uint_eq(cd_rising_at(written, i, count, limit), numbers[i]);
        }
        free(written);
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("postings");
    TCase *tcase = tcase_create("postings");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, a_gram_has_its_newest_owners_in_the_window_and_no_other);
    tcase_add_test(tcase, grams_of_one_owner_that_look_alike_are_told_apart);
    tcase_add_test(tcase, grams_that_share_entries_in_a_small_table_are_told_apart);
    tcase_add_test(tcase, what_all_share_takes_no_more_memory_with_time);
    tcase_add_test(tcase, a_crowded_table_loses_none);
    tcase_add_test(tcase, memory_is_given_back_when_the_window_shrinks);
    tcase_add_test(tcase, a_sketch_comes_out_as_it_went_in);
    tcase_add_test(tcase, rising_numbers_come_out_as_they_went_in);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
