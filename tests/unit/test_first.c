/* Where a quote first ran: which words are one quote, and that an instance of any age
 * names the same article. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "processors/dedup/first.h"
#include "processors/text/said.h"
#include "suite.h"

static struct cd_arena arena;
static struct cd_firsts firsts;

static void set_up(void) {
    cd_arena_init(&arena, 0);
    ck_assert_int_eq(cd_firsts_init(&firsts, 100), 0);
}

static void tear_down(void) {
    cd_firsts_done(&firsts);
    cd_arena_done(&arena);
}

/* ---- words ---- */

static unsigned find(const char *body, uint64_t out[CD_MOST_SAID]) {
    struct cd_text text;
    ck_assert_int_eq(cd_text_read(&text, &arena, cd_str_of(body), NULL, NULL), 0);
    return cd_said_find(&text, out);
}

static void expect_same(const char *a, const char *b) {
    uint64_t one[CD_MOST_SAID], other[CD_MOST_SAID];
    ck_assert_uint_eq(find(a, one), 1);
    ck_assert_uint_eq(find(b, other), 1);
    ck_assert_uint_eq(one[0], other[0]);
}

START_TEST(marks_case_and_punctuation_make_no_other_quote) {
    const char *quote = "She said: “We will not sell a tree of it.”";
    expect_same(quote, "\"We will not sell a tree of it\", she said.");
    expect_same(quote, "„WE WILL NOT SELL — A TREE OF IT“, sagte sie.");
    expect_same(quote, "« We will not sell a tree, of it », a-t-elle dit.");
    expect_same(quote, "She said: “We will not sell a tree of it.");
}
END_TEST

START_TEST(other_words_and_another_order_are_another_quote) {
    uint64_t one[CD_MOST_SAID], other[CD_MOST_SAID];
    find("“We will not sell a tree of it.”", one);
    find("“We will not sell a tree of that.”", other);
    ck_assert_uint_ne(one[0], other[0]);
    find("“A tree of it we will not sell.”", other);
    ck_assert_uint_ne(one[0], other[0]);
}
END_TEST

START_TEST(what_is_short_or_outside_or_said_twice_is_not_counted) {
    uint64_t out[CD_MOST_SAID];
    ck_assert_uint_eq(find("“We will not sell it,” she said.", out), 0);
    ck_assert_uint_eq(find("It ended there.” And then nothing came for many years.", out),
                      0);
    ck_assert_uint_eq(find("“One two three four five six.” He said it again: “One two "
                           "three four five six!”",
                           out),
                      1);
}
END_TEST

START_TEST(the_first_dozen_of_an_article_are_enough) {
    char body[4000] = "";
    for (char c = 'a'; c <= 'z'; c++) {
        char quote[] = "“x one two three four five,” she said.\n\n";
        quote[strlen("“")] = c;
        strcat(body, quote);
    }
    uint64_t out[CD_MOST_SAID];
    ck_assert_uint_eq(find(body, out), CD_MOST_SAID);
}
END_TEST

/* ---- places ---- */

static void add(struct cd_firsts *to, int64_t place, const char *name, uint64_t hash) {
    struct cd_seen seen = {.name = cd_str_of(name), .said = {hash}, .said_count = 1};
    ck_assert_int_eq(cd_firsts_add(to, place, &seen), 0);
}

static void expect(const struct cd_firsts *in, uint64_t hash, int64_t place,
                   const char *name) {
    const struct cd_first *first = cd_firsts_find(in, hash, place);
    ck_assert_int_eq(first != NULL, name != NULL);
    if (name)
        ck_assert(cd_str_eq(cd_name_str(first->name), cd_str_of(name)));
}

START_TEST(the_oldest_in_the_window_is_named_and_never_a_later_one) {
    add(&firsts, 10, "a", 7);
    add(&firsts, 11, "b", 9);
    add(&firsts, 12, "c", 7);
    expect(&firsts, 7, 12, "a");
    expect(&firsts, 7, 10, NULL);
    expect(&firsts, 9, 12, "b");
    expect(&firsts, 8, 12, NULL);
}
END_TEST

START_TEST(who_starts_later_names_the_same_article) {
    struct cd_firsts young;
    ck_assert_int_eq(cd_firsts_init(&young, 100), 0);
    for (int64_t place = 0; place < 400; place++) {
        char name[] = {(char)('a' + place % 26), (char)('a' + place / 26), 0};
        add(&firsts, place, name, (uint64_t)(place * place % 29));
        if (place >= 150) /* its history */
            add(&young, place, name, (uint64_t)(place * place % 29));
        cd_firsts_drop(&firsts, place - 80);
        cd_firsts_drop(&young, place - 80);
        for (uint64_t hash = 0; hash < 29 && place >= 250; hash++)
            ck_assert_int_eq(cd_firsts_find(&firsts, hash, place)
                                 ? cd_firsts_find(&firsts, hash, place)->place
                                 : -1,
                             cd_firsts_find(&young, hash, place)
                                 ? cd_firsts_find(&young, hash, place)->place
                                 : -1);
    }
    cd_firsts_done(&young);
}
END_TEST

START_TEST(memory_is_bounded_and_given_back) {
    size_t before = cd_firsts_bytes(&firsts);
    for (int64_t place = 0; place < 50000; place++)
        add(&firsts, place, "an article's name", (uint64_t)place);
    ck_assert_uint_eq(cd_fifo_count(&firsts.quotes), 100);
    ck_assert_uint_lt(cd_firsts_bytes(&firsts), before + 400000);
    cd_firsts_drop(&firsts, 50000);
    ck_assert_uint_eq(cd_fifo_count(&firsts.quotes), 0);
    ck_assert_uint_eq(firsts.name_bytes, 0);
}
END_TEST

START_TEST(a_head_shares_the_name_and_counts_its_bytes) {
    add(&firsts, 10, "a\xffnews/0/7", 7);
    add(&firsts, 12, "b\xffnews/0/8", 7);
    size_t both = firsts.name_bytes;
    struct cd_name *name = cd_firsts_share(&firsts, 10);
    ck_assert_ptr_nonnull(name);
    ck_assert_uint_eq(firsts.name_bytes, both - cd_name_bytes(name));
    ck_assert_ptr_null(cd_firsts_share(&firsts, 11));
    ck_assert_ptr_null(cd_firsts_share(&firsts, 13));
    cd_firsts_drop(&firsts, 13);
    ck_assert_uint_eq(firsts.name_bytes, 0);
    ck_assert(cd_str_eq(cd_name_id(cd_name_str(name)), CD_STR("a")));
    ck_assert(cd_str_eq(cd_name_place(cd_name_str(name)), CD_STR("news/0/7")));
    ck_assert_ptr_null(cd_name_place(CD_STR("a/b/c")).p);
    cd_name_drop(name);
}
END_TEST

START_TEST(without_room_nothing_is_remembered) {
    struct cd_firsts none;
    ck_assert_int_eq(cd_firsts_init(&none, 0), 0);
    add(&none, 1, "a", 7);
    expect(&none, 7, 2, NULL);
    cd_firsts_done(&none);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("first");
    TCase *tests = tcase_create("first");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, marks_case_and_punctuation_make_no_other_quote);
    tcase_add_test(tests, other_words_and_another_order_are_another_quote);
    tcase_add_test(tests, what_is_short_or_outside_or_said_twice_is_not_counted);
    tcase_add_test(tests, the_first_dozen_of_an_article_are_enough);
    tcase_add_test(tests, the_oldest_in_the_window_is_named_and_never_a_later_one);
    tcase_add_test(tests, who_starts_later_names_the_same_article);
    tcase_add_test(tests, memory_is_bounded_and_given_back);
    tcase_add_test(tests, a_head_shares_the_name_and_counts_its_bytes);
    tcase_add_test(tests, without_room_nothing_is_remembered);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
