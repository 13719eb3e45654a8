/* What stands beside an article's text: fields, headers and the form of its URL; which
 * of all signs gives the status, and what the stamp says it rests on. */
#include "processors/archival/links.h"
#include "suite.h"
#include "tests/unit/archival_desk.h"

static struct desk desk;

static void set_up(void) { desk_init(&desk, NULL); }
static void tear_down(void) { desk_done(&desk); }

#define PLAIN "\"title\":\"Quay opens\",\"body\":\"The quay opened to walkers at noon.\""

/* With these headers: NULL-ended, name and value in turn. */
static void process_with(const char *message, const char *const *headers) {
    static struct cd_header list[8];
    size_t count = 0;
    for (; headers && headers[2 * count]; count++)
        list[count] = (struct cd_header){cd_str_of(headers[2 * count]),
                                         cd_str_of(headers[2 * count + 1])};
    desk.record.headers = list;
    desk.record.header_count = count;
    desk_process(&desk, message);
}

static void says(const char *path, const char *wanted) {
    const char *found = desk_string(&desk, path);
    ck_assert_msg(strcmp(found, wanted) == 0, "%s is \"%s\", not \"%s\"", path, found,
                  wanted);
}

static void is_not_there(const char *path) {
    ck_assert_msg(desk_at(&desk, path) == NULL, "there is %s", path);
}

/* ---- URLs ---- */

static void process_url(const char *url) {
    char message[1024];
    snprintf(message, sizeof message, "{\"url\":\"%s\"," PLAIN "}", url);
    process_with(message, NULL);
}

START_TEST(a_web_archives_url_tells_capture_and_original) {
    static const struct {
        const char *url, *source, *archived_at, *original;
    } rows[] = {
        {"https://web.archive.org/web/20170412152900/http://news.example/a", "wayback",
         "2017-04-12T15:29:00Z", "http://news.example/a"},
        {"https://web.archive.org/web/20170412152900id_/https:/news.example/a", "wayback",
         "2017-04-12T15:29:00Z", "https://news.example/a"},
        {"http://WEB.archive.org:80/web/20170412152900/news.example/a", "wayback",
         "2017-04-12T15:29:00Z", "http://news.example/a"},
        {"https://web.archive.org/web/2017/http://news.example/a", "wayback", "",
         "http://news.example/a"},
        {"https://archive.ph/2017.04.12-152900/https://news.example/a", "archive.today",
         "2017-04-12T15:29:00Z", "https://news.example/a"},
        {"https://web.archive.org/web/20170412152900/http%3A%2F%2Fnews.example%2Fa%C3%A9",
         "wayback", "2017-04-12T15:29:00Z", "http://news.example/a%C3%A9"},
        {"https://warp.ndl.go.jp/info:ndljp/pid/1234567/www.news.example/", "japan", "",
         ""},
        {"https://archive.ph/AbCdE", "archive.today", "", ""},
        {"https://archive.is/o/AbCdE/https://news.example/a", "archive.today", "",
         "https://news.example/a"},
        {"https://perma.cc/A1B2-C3D4", "perma.cc", "", ""},
        {"https://wayback.example.edu/all/20170412152900mp_/http://news.example/a?b=1",
         "web_archive", "2017-04-12T15:29:00Z", "http://news.example/a?b=1"},
        {"https://wayback.archive-it.org/1068/20170412152900/http://news.example/a",
         "archive-it", "2017-04-12T15:29:00Z", "http://news.example/a"},
        {"https://arquivo.pt/wayback/20170412152900/http://news.example/a", "arquivo.pt",
         "2017-04-12T15:29:00Z", "http://news.example/a"},
        {"https://archive.epa.gov/2017-04-12/a.html", "us_epa", "", ""},
        {"https://web.archive.org/web/http://news.example/a", "wayback", "",
         "http://news.example/a"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        process_url(rows[i].url);
        says("archival.status", "archived");
        says("archival.signal.field", "url");
        says("archival.signal.text", rows[i].url);
        says("archival.archive.source", rows[i].source);
        says("archival.archive.archived_at", rows[i].archived_at);
        says("archival.archive.original_url", rows[i].original);
    }
}
END_TEST

START_TEST(a_capture_that_cannot_be_is_told) {
    static const char *const rows[][2] = {
        {"https://web.archive.org/web/20151399999999/http://news.example/a",
         "impossible"},
        {"https://www.webharvest.gov/peth04/20041021234567/http://news.example/a",
         "impossible"},
        {"https://web.archive.org/web/20990101000000/http://news.example/a", "future"},
        {"https://web.archive.org/web/2015/http://news.example/a", "incomplete"},
        {"https://web.archive.org/web/2017041215/http://news.example/a", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        process_url(rows[i][0]);
        says("archival.status", "archived");
        says("archival.date_issues.0.issue", rows[i][1]);
    }
    says("archival.archived", "2017-04-12");
}
END_TEST

START_TEST(other_urls_are_no_archives) {
    static const char *const urls[] = {
        "https://news.example/2017/04/12/http-explained",
        "https://news.example/20170412152900/httpd-flaw",
        "https://news.example/20170412/http://other.example/",
        "https://news.example/a?u=https://web.archive.org/web/20170412152900/http://b/",
        "https://notweb.archive.organisation.example/web/a",
        "https://web.archive.org/",
        "https://web.archive.org/about/",
        "https://web.archive.org/save/http://news.example/a",
        "https://web.archive.org/web/*/http://news.example/a",
        "https://web.archive.org/web/2017*/http://news.example/a",
        "https://news.example/redirect/20150401000000/http://other.example",
        "",
    };
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        process_url(urls[i]);
        says("archival.status", "current");
        is_not_there("archival.archive");
        is_not_there("archival.signal");
    }
}
END_TEST

/* ---- headers ---- */

static const char own[] = "{\"url\":\"http://news.example/a\"," PLAIN "}";
static const char moment[] = "Wed, 12 Apr 2017 15:29:00 GMT";

START_TEST(memento_datetime_is_the_capture) {
    process_with(own, (const char *[]){"memento-datetime", moment, "LINK",
                                       "<http://old.example/a>; rel=\"original\"", NULL});
    says("archival.status", "archived");
    says("archival.reason", "memento");
    says("archival.signal.header", "Memento-Datetime");
    says("archival.signal.text", moment);
    says("archival.archived", "2017-04-12T15:29:00Z");
    says("archival.archive.original_url", "http://old.example/a");
}
END_TEST

START_TEST(a_link_to_the_original_makes_a_memento_by_itself) {
    static const char links[] =
        "<http://w.example/t>; rel=\"timegate\", <http://old.example/a,b>; rel=original";
    process_with(own, (const char *[]){"Link", "<http://a/s.css>; rel=preload", "Link",
                                       links, NULL});
    says("archival.status", "archived");
    says("archival.signal.header", "Link");
    says("archival.signal.text", links);
    says("archival.archive.original_url", "http://old.example/a,b");
    is_not_there("archival.archived");
}
END_TEST

START_TEST(a_memento_link_to_the_page_itself_dates_it) {
    process_with(own, (const char *[]){"Link",
                                       "<http://news.example/a>; rel=\"first memento\"; "
                                       "datetime=\"Wed, 12 Apr 2017 15:29:00 GMT\"",
                                       NULL});
    says("archival.status", "archived");
    says("archival.archived", "2017-04-12T15:29:00Z");
}
END_TEST

START_TEST(links_of_a_living_page_say_nothing) {
    static const char *const links[] = {
        "<http://w.example/t/a>; rel=\"timegate\"",
        "<http://news.example/a>; rel=\"original timegate\"",
        "<http://news.example/a>; rel=\"original\"",
        "<http://w.example/1>; rel=\"last memento\"; datetime=\"Wed, 12 Apr 2017\"",
        "<http://old.example/a>; rel=original; anchor=\"http://b.example/\"",
        "<http://old.example/a>; title=\"rel=original\"; rel=\"next\"",
        "<http://old.example/a>; rel=\"unoriginal\"",
        "http://old.example/a; rel=original",
        "<http://old.example/a",
    };
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        process_with(own, (const char *[]){"Link", links[i], NULL});
        ck_assert_msg(strcmp(desk_string(&desk, "archival.status"), "current") == 0, "%s",
                      links[i]);
    }
}
END_TEST

START_TEST(links_are_read_as_the_standard_says) {
    struct cd_str rest = CD_STR("x, <a>;rel = \"b  C\" ; REL=d;e;f=\"g,\\\"<\" , <h> , "
                                "<i>;datetime=j;rel=\"k");
    struct cd_link link;
    ck_assert(cd_link_next(&rest, &link));
    ck_assert(cd_str_eq(link.target, CD_STR("a")));
    ck_assert(cd_link_is(&link, "B") && cd_link_is(&link, "c"));
    ck_assert(!cd_link_is(&link, "d") && !cd_link_is(&link, ""));
    ck_assert(cd_link_next(&rest, &link));
    ck_assert(cd_str_eq(link.target, CD_STR("h")));
    ck_assert(link.rel.p == NULL && !cd_link_is(&link, "k"));
    ck_assert(cd_link_next(&rest, &link));
    ck_assert(cd_str_eq(link.datetime, CD_STR("j")) && cd_link_is(&link, "k"));
    ck_assert(!cd_link_next(&rest, &link));
}
END_TEST

START_TEST(the_first_robots_tag_with_a_date_counts) {
    process_with(own, (const char *[]){
                          "X-Robots-Tag", "noarchive", "X-Robots-Tag",
                          "unavailable_after: some day", "x-robots-tag",
                          "otherbot: unavailable_after: 25 Jun 2010 15:00:00 GMT", NULL});
    says("archival.status", "expired");
    says("archival.expires", "2010-06-25T15:00:00Z");
    says("archival.signal.header", "X-Robots-Tag");
    says("archival.signal.text", "otherbot: unavailable_after: 25 Jun 2010 15:00:00 GMT");
}
END_TEST

/* ---- fields, and which sign counts ---- */

START_TEST(a_field_is_named_with_its_value) {
    static const struct {
        const char *member, *status, *field, *text;
    } rows[] = {
        {"\"pubstatus\":\"stat:canceled\"", "retracted", "pubstatus", "stat:canceled"},
        {"\"meta\":{\"pubstatus\":\"stat:withheld\"}", "withheld", "pubstatus",
         "stat:withheld"},
        {"\"creativeWorkStatus\":\"https://schema.org/Archived\"", "archived",
         "creativeWorkStatus", "https://schema.org/Archived"},
        {"\"creativeWorkStatus\":{\"@type\":\"DefinedTerm\",\"name\":\"Archived\"}",
         "archived", "creativeWorkStatus",
         "{\"@type\":\"DefinedTerm\",\"name\":\"Archived\"}"},
        {"\"creativeWorkStatus\":[\"Published\",\"Corrected\",\"Archived\"]", "archived",
         "creativeWorkStatus", "[\"Published\",\"Corrected\",\"Archived\"]"},
        {"\"pubstatus\":{\"code\":\"stat:canceled\"}", "retracted", "pubstatus",
         "{\"code\":\"stat:canceled\"}"},
        {"\"correction\":true", "corrected", "correction", "true"},
        {"\"embargoed\":\"2030-01-01T00:00:00Z\"", "embargoed", "embargoed",
         "2030-01-01T00:00:00Z"},
        {"\"embargoed\":true", "embargoed", "embargoed", "true"},
        {"\"embargoed\":\"03/04/2030\"", "embargoed", "embargoed", "03/04/2030"},
        {"\"expires\":1500000000", "expired", "expires", "1500000000"},
        {"\"expires\":[\"2020-01-01\"]", "expired", "expires", "2020-01-01"},
        {"\"correction\":[[[{\"text\":\"It was 1931.\"}]]]", "corrected", "correction",
         "[[[{\"text\":\"It was 1931.\"}]]]"},
        {"\"correction\":{\"url\":\"https://a.example/c\"}", "corrected", "correction",
         "{\"url\":\"https://a.example/c\"}"},
        {"\"correction\":\"The year was 1931.\"", "corrected", "correction",
         "The year was 1931."},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char message[512];
        snprintf(message, sizeof message, "{%s," PLAIN "}", rows[i].member);
        process_with(message, NULL);
        says("archival.status", rows[i].status);
        says("archival.reason", "field");
        says("archival.signal.field", rows[i].field);
        says("archival.signal.text", rows[i].text);
        is_not_there("archival.notice");
    }
    says("archival.corrections.0.text", "The year was 1931.");
}
END_TEST

START_TEST(a_field_that_says_nothing_sets_no_status) {
    static const char *const members[] = {
        "\"correction\":\"None\"",
        "\"embargoed\":false",
        "\"embargoed\":\"03/04/2001\"",
        "\"correction\":\"N/A\"",
        "\"correction\":\" no \"",
        "\"correction\":\"No corrections.\"",
        "\"correction\":[\"none\"]",
        "\"correction\":{\"text\":\"\"}",
        "\"correction\":[{\"text\":null},\"\"]",
        "\"correction\":{\"@type\":\"CorrectionComment\",\"text\":[]}",
        "\"correction\":false",
        "\"creativeWorkStatus\":{\"description\":\"Archived\"}",
        "\"creativeWorkStatus\":[[[[[\"Archived\"]]]]]",
        "\"creativeWorkStatus\":[]",
        "\"pubstatus\":[\"stat:usable\",7,null]",
    };
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        char message[512];
        snprintf(message, sizeof message, "{%s," PLAIN "}", members[i]);
        process_with(message, NULL);
        says("archival.status", "current");
        is_not_there("archival.corrections");
    }
}
END_TEST

#define CORRECTED                                                                        \
    "\"title\":\"Quay opens\",\"body\":\"The quay opened.\\n\\nCorrection: An earlier "  \
    "version of this story misstated the year.\""

START_TEST(what_the_status_rests_on_is_notice_or_signal) {
    process_with("{\"pubstatus\":\"canceled\"," CORRECTED "}", NULL);
    says("archival.status", "retracted");
    says("archival.signal.field", "pubstatus");
    is_not_there("archival.notice");
    says("archival.notices.0.id", "en.correction-label");
    process_with("{\"correction\":\"So.\"," CORRECTED "}", NULL);
    says("archival.status", "corrected");
    says("archival.notice.id", "en.correction-label");
    is_not_there("archival.signal");
    is_not_there("archival.notices");
}
END_TEST

START_TEST(a_long_value_is_cut_before_a_character) {
    char message[8192] = "{\"pubstatus\":\"a:";
    for (size_t i = strlen(message); i < 4000; i += 3)
        strcat(message, "…");
    strcat(message, ":canceled\"," PLAIN "}");
    process_with(message, NULL);
    says("archival.status", "retracted");
    const char *text = desk_string(&desk, "archival.signal.text");
    ck_assert_uint_le(strlen(text), 1024);
    ck_assert_uint_ge(strlen(text), 1020);
}
END_TEST

/* The record's time is 2021-06-15T12:00:00Z. */
START_TEST(an_embargo_counts_until_its_day_has_come) {
    static const struct {
        const char *line, *published, *status, *date;
    } rows[] = {
        {"EMBARGOED UNTIL 00:01 GMT FRIDAY 12 MARCH 2021", "2021-03-11", "current",
         "2021-03-12T00:01:00Z"},
        {"Embargoed until 9 a.m. GMT, 12 March 2031", "2021-03-11", "embargoed",
         "2031-03-12T09:00:00Z"},
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
        says("archival.embargoed", rows[i].date);
        says("archival.status", "embargoed");
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
        says("archival.status", rows[i].status);
        says("archival.embargoed", rows[i].date);
        if (strstr(rows[i].first, "/"))
            says("archival.date_issues.0.issue", "ambiguous");
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

START_TEST(dates_and_addresses_are_unwrapped) {
    static const char *const values[] = {
        "[\"2017-04-12\"]",
        "{\"@value\":\"2017-04-12\"}",
        "{\"@type\":\"Date\",\"@value\":\"2017-04-12\"}",
        "[{\"@value\":\"2017-04-12\"},{\"@value\":\"2019-01-01\"}]",
        "[20170412]",
        "{\"$date\":\"2017-04-12\"}"};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        char message[512];
        snprintf(message, sizeof message, "{\"published\":%s," PLAIN "}", values[i]);
        process_with(message, NULL);
        says("archival.published", "2017-04-12");
    }
    process_with("{\"published\":{\"$date\":{\"$numberLong\":\"1492010940000\"}}," PLAIN
                 "}",
                 NULL);
    says("archival.published", "2017-04-12T15:29:00Z");
    process_with("{\"url\":[\"https:\\/\\/web.archive.org\\/web\\/20170412152900\\/"
                 "http:\\/\\/news.example\\/a\"]," PLAIN "}",
                 NULL);
    says("archival.archive.original_url", "http://news.example/a");
    process_with(
        "{\"url\":{\"@id\":\"https://web.archive.org/web/2017/http://a.example/\"}," PLAIN
        "}",
        NULL);
    says("archival.archive.original_url", "http://a.example/");
    process_with("{\"published\":{\"day\":\"2017-04-12\"}," PLAIN "}", NULL);
    says("archival.date_issues.0.issue", "unreadable");
}
END_TEST

START_TEST(a_source_says_in_which_order_it_writes) {
    static const char *const rows[][2] = {{"day_first", "2012-04-17"},
                                          {"year_first", "2017-04-12"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char setting[64];
        snprintf(setting, sizeof setting, "archival.date_order={\"*\":\"%s\"}",
                 rows[i][0]);
        desk_done(&desk);
        desk_init(&desk, (const char *[]){setting, NULL});
        process_with("{\"published\":\"17-04-12\"," PLAIN "}", NULL);
        says("archival.published", rows[i][1]);
    }
}
END_TEST

START_TEST(age_alone_sets_a_status_only_where_it_is_told_to) {
    static const char old[] = "{\"published\":\"2015-01-01T00:00:00Z\"," PLAIN "}";
    process_with(old, NULL);
    says("archival.status", "current");
    desk_done(&desk);
    desk_init(&desk, (const char *[]){"archival.outdated_after_days=365", NULL});
    process_with(old, NULL);
    says("archival.status", "outdated");
    says("archival.reason", "age");
    process_with("{\"published\":\"2015-01-01T00:00:00Z\"," CORRECTED "}", NULL);
    says("archival.reason", "age");
    is_not_there("archival.notice");
    says("archival.notices.0.id", "en.correction-label");
}
END_TEST

int main(void) {
    Suite *s = suite_create("archival");
    TCase *c = tcase_create("signals");
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, a_web_archives_url_tells_capture_and_original);
    tcase_add_test(c, a_capture_that_cannot_be_is_told);
    tcase_add_test(c, other_urls_are_no_archives);
    tcase_add_test(c, memento_datetime_is_the_capture);
    tcase_add_test(c, a_link_to_the_original_makes_a_memento_by_itself);
    tcase_add_test(c, a_memento_link_to_the_page_itself_dates_it);
    tcase_add_test(c, links_of_a_living_page_say_nothing);
    tcase_add_test(c, links_are_read_as_the_standard_says);
    tcase_add_test(c, the_first_robots_tag_with_a_date_counts);
    tcase_add_test(c, a_field_is_named_with_its_value);
    tcase_add_test(c, a_field_that_says_nothing_sets_no_status);
    tcase_add_test(c, what_the_status_rests_on_is_notice_or_signal);
    tcase_add_test(c, a_long_value_is_cut_before_a_character);
    tcase_add_test(c, an_embargo_counts_until_its_day_has_come);
    tcase_add_test(c, an_embargo_holds_as_long_as_it_may);
    tcase_add_test(c, an_embargo_is_read_with_the_time_around_its_day);
    tcase_add_test(c, each_notice_of_an_embargo_has_its_own_end);
    tcase_add_test(c, a_day_of_expiry_is_the_last_good_one);
    tcase_add_test(c, dates_and_addresses_are_unwrapped);
    tcase_add_test(c, a_source_says_in_which_order_it_writes);
    tcase_add_test(c, age_alone_sets_a_status_only_where_it_is_told_to);
    suite_add_tcase(s, c);
    return suite_run(s);
}
