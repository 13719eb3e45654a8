/* What counts as a notice of an article's status, and what only looks like one. The
 * sentences are made up for this test, in the manner of many newsrooms. */
#include "suite.h"
#include "tests/unit/archival_desk.h"

static struct desk desk;

static void set_up(void) { desk_init(&desk, NULL); }
static void tear_down(void) { desk_done(&desk); }

enum place { TOP, MIDDLE, END, TITLE };

/* An article with the sentence in its place, in its language or English. */
static void read_with(const char *sentence, enum place place, const char *language) {
    static const char *const parts[] = {
        "MILLFORD — The council voted on Monday to mend the old bridge.",
        "Mayor Anna Holt said the work would cost $4 million. “It is time,” she said.",
        "Shops nearby asked for a shuttle bus.", "Work begins in June, the city said."};
    char body[4096];
    size_t at = place == TOP ? 0 : place == MIDDLE ? 2 : place == END ? 4 : 9;
    int n = 0;
    for (size_t i = 0; i <= 4; i++) {
        if (i == at)
            n += snprintf(body + n, sizeof body - (size_t)n, "%s\n\n", sentence);
        if (i < 4)
            n += snprintf(body + n, sizeof body - (size_t)n, "%s\n\n", parts[i]);
    }
    json_t *message = json_pack("{s:s, s:s, s:s}", "title",
                                place == TITLE ? sentence : "Council mends bridge",
                                "body", body, "language", language ? language : "en");
    char *text = json_dumps(message, 0);
    desk_process(&desk, text);
    free(text);
    json_decref(message);
}

struct row {
    const char *status, *sentence, *language;
    enum place place;
};

static void all_count(const struct row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct row *row = &rows[i];
        read_with(row->sentence, row->place, row->language);
        const char *status = desk_string(&desk, "archival.status");
        const char *text = desk_string(&desk, "archival.notice.text");
        ck_assert_msg(strcmp(status, row->status) == 0, "\"%s\" is %s, not %s",
                      row->sentence, status, row->status);
        ck_assert_msg(strcmp(text, row->sentence) == 0, "of \"%s\": \"%s\"",
                      row->sentence, text);
    }
}

#define ALL_COUNT(rows) all_count(rows, sizeof(rows) / sizeof *(rows))

START_TEST(a_publisher_says_that_an_article_is_archived) {
    static const struct row rows[] = {
        {"archived", "This is an archived story. Some links may be broken.", NULL, TOP},
        {"archived", "You are reading a story from our archive.", NULL, TOP},
        {"archived", "The content on this page is archived and is not being updated.",
         NULL, TOP},
        {"archived", "Note: this post has been archived.", NULL, TOP},
        {"archived", "This report is part of our archive.", NULL, END},
        {"archived", "We are no longer updating this page.", NULL, TOP},
        {"archived", "This live blog is now closed.", NULL, END},
        {"archived", "Dieser Beitrag wurde archiviert und wird nicht mehr gepflegt.",
         "de", TOP},
        {"archived", "Ceci est un article d’archives.", "fr", TOP},
        {"archived", "Dit bericht komt uit ons archief.", "nl", TOP},
        {"archived", "To jest archiwalny artykuł.", "pl", TOP},
    };
    ALL_COUNT(rows);
}
END_TEST

START_TEST(an_article_says_how_old_it_is) {
    static const struct row rows[] = {
        {"outdated", "This article is more than four years old.", NULL, TOP},
        {"outdated", "This post was last updated over a year ago, so prices may differ.",
         NULL, TOP},
        {"outdated", "Heads up! This guide was written in 2011 and may be out of date.",
         NULL, TOP},
        {"outdated", "WARNING: This page is more than 900 days old.", NULL, TOP},
        {"outdated", "Cet article a été publié il y a plus de six mois.", "fr", TOP},
        {"outdated", "Dieser Text ist älter als zwei Jahre.", "de", TOP},
        {"outdated", "Esta noticia tiene más de tres años.", "es", TOP},
        {"outdated", "Questo articolo ha più di due anni.", "it", TOP},
        {"outdated", "Esta matéria foi publicada há mais de oito anos.", "pt", TOP},
        {"outdated", "Artikeln är mer än två år gammal.", "sv", TOP},
        {"outdated", "Saken er over fem år gammel.", "no", TOP},
        {"outdated", "Denne artikel er over 3 år gammel.", "da", TOP},
        {"outdated", "Juttu on yli 3 vuotta vanha.", "fi", TOP},
        {"outdated", "この記事は公開から2年以上が経過しています。", "ja", TOP},
    };
    ALL_COUNT(rows);
}
END_TEST

START_TEST(corrections_are_told_in_many_ways) {
    static const struct row rows[] = {
        {"corrected",
         "An earlier version of this story gave the wrong name of the river.", NULL, END},
        {"corrected", "CORRECTION: The bridge closes on June 2, not June 12.", NULL, END},
        {"corrected", "Correction, Feb. 2, 2020: This post misspelled the mayor’s name.",
         NULL, END},
        {"corrected",
         "Because of an editing error, an earlier version of this article "
         "named the wrong lake.",
         NULL, END},
        {"corrected", "This piece was amended on 3 May 2019 to remove a duplicate line.",
         NULL, END},
        {"corrected",
         "(This May 3 story corrects paragraph 2 to show a loss, not profit)", NULL, END},
        {"corrected",
         "(Updates with the mayor. An earler version of the story corrected the name of "
         "the lake.)",
         NULL, END},
        {"corrected", "The spelling of the lake’s name has been corrected in this story.",
         NULL, END},
        {"corrected", "Clarification: The shuttle runs on weekdays only.", NULL, END},
        {"corrected", "CORRECTED-UPDATE 2-Council mends bridge", NULL, TITLE},
        {"corrected", "Une première version de cet article situait le pont à Lyon.", "fr",
         END},
        {"corrected",
         "Anm. d. Red.: In einer früheren Fassung hieß es, die Brücke sei "
         "neu. Das war falsch.",
         "de", END},
        {"corrected", "Fe de errores: el puente mide 90 metros, y no 900.", "es", END},
        {"corrected", "Errata corrige: il ponte misura 90 metri.", "it", END},
        {"corrected", "Errata: a ponte mede 90 metros, e não 900.", "pt", END},
        {"corrected", "In een eerdere versie van dit artikel stond een verkeerde naam.",
         "nl", END},
        {"corrected", "Sprostowanie: most ma 90 metrów.", "pl", END},
        {"corrected", "Rättelse: Bron är 90 meter lång.", "sv", END},
        {"corrected", "Retting: Brua er 90 meter lang.", "no", END},
        {"corrected", "Præcisering: Broen er kun 90 meter lang.", "da", END},
        {"corrected", "Oikaisu: Sillan nimi oli väärin.", "fi", END},
        {"corrected", "訂正：橋の名前に誤りがありました。", "ja", END},
    };
    ALL_COUNT(rows);
}
END_TEST

START_TEST(a_notice_may_tell_who_said_what_is_new_or_was_wrong) {
    static const struct row rows[] = {
        {"updated",
         "This story has been updated to include a statement from the county, which said "
         "it would appeal.",
         NULL, END},
        {"updated",
         "This article has been updated with a response from Hale, who says she never "
         "saw the report.",
         NULL, END},
        {"corrected",
         "Correction: The bridge opened in 1931, not 1913, as we first reported.", NULL,
         END},
        {"corrected",
         "An earlier version of this article misquoted Ruth Hale, who said: “The bridge "
         "is sound.”",
         NULL, END},
        {"corrected",
         "Corrección: el puente se abrió en 1931 y no en 1913, como se informó.", "es",
         END},
        {"corrected", "Rättelse: Bron öppnade 1931, inte 1913, som vi först skrev.", "sv",
         END},
    };
    ALL_COUNT(rows);
}
END_TEST

START_TEST(stronger_statuses_have_their_notices_too) {
    static const struct row rows[] = {
        {"updated", "This story has been updated with comment from the sheriff.", NULL,
         END},
        {"updated", "This is a developing story. Check back for updates.", NULL, TOP},
        {"updated", "(Updates with the mayor’s comment in third paragraph)", NULL, END},
        {"superseded", "A newer version of this report is available.", NULL, TOP},
        {"superseded", "This story has been replaced by an updated one.", NULL, TOP},
        {"retracted", "Editor’s note: The Herald has retracted this story.", NULL, TOP},
        {"retracted", "This article was published in error.", NULL, TOP},
        {"retracted", "RETRACTED: Study links bridges to rain", NULL, TITLE},
        {"retracted", "Dieser Artikel wurde von der Redaktion zurückgezogen.", "de", TOP},
        {"withheld", "EDITORS: Please do not use the story slugged BRIDGE.", NULL, TOP},
        {"withheld", "MANDATORY KILL - Do not publish.", NULL, TOP},
        {"embargoed", "EMBARGOED UNTIL 00:01 GMT, 5 June 2099", NULL, TOP},
        {"embargoed", "SPERRFRIST: 5. Juni 2099, 6.00 Uhr", "de", TOP},
        {"retracted",
         "RETRACTION: The Courier retracts its report of 4 March about the road, which "
         "relied on a forged letter.",
         NULL, TOP},
        {"embargoed", "Embargo ends 21 November 2099 2pm Eastern Standard Time", NULL,
         TOP},
        {"expired", "This offer has expired.", NULL, TOP},
    };
    ALL_COUNT(rows);
}
END_TEST

START_TEST(a_label_in_brackets_goes_on_behind_them) {
    static const struct row rows[] = {
        {"updated", "[追記] 市は5日、計画を公表しました。", "ja", END},
        {"corrected", "【訂正】初出時、開通年を誤って記載していました。", "ja", END},
        {"corrected", "[Correction] The bridge opened in 1931.", NULL, END},
        {"updated", "(This post has been updated.)", NULL, END},
    };
    ALL_COUNT(rows);
}
END_TEST

/* The paragraphs, an article behind them (`head`) or before them. */
static void read_block(const char *block, bool head) {
    static const char article[] =
        "The council voted on Monday to mend the old bridge.\n\nThe mayor put the cost "
        "at "
        "four million.\n\nShops want a bus.\n\nTwo piers have rust.\n\nWork begins in "
        "June.";
    char body[2048];
    snprintf(body, sizeof body, "%s\n\n%s", head ? block : article,
             head ? article : block);
    desk_read(&desk, "Council mends bridge", body);
}

START_TEST(a_label_heads_its_corrections_at_both_ends) {
    static const char *const blocks[] = {
        "CORRECTION:\n\nAs published in the Harlow Gazette.\n\nAn article on Thursday "
        "misstated the year in which the bridge opened. It was 1931.",
        "Correction\n\nThe bridge opened in 1934, not in 1931.",
        "Correction: December 4, 2015\n\nAn article on Thursday misstated the year in "
        "which the bridge opened.",
        "Corrections and clarifications\n\n• An article on bridges gave the wrong year. "
        "It was 1934.\n\n• The mayor is Ruth Hale, not Ruth Hail.",
        "Korrektur\n\nDie Brücke wurde 1934 eröffnet, nicht 1931.",
        "Corrections and clarifications\n\nThe bridge opened in 1934, not in "
        "1931.\n\nThe "
        "mayor is Ruth Hale rather than Ruth Hail.",
        "Corrections\n\nAn article on Tuesday misstated the bridge's age.\n\nAn article "
        "on Monday misidentified the mayor.",
    };
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        for (int head = 0; head < 2; head++) {
            read_block(blocks[i], head);
            ck_assert_str_eq(desk_string(&desk, "archival.notice.text"), blocks[i]);
            ck_assert_uint_eq(json_array_size(desk_at(&desk, "archival.corrections")), 1);
        }
}
END_TEST

/* What stands below them there is the article's. */
START_TEST(a_label_without_its_correction_takes_no_article) {
    read_block("The bridge was closed on Friday.\n\nCorrection: December 4, 2015\n\nThe "
               "mayor was told of the rust by her deputy, a spokesman said.",
               true);
    ck_assert_ptr_nonnull(strstr(desk_string(&desk, "text"), "The mayor was told"));
    read_block("Corrections\n\nThe mayor has had enough of them, she said.", true);
    ck_assert_str_eq(desk_string(&desk, "archival.status"), "current");
    read_block("Correction\n\nShares fell on Monday, not without reason.\n\nBanks lost "
               "most.\n\nSteel held.\n\nOil rose.",
               false);
    ck_assert_str_eq(desk_string(&desk, "archival.status"), "current");
    read_block("Corrections\n\nThe bridge will be shut for a week.", true);
    ck_assert_str_eq(desk_string(&desk, "archival.status"), "current");
}
END_TEST

START_TEST(titles_have_labels_in_thirteen_languages) {
    static const struct row rows[] = {
        {"updated", "UPDATE 2-Council mends bridge", NULL, TITLE},
        {"updated", "Council mends bridge (updated)", NULL, TITLE},
        {"corrected", "Council mends bridge (Corrected)", NULL, TITLE},
        {"archived", "From the archive, 1931: Bridge opens", NULL, TITLE},
        {"corrected", "(Korrektur) Rat saniert Brücke", "de", TITLE},
        {"corrected", "CORRECTION - Le pont sera réparé", "fr", TITLE},
        {"withheld", "ANNULATION : Le pont sera réparé", "fr", TITLE},
        {"corrected", "CORRECCIÓN: El puente será reparado", "es", TITLE},
        {"corrected", "RETTIFICA: Il ponte sarà riparato", "it", TITLE},
        {"corrected", "Errata: A ponte será reparada", "pt", TITLE},
        {"corrected", "RECTIFICATIE: Brug wordt hersteld", "nl", TITLE},
        {"corrected", "KOREKTA: Most będzie naprawiony", "pl", TITLE},
        {"corrected", "RÄTTELSE: Bron lagas", "sv", TITLE},
        {"corrected", "RETTELSE: Broen repareres", "no", TITLE},
        {"corrected", "RETTELSE: Broen repareres", "da", TITLE},
        {"corrected", "OIKAISU: Silta korjataan", "fi", TITLE},
        {"corrected", "【訂正】古い橋を補修へ", "ja", TITLE},
    };
    ALL_COUNT(rows);
}
END_TEST

START_TEST(what_only_looks_like_a_notice_is_none) {
    static const struct {
        const char *sentence, *language;
    } rows[] = {
        {"“This story has been retracted,” the editor told the court.", NULL},
        {"The site tells readers “this page has been archived” and no more.", NULL},
        {"This article may be outdated, he said, and put the paper down.", NULL},
        {"Officials said the page had been archived.", NULL},
        {"The newspaper retracted the story last year.", NULL},
        {"This story is 40 years old, and the town still tells it.", NULL},
        {"This document is more than 300 years old.", NULL},
        {"This article of the constitution was amended in 1998.", NULL},
        {"An earlier version of the bill failed in committee.", NULL},
        {"An earlier version of this story circulated among fishermen.", NULL},
        {"An earlier version of this article of faith was milder, he said.", NULL},
        {"Correction: that is the word traders use for such a day.", NULL},
        {"Corrections: the department runs 14 prisons, with 9,000 inmates.", NULL},
        {"Update on the trial: jurors heard two witnesses.", NULL},
        {"Withdrawn: two of the five charges against the mayor.", NULL},
        {"The figures have been corrected for inflation.", NULL},
        {"This is a developing country with a young population.", NULL},
        {"More details to come out of the trial include phone records.", NULL},
        {"The company said it regrets the error.", NULL},
        {"Embargoed goods were found in 12 containers.", NULL},
        {"Kill the story and you kill the paper, he used to say.", NULL},
        {"Cet article de la loi a été modifié en 2015 par le Parlement.", "fr"},
        {"Une première version de ce projet prévoyait deux tours.", "fr"},
        {"Dieser Artikel des Grundgesetzes wurde 1993 geändert.", "de"},
        {"Korrektur: So nennen Börsianer den Sturz vom Donnerstag.", "de"},
        {"Este artículo de la Constitución fue reformado en 1999.", "es"},
        {"Saken er oppdatert til å gjelde også barn, sier departementet.", "no"},
        {"Den här artikeln i grundlagen ändrades 1974.", "sv"},
        {"Thanks to Ann Holt for reviewing an earlier version of this article.", NULL},
        {"The data is no longer updated by the ministry, which has no staff.", NULL},
        {"This is a 1931 story of love that may be the best of its kind.", NULL},
        {"Updated to include heat pumps, the grant covers half of the cost.", NULL},
        {"Kill, kill, kill: so the crowd shouted.", NULL},
        {"Company corrects course after a loss.", NULL},
        {"Archived documents are kept in the cellar, where they may rot.", NULL},
        {"We previously said the bridge would open in May, and it has.", NULL},
        {"The original post said he was a spy.", NULL},
        {"The offer has ended.", NULL},
        {"Frei ab Freitag: In Millford haben die Schulen geschlossen.", "de"},
        {"Zunächst hieß es in Berlin, der Bericht sei fertig.", "de"},
        {"Anmerkung der Redaktion: Wir berichten nicht über Suizide.", "de"},
        {"L’articolo è stato ritirato dalla rivista dopo un’inchiesta.", "it"},
        {"Artikeln har tagits bort ur lagen.", "sv"},
        {"Saken er trukket fra retten.", "no"},
        {"Artiklen er slettet fra loven.", "da"},
        {"Korjaus alkaa maanantaina.", "fi"},
        {"この募集は終了した。", "ja"},
        {"解禁日は6月1日で、釣り人が集まる。", "ja"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int place = MIDDLE; place <= END; place++) {
            read_with(rows[i].sentence, (enum place)place, rows[i].language);
            ck_assert_msg(strcmp(desk_string(&desk, "archival.status"), "current") == 0,
                          "\"%s\" is %s by %s", rows[i].sentence,
                          desk_string(&desk, "archival.status"),
                          desk_string(&desk, "archival.notice.id"));
        }
}
END_TEST

START_TEST(a_notice_in_a_block_that_a_sentence_introduces_is_cited) {
    desk_read(&desk, "Old papers",
              "The Courier ran this one in March:\n\nThis article has been retracted.\n\n"
              "Readers were not told why, and nobody asked.");
    ck_assert_str_eq(desk_string(&desk, "archival.status"), "current");
    desk_read(&desk, "Old papers",
              "Editor’s note:\n\nThis article has been retracted.\n\n"
              "Readers were not told why, and nobody asked.");
    ck_assert_str_eq(desk_string(&desk, "archival.status"), "retracted");
    desk_read(&desk, "Old papers",
              "Webb read out what the Courier had printed:\n\nAn earlier version of this "
              "article gave the wrong year.\n\nThen he sat down.");
    ck_assert_str_eq(desk_string(&desk, "archival.status"), "current");
    desk_read(
        &desk, "Old papers",
        "The mayor had this to say of the bridge:\n\nCorrection: An earlier version "
        "of this article gave the wrong year.");
    ck_assert_str_eq(desk_string(&desk, "archival.status"), "corrected");
}
END_TEST

/* "The text is more than 300 years old" is about a poem, and pages have no age. */
START_TEST(a_dateline_before_a_notice_hides_it_not) {
    static const char *const datelines[] = {"HARLOW (AP) — ",
                                            "LONDON, March 4 (Reuters) - ", "BERLIN – "};
    for (size_t i = 0; i < sizeof datelines / sizeof *datelines; i++) {
        char body[512];
        snprintf(body, sizeof body,
                 "%sThis article has been retracted.\n\nThe bridge is old.\n\nIt stands.",
                 datelines[i]);
        desk_read(&desk, "Bridge", body);
        ck_assert_str_eq(desk_string(&desk, "archival.status"), "retracted");
        ck_assert_str_eq(desk_string(&desk, "archival.notice.text"),
                         "This article has been retracted.");
    }
    desk_read(&desk, "Bridge",
              "HARLOW (AP) — This article of faith has been removed from the creed, the "
              "bishop said.\n\nIt stood there long.");
    ck_assert_str_eq(desk_string(&desk, "archival.status"), "current");
}
END_TEST

START_TEST(a_correction_may_begin_with_a_quote) {
    static const struct row rows[] = {
        {"corrected",
         "Correction: “The bridge is safe,” as quoted in an earlier version, was said by "
         "Mr. "
         "Reyes, not Mr. Okafor.",
         NULL, END},
        {"corrected",
         "Correction: \"Harbour Road\" was misspelled in an earlier version of this "
         "story.",
         NULL, END},
    };
    ALL_COUNT(rows);
    static const char *const none[] = {
        "Correction: “An earlier version of this story was wrong,” the banner said.",
        "Correction: “We were wrong,” he told the court."};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        read_with(none[i], MIDDLE, NULL);
        ck_assert_str_eq(desk_string(&desk, "archival.status"), "current");
    }
}
END_TEST

START_TEST(ages_are_those_of_articles) {
    static const struct row old[] = {
        {"outdated", "Ten artykuł ma ponad rok.", "pl", TOP},
        {"outdated", "Ten artykuł ma ponad 90 dni.", "pl", TOP},
        {"outdated", "Den här artikeln är över 365 dagar gammal.", "sv", TOP},
        {"outdated", "Tämä juttu on yli vuoden vanha.", "fi", TOP},
    };
    static const char *const none[][2] = {
        {"Ten tekst ma ponad 20 stron.", "pl"},
        {"Ten dokument ma ponad 300 lat.", "pl"},
        {"Texten är mer än 300 år gammal.", "sv"},
        {"Den här texten är över tre sidor lång.", "sv"},
        {"Dieser Text ist mehr als 300 Jahre alt.", "de"},
        {"Tämä teksti on yli 300 vuotta vanha.", "fi"},
    };
    ALL_COUNT(old);
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        read_with(none[i][0], TOP, none[i][1]);
        ck_assert_str_eq(desk_string(&desk, "archival.status"), "current");
    }
}
END_TEST

START_TEST(an_update_at_the_moment_of_publishing_is_none) {
    static const struct {
        const char *lines, *status;
    } rows[] = {
        {"Posted: Apr 12, 2017 / 11:29 AM EDT\nUpdated: Apr 12, 2017 / 11:29 AM EDT",
         "current"},
        {"Posted: Apr 12, 2017 / 11:29 AM EDT\n\nUpdated: Apr 12, 2017 / 11:29 AM EDT",
         "current"},
        {"Published 12 April 2017 | Updated on 12 April 2017", "current"},
        {"Posted: Apr 12, 2017 / 11:29 AM EDT\nUpdated: Apr 12, 2017 / 12:29 PM EDT",
         "updated"},
        {"Published 12 April 2017 | Updated on 13 April 2017", "updated"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char body[1024];
        snprintf(body, sizeof body,
                 "%s\n\nThe quay opened to walkers at noon.\n\nIt was full.\n\nAll day.",
                 rows[i].lines);
        desk_read(&desk, "Quay opens", body);
        ck_assert_msg(strcmp(desk_string(&desk, "archival.status"), rows[i].status) == 0,
                      "%s: %s", rows[i].lines, desk_string(&desk, "archival.status"));
    }
}
END_TEST

START_TEST(no_age_is_none_or_negative) {
    static const char *const lines[] = {"This article is more than 0 years old",
                                        "This article is more than -5 years old"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char body[512];
        snprintf(body, sizeof body, "%s\n\nThe quay opened to walkers at noon.",
                 lines[i]);
        desk_read(&desk, "Quay opens", body);
        ck_assert_str_eq(desk_string(&desk, "archival.status"), "current");
    }
}
END_TEST

START_TEST(a_picture_before_a_notice_is_none_of_its_words) {
    static const struct row rows[] = {
        {"outdated", "⚠️ This article is more than 5 years old.", NULL, TOP},
        {"archived", "ℹ️ This page has been archived.", NULL, TOP},
    };
    ALL_COUNT(rows);
}
END_TEST

START_TEST(a_notice_goes_on_with_what_it_warns_of) {
    static const struct row rows[] = {
        {"archived",
         "You are reading a story from our archive. It was right on the day it was "
         "published, but prices may have changed since.",
         NULL, TOP},
        {"archived",
         "This post is more than twelve years old and is no longer maintained. Links may "
         "be broken.",
         NULL, END},
        {"outdated", "Этому материалу более десяти лет. Данные в нём могли устареть.",
         "ru", TOP},
        {"outdated",
         "Den här texten är mer än femton år gammal. Mycket kan ha ändrats sedan dess.",
         "sv", TOP},
    };
    ALL_COUNT(rows);
    desk_read(&desk, "Bridge",
              "This is an archived story. The bridge was shut in May because prices may "
              "have changed since the war, the bank said.\n\nIt is long.");
    ck_assert_str_eq(desk_string(&desk, "archival.notice.text"),
                     "This is an archived story.");
}
END_TEST

START_TEST(the_strongest_notice_gives_the_status_and_all_are_kept) {
    desk_read(
        &desk, "CORRECTED-Bridge",
        "This article has been retracted.\n\nThe bridge is old.\n\nIt stands.\n\nAn "
        "earlier version of this story misstated its length.");
    ck_assert_str_eq(desk_string(&desk, "archival.status"), "retracted");
    ck_assert_str_eq(desk_string(&desk, "archival.reason"), "retraction");
    ck_assert_uint_eq(json_array_size(desk_at(&desk, "archival.notices")), 2);
    ck_assert_str_eq(desk_string(&desk, "archival.notices.0.field"), "title");
    ck_assert_uint_eq(json_array_size(desk_at(&desk, "archival.corrections")), 1);
}
END_TEST

START_TEST(wrapped_lines_begin_nothing) {
    desk_read(&desk, "Bridge",
              "The council has long been told by its own engineers in a memo that\n"
              "this article has been archived on a shelf and forgotten there for\n"
              "years, and nobody is to blame for it but the council and its mayor.");
    ck_assert_str_eq(desk_string(&desk, "archival.status"), "current");
}
END_TEST

/* What two of them make reaches the third; two that overlap would leave less than no text
 * between them. */
START_TEST(notices_never_overlap) {
    desk_read(&desk, "Bridge",
              "(?\x01"
              "EMBARGO\no.h/n)frühere Version dieses Artikels?\x01"
              "EMBARGO\n1");
    const json_t *notices = desk_at(&desk, "archival.notices");
    ck_assert_str_eq(desk_string(&desk, "archival.status"), "embargoed");
    ck_assert_uint_eq(json_array_size(notices), 0);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("notices");
    TCase *tests = tcase_create("notices");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_publisher_says_that_an_article_is_archived);
    tcase_add_test(tests, an_article_says_how_old_it_is);
    tcase_add_test(tests, corrections_are_told_in_many_ways);
    tcase_add_test(tests, a_notice_may_tell_who_said_what_is_new_or_was_wrong);
    tcase_add_test(tests, stronger_statuses_have_their_notices_too);
    tcase_add_test(tests, a_label_in_brackets_goes_on_behind_them);
    tcase_add_test(tests, a_label_heads_its_corrections_at_both_ends);
    tcase_add_test(tests, a_label_without_its_correction_takes_no_article);
    tcase_add_test(tests, titles_have_labels_in_thirteen_languages);
    tcase_add_test(tests, what_only_looks_like_a_notice_is_none);
    tcase_add_test(tests, a_notice_in_a_block_that_a_sentence_introduces_is_cited);
    tcase_add_test(tests, a_dateline_before_a_notice_hides_it_not);
    tcase_add_test(tests, a_correction_may_begin_with_a_quote);
    tcase_add_test(tests, ages_are_those_of_articles);
    tcase_add_test(tests, an_update_at_the_moment_of_publishing_is_none);
    tcase_add_test(tests, no_age_is_none_or_negative);
    tcase_add_test(tests, a_picture_before_a_notice_is_none_of_its_words);
    tcase_add_test(tests, a_notice_goes_on_with_what_it_warns_of);
    tcase_add_test(tests, the_strongest_notice_gives_the_status_and_all_are_kept);
    tcase_add_test(tests, wrapped_lines_begin_nothing);
    tcase_add_test(tests, notices_never_overlap);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
