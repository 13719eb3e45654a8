/* What publishers say of an article beside its text: address, outlet, slug. */
#include <check.h>
#include <stdlib.h>

#include "processors/dedup/keys.h"
#include "processors/dedup/slug.h"
#include "suite.h"

static struct cd_value text_value(const char *text) {
    return (struct cd_value){.kind = text ? CD_VALUE_STRING : CD_VALUE_NULL,
                             .text = cd_str_of(text ? text : "")};
}

static struct cd_article article_of(const char *url, const char *source) {
    struct cd_article article = {0};
    article.fields[CD_FIELD_URL] = text_value(url);
    article.fields[CD_FIELD_SOURCE] = text_value(source);
    return article;
}

static uint64_t url_key(const char *url) {
    struct cd_article article = article_of(url, NULL);
    return cd_key_url(&article);
}

static uint32_t source_key(const char *url, const char *source) {
    struct cd_article article = article_of(url, source);
    return cd_key_source(&article);
}

#define PAGE "https://example.org/news/2024/ferry"

static const char *const same[] = {
    "http://example.org/news/2024/ferry",
    "//example.org/news/2024/ferry",
    "HTTPS://www.Example.ORG:443/news/2024/ferry",
    PAGE "/",
    PAGE "#comments",
    PAGE "?utm_source=mail&fbclid=x",
    PAGE "?amp",
    PAGE "?amp=1&utm_medium=amp",
    PAGE "?outputType=amp",
    PAGE "/amp/",
    PAGE ".amp",
    "https://amp.example.org/news/2024/ferry",
    "https://m.example.org/amp/news/2024/ferry",
    "https://mobile.example.org/news/2024/ferry",
    "https://example.org/%6eews/2024/%66%65rry",
};

START_TEST(addresses_of_one_page_are_one_key) {
    ck_assert_msg(url_key(same[_i]) == url_key(PAGE), "%s", same[_i]);
}
END_TEST

static const char *const other[] = {
    "https://example.com/news/2024/ferry",
    "https://example.org/news/2024/Ferry",
    "https://example.org/news/2024/ferry/2",
    PAGE "?page=2",
    PAGE "?ampere=1",
    "https://example.org/news/2024/ferry-amp",
    "https://news.example.org/news/2024/ferry",
};

START_TEST(other_addresses_are_other_keys) {
    ck_assert_msg(url_key(other[_i]) != url_key(PAGE), "%s", other[_i]);
}
END_TEST

static const char *const nowhere[] = {
    NULL, "", "ferry", "https://", "https://example.org", "https://example.org/amp/"};

START_TEST(letters_of_an_address_may_be_escaped_and_signs_with_a_meaning_may_not) {
    uint64_t key = url_key("https://example.org/été?q=à");
    ck_assert(url_key("https://example.org/%C3%A9t%c3%a9?q=%C3%A0") == key);
    ck_assert(url_key("https://example.org/a%2Fb") != url_key("https://example.org/a/b"));
    ck_assert(url_key("https://example.org/a%2fb") ==
              url_key("https://example.org/a%2Fb"));
    ck_assert(url_key("https://example.org/a%") != url_key("https://example.org/a"));
    ck_assert(url_key(PAGE "?a=1&b=2") != url_key(PAGE "?b=2&a=1"));
}
END_TEST

START_TEST(what_names_no_page_has_no_key) { ck_assert_uint_eq(url_key(nowhere[_i]), 0); }
END_TEST

START_TEST(an_outlet_is_known_by_its_name_or_else_by_its_host) {
    uint32_t outlet = source_key(NULL, "The Daily Ferry");
    ck_assert_uint_ne(outlet, 0);
    ck_assert_uint_eq(source_key(PAGE, " the daily ferry\n"), outlet);
    ck_assert_uint_ne(source_key(PAGE, "The Weekly Ferry"), outlet);
    ck_assert_uint_eq(source_key(PAGE, NULL),
                      source_key("https://m.example.org/other", NULL));
    ck_assert_uint_eq(source_key(NULL, NULL), 0);
    ck_assert_uint_eq(source_key(NULL, " "), 0);
}
END_TEST

static uint8_t slug(const char *headline) {
    struct cd_arena arena;
    struct cd_text title;
    cd_arena_init(&arena, 0);
    ck_assert_int_eq(cd_text_read(&title, &arena, cd_str_of(headline), NULL, NULL), 0);
    uint8_t found = cd_slug_read(&title);
    cd_arena_done(&arena);
    return found;
}

static const char *const corrected[] = {
    "CORRECTED-Ferry stopped in gale",   "CORRECTED - Ferry stopped in gale",
    "(CORRECTED)-FERRY STOPPED",         "Corrected: Ferry",
    "Ferry stopped in gale (CORRECTED)", "Ferry stopped in gale [corrected]"};

START_TEST(a_correction_has_a_slug) {
    ck_assert_uint_ne(slug(corrected[_i]), 0);
    ck_assert_uint_eq(slug(corrected[_i]), slug(corrected[0]));
}
END_TEST

START_TEST(updates_are_told_apart_by_their_number) {
    ck_assert_uint_eq(slug("UPDATE 1-Ferry stopped"), slug("UPDATE 1 - Ferry sails"));
    ck_assert_uint_ne(slug("UPDATE 1-Ferry stopped"), slug("UPDATE 2-Ferry stopped"));
    ck_assert_uint_ne(slug("UPDATE 1-Ferry stopped"), slug("CORRECTED-Ferry stopped"));
}
END_TEST

static const char *const in_other_languages[] = {
    "CORRECCIÓN: El transbordador no zarpa",
    "Rectificación: El transbordador no zarpa",
    "RETIFICAÇÃO: Barca não sai",
    "Исправление: Паром не выйдет",
    "Διόρθωση: Το πλοίο δεν αποπλέει",
    "更正：渡轮停航",
    "訂正：フェリーが欠航",
    "【訂正】フェリーが欠航",
    "渡轮停航（更正）",
    "[정정] 여객선 결항",
    "تصحيح: توقف العبارة",
};

START_TEST(corrections_have_a_slug_in_other_languages) {
    ck_assert_msg(slug(in_other_languages[_i]), "%s", in_other_languages[_i]);
}
END_TEST

START_TEST(a_writethru_is_told_by_its_number) {
    uint8_t first = slug("Ferry stopped, 1st Ld-Writethru");
    ck_assert_uint_ne(first, 0);
    ck_assert_uint_eq(slug("US--Ferry, 1st Ld-Writethru, US"), first);
    ck_assert_uint_ne(slug("Ferry stopped, 2nd Ld-Writethru"), first);
}
END_TEST

static const char *const no_slug[] = {
    "",
    "Correction officers strike",
    "Update: Ferry stopped",
    "UPDATE 2",
    "Corrected",
    "Corrected figures show a loss",
    "-",
    "Ferry stopped: a correction",
    "Ferry stopped (a correction)",
    "Ferry stopped (corrected) in gale",
    "What a writethru is",
    "更正后的数据：亏损",
    "3-1",
};

START_TEST(other_headlines_have_none) { ck_assert_uint_eq(slug(no_slug[_i]), 0); }
END_TEST

static void add_tests(TCase *tests) {
    tcase_add_loop_test(tests, addresses_of_one_page_are_one_key, 0,
                        sizeof same / sizeof *same);
    tcase_add_loop_test(tests, other_addresses_are_other_keys, 0,
                        sizeof other / sizeof *other);
    tcase_add_test(tests,
                   letters_of_an_address_may_be_escaped_and_signs_with_a_meaning_may_not);
    tcase_add_loop_test(tests, what_names_no_page_has_no_key, 0,
                        sizeof nowhere / sizeof *nowhere);
    tcase_add_loop_test(tests, a_correction_has_a_slug, 0,
                        sizeof corrected / sizeof *corrected);
    tcase_add_test(tests, updates_are_told_apart_by_their_number);
    tcase_add_loop_test(tests, corrections_have_a_slug_in_other_languages, 0,
                        sizeof in_other_languages / sizeof *in_other_languages);
    tcase_add_test(tests, a_writethru_is_told_by_its_number);
    tcase_add_loop_test(tests, other_headlines_have_none, 0,
                        sizeof no_slug / sizeof *no_slug);
    tcase_add_test(tests, an_outlet_is_known_by_its_name_or_else_by_its_host);
}

int main(void) {
    Suite *suite = suite_create("keys");
    TCase *tests = tcase_create("keys");
    add_tests(tests);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
