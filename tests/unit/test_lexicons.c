/* The lexicons of a running service: read anew from their folder, all at once or not at
 * all; and what is logged of their hits. */
#include "consumer/lexicons.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "processors/archival/archival.h"
#include "processors/archival/lexicon.h"
#include "processors/input.h"
#include "processors/quotes/quotes.h"
#include "suite.h"

static const struct cd_option lexicons_option[] = {{.key = "lexicons.path",
                                                    .type = CD_OPTION_STRING,
                                                    .value = "null",
                                                    .help = "a folder"},
                                                   {.key = NULL}};

static struct {
    char folder[64];
    struct cd_config *config;
    struct cd_input *input;
    struct cd_message_parser *parser;
    struct cd_chain *chain;
    struct cd_arena arena;
    struct cd_logger log;
    uint64_t own;
    char logged[32768];
} t;

static void path_of(const char *name, char path[128]) {
    snprintf(path, 128, "%s/%s", t.folder, name);
}

static void write_file(const char *name, const char *text) {
    char path[128];
    path_of(name, path);
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    ck_assert_int_eq(fclose(file), 0);
}

/* A notices.json that knows one notice. */
static void write_notice(const char *id, const char *words) {
    char text[512];
    snprintf(text, sizeof text,
             "{\"languages\": {\"en\": {\"notices\": [{\"id\": \"%s\", \"status\": "
             "\"archived\", \"reason\": \"publisher_archive\", \"patterns\": [\"%s\"], "
             "\"source\": \"own\"}]}}}",
             id, words);
    write_file("notices.json", text);
}

static void set_up(void) {
    const struct cd_option *const tables[] = {lexicons_option,     cd_input_options,
                                              cd_archival.options, cd_quotes.options,
                                              cd_chain_options,    NULL};
    char processors[] = "processors=archival,quotes", path[128];
    snprintf(t.folder, sizeof t.folder, "/tmp/test_lexicons.XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(t.folder));
    write_notice("a", "kept in the old shed");
    snprintf(path, sizeof path, "lexicons.path=%s", t.folder);
    struct cd_config_source from = {
        .tables = tables, .settings = (const char *const[]){processors, path, NULL}};
    struct cd_config_fault fault;
    struct cd_error err = {0};
    size_t faults;
    int rc = cd_config_load(&t.config, &from, &fault, 1, &faults, &err);
    if (rc == CD_OK)
        rc = cd_input_new(&t.input, t.config, &err);
    if (rc == CD_OK)
        rc = cd_chain_new(&t.chain, t.config, &err);
    ck_assert_msg(rc == CD_OK, "%s", err.text);
    t.parser = cd_message_parser_new();
    path_of("log", path);
    FILE *log = fopen(path, "w+");
    ck_assert_ptr_nonnull(log);
    t.log = (struct cd_logger){dup(fileno(log)), CD_LOG_INFO};
    fclose(log);
}

static void tear_down(void) {
    static const char *const names[] = {"notices.json",       "boilerplate.json",
                                        "quotes.de.json",     "numerals.json",
                                        "abbreviations.json", "log"};
    char path[128];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        path_of(names[i], path);
        unlink(path);
    }
    rmdir(t.folder);
    close(t.log.fd);
    cd_chain_free(t.chain);
    cd_input_free(t.input);
    cd_config_free(t.config);
    cd_message_parser_free(t.parser);
    cd_arena_done(&t.arena);
    memset(&t, 0, sizeof t);
}

/* Does this article's stamp have this entry in it? */
static bool finds(const char *body, const char *id) {
    static char bytes[512 + CD_RECORD_PADDING];
    char wanted[64];
    memset(bytes, 0, sizeof bytes);
    int len = snprintf(bytes, 512, "{\"language\":\"en\",\"body\":\"%s\"}", body);
    struct cd_record record = {
        .topic = CD_STR("t"), .timestamp_ms = 0, .bytes = {bytes, (size_t)len}};
    struct cd_article article = {.arena = &t.arena, .record = &record};
    struct cd_error err = {0};
    cd_arena_reset(&t.arena);
    ck_assert_int_eq(cd_input_read(t.input, t.parser, &article, &err), CD_OK);
    ck_assert_int_eq(cd_chain_run(t.chain, &article, &err), CD_CONTINUE);
    snprintf(wanted, sizeof wanted, "\"id\":\"%s\"", id);
    struct cd_str json = article.members[0].json;
    return memmem(json.p, json.len, wanted, strlen(wanted)) != NULL;
}

static const char *logged(void) {
    memset(t.logged, 0, sizeof t.logged);
    ck_assert_int_ge(pread(t.log.fd, t.logged, sizeof t.logged - 1, 0), 0);
    return t.logged;
}

static void log_has(const char *text) {
    ck_assert_msg(strstr(logged(), text) != NULL, "no \"%s\" in: %s", text, t.logged);
}

static const char shed[] = "The boats came in.\\n\\nKept in the old shed. Ask for it.";
static const char loft[] = "The boats came in.\\n\\nKept in the new loft. Ask for it.";

START_TEST(a_changed_lexicon_is_in_force_behind_a_reload) {
    ck_assert(finds(shed, "a") && !finds(loft, "b"));
    write_notice("b", "kept in the new loft");
    ck_assert(finds(shed, "a") && !finds(loft, "b"));
    cd_lexicons_reload(t.chain, t.config, &t.log, &t.own);
    ck_assert(!finds(shed, "a") && finds(loft, "b"));
    log_has("info lexicons: read anew and in force");
}
END_TEST

START_TEST(a_bad_lexicon_is_an_error_in_the_log_and_the_old_one_stays) {
    write_notice("b", "kept in the (new loft");
    cd_lexicons_reload(t.chain, t.config, &t.log, &t.own);
    ck_assert(finds(shed, "a") && !finds(loft, "b"));
    log_has("error lexicons: ");
    log_has("/notices.json:1:");
    log_has(": b: pattern 1: column 13: ");
    log_has("those read before stay in force");
}
END_TEST

START_TEST(a_bad_lexicon_of_quotes_keeps_back_a_good_one_of_notices) {
    write_notice("b", "kept in the new loft");
    write_file("quotes.de.json", "{");
    cd_lexicons_reload(t.chain, t.config, &t.log, &t.own);
    ck_assert(finds(shed, "a") && !finds(loft, "b"));
    log_has("quotes.de.json");
    log_has("those read before stay in force");
}
END_TEST

START_TEST(a_file_of_words_without_words_is_an_error) {
    write_file("quotes.de.json", "{\"source\": \"own\", \"words\": {}}");
    cd_lexicons_reload(t.chain, t.config, &t.log, &t.own);
    log_has("quotes.de.json: /words: there is nothing in this lexicon; those read");
}
END_TEST

START_TEST(what_is_not_read_anew_is_checked) {
    write_notice("b", "kept in the new loft");
    write_file("numerals.json", "{\"source\": \"own\"}");
    cd_lexicons_reload(t.chain, t.config, &t.log, &t.own);
    log_has("numerals.json: /words: not an object; those read before stay in force");
    ck_assert(finds(shed, "a") && !finds(loft, "b"));
    write_file("numerals.json", "{\"source\": \"own\", \"words\": {\"x\": [\"un\"]}}");
    write_file("abbreviations.json", "{");
    cd_lexicons_reload(t.chain, t.config, &t.log, &t.own);
    log_has("abbreviations.json: line 1");
}
END_TEST

START_TEST(the_files_in_force_are_told_and_one_that_has_gone) {
    char path[128];
    cd_lexicons_tell_files(t.config, &t.log, &t.own);
    log_has("info lexicons: of lexicons.path: notices.json\n");
    write_file("quotes.de.json", "{\"source\": \"own\", \"words\": {}}");
    path_of("notices.json", path);
    ck_assert_int_eq(unlink(path), 0);
    cd_lexicons_reload(t.chain, t.config, &t.log, &t.own);
    ck_assert_ptr_null(strstr(logged(), "is no more"));
    write_file("numerals.json", "{\"source\": \"own\", \"words\": {\"x\": [\"un\"]}}");
    path_of("quotes.de.json", path);
    ck_assert_int_eq(unlink(path), 0);
    cd_lexicons_reload(t.chain, t.config, &t.log, &t.own);
    log_has("info lexicons: of lexicons.path: numerals.json\n");
    log_has("warn lexicons: notices.json is no more in lexicons.path: the built-in one");
}
END_TEST

START_TEST(a_lexicon_that_is_a_pipe_is_an_error_and_nothing_waits) {
    char path[128];
    path_of("quotes.de.json", path);
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    cd_lexicons_reload(t.chain, t.config, &t.log, &t.own);
    log_has("quotes.de.json is no regular file; those read before stay in force");
}
END_TEST

START_TEST(hits_are_told_by_entry_and_counted_anew_behind_a_reload) {
    cd_lexicons_tell(t.chain, &t.log, false);
    ck_assert_str_eq(logged(), "");
    finds("The boats came in.\\n\\nAdvertisement\\n\\nThey left.", "");
    ck_assert(finds(shed, "a"));
    cd_lexicons_tell(t.chain, &t.log, false);
    log_has("info lexicons: hits: a/1 1, en.ad/1 1\n");
    for (int i = 0; i < 3; i++)
        ck_assert(finds(shed, "a"));
    cd_lexicons_reload(t.chain, t.config, &t.log, &t.own);
    log_has("info lexicons: hits: a/1 4, en.ad/1 1\n");
    log_has("info lexicons: patterns without a hit: ");
    ck_assert(finds(shed, "a"));
    cd_lexicons_tell(t.chain, &t.log, false);
    log_has("info lexicons: hits: a/1 1\n");
}
END_TEST

/* Two entries of two and one patterns; no furniture. */
static void write_three_patterns(void) {
    write_file("notices.json",
               "{\"languages\": {\"en\": {\"notices\": [{\"id\": \"a\", \"status\": "
               "\"archived\", \"reason\": \"publisher_archive\", \"patterns\": "
               "[\"kept in the old barn\", \"kept in the old shed\"], \"source\": "
               "\"own\"}, {\"id\": \"b\", \"status\": \"archived\", \"reason\": "
               "\"publisher_archive\", \"patterns\": [\"kept in the new loft\"], "
               "\"source\": \"own\"}]}}}");
    write_file("boilerplate.json",
               "{\"languages\": {\"en\": {\"furniture\": [{\"id\": \"c\", \"kind\": "
               "\"ad\", \"patterns\": [\"buy a net\", \"buy a boat\"], \"source\": "
               "\"own\"}]}}}");
}

START_TEST(what_never_hit_is_told_at_the_end_of_a_load) {
    write_three_patterns();
    cd_lexicons_reload(t.chain, t.config, &t.log, &t.own);
    for (int i = 0; i < 2; i++)
        finds("The boats came in.\\n\\nKept in the new loft.", "b");
    finds(shed, "a");
    cd_lexicons_tell(t.chain, &t.log, false);
    ck_assert_ptr_null(strstr(logged(), "without a hit: a"));
    cd_lexicons_tell(t.chain, &t.log, true);
    log_has("info lexicons: without a hit: a/1, c\n");
    log_has("info lexicons: hits: b/1 2, a/2 1\n");
    log_has("info lexicons: patterns without a hit: 3 of 5\n");
}
END_TEST

/* A file that knows the web archives of a host and of another. */
static void write_archives(const char *file, const char *host, const char *other) {
    char text[512];
    snprintf(text, sizeof text,
             "{\"web_archives\": [{\"host\": \"%s\", \"name\": \"of %s\", \"reason\": "
             "\"web_archive\"}, {\"host\": \"%s\", \"name\": \"of %s\", \"reason\": "
             "\"web_archive\"}], \"languages\": {}}",
             host, host, other, other);
    write_file(file, text);
}

/* Whose archive a URL is of; "" where it is none's. */
static const char *archive_of(const char *url) {
    struct cd_lexicon *lexicon;
    struct cd_error err = {0};
    ck_assert_msg(cd_lexicon_new(&lexicon, t.config, &err) == CD_OK, "%s", err.text);
    const struct cd_web_archive *archive = cd_lexicon_archive(lexicon, cd_str_of(url));
    snprintf(t.logged, sizeof t.logged, "%s", archive ? archive->name : "");
    cd_lexicon_free(lexicon);
    return t.logged;
}

START_TEST(a_web_archive_is_known_by_its_host_or_a_parent_of_it) {
    write_archives("notices.json", "shelf.example", "old.shelf.example");
    write_archives("boilerplate.json", "loft.example", "Attic.Example");
    ck_assert_str_eq(archive_of("shelf.example"), "of shelf.example");
    ck_assert_str_eq(archive_of("www.SHELF.example"), "of shelf.example");
    ck_assert_str_eq(archive_of("www.old.shelf.example"), "of old.shelf.example");
    ck_assert_str_eq(archive_of("bookshelf.example"), "");
    ck_assert_str_eq(archive_of("example"), "");
    ck_assert_str_eq(archive_of(""), "");
    ck_assert_str_eq(archive_of("a.loft.example"), "of loft.example");
    ck_assert_str_eq(archive_of("attic.example"), "of Attic.Example");
}
END_TEST

START_TEST(a_web_archive_that_stands_twice_is_an_error_that_names_the_place) {
    write_archives("notices.json", "shelf.example", "SHELF.example");
    struct cd_lexicon *lexicon;
    struct cd_error err = {0};
    ck_assert_int_eq(cd_lexicon_new(&lexicon, t.config, &err), CD_EUSAGE);
    ck_assert_msg(strstr(err.text, "/notices.json:1:") != NULL, "%s", err.text);
    ck_assert_msg(strstr(err.text, "\"SHELF.example\" stands there twice") != NULL, "%s",
                  err.text);
}
END_TEST

/* What is said of a file of notices with these languages. */
static const char *faults_of(const char *languages) {
    static struct cd_error err;
    struct cd_lexicon *lexicon;
    char text[2048];
    snprintf(text, sizeof text, "{\"languages\": {%s}}", languages);
    write_file("notices.json", text);
    err = (struct cd_error){0};
    ck_assert_int_eq(cd_lexicon_new(&lexicon, t.config, &err), CD_EUSAGE);
    return err.text;
}

static void tells(const char *languages, const char *what) {
    const char *text = faults_of(languages);
    ck_assert_msg(strstr(text, what) != NULL, "no \"%s\" in: %s", what, text);
}

#define NOTICE(id, status, more, pattern)                                                \
    "{\"id\": \"" id "\", \"status\": \"" status                                         \
    "\", \"reason\": \"removed\", \"source\": "                                          \
    "\"x\", " more "\"patterns\": [\"" pattern "\"]}"
#define ENGLISH(notices) "\"en\": {\"notices\": [" notices "]}"

START_TEST(a_member_that_could_do_nothing_is_an_error) {
    tells("\"eng\": {}", "eng: this language is \"en\"");
    tells(ENGLISH(NOTICE("a", "archived", "\"most\": 9, ", "this is old")),
          ": a: \"most\" bounds numbers, and no pattern has one");
    tells(ENGLISH(NOTICE("a", "archived", "",
                         "this is old") ", " NOTICE("b", "retracted", "", "this is old")),
          ": b: this pattern is in a, too, which says another status");
    tells(ENGLISH(NOTICE("a", "archived", "", "over 30 years old")),
          ": a: pattern 1: column 6: a number never matches: write # for any");
    tells(ENGLISH(NOTICE("a", "corrected", "\"span\": \"section\", ", "old")),
          ": a: \"section\" is of labels with \"cue\"");
}
END_TEST

START_TEST(furniture_inside_a_sentence_is_an_error) {
    write_file("boilerplate.json",
               "{\"languages\": {\"en\": {\"furniture\": [{\"id\": \"a\", "
               "\"kind\": \"ad\", \"anchor\": \"inside\", \"source\": \"x\", "
               "\"patterns\": [\"buy\"]}]}}}");
    tells("", "boilerplate.json:1:73: a: furniture is never \"inside\"");
}
END_TEST

START_TEST(all_faults_of_a_file_are_told) {
    tells(ENGLISH(NOTICE("a", "bad", "", "old")) ", \"de\": {\"notices\": [" NOTICE(
              "b", "archived", "", "(alt") "]}",
          ": b: pattern 1: column 1");
    tells(ENGLISH(NOTICE("a", "bad", "", "old")) ", \"de\": {\"notices\": [" NOTICE(
              "b", "archived", "", "(alt") "]}",
          ": a: \"status\" is none of");
    tells(ENGLISH(NOTICE("a", "archived", "", "(old\", \"over 30 years\", \"so")),
          ": a: pattern 2: column 6: a number");
    tells(ENGLISH(NOTICE("a", "archived", "", "(old\", \"over 30 years\", \"so")),
          ": a: pattern 1: column 1");
    tells(
        ENGLISH(
            NOTICE("a", "bad", "", "old") ", " NOTICE("b", "bad", "", "old") ", " NOTICE(
                "c", "bad", "", "old") ", " NOTICE("d", "bad", "", "old")),
        "; and ");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("lexicons");
    TCase *tests = tcase_create("lexicons");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_changed_lexicon_is_in_force_behind_a_reload);
    tcase_add_test(tests, a_bad_lexicon_is_an_error_in_the_log_and_the_old_one_stays);
    tcase_add_test(tests, a_bad_lexicon_of_quotes_keeps_back_a_good_one_of_notices);
    tcase_add_test(tests, a_file_of_words_without_words_is_an_error);
    tcase_add_test(tests, what_is_not_read_anew_is_checked);
    tcase_add_test(tests, the_files_in_force_are_told_and_one_that_has_gone);
    tcase_add_test(tests, a_lexicon_that_is_a_pipe_is_an_error_and_nothing_waits);
    tcase_add_test(tests, hits_are_told_by_entry_and_counted_anew_behind_a_reload);
    tcase_add_test(tests, what_never_hit_is_told_at_the_end_of_a_load);
    tcase_add_test(tests, a_web_archive_is_known_by_its_host_or_a_parent_of_it);
    tcase_add_test(tests,
                   a_web_archive_that_stands_twice_is_an_error_that_names_the_place);
    tcase_add_test(tests, a_member_that_could_do_nothing_is_an_error);
    tcase_add_test(tests, furniture_inside_a_sentence_is_an_error);
    tcase_add_test(tests, all_faults_of_a_file_are_told);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
