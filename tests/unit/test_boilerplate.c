/* What in a body is the page's and not the article's: what is cut out, what stays, and
 * the text that is left. The sentences are made up for this test, in the manner of many
 * sites. */
#include "suite.h"
#include "tests/unit/archival_desk.h"

static struct desk desk;

static void set_up(void) { desk_init(&desk, NULL); }
static void tear_down(void) { desk_done(&desk); }

#define FIRST "MILLFORD — The council voted on Monday to mend the old bridge."
#define SECOND                                                                           \
    "Mayor Anna Holt said the work would cost $4 million. “It is time,” she said."
#define LAST "Work begins in June, the city said."

static void read_body(const char *body, const char *language) {
    json_t *message = json_pack("{s:s, s:s, s:s}", "title", "Council mends bridge",
                                "body", body, "language", language);
    char *text = json_dumps(message, 0);
    desk_process(&desk, text);
    free(text);
    json_decref(message);
}

/* Between the article's paragraphs, or behind them. */
static void read_with(const char *line, bool behind, const char *language) {
    char body[4096];
    snprintf(body, sizeof body, "%s\n\n%s\n\n%s\n\n%s", FIRST, SECOND,
             behind ? LAST : line, behind ? line : LAST);
    read_body(body, language ? language : "en");
}

struct row {
    const char *kind, *line, *language;
    bool behind;
};

START_TEST(what_is_the_pages_is_cut_out_in_sixteen_languages) {
    static const struct row rows[] = {
        {"ad", "Advertisement", NULL, false},
        {"ad", "Story continues below advertisement", NULL, false},
        {"readmore", "Related: Why the weir held", NULL, false},
        {"newsletter", "Sign up for our morning newsletter, The Tide.", NULL, false},
        {"newsletter", "Please enter a valid email address.", NULL, false},
        {"newsletter", "Sign up to Low Tide, our free daily newsletter", NULL, false},
        {"player", "This video can not be played", NULL, false},
        {"player", "This content is not available in your region.", NULL, false},
        {"page", "Jump to comments", NULL, false},
        {"page", "Manage your privacy preferences", NULL, true},
        {"page", "Terms of use | Privacy policy | Contact us", NULL, true},
        {"credit",
         "The views expressed here are those of the author and do not necessarily "
         "reflect those of the paper.",
         NULL, true},
        {"share", "Share Save Comment Print", NULL, false},
        {"social", "Follow us on Facebook and Instagram.", NULL, true},
        {"subscribe", "This story is for subscribers only.", NULL, true},
        {"subscribe", "Our local journalism depends on readers like you.", NULL, true},
        {"comments", "Have something to add to this story? Share it in the comments.",
         NULL, true},
        {"contact", "To contact Bloomberg News staff for this story: A. Holt at a@b.c",
         NULL, true},
        {"rights", "© 2021 The Courier. All rights reserved.", NULL, true},
        {"republish", "This article first appeared on Harbour Notes.", NULL, true},
        {"browser", "You are using an outdated browser. Please upgrade it.", NULL, true},
        {"cookie", "We and our 90 partners store cookies on your device.", NULL, true},
        {"subscribe", "Dieser Artikel ist nur für Abonnenten.", "de", true},
        {"subscribe", "Cet article est réservé aux abonnés.", "fr", true},
        {"subscribe", "Regístrate gratis para seguir leyendo.", "es", true},
        {"readmore", "Leggi anche: Perché la diga ha retto", "it", false},
        {"subscribe", "Conteúdo exclusivo para assinantes.", "pt", true},
        {"readmore", "Lees ook: Waarom de stuw hield", "nl", false},
        {"subscribe", "Artykuł dostępny tylko dla prenumeratorów.", "pl", true},
        {"readmore", "Läs också: Därför höll dammen", "sv", false},
        {"ad", "Annonse", "no", false},
        {"subscribe", "Denne artikel er kun for abonnenter.", "da", true},
        {"subscribe", "Tämä juttu on vain tilaajille.", "fi", true},
        {"ad", "Mainos (teksti jatkuu alla)", "fi", false},
        {"subscribe", "この記事は有料会員限定です。", "ja", true},
        {"share", "この記事をシェアする", "ja", true},
        {"legal",
         "Words such as “expects,” “plans” and “believes” identify forward-looking "
         "statements.",
         NULL, true},
        {"legal", "The company undertakes no obligation to update these statements.",
         NULL, true},
        {"legal", "Registered in England & Wales. Registered number 01234567.", NULL,
         true},
        {"page", "Cancel", NULL, false},
        {"credit", "Chalkbeat is a nonprofit news organization covering schools.", NULL,
         true},
        {"republish",
         "Except for the headline, this story has not been edited by our staff.", NULL,
         true},
        {"cookie",
         "An dieser Stelle finden Sie einen externen Inhalt, der den Artikel ergänzt.",
         "de", false},
        {"rights", "版权所有，未经授权不得转载。", "zh", true},
        {"page", "Реклама", "ru", false},
        {"rights", "جميع الحقوق محفوظة", "ar", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        read_with(rows[i].line, rows[i].behind, rows[i].language);
        const char *kind = desk_string(&desk, "removed.0.kind");
        const char *text = desk_string(&desk, "text");
        ck_assert_msg(strcmp(kind, rows[i].kind) == 0, "\"%s\" is \"%s\"", rows[i].line,
                      kind);
        ck_assert_msg(strcmp(text, FIRST "\n\n" SECOND "\n\n" LAST) == 0,
                      "of \"%s\" is left: %s", rows[i].line, text);
        ck_assert_str_eq(desk_string(&desk, "archival.status"), "current");
    }
}
END_TEST

START_TEST(what_only_begins_like_furniture_stays) {
    static const struct row rows[] = {
        {"", "Advertisement spending fell by a tenth.", NULL, false},
        {"", "Share prices fell by 4 percent on Monday.", NULL, false},
        {"", "Subscribe to that view and you must fear for the bridge.", NULL, false},
        {"", "Cookies are baked at dawn beside the weir.", NULL, true},
        {"", "Follow us, the guide said, and we did.", NULL, true},
        {"", "Read more slowly, she tells her pupils.", NULL, false},
        {"", "Comments by the minister angered the farmers.", NULL, true},
        {"", "What do you think?", NULL, true},
        {"", "Loading of the ferry took until noon.", NULL, true},
        {"", "Tags: the ear kind, for cattle, will cost a dollar.", NULL, true},
        {"", "Topics: roads, rates and rubbish were all they spoke of.", NULL, true},
        {"", "“Sign up for our newsletter,” the poster read.", NULL, true},
        {"", "The views expressed at the meeting were mixed, and so was the tea.", NULL,
         true},
        {"", "Photo by A. Holt/The Courier", NULL, true},
        {"", "Sign up here for the marathon by 1 May.", NULL, false},
        {"", "Register now for the half marathon on 4 June.", NULL, true},
        {"",
         "More from Harlow: The council voted on Tuesday to close the ferry, and nobody "
         "spoke against it.",
         NULL, false},
        {"", "Reporting by A. Holt; Editing by B. Reyes", NULL, true},
        {"", "Anzeige erstattete der Bürgermeister am Montag.", "de", true},
        {"", "Annonsen kostar mer än bron, sade hon.", "sv", true},
        {"", "更新料は月額500円だという。", "ja", true},
        {"", "Registered in England as a refugee, he waited for years.", NULL, true},
        {"", "Most read the letter twice.", NULL, true},
        {"", "Cancel. That was all that the message said.", NULL, false},
        {"", "These cookies are baked with rye.", NULL, true},
        {"", "Name: Anna Holt", NULL, true},
        {"", "Sign up for flood alerts from the river board.", NULL, true},
        {"", "Реклама: доходы телеканалов упали на треть.", "ru", false},
        {"", "扫描二维码即可付款。", "zh", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        read_with(rows[i].line, rows[i].behind, rows[i].language);
        ck_assert_msg(desk_at(&desk, "removed") == NULL, "\"%s\" goes as %s",
                      rows[i].line, desk_string(&desk, "removed.0.id"));
        ck_assert_ptr_null(desk_at(&desk, "text"));
    }
}
END_TEST

START_TEST(furniture_is_no_longer_than_its_entry_says) {
    char line[2048] = "Advertisement: continue reading";
    for (int i = 0; i < 40; i++)
        strcat(line, " while the weir holds");
    read_with(line, false, NULL);
    ck_assert_ptr_null(desk_at(&desk, "removed"));
    /* A line break that got lost: the article goes on in a headline's sentence. */
    read_with(
        "Read more: Mill Road Is Likely to Stay Shut Until the Summer as Repairs Drag "
        "OnOn March 12 the council withdrew its forecast for the harbour and gave no "
        "date for its works, citing the weather of the month.",
        false, NULL);
    ck_assert_ptr_null(desk_at(&desk, "removed"));
    read_with(
        "Read more: Mill Road Is Likely to Stay Shut Until the Summer as Repairs Drag "
        "On",
        false, NULL);
    ck_assert_ptr_nonnull(desk_at(&desk, "removed"));
}
END_TEST

START_TEST(furniture_ends_where_its_paragraph_tells_what_somebody_said) {
    desk_read(&desk, "Harbour",
              "The council met.\n\nIt rained.\n\n© 2021 Lantern Media. Analysts were "
              "not surprised. “We did not think that the road would ever be built,” said "
              "Maria Stone, a shopkeeper who has asked for it since the great flood.");
    ck_assert_str_eq(desk_string(&desk, "text"),
                     "The council met.\n\nIt rained.\n\nAnalysts were not surprised. “We "
                     "did not think that the road would ever be built,” said Maria "
                     "Stone, a shopkeeper who has asked for it since the great flood.");
}
END_TEST

/* What is cut out of the line, which is the whole paragraph but for what stays. */
struct cut {
    const char *line, *removed;
};

START_TEST(behind_a_line_of_rights_the_article_may_go_on) {
    static const struct cut cuts[] = {
        {"©2028 Harlow Press L.P. Analysts said the next month would be decisive.",
         "©2028 Harlow Press L.P."},
        {"© 2028 The Courier. All rights reserved. Shares fell by a tenth on Monday.",
         "© 2028 The Courier. All rights reserved."},
        {"© 2028 The Courier. All rights reserved. All market data delayed 20 minutes.",
         "© 2028 The Courier. All rights reserved. All market data delayed 20 minutes."},
        {"© 2028 Holt & Co. Inc. All Rights Reserved.",
         "© 2028 Holt & Co. Inc. All Rights Reserved."},
    };
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
        read_with(cuts[i].line, true, NULL);
        const char *all = desk_string(&desk, "text");
        const char *rest = cuts[i].line + strlen(cuts[i].removed);
        ck_assert_msg(strstr(all, cuts[i].removed) == NULL, "%s", all);
        ck_assert_msg(*rest == 0 || strstr(all, rest + 1) != NULL, "%s", all);
    }
}
END_TEST

START_TEST(an_invitation_before_a_preview_takes_nothing_of_it) {
    static const char preview[] = "Sign up for Next Harbour, a weekly email on where the "
                                  "port stands now and where it "
                                  "goes next. Anna Holt has never seen a quay built so "
                                  "quickly, and soon the port w";
    read_body(preview, "en");
    ck_assert_ptr_eq(strstr(desk_string(&desk, "text"), "Sign up"), NULL);
    ck_assert_ptr_ne(strstr(desk_string(&desk, "text"), "Anna Holt has never"), NULL);
}
END_TEST

START_TEST(headlines_below_a_label_go_with_it) {
    static const char *const lists[] = {
        "More from Harlow:\n\nWhy the weir held\n\nFerry to run all night",
        "UP NEXT\nWhy the weir held: a talk\nFerry to run all night",
        "Lesen Sie auch:\n\nWarum das Wehr hielt\n\nDie Fähre fährt die ganze Nacht",
    };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        read_with(lists[i], false, i == 2 ? "de" : "en");
        ck_assert_msg(
            strcmp(desk_string(&desk, "text"), FIRST "\n\n" SECOND "\n\n" LAST) == 0,
            "%s", desk_string(&desk, "text"));
    }
    read_with("Correction: The weir is ours, not theirs.\n\n"
              "More from Harlow:\n\nWhy the weir held\n\nFerry to run all night\n\n"
              "How the mayor swims\n\nWhere to sit in June\n\nWho pays for it all",
              true, NULL);
    ck_assert_str_eq(desk_string(&desk, "archival.status"), "corrected");
    /* One alone may be a heading of the article's, but at its end. */
    read_with("More from Harlow:\n\nWhy the weir held", false, NULL);
    ck_assert_ptr_nonnull(strstr(desk_string(&desk, "text"), "Why the weir held"));
    read_with("More from Harlow:\n\nWhy the weir held", true, NULL);
    ck_assert_ptr_null(strstr(desk_string(&desk, "text"), "Why the weir held"));
}
END_TEST

START_TEST(spans_are_code_points_of_the_body) {
    read_body("Été à Łódź…\n\nAdvertisement\n\n" LAST, "en");
    ck_assert_int_eq(json_integer_value(desk_at(&desk, "removed.0.start")), 13);
    ck_assert_int_eq(json_integer_value(desk_at(&desk, "removed.0.end")), 26);
    ck_assert_str_eq(desk_string(&desk, "text"), "Été à Łódź…\n\n" LAST);
}
END_TEST

START_TEST(a_line_between_lines_goes_alone) {
    read_body(FIRST "\nAdvertisement\n" SECOND "\nRelated: Why the weir held\n" LAST,
              "en");
    ck_assert_str_eq(desk_string(&desk, "text"), FIRST "\n" SECOND "\n" LAST);
}
END_TEST

START_TEST(furniture_inside_a_notice_is_the_notices) {
    read_with("Correction: An earlier version of this story misnamed the weir. Follow us "
              "on Facebook and Instagram.",
              true, NULL);
    ck_assert_str_eq(desk_string(&desk, "archival.status"), "corrected");
    ck_assert_ptr_null(desk_at(&desk, "removed"));
}
END_TEST

START_TEST(a_notice_before_furniture_is_still_at_the_end) {
    read_body(FIRST "\n\n" SECOND "\n\n" LAST "\n\nAn earlier version of this story "
                    "misnamed the weir.\n\nAdvertisement\n\nRelated: Why the weir "
                    "held\n\nSign up for our newsletter\n\nAdvertisement\n\n© 2021 The "
                    "Courier. All rights reserved.",
              "en");
    ck_assert_str_eq(desk_string(&desk, "archival.status"), "corrected");
    ck_assert_uint_eq(json_array_size(desk_at(&desk, "removed")), 5);
    ck_assert_str_eq(desk_string(&desk, "text"), FIRST "\n\n" SECOND "\n\n" LAST);
}
END_TEST

START_TEST(nothing_is_left_of_a_body_that_is_all_furniture) {
    read_body("Advertisement\n\nShare this article", "en");
    ck_assert_ptr_nonnull(desk_at(&desk, "text"));
    ck_assert_str_eq(desk_string(&desk, "text"), "");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("boilerplate");
    TCase *tests = tcase_create("boilerplate");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, what_is_the_pages_is_cut_out_in_sixteen_languages);
    tcase_add_test(tests, what_only_begins_like_furniture_stays);
    tcase_add_test(tests, furniture_is_no_longer_than_its_entry_says);
    tcase_add_test(tests, furniture_ends_where_its_paragraph_tells_what_somebody_said);
    tcase_add_test(tests, behind_a_line_of_rights_the_article_may_go_on);
    tcase_add_test(tests, an_invitation_before_a_preview_takes_nothing_of_it);
    tcase_add_test(tests, headlines_below_a_label_go_with_it);
    tcase_add_test(tests, spans_are_code_points_of_the_body);
    tcase_add_test(tests, a_line_between_lines_goes_alone);
    tcase_add_test(tests, furniture_inside_a_notice_is_the_notices);
    tcase_add_test(tests, a_notice_before_furniture_is_still_at_the_end);
    tcase_add_test(tests, nothing_is_left_of_a_body_that_is_all_furniture);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
