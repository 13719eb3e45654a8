/* From a record to an article: which one is refused and why, what names it, what its
 * language is, and how plain text becomes a message. */
#include <stdio.h>

#include "suite.h"
#include "tests/unit/reader.h"

static struct reader r;

static void set_up(void) { reader_init(&r, NULL); }
static void tear_down(void) { reader_done(&r); }

static void again_with(const char *setting) {
    reader_done(&r);
    reader_init(&r, (const char *const[]){setting, NULL});
}

static void refused(const char *text, const char *reason) {
    ck_assert_msg(reader_read(&r, text, strlen(text)) == CD_EMESSAGE, "%s", text);
    ck_assert_str_eq(r.err.reason, reason);
}

START_TEST(fields_are_found_where_feeds_put_them) {
    reader_read_ok(
        &r, "{\"guid\":\"g1\",\"headline\":\"A head\",\"articleBody\":\"Two words.\","
            "\"inLanguage\":\"en-GB\",\"datePublished\":\"2017-04-12\","
            "\"meta\":{\"pubstatus\":\"usable\"}}");
    is_str(r.article.identity, "g1");
    is_str(r.article.language, "en");
    ck_assert_uint_eq(r.article.title.token_count, 2);
    ck_assert_uint_eq(r.article.body.token_count, 3);
    is_str(r.article.fields[CD_FIELD_PUBLISHED].text, "2017-04-12");
    is_str(r.article.fields[CD_FIELD_PUBSTATUS].text, "usable");
    ck_assert_ptr_eq(r.article.message.p, r.record.bytes.p);
}
END_TEST

/* Without it short texts under one outlet's furniture are told apart less well. */
START_TEST(outlet_and_address_are_found_where_feeds_put_them) {
    static const char *const outlets[] = {
        "\"source\":\"Post\"", "\"source\":{\"id\":null,\"name\":\"Post\"}",
        "\"publisher\":{\"@type\":\"Organization\",\"name\":\"Post\"}",
        "\"source\":null,\"provider\":\"Post\""};
    static const char *const addresses[] = {
        "\"url\":\"u\"", "\"link\":\"u\"", "\"mainEntityOfPage\":\"u\"",
        "\"mainEntityOfPage\":{\"@type\":\"WebPage\",\"@id\":\"u\"}"};
    for (size_t i = 0; i < sizeof outlets / sizeof *outlets; i++) {
        char text[256];
        snprintf(text, sizeof text, "{\"body\":\"x\",%s,%s}", outlets[i], addresses[i]);
        reader_read_ok(&r, text);
        is_str(r.article.fields[CD_FIELD_SOURCE].text, "Post");
        is_str(r.article.fields[CD_FIELD_URL].text, "u");
    }
}
END_TEST

START_TEST(pointers_can_be_set) {
    again_with("fields.body=/doc/0/text");
    reader_read_ok(&r, "{\"doc\":[{\"text\":\"Words.\"}],\"body\":1}");
    is_str(r.article.body.bytes, "Words.");
}
END_TEST

START_TEST(article_without_a_body_is_refused) {
    refused("{}", "no_body");
    refused("{\"body\":null}", "no_body");
    refused("{\"body\":\"\"}", "no_body");
    refused("{\"body\":\" \\n\\t \\u00a0\"}", "no_body");
    refused("{\"body\":\"<p></p>\"}", "no_body");
    refused("{\"title\":\"x\",\"text\":\"y\"}", "no_body");
}
END_TEST

START_TEST(body_of_another_type_is_refused) {
    static const char *const cases[] = {"1", "1.5", "true", "[\"x\"]", "{\"x\":1}"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[64];
        snprintf(text, sizeof text, "{\"body\":%s}", cases[i]);
        refused(text, "wrong_type");
    }
    ck_assert_str_eq(r.err.text, "the body is an object or array, not a string");
}
END_TEST

START_TEST(other_fields_of_another_type_are_borne) {
    static const char *const values[] = {"null", "17", "-1.5e9", "false",
                                         "[]",   "{}", "\"\""};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        const char *v = values[i];
        char text[256];
        snprintf(
            text, sizeof text,
            "{\"body\":\"x\",\"title\":%s,\"url\":%s,\"language\":%s,\"published\":%s,"
            "\"modified\":%s,\"source\":%s}",
            v, v, v, v, v, v);
        reader_read_ok(&r, text);
        ck_assert_uint_eq(r.article.title.token_count, 0);
        ck_assert_ptr_null(r.article.language.p);
        is_str(r.article.identity, "articles.raw/3/1711");
    }
}
END_TEST

START_TEST(identity_is_the_id_else_the_url_else_the_place) {
    reader_read_ok(&r, "{\"body\":\"x\",\"id\":\"ap-1\",\"url\":\"http://a/\"}");
    is_str(r.article.identity, "ap-1");
    reader_read_ok(
        &r, "{\"body\":\"x\",\"id\":12345678901234567890123,\"url\":\"http://a/\"}");
    is_str(r.article.identity, "12345678901234567890123");
    static const char *const none[] = {"null", "\"\"", "1.5", "true", "[1]"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        char text[128];
        snprintf(text, sizeof text, "{\"body\":\"x\",\"id\":%s,\"url\":\"http://a/\"}",
                 none[i]);
        reader_read_ok(&r, text);
        is_str(r.article.identity, "http://a/");
    }
    char text[CD_MOST_IDENTITY + 64];
    for (int len = CD_MOST_IDENTITY; len <= CD_MOST_IDENTITY + 1; len++) {
        snprintf(text, sizeof text, "{\"body\":\"x\",\"id\":\"%0*d\"}", len, 7);
        reader_read_ok(&r, text);
        ck_assert_int_eq(r.article.identity.p[0] == '0', len == CD_MOST_IDENTITY);
    }
    is_str(r.article.identity, "articles.raw/3/1711");
}
END_TEST

START_TEST(identity_counts_as_json_writes_it) {
    char text[4096] = "{\"body\":\"x\",\"id\":\"";
    for (int i = 0; i < 80; i++) /* 160 bytes, 560 of them in JSON */
        strcat(text, "\\u0001-");
    strcat(text, "\",\"url\":\"http://a/\"}");
    reader_read_ok(&r, text);
    is_str(r.article.identity, "http://a/");
}
END_TEST

START_TEST(language_is_the_primary_subtag_in_lower_case) {
    static const char *const cases[][2] = {
        {"en", "en"},   {"EN-us", "en"},   {"pt_BR", "pt"},  {"zh-Hant-TW", "zh"},
        {"gsw", "gsw"}, {"x", NULL},       {"", NULL},       {"12", NULL},
        {"eng", "en"},  {"FRE", "fr"},     {"deu-DE", "de"}, {"und", NULL},
        {"mul", NULL},  {"English", NULL}, {"en US", NULL},  {"-en", NULL},
        {"é", NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[64];
        snprintf(text, sizeof text, "{\"body\":\"x\",\"lang\":\"%s\"}", cases[i][0]);
        reader_read_ok(&r, text);
        if (cases[i][1])
            is_str(r.article.language, cases[i][1]);
        else
            ck_assert_ptr_null(r.article.language.p);
    }
}
END_TEST

START_TEST(stamped_articles_are_taken_or_refused_as_set) {
    reader_read_ok(&r, "{\"body\":\"x\",\"copydesk\":{}}");
    ck_assert_uint_eq(r.article.splice.cut_count, 1);
    again_with("stamp.on_stamped=reject");
    refused("{\"body\":\"x\",\"copy\\u0064esk\":{}}", "already_stamped");
    reader_read_ok(&r, "{\"body\":\"x\"}");
}
END_TEST

START_TEST(records_beyond_the_limit_are_refused) {
    again_with("input.max_bytes=1KiB");
    char text[1026];
    memset(text, 'a', sizeof text);
    memcpy(text, "{\"body\":\"", 9);
    memcpy(text + 1022, "\"}", 2);
    ck_assert_int_eq(reader_read(&r, text, 1024), CD_OK);
    text[1022] = 'a';
    memcpy(text + 1023, "\"}", 2);
    ck_assert_int_eq(reader_read(&r, text, 1025), CD_EMESSAGE);
    ck_assert_str_eq(r.err.reason, "too_large");
}
END_TEST

START_TEST(articles_whose_words_take_too_much_memory_are_refused) {
    again_with("input.max_memory=1MiB");
    size_t len = 200000;
    char *text = malloc(len);
    for (size_t i = 0; i < len; i++)
        text[i] = i % 2 ? 'a' : ' ';
    memcpy(text, "{\"body\":\"", 9);
    memcpy(text + len - 2, "\"}", 2);
    ck_assert_int_eq(reader_read(&r, text, len), CD_EMESSAGE);
    ck_assert_str_eq(r.err.reason, "too_large");
    ck_assert_uint_le(r.arena.held, 1 << 20);
    free(text);
    reader_read_ok(&r, "{\"body\":\"small\"}");
}
END_TEST

/* As where the consumer has copied the message into the arena. */
START_TEST(what_the_arena_held_before_does_not_count_as_words) {
    again_with("input.max_memory=1MiB");
    reader_read_ok(&r, "{\"body\":\"small\"}");
    ck_assert_ptr_nonnull(cd_arena_alloc(&r.arena, 1 << 20));
    struct cd_article again = {.arena = &r.arena, .record = &r.record};
    char filler[40000]; /* more words than the chunk that is open has room for */
    for (size_t i = 0; i < sizeof filler; i++)
        filler[i] = i % 5 ? 'a' : ' ';
    memcpy(filler, "{\"body\":\"", 9);
    memcpy(filler + sizeof filler - CD_RECORD_PADDING - 2, "\"}", 2);
    memset(filler + sizeof filler - CD_RECORD_PADDING, 0, CD_RECORD_PADDING);
    r.record.bytes = (struct cd_str){filler, sizeof filler - CD_RECORD_PADDING};
    ck_assert_int_eq(cd_input_read(r.input, r.parser, &again, &r.err), CD_OK);
}
END_TEST

START_TEST(plain_text_is_a_title_and_a_body) {
    again_with("format=text");
    reader_read_ok(
        &r, "\xef\xbb\xbf\n  A \"title\" \r\n \r\n\r\n  First line.\r\nSecond.\n\n");
    is_str(r.article.message,
           "{\"title\":\"A \\\"title\\\"\",\"body\":\"  First line.\\r\\nSecond.\"}");
    is_str(r.article.title.bytes, "A \"title\"");
    is_str(r.article.body.bytes, "  First line.\r\nSecond.");
    ck_assert_uint_eq(r.article.splice.insert, r.article.message.len - 1);
    ck_assert(!r.article.splice.empty);
    is_str(r.article.identity, "articles.raw/3/1711");
}
END_TEST

START_TEST(body_is_html_where_a_tag_says_so) {
    reader_read_ok(&r, "{\"body\":\"<p>One &amp; <b>two</b></p>\\n<p>Three\"}");
    is_str(r.article.plain, "One & two\n\nThree");
    ck_assert_ptr_eq(r.article.body.bytes.p, r.article.plain.p);
    ck_assert_uint_eq(r.article.body.paragraph_count, 2);
    reader_read_ok(&r, "{\"body\":\"One &amp; <b>two</b> < three\"}");
    ck_assert_ptr_null(r.article.plain.p);
    is_str(r.article.body.bytes, "One &amp; <b>two</b> < three");
}
END_TEST

START_TEST(body_is_html_or_text_where_the_configuration_says_so) {
    again_with("fields.body_format=text");
    reader_read_ok(&r, "{\"body\":\"<p>One</p>\"}");
    ck_assert_ptr_null(r.article.plain.p);
    is_str(r.article.body.bytes, "<p>One</p>");
    again_with("fields.body_format=html");
    reader_read_ok(&r, "{\"body\":\"One <b>two</b>\"}");
    is_str(r.article.plain, "One two");
    reader_read_ok(&r, "{\"body\":\"One\"}");
    is_str(r.article.plain, "One");
    refused("{\"body\":\"<p> &nbsp;</p><script>x</script>\"}", "no_body");
}
END_TEST

START_TEST(plain_text_is_html_only_where_the_configuration_says_so) {
    again_with("format=text");
    reader_read_ok(&r, "T\n<p>One</p>");
    ck_assert_ptr_null(r.article.plain.p);
    reader_done(&r);
    reader_init(&r,
                (const char *const[]){"format=text", "fields.body_format=html", NULL});
    reader_read_ok(&r, "T\n<p>One</p>");
    is_str(r.article.plain, "One");
    is_str(r.article.message, "{\"title\":\"T\",\"body\":\"<p>One</p>\"}");
}
END_TEST

START_TEST(plain_text_is_refused_for_want_of_text) {
    again_with("format=text");
    refused("", "empty");
    refused("\xef\xbb\xbf \n\n", "empty");
    refused("Title alone", "no_body");
    refused("Title alone\n\n \n", "no_body");
    refused("Title\nbad \xff byte", "invalid_utf8");
    ck_assert_int_eq(reader_read(&r, "T\nwith\0nul", 10), CD_OK);
    is_str(r.article.message, "{\"title\":\"T\",\"body\":\"with\\u0000nul\"}");
}
END_TEST

START_TEST(pointer_that_is_none_is_a_fault_of_the_configuration) {
    static const struct cd_option *const tables[] = {cd_input_options, NULL};
    struct cd_config_source from = {
        .tables = tables, .settings = (const char *const[]){"fields.id=id", NULL}};
    struct cd_config *config = NULL;
    struct cd_config_fault fault;
    size_t count;
    struct cd_error err = {0};
    ck_assert_int_eq(cd_config_load(&config, &from, &fault, 1, &count, &err), CD_EUSAGE);
    cd_config_free(config);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("input");
    TCase *tests = tcase_create("input");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, fields_are_found_where_feeds_put_them);
    tcase_add_test(tests, outlet_and_address_are_found_where_feeds_put_them);
    tcase_add_test(tests, pointers_can_be_set);
    tcase_add_test(tests, article_without_a_body_is_refused);
    tcase_add_test(tests, body_of_another_type_is_refused);
    tcase_add_test(tests, other_fields_of_another_type_are_borne);
    tcase_add_test(tests, identity_is_the_id_else_the_url_else_the_place);
    tcase_add_test(tests, identity_counts_as_json_writes_it);
    tcase_add_test(tests, language_is_the_primary_subtag_in_lower_case);
    tcase_add_test(tests, stamped_articles_are_taken_or_refused_as_set);
    tcase_add_test(tests, records_beyond_the_limit_are_refused);
    tcase_add_test(tests, articles_whose_words_take_too_much_memory_are_refused);
    tcase_add_test(tests, what_the_arena_held_before_does_not_count_as_words);
    tcase_add_test(tests, plain_text_is_a_title_and_a_body);
    tcase_add_test(tests, body_is_html_where_a_tag_says_so);
    tcase_add_test(tests, body_is_html_or_text_where_the_configuration_says_so);
    tcase_add_test(tests, plain_text_is_html_only_where_the_configuration_says_so);
    tcase_add_test(tests, plain_text_is_refused_for_want_of_text);
    tcase_add_test(tests, pointer_that_is_none_is_a_fault_of_the_configuration);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
