/* The way out: what is in a stamp, where it goes, what is left out for want of room, and
 * the headers of what is sent. */
#include "processors/headers.h"
#include "processors/stamp.h"
#include "suite.h"
#include "tests/unit/reader.h"

#define SOURCE "\"source\":{\"topic\":\"articles.raw\",\"partition\":3,\"offset\":1711}"

static struct reader r;

static void set_up(void) { reader_init(&r, NULL); }
static void tear_down(void) { reader_done(&r); }

static struct cd_str stamped(size_t most) {
    struct cd_str out = {0};
    int rc = cd_stamp(&r.article, most, &out, &r.err);
    ck_assert_msg(rc == CD_OK, "%s", r.err.text);
    return out;
}

static void stamps_as(const char *message, const char *want) {
    reader_read_ok(&r, message);
    is_str(stamped(SIZE_MAX), want);
}

START_TEST(stamp_begins_with_the_source_and_keeps_the_bytes) {
    stamps_as("{\"body\":\"x\"}", "{\"body\":\"x\",\"copydesk\":{" SOURCE "}}");
    stamps_as("\xef\xbb\xbf{ \"n\": 1.0e+2, \"body\":\"\\ud800x\" } \n",
              "\xef\xbb\xbf{ \"n\": 1.0e+2, \"body\":\"\\ud800x\" ,\"copydesk\":{" SOURCE
              "}} \n");
    stamps_as("{\"copydesk\":1,\"body\":\"x\",\"copydesk\":2}",
              "{\"body\":\"x\",\"copydesk\":{" SOURCE "}}");
}
END_TEST

START_TEST(object_that_becomes_empty_gets_no_comma) {
    reader_read_ok(&r, "{\"body\":\"x\"}");
    r.article.message = CD_STR("{\"copydesk\":{}}");
    static const struct cd_cut cut = {1, 14};
    r.article.splice =
        (struct cd_splice){.insert = 14, .empty = true, .cuts = &cut, .cut_count = 1};
    is_str(stamped(SIZE_MAX), "{\"copydesk\":{" SOURCE "}}");
}
END_TEST

/* Levels as the processors use them: text goes first, then quotes. */
static void add_members(void) {
    cd_article_stamp(&r.article, "dedup", CD_STR("{\"verdict\":\"unique\"}"), 0);
    cd_article_stamp(&r.article, "quotes", CD_STR("[1,2]"), 2);
    cd_article_stamp(&r.article, "text", CD_STR("\"a longer text than quotes\""), 1);
}

START_TEST(members_stand_in_the_order_of_calls_and_errors_last) {
    reader_read_ok(&r, "{\"body\":\"x\"}");
    add_members();
    cd_article_error(&r.article, "quotes", "too many \"marks\"");
    is_str(
        stamped(SIZE_MAX),
        "{\"body\":\"x\",\"copydesk\":{" SOURCE
        ",\"dedup\":{\"verdict\":\"unique\"},\"quotes\":[1,2],"
        "\"text\":\"a longer text than quotes\","
        "\"errors\":[{\"processor\":\"quotes\",\"text\":\"too many \\\"marks\\\"\"}]}}");
}
END_TEST

START_TEST(members_are_left_out_in_their_order_until_it_fits) {
    reader_read_ok(&r, "{\"body\":\"x\"}");
    add_members();
    const char *without_text = "{\"body\":\"x\",\"copydesk\":{" SOURCE
                               ",\"dedup\":{\"verdict\":\"unique\"},\"quotes\":[1,2],"
                               "\"truncated\":[\"text\"]}}";
    const char *without_both =
        "{\"body\":\"x\",\"copydesk\":{" SOURCE ",\"dedup\":{\"verdict\":\"unique\"},"
        "\"truncated\":[\"quotes\",\"text\"]}}";
    size_t whole = stamped(SIZE_MAX).len;
    ck_assert_uint_eq(stamped(whole).len, whole);
    is_str(stamped(whole - 1), without_text);
    is_str(stamped(strlen(without_text)), without_text);
    is_str(stamped(strlen(without_text) - 1), without_both);
    is_str(stamped(strlen(without_both)), without_both);
    struct cd_str out;
    for (size_t most = 0; most < strlen(without_both); most++) {
        struct cd_error err = {0};
        ck_assert_int_eq(cd_stamp(&r.article, most, &out, &err), CD_EMESSAGE);
        ck_assert_str_eq(err.reason, "too_large");
    }
}
END_TEST

START_TEST(smallest_stamp_fits_into_what_is_left_free_for_it) {
    reader_read_ok(&r, "{\"body\":\"x\"}");
    char identity[CD_MOST_IDENTITY];
    memset(identity, 'x', sizeof identity);
    struct cd_buf dedup = cd_buf_in(&r.arena);
    struct cd_json json = cd_json_to(&dedup);
    cd_json_open(&json, '{');
    cd_json_name(&json, "of");
    cd_json_string(&json, (struct cd_str){identity, sizeof identity});
    cd_json_name(&json, "cluster");
    cd_json_string(&json, (struct cd_str){identity, sizeof identity});
    cd_json_close(&json, '}');
    cd_article_stamp(&r.article, "dedup", cd_buf_str(&dedup), 0);
    cd_article_stamp(&r.article, "quotes", cd_buf_str(&dedup), 2);
    struct cd_str out;
    ck_assert_int_eq(cd_stamp(&r.article,
                              r.record.bytes.len + cd_stamp_smallest(&r.article), &out,
                              NULL),
                     CD_OK);
}
END_TEST

/* What the chain adds of an HTML article stays, and so has room from the first. */
START_TEST(room_for_the_smallest_stamp_holds_the_plain_text_of_html) {
    reader_read_ok(&r, "{\"body\":\"x\"}");
    size_t bare = cd_stamp_smallest(&r.article);
    struct cd_buf body = cd_buf_in(&r.arena), plain = cd_buf_in(&r.arena);
    cd_buf_add(&body, "{\"body\":\"", 9);
    for (int i = 0; i < 1000; i++)
        cd_buf_add_str(&body, CD_STR("<p>&quot;a&#127;\\\\&quot;"));
    cd_buf_add(&body, "\"}", 3);
    struct reader html;
    reader_init(&html, NULL);
    reader_read_ok(&html, body.p);
    struct cd_json json = cd_json_to(&plain);
    cd_json_string(&json, html.article.plain);
    ck_assert_uint_eq(cd_stamp_smallest(&html.article), bare + plain.len - 2);
    cd_article_stamp(&html.article, "plain", cd_buf_str(&plain), 0);
    cd_article_stamp(&html.article, "text", cd_buf_str(&plain), 1);
    struct cd_str out;
    size_t most = html.record.bytes.len + cd_stamp_smallest(&html.article);
    ck_assert_int_eq(cd_stamp(&html.article, most, &out, NULL), CD_OK);
    ck_assert_ptr_nonnull(memmem(out.p, out.len, "\"plain\":\"", 9));
    ck_assert_ptr_nonnull(memmem(out.p, out.len, "\"truncated\":[\"text\"]", 20));
    reader_done(&html);
}
END_TEST

/* ---- headers ---- */

static void set_headers(const struct cd_header *list, size_t count) {
    reader_read_ok(&r, "{\"body\":\"x\"}");
    r.record.headers = list;
    r.record.header_count = count;
}

static void header_is(const struct cd_headers *headers, size_t i, const char *name,
                      const char *value) {
    ck_assert_uint_lt(i, headers->count);
    is_str(headers->list[i].name, name);
    if (value)
        is_str(headers->list[i].value, value);
    else
        ck_assert_ptr_null(headers->list[i].value.p);
}

static const struct cd_header came[] = {
    {{"trace", 5}, {"a", 1}},           {{"CopyDesk-Source", 15}, {"forged", 6}},
    {{"trace", 5}, {NULL, 0}},          {{"copydesk-", 9}, {"x", 1}},
    {{"copydesk", 8}, {"kept", 4}},     {{"", 0}, {"", 0}},
    {{"copydesk-verdict", 16}, {"", 0}}};

START_TEST(headers_that_came_stay_in_order_and_forged_ones_go) {
    set_headers(came, sizeof came / sizeof *came);
    r.article.verdict = (struct cd_verdict){.known = true, .kind = CD_REVISION};
    struct cd_headers out;
    ck_assert_int_eq(cd_headers_stamped(&r.article, &out, &r.err), CD_OK);
    ck_assert_uint_eq(out.count, 6);
    header_is(&out, 0, "trace", "a");
    header_is(&out, 1, "trace", NULL);
    header_is(&out, 2, "copydesk", "kept");
    header_is(&out, 3, "", "");
    header_is(&out, 4, "copydesk-source", "articles.raw/3/1711");
    header_is(&out, 5, "copydesk-verdict", "revision");
}
END_TEST

START_TEST(article_without_a_verdict_says_none) {
    set_headers(NULL, 0);
    struct cd_headers out;
    ck_assert_int_eq(cd_headers_stamped(&r.article, &out, &r.err), CD_OK);
    ck_assert_uint_eq(out.count, 1);
    header_is(&out, 0, "copydesk-source", "articles.raw/3/1711");
}
END_TEST

START_TEST(dead_letter_says_why_and_from_where) {
    set_headers(came, 2);
    struct cd_error why = {0};
    cd_fail(&why, CD_EMESSAGE, "no_body", "the body is null, not a string");
    r.record.timestamp_ms = 1491955200000;
    struct cd_headers out;
    ck_assert_int_eq(cd_headers_dead(&r.record, &r.arena, &why, &out, &r.err), CD_OK);
    memset(&why, 'x', sizeof why); /* the detail was copied */
    ck_assert_uint_eq(out.count, 5);
    header_is(&out, 0, "trace", "a");
    header_is(&out, 1, "copydesk-source", "articles.raw/3/1711");
    header_is(&out, 2, "copydesk-reason", "no_body");
    header_is(&out, 3, "copydesk-detail", "the body is null, not a string");
    header_is(&out, 4, "copydesk-timestamp", "1491955200000");
}
END_TEST

START_TEST(headers_are_found_without_regard_to_case) {
    set_headers(came, sizeof came / sizeof *came);
    ck_assert_ptr_eq(cd_article_header(&r.article, "TRACE"), &came[0]);
    ck_assert_ptr_eq(cd_article_header(&r.article, ""), &came[5]);
    ck_assert_ptr_null(cd_article_header(&r.article, "trac"));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("stamp");
    TCase *tests = tcase_create("stamp");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, stamp_begins_with_the_source_and_keeps_the_bytes);
    tcase_add_test(tests, object_that_becomes_empty_gets_no_comma);
    tcase_add_test(tests, members_stand_in_the_order_of_calls_and_errors_last);
    tcase_add_test(tests, members_are_left_out_in_their_order_until_it_fits);
    tcase_add_test(tests, smallest_stamp_fits_into_what_is_left_free_for_it);
    tcase_add_test(tests, room_for_the_smallest_stamp_holds_the_plain_text_of_html);
    tcase_add_test(tests, headers_that_came_stay_in_order_and_forged_ones_go);
    tcase_add_test(tests, article_without_a_verdict_says_none);
    tcase_add_test(tests, dead_letter_says_why_and_from_where);
    tcase_add_test(tests, headers_are_found_without_regard_to_case);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
