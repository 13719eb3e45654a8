/* Notices as archives, public offices, agencies and journals word them, and sentences of
 * news that begin as they do. The texts are made up, in the manner of the sources that
 * the lexicon names. */
#include "suite.h"
#include "tests/unit/archival_desk.h"

static struct desk desk;

static void set_up(void) { desk_init(&desk, NULL); }
static void tear_down(void) { desk_done(&desk); }

struct row {
    const char *status, *language, *text;
};

/* An article of this title, with this paragraph at its head or its end. */
static void read_article(const char *title, const char *head, const char *end,
                         const char *language) {
    char body[2048];
    snprintf(
        body, sizeof body,
        "%s\n\nThe quay opened to walkers at noon.\n\nIt was full.\n\nAll day.\n\n%s",
        head, end);
    json_t *message =
        json_pack("{s:s, s:s, s:s, s:s}", "title", title, "body", body, "language",
                  language, "published", "2021-03-04T08:00:00Z");
    ck_assert_ptr_nonnull(message);
    char *text = json_dumps(message, 0);
    desk_process(&desk, text);
    free(text);
    json_decref(message);
}

static void check(const struct row *row) {
    const char *status = desk_string(&desk, "archival.status");
    ck_assert_msg(strcmp(status, row->status) == 0, "%s: %s", row->text, status);
}

static void at_head(const struct row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        read_article("Quay opens", rows[i].text, "At night it closed.", rows[i].language);
        check(&rows[i]);
        if (strcmp(rows[i].status, "current") != 0)
            ck_assert_str_eq(desk_string(&desk, "archival.notice.text"), rows[i].text);
    }
}

#define AT_HEAD(rows) at_head(rows, sizeof(rows) / sizeof *(rows))

START_TEST(archives_and_public_offices_say_what_is_kept) {
    static const struct row rows[] = {
        {"archived", "en", "This thread is archived"},
        {"archived", "en", "This section of our website is no longer updated."},
        {"archived", "en", "This part of the site has been archived."},
        {"archived", "en", "This copy of the page was captured by a web archive."},
        {"archived", "en", "The page you are viewing has been archived by the museum."},
        {"archived", "en", "Snapshot taken on 12 May 2009 by the County Web Archive"},
        {"archived", "en", "This publication was archived on 4 July 2016."},
        {"archived", "en", "This material is retained for reference and research."},
        {"archived", "de", "+++ Archiv +++ Archiv +++ Archiv +++"},
        {"archived", "de", "Sie befinden sich im Archiv der Stadt."},
        {"archived", "de", "Archivierter Inhalt aus der Zeit vom 1.2.2013 bis 3.4.2018"},
        {"archived", "fr", "Archives du site du port"},
        {"archived", "it", "Sito storico: i contenuti non sono più aggiornati."},
        {"archived", "no", "Denne artikkelen er fra arkivet vårt."},
        {"outdated", "de", "Diese Übersetzung ist älter als ihr Original und veraltet."},
        {"outdated", "fr",
         "Ce document a été publié en 2011 et emploie des mots qui peuvent être "
         "désuets."},
        {"superseded", "de", "Dieses Rundschreiben wurde durch Nummer 4/2022 ersetzt."},
        {"superseded", "en", "This advisory has been superseded by a later one."},
        {"outdated", "en", "This article is more than 5 years 3 months old."},
        {"withheld", "de", "dpa-Meldung „Kai“ bitte nicht verwenden!"},
        {"archived", "en",
         "This is documentation for Quay 2, which is no longer maintained."},
        {"archived", "es", "Esta es documentación de Muelle, que ya no se mantiene."},
        {"archived", "pl", "Ta strona o porcie nie jest już aktywnie aktualizowana."},
        {"outdated", "en", "This article needs to be updated."},
        {"outdated", "en", "This guidance is no longer current."},
        {"outdated", "pt",
         "Este artigo foi atualizado em 4 de março de 2019, o conteúdo pode estar "
         "desatualizado."},
        {"superseded", "de",
         "Dieses Merkblatt ist alt und wurde durch ein neues ersetzt."},
        {"retracted", "en",
         "A Retraction Note to this article was published in May 2020"},
        {"retracted", "de",
         "Der Beitrag ist aus rechtlichen Gründen nicht mehr verfügbar."},
        {"withheld", "fr", "Cette dépêche est annulée. Merci de ne pas l'utiliser."},
        {"embargoed", "en",
         "Under embargo until 1800 London time / 1400 US Eastern Time Thursday 4 March "
         "2027"},
        {"corrected", "en",
         "In the news release, Quay Opens, issued 04-Mar-2021 over the wire, we are "
         "advised by the firm that it is 30 metres long."},
        {"expired", "ja", "この記事の掲載期間は終了しました。"},
        {"retracted", "en", "Notice of retraction"},
        {"corrected", "en", "Expression of concern: The editors look into the figures."},
        {"archived", "en", "» This article has been archived."},
        {"withheld", "en", "This story has been withdrawn. Please do not use it."},
        {"withheld", "en", "KILL NOTICE: The story “Quay opens” should not be used."},
        {"withheld", "en", "Please ignore the story on the quay that moved at noon."},
        {"withheld", "pt", "Por favor, desconsiderem a matéria sobre o cais."},
        {"withheld", "pl", "UWAGA: Depesza o nabrzeżu zostaje wycofana."},
        {"embargoed", "en", "Strictly not for broadcast before 00:01 on 12 March 2027"},
        {"retracted", "en",
         "An article published here on March 4 has been removed after a complaint."},
        {"retracted", "en",
         "The Courier retracts the article below, which relied on a forged letter."},
        {"superseded", "en", "The current version of this article can be found here."},
        {"superseded", "de", "Die aktuelle Fassung finden Sie hier."},
    };
    AT_HEAD(rows);
}
END_TEST

/* At the head, in the middle and at the end. */
static void nowhere(const struct row *row) {
    static const char *const first = "The quay is 30 metres long, and it is new.";
    char middle[1024];
    snprintf(middle, sizeof middle, "%s\n\nIt was dear.\n\n%s", first, row->text);
    read_article("Quay opens", row->text, "At night it closed to all.", row->language);
    check(row);
    read_article("Quay opens", middle, "At night it closed to all.", row->language);
    check(row);
    read_article("Quay opens", first, row->text, row->language);
    check(row);
}

START_TEST(what_others_withdrew_is_news) {
    static const struct row rows[] = {
        {"current", "en", "AFP has killed the picture of the quay."},
        {"current", "en", "The Associated Press has withdrawn its story about the quay."},
        {"current", "en", "Bloomberg has retracted the report, its third."},
        {"current", "en", "The story was killed by an editor in 1998."},
        {"current", "en", "The site has removed the story."},
        {"current", "de", "Die dpa hat die Meldung zum Kai zurückgezogen."},
        {"current", "de", "Der Verlag hat den Artikel gelöscht."},
        {"current", "fr", "L'AFP a retiré sa dépêche sur le quai."},
        {"current", "es", "La agencia ha retirado la noticia del muelle."},
        {"current", "es", "El periódico ha borrado el artículo de su web."},
        {"current", "it", "L'Ansa ha ritirato la notizia sul molo."},
        {"current", "pt", "A Lusa anulou a notícia sobre o cais."},
        {"current", "nl", "Het ANP heeft het bericht over de kade ingetrokken."},
        {"current", "pl", "PAP wycofała depeszę o nabrzeżu."},
        {"current", "sv", "TT har dragit tillbaka nyheten om kajen."},
        {"current", "no", "NTB har trukket saken om kaien."},
        {"current", "da", "Ritzau har trukket historien om kajen."},
        {"current", "fi", "Lehti on poistanut jutun laiturista."},
        {"current", "en",
         "Her favourite correction: An earlier version of this story misnamed a goat."},
        {"current", "en",
         "The apology ran on Friday: An earlier version of this story misnamed him."},
        {"current", "de", "Auf der Seite steht: Dieser Text wird nicht aktualisiert."},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        nowhere(&rows[i]);
}
END_TEST

START_TEST(agencies_withdraw_their_own) {
    static const struct row rows[] = {
        {"withheld", "en", "AFP has killed the picture QUAY. Please do not use it."},
        {"withheld", "en", "AFP is killing the picture of the quay."},
        {"withheld", "en", "The AP is withdrawing its quay story. Do not use it."},
        {"retracted", "en",
         "Reuters has withdrawn its story QUAY. The story relied on a forged plan."},
        {"withheld", "de", "Die dpa zieht die Meldung „Kai“ zurück."},
        {"withheld", "de", "Die dpa hat die Meldung zurückgezogen. Bitte löschen."},
        {"withheld", "fr", "L'AFP annule sa dépêche sur le quai."},
        {"withheld", "es", "EFE ha anulado la noticia del muelle. Rogamos no usar."},
        {"withheld", "pt", "A Lusa anula a notícia sobre o cais."},
        {"withheld", "nl", "Het ANP trekt het bericht over de kade in."},
        {"withheld", "fi", "STT peruu jutun laiturista."},
    };
    AT_HEAD(rows);
}
END_TEST

/* "The article was deleted": this one, where it stands first or last. */
START_TEST(the_article_is_this_one_only_at_its_ends) {
    static const struct row rows[] = {
        {"retracted", "de", "Der Artikel wurde gelöscht."},
        {"retracted", "it", "L'articolo è stato cancellato."},
        {"retracted", "nl", "Het artikel is verwijderd."},
        {"retracted", "pl", "Artykuł został usunięty z serwisu."},
        {"retracted", "sv", "Artikeln har avpublicerats."},
        {"retracted", "no", "Artikkelen er slettet."},
        {"retracted", "da", "Artiklen er slettet."},
        {"retracted", "fi", "Juttu on poistettu."},
    };
    AT_HEAD(rows);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[256];
        snprintf(text, sizeof text, "By A. Holt\n\n%s", rows[i].text);
        read_article("Quay opens", text, "At night it closed.", rows[i].language);
        check(&rows[i]);
        snprintf(text, sizeof text, "The quay is 30 metres long.\n\n%s", rows[i].text);
        read_article("Quay opens", text, "At night it closed.", rows[i].language);
        ck_assert_str_eq(desk_string(&desk, "archival.status"), "current");
    }
}
END_TEST

START_TEST(an_advisory_may_be_all_there_is) {
    desk_process(&desk, "{\"body\": \"AFP has killed the picture of the quay.\"}");
    ck_assert_str_eq(desk_string(&desk, "archival.status"), "withheld");
}
END_TEST

START_TEST(newsrooms_tell_where_an_error_stood) {
    static const struct row rows[] = {
        {"corrected", "en",
         "In a story March 4 about the quay, The Associated Press erroneously reported "
         "its length."},
        {"corrected", "en",
         "In a previous audio version of this story, we incorrectly said it is long."},
        {"corrected", "en",
         "A Page 1 caption Tuesday should have said the man is a dean."},
        {"corrected", "en", "The story “Quay” was updated to correct its length."},
        {"corrected", "en", "For the record, 4:30 p.m. March 4, 2021: The quay is new."},
        {"corrected", "en", "The story has been changed to reflect that it is long."},
        {"corrected", "en", "The figures in the third paragraph have been corrected."},
        {"corrected", "es", "Hemos corregido el nombre del muelle."},
        {"corrected", "de", "Wir haben eine falsche Jahreszahl korrigiert."},
        {"updated", "en", "Updated with the council's response."},
        {"updated", "pl", "Tekst jest aktualizowany."},
        {"updated", "ja", "この記事は随時更新します。"},
        {"corrected", "it", "Abbiamo corretto la data dell'apertura."},
        {"corrected", "fr", "Nous avons corrigé la date dans cet article."},
        {"corrected", "sv", "Vi har rättat uppgiften om kajens längd."},
        {"corrected", "pt", "Diferentemente do publicado, o cais tem 30 metros."},
        {"corrected", "es", "Esta nota ha sido modificada para corregir el nombre."},
        {"corrected", "fi", "Jutusta korjattu laiturin nimi 5.3.2021."},
        {"updated", "de", "Der Text wurde nach Erscheinen um eine Antwort ergänzt."},
        {"corrected", "en", "Edit: I originally wrote that the quay is wooden."},
        {"corrected", "en",
         "(This version of the March 4 story corrects the name of the quay)"},
        {"corrected", "en",
         "The headline and text of this article were amended on 5 March 2021."},
        {"corrected", "de",
         "Korrekturhinweis: Der Kai ist neu, nicht alt, wie es zunächst hieß."},
        {"corrected", "fr",
         "[Mise à jour, 5 mars : une erreur sur la date a été corrigée.]"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        read_article("Quay opens", "The quay is 30 metres long.", rows[i].text,
                     rows[i].language);
        check(&rows[i]);
        ck_assert_str_eq(desk_string(&desk, "archival.notice.text"), rows[i].text);
    }
}
END_TEST

START_TEST(titles_of_journals_and_offices_are_labelled) {
    static const struct row rows[] = {
        {"corrected", "en", "Corrigendum to: How quays sink"},
        {"corrected", "en", "Author Correction: How quays sink"},
        {"corrected", "en", "Expression of Concern: How quays sink"},
        {"retracted", "en", "REMOVED: How quays sink"},
        {"retracted", "en", "[Withdrawn] Guidance on quays"},
        {"superseded", "en", "Superseded: Guidance on quays"},
        {"archived", "en", "Guidance on quays (Archived)"},
        {"corrected", "en", "BC-US--Long Quay,CORRECTIVE"},
        {"withheld", "en", "HOLD HOLD HOLD Quay opens"},
        {"withheld", "en", "ADVISORY-Quay story withdrawn"},
        {"retracted", "en", "Retraction Note: How quays sink"},
        {"retracted", "en", "Retraction notice to: How quays sink"},
        {"outdated", "en", "Obsolete: Guidance on quays"},
        {"archived", "en", "A quay for all - archive, 1961"},
        {"updated", "en", "BC-Long Quay, 2nd Ld"},
        {"archived", "de", "ARCHIV: Kai wird länger"},
        {"corrected", "fr", "RECTIFICATIF. Le quai est long"},
        {"updated", "fr", "[Mise à jour] Le quai est ouvert"},
        {"updated", "es", "ACTUALIZACIÓN 2-Abre el muelle"},
        {"updated", "es", "(Actualiza) Abre el muelle"},
        {"current", "en", "Correction: Market falls 10 percent"},
        {"current", "en", "Hold on: quays sink"},
        {"current", "en", "Obsolete quays find a use"},
        {"current", "en", "He kept an archive, 1961 letters in all"},
        {"current", "en", "Corrected: how one town fixed its lists"},
        {"current", "en", "Update: How to clean your phone"},
        {"current", "en", "Withdrawn: the candidate who would not run"},
        {"current", "en", "Removed statues find a home"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        read_article(rows[i].text, "The quay is 30 metres long.", "So it is.",
                     rows[i].language);
        check(&rows[i]);
    }
}
END_TEST

START_TEST(what_goes_on_elsewhere_is_no_notice) {
    static const struct row rows[] = {
        {"current", "en", "This site is no longer maintained, and weeds grow on it."},
        {"current", "en", "This report is no longer available in shops, to her regret."},
        {"current", "en", "This edition has been superseded, and collectors seek it."},
        {"current", "en", "This article has been corrected by hand in all copies."},
        {"current", "en", "This section of the road is no longer maintained."},
        {"current", "en", "This release of the software is no longer supported."},
        {"current", "es", "Esta página negra de la historia ya no se actualiza."},
        {"current", "sv", "Den här sidan av hamnen underhålls inte längre."},
        {"current", "fr", "Cet article n'est plus disponible en magasin depuis mardi."},
        {"current", "es", "Este artículo ya no está disponible en las tiendas."},
        {"current", "it", "Questo articolo non è più disponibile nei negozi."},
        {"current", "pt", "Esta matéria foi retirada da pauta do Senado."},
        {"current", "de", "Diese Nachricht wurde gelöscht, stand auf ihrem Handy."},
        {"current", "nl", "Dit bericht is verwijderd, stond er op haar telefoon."},
        {"current", "de", "Stand: 5. März 2021, 18.50 Uhr"},
        {"current", "es", "Hemos corregido el rumbo de la economía en dos años."},
        {"current", "no", "Vi har rettet opp økonomien på to år."},
        {"current", "en", "The figures in the last report were corrected in May."},
        {"current", "en", "This report was corrected twice before it was signed."},
        {"current", "en", "The story was corrected on Friday, but too late for him."},
        {"current", "en", "This offer has expired many times, and it came back."},
        {"current", "fr", "Ce texte a été corrigé par le Sénat."},
        {"current", "fr", "Cet article a été retiré du projet de loi mardi soir."},
        {"current", "nl", "Dit artikel is ingetrokken door de Kamer."},
        {"current", "es", "Esta página ha sido eliminada de la historia oficial."},
        {"current", "it", "Questo articolo è stato ritirato dal Senato."},
        {"current", "it", "Questo articolo è stato cancellato dalla Corte."},
        {"current", "pt", "Este artigo foi retirado pelo relator."},
        {"current", "de", "»Dieser Artikel wurde zurückgezogen«, steht dort."},
        {"current", "de", "Bitte nicht verwenden, steht auf dem Schild."},
    };
    AT_HEAD(rows);
}
END_TEST

START_TEST(how_to_report_an_error_is_no_correction) {
    static const struct row rows[] = {
        {"current", "en", "Corrections: If you are aware of an error, please tell us."},
        {"current", "en", "Corrections and clarifications | Submit a news tip"},
        {"current", "de", "Korrektur: Haben Sie einen Fehler entdeckt? Schreiben Sie!"},
        {"current", "fr", "Corrections : si vous constatez une erreur, écrivez-nous."},
        {"current", "es", "Correcciones: si detecta un error, escríbanos."},
        {"current", "it", "Correzioni: se hai notato un errore, scrivici."},
        {"current", "pt", "Correções: encontrou um erro? Escreva para nós."},
        {"current", "nl", "Correcties: heeft u een fout gezien? Mail ons."},
        {"current", "pl", "Sprostowania: jeśli zauważyłeś błąd, napisz do nas."},
        {"current", "sv", "Rättelser: har du hittat ett fel? Hör av dig."},
        {"current", "no", "Rettelser: har du funnet en feil? Tips oss."},
        {"current", "da", "Rettelser: har du fundet en fejl? Skriv til os."},
        {"current", "fi", "Oikaisut: huomasitko virheen? Ota yhteyttä."},
        {"current", "ja", "訂正:誤りにお気づきの方はご連絡ください。"},
    };
    AT_HEAD(rows);
}
END_TEST

START_TEST(what_pages_print_beside_articles_is_no_notice) {
    static const struct row rows[] = {
        {"current", "en", "Site Archive"},
        {"current", "de", "Archiv"},
        {"current", "de", "Archiv: alle Beiträge nach Datum."},
        {"current", "pl", "Archiwum"},
        {"current", "de", "Widerruf"},
        {"current", "no", "Vi beklager ulempen, og siden virker snart igjen."},
        {"current", "en", "This content is provided for information purposes only."},
        {"current", "en", "There was a problem. Please refresh the page and try again."},
        {"current", "en", "Corrections | Sitemap | FAQ | Contact Us"},
        {"archived", "en", "This page is kept for information only."},
    };
    AT_HEAD(rows);
}
END_TEST

START_TEST(an_agencys_slug_may_head_the_body_and_stays_there) {
    static const struct row rows[] = {
        {"corrected", "en", "CORRECTED-Harlow council to mend its swing bridge"},
        {"updated", "en", "UPDATE 2-Harlow council to mend its swing bridge"},
        {"corrected", "en", "RPT-CORRECTED-Harlow council to mend its bridge"},
    };
    AT_HEAD(rows);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        read_article("Quay opens", rows[i].text, "At night it closed.", "en");
        ck_assert_ptr_null(desk_at(&desk, "removed"));
        ck_assert_str_ne(desk_string(&desk, "archival.notice.text"), "");
    }
    static const struct row news[] = {
        {"current", "en", "Update 2-year-old maps, the county tells its harbour."},
        {"current", "en", "Corrected-vision lenses sell well on the quay."},
    };
    for (size_t i = 0; i < sizeof news / sizeof *news; i++)
        nowhere(&news[i]);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("wordings");
    TCase *tests = tcase_create("wordings");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, archives_and_public_offices_say_what_is_kept);
    tcase_add_test(tests, what_others_withdrew_is_news);
    tcase_add_test(tests, agencies_withdraw_their_own);
    tcase_add_test(tests, the_article_is_this_one_only_at_its_ends);
    tcase_add_test(tests, an_advisory_may_be_all_there_is);
    tcase_add_test(tests, newsrooms_tell_where_an_error_stood);
    tcase_add_test(tests, titles_of_journals_and_offices_are_labelled);
    tcase_add_test(tests, what_goes_on_elsewhere_is_no_notice);
    tcase_add_test(tests, how_to_report_an_error_is_no_correction);
    tcase_add_test(tests, what_pages_print_beside_articles_is_no_notice);
    tcase_add_test(tests, an_agencys_slug_may_head_the_body_and_stays_there);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
