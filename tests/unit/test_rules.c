/* What the matcher says of one article after another: the rules, and what is furniture.
 */
#include <stdlib.h>

#include "matcher.h"
#include "processors/dedup/candidates.h"
#include "suite.h"

static struct matcher m;

static void set_up(void) { matcher_init(&m); }
static void tear_down(void) { matcher_done(&m); }

/* ---- a story that everyone carries ---- */

#define OUTLETS   50
#define OWN       3 /* articles of an outlet before it carries the story */
#define FURNITURE 1000
#define STORY     2000
#define REPORT    5000

/* An outlet's page: its masthead, a text from `seed` of so many paragraphs, its footers.
 */
static void write_page(char *to, unsigned outlet, unsigned seed, unsigned paragraphs) {
    to = matcher_words(to, FURNITURE + 3 * outlet, 30);
    to += sprintf(to, "It was Ann%u who told Bo%u in Leeds%u.\n\n", seed, seed, seed);
    for (unsigned i = 0; i < paragraphs; i++)
        to = matcher_words(to, seed + i, 40);
    to = matcher_words(to, FURNITURE + 3 * outlet + 1, 20);
    matcher_words(to, FURNITURE + 3 * outlet + 2, 20);
}

START_TEST(a_story_that_fifty_outlets_carry_is_found_each_time_under_their_furniture) {
    char page[4096], name[16], first[] = "story-0";
    for (unsigned outlet = 0; outlet < OUTLETS; outlet++) {
        struct told told = {.name = name, .text = page, .source = 10 + outlet};
        for (unsigned i = 0; i < OWN; i++) {
            sprintf(name, "own-%u-%u", outlet, i);
            write_page(page, outlet, REPORT + 100 * outlet + 10 * i, 5);
            matcher_expect(matcher_tell(&m, told), CD_UNIQUE, NULL);
        }
        sprintf(name, "story-%u", outlet);
        write_page(page, outlet, STORY, 7);
        struct cd_finding finding = matcher_tell(&m, told);
        matcher_expect(finding, outlet ? CD_NEAR : CD_UNIQUE, outlet ? first : NULL);
    }
}
END_TEST

/* Furniture with a masthead's names and numbers, more of them than a story has. */
#define MASTHEAD                                                                         \
    "Tarn Evening Post, 14 Market Square, Tarn, phone 01632 960412. Editor is Mara "     \
    "Ellison, her deputy is Piet Quaye, and sports are in the hands of Iain McAll. The " \
    "paper was founded in 1887 by Edward Tranter, appears on every weekday for 2 "       \
    "pounds "                                                                            \
    "and belongs to the Wexton Group of Leeds, which prints 31 more of its kind."

/* Six short reports under furniture so long that it joins them, then others. */
START_TEST(furniture_is_learnt_even_from_the_reports_that_it_joined) {
    char text[4096];
    for (unsigned i = 0; i < 3 * CD_COMMON_STORIES; i++) {
        char *end = matcher_words(text, REPORT + i, 40);
        end += sprintf(end, "%s\n\n", MASTHEAD);
        matcher_words(end, FURNITURE, 300);
        struct told told = {.name = "report", .text = text, .source = 1, .title = 1 + i};
        struct cd_finding finding = matcher_tell(&m, told);
        matcher_expect(finding,
                       i == 0 || i >= CD_COMMON_STORIES ? CD_UNIQUE : CD_REVISION, NULL);
    }
}
END_TEST

/* Before it is learnt, and where nobody says who the outlet is. */
START_TEST(reports_that_name_others_are_not_one_by_the_furniture_they_share) {
    static const char *const reports[] = {
        "A court in Vantaa sent Pekka Salo to prison for nine months, and his partner "
        "Riitta Aho for five, over a ferry ticket to Turku in 2021 that "
        "Nordlink Oy never sold.",
        "Growers around Mildura want Bruce Tan to open the weir at Euston, said Lindy "
        "Hobbs of the Murray Orchard League, but Canberra has 200 reasons not to.",
    };
    char page[4096];
    for (unsigned i = 0; i < 2; i++) {
        sprintf(page, "%s\n\n", reports[i]);
        matcher_words(page + strlen(page), FURNITURE, 90);
        struct told told = {.name = reports[i], .text = page, .source = i, .title = i};
        matcher_expect(matcher_tell(&m, told), CD_UNIQUE, NULL);
    }
    sprintf(page, "BULLETIN. %s\n\n", reports[0]); /* the first one, elsewhere */
    matcher_words(page + strlen(page), FURNITURE + 1, 20);
    struct told told = {.name = "copy", .text = page, .source = 7};
    matcher_expect(matcher_tell(&m, told), CD_NEAR, reports[0]);
}
END_TEST

static const char *const headlines[] = {"Bakery in Oldham shuts for good",
                                        "Swimmers cross the strait by night"};
static const char *const leads[] = {
    "The last bakery of Oldham shuts on Friday, for good, since its ovens cannot be "
    "mended, said Rosa Lund, who has baked there since 1979.",
    "Two swimmers will cross the strait by night, with nothing but a lamp between them, "
    "to show that it can be done, as Ed Marsh of Porto did in 2003."};

/* A story, so many words of it behind its lead, and the masthead on top or below. */
static void write_under_masthead(char *to, unsigned story, unsigned words, bool on_top) {
    to += sprintf(to, "%s\n\n%s\n\n", on_top ? MASTHEAD : "", leads[story]);
    to = matcher_words(to, STORY + story, words);
    sprintf(to, "%s\n", on_top ? "" : MASTHEAD);
}

START_TEST(stories_under_one_masthead_are_none_though_it_names_more_than_they_do) {
    char page[4096];
    for (unsigned on_top = 0; on_top < 2; on_top++)
        for (unsigned story = 0; story < 2; story++) {
            write_under_masthead(page, story, 20, on_top);
            struct told told = {.name = headlines[story],
                                .text = page,
                                .headline = headlines[story],
                                .source = 1 + story + 2 * on_top,
                                .title = 1 + story,
                                .time_ms = 1 + on_top * 40 * MATCHER_HOUR};
            matcher_expect(matcher_tell(&m, told), CD_UNIQUE, NULL);
        }
}
END_TEST

START_TEST(a_story_cut_short_beside_unknown_furniture_is_near) {
    char page[4096], *end;
    sprintf(page, "%s\n\n", leads[0]);
    matcher_words(page + strlen(page), STORY, 90);
    struct told told = {
        .name = "whole", .text = page, .headline = headlines[0], .source = 10};
    matcher_expect(matcher_tell(&m, told), CD_UNIQUE, NULL);
    for (unsigned on_top = 0; on_top < 2; on_top++) {
        end = matcher_words(page, FURNITURE, on_top ? 60 : 2);
        end += sprintf(end, "%s\n\n", leads[0]);
        end = matcher_words(end, STORY, 40);
        matcher_words(end, FURNITURE + 1, on_top ? 2 : 60);
        told.name = "cut";
        told.source = 11 + on_top;
        matcher_expect(matcher_tell(&m, told), CD_NEAR, "whole");
    }
}
END_TEST

/* Whether it is cut or its words are changed all over. */
START_TEST(a_higher_threshold_takes_less_for_a_copy) {
    char page[4096];
    sprintf(matcher_words(page, STORY, 120), "%s\n", leads[0]);
    struct told told = {.name = "story", .text = page, .source = 1};
    matcher_tell(&m, told);
    unsigned spaces = 0;
    for (char *at = page; *at; at++)
        if (*at == ' ' && ++spaces % 7 == 0)
            at[1] = 'x';
    sprintf(page + strlen(page), "%s\n", leads[1]);
    m.settings.near_threshold = 900;
    struct cd_seen seen = {.source = 2, .sketch = matcher_sketch(&m, page)};
    seen.time_ms = CD_NO_TIME;
    ck_assert(!cd_rules_judge(&m.settings, &m.index, &seen, m.place).of);
    m.settings.near_threshold = 500;
    told.source = 2;
    matcher_expect(matcher_tell(&m, told), CD_NEAR, "story");
}
END_TEST

/* What is told again of what went before. */
START_TEST(stories_with_one_background_are_none) {
    char page[4096];
    for (unsigned story = 0; story < 2; story++) {
        sprintf(page, "%s\n\n", leads[story]);
        char *end = matcher_words(page + strlen(page), STORY + story, 100);
        matcher_words(end, FURNITURE, 110);
        struct told told = {.name = headlines[story], .text = page, .source = 1 + story};
        matcher_expect(matcher_tell(&m, told), CD_UNIQUE, NULL);
    }
}
END_TEST

/* How the heads of look_up belong together. */
enum kin { OTHER_STORIES, ONE_STORY, ONE_DOCUMENT };

/* So many heads with one text, then what is found for that text. */
static unsigned look_up(unsigned heads, enum kin kin, struct cd_common *common) {
    char text[1024];
    matcher_words(text, STORY, 50);
    struct cd_seen seen = {.sketch = matcher_sketch(&m, text), .name = CD_STR("a")};
    struct cd_candidate candidates[CD_MOST_CANDIDATES];
    for (unsigned i = 0; i < heads; i++) {
        struct cd_story story = {.cluster = kin == OTHER_STORIES ? -1 : 0};
        seen.url_key = kin == ONE_DOCUMENT;
        seen.title = kin == ONE_DOCUMENT ? i : 0;
        uint64_t number;
        ck_assert_int_eq(cd_index_add(&m.index, m.place++, &seen, story, &number), 0);
    }
    return cd_candidates_find(&m.index, &seen.sketch, 0, m.place, candidates, common);
}

START_TEST(what_many_stories_share_is_furniture) {
    struct cd_common common;
    ck_assert_uint_eq(look_up(CD_COMMON_STORIES - 1, OTHER_STORIES, &common),
                      CD_COMMON_STORIES - 1);
    ck_assert_uint_eq(common.bits, 0);
    ck_assert_uint_eq(look_up(1, OTHER_STORIES, &common), 0);
    ck_assert_uint_eq(common.bits, (UINT64_C(1) << 47) - 1); /* each of its 4-grams */
}
END_TEST

START_TEST(a_story_of_many_versions_does_not_switch_itself_off) {
    struct cd_common common;
    ck_assert_uint_eq(look_up(20, _i ? ONE_DOCUMENT : ONE_STORY, &common),
                      CD_MOST_CANDIDATES);
    ck_assert_uint_eq(common.bits, 0);
}
END_TEST

/* ---- one document ---- */

static char story[2048], changed[2048], other[2048];

static void write_stories(void) {
    matcher_words(matcher_words(story, 1, 100), 2, 60);
    matcher_words(matcher_words(changed, 1, 100), 3, 20);
    matcher_words(other, 4, 150);
}

START_TEST(the_same_text_under_the_same_id_is_exact_and_a_changed_one_a_revision) {
    write_stories();
    struct told told = {.name = "a", .text = story, .id = 7, .title = 1};
    matcher_expect(matcher_tell(&m, told), CD_UNIQUE, NULL);
    matcher_expect(matcher_tell(&m, told), CD_EXACT, "a");
    told.title = 2;
    told.name = "b";
    matcher_expect(matcher_tell(&m, told), CD_REVISION, "a");
    told.text = changed;
    told.name = "c";
    struct cd_finding finding = matcher_tell(&m, told);
    matcher_expect(finding, CD_REVISION, "b");
    ck_assert_uint_ge(finding.similarity, 600);
    ck_assert_uint_lt(finding.similarity, 1000);
}
END_TEST

START_TEST(a_text_that_was_taken_back_is_a_revision_of_the_latest_version) {
    write_stories();
    struct told told = {.name = "a", .text = story, .url = 7};
    matcher_tell(&m, told);
    told.name = "b";
    told.text = changed;
    matcher_expect(matcher_tell(&m, told), CD_REVISION, "a");
    told.name = "c";
    told.text = story;
    matcher_expect(matcher_tell(&m, told), CD_REVISION, "b");
}
END_TEST

START_TEST(an_older_version_that_comes_late_is_stale) {
    write_stories();
    struct told told = {.name = "a", .text = story, .id = 7, .modified_ms = 2000};
    matcher_tell(&m, told);
    told.text = changed;
    told.modified_ms = 1000;
    struct cd_finding finding = matcher_tell(&m, told);
    matcher_expect(finding, CD_REVISION, "a");
    ck_assert(finding.stale);
}
END_TEST

START_TEST(new_content_under_an_old_address_is_unique) {
    write_stories();
    matcher_tell(&m, (struct told){.name = "a", .text = story, .url = 7});
    matcher_expect(matcher_tell(&m, (struct told){.name = "b", .text = other, .url = 7}),
                   CD_UNIQUE, NULL);
}
END_TEST

/* ---- copies ---- */

START_TEST(the_same_words_are_exact_and_of_the_oldest_whatever_their_marks) {
    matcher_tell(&m, (struct told){.name = "a",
                                   .text = "The ferry stopped, on Monday, after its ramp "
                                           "broke off in a gale; ninety cars waited."});
    matcher_tell(&m, (struct told){.name = "x", .text = "Nothing of it at all is here."});
    matcher_expect(
        matcher_tell(&m, (struct told){.name = "b",
                                       .text = "THE FERRY STOPPED on Monday — after its "
                                               "ramp broke off in a gale. Ninety cars "
                                               "waited"}),
        CD_EXACT, "a");
}
END_TEST

START_TEST(a_few_words_alone_are_no_copy_without_the_same_title) {
    struct told told = {.name = "a", .text = "More follows soon.", .title = 1};
    matcher_tell(&m, told);
    told.title = 2;
    told.name = "b";
    matcher_expect(matcher_tell(&m, told), CD_UNIQUE, NULL);
    matcher_expect(matcher_tell(&m, told), CD_EXACT, "b");
}
END_TEST

START_TEST(a_part_of_a_text_is_near_at_another_outlet_and_a_revision_at_its_own) {
    char quarter[512];
    write_stories();
    matcher_words(quarter, 1, 40);
    struct told told = {.name = "a", .text = story, .source = 1};
    matcher_tell(&m, told);
    told = (struct told){.name = "b", .text = quarter, .source = 2};
    struct cd_finding finding = matcher_tell(&m, told);
    matcher_expect(finding, CD_NEAR, "a");
    ck_assert_uint_ge(finding.similarity, 900);
    told.source = 1;
    matcher_expect(matcher_tell(&m, told), CD_REVISION, "a");
}
END_TEST

START_TEST(a_later_version_by_its_slug_is_a_revision_and_a_copy_of_it_is_near) {
    char first[4096], later[4096], copy[4096];
    sprintf(matcher_words(matcher_words(first, 1, 300), 2, 60), "%s\n", leads[0]);
    sprintf(matcher_words(matcher_words(later, 1, 300), 3, 60), "%s\n", leads[0]);
    sprintf(matcher_words(matcher_words(copy, 1, 280), 3, 60), "%s\n", leads[0]);
    matcher_tell(&m, (struct told){.name = "a", .text = first, .source = 1});
    struct told told = {.name = "b", .text = later, .source = 2, .slug = 5};
    matcher_expect(matcher_tell(&m, told), CD_REVISION, "a");
    told = (struct told){.name = "c", .text = copy, .source = 3, .slug = 5};
    matcher_expect(matcher_tell(&m, told), CD_NEAR, "b");
    told.slug = 6;
    matcher_expect(matcher_tell(&m, told), CD_REVISION, "b");
    /* The text may be the same: "KILL: …". */
    told = (struct told){.name = "d", .text = first, .source = 4, .title = 1, .slug = 7};
    matcher_expect(matcher_tell(&m, told), CD_REVISION, "a");
}
END_TEST

START_TEST(of_a_later_version_that_many_carry_one_comes_out) {
    char text[2048];
    struct told told = {.name = "first", .text = text, .source = 1};
    sprintf(matcher_words(text, STORY, 90), "All in the late edition.\n");
    matcher_expect(matcher_tell(&m, told), CD_UNIQUE, NULL);
    for (unsigned outlet = 2; outlet < 16; outlet++) {
        told.name = outlet == 2 ? "corrected" : "another";
        told.slug = 9;
        told.source = outlet;
        matcher_expect(matcher_tell(&m, told), outlet == 2 ? CD_REVISION : CD_EXACT,
                       outlet == 2 ? "first" : "corrected");
    }
    for (unsigned outlet = 2; outlet < 16; outlet++) {
        sprintf(matcher_words(text, STORY, 90), "All in the %u%u edition.\n", outlet,
                outlet);
        told.source = 100 + outlet;
        matcher_expect(matcher_tell(&m, told), CD_NEAR, "corrected");
    }
}
END_TEST

START_TEST(what_came_too_long_ago_is_not_named) {
    write_stories();
    struct told told = {.name = "a", .text = story, .time_ms = MATCHER_HOUR};
    matcher_tell(&m, told);
    told.text = changed;
    told.time_ms = INT64_C(26) * MATCHER_HOUR;
    matcher_expect(matcher_tell(&m, told), CD_UNIQUE, NULL);
    told.text = story; /* the same text is known for longer */
    told.time_ms = INT64_C(30) * MATCHER_HOUR;
    matcher_expect(matcher_tell(&m, told), CD_EXACT, "a");
    told.time_ms = INT64_C(52) * MATCHER_HOUR;
    matcher_expect(matcher_tell(&m, told), CD_UNIQUE, NULL);
}
END_TEST

/* ---- forms ---- */

static void write_report(char *to, int base) {
    sprintf(to,
            "Trading closed higher on the harbour exchange. The leading index rose by "
            "%d points to %d, with %d shares traded. Wheat for delivery in spring was "
            "at %d a tonne, copper at %d, and a barrel of oil cost %d at the end of the "
            "session, while the crown stood at %d against the mark.",
            base + 1, base * 31 + 7, base * 77 + 3, base * 5 + 2, base * 13 + 9,
            base * 3 + 5, base * 7 + 4);
}

START_TEST(reports_in_one_form_with_other_numbers_are_not_the_same) {
    char today[1024], tomorrow[1024];
    write_report(today, 101);
    write_report(tomorrow, 208);
    matcher_tell(&m, (struct told){.name = "a", .text = today, .source = 1});
    struct told told = {.name = "b", .text = tomorrow, .source = 1};
    matcher_expect(matcher_tell(&m, told), CD_UNIQUE, NULL);
    told = (struct told){.name = "c", .text = today, .source = 2};
    matcher_expect(matcher_tell(&m, told), CD_EXACT, "a");
}
END_TEST

/* No numbers, and nothing else that differs but names. */
static void write_accident(char *to, const char *from, const char *till,
                           const char *who) {
    sprintf(
        to,
        "A cyclist was hurt on the road from %s to %s when a van left its lane and ran "
        "into the hedge, the police said. Nobody else was hurt. The road stayed closed "
        "while the van was taken away, and buses were sent through the village of %s. "
        "The driver is being asked why he did not brake, said %s of the traffic police "
        "in %s, and whoever saw it is asked to call.",
        from, till, till, who, from);
}

START_TEST(reports_in_one_form_with_other_names_are_not_the_same) {
    char one[1024], two[1024];
    write_accident(one, "Tarnby", "Ostley", "Ida Holm");
    write_accident(two, "Rosk", "Kirk Sound", "Per Aune");
    matcher_tell(&m, (struct told){.name = "a", .text = one, .source = 1});
    struct told told = {.name = "b", .text = two, .source = 1};
    matcher_expect(matcher_tell(&m, told), CD_UNIQUE, NULL);
    write_accident(two, "Lund", "Fairby", "Eva Riis");
    told.source = 2;
    matcher_expect(matcher_tell(&m, told), CD_UNIQUE, NULL);
}
END_TEST

START_TEST(one_name_put_right_makes_no_other_story) {
    char one[2048], two[2048];
    write_accident(one, "Tarnby", "Ostley", "Ida Holm");
    write_accident(two, "Tarnby", "Ostley", "Ida Holme");
    matcher_words(one + strlen(one), 1, 60);
    matcher_words(two + strlen(two), 1, 60);
    matcher_tell(&m, (struct told){.name = "a", .text = one, .source = 1});
    matcher_expect(matcher_tell(&m, (struct told){.name = "b", .text = two, .source = 2}),
                   CD_NEAR, "a");
}
END_TEST

/* Every noun has a capital, so that most places hold the same. */
static void write_bericht(char *to, const char *dorf, const char *stadt,
                          const char *wer) {
    sprintf(
        to,
        "Bei einem Brand in einer Scheune am Rand von %s ist in der Nacht ein hoher "
        "Schaden entstanden. Die Feuerwehr aus %s war mit mehreren Fahrzeugen am Ort, "
        "konnte das Dach aber nicht mehr retten. Menschen kamen nicht zu Schaden, die "
        "Tiere hatte ein Nachbar ins Freie gebracht. Zur Ursache sagte %s von der "
        "Polizei in %s noch nichts, die Ermittler gehen von einem Defekt an der "
        "Leitung aus.",
        dorf, stadt, wer, stadt);
}

START_TEST(names_tell_forms_apart_where_every_noun_has_a_capital) {
    char one[1024], two[1024];
    write_bericht(one, "Rosenau", "Altenburg", "Petra Vogt");
    write_bericht(two, "Lauterbach", "Neustadt", "Karl Mertens");
    matcher_tell(&m, (struct told){.name = "a", .text = one, .source = 1});
    matcher_expect(matcher_tell(&m, (struct told){.name = "b", .text = two, .source = 2}),
                   CD_UNIQUE, NULL);
}
END_TEST

/* At the beginning of a sentence any word has a capital; the headline tells it is one. */
START_TEST(a_firm_that_only_begins_sentences_is_told_by_the_headline) {
    static const char *const firms[] = {"Corvex", "Merlin"};
    static const char recall[] =
        "%s is recalling its lentil soup because it may hold glass. Customers who have "
        "it "
        "are asked not to eat it and to take it back to the shop for a full refund. %s "
        "says that no other soup is concerned, and has put a notice up in all shops that "
        "sell it, which explains why it was taken back and what to do with it.";
    char text[1024], headline[64];
    for (unsigned i = 0; i < 2; i++) {
        sprintf(text, recall, firms[i], firms[i]);
        sprintf(headline, "Soup of %s recalled", firms[i]);
        struct told told = {.name = firms[i],
                            .text = text,
                            .headline = headline,
                            .source = 1 + i,
                            .title = 1 + i};
        matcher_expect(matcher_tell(&m, told), CD_UNIQUE, NULL);
        told.source = 10;
        told.title = 10 + i;
        sprintf(text + strlen(text), " The shops are open as ever today.");
        matcher_expect(matcher_tell(&m, told), CD_NEAR, firms[i]);
    }
}
END_TEST

START_TEST(without_a_name_or_number_nearly_all_must_agree) {
    char text[1024];
    static const char stars[] =
        "%s: a %s day lies ahead. Those around you may not see what you want, so take "
        "the "
        "time to explain yourself, and do not let small things spoil your mood. With "
        "those "
        "you love %s gets you further than haste, and help comes from someone older.";
    sprintf(text, stars, "Lion", "quiet", "patience");
    matcher_tell(&m, (struct told){.name = "a", .text = text, .source = 1});
    sprintf(text, stars, "Ram", "busy", "courage");
    struct told told = {.name = "b", .text = text, .source = 2};
    matcher_expect(matcher_tell(&m, told), CD_UNIQUE, NULL);
}
END_TEST

/* A town's vote in a script without spaces or capitals, long enough for a brief. */
START_TEST(a_brief_without_spaces_and_digits_is_told_by_the_few_signs_that_differ) {
    static const char vote[] =
        "%s市长选举今天投票，新人%s以微弱优势战胜现任市长%s，首次当选。%s";
    static const char rest[] =
        "当选人在会场对支持者表示感谢，并说将倾听居民的声音，改善公共交通，让老人和孩子都"
        "能安心生"
        "活。落选者说结果令人遗憾，但会尊重选民的决定。选举管理部门称，投票进行得平稳有序"
        "，没有发生"
        "意外情况。观察人士认为，住房价格上涨和学校不足是选民最关心的问题，新市长上任后必"
        "须尽快拿出"
        "办法。当地商会希望新的市政府能够减轻小店的负担，帮助年轻人留在家乡工作。环保团体"
        "则要求停止"
        "在河岸上修建新的停车场，把空地还给居民。新市长将在下个月就职，并在就职后公布副手"
        "的人选，市"
        "议会届时将举行会议听取他的施政计划，讨论来年的预算和道路维修的先后次序。";
    char text[4096];
    sprintf(text, vote, "青川", "李文", "王海", rest);
    matcher_tell(&m, (struct told){.name = "a", .text = text, .source = 1});
    sprintf(text, vote, "石桥", "陈静", "赵立", rest);
    struct told told = {.name = "b", .text = text, .source = 2};
    matcher_expect(matcher_tell(&m, told), CD_UNIQUE, NULL);
    sprintf(text, "%s", rest);
    told.source = 3;
    ck_assert(matcher_tell(&m, told).of != NULL);
}
END_TEST

/* ---- more than a copy ---- */

START_TEST(a_column_of_three_briefs_is_no_copy_of_the_second_or_the_third) {
    char text[2048], *end;
    for (unsigned at = 1; at < 3; at++) {
        end = text + sprintf(text, "%s\n\n", leads[0]);
        matcher_words(end, STORY + 10 * at, 30);
        struct told told = {.name = "brief", .text = text, .source = 1};
        matcher_expect(matcher_tell(&m, told), CD_UNIQUE, NULL);
        end = matcher_words(text, REPORT + 10 * at, 70);
        end = at == 2 ? matcher_words(end, REPORT + 10 * at + 1, 70) : end;
        end += sprintf(end, "%s\n\n", leads[0]);
        end = matcher_words(end, STORY + 10 * at, 30);
        if (at == 1)
            matcher_words(end, REPORT + 10 * at + 1, 70);
        told = (struct told){.name = "column", .text = text, .source = 2, .title = 1};
        matcher_expect(matcher_tell(&m, told), CD_UNIQUE, NULL);
    }
}
END_TEST

START_TEST(a_digest_is_no_copy_of_a_brief_in_it_and_a_longer_version_is_one) {
    char brief[2048], longer[8192], digest[8192];
    matcher_words(brief, 1, 90);
    matcher_words(matcher_words(longer, 1, 90), 2, 110);
    char *end = digest;
    for (unsigned i = 0; i < 6; i++)
        end = matcher_words(end, i == 3 ? 1 : 10 + i, 90);
    matcher_tell(&m, (struct told){.name = "a", .text = brief, .source = 1});
    matcher_expect(
        matcher_tell(&m, (struct told){.name = "b", .text = longer, .source = 2}),
        CD_NEAR, "a");
    matcher_expect(
        matcher_tell(&m, (struct told){.name = "c", .text = digest, .source = 3}),
        CD_UNIQUE, NULL);
}
END_TEST

START_TEST(a_stub_is_no_copy_under_another_headline) {
    struct told told = {.name = "a",
                        .text =
                            "You have read all of your free articles for this month. To "
                            "read on, become a member today, or log in if you have "
                            "done so already; it takes no more than a minute.",
                        .source = 1,
                        .title = 1};
    matcher_tell(&m, told);
    told.title = 2;
    told.name = "b";
    matcher_expect(matcher_tell(&m, told), CD_UNIQUE, NULL);
    matcher_expect(matcher_tell(&m, told), CD_EXACT, "b");
}
END_TEST

static void add_tests(TCase *tcase) {
    tcase_add_test(
        tcase, a_story_that_fifty_outlets_carry_is_found_each_time_under_their_furniture);
    tcase_add_test(tcase, what_many_stories_share_is_furniture);
    tcase_add_test(tcase, furniture_is_learnt_even_from_the_reports_that_it_joined);
    tcase_add_test(tcase,
                   reports_that_name_others_are_not_one_by_the_furniture_they_share);
    tcase_add_loop_test(tcase, a_story_of_many_versions_does_not_switch_itself_off, 0, 2);
    tcase_add_test(tcase,
                   the_same_text_under_the_same_id_is_exact_and_a_changed_one_a_revision);
    tcase_add_test(tcase,
                   stories_under_one_masthead_are_none_though_it_names_more_than_they_do);
    tcase_add_test(tcase, a_story_cut_short_beside_unknown_furniture_is_near);
    tcase_add_test(tcase, a_higher_threshold_takes_less_for_a_copy);
    tcase_add_test(tcase, stories_with_one_background_are_none);
    tcase_add_test(tcase, a_text_that_was_taken_back_is_a_revision_of_the_latest_version);
    tcase_add_test(tcase, an_older_version_that_comes_late_is_stale);
    tcase_add_test(tcase, new_content_under_an_old_address_is_unique);
    tcase_add_test(tcase,
                   the_same_words_are_exact_and_of_the_oldest_whatever_their_marks);
    tcase_add_test(tcase, a_few_words_alone_are_no_copy_without_the_same_title);
    tcase_add_test(tcase,
                   a_part_of_a_text_is_near_at_another_outlet_and_a_revision_at_its_own);
    tcase_add_test(tcase,
                   a_later_version_by_its_slug_is_a_revision_and_a_copy_of_it_is_near);
    tcase_add_test(tcase, of_a_later_version_that_many_carry_one_comes_out);
    tcase_add_test(tcase, what_came_too_long_ago_is_not_named);
    tcase_add_test(tcase, reports_in_one_form_with_other_numbers_are_not_the_same);
    tcase_add_test(tcase, reports_in_one_form_with_other_names_are_not_the_same);
    tcase_add_test(tcase, one_name_put_right_makes_no_other_story);
    tcase_add_test(tcase, names_tell_forms_apart_where_every_noun_has_a_capital);
    tcase_add_test(tcase, a_firm_that_only_begins_sentences_is_told_by_the_headline);
    tcase_add_test(tcase, without_a_name_or_number_nearly_all_must_agree);
    tcase_add_test(
        tcase, a_brief_without_spaces_and_digits_is_told_by_the_few_signs_that_differ);
    tcase_add_test(tcase, a_column_of_three_briefs_is_no_copy_of_the_second_or_the_third);
    tcase_add_test(tcase,
                   a_digest_is_no_copy_of_a_brief_in_it_and_a_longer_version_is_one);
    tcase_add_test(tcase, a_stub_is_no_copy_under_another_headline);
}

int main(void) {
    Suite *suite = suite_create("rules");
    TCase *tcase = tcase_create("rules");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    add_tests(tcase);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
