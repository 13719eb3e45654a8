/* Text that is made to cost: the quotes processor gets through it in bounded memory. That
 * it takes linear time is counted in test_linear.c. */
#include "processors/quotes/spans.h"
#include "suite.h"
#include "tests/unit/quotes_desk.h"

#define MARKS      1000000
#define SENTENCE   (5u << 20)
#define LONG       (1u << 19)
#define MOST_BYTES 112 /* of memory, for each byte of text, text reading included */

static struct desk desk;

static void set_up(void) { desk_init(&desk, desk_everything); }
static void take_down(void) { desk_done(&desk); }

/* `pattern` repeated to `len` bytes. */
static char *repeat(const char *pattern, size_t len) {
    char *text = malloc(len + 1);
    ck_assert_ptr_nonnull(text);
    size_t n = strlen(pattern);
    for (size_t i = 0; i < len; i++)
        text[i] = pattern[i % n];
    text[len] = 0;
    return text;
}

static void survives(const char *pattern, size_t len) {
    char *text = repeat(pattern, len);
    cd_arena_init(&desk.arena, 0);
    ck_assert_int_eq(desk_prepare(&desk, CD_STR(""), (struct cd_str){text, len}), CD_OK);
    ck_assert_int_eq(cd_quotes.process(desk.state, &desk.article, &desk.err),
                     CD_CONTINUE);
    ck_assert_msg(desk.arena.held < len * MOST_BYTES + (4u << 20),
                  "%zu bytes for %zu of \"%s\"", desk.arena.held, len, pattern);
    cd_arena_done(&desk.arena);
    free(text);
}

START_TEST(a_million_marks_are_survived) {
    survives("\"", MARKS);
    survives("\" ", MARKS);
    survives(" \"a", MARKS);
    survives("'a ", MARKS);
    survives("‘a’ ", MARKS);
    survives("“", MARKS);
    survives("“a\n\n", MARKS);
    survives("‘a\n\n", MARKS);
    survives("(\"", MARKS);
    survives("( ) ", MARKS);
    survives("(“a” ", MARKS);
}
END_TEST

START_TEST(a_sentence_of_five_megabytes_is_survived) {
    survives("“a” said Ann, ", SENTENCE);
}
END_TEST

START_TEST(long_sentences_of_every_make_are_survived) {
    survives("word ", LONG);
    survives("Ann Doyle said, ", LONG);
    survives("he said she said ", LONG);
    survives("who, said ", LONG);
    survives("saying, of, ", LONG);
    survives("Ann, the man of the ", LONG);
    survives("(“a” and ", LONG);
    survives(") said “a” ", LONG);
    survives("Senator", LONG);
    survives("—Sí —dijo Ana—. El plan de la casa no es una \n\n", LONG);
    survives("In dem Brief, heißt es, sei die Lage „ernst“ und ", LONG);
}
END_TEST

START_TEST(names_without_end_are_survived) {
    size_t len = LONG, at = 0;
    char *text = malloc(len + 64);
    ck_assert_ptr_nonnull(text);
    for (unsigned i = 0; at < len; i++)
        at += (size_t)snprintf(text + at, 64, "Ann X%uy met “X%uz” he. ", i, i);
    cd_arena_init(&desk.arena, 0);
    ck_assert_int_eq(desk_prepare(&desk, CD_STR(""), (struct cd_str){text, at}), CD_OK);
    ck_assert_int_eq(cd_quotes.process(desk.state, &desk.article, &desk.err),
                     CD_CONTINUE);
    cd_arena_done(&desk.arena);
    free(text);
}
END_TEST

START_TEST(marks_beyond_the_most_begin_no_quote) {
    const char *pair = "“a” ";
    size_t len = strlen(pair) * (CD_MOST_MARKS / 2 + 1);
    char *text = repeat(pair, len);
    cd_arena_init(&desk.arena, 0);
    ck_assert_int_eq(desk_prepare(&desk, CD_STR(""), (struct cd_str){text, len}), CD_OK);
    struct cd_quote_spans spans = {0};
    ck_assert_int_eq(cd_quote_marks_find(&spans, &desk.article.body, &desk.arena), CD_OK);
    ck_assert_uint_eq(spans.mark_count, CD_MOST_MARKS);
    ck_assert_int_eq(cd_quotes.process(desk.state, &desk.article, &desk.err),
                     CD_CONTINUE);
    cd_arena_done(&desk.arena);
    free(text);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("quotes_hostile");
    TCase *hostile = tcase_create("hostile");
    tcase_add_checked_fixture(hostile, set_up, take_down);
    tcase_add_test(hostile, a_million_marks_are_survived);
    tcase_add_test(hostile, a_sentence_of_five_megabytes_is_survived);
    tcase_add_test(hostile, long_sentences_of_every_make_are_survived);
    tcase_add_test(hostile, marks_beyond_the_most_begin_no_quote);
    tcase_add_test(hostile, names_without_end_are_survived);
    suite_add_tcase(suite, hostile);
    return suite_run(suite);
}
