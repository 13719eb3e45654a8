/* What stands beside an article's text: fields, headers and the form of its URL; which
 * of all signs gives the status, and what the stamp says it rests on. */
#include "processors/archival/links.h"
#include "suite.h"
#include "tests/unit/archival_desk.h"

static struct desk desk;

static void set_up(void) { desk_init(&desk, NULL); }
static void tear_down(void) { desk_done(&desk); }

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
        {"web.archive.org/web/20170412152900/http://news.example/a", "wayback",
         "2017-04-12T15:29:00Z", "http://news.example/a"},
        {"//web.archive.org/web/20170412152900/http://news.example/a", "wayback",
         "2017-04-12T15:29:00Z", "http://news.example/a"},
        {"https://user:word@archive.ph/AbCdE", "archive.today", "", ""},
        {"archive.ph/AbCdE", "archive.today", "", ""},
        {"https://www.library.example/wayback/20170412152900/http://news.example/a",
         "web_archive", "2017-04-12T15:29:00Z", "http://news.example/a"},
        {"https://web.archive.org/web/http://news.example/a", "wayback", "",
         "http://news.example/a"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        process_url(rows[i].url);
        desk_says(&desk, "archival.status", "archived");
        desk_says(&desk, "archival.signal.field", "url");
        desk_says(&desk, "archival.signal.text", rows[i].url);
        desk_says(&desk, "archival.archive.source", rows[i].source);
        desk_says(&desk, "archival.archive.archived_at", rows[i].archived_at);
        desk_says(&desk, "archival.archive.original_url", rows[i].original);
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
        desk_says(&desk, "archival.status", "archived");
        desk_says(&desk, "archival.date_issues.0.issue", rows[i][1]);
    }
    desk_says(&desk, "archival.archived", "2017-04-12");
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
        "https://news.example/20150401000000/http://other.example",
        "https://web.archive.org.evil.example/web/20150305123456/http://a.example/",
        "https://perma.cc.evil.example/wayback/20150305123456/http://a.example/",
        "news.example/a?u=//web.archive.org/web/20170412152900/http://b.example/",
        "",
    };
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        process_url(urls[i]);
        desk_says(&desk, "archival.status", "current");
        is_not_there("archival.archive");
        is_not_there("archival.signal");
    }
}
END_TEST

/* ---- headers ---- */

static const char own[] = "{\"url\":\"http://news.example/a\"," PLAIN "}";
static const char moment[] = "Wed, 12 Apr 2017 15:29:00 GMT";

START_TEST(a_memento_datetime_that_is_none_is_an_issue_and_no_capture) {
    static const char *const values[] = {"", "yes", "Wed, 31 Feb 2017 15:29:00 GMT"};
    static const char *const issues[] = {"unreadable", "unreadable", "impossible"};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        process_with(own, (const char *[]){"Memento-Datetime", values[i], NULL});
        desk_says(&desk, "archival.status", "current");
        desk_says(&desk, "archival.date_issues.0.field", "archived");
        desk_says(&desk, "archival.date_issues.0.issue", issues[i]);
        is_not_there("archival.archive");
    }
}
END_TEST

START_TEST(memento_datetime_is_the_capture) {
    process_with(own, (const char *[]){"memento-datetime", moment, "LINK",
                                       "<http://old.example/a>; rel=\"original\"", NULL});
    desk_says(&desk, "archival.status", "archived");
    desk_says(&desk, "archival.reason", "memento");
    desk_says(&desk, "archival.signal.header", "Memento-Datetime");
    desk_says(&desk, "archival.signal.text", moment);
    desk_says(&desk, "archival.archived", "2017-04-12T15:29:00Z");
    desk_says(&desk, "archival.archive.original_url", "http://old.example/a");
}
END_TEST

START_TEST(a_link_to_the_original_makes_a_memento_by_itself) {
    static const char links[] =
        "<http://w.example/t>; rel=\"timegate\", <http://old.example/a,b>; rel=original";
    process_with(own, (const char *[]){"Link", "<http://a/s.css>; rel=preload", "Link",
                                       links, NULL});
    desk_says(&desk, "archival.status", "archived");
    desk_says(&desk, "archival.signal.header", "Link");
    desk_says(&desk, "archival.signal.text", links);
    desk_says(&desk, "archival.archive.original_url", "http://old.example/a,b");
    is_not_there("archival.archived");
}
END_TEST

START_TEST(a_memento_link_to_the_page_itself_dates_it) {
    process_with(own, (const char *[]){"Link",
                                       "<http://news.example/a>; rel=\"first memento\"; "
                                       "datetime=\"Wed, 12 Apr 2017 15:29:00 GMT\"",
                                       NULL});
    desk_says(&desk, "archival.status", "archived");
    desk_says(&desk, "archival.archived", "2017-04-12T15:29:00Z");
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
    desk_says(&desk, "archival.status", "expired");
    desk_says(&desk, "archival.expires", "2010-06-25T15:00:00Z");
    desk_says(&desk, "archival.signal.header", "X-Robots-Tag");
    desk_says(&desk, "archival.signal.text",
              "otherbot: unavailable_after: 25 Jun 2010 15:00:00 GMT");
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
        {"\"creativeWorkStatus\":\"Retraction\"", "retracted", "creativeWorkStatus",
         "Retraction"},
        {"\"creativeWorkStatus\":\"Retracted\"", "retracted", "creativeWorkStatus",
         "Retracted"},
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
        desk_says(&desk, "archival.status", rows[i].status);
        desk_says(&desk, "archival.reason", "field");
        desk_says(&desk, "archival.signal.field", rows[i].field);
        desk_says(&desk, "archival.signal.text", rows[i].text);
        is_not_there("archival.notice");
    }
    desk_says(&desk, "archival.corrections.0.text", "The year was 1931.");
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
        desk_says(&desk, "archival.status", "current");
        is_not_there("archival.corrections");
    }
}
END_TEST

#define CORRECTED                                                                        \
    "\"title\":\"Quay opens\",\"body\":\"The quay opened.\\n\\nCorrection: An earlier "  \
    "version of this story misstated the year.\""

START_TEST(what_the_status_rests_on_is_notice_or_signal) {
    process_with("{\"pubstatus\":\"canceled\"," CORRECTED "}", NULL);
    desk_says(&desk, "archival.status", "retracted");
    desk_says(&desk, "archival.signal.field", "pubstatus");
    is_not_there("archival.notice");
    desk_says(&desk, "archival.notices.0.id", "en.correction-label");
    process_with("{\"correction\":\"So.\"," CORRECTED "}", NULL);
    desk_says(&desk, "archival.status", "corrected");
    desk_says(&desk, "archival.notice.id", "en.correction-label");
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
    desk_says(&desk, "archival.status", "retracted");
    const char *text = desk_string(&desk, "archival.signal.text");
    ck_assert_uint_le(strlen(text), 1024);
    ck_assert_uint_ge(strlen(text), 1020);
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
        desk_says(&desk, "archival.published", "2017-04-12");
    }
    process_with("{\"published\":{\"$date\":{\"$numberLong\":\"1492010940000\"}}," PLAIN
                 "}",
                 NULL);
    desk_says(&desk, "archival.published", "2017-04-12T15:29:00Z");
    process_with("{\"url\":[\"https:\\/\\/web.archive.org\\/web\\/20170412152900\\/"
                 "http:\\/\\/news.example\\/a\"]," PLAIN "}",
                 NULL);
    desk_says(&desk, "archival.archive.original_url", "http://news.example/a");
    process_with(
        "{\"url\":{\"@id\":\"https://web.archive.org/web/2017/http://a.example/\"}," PLAIN
        "}",
        NULL);
    desk_says(&desk, "archival.archive.original_url", "http://a.example/");
    process_with("{\"published\":{\"day\":\"2017-04-12\"}," PLAIN "}", NULL);
    desk_says(&desk, "archival.date_issues.0.issue", "unreadable");
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
        desk_says(&desk, "archival.published", rows[i][1]);
    }
}
END_TEST

START_TEST(age_alone_sets_a_status_only_where_it_is_told_to) {
    static const char old[] = "{\"published\":\"2015-01-01T00:00:00Z\"," PLAIN "}";
    process_with(old, NULL);
    desk_says(&desk, "archival.status", "current");
    desk_done(&desk);
    desk_init(&desk, (const char *[]){"archival.outdated_after_days=365", NULL});
    process_with(old, NULL);
    desk_says(&desk, "archival.status", "outdated");
    desk_says(&desk, "archival.reason", "age");
    process_with("{\"published\":\"2015-01-01T00:00:00Z\"," CORRECTED "}", NULL);
    desk_says(&desk, "archival.reason", "age");
    is_not_there("archival.notice");
    desk_says(&desk, "archival.notices.0.id", "en.correction-label");
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
    tcase_add_test(c, a_memento_datetime_that_is_none_is_an_issue_and_no_capture);
    tcase_add_test(c, a_link_to_the_original_makes_a_memento_by_itself);
    tcase_add_test(c, a_memento_link_to_the_page_itself_dates_it);
    tcase_add_test(c, links_of_a_living_page_say_nothing);
    tcase_add_test(c, links_are_read_as_the_standard_says);
    tcase_add_test(c, the_first_robots_tag_with_a_date_counts);
    tcase_add_test(c, a_field_is_named_with_its_value);
    tcase_add_test(c, a_field_that_says_nothing_sets_no_status);
    tcase_add_test(c, what_the_status_rests_on_is_notice_or_signal);
    tcase_add_test(c, a_long_value_is_cut_before_a_character);
    tcase_add_test(c, dates_and_addresses_are_unwrapped);
    tcase_add_test(c, a_source_says_in_which_order_it_writes);
    tcase_add_test(c, age_alone_sets_a_status_only_where_it_is_told_to);
    suite_add_tcase(s, c);
    return suite_run(s);
}
