/* The message parser against jansson, over messages made at random. Each is made twice,
 * byte for byte of equal length: as the parser gets it, and an easy twin in which lone
 * surrogates are \ufffd and numbers of any size 0, which jansson refuses. So jansson can
 * say of every message what it holds. Some are then spoilt in a few bytes: both must
 * refuse the same ones. COPYDESK_TEST_SEED repeats a run. */
#include <check.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "processors/message.h"
#include "suite.h"
#include "tests/unit/rounds.h"

enum { ROUNDS = 40000, ROOM = 1 << 16 };

static const char *const pointers[] = {"/a",   "/b",   "/b/a",        "/b/c/1", "/c/0/a",
                                       "/a/a", "/é/a", "/copydesk/a", "/",      "/a~1b"};
#define SLOTS (sizeof pointers / sizeof *pointers)

static struct {
    uint64_t random;
    char hard[ROOM], easy[ROOM];
    size_t len;
    bool twins_differ;
    struct cd_message_parser *parser;
    struct cd_pointers *pointers;
    struct cd_arena arena;
    struct cd_value values[SLOTS];
    struct cd_splice splice;
} t;

/* Marsaglia's xorshift64. */
static unsigned pick(unsigned n) {
    t.random ^= t.random << 13;
    t.random ^= t.random >> 7;
    t.random ^= t.random << 17;
    return (unsigned)(t.random >> 32) % n;
}

/* ---- making messages ---- */

static void put2(const char *hard, const char *easy) {
    size_t len = strlen(hard);
    if (t.len + len + 1000 > ROOM)
        return;
    memcpy(t.hard + t.len, hard, len);
    memcpy(t.easy + t.len, easy, len);
    t.twins_differ |= memcmp(hard, easy, len) != 0;
    t.len += len;
}

static void put(const char *text) { put2(text, text); }

static void space(void) {
    static const char *const spaces[] = {"", "", "", " ", "\n", "\t\r\n  "};
    put(spaces[pick(6)]);
}

static void string(void) {
    static const char *const parts[] = {
        "a",       "word ", "é",        "—",       "😀",
        "\\n",     "\\\"",  "\\\\",     "\\u00e9", "\\/",
        "}",       "]",     ",",        ":",       "\\ud83d\\ude00",
        "{",       "[",     "//",       "\\u0001", "\\b\\f",
        "\\uFFFF", "\x7f",  "copydesk", "1e9"};
    /* Between letters, so that two of them in a row make no pair. */
    static const char *const lone[][2] = {
        {"\\ud800x", "\\ufffdx"},
        {"x\\uDFFF", "x\\ufffd"},
        {"x\\ud800\\ud800y", "x\\ufffd\\ufffdy"},
        {"x\\udc00\\ud83d\\ude00", "x\\ufffd\\ud83d\\ude00"}};
    put("\"");
    for (unsigned n = pick(8) ? pick(6) : pick(300); n; n--) {
        unsigned i = pick(400);
        if (i < 4)
            put2(lone[i][0], lone[i][1]);
        else
            put(parts[i % 24]);
    }
    put("\"");
}

static void number(void) {
    static const char *const plain[] = {
        "0", "-0", "17", "-1.5", "1e3", "2E-7", "0.0001", "1.0e+2", "123456789012345678"};
    static const char *const hard[][2] = {
        {"1e999", "0    "},
        {"-1E+4000", "0       "},
        {"18446744073709551616", "0                   "},
        {"-9223372036854775809", "0                   "}};
    unsigned i = pick(60);
    if (i < 4)
        put2(hard[i][0], hard[i][1]);
    else
        put(plain[i % 9]);
}

static void name(void) {
    static const char *const names[] = {
        "\"a\"", "\"b\"",   "\"c\"",        "\"\\u0061\"",        "\"é\"",
        "\"\"",  "\"a/b\"", "\"copydesk\"", "\"copy\\u0064esk\"", "\"Copydesk\""};
    unsigned i = pick(14);
    if (i < 10)
        put(names[i]);
    else
        string();
}

static void value(unsigned depth);

static void nest(unsigned depth, bool object) {
    put(object ? "{" : "[");
    for (unsigned n = pick(5), i = 0; i < n; i++) {
        if (i) {
            space();
            put(",");
        }
        space();
        if (object) {
            name();
            space();
            put(":");
            space();
        }
        value(depth + 1);
    }
    space();
    put(object ? "}" : "]");
}

static void value(unsigned depth) {
    static const char *const words[] = {"true", "false", "null"};
    unsigned kind = pick(depth < 6 ? 10 : 6);
    if (kind < 3)
        string();
    else if (kind < 5)
        number();
    else if (kind == 5)
        put(words[pick(3)]);
    else
        nest(depth, kind < 9);
}

static void make(void) {
    t.len = 0;
    t.twins_differ = false;
    space();
    nest(0, true);
    space();
}

/* Spoils a few bytes of a message whose twins are the same. */
static void spoil(void) {
    static const char bytes[] = "{}[]\",:\\0159eE.+-tfnu \n\x01\xc3\xff";
    for (unsigned n = 1 + pick(3); n; n--) {
        size_t at = pick((unsigned)t.len);
        if (pick(3) == 0)
            memmove(t.hard + at, t.hard + at + 1, --t.len - at);
        else
            t.hard[at] = bytes[pick(sizeof bytes - 1)];
    }
    memcpy(t.easy, t.hard, t.len);
}

/* ---- reading them ---- */

static int read_hard(void) {
    cd_arena_reset(&t.arena);
    char *bytes = malloc(t.len + CD_RECORD_PADDING);
    ck_assert_ptr_nonnull(bytes);
    memcpy(bytes, t.hard, t.len);
    memset(bytes + t.len, '"', CD_RECORD_PADDING);
    int rc = cd_message_read(t.parser, t.pointers, &t.arena,
                             (struct cd_str){bytes, t.len}, t.values, &t.splice, NULL);
    for (size_t i = 0; rc == CD_OK && i < SLOTS; i++)
        if (t.values[i].kind == CD_VALUE_OTHER) /* borrowed from the bytes */
            t.values[i].text = cd_arena_copy(&t.arena, t.values[i].text);
    free(bytes);
    return rc;
}

/* jansson's own limits: grammar allows these. */
static bool is_beyond_jansson(const json_error_t *error) {
    enum json_error_code code = json_error_code(error);
    return code == json_error_numeric_overflow || code == json_error_null_byte_in_key ||
           strstr(error->text, "invalid Unicode");
}

/* RFC 6901 by jansson, apart from pointers.c. */
static json_t *look_up(json_t *at, const char *pointer) {
    while (at && *pointer) {
        char step[20];
        size_t len = strcspn(pointer + 1, "/");
        snprintf(step, sizeof step, "%.*s", (int)len, pointer + 1);
        if (strcmp(step, "a~1b") == 0)
            strcpy(step, "a/b");
        if (json_is_array(at))
            at = step[0] == '0' || step[0] == '1' ? json_array_get(at, (size_t)atoi(step))
                                                  : NULL;
        else
            at = json_object_get(at, step);
        pointer += len + 1;
    }
    return at;
}

static bool same_number(const struct cd_value *got, json_t *want) {
    if (got->kind == CD_VALUE_INTEGER)
        return got->integer == strtoll(got->text.p, NULL, 10) &&
               (json_integer_value(want) == got->integer || t.twins_differ);
    return got->kind == CD_VALUE_NUMBER && got->number == strtod(got->text.p, NULL) &&
           (json_real_value(want) == got->number || t.twins_differ);
}

static bool same_text(const struct cd_value *got, json_t *want) {
    json_t *value = json_loadb(got->text.p, got->text.len, JSON_ALLOW_NUL, NULL);
    bool same = json_equal(value, want) || t.twins_differ;
    json_decref(value);
    return got->kind == CD_VALUE_OTHER && same;
}

static bool is_same(const struct cd_value *got, json_t *want) {
    if (!want)
        return got->kind == CD_VALUE_ABSENT;
    switch (json_typeof(want)) {
        case JSON_STRING:
            return got->kind == CD_VALUE_STRING &&
                   cd_str_eq(got->text, (struct cd_str){json_string_value(want),
                                                        json_string_length(want)});
        case JSON_INTEGER:
        case JSON_REAL:
            return same_number(got, want);
        case JSON_TRUE:
        case JSON_FALSE:
            return got->kind == CD_VALUE_BOOL && got->integer == json_is_true(want);
        case JSON_NULL:
            return got->kind == CD_VALUE_NULL;
        case JSON_OBJECT:
        case JSON_ARRAY:
            return same_text(got, want);
    }
    return false;
}

/* The easy twin with the cuts and a new member; jansson must find just that change. */
static bool splices_as(json_t *want) {
    static char out[ROOM + 100];
    size_t len = 0, from = 0;
    for (uint32_t i = 0; i < t.splice.cut_count; i++) {
        memcpy(out + len, t.easy + from, t.splice.cuts[i].start - from);
        len += t.splice.cuts[i].start - from;
        from = t.splice.cuts[i].end;
    }
    memcpy(out + len, t.easy + from, t.splice.insert - from);
    len += t.splice.insert - from;
    len +=
        (size_t)sprintf(out + len, "%s\"copydesk\":\"new\"", t.splice.empty ? "" : ",");
    memcpy(out + len, t.easy + t.splice.insert, t.len - t.splice.insert);
    len += t.len - t.splice.insert;
    json_t *got = json_loadb(out, len, JSON_ALLOW_NUL, NULL);
    json_t *changed = json_copy(want);
    json_object_set_new(changed, "copydesk", json_string("new"));
    bool same = got && json_equal(got, changed);
    json_decref(got);
    json_decref(changed);
    return same;
}

static void compare(int round) {
    json_error_t error;
    json_t *want = json_loadb(t.easy, t.len, JSON_ALLOW_NUL | JSON_DECODE_ANY, &error);
    int rc = read_hard();
    if (!want) {
        ck_assert_msg(rc != CD_OK || is_beyond_jansson(&error),
                      "round %d: jansson refuses (%s): %.*s", round, error.text,
                      (int)t.len, t.hard);
        return;
    }
    ck_assert_msg((rc == CD_OK) == json_is_object(want), "round %d: jansson takes: %.*s",
                  round, (int)t.len, t.hard);
    for (size_t i = 0; rc == CD_OK && i < SLOTS; i++)
        ck_assert_msg(is_same(&t.values[i], look_up(want, pointers[i])),
                      "round %d: %s differs: %.*s", round, pointers[i], (int)t.len,
                      t.hard);
    ck_assert_msg(rc != CD_OK || splices_as(want), "round %d: splice: %.*s", round,
                  (int)t.len, t.hard);
    json_decref(want);
}

static void set_up(void) {
    const char *seed = getenv("COPYDESK_TEST_SEED");
    t.random = seed ? strtoull(seed, NULL, 10) : (uint64_t)time(NULL);
    printf("COPYDESK_TEST_SEED=%llu\n", (unsigned long long)t.random);
    fflush(stdout);
    t.random = t.random * 0x9e3779b97f4a7c15u + 1;
    t.parser = cd_message_parser_new();
    t.pointers = cd_pointers_new();
    ck_assert(t.parser && t.pointers);
    for (uint32_t i = 0; i < SLOTS; i++)
        ck_assert_int_eq(cd_pointers_add(t.pointers, pointers[i], i, NULL), CD_OK);
}

static void tear_down(void) {
    cd_message_parser_free(t.parser);
    cd_pointers_free(t.pointers);
    cd_arena_done(&t.arena);
}

START_TEST(jansson_finds_the_same_in_every_message) {
    int hard = 0, stamped = 0, duplicates = 0;
    int rounds = cd_rounds(ROUNDS);
    for (int round = 0; round < rounds; round++) {
        make();
        compare(round);
        hard += t.twins_differ;
        stamped += t.splice.cut_count > 0;
        duplicates += t.splice.duplicate_keys > 0;
    }
    ck_assert_int_gt(hard, rounds / 100); /* the test tests something */
    ck_assert_int_gt(stamped, rounds / 100);
    ck_assert_int_gt(duplicates, rounds / 100);
}
END_TEST

START_TEST(jansson_refuses_the_same_spoilt_messages) {
    int taken = 0;
    int rounds = cd_rounds(ROUNDS);
    for (int round = 0; round < rounds; round++) {
        do
            make();
        while (t.twins_differ || t.len < 4);
        spoil();
        compare(round);
        taken += read_hard() == CD_OK;
    }
    ck_assert_int_gt(taken, rounds / 100);
    ck_assert_int_lt(taken, rounds * 9 / 10);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("message_twin");
    TCase *tests = tcase_create("message_twin");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 300);
    tcase_add_test(tests, jansson_finds_the_same_in_every_message);
    tcase_add_test(tests, jansson_refuses_the_same_spoilt_messages);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
