/* The basics: what everything else rests on. */
#include <check.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/json_write.h"
#include "base/utf8.h"
#include "suite.h"

START_TEST(arena_pieces_are_aligned_and_apart) {
    struct cd_arena arena;
    cd_arena_init(&arena, 0);
    char *last = NULL;
    for (size_t i = 1; i < 3000; i++) {
        char *p = cd_arena_alloc(&arena, i);
        ck_assert_ptr_nonnull(p);
        ck_assert_uint_eq((uintptr_t)p % 16, 0);
        memset(p, (int)(i & 0xff), i);
        if (last)
            ck_assert_int_eq((unsigned char)last[0], (int)((i - 1) & 0xff));
        last = p;
    }
    cd_arena_done(&arena);
}
END_TEST

START_TEST(arena_limit_is_kept) {
    struct cd_arena arena;
    cd_arena_init(&arena, 100000);
    size_t given = 0;
    while (cd_arena_alloc(&arena, 1000))
        given += 1000;
    ck_assert_uint_gt(given, 40000);
    ck_assert_uint_le(arena.held, 100000);
    ck_assert_ptr_null(cd_arena_alloc(&arena, SIZE_MAX));
    ck_assert_ptr_null(cd_arena_zero(&arena, SIZE_MAX / 4, 8));
    cd_arena_done(&arena);
}
END_TEST

START_TEST(arena_large_piece_grows_with_its_chunk) {
    struct cd_arena arena;
    cd_arena_init(&arena, (size_t)20 << 20);
    size_t size = (size_t)4 << 20;
    ck_assert_ptr_nonnull(cd_arena_alloc(&arena, 10));
    char *p = cd_arena_alloc(&arena, size);
    ck_assert_ptr_nonnull(p);
    p[0] = 'a';
    p[size - 1] = 'z';
    p = cd_arena_grow(&arena, p, size, 4 * size); /* a copy would not fit beside it */
    ck_assert_ptr_nonnull(p);
    ck_assert(p[0] == 'a' && p[size - 1] == 'z');
    ck_assert_uint_lt(arena.held, 5 * size);
    ck_assert_ptr_null(cd_arena_grow(&arena, p, 4 * size, 5 * size));
    ck_assert(arena.limited && p[0] == 'a');
    ck_assert_ptr_nonnull(cd_arena_alloc(&arena, 10));
    cd_arena_done(&arena);
}
END_TEST

START_TEST(arena_trim_gives_back_what_the_newest_piece_does_not_need) {
    struct cd_arena arena;
    cd_arena_init(&arena, 0);
    char *p = cd_arena_alloc(&arena, 1000);
    ck_assert_ptr_eq(cd_arena_trim(&arena, p, 1000, 100), p);
    char *q = cd_arena_alloc(&arena, 10);
    ck_assert(q >= p + 100 && q < p + 200);
    ck_assert_ptr_eq(cd_arena_trim(&arena, p, 100, 0), p); /* not the newest */
    ck_assert_ptr_eq(cd_arena_alloc(&arena, 10), q + 16);
    ck_assert_ptr_null(cd_arena_trim(&arena, NULL, 0, 0));
    size_t large = (size_t)4 << 20;
    p = cd_arena_alloc(&arena, large);
    p[9] = 'z';
    p = cd_arena_trim(&arena, p, large, 10);
    ck_assert(p[9] == 'z' && arena.held < large);
    ck_assert_ptr_nonnull(cd_arena_alloc(&arena, 10));
    cd_arena_done(&arena);
}
END_TEST

START_TEST(arena_reset_keeps_one_chunk_and_grow_keeps_the_bytes) {
    struct cd_arena arena;
    cd_arena_init(&arena, 0);
    char *p = cd_arena_alloc(&arena, 10);
    memcpy(p, "0123456789", 10);
    char *q = cd_arena_grow(&arena, p, 10, 100);
    ck_assert_ptr_eq(p, q);
    ck_assert_ptr_nonnull(cd_arena_alloc(&arena, 1));
    q = cd_arena_grow(&arena, p, 100, 1 << 20);
    ck_assert_ptr_ne(p, q);
    ck_assert_mem_eq(q, "0123456789", 10);
    cd_arena_reset(&arena);
    ck_assert_uint_le(arena.held, 64 << 10);
    ck_assert_uint_gt(arena.held, 0);
    cd_arena_done(&arena);
}
END_TEST

START_TEST(first_error_wins_and_learns_where) {
    struct cd_error err = {0};
    ck_assert_int_eq(cd_fail(&err, CD_EUSAGE, "first", "no %s", "key"), CD_EUSAGE);
    ck_assert_int_eq(cd_fail(&err, CD_EWORLD, "second", "later"), CD_EWORLD);
    cd_error_where(&err, "file %d", 7);
    ck_assert_str_eq(err.text, "file 7: no key");
    ck_assert_str_eq(err.reason, "first");
    ck_assert_int_eq(cd_fail(NULL, CD_EWORLD, "x", "y"), CD_EWORLD);
}
END_TEST

START_TEST(error_that_grows_too_long_loses_its_end) {
    struct cd_error err = {0};
    cd_fail(&err, CD_EUSAGE, "long", "%0400d", 7);
    for (int i = 0; i < 10; i++)
        cd_error_where(&err, "%0100d", i);
    ck_assert_uint_eq(strlen(err.text), sizeof err.text - 1);
    ck_assert_int_eq(err.text[99], '9');
    cd_error_where(&err, "%01000d", 1);
    ck_assert_uint_eq(strlen(err.text), sizeof err.text - 1);
}
END_TEST

START_TEST(json_is_escaped_and_parted_by_commas) {
    struct cd_arena arena;
    cd_arena_init(&arena, 0);
    struct cd_buf buf = cd_buf_in(&arena);
    struct cd_json json = cd_json_to(&buf);
    cd_json_open(&json, '{');
    cd_json_name(&json, "a");
    cd_json_string(&json, CD_STR("x\\\n\x01é"));
    cd_json_name(&json, "b");
    cd_json_open(&json, '[');
    cd_json_integer(&json, INT64_MIN);
    cd_json_number(&json, 0.930, 2);
    cd_json_number(&json, 1.0 / 0.0, 2);
    cd_json_number(&json, 100.0, 1);
    cd_json_string(&json, (struct cd_str){0});
    cd_json_string(&json, (struct cd_str){"\0", 1});
    cd_json_close(&json, ']');
    cd_json_close(&json, '}');
    struct cd_str out = cd_buf_str(&buf);
    const char *want = "{\"a\":\"x\\\\\\n\\u0001é\",\"b\":[-9223372036854775808,0.93,"
                       "null,100,null,\"\\u0000\"]}";
    ck_assert_uint_eq(out.len, strlen(want));
    ck_assert_mem_eq(out.p, want, out.len);
    ck_assert(!buf.failed);
    cd_arena_done(&arena);
}
END_TEST

START_TEST(json_escapes_what_must_be_and_nothing_else_wherever_it_stands) {
    struct cd_arena arena;
    cd_arena_init(&arena, 0);
    for (int c = 0; c < 256; c++) {
        for (size_t at = 0; at < 19; at++) {
            char text[] = "nineteen bytes long";
            text[at] = (char)c;
            struct cd_buf buf = cd_buf_in(&arena);
            struct cd_json json = cd_json_to(&buf);
            cd_json_string(&json, (struct cd_str){text, 19});
            ck_assert_uint_eq(cd_json_size((struct cd_str){text, 19}), buf.len - 2);
            bool escaped = c < 0x20 || c == '"' || c == '\\';
            ck_assert_int_eq(buf.p[1 + at] == '\\', escaped);
            ck_assert(escaped ? buf.len > 21 : buf.len == 21);
            ck_assert_mem_eq(buf.p + 1, text, at);
            ck_assert_mem_eq(buf.p + buf.len - 19 + at, text + at + 1, 18 - at);
        }
        cd_arena_reset(&arena);
    }
    cd_arena_done(&arena);
}
END_TEST

START_TEST(json_integers_are_as_printed) {
    static const int64_t values[] = {0, 9, 10, -1, -10, 1234567890, INT64_MAX, INT64_MIN};
    struct cd_arena arena;
    cd_arena_init(&arena, 0);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        char want[24];
        struct cd_buf buf = cd_buf_in(&arena);
        struct cd_json json = cd_json_to(&buf);
        cd_json_integer(&json, values[i]);
        int n = snprintf(want, sizeof want, "%" PRId64, values[i]);
        ck_assert_uint_eq(buf.len, (size_t)n);
        ck_assert_mem_eq(buf.p, want, buf.len);
    }
    cd_arena_done(&arena);
}
END_TEST

START_TEST(buffer_without_memory_fails_once_and_for_all) {
    struct cd_arena arena;
    cd_arena_init(&arena, 20000);
    struct cd_buf buf = cd_buf_in(&arena);
    for (int i = 0; i < 100000; i++)
        cd_buf_add_char(&buf, 'x');
    ck_assert(buf.failed);
    size_t len = buf.len;
    cd_buf_print(&buf, "%d", 1);
    ck_assert_uint_eq(buf.len, len);
    cd_arena_done(&arena);
}
END_TEST

START_TEST(utf8_is_decoded_as_rfc_3629_says) {
    static const struct {
        const char *bytes;
        uint32_t cp;
        int len;
    } cases[] = {{"a", 'a', 1},
                 {"é", 0xe9, 2},
                 {"—", 0x2014, 3},
                 {"😀", 0x1f600, 4},
                 {"\xc0\x80", CD_UTF8_BAD, 1},         /* overlong */
                 {"\xe0\x80\x80", CD_UTF8_BAD, 1},     /* overlong */
                 {"\xed\xa0\x80", CD_UTF8_BAD, 1},     /* a surrogate */
                 {"\xf4\x90\x80\x80", CD_UTF8_BAD, 1}, /* beyond U+10FFFF */
                 {"\xe2\x80", CD_UTF8_BAD, 1},         /* cut short */
                 {"\x80", CD_UTF8_BAD, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t cp;
        const char *p = cases[i].bytes;
        ck_assert_int_eq(cd_utf8_decode(p, p + strlen(p), &cp), cases[i].len);
        ck_assert_uint_eq(cp, cases[i].cp);
        char back[4];
        if (cp != CD_UTF8_BAD) {
            ck_assert_int_eq(cd_utf8_encode(cp, back), cases[i].len);
            ck_assert_mem_eq(back, p, (size_t)cases[i].len);
        }
    }
    ck_assert_uint_eq(cd_utf8_valid(CD_STR("aé\xff")), 3);
    ck_assert_uint_eq(cd_utf8_valid(CD_STR("aé�")), 6);
    ck_assert_uint_eq(cd_utf8_count(CD_STR("aé😀")), 3);
}
END_TEST

START_TEST(hash_is_what_the_ledger_holds) {
    /* XXH3-64 of "" and "a", seed 0, from the reference implementation. */
    ck_assert_uint_eq(cd_hash("", 0), UINT64_C(0x2d06800538d394c2));
    ck_assert_uint_eq(cd_hash("a", 1), UINT64_C(0xe6c632b61e964e1f));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("base");
    TCase *tests = tcase_create("base");
    tcase_add_test(tests, arena_pieces_are_aligned_and_apart);
    tcase_add_test(tests, arena_limit_is_kept);
    tcase_add_test(tests, arena_large_piece_grows_with_its_chunk);
    tcase_add_test(tests, arena_trim_gives_back_what_the_newest_piece_does_not_need);
    tcase_add_test(tests, arena_reset_keeps_one_chunk_and_grow_keeps_the_bytes);
    tcase_add_test(tests, first_error_wins_and_learns_where);
    tcase_add_test(tests, error_that_grows_too_long_loses_its_end);
    tcase_add_test(tests, json_is_escaped_and_parted_by_commas);
    tcase_add_test(tests, json_escapes_what_must_be_and_nothing_else_wherever_it_stands);
    tcase_add_test(tests, json_integers_are_as_printed);
    tcase_add_test(tests, buffer_without_memory_fails_once_and_for_all);
    tcase_add_test(tests, utf8_is_decoded_as_rfc_3629_says);
    tcase_add_test(tests, hash_is_what_the_ledger_holds);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
