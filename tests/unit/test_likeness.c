/* How alike two texts are by their samples: what counts as shared, and which doubts speak
 * against a copy. */
#include "processors/dedup/likeness.h"
#include "suite.h"

#define GRAMS 16

/* Grams spread over all values, as samples are: half of them in the coarser half. */
static struct cd_sketch sketch_of(uint32_t own) {
    struct cd_sketch sketch = {.gram_count = GRAMS, .words = 150};
    for (uint32_t i = 0; i < GRAMS; i++)
        sketch.grams[i] = (i << 28) + 2 * (i < own ? i + 1 : 0);
    return sketch;
}

/* All but the first `own` grams are shared; of those in the coarser half, but for the
 * last `story`, it is known that they are furniture. */
static struct cd_overlap share_furniture(uint32_t own, uint32_t story) {
    struct cd_sketch mine = sketch_of(0), theirs = sketch_of(own);
    struct cd_common common = {0};
    for (uint32_t i = own; i < GRAMS / 2 - story; i++)
        common.bits |= UINT64_C(1) << i;
    return cd_compare_grams(&mine, common, &theirs, common);
}

START_TEST(what_is_furniture_of_the_coarser_half_is_it_of_the_finer_one) {
    struct cd_overlap overlap = share_furniture(2, 0);
    ck_assert_uint_eq(overlap.shared, 0);
    ck_assert_uint_eq(overlap.mine, 2);
}
END_TEST

START_TEST(a_story_beside_furniture_is_told_by_the_coarser_half) {
    struct cd_overlap overlap = share_furniture(2, 2);
    ck_assert_uint_eq(overlap.shared, 2 + GRAMS / 2);
    ck_assert_uint_eq(overlap.mine, 4 + GRAMS / 2);
}
END_TEST

START_TEST(little_furniture_tells_nothing_of_the_finer_half) {
    ck_assert_uint_eq(share_furniture(5, 0).shared, GRAMS / 2);
}
END_TEST

/* Two pages that share six tenths, names and numbers of a masthead among them. */
static enum cd_dedup_rule doubt_of_leads(struct cd_leads samples) {
    struct cd_likeness like = {
        .grams = {.shared = 17, .mine = 42, .theirs = 29, .leads = samples},
        .containment = 586,
        .pairs = 380,
        .pair_containment = 550,
        .lead = 800,
        .other_lead = 2000,
        .numbers = 1000,
        .places = {.shared = 7, .same = 7, .mine = 16, .theirs = 11},
        .named = 800,
        .all_named = true,
        .my_words = 140,
        .their_words = 141,
    };
    return cd_likeness_doubt(&like);
}

START_TEST(few_samples_of_one_lead_count_together_with_the_others) {
    ck_assert_int_eq(doubt_of_leads((struct cd_leads){15, 0, 4, 1}), CD_DEDUP_LEADS);
    ck_assert_int_eq(doubt_of_leads((struct cd_leads){15, 9, 4, 1}), CD_DEDUP_NOT_ASKED);
    ck_assert_int_eq(doubt_of_leads((struct cd_leads){4, 0, 4, 0}), CD_DEDUP_NOT_ASKED);
}
END_TEST

/* Two pages that share seven tenths, and all of one's lead. */
static enum cd_dedup_rule doubt_of_other_lead(unsigned other_lead, uint32_t words) {
    struct cd_likeness like = {
        .grams = {.shared = 47, .mine = 61, .theirs = 64, .leads = {19, 14, 14, 3}},
        .containment = 770,
        .pairs = 580,
        .pair_containment = 730,
        .lead = 1900,
        .other_lead = other_lead,
        .numbers = 1000,
        .places = {.shared = 11, .same = 11, .mine = 17, .theirs = 15},
        .named = 1000,
        .all_named = true,
        .my_words = words,
        .their_words = words,
    };
    return cd_likeness_doubt(&like);
}

START_TEST(of_short_texts_both_leads_are_in_the_other) {
    ck_assert_int_eq(doubt_of_other_lead(560, 130), CD_DEDUP_LEADS);
    ck_assert_int_eq(doubt_of_other_lead(1200, 130), CD_DEDUP_NOT_ASKED);
    ck_assert_int_eq(doubt_of_other_lead(560, 400), CD_DEDUP_NOT_ASKED);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("likeness");
    TCase *tcase = tcase_create("likeness");
    tcase_add_test(tcase, what_is_furniture_of_the_coarser_half_is_it_of_the_finer_one);
    tcase_add_test(tcase, a_story_beside_furniture_is_told_by_the_coarser_half);
    tcase_add_test(tcase, little_furniture_tells_nothing_of_the_finer_half);
    tcase_add_test(tcase, few_samples_of_one_lead_count_together_with_the_others);
    tcase_add_test(tcase, of_short_texts_both_leads_are_in_the_other);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
