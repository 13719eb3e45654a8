/* How long an embargo holds, and an article is good: by fields and notices, as of the
 * record's time. */
#include "suite.h"
#include "tests/unit/archival_desk.h"

static struct desk desk;

static void set_up(void) { desk_init(&desk, NULL); }
static void tear_down(void) { desk_done(&desk); }

/* The record's time is 2021-06-15T12:00:00Z. */
START_TEST(an_embargo_counts_until_its_day_has_come) {
    static const struct {
        const char *line, *published, *status, *date;
    } rows[] = {
        {"EMBARGOED UNTIL 00:01 GMT FRIDAY 12 MARCH 2021", "2021-03-11", "current",
         "2021-03-12T00:01:00Z"},
        {"Embargoed until 9 a.m. GMT, 12 March 2031", "2021-03-11", "embargoed",
         "2031-03-12T09:00:00Z"},
        {"FOR RELEASE 6 A.M. ET, MONDAY, NOV. 30, 2026", "2021-03-11", "embargoed",
         "2026-11-30T11:00:00Z"},
        {"For release: Friday, March 12, 2021, at 8:30 a.m. (EST)", "2021-03-12",
         "current", "2021-03-12T13:30:00Z"},
        {"Embargoed until Friday, 9 a.m.", "2021-06-14", "embargoed", ""},
        {"Embargoed until Friday, 9 a.m.", "2019-06-14", "current", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char message[512];
        snprintf(message, sizeof message,
                 "{\"published\":\"%s\",\"body\":\"%s\\n\\nThe bridge is old.\\n\\nIt "
                 "stands.\"}",
                 rows[i].published, rows[i].line);
        desk_process(&desk, message);
        ck_assert_str_eq(desk_string(&desk, "archival.status"), rows[i].status);
        ck_assert_str_eq(desk_string(&desk, "archival.embargoed"), rows[i].date);
        ck_assert_str_eq(desk_string(&desk, "text"), "The bridge is old.\n\nIt stands.");
        ck_assert_int_eq(json_is_true(desk_at(&desk, "archival.notices.0.lapsed")),
                         strcmp(rows[i].status, "current") == 0);
    }
}
END_TEST

/* Of a day alone a release says when it came out. */
START_TEST(a_day_of_release_is_no_embargo) {
    desk_read(&desk, "Bridge", "For release: June 16, 2021\n\nThe bridge is old.");
    ck_assert_str_eq(desk_string(&desk, "archival.status"), "current");
    desk_read(&desk, "Hold for release Wednesday, June 16, 2021: Bridge", "It is old.");
    ck_assert_str_eq(desk_string(&desk, "archival.status"), "embargoed");
}
END_TEST

/* As of 2021-06-15T12:00:00Z, or without a clock. */
static void has_status(const char *member, bool clock, const char *status,
                       const char *issue) {
    char message[512];
    int64_t now = desk.record.timestamp_ms;
    snprintf(message, sizeof message, "{%s," PLAIN "}", member);
    if (!clock)
        desk.record.timestamp_ms = CD_NO_TIME;
    desk_process(&desk, message);
    desk.record.timestamp_ms = now;
    const char *found = desk_string(&desk, "archival.status");
    ck_assert_msg(strcmp(found, status) == 0, "%s is %s, not %s", member, found, status);
    found = desk_string(&desk, "archival.date_issues.0.issue");
    ck_assert_msg(strcmp(found, issue) == 0, "%s: \"%s\", not \"%s\"", member, found,
                  issue);
}

START_TEST(an_embargo_holds_as_long_as_it_may) {
    static const struct {
        const char *value;
        bool clock;
        const char *status, *issue;
    } rows[] = {
        {"\"03/04/2030\"", true, "embargoed", "ambiguous"},
        {"\"03/04/2020\"", true, "current", "ambiguous"},
        {"\"17-04-12\"", true, "current", "ambiguous"},
        {"\"22-04-12\"", true, "embargoed", "ambiguous"},
        {"\"2021\"", true, "embargoed", "incomplete"},
        {"\"June 2021\"", true, "embargoed", "incomplete"},
        {"\"May 2021\"", true, "current", "incomplete"},
        {"\"2020\"", true, "current", "incomplete"},
        {"\"until further notice\"", true, "embargoed", "unreadable"},
        {"\"13/13/2020\"", true, "embargoed", "impossible"},
        {"{\"until\":7}", true, "embargoed", "unreadable"},
        {"1", true, "embargoed", "unreadable"},
        {"{\"@value\":\"2022-01-01\"}", true, "embargoed", ""},
        {"[\"2020-01-01\"]", true, "current", ""},
        {"true", false, "embargoed", "unreadable"},
        {"\"2030-01-01T00:00:00Z\"", false, "embargoed", "no_clock"},
        {"\"2020-01-01\"", false, "embargoed", "no_clock"},
        {"\"03/04/2020\"", false, "embargoed", "ambiguous"},
        {"\"0000-00-00 00:00:00\"", false, "current", "placeholder"},
        {"\"0001-01-01T00:00:00Z\"", true, "current", "placeholder"},
        {"0", true, "current", "placeholder"},
        {"\"no\"", true, "current", ""},
        {"\"none\"", true, "current", ""},
        {"\"false\"", true, "current", ""},
        {"\"-62135596800000\"", true, "current", "placeholder"},
        {"[\"2020-01-01\",\"2027-01-01\"]", true, "embargoed", ""},
        {"[\"2020-01-01\",true]", true, "embargoed", "unreadable"},
        {"[null,{\"@value\":\"2027-01-01\"},\"2020-01-01\"]", true, "embargoed", ""},
        {"[\"2020-01-01\",false]", true, "current", ""},
        {"\"2021-06-15\"", true, "current", ""},
        {"\"2021-06-16\"", true, "embargoed", ""},
        {"\"2021-06-15 at dusk\"", true, "embargoed", "unread"},
        {"\"midnight 15 June 2021\"", true, "embargoed", "unread"},
        {"\"2021-06-15 18\"", true, "embargoed", "unread"},
        {"\"2021-06-14 at dusk\"", true, "current", "unread"},
        {"\"15 June 2021 11:00 XYT\"", true, "embargoed", "zone_assumed"},
        {"\"15 June 2021 at 11:00\"", true, "current", "zone_assumed"},
        {"\"15/6/2021 à 18 heures\"", true, "embargoed", "zone_assumed"},
        {"\"ore 18 del 15 giugno 2021\"", true, "embargoed", "zone_assumed"},
        {"false", false, "current", ""},
        {"[]", true, "current", ""},
        {"\"\"", true, "current", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char member[128];
        snprintf(member, sizeof member, "\"embargoed\":%s", rows[i].value);
        has_status(member, rows[i].clock, rows[i].status, rows[i].issue);
    }
}
END_TEST

/* As of 2021-06-15T12:00:00Z. */
START_TEST(an_embargo_is_read_with_the_time_around_its_day) {
    static const struct {
        const char *language, *line, *date;
    } rows[] = {
        {"en", "EMBARGOED UNTIL 1800 HRS TUESDAY 15 JUNE 2021", "2021-06-15T18:00:00Z"},
        {"en", "Embargoed until 10:00 a.m. Eastern Time on June 15, 2021",
         "2021-06-15T14:00:00Z"},
        {"en", "EMBARGOED UNTIL: Tuesday, June 15, 2021 | 10:00 a.m. CT",
         "2021-06-15T15:00:00Z"},
        {"en", "Embargoed until June 15, 2021, 5 PM Pacific", "2021-06-16T00:00:00Z"},
        {"en", "Embargoed until noon ET on 15 June 2021", "2021-06-15T16:00:00Z"},
        {"en", "Embargoed until close of business on 15 June 2021", "2021-06-15"},
        {"en", "Embargoed until midnight on 15 June 2021", "2021-06-15"},
        {"en", "Embargoed on 1 March 2021 until 6 p.m. on 15 June 2021",
         "2021-06-15T18:00:00Z"},
        {"en", "Embargoed: told at 9 a.m. on 14 June, to be used on 15 June 2021",
         "2021-06-15"},
        {"pl", "EMBARGO DO 15 CZERWCA 2021, GODZ. 18.00", "2021-06-15T18:00:00Z"},
        {"no", "EMBARGO: tirsdag 15. juni 2021 kl. 18.00", "2021-06-15T18:00:00Z"},
        {"ja", "解禁日時：2021年6月15日 午後5時", "2021-06-15T17:00:00Z"},
        {"es", "Embargado hasta las 18:00 horas del 15 de junio de 2021",
         "2021-06-15T18:00:00Z"},
        {"fr", "Sous embargo jusqu'au mardi 15 juin 2021, 18 heures",
         "2021-06-15T18:00:00Z"},
        {"nl", "Onder embargo tot dinsdag 15 juni 2021, 18 uur", "2021-06-15T18:00:00Z"},
        {"it", "Embargo fino alle ore 18 del 15 giugno 2021", "2021-06-15T18:00:00Z"},
        {"de", "Sperrfrist: Dienstag, 15. Juni, 18.00 Uhr", "2021-06-15T18:00:00Z"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char message[512];
        snprintf(message, sizeof message,
                 "{\"language\":\"%s\",\"published\":\"2021-06-12\",\"body\":\"%s\\n\\n"
                 "The bridge is old.\\n\\nIt stands.\"}",
                 rows[i].language, rows[i].line);
        desk_process(&desk, message);
        desk_says(&desk, "archival.embargoed", rows[i].date);
        desk_says(&desk, "archival.status", "embargoed");
    }
}
END_TEST

/* As of 2021-06-15T12:00:00Z. */
START_TEST(each_notice_of_an_embargo_has_its_own_end) {
    static const struct {
        const char *member, *first, *last, *status, *date;
    } rows[] = {
        {"", "Embargoed until 04/05/2020", "It stands.", "current", ""},
        {"\"published\":\"2021-06-12\",", "Sperrfrist: 16. Juni, 6.00 Uhr", "Sie steht.",
         "embargoed", "2021-06-16T06:00:00Z"},
        {"", "EMBARGOED UNTIL 5 a.m. ET (10 a.m. London time) on July 2, 2021",
         "It stands.", "embargoed", "2021-07-02T09:00:00Z"},
        {"", "Embargoed on 12 March 2021 until 1 July 2021", "It stands.", "embargoed",
         "2021-07-01"},
        {"\"published\":\"2021-03-01\",", "Embargoed until 12 March, 9 a.m.",
         "It stands.", "current", "2021-03-12T09:00:00Z"},
        {"\"published\":\"2021-06-12\",", "Embargoed until July 1", "It stands.",
         "embargoed", "2021-07-01"},
        {"\"published\":\"2020-12-12\",", "Embargoed until January 3", "It stands.",
         "current", "2021-01-03"},
        {"", "Embargoed until 12 March, 9 a.m.", "It stands.", "embargoed", ""},
        {"", "Embargoed until 04/07/2021", "It stands.", "embargoed", ""},
        {"", "Embargoed until 12 March 2021", "Embargoed until 12 March 2031",
         "embargoed", "2031-03-12"},
        {"\"embargoed\":\"2021-03-12\",", "Embargoed until 12 March 2031", "It stands.",
         "embargoed", "2031-03-12"},
        {"\"embargoed\":\"2032-03-12\",", "Embargoed until 12 March 2031", "It stands.",
         "embargoed", "2032-03-12"},
        {"\"embargoed\":\"2021-03-12\",", "Embargoed until 03/04/2031", "It stands.",
         "embargoed", ""},
        {"\"embargoed\":\"2021-03-12\",", "Embargoed until Friday, 9 a.m.", "It stands.",
         "current", "2021-03-12"},
        {"\"embargoed\":true,", "Embargoed until 12 March 2021", "It stands.",
         "embargoed", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char message[512];
        snprintf(message, sizeof message,
                 "{%s\"body\":\"%s\\n\\nThe bridge is old.\\n\\n%s\"}", rows[i].member,
                 rows[i].first, rows[i].last);
        desk_process(&desk, message);
        desk_says(&desk, "archival.status", rows[i].status);
        desk_says(&desk, "archival.embargoed", rows[i].date);
        if (strstr(rows[i].first, "/"))
            desk_says(&desk, "archival.date_issues.0.issue", "ambiguous");
    }
}
END_TEST

START_TEST(a_day_of_expiry_is_the_last_good_one) {
    has_status("\"expires\":\"2021-06-15\"", true, "current", "");
    has_status("\"expires\":\"2021-06-14\"", true, "expired", "");
    has_status("\"expires\":\"2021-06-15T12:00:00Z\"", true, "expired", "");
    has_status("\"expires\":\"2021-06-14\"", false, "current", "no_clock");
}
END_TEST

int main(void) {
    Suite *s = suite_create("embargoes");
    TCase *c = tcase_create("embargoes");
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, an_embargo_counts_until_its_day_has_come);
    tcase_add_test(c, a_day_of_release_is_no_embargo);
    tcase_add_test(c, an_embargo_holds_as_long_as_it_may);
    tcase_add_test(c, an_embargo_is_read_with_the_time_around_its_day);
    tcase_add_test(c, each_notice_of_an_embargo_has_its_own_end);
    tcase_add_test(c, a_day_of_expiry_is_the_last_good_one);
    suite_add_tcase(s, c);
    return suite_run(s);
}
