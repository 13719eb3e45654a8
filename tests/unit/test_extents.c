/* What belongs to a notice and is cut out with it, and what stays in the article's text.
 * The sentences are made up for this test, in the manner of many newsrooms. */
#include "suite.h"
#include "tests/unit/archival_desk.h"

static struct desk desk;

static void set_up(void) { desk_init(&desk, NULL); }
static void tear_down(void) { desk_done(&desk); }

START_TEST(a_notice_stuck_to_the_text_is_cut_out_of_it) {
    desk_read(&desk, "Bridge",
              "This is an archived story. The details below may no longer be accurate. "
              "MILLFORD — The council voted to mend the bridge.\n\nIt is old.\n\nShops "
              "nearby stay open. This article is more than 2 years old");
    ck_assert_str_eq(desk_string(&desk, "archival.notice.text"),
                     "This is an archived story. The details below may no longer be "
                     "accurate.");
    ck_assert_str_eq(desk_string(&desk, "archival.notices.0.text"),
                     "This article is more than 2 years old");
    ck_assert_str_eq(desk_string(&desk, "text"),
                     "MILLFORD — The council voted to mend the bridge.\n\nIt is "
                     "old.\n\nShops nearby stay open.");
}
END_TEST

/* What a notice or furniture stands before is the article's where the text's line breaks
 * are lost, whatever the notice is. */
START_TEST(a_text_of_one_paragraph_is_not_all_notice) {
    static const char *const notices[] = {
        "This article has been retracted.",
        "Correction: An earlier version of this article misstated the width.",
        "Correction (June 3, 2021): The width was wrong.",
        "KILL: Editors, please kill this story.",
        "This page was archived on Jan. 20, 2021.",
        "From the archives: This story was first published in 1961.",
        "This guidance was replaced on 4 March 2021.",
        "Last updated: 5 March 2021.",
        "EMBARGOED UNTIL 12 MARCH 2027, 9 A.M.",
        "ARCHIVED:",
        "CORRECTED:",
        "KILL KILL KILL",
        "Sign up for our newsletter.",
        "Read more: Harbour grows.",
        "We use cookies to improve your experience."};
    static const char news[] =
        "The city council voted on Tuesday to widen the harbour road. Residents had "
        "asked for it since the floods. Costs are put at four million.";
    for (size_t i = 0; i < sizeof notices / sizeof *notices; i++) {
        for (const char *parting = " \r\n"; *parting; parting++) {
            char body[640];
            snprintf(body, sizeof body, "%s%c%s", notices[i], *parting, news);
            desk_read(&desk, "Harbour", body);
            ck_assert_msg(strcmp(desk_string(&desk, "text"), news) == 0,
                          "\"%s\" leaves "
                          "\"%s\"",
                          body, desk_string(&desk, "text"));
        }
    }
    desk_read(&desk, "Harbour",
              "Correction: The harbour road is 20 metres wide. We said 12 metres.");
    ck_assert_str_eq(desk_string(&desk, "text"), "");
}
END_TEST

/* In an article with paragraphs too. */
START_TEST(a_lead_in_the_paragraph_of_its_notice_stays) {
    static const char *const notices[] = {"ARCHIVED:",
                                          "CORRECTED:",
                                          "CORRECTION:",
                                          "WITHDRAWN:",
                                          "RETRACTED:",
                                          "EMBARGOED:",
                                          "This content was archived on June 24, 2013.",
                                          "This guidance was replaced on 4 March 2021.",
                                          "Last updated: 5 March 2021.",
                                          "EMBARGOED UNTIL 12 MARCH 2027, 9 A.M."};
    static const char news[] =
        "The city council voted on Tuesday to widen the harbour road, which has been "
        "closed since the floods. It will cost four million.\n\nThree routes were looked "
        "at.\n\nWork begins in June.\n\nShops stay open.";
    for (size_t i = 0; i < sizeof notices / sizeof *notices; i++) {
        char body[512];
        snprintf(body, sizeof body, "%s %s", notices[i], news);
        desk_read(&desk, "Harbour", body);
        ck_assert_str_eq(desk_string(&desk, "text"), news);
        ck_assert_str_ne(desk_string(&desk, "archival.status"), "current");
    }
    desk_read(&desk, "Harbour",
              "EMBARGOED UNTIL 12 MARCH 2027 HARLOW — The city council voted on Tuesday "
              "to widen the road.\n\nIt is old.\n\nIt stands.");
    ck_assert_str_eq(desk_string(&desk, "archival.notice.text"),
                     "EMBARGOED UNTIL 12 MARCH 2027");
}
END_TEST

START_TEST(a_notice_inside_a_text_of_one_paragraph_is_cut_out_of_it) {
    static const char *const notices[] = {
        "Correction: An earlier version of this article misstated the width.",
        "This page has been archived.",
        "This story has been withdrawn.",
        "This article was corrected on 5 March 2021. The bridge is old. An earlier "
        "version "
        "said that it was new.",
        "EMBARGOED UNTIL 12 MARCH 2027, 9 A.M.",
        "Last updated: 5 March 2021."};
    static const char before[] =
        "The city council voted on Tuesday to widen the harbour road. Residents had "
        "asked for it since the floods.";
    static const char behind[] = "Costs are put at four million. Work begins in June.";
    for (size_t i = 0; i < sizeof notices / sizeof *notices; i++) {
        char body[640], news[512];
        snprintf(body, sizeof body, "%s %s %s", before, notices[i], behind);
        snprintf(news, sizeof news, "%s %s", before, behind);
        desk_read(&desk, "Harbour", body);
        ck_assert_str_eq(desk_string(&desk, "text"), news);
    }
}
END_TEST

START_TEST(line_breaks_that_are_spelt_out_end_a_notice) {
    desk_read(&desk, "Harbour",
              "This article has been archived and is no longer updated.\\n\\nThe city "
              "council voted on Tuesday.\\n\\nIt was late.");
    ck_assert_str_eq(desk_string(&desk, "archival.notice.text"),
                     "This article has been archived and is no longer updated.");
    ck_assert_ptr_nonnull(strstr(desk_string(&desk, "text"), "The city council"));
}
END_TEST

START_TEST(furniture_behind_a_text_without_breaks_changes_nothing) {
    static const char *const heads[] = {"This article has been retracted.",
                                        "Correction (June 3, 2021): The width was wrong.",
                                        "Sign up for our newsletter."};
    static const char news[] =
        "The council voted on Tuesday to widen the harbour road. Work begins in spring, "
        "and the cost is put at forty million. Neighbours had opposed the plan for years "
        "because of the noise from the port.";
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        char body[1024];
        snprintf(body, sizeof body, "%s %s\n\nFollow us on Facebook.", heads[i], news);
        desk_read(&desk, "Harbour road", body);
        ck_assert_str_eq(desk_string(&desk, "text"), news);
    }
}
END_TEST

/* Each body has a paragraph that an entry of boilerplate.json takes for furniture. */
START_TEST(furniture_swallows_no_notice) {
    static const struct {
        const char *notice, *body;
    } rows[] = {
        {"This story was first published in May 2009 and is kept here as part of the "
         "paper’s archive.",
         "%s\n\nThe bridge is old.\n\nIt stands.\n\nIt is long.\n\nIt is grey."},
        {"This article is more than ten years old.",
         "The bridge is old.\n\nThis article originally appeared on The Lantern. %s\n\n"
         "It stands.\n\nIt is long.\n\nIt is grey."},
        {"This page is no longer maintained.",
         "The bridge is old.\n\nIt stands.\n\nIt is long.\n\nIt is grey.\n\nSign up for "
         "our newsletter. %s"},
        {"This article has been retracted.",
         "The bridge is old.\n\nIt stands.\n\nIt is long.\n\nThis story was originally "
         "published by The Lantern. %s\n\nIt is grey.\n\nIt is wet.\n\nIt ends."},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *at = strstr(rows[i].body, "%s");
        char body[1024];
        snprintf(body, sizeof body, "%.*s%s%s", (int)(at - rows[i].body), rows[i].body,
                 rows[i].notice, at + 2);
        desk_read(&desk, "Bridge", body);
        ck_assert_str_eq(desk_string(&desk, "archival.notice.text"), rows[i].notice);
    }
}
END_TEST

START_TEST(a_label_alone_belongs_to_the_paragraph_below_it) {
    desk_read(
        &desk, "Bridge",
        "The bridge is old.\n\nIt stands.\n\nIt is long.\n\nCorrection\n\nAn earlier "
        "version of this story misstated its length.");
    ck_assert_str_eq(desk_string(&desk, "archival.status"), "corrected");
    ck_assert_str_eq(desk_string(&desk, "archival.notice.text"),
                     "Correction\n\nAn earlier version of this story misstated its "
                     "length.");
}
END_TEST

START_TEST(a_notice_ends_with_its_bracket) {
    desk_read(&desk, "Bridge",
              "(Editor’s note: This story has been updated.) The bridge is old.\n\nYes.");
    ck_assert_str_eq(desk_string(&desk, "archival.notice.text"),
                     "(Editor’s note: This story has been updated.)");
}
END_TEST

START_TEST(spans_count_code_points) {
    desk_read(&desk, "Brücke",
              "„Größe“ ist eine Zeitung — über Brücken. 😀\n\nEs ist so.\n\nKorrektur: In "
              "einer früheren Version dieses Artikels fehlte ein Wort.");
    ck_assert_int_eq(json_integer_value(desk_at(&desk, "archival.notice.start")), 56);
    ck_assert_int_eq(json_integer_value(desk_at(&desk, "archival.notice.end")), 125);
}
END_TEST

START_TEST(an_update_with_news_in_it_stays_in_the_text) {
    desk_read(&desk, "Bridge",
              "The bridge is old.\n\nUPDATE, 4 p.m.: Police have reopened the road.");
    ck_assert_str_eq(desk_string(&desk, "archival.status"), "updated");
    ck_assert_ptr_null(desk_at(&desk, "text"));
    desk_read(&desk, "Bridge",
              "The bridge is old.\n\n[UPDATE: The mayor denies that it will be closed.]");
    ck_assert_str_eq(desk_string(&desk, "archival.status"), "updated");
    ck_assert_ptr_null(desk_at(&desk, "text"));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("extents");
    TCase *tests = tcase_create("extents");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, a_notice_stuck_to_the_text_is_cut_out_of_it);
    tcase_add_test(tests, a_text_of_one_paragraph_is_not_all_notice);
    tcase_add_test(tests, a_lead_in_the_paragraph_of_its_notice_stays);
    tcase_add_test(tests, a_notice_inside_a_text_of_one_paragraph_is_cut_out_of_it);
    tcase_add_test(tests, line_breaks_that_are_spelt_out_end_a_notice);
    tcase_add_test(tests, furniture_behind_a_text_without_breaks_changes_nothing);
    tcase_add_test(tests, furniture_swallows_no_notice);
    tcase_add_test(tests, a_label_alone_belongs_to_the_paragraph_below_it);
    tcase_add_test(tests, a_notice_ends_with_its_bracket);
    tcase_add_test(tests, spans_count_code_points);
    tcase_add_test(tests, an_update_with_news_in_it_stays_in_the_text);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
