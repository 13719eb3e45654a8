/* Dates as feeds write them. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "config/config.h"
#include "processors/archival/date_find.h"
#include "suite.h"

static struct cd_date_words *words;

static void set_up(void) {
    struct cd_error err = {0};
    int rc = cd_date_words_new(&words, cd_embedded("lexicons/months.json"), "months.json",
                               &err);
    ck_assert_msg(rc == CD_OK, "%s", err.text);
}

static void tear_down(void) { cd_date_words_free(words); }

/* What the text comes to: a date, or the name of the reason why not. */
static const char *read_as(const char *text, enum cd_date_order order) {
    static char out[CD_DATE_ROOM];
    struct cd_date date;
    enum cd_date_result result = cd_date_parse(words, cd_str_of(text), order, &date);
    if (result != CD_DATE_OK)
        return cd_date_result_name(result);
    ck_assert_uint_eq(cd_date_write(date, out), strlen(out));
    return out;
}

static void is(const char *text, const char *want) {
    const char *got = read_as(text, CD_ORDER_UNKNOWN);
    ck_assert_msg(strcmp(got, want) == 0, "\"%s\" is read as %s, not %s", text, got,
                  want);
}

START_TEST(iso_8601_is_read_with_and_without_punctuation) {
    is("2017-04-12T15:29:00Z", "2017-04-12T15:29:00Z");
    is("2017-04-12T11:29:00-04:00", "2017-04-12T15:29:00Z");
    is("2017-04-12T11:29:00-0400", "2017-04-12T15:29:00Z");
    is("2017-04-12T17:29+02", "2017-04-12T15:29:00Z");
    is("2017-04-12 15:29:00.123456 +00:00", "2017-04-12T15:29:00Z");
    is("20170412T152900Z", "2017-04-12T15:29:00Z");
    is("20170412T1529Z", "2017-04-12T15:29:00Z");
    is("20170412", "2017-04-12");
    is("20170412152900", "2017-04-12T15:29:00Z");
    is("2017-04-12", "2017-04-12");
    is("2017-W15-3", "2017-04-12");
    is("2017-102", "2017-04-12");
    is("2016-366", "2016-12-31");
    is("2020-W53-5", "2021-01-01");
    is("2017-04-12T24:00:00Z", "2017-04-13T00:00:00Z");
    is("2017-04-12T15Z", "2017-04-12T15:00:00Z");
    is("2017-04-12T17+02:00", "2017-04-12T15:00:00Z");
    is("2017-04-12-04:00", "2017-04-12"); /* XML Schema's day with its zone */
    is("2017-04-12+14:00", "2017-04-12");
    is("2017-04-12Z", "2017-04-12");
}
END_TEST

START_TEST(rfc_2822_and_its_elders_are_read) {
    is("Wed, 12 Apr 2017 15:29:00 GMT", "2017-04-12T15:29:00Z");
    is("Wed, 12 Apr 2017 11:29:00 -0400 (EDT)", "2017-04-12T15:29:00Z");
    is("12 Apr 17 15:29 UT", "2017-04-12T15:29:00Z");
    is("Wednesday, 12-Apr-17 15:29:00 GMT", "2017-04-12T15:29:00Z");
    is("Wed Apr 12 15:29:00 2017", "2017-04-12T15:29:00Z");
    is("26-FEB-1987 15:01:01.79", "1987-02-26T15:01:01Z");
}
END_TEST

START_TEST(epochs_are_told_apart_by_their_size) {
    is("1492010940", "2017-04-12T15:29:00Z");
    is("1492010940000", "2017-04-12T15:29:00Z");
    is("1492010940000000", "2017-04-12T15:29:00Z");
    is("1492010940000000000", "2017-04-12T15:29:00Z");
    is("1492010940.75", "2017-04-12T15:29:00Z");
    is("@1492010940", "2017-04-12T15:29:00Z");
    is("/Date(1492010940000)/", "2017-04-12T15:29:00Z");
    is("/Date(1492010940000+0200)/", "2017-04-12T15:29:00Z");
    is("/Date(-500000000000)/", "1954-02-26T23:06:40Z");
    is("-500000000", "1954-02-26T23:06:40Z");
    is("0", "placeholder");
    is("12345", "unreadable");
    is("99999999999999999999", "unreadable");
}
END_TEST

START_TEST(the_words_of_pages_are_read) {
    is("Posted: Apr 12, 2017 / 11:29 AM EDT", "2017-04-12T15:29:00Z");
    is("Last Updated: September 24, 2020, 9:27 PM IST", "2020-09-24T15:57:00Z");
    is("12 April 2017", "2017-04-12");
    is("April 12th, 2017", "2017-04-12");
    is("Published 5:45 p.m. ET March 3, 2021", "2021-03-03T22:45:00Z");
    is("Published 5:45 p.m. ET July 3, 2021", "2021-07-03T21:45:00Z");
    is("Sat., Dec. 31, 2016, 12:05 a.m. PST", "2016-12-31T08:05:00Z");
    is("First published on Mon 1 Jan 2018 07.00 GMT", "2018-01-01T07:00:00Z");
    is("3 p.m., 4 May 2019", "2019-05-04T15:00:00Z");
    is("Published 12 April 2017 | Updated 3 May 2018 10:00", "2017-04-12");
    is("2017年4月12日 15時29分", "2017-04-12T15:29:00Z");
    is("平成29年4月12日", "2017-04-12");
    is("令和3年4月2日 15時29分", "2021-04-02T15:29:00Z");
    is("令和元年5月1日", "2019-05-01");
    is("公開日:昭和64年1月7日", "1989-01-07");
    is("2017년 4월 12일", "2017-04-12");
}
END_TEST

START_TEST(thirteen_languages_name_their_months) {
    is("Publié le mar. 12 avril 2017 à 15h29", "2017-04-12T15:29:00Z");
    is("le 1er août 2017", "2017-08-01");
    is("Mittwoch, 12. April 2017, 15.29 Uhr", "2017-04-12T15:29:00Z");
    is("3. März 2021 um 18 Uhr", "2021-03-03T18:00:00Z");
    is("12 de abril de 2017 a las 15:29", "2017-04-12T15:29:00Z");
    is("mercoledì 12 aprile 2017 - 15:29", "2017-04-12T15:29:00Z");
    is("12 de março de 2017 às 15h29", "2017-03-12T15:29:00Z");
    is("woensdag 12 april 2017 om 15:29", "2017-04-12T15:29:00Z");
    is("Aktualizacja: 7 sierpnia 2020 , 15:47", "2020-08-07T15:47:00Z");
    is("12 maj 2017 kl 15.29", "2017-05-12T15:29:00Z");
    is("Publisert 12. desember 2017, kl. 15.29", "2017-12-12T15:29:00Z");
    is("12. marts 2017 kl. 15.29", "2017-03-12T15:29:00Z");
    is("12. huhtikuuta 2017 klo 15.29", "2017-04-12T15:29:00Z");
}
END_TEST

START_TEST(day_and_month_are_not_guessed) {
    is("04/08/2020", "ambiguous");
    is("04-08-2020", "ambiguous");
    is("08.04.2020", "2020-04-08");
    is("13/08/2020", "2020-08-13");
    is("08/13/2020", "2020-08-13");
    is("08/08/2020", "2020-08-08");
    is("2020/04/08", "2020-04-08");
    ck_assert_str_eq(read_as("04/08/2020", CD_ORDER_DAY_FIRST), "2020-08-04");
    ck_assert_str_eq(read_as("04/08/2020 10:00 +0100", CD_ORDER_MONTH_FIRST),
                     "2020-04-08T09:00:00Z");
}
END_TEST

START_TEST(a_year_of_two_digits_may_stand_first) {
    is("17-04-12", "ambiguous");
    is("99-04-12", "1999-04-12");
    is("04-13-17", "2017-04-13");
    is("17-04-2012", "2012-04-17");
    is("17.04.12", "2012-04-17");
    ck_assert_str_eq(read_as("17-04-12", CD_ORDER_DAY_FIRST), "2012-04-17");
    ck_assert_str_eq(read_as("17-04-12", CD_ORDER_YEAR_FIRST), "2017-04-12");
    ck_assert_str_eq(read_as("17.04.12", CD_ORDER_YEAR_FIRST), "2017-04-12");
    ck_assert_str_eq(read_as("17/04/12", CD_ORDER_YEAR_FIRST), "2017-04-12");
    ck_assert_str_eq(read_as("04/08/2020", CD_ORDER_YEAR_FIRST), "ambiguous");
}
END_TEST

START_TEST(places_are_zones_with_their_summer_time) {
    is("2017-04-12T17:29:00[Europe/Berlin]", "2017-04-12T15:29:00Z");
    is("2017-04-12T11:29:00-04:00[America/New_York]", "2017-04-12T15:29:00Z");
    is("2017-04-12 11:29 America/New_York", "2017-04-12T15:29:00Z");
    is("April 12, 2017 11:29 AM Eastern Time", "2017-04-12T15:29:00Z");
    is("April 12, 2017 10:29 AM Eastern Standard Time", "2017-04-12T15:29:00Z");
    is("Wed Apr 12 2017 08:29:00 GMT-0700 (Pacific Daylight Time)",
       "2017-04-12T15:29:00Z");
    is("12 April 2017 16:29 British Summer Time", "2017-04-12T15:29:00Z");
    is("12 April 2017 17:29 (heure de Paris)", "2017-04-12T15:29:00Z");
    is("12 April 2017 17:29 Central European Time", "2017-04-12T17:29:00Z");
    is("12 April 2017 15:29 Berlin Mitte", "2017-04-12T15:29:00Z");
    is("12 April 2017 15:29 Australian Eastern Standard Time", "2017-04-12T15:29:00Z");
    is("April 12, 2017, noon ET", "2017-04-12T16:00:00Z");
    is("12 noon GMT, 12 April 2017", "2017-04-12T12:00:00Z");
}
END_TEST

START_TEST(summer_time_changes_at_its_hour) {
    is("March 14, 2021 1:59 AM ET", "2021-03-14T06:59:00Z");
    is("March 14, 2021 3:00 AM ET", "2021-03-14T07:00:00Z");
    is("November 7, 2021 1:59 AM ET", "2021-11-07T05:59:00Z");
    is("November 7, 2021 2:00 AM ET", "2021-11-07T07:00:00Z");
    is("2021-03-28T01:59:00[Europe/Berlin]", "2021-03-28T00:59:00Z");
    is("2021-03-28T03:00:00[Europe/Berlin]", "2021-03-28T01:00:00Z");
    is("2021-10-31T02:59:00[Europe/Berlin]", "2021-10-31T00:59:00Z");
    is("2021-10-31T03:00:00[Europe/Berlin]", "2021-10-31T02:00:00Z");
    is("2021-03-28T00:59:00[Europe/London]", "2021-03-28T00:59:00Z");
    is("2021-03-28T02:00:00[Europe/London]", "2021-03-28T01:00:00Z");
    is("1995-10-02T12:00:00[Europe/Paris]", "1995-10-02T11:00:00Z");
}
END_TEST

START_TEST(digits_spaces_and_signs_of_all_scripts_are_read) {
    is("２０１７－０４－１２", "2017-04-12");
    is("２０１７年４月１２日　１５：２９", "2017-04-12T15:29:00Z");
    is("2017年4月12日午後3時9分8秒", "2017-04-12T15:09:08Z");
    is("입력 2017년 4월 12일 15시 9분", "2017-04-12T15:09:00Z");
    is("١٢ أبريل ٢٠١٧", "2017-04-12");
    is("\u200f12 أبريل، 2017", "2017-04-12");
    is("12 अप्रैल 2017", "2017-04-12");
    is("12 Ağu 2017", "2017-08-12");
    is("12.04.2017 в 18:29 (МСК)", "2017-04-12T15:29:00Z");
    is("Apr 12, 2017, 3:29\u202fPM UTC", "2017-04-12T15:29:00Z");
    is("12 April 2017 – 15:29 UTC", "2017-04-12T15:29:00Z");
}
END_TEST

START_TEST(a_clock_may_be_of_four_digits) {
    is("0001 hours on Monday 5 July 2021", "2021-07-05T00:01:00Z");
    is("0930HRS BST THURSDAY 8 JULY 2021", "2021-07-08T08:30:00Z");
    is("1100 EST (1600 GMT) 8 MARCH 2021", "2021-03-08T16:00:00Z");
    is("2017 GMT on 12 April 2017", "2017-04-12T20:17:00Z");
    is("12 April 2017 GMT", "2017-04-12");
    is("1800 London time / 1400 US Eastern Time, 4 March 2027", "2027-03-04T18:00:00Z");
    is("12 April 2017, 2460 hours", "2017-04-12");
}
END_TEST

START_TEST(clocks_are_written_in_many_ways) {
    is("4. maaliskuuta 2021 kello 15", "2021-03-04T15:00:00Z");
    is("6.05 Uhr am 4. März 2021", "2021-03-04T06:05:00Z");
    is("den 4 mars 2021 kl. 18.12.", "2021-03-04T18:12:00Z");
    is("04 de marzo de 2021, a las 3:04\u00a0p.\u00a0m.", "2021-03-04T15:04:00Z");
    is("4 de marzo de 2021, 9:04 a. m.", "2021-03-04T09:04:00Z");
    is("4 مارس 2021م 3:04 م", "2021-03-04T15:04:00Z");
    is("4 مارس 2021م 3:04", "2021-03-04T03:04:00Z");
    is("2021-03-04 PM 3:04", "2021-03-04T15:04:00Z");
    is("4 mars 2021 15:04 HNE", "2021-03-04T20:04:00Z");
    is("15:04, 4/3-2021", "2021-03-04T15:04:00Z");
    is("13/3 2021", "2021-03-13");
    is("4/3 2021", "ambiguous");
}
END_TEST

START_TEST(a_month_without_a_number_beside_it_is_a_name) {
    is("By May Smith, 4 March 2021", "2021-03-04");
    is("By April Jones on March 4, 2021", "2021-03-04");
    is("March, 4 2021", "2021-03-04");
    is("Vol. 12, Quay News, March 4, 2021", "2021-03-04");
    is("Section 3, page 5: 4 March 2021", "2021-03-04");
    is("4th of March, 2021", "2021-03-04");
    is("April 2017, by May Smith", "incomplete");
}
END_TEST

START_TEST(a_zone_of_several_places_says_so) {
    struct cd_date date;
    ck_assert_int_eq(
        cd_date_parse(words, CD_STR("Apr 12, 2017 8:59 PM IST"), CD_ORDER_UNKNOWN, &date),
        CD_DATE_OK);
    ck_assert_int_eq(date.seconds, 1492010940);
    ck_assert(date.zone_ambiguous);
    ck_assert_int_eq(cd_date_parse(words, CD_STR("Apr 12, 2017 11:29 AM EDT"),
                                   CD_ORDER_UNKNOWN, &date),
                     CD_DATE_OK);
    ck_assert(!date.zone_ambiguous);
}
END_TEST

START_TEST(the_last_day_of_a_year_or_month_is_its_latest) {
    static const struct {
        const char *text, *latest;
    } rows[] = {{"2027", "2027-12-31"},       {"February 2028", "2028-02-29"},
                {"2027-03-04", "2027-03-04"}, {"12 March", "incomplete"},
                {"soon", "unreadable"},       {"04/08/2020", "ambiguous"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct cd_date date;
        char out[CD_DATE_ROOM];
        enum cd_date_result result =
            cd_date_latest(words, cd_str_of(rows[i].text), CD_ORDER_UNKNOWN, &date);
        if (result == CD_DATE_OK)
            cd_date_write(date, out);
        ck_assert_str_eq(result == CD_DATE_OK ? out : cd_date_result_name(result),
                         rows[i].latest);
    }
}
END_TEST

START_TEST(what_cannot_be_is_refused_with_the_reason) {
    is("2017-13-01T00:00:00Z", "impossible");
    is("2017-02-30", "impossible");
    is("29 February 2017", "impossible");
    is("2017-04-12T25:00:00Z", "impossible");
    is("1970-01-01T00:00:00Z", "placeholder");
    is("0000-00-00 00:00:00", "placeholder");
    is("0001-01-01T00:00:00Z", "placeholder");
    is("0001-02-01", "impossible");
    is("April 2017", "incomplete");
    is("12 April", "incomplete");
    is("2017", "incomplete");
    is("3 hours ago", "incomplete"); /* agosto */
    is("2017-366", "impossible");
    is("2017-W54-1", "impossible");
    is("yesterday", "unreadable");
    is("", "unreadable");
    is("\xff\xfe\x80", "unreadable");
}
END_TEST

START_TEST(a_time_without_zone_says_so) {
    struct cd_date date;
    ck_assert_int_eq(
        cd_date_parse(words, CD_STR("2017-04-12 15:29"), CD_ORDER_UNKNOWN, &date),
        CD_DATE_OK);
    ck_assert(date.zone_assumed);
    ck_assert_int_eq(date.precision, CD_PRECISION_MINUTE);
    ck_assert_int_eq(cd_date_parse(words, CD_STR("2017-04-12"), CD_ORDER_UNKNOWN, &date),
                     CD_DATE_OK);
    ck_assert(!date.zone_assumed);
    ck_assert_int_eq(date.precision, CD_PRECISION_DAY);
}
END_TEST

START_TEST(without_words_digits_are_still_read) {
    struct cd_date date;
    ck_assert_int_eq(
        cd_date_parse(NULL, CD_STR("2017-04-12T15:29:00+00:00"), CD_ORDER_UNKNOWN, &date),
        CD_DATE_OK);
    ck_assert_int_eq(date.seconds, 1492010940);
    ck_assert_int_eq(
        cd_date_parse(NULL, CD_STR("12 April 2017"), CD_ORDER_UNKNOWN, &date),
        CD_DATE_INCOMPLETE);
}
END_TEST

/* Every day of 500 years, there and back. */
START_TEST(days_and_dates_agree) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int64_t day = cd_days_from_civil(1650, 1, 1);
    for (int y = 1650; y < 2150; y++)
        for (int m = 1; m <= 12; m++) {
            bool leap = m == 2 && ((y % 4 == 0 && y % 100 != 0) || y % 400 == 0);
            for (int d = 1; d <= days[m - 1] + leap; d++, day++) {
                char want[CD_DATE_ROOM * 2], got[CD_DATE_ROOM];
                struct cd_date date = {.seconds = day * 86400};
                ck_assert_int_eq(cd_days_from_civil(y, m, d), day);
                snprintf(want, sizeof want, "%04d-%02d-%02d", y, m, d);
                cd_date_write(date, got);
                ck_assert_str_eq(got, want);
            }
        }
}
END_TEST

/* What is said of the list of months where this member has another name. */
static const char *fault_without(const char *member) {
    static struct cd_error err;
    struct cd_str whole = cd_embedded("lexicons/months.json");
    struct cd_date_words *none = NULL;
    char *text = strndup(whole.p, whole.len), *at;
    ck_assert_ptr_nonnull(text);
    at = strstr(text, member);
    ck_assert_ptr_nonnull(at);
    at[1] = '_';
    err = (struct cd_error){0};
    ck_assert_int_eq(cd_date_words_new(&none, cd_str_of(text), "x.json", &err),
                     CD_EUSAGE);
    free(text);
    return err.text;
}

START_TEST(a_month_list_has_a_source_and_no_member_that_nobody_reads) {
    ck_assert_str_eq(fault_without("\"source\""),
                     "x.json: /source: a lexicon says where it is from");
    ck_assert_str_eq(fault_without("\"posted\""),
                     "x.json: \"_osted\" is no member that there is");
}
END_TEST

START_TEST(a_month_list_that_is_wrong_is_refused) {
    static const char *const bad[] = {
        "[", "{}", "{\"source\": \"x\", \"months\": {\"en\": [\"january\"]}}",
        ("{\"source\": \"x\", \"months\": {\"en\": "
         "[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\",\"j\",\"k\",\"a\"]}}")};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct cd_date_words *none = NULL;
        struct cd_error err = {0};
        ck_assert_int_eq(cd_date_words_new(&none, cd_str_of(bad[i]), "x.json", &err),
                         CD_EUSAGE);
        ck_assert_ptr_null(none);
        ck_assert_ptr_nonnull(strstr(err.text, "x.json"));
    }
}
END_TEST

/* The dates that are found in a text, between bars. */
static const char *found_in(const char *text) {
    static char out[512];
    struct cd_arena arena;
    struct cd_text read;
    struct cd_span span = {0};
    cd_arena_init(&arena, 0);
    ck_assert_int_eq(cd_text_read(&read, &arena, cd_str_of(text), NULL, NULL), CD_OK);
    out[0] = 0;
    while (cd_date_find(words, &read, span.end, &span)) {
        struct cd_str bytes = cd_span_str(&read, span);
        sprintf(out + strlen(out), "|%.*s|", (int)bytes.len, bytes.p);
    }
    cd_arena_done(&arena);
    return out;
}

START_TEST(dates_are_found_in_a_text_and_numbers_are_none) {
    static const char *const rows[][2] = {
        {"Posted: Apr 12, 2017 / 11:29 AM EDT. It rained.",
         "|Apr 12, 2017 / 11:29 AM EDT|"},
        {"He came on 3 May 1999 and left in 2001, at 12.", "|3 May 1999|"},
        {"Am 3. Mai 1999 um 18.30 Uhr kamen 40 Leute.", "|3. Mai 1999 um 18.30 Uhr|"},
        {"From 2017-04-12 to 2017-05-01", "|2017-04-12||2017-05-01|"},
        {"In May 30 of 1,200 ships sank; 3-5 sailed.", ""},
        {"In 2017\n\n12 May is a holiday.", ""},
        {"Correction, March 5, 2019: An earlier version", "|March 5, 2019|"},
        {"Correction, March 5, 2019: A chart", "|March 5, 2019|"},
        {"On March 5, 2019, Art Smith left.", "|March 5, 2019|"},
        {"Korrektur, 5. März 2019: Um den Fehler", "|5. März 2019|"},
        {"Posted March 5, 2019, 9 A.M. EDT: The council", "|March 5, 2019, 9 A.M. EDT|"},
        {"Am 5. März 2019, 12 Uhr, kam er.", "|5. März 2019, 12 Uhr|"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_str_eq(found_in(rows[i][0]), rows[i][1]);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("dates");
    TCase *dates = tcase_create("dates");
    tcase_add_checked_fixture(dates, set_up, tear_down);
    tcase_add_test(dates, iso_8601_is_read_with_and_without_punctuation);
    tcase_add_test(dates, rfc_2822_and_its_elders_are_read);
    tcase_add_test(dates, epochs_are_told_apart_by_their_size);
    tcase_add_test(dates, the_words_of_pages_are_read);
    tcase_add_test(dates, thirteen_languages_name_their_months);
    tcase_add_test(dates, day_and_month_are_not_guessed);
    tcase_add_test(dates, a_year_of_two_digits_may_stand_first);
    tcase_add_test(dates, places_are_zones_with_their_summer_time);
    tcase_add_test(dates, summer_time_changes_at_its_hour);
    tcase_add_test(dates, digits_spaces_and_signs_of_all_scripts_are_read);
    tcase_add_test(dates, a_clock_may_be_of_four_digits);
    tcase_add_test(dates, clocks_are_written_in_many_ways);
    tcase_add_test(dates, a_month_without_a_number_beside_it_is_a_name);
    tcase_add_test(dates, a_zone_of_several_places_says_so);
    tcase_add_test(dates, the_last_day_of_a_year_or_month_is_its_latest);
    tcase_add_test(dates, what_cannot_be_is_refused_with_the_reason);
    tcase_add_test(dates, a_time_without_zone_says_so);
    tcase_add_test(dates, without_words_digits_are_still_read);
    tcase_add_test(dates, days_and_dates_agree);
    tcase_add_test(dates, a_month_list_that_is_wrong_is_refused);
    tcase_add_test(dates, a_month_list_has_a_source_and_no_member_that_nobody_reads);
    tcase_add_test(dates, dates_are_found_in_a_text_and_numbers_are_none);
    suite_add_tcase(suite, dates);
    return suite_run(suite);
}
