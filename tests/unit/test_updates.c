/* Lines that say when a page was last updated: what pages' templates write in many
 * languages, and when such a line says nothing. */
#include "suite.h"
#include "tests/unit/archival_desk.h"

static struct desk desk;

static void set_up(void) { desk_init(&desk, NULL); }
static void tear_down(void) { desk_done(&desk); }

/* The status of an article that begins with this line. */
static const char *status_of(const char *line, const char *language,
                             const char *published) {
    char body[1024];
    snprintf(body, sizeof body,
             "%s\n\nThe quay opened to walkers at noon.\n\nIt was full.\n\nAll day.",
             line);
    json_t *message = json_pack("{s:s, s:s, s:s, s:s*}", "title", "Quay opens", "body",
                                body, "language", language, "published", published);
    ck_assert_ptr_nonnull(message);
    char *text = json_dumps(message, 0);
    desk_process(&desk, text);
    free(text);
    json_decref(message);
    return desk_string(&desk, "archival.status");
}

START_TEST(a_line_of_updating_is_an_update_in_all_languages) {
    static const struct {
        const char *line, *language;
    } rows[] = {
        {"Last updated: March 5, 2021", "en"},
        {"Posted: Mar 04, 2021 4:00 AM EST | Last Updated: March 5", "en"},
        {"Published Mar 4, 2021 • Last updated 2 hours ago • 3 minute read", "en"},
        {"Letzte Aktualisierung: 05.03.21 um 10:35 Uhr", "de"},
        {"Aktualisiert am 5. März 2021, 20:22 Uhr", "de"},
        {"Aktualisiert: vor 3 Stunden", "de"},
        {"Dernière mise à jour le 05/03/2021", "fr"},
        {"Publié le 4 mars 2021 à 14h52, modifié le 4 mars 2021 à 15h54", "fr"},
        {"Última actualización: 5 de marzo de 2021", "es"},
        {"Actualizado a 05/03/2021 15:43", "es"},
        {"Ultimo aggiornamento: 5 marzo 2021", "it"},
        {"Aggiornato alle 19:02 - 5 marzo 2021", "it"},
        {"Última atualização: 5 de março de 2021", "pt"},
        {"Atualizado em 5 de março de 2021", "pt"},
        {"Laatst bijgewerkt: 5 maart 2021", "nl"},
        {"Laatste update: 7 minuten geleden", "nl"},
        {"Ostatnia aktualizacja: 5 marca 2021", "pl"},
        {"Senast uppdaterad: 5 mars 2021", "sv"},
        {"Uppdaterad kl 12.17", "sv"},
        {"Sist oppdatert: 5. mars 2021", "no"},
        {"Sidst opdateret: 5. marts 2021", "da"},
        {"Viimeksi päivitetty 5.3.2021", "fi"},
        {"最終更新:2021年3月5日", "ja"},
        {"Последнее обновление: 05.03.2021", "ru"},
        {"Оновлено 5 березня 2021", "uk"},
        {"最后更新: 2021-03-05 10:41", "zh"},
        {"更新时间 2021年3月5日, 格林尼治标准时间10:41", "zh"},
        {"최종수정 2021.03.05 18:12", "ko"},
        {"آخر تحديث: 5 مارس 2021", "ar"},
        {"2021年3月4日 01時28分 (3月5日 01時40分更新)", "ja"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *status =
            status_of(rows[i].line, rows[i].language, "2021-03-04T08:00:00Z");
        ck_assert_msg(strcmp(status, "updated") == 0, "%s: %s", rows[i].line, status);
        ck_assert_str_eq(desk_string(&desk, "archival.notice.text"), rows[i].line);
    }
}
END_TEST

START_TEST(a_line_of_the_day_of_publishing_says_nothing) {
    static const struct {
        const char *line, *published, *status;
    } rows[] = {
        {"Last updated: March 4, 2021", "2021-03-04T08:00:00Z", "current"},
        {"Last updated: March 5, 2021", "2021-03-04T08:00:00Z", "updated"},
        {"Updated March 4, 2021", "2021-03-04", "current"},
        {"Updated: 10:03, 4 March 2021", "2021-03-04T08:03:00Z", "current"}, /* a zone */
        {"Updated: 10:13, 4 March 2021", "2021-03-04T08:03:00Z", "updated"},
        {"Updated: 4 March 2021 08:05 GMT", "2021-03-04T08:03:00Z", "current"},
        {"Updated: 4 March 2021 09:05 GMT", "2021-03-04T08:05:00Z", "updated"},
        {"Published 4 March 2021 08:05, updated 4 March 2021 10:05",
         "2021-03-04T08:05:00Z", "updated"},
        {"Last updated: March 4, 2021", NULL, "updated"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *status = status_of(rows[i].line, "en", rows[i].published);
        ck_assert_msg(strcmp(status, rows[i].status) == 0, "%s: %s", rows[i].line,
                      status);
        bool told = strcmp(status, "updated") == 0 ||
                    json_array_size(desk_at(&desk, "archival.notices")) == 1;
        ck_assert_msg(told, "%s is not among the notices", rows[i].line);
    }
}
END_TEST

START_TEST(what_only_begins_like_such_a_line_is_none) {
    static const char *const rows[] = {
        "Last updated in 1998, the rules let a mayor serve for life.",
        "Updated figures show that the quay cost $4 million.",
        "Last update on the quay: the mayor wept.",
        "Published in 1998 and updated twice, the atlas has sold a million copies.",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_msg(strcmp(status_of(rows[i], "en", NULL), "current") == 0, "%s",
                      rows[i]);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("updates");
    TCase *tests = tcase_create("updates");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_line_of_updating_is_an_update_in_all_languages);
    tcase_add_test(tests, a_line_of_the_day_of_publishing_says_nothing);
    tcase_add_test(tests, what_only_begins_like_such_a_line_is_none);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
