/* What a sketch keeps of a text, and what two of them say of each other. */
#include <stdlib.h>

#include "matcher.h"
#include "processors/dedup/compare.h"
#include "processors/dedup/lead.h"
#include "processors/dedup/record.h"
#include "suite.h"

static struct matcher m;
static char one[80000], other[80000];

static void set_up(void) { matcher_init(&m); }
static void tear_down(void) { matcher_done(&m); }

static const struct cd_common none;

static struct cd_overlap grams(const char *a, const char *b) {
    struct cd_sketch mine = matcher_sketch(&m, a), theirs = matcher_sketch(&m, b);
    return cd_compare_grams(&mine, none, &theirs, none);
}

static unsigned apart(unsigned a, unsigned b) { return a > b ? a - b : b - a; }

START_TEST(a_short_text_is_kept_whole_and_a_long_one_sampled_to_half_full) {
    matcher_words(one, 1, 60);
    struct cd_sketch sketch = matcher_sketch(&m, one);
    ck_assert_uint_eq(sketch.words, 60);
    ck_assert_uint_eq(sketch.gram_count, 57);
    ck_assert_uint_eq(sketch.gram_shift, 0);
    matcher_words(one, 1, 5000);
    sketch = matcher_sketch(&m, one);
    ck_assert_uint_le(sketch.gram_count, CD_MOST_GRAMS);
    ck_assert_uint_ge(sketch.gram_count, CD_MOST_GRAMS / 4);
    ck_assert_uint_ge(sketch.gram_shift, 6);
    for (unsigned i = 0; i < sketch.gram_count; i++) {
        ck_assert_uint_le(sketch.grams[i], UINT32_MAX >> sketch.gram_shift);
        ck_assert(i == 0 || sketch.grams[i] > sketch.grams[i - 1]);
    }
}
END_TEST

START_TEST(what_a_text_repeats_over_and_over_is_kept_once) {
    char *end = one;
    for (int i = 0; i < 3000; i++)
        end += sprintf(end, "one two three ");
    matcher_words(end, 1, 20);
    struct cd_sketch sketch = matcher_sketch(&m, one);
    ck_assert_uint_eq(sketch.gram_shift, 0);
    ck_assert_uint_eq(sketch.gram_count, 3 + 17 + 3);
}
END_TEST

/* ---- leads ---- */

static struct cd_lead lead_of(const char *title, const char *body) {
    struct cd_text headline = matcher_text(&m, title), text = matcher_text(&m, body);
    uint64_t words[400];
    size_t count = 0;
    for (uint32_t i = 0; i < text.token_count; i++)
        if (text.tokens[i].kind != CD_TOKEN_MARK)
            words[count++] = text.tokens[i].hash;
    return cd_lead_find(words, count, &headline);
}

START_TEST(a_lead_is_the_first_quarter_unless_the_headlines_words_begin_later) {
    char *end = matcher_words(one, 1, 60);
    sprintf(end, "Bakers of Oldham strike for ovens. ");
    matcher_words(one + strlen(one), 2, 134);
    struct cd_lead lead = lead_of("", one);
    ck_assert_uint_eq(lead.first, 0);
    ck_assert_uint_eq(lead.count, 50);
    lead = lead_of("Oldham bakers to strike", one);
    ck_assert_uint_eq(lead.first, 60);
    ck_assert_uint_eq(lead.count, 50);
    ck_assert_uint_eq(lead_of("Oldham waits", one).first, 0); /* one word is chance */
    ck_assert_uint_eq(lead_of("bakers", "").count, 0);
    ck_assert_uint_eq(lead_of("Oldham bakers", "Oldham bakers").first, 0);
}
END_TEST

START_TEST(of_grams_and_pairs_those_of_the_lead_are_counted_apart) {
    char *end = matcher_words(one, 1, 16); /* the lead of 64 words */
    matcher_words(end, 2, 48);
    matcher_words(matcher_words(other, 3, 48), 1, 16);
    struct cd_sketch mine = matcher_sketch(&m, one), theirs = matcher_sketch(&m, other);
    struct cd_overlap overlap = cd_compare_grams(&mine, none, &theirs, none);
    ck_assert_uint_eq(overlap.shared, 13);
    ck_assert_uint_eq(overlap.leads.mine, 16);
    ck_assert_uint_eq(overlap.leads.my_shared, 13);
    ck_assert_uint_eq(overlap.leads.theirs, 16);
    ck_assert_uint_eq(overlap.leads.their_shared, 0);
    overlap = cd_compare_pairs(&mine, &theirs);
    ck_assert_uint_gt(overlap.leads.my_shared * 10, overlap.leads.mine * 8);
    ck_assert_uint_lt(overlap.leads.their_shared * 10, overlap.leads.theirs * 2);
}
END_TEST

START_TEST(one_word_is_a_gram_and_no_word_is_none) {
    ck_assert_uint_eq(matcher_sketch(&m, "Fire").gram_count, 1);
    ck_assert_uint_eq(matcher_sketch(&m, "…! —").gram_count, 0);
    ck_assert_uint_eq(matcher_sketch(&m, "…! —").text, 0);
    ck_assert_uint_ne(matcher_sketch(&m, "Fire").text, 0);
}
END_TEST

START_TEST(marks_and_case_do_not_count_and_the_order_of_words_does) {
    struct cd_sketch a =
        matcher_sketch(&m, "Rye has doubled, bakers say; spelt has not.");
    struct cd_sketch b =
        matcher_sketch(&m, "RYE HAS DOUBLED — bakers say. Spelt has not");
    struct cd_sketch c = matcher_sketch(&m, "Bakers say rye has doubled, spelt has not.");
    ck_assert_mem_eq(&a, &b, sizeof a);
    ck_assert_uint_ne(a.text, c.text);
}
END_TEST

START_TEST(numbers_are_kept_apart) {
    struct cd_sketch a =
        matcher_sketch(&m, "The index rose 12 points to 4,510 on Monday.");
    struct cd_sketch b =
        matcher_sketch(&m, "The index rose 19 points to 4,510 on Monday.");
    ck_assert_uint_eq(a.number_count, 2);
    struct cd_overlap overlap = cd_compare_numbers(&a, &b);
    ck_assert_uint_eq(overlap.shared, 1);
    ck_assert_uint_eq(overlap.mine, 2);
    ck_assert_uint_eq(overlap.theirs, 2);
}
END_TEST

START_TEST(a_part_is_contained_in_the_whole_however_long_that_is) {
    for (unsigned words = 200; words <= 6400; words *= 2) {
        matcher_words(one, 1, words);
        matcher_words(other, 1, words / 4);
        struct cd_overlap overlap = grams(one, other);
        ck_assert_uint_ge(cd_overlap_containment(overlap), 900);
        ck_assert_uint_le(apart(cd_overlap_resemblance(overlap), 250), 120);
    }
}
END_TEST

START_TEST(what_two_texts_share_is_estimated) {
    for (unsigned seed = 10; seed < 20; seed++) {
        matcher_words(matcher_words(one, 1, 200), seed, 200);
        matcher_words(matcher_words(other, 1, 200), seed + 100, 200);
        struct cd_overlap overlap = grams(one, other);
        ck_assert_uint_le(apart(cd_overlap_containment(overlap), 500), 160);
    }
}
END_TEST

START_TEST(texts_that_share_nothing_have_nothing_in_common) {
    matcher_words(one, 1, 3000);
    matcher_words(other, 2, 300);
    struct cd_overlap overlap = grams(one, other);
    ck_assert_uint_eq(overlap.shared, 0);
    ck_assert_uint_eq(cd_overlap_containment(overlap), 0);
}
END_TEST

START_TEST(furniture_counts_neither_for_nor_against) {
    matcher_words(one, 1, 40);
    struct cd_sketch sketch = matcher_sketch(&m, one);
    struct cd_common common = {0x7}; /* its first three grams */
    struct cd_overlap overlap = cd_compare_grams(&sketch, common, &sketch, none);
    ck_assert_uint_eq(overlap.shared, sketch.gram_count - 3u);
    ck_assert_uint_eq(overlap.mine, sketch.gram_count - 3u);
    ck_assert_uint_eq(overlap.theirs, sketch.gram_count - 3u);
}
END_TEST

START_TEST(pairs_outlast_words_that_were_changed) {
    matcher_words(one, 1, 300);
    strcpy(other, one);
    for (size_t i = 0, words = 0; other[i]; i++)
        if (other[i] == ' ' && ++words % 6 == 0)
            other[i + 1] = 'x'; /* every sixth word is misread */
    struct cd_sketch a = matcher_sketch(&m, one), b = matcher_sketch(&m, other);
    unsigned pairs = cd_overlap_resemblance(cd_compare_pairs(&a, &b));
    ck_assert_uint_gt(pairs, cd_overlap_resemblance(grams(one, other)));
    ck_assert_uint_ge(pairs, 350);
}
END_TEST

/* ---- signs ---- */

static uint64_t text_hash(const char *text) { return matcher_sketch(&m, text).text; }

START_TEST(signs_that_change_what_a_word_says_count) {
    ck_assert_uint_ne(text_hash("It was -5 degrees."), text_hash("It was 5 degrees."));
    ck_assert_uint_ne(text_hash("He paid $5 for it."), text_hash("He paid €5 for it."));
    ck_assert_uint_ne(text_hash("He writes C++ now."), text_hash("He writes C# now."));
    ck_assert_uint_eq(text_hash("It was -5 degrees."), text_hash("It was −5 degrees."));
    ck_assert_uint_eq(text_hash("They won 3-5 there"), text_hash("They won 3 - 5 there"));
    ck_assert_uint_eq(text_hash("First: he - paid."), text_hash("First he paid"));
    struct cd_sketch a = matcher_sketch(&m, "from -5 to -9"),
                     b = matcher_sketch(&m, "from 5 to 9");
    ck_assert_uint_eq(cd_compare_numbers(&a, &b).shared, 0);
}
END_TEST

START_TEST(points_and_digits_of_a_script_are_its_plain_ones) {
    ck_assert_uint_eq(text_hash("كَتَبَ ٢٥ كتـــابا"), text_hash("كتب 25 كتابا"));
    ck_assert_uint_eq(text_hash("שָׁלוֹם 7"), text_hash("שלום 7"));
    ck_assert_uint_eq(text_hash("तापमान ३८ डिग्री"), text_hash("तापमान 38 डिग्री"));
    ck_assert_uint_eq(text_hash("วันที่ ๑๙"), text_hash("วันที่ 19"));
}
END_TEST

/* ---- places ---- */

static struct cd_overlap places(const char *a, const char *b) {
    struct cd_sketch mine = matcher_sketch(&m, a), theirs = matcher_sketch(&m, b);
    return cd_compare_slots(&mine, &theirs);
}

static void expect_places(struct cd_overlap overlap, unsigned shared, unsigned same) {
    ck_assert_uint_eq(overlap.shared, shared);
    ck_assert_uint_eq(overlap.same, same);
}

START_TEST(a_form_has_the_same_places_with_other_names_and_numbers_in_them) {
    static const char one_day[] =
        "The ferry from Tarnby to Ostley sails at 9 again on Monday, said Ida Holm.";
    expect_places(places(one_day,
                         "The ferry from Rosk to Kirk Sound sails at 11 again on "
                         "Friday, said Ida Holm."),
                  5, 1);
    expect_places(places(one_day, one_day), 5, 5);
    expect_places(
        places("Then the ferry from Tarnby came.", "Now a ferry to Tarnby left."), 0, 0);
}
END_TEST

START_TEST(a_copy_that_was_cut_or_furnished_has_places_that_agree) {
    expect_places(
        places("Rain fell on Tarnby all night. The mayor of Ostley sent 40 men.",
               "News in brief. The mayor of Ostley sent 40 men. Read on!"),
        2, 2);
}
END_TEST

START_TEST(a_place_that_a_text_fills_twice_says_nothing) {
    expect_places(places("A man of Tarnby won. Then a man of Ostley won.",
                         "Once a man of Rosk won there."),
                  0, 0);
}
END_TEST

START_TEST(capitals_say_nothing_where_all_words_have_them) {
    expect_places(
        places("THE FERRY FROM TARNBY CAME LATE", "THE FERRY FROM ROSK CAME LATE"), 0, 0);
}
END_TEST

/* ---- in a record ---- */

static struct cd_str record_of(const struct cd_sketch *sketch) {
    struct cd_seen seen = {.sketch = *sketch, .name = CD_STR("a")};
    struct cd_buf record = cd_buf_in(&m.arena);
    cd_record_seen(&record, (struct cd_ledger_head){.kind = CD_LEDGER_SEEN}, &seen);
    return cd_buf_str(&record);
}

START_TEST(a_record_gives_the_sketch_back) {
    struct cd_seen read;
    matcher_words(one, 1, 900);
    strcat(one, "In Ostley it cost 12 crowns in 1994, said Ida Holm.");
    struct cd_sketch sketch = matcher_sketch(&m, one);
    ck_assert_int_eq(cd_record_read_seen(record_of(&sketch), &read), CD_OK);
    ck_assert_mem_eq(&read.sketch, &sketch, sizeof sketch);
}
END_TEST

/* Everything that can be in one, but for the name. */
START_TEST(a_record_takes_at_most_700_bytes_beside_its_name) {
    struct cd_seen seen = {.said_count = CD_MOST_SAID, .name = CD_STR("")};
    struct cd_sketch *sketch = &seen.sketch;
    sketch->gram_count = CD_MOST_GRAMS;
    sketch->pair_count = CD_MOST_PAIRS;
    sketch->number_count = CD_MOST_NUMBERS;
    sketch->slot_count = CD_MOST_SLOTS;
    for (uint32_t i = 0; i < CD_MOST_PAIRS; i++) {
        sketch->pairs[i] = (uint16_t)(i * 600);
        sketch->grams[i % CD_MOST_GRAMS] = (i % CD_MOST_GRAMS) * 60000000;
        sketch->numbers[i % CD_MOST_NUMBERS] = (uint16_t)(i % CD_MOST_NUMBERS * 4000);
        sketch->slots[i % CD_MOST_SLOTS] = (uint16_t)(i % CD_MOST_SLOTS * 2000);
    }
    struct cd_buf record = cd_buf_in(&m.arena);
    cd_record_seen(&record, (struct cd_ledger_head){.kind = CD_LEDGER_SEEN}, &seen);
    ck_assert_uint_le(record.len, 700);
    struct cd_seen read;
    ck_assert_int_eq(cd_record_read_seen(cd_buf_str(&record), &read), CD_OK);
    ck_assert_mem_eq(&read.sketch, sketch, sizeof *sketch);
}
END_TEST

START_TEST(a_record_whose_grams_belie_their_shift_or_fall_is_none) {
    struct cd_seen read;
    matcher_words(one, 1, 900);
    struct cd_sketch sketch = matcher_sketch(&m, one);
    uint32_t *last = &sketch.grams[sketch.gram_count - 1];
    ck_assert_uint_gt(sketch.gram_shift, 0);
    *last = UINT32_MAX >> sketch.gram_shift;
    ck_assert_int_eq(cd_record_read_seen(record_of(&sketch), &read), CD_OK);
    (*last)++;
    ck_assert_int_eq(cd_record_read_seen(record_of(&sketch), &read), CD_EMESSAGE);
    *last = sketch.grams[0];
    ck_assert_int_eq(cd_record_read_seen(record_of(&sketch), &read), CD_EMESSAGE);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("sketch");
    TCase *tcase = tcase_create("sketch");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, a_short_text_is_kept_whole_and_a_long_one_sampled_to_half_full);
    tcase_add_test(tcase, what_a_text_repeats_over_and_over_is_kept_once);
    tcase_add_test(tcase,
                   a_lead_is_the_first_quarter_unless_the_headlines_words_begin_later);
    tcase_add_test(tcase, of_grams_and_pairs_those_of_the_lead_are_counted_apart);
    tcase_add_test(tcase, one_word_is_a_gram_and_no_word_is_none);
    tcase_add_test(tcase, marks_and_case_do_not_count_and_the_order_of_words_does);
    tcase_add_test(tcase, numbers_are_kept_apart);
    tcase_add_test(tcase, a_part_is_contained_in_the_whole_however_long_that_is);
    tcase_add_test(tcase, what_two_texts_share_is_estimated);
    tcase_add_test(tcase, texts_that_share_nothing_have_nothing_in_common);
    tcase_add_test(tcase, furniture_counts_neither_for_nor_against);
    tcase_add_test(tcase, pairs_outlast_words_that_were_changed);
    tcase_add_test(tcase, signs_that_change_what_a_word_says_count);
    tcase_add_test(tcase, points_and_digits_of_a_script_are_its_plain_ones);
    tcase_add_test(tcase,
                   a_form_has_the_same_places_with_other_names_and_numbers_in_them);
    tcase_add_test(tcase, a_copy_that_was_cut_or_furnished_has_places_that_agree);
    tcase_add_test(tcase, a_place_that_a_text_fills_twice_says_nothing);
    tcase_add_test(tcase, capitals_say_nothing_where_all_words_have_them);
    tcase_add_test(tcase, a_record_gives_the_sketch_back);
    tcase_add_test(tcase, a_record_takes_at_most_700_bytes_beside_its_name);
    tcase_add_test(tcase, a_record_whose_grams_belie_their_shift_or_fall_is_none);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
