/* How one message is read: what counts as one object, what the pointers find, and where
 * the stamp goes. The splice is carried out here by hand, so that its rules are tested
 * apart from stamp.c. */
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "processors/json_text.h"
#include "processors/message.h"
#include "suite.h"

enum { SLOTS = 4 };

struct reading {
    struct cd_arena arena;
    struct cd_message_parser *parser;
    struct cd_pointers *pointers;
    struct cd_value values[SLOTS];
    struct cd_splice splice;
    struct cd_error err;
    char *bytes;
    size_t len;
};

static struct reading r;

static void set_up(void) {
    r = (struct reading){0};
    r.parser = cd_message_parser_new();
    r.pointers = cd_pointers_new();
    ck_assert(r.parser && r.pointers);
}

static void tear_down(void) {
    cd_pointers_free(r.pointers);
    cd_message_parser_free(r.parser);
    cd_arena_done(&r.arena);
    free(r.bytes);
}

static void look_for(const char *pointer, uint32_t slot) {
    ck_assert_int_eq(cd_pointers_add(r.pointers, pointer, slot, NULL), CD_OK);
}

/* Reads a message from memory that ends where the padding does, so that a sanitizer sees
 * what reads beyond it. */
static int read_bytes(const char *bytes, size_t len) {
    free(r.bytes);
    cd_arena_reset(&r.arena);
    r.bytes = malloc(len + CD_RECORD_PADDING);
    ck_assert_ptr_nonnull(r.bytes);
    memcpy(r.bytes, bytes, len);
    memset(r.bytes + len, 'x', CD_RECORD_PADDING);
    r.len = len;
    r.err = (struct cd_error){0};
    return cd_message_read(r.parser, r.pointers, &r.arena, (struct cd_str){r.bytes, len},
                           r.values, &r.splice, &r.err);
}

static void read_ok(const char *message) {
    int rc = read_bytes(message, strlen(message));
    ck_assert_msg(rc == CD_OK, "%s: %s", message, r.err.text);
}

static void refused(const char *message, const char *reason) {
    ck_assert_msg(read_bytes(message, strlen(message)) == CD_EMESSAGE, "%s", message);
    ck_assert_msg(strcmp(r.err.reason, reason) == 0, "%s: %s, not %s", message,
                  r.err.reason, reason);
}

static void is_text(uint32_t slot, int kind, const char *text) {
    ck_assert_int_eq((int)r.values[slot].kind, kind);
    ck_assert_msg(cd_str_eq(r.values[slot].text, cd_str_of(text)), "\"%.*s\" not \"%s\"",
                  (int)r.values[slot].text.len, r.values[slot].text.p, text);
}

/* The message with "S" spliced in as a member would be. */
static void spliced_is(const char *message, const char *want) {
    read_ok(message);
    char out[1000] = "";
    size_t n = 0, from = 0;
    for (uint32_t i = 0; i < r.splice.cut_count; i++) {
        const struct cd_cut *cut = &r.splice.cuts[i];
        ck_assert(from <= cut->start && cut->start < cut->end);
        memcpy(out + n, r.bytes + from, cut->start - from);
        n += cut->start - from;
        from = cut->end;
    }
    ck_assert_uint_le(from, r.splice.insert);
    n += (size_t)snprintf(out + n, sizeof out - n, "%.*s%s%.*s",
                          (int)(r.splice.insert - from), r.bytes + from,
                          r.splice.empty ? "S" : ",S", (int)(r.len - r.splice.insert),
                          r.bytes + r.splice.insert);
    ck_assert_str_eq(out, want);
}

START_TEST(values_of_every_kind_are_read) {
    look_for("/a", 0);
    look_for("/b", 1);
    look_for("/c", 2);
    look_for("/d", 3);
    read_ok(
        "{\"a\": \"x\\n\\u00e9\\ud83d\\ude00\", \"b\": -17, \"c\": 1.50e3, \"d\": true}");
    is_text(0, CD_VALUE_STRING, "x\né😀");
    is_text(1, CD_VALUE_INTEGER, "-17");
    ck_assert_int_eq(r.values[1].integer, -17);
    is_text(2, CD_VALUE_NUMBER, "1.50e3");
    ck_assert_double_eq(r.values[2].number, 1500);
    ck_assert_int_eq((int)r.values[3].kind, CD_VALUE_BOOL);
    ck_assert_int_eq(r.values[3].integer, 1);
    read_ok("{\"a\": null, \"b\": {\"x\" : [1, \"}\"] } , \"c\": [ ], \"D\": 1}");
    ck_assert_int_eq((int)r.values[0].kind, CD_VALUE_NULL);
    is_text(1, CD_VALUE_OTHER, "{\"x\" : [1, \"}\"] }");
    is_text(2, CD_VALUE_OTHER, "[ ]");
    ck_assert_int_eq((int)r.values[3].kind, CD_VALUE_ABSENT);
}
END_TEST

START_TEST(pointers_reach_into_objects_and_arrays) {
    look_for("/a/b/1/c", 0);
    look_for("/x~1y/~0~1", 1);
    look_for("/", 2);
    look_for("/a/0", 3);
    read_ok("{\"a\":{\"b\":[7,{\"c\":\"deep\"}],\"0\":\"name\"},\"x/y\":{\"~/\":\"odd\"},"
            "\"\":\"empty\"}");
    is_text(0, CD_VALUE_STRING, "deep");
    is_text(1, CD_VALUE_STRING, "odd");
    is_text(2, CD_VALUE_STRING, "empty");
    is_text(3, CD_VALUE_STRING, "name");
    read_ok("{\"a\":{\"b\":{\"1\":{\"c\":5}}}}");
    is_text(0, CD_VALUE_INTEGER, "5");
    read_ok("{\"a\":[[8,9],1]}");
    ck_assert_int_eq((int)r.values[0].kind, CD_VALUE_ABSENT);
    is_text(3, CD_VALUE_OTHER, "[8,9]");
}
END_TEST

START_TEST(array_elements_are_counted_in_plain_digits) {
    look_for("/a/01", 0);
    look_for("/a/-", 1);
    look_for("/a/", 2);
    look_for("/a/1", 3);
    read_ok("{\"a\":[5,6]}");
    ck_assert_int_eq((int)r.values[0].kind, CD_VALUE_ABSENT);
    ck_assert_int_eq((int)r.values[1].kind, CD_VALUE_ABSENT);
    ck_assert_int_eq((int)r.values[2].kind, CD_VALUE_ABSENT);
    is_text(3, CD_VALUE_INTEGER, "6");
    read_ok("{\"a\":{\"01\":5,\"-\":6,\"\":7,\"1\":8}}");
    is_text(0, CD_VALUE_INTEGER, "5");
    is_text(3, CD_VALUE_INTEGER, "8");
}
END_TEST

START_TEST(first_pointer_that_says_something_counts) {
    look_for("/language", 0);
    look_for("/lang", 0);
    look_for("/meta/lang", 0);
    read_ok("{\"lang\":\"fr\",\"language\":\"en\"}");
    is_text(0, CD_VALUE_STRING, "en");
    read_ok("{\"meta\":{\"lang\":\"de\"},\"lang\":\"fr\"}");
    is_text(0, CD_VALUE_STRING, "fr");
    read_ok("{\"language\":null,\"lang\":null,\"meta\":{\"lang\":\"de\"}}");
    is_text(0, CD_VALUE_STRING, "de");
    read_ok("{\"language\":null,\"meta\":{}}");
    ck_assert_int_eq((int)r.values[0].kind, CD_VALUE_NULL);
    read_ok("{\"language\":\" \",\"lang\":\"fr\"}");
    is_text(0, CD_VALUE_STRING, "fr");
    read_ok("{\"language\":\"\",\"lang\":null}");
    is_text(0, CD_VALUE_STRING, "");
    read_ok("{\"language\":null,\"lang\":\"\"}");
    is_text(0, CD_VALUE_STRING, "");
}
END_TEST

START_TEST(last_of_a_name_wins_at_every_level_and_is_counted) {
    look_for("/a", 0);
    look_for("/m/a", 1);
    look_for("/m/b", 2);
    read_ok("{\"a\":1,\"m\":{\"a\":2,\"b\":3},\"\\u0061\":4,\"m\":{\"a\":5,\"a\":6},"
            "\"z\":0,\"z\":0}");
    is_text(0, CD_VALUE_INTEGER, "4");
    is_text(1, CD_VALUE_INTEGER, "6");
    ck_assert_int_eq((int)r.values[2].kind, CD_VALUE_ABSENT);
    ck_assert_uint_eq(r.splice.duplicate_keys, 3);
    read_ok("{\"m\":{\"a\":1},\"m\":2}");
    ck_assert_int_eq((int)r.values[1].kind, CD_VALUE_ABSENT);
}
END_TEST

START_TEST(what_is_not_one_object_is_refused_with_its_reason) {
    look_for("/a", 0);
    static const char *const cases[][2] = {
        {"", "empty"},
        {" \r\n\t", "empty"},
        {"\xef\xbb\xbf", "empty"},
        {"[1]", "not_object"},
        {"[{\"a\":1}]", "not_object"},
        {"\"a\"", "not_object"},
        {"12", "not_object"},
        {"null", "not_object"},
        {"123456789012345678901234567890", "not_object"},
        {"{\"a\":1} {\"a\":2}", "not_json"},
        {"{\"a\":1}{}", "not_json"},
        {"{\"a\":1},", "not_json"},
        {"{\"a\":1", "not_json"},
        {"{\"a\":1]", "not_json"},
        {"{\"a\" 1}", "not_json"},
        {"{\"a\":1,}", "not_json"},
        {"{,\"a\":1}", "not_json"},
        {"{a:1}", "not_json"},
        {"{'a':1}", "not_json"},
        {"{\"a\":01}", "not_json"},
        {"{\"a\":1.}", "not_json"},
        {"{\"a\":.5}", "not_json"},
        {"{\"a\":+1}", "not_json"},
        {"{\"a\":1e}", "not_json"},
        {"{\"a\":-}", "not_json"},
        {"{\"a\":0x10}", "not_json"},
        {"{\"a\":NaN}", "not_json"},
        {"{\"a\":Infinity}", "not_json"},
        {"{\"a\":nul}", "not_json"},
        {"{\"a\":\"\\x\"}", "not_json"},
        {"{\"a\":\"\\u12g4\"}", "not_json"},
        {"{\"a\":\"\\ud800\\x\"}", "not_json"},
        {"{\"a\":\"tab\there\"}", "not_json"},
        {"{\"a\":\"open}", "not_json"},
        {"{\"a\":1} x", "not_json"},
        {"// no\n{}", "not_json"},
        {"not json at all", "not_json"},
        {"\xef\xbb\xbf\xef\xbb\xbf{}", "not_json"},
        {"{\"a\":1} \xef\xbb\xbf", "not_json"},
        {"{\"a\":\"\xff\"}", "invalid_utf8"},
        {"{\"a\":\"\xc0\x80\"}", "invalid_utf8"},
        {"{\"a\":\"\xed\xa0\x80\"}", "invalid_utf8"},
        {"{\"a\":\"\xf4\x90\x80\x80\"}", "invalid_utf8"},
        {"{\"\xe2\x82\":1}", "invalid_utf8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        refused(cases[i][0], cases[i][1]);
    ck_assert_int_eq(read_bytes("{\"a\":\"\0\"}", 9), CD_EMESSAGE);
    ck_assert_str_eq(r.err.reason, "not_json");
    ck_assert_int_eq(read_bytes("{\"a\":1}\0", 8), CD_EMESSAGE);
    refused("{\"a\":\"ab\xff\"}", "invalid_utf8");
    ck_assert_ptr_nonnull(strstr(r.err.text, "byte 8"));
}
END_TEST

START_TEST(byte_order_mark_is_skipped_and_kept) {
    look_for("/a", 0);
    spliced_is("\xef\xbb\xbf {\"a\":1.0} ", "\xef\xbb\xbf {\"a\":1.0,S} ");
    is_text(0, CD_VALUE_NUMBER, "1.0");
}
END_TEST

START_TEST(escaped_nul_bytes_stay_in_strings) {
    look_for("/a", 0);
    look_for("/b", 1);
    read_ok("{\"a\":\"x\\u0000y\",\"\\u0000\":1,\"b\\u0000\":2}");
    ck_assert_uint_eq(r.values[0].text.len, 3);
    ck_assert_mem_eq(r.values[0].text.p, "x\0y", 3);
    ck_assert_int_eq((int)r.values[1].kind, CD_VALUE_ABSENT);
}
END_TEST

START_TEST(lone_surrogates_are_read_as_replacement_characters) {
    look_for("/a", 0);
    look_for("/b", 1);
    static const char *const cases[][2] = {
        {"\\ud800", "�"},
        {"\\uDFFF", "�"},
        {"x\\udbffy", "x�y"},
        {"\\ud800\\ud800", "��"},
        {"\\ud800\\ud83d\\ude00", "�😀"},
        {"\\ud83d\\ude00\\ude00", "😀�"},
        {"\\udc00\\ud800", "��"},
        {"\\ud800\\\\udc00", "�\\udc00"},
        {"\\\\ud800\\ud800", "\\ud800�"},
        {"\\ud800\\\"", "�\""},
        {"\\ud800 \\udc00", "� �"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char message[200];
        snprintf(message, sizeof message, "{\"b\":  12.50 ,\"a\":\"%s\",\"copydesk\":1}",
                 cases[i][0]);
        read_ok(message);
        is_text(0, CD_VALUE_STRING, cases[i][1]);
        is_text(1, CD_VALUE_NUMBER, "12.50");
        ck_assert_uint_eq(r.splice.cut_count, 1);
    }
    spliced_is("{\"a\":\"\\ud800\"}", "{\"a\":\"\\ud800\",S}");
}
END_TEST

START_TEST(numbers_of_any_size_are_taken) {
    look_for("/a", 0);
    look_for("/b", 1);
    read_ok("{\"a\":123456789012345678901234567890,\"b\":1e999}");
    is_text(0, CD_VALUE_INTEGER, "123456789012345678901234567890");
    ck_assert_int_eq(r.values[0].integer, INT64_MAX);
    is_text(1, CD_VALUE_NUMBER, "1e999");
    ck_assert(isinf(r.values[1].number));
    read_ok("{\"x\":[1e400],\"a\":-99999999999999999999,\"b\":-1e-999}");
    ck_assert_int_eq(r.values[0].integer, INT64_MIN);
    ck_assert_double_eq(r.values[1].number, 0);
    read_ok("{\"a\":18446744073709551615,\"b\":9223372036854775807}");
    is_text(0, CD_VALUE_INTEGER, "18446744073709551615");
    ck_assert_int_eq(r.values[1].integer, INT64_MAX);
    refused("{\"a\":1e999,\"b\":01}", "not_json");
    refused("{\"a\":1e999 1}", "not_json");
    refused("{\"a\":1e999true}", "not_json");
    refused("{\"a\":1e9991e}", "not_json");
}
END_TEST

START_TEST(stamp_goes_before_the_last_brace) {
    spliced_is("{}", "{S}");
    spliced_is(" { } \n", " { S} \n");
    spliced_is("{\"a\":{\"b\":\"}\"}}", "{\"a\":{\"b\":\"}\"},S}");
    spliced_is("{\"a\":1\n}\n", "{\"a\":1\n,S}\n");
}
END_TEST

START_TEST(stamps_that_are_there_are_cut_with_one_comma_each) {
    spliced_is("{\"copydesk\":1}", "{S}");
    spliced_is("{ \"copydesk\" : {\"a\":[\"}\"]} }", "{  S}");
    spliced_is("{\"copydesk\":1,\"a\":2}", "{\"a\":2,S}");
    spliced_is("{\"a\":2,\"copydesk\":1}", "{\"a\":2,S}");
    spliced_is("{\"a\":2 , \"copydesk\" : 1 }", "{\"a\":2  ,S}");
    spliced_is("{\"a\":1,\"copydesk\":\"x\\\",\\\\\",\"b\":2}", "{\"a\":1,\"b\":2,S}");
    spliced_is("{\"copydesk\":1,\"copydesk\":2}", "{S}");
    spliced_is("{\"copydesk\":1,\"copydesk\":2,\"a\":3,\"copydesk\":[4]}", "{\"a\":3,S}");
    spliced_is("{\"a\":0,\"copydesk\":1,\"copydesk\":2,\"b\":3}", "{\"a\":0,\"b\":3,S}");
    spliced_is("{\"a\":{\"copydesk\":1}}", "{\"a\":{\"copydesk\":1},S}");
}
END_TEST

START_TEST(stamps_are_told_by_their_unescaped_name) {
    spliced_is("{\"copy\\u0064esk\":1,\"a\":2}", "{\"a\":2,S}");
    spliced_is("{\"\\u0063opydesk\":\"\\ud800\",\"a\":2}", "{\"a\":2,S}");
    spliced_is("{\"Copydesk\":1}", "{\"Copydesk\":1,S}");
    spliced_is("{\"copydesk\\u0000\":1}", "{\"copydesk\\u0000\":1,S}");
}
END_TEST

/* {"a":[[…]]} with `depth` containers in all. */
static int read_nested(size_t depth) {
    size_t len = 5 + 2 * (depth - 1) + 1;
    char *message = malloc(len);
    memcpy(message, "{\"a\":", 5);
    memset(message + 5, '[', depth - 1);
    memset(message + 5 + depth - 1, ']', depth - 1);
    message[len - 1] = '}';
    int rc = read_bytes(message, len);
    free(message);
    return rc;
}

START_TEST(nesting_has_a_limit) {
    look_for("/a", 0);
    ck_assert_int_eq(read_nested(CD_MESSAGE_DEPTH), CD_OK);
    ck_assert_int_eq((int)r.values[0].kind, CD_VALUE_OTHER);
    ck_assert_int_eq(read_nested(CD_MESSAGE_DEPTH + 1), CD_EMESSAGE);
    ck_assert_str_eq(r.err.reason, "too_deep");
    ck_assert_int_eq(read_nested(1000000), CD_EMESSAGE);
    ck_assert_str_eq(r.err.reason, "too_deep");
    read_ok("{\"a\":1}");
}
END_TEST

START_TEST(large_messages_are_read_and_the_parser_is_fit_for_small_ones_after) {
    look_for("/body", 0);
    look_for("/n", 1);
    size_t len = (size_t)8 << 20;
    char *message = malloc(len);
    memset(message, 'a', len);
    memcpy(message, "{\"body\":\"", 9);
    memcpy(message + len - 8, "\",\"n\":1}", 8);
    ck_assert_int_eq(read_bytes(message, len), CD_OK);
    ck_assert_uint_eq(r.values[0].text.len, len - 17);
    is_text(1, CD_VALUE_INTEGER, "1");
    free(message);
    read_ok("{\"body\":\"small\"}");
    is_text(0, CD_VALUE_STRING, "small");
}
END_TEST

START_TEST(limit_of_the_arena_is_an_error_and_nothing_worse) {
    look_for("/a", 0);
    r.arena.limit = 40000;
    char message[60000];
    memset(message, 'a', sizeof message);
    memcpy(message, "{\"a\":\"", 6);
    memcpy(message + sizeof message - 2, "\"}", 2);
    ck_assert_int_eq(read_bytes(message, sizeof message), CD_ENOMEM);
    ck_assert(r.arena.limited);
    memcpy(message + 6, "\\ud800", 6);
    ck_assert_int_eq(read_bytes(message, sizeof message), CD_ENOMEM);
    read_ok("{\"a\":1}");
}
END_TEST

START_TEST(pointers_that_are_none_are_told) {
    static const char *const bad[] = {"a", "/a~", "/a~2", "/~", "#/a"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct cd_error err = {0};
        ck_assert_int_eq(cd_pointers_add(r.pointers, bad[i], 0, &err), CD_EUSAGE);
        ck_assert_ptr_nonnull(strstr(err.text, bad[i]));
    }
    char deep[2 * (CD_POINTER_DEPTH + 1) + 1] = "";
    for (int i = 0; i <= CD_POINTER_DEPTH; i++)
        strcat(deep, "/a");
    ck_assert_int_eq(cd_pointers_add(r.pointers, deep, 0, NULL), CD_EUSAGE);
    ck_assert_int_eq(cd_pointers_add(r.pointers, deep + 2, 0, NULL), CD_OK);
}
END_TEST

START_TEST(mending_changes_nothing_but_what_it_should) {
    static const char *const cases[][2] = {
        {"{\"a\":1e5}", "{\"a\":0  }"},
        {"\"1e5 \\\" 2\"", "\"1e5 \\\" 2\""},
        {"[-1.5E+7,01,1.,2]", "[0      ,01,1.,0]"},
        {"\"\\uD800\"", "\"\\ufffd\""},
        {"\"\\ud800\\u", "\"\\ufffd\\u"},
        {"\"\\ud80", "\"\\ud80"},
        {"\"\\", "\"\\"},
        {"\"\\udc0", "\"\\udc0"},
        {"true", "true"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t len = strlen(cases[i][0]);
        char *bytes = malloc(len);
        memcpy(bytes, cases[i][0], len);
        ck_assert_int_eq(cd_json_mend(bytes, len), strcmp(cases[i][0], cases[i][1]) != 0);
        ck_assert_mem_eq(bytes, cases[i][1], len);
        free(bytes);
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("message");
    TCase *tests = tcase_create("message");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, values_of_every_kind_are_read);
    tcase_add_test(tests, pointers_reach_into_objects_and_arrays);
    tcase_add_test(tests, array_elements_are_counted_in_plain_digits);
    tcase_add_test(tests, first_pointer_that_says_something_counts);
    tcase_add_test(tests, last_of_a_name_wins_at_every_level_and_is_counted);
    tcase_add_test(tests, what_is_not_one_object_is_refused_with_its_reason);
    tcase_add_test(tests, byte_order_mark_is_skipped_and_kept);
    tcase_add_test(tests, escaped_nul_bytes_stay_in_strings);
    tcase_add_test(tests, lone_surrogates_are_read_as_replacement_characters);
    tcase_add_test(tests, numbers_of_any_size_are_taken);
    tcase_add_test(tests, stamp_goes_before_the_last_brace);
    tcase_add_test(tests, stamps_that_are_there_are_cut_with_one_comma_each);
    tcase_add_test(tests, stamps_are_told_by_their_unescaped_name);
    tcase_add_test(tests, nesting_has_a_limit);
    tcase_add_test(tests,
                   large_messages_are_read_and_the_parser_is_fit_for_small_ones_after);
    tcase_add_test(tests, limit_of_the_arena_is_an_error_and_nothing_worse);
    tcase_add_test(tests, pointers_that_are_none_are_told);
    tcase_add_test(tests, mending_changes_nothing_but_what_it_should);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
