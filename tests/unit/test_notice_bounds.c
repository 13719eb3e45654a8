/* How much of a text is looked at for notices, and at what cost. */
#include "processors/archival/lexicon.h"
#include "processors/text/pattern_trie.h"
#include "suite.h"
#include "tests/unit/archival_desk.h"

static struct desk desk;

static void set_up(void) { desk_init(&desk, NULL); }
static void tear_down(void) { desk_done(&desk); }

START_TEST(that_there_was_more_is_told) {
    char body[8192] = "The quay opened to walkers at noon.";
    for (int i = 0; i < 16; i++)
        strcat(body, "\n\nAdvertisement\n\nIt was full again at ten.");
    desk_read(&desk, "Quay opens", body);
    ck_assert_ptr_null(desk_at(&desk, "archival.more_found"));
    for (int i = 0; i < 60; i++)
        strcat(body, "\n\nAdvertisement\n\nIt was full again at ten.");
    desk_read(&desk, "Quay opens", body);
    ck_assert(json_is_true(desk_at(&desk, "archival.more_found")));
}
END_TEST

/* Whatever weaker ones stand before it, and however many. */
START_TEST(the_gravest_notice_is_not_hidden_by_weaker_ones) {
    static const char *const weaker[] = {
        "Update, 1:05 p.m.: The council has moved on to item 5 of its long agenda.",
        "Advertisement", "Correction: An earlier version misstated the mayor's age."};
    static const struct row {
        const char *status, *sentence;
    } last[] = {{"retracted", "This article has been retracted."},
                {"withheld", "EDITORS: STORY WITHDRAWN. Please do not use this story."}};
    for (size_t w = 0; w < sizeof weaker / sizeof *weaker; w++)
        for (size_t k = 0; k < sizeof last / sizeof *last; k++) {
            static char body[32768];
            char *end = stpcpy(body, "The council met at noon.");
            for (int i = 0; i < 200; i++)
                end += sprintf(end, "\n\n%s", weaker[w]);
            sprintf(end, "\n\nIt went home at ten.\n\n%s", last[k].sentence);
            desk_read(&desk, "Council meets", body);
            ck_assert_str_eq(desk_string(&desk, "archival.status"), last[k].status);
        }
}
END_TEST

/* A pattern such as "the * story" would have every sentence that begins with "The"
 * walked through the trie, which shows in the processor's speed at once. (Words share
 * entries; should another pattern's word fall together with one of these, take another.)
 */
START_TEST(no_pattern_begins_with_a_common_word_and_any_other) {
    struct cd_lexicon *lexicon;
    struct cd_arena arena = {0};
    struct cd_text text;
    struct cd_str words = CD_STR("the this we it");
    ck_assert_int_eq(cd_lexicon_new(&lexicon, desk.config, &desk.err), CD_OK);
    ck_assert_int_eq(cd_text_read(&text, &arena, words, NULL, &desk.err), CD_OK);
    for (uint32_t i = 0; i < text.token_count; i++)
        ck_assert_msg(
            !(cd_pattern_first(lexicon->starts, text.tokens[i].hash) & CD_FIRST_ALONE),
            "word %u of: %s", i + 1, words.p);
    cd_lexicon_free(lexicon);
    cd_arena_done(&arena);
}
END_TEST

/* Time must not grow faster than the text; ctest's limit would be met long before. */
START_TEST(hostile_texts_end) {
    static const char *const pieces[] = {
        "This article has been archived. ",
        "Correction: ",
        "this ",
        "“This story, he said, ",
        "Update 1 2 3 4 5 6 ",
        "(((((",
        "an earlier version of this story ",
        "Editor's note: ",
        "Read more: the ",
    };
    size_t size = 400000;
    char *body = malloc(size + 64);
    ck_assert_ptr_nonnull(body);
    for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++) {
        size_t n = 0, len = strlen(pieces[k]);
        for (; n < size; n += len)
            memcpy(body + n, pieces[k], len);
        body[n] = 0;
        desk_read(&desk, "x", body);
    }
    free(body);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("notice bounds");
    TCase *tests = tcase_create("notice bounds");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, that_there_was_more_is_told);
    tcase_add_test(tests, the_gravest_notice_is_not_hidden_by_weaker_ones);
    tcase_add_test(tests, no_pattern_begins_with_a_common_word_and_any_other);
    tcase_add_test(tests, hostile_texts_end);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
