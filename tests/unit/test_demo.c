/* The demo's samples and its picture of a record. */
#include <check.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "consumer/command.h"
#include "consumer/demo/show.h"
#include "processors/input.h"
#include "suite.h"

#define ARTICLE                                                                          \
    "{\"title\": \"Tram depot\\nfire\", \"source\": \"Gazette\", \"big\": "              \
    "12345678901234567890, \"copydesk\": "                                               \
    "{\"dedup\": {\"verdict\": \"revision\", \"of\": \"bg-7\", \"similarity\": 0.934},"  \
    "\"archival\": {\"status\": \"archived\", \"reason\": \"publisher_archive\","        \
    "\"notice\": {\"id\": \"x\", \"field\": \"body\", \"text\": \"From our archive.\","  \
    "\"start\": 0, \"end\": 17}},"                                                       \
    "\"removed\": [{\"kind\": \"browser\", \"start\": 20, \"end\": 60}],"                \
    "\"quotes\": [{\"text\": \"The roof is lost,\", \"kind\": \"direct\","               \
    "\"speaker\": \"Amara Lindqvist\", \"title\": \"Fire chief\"},"                      \
    "{\"text\": \"dull\", \"kind\": \"mixed\", \"speaker\": null}]}}"

struct paper {
    char *text;
    size_t len;
    struct cd_show show;
};

static void paper_open(struct paper *paper, int width) {
    paper->show = (struct cd_show){.paint.width = width};
    paper->show.paint.out = open_memstream(&paper->text, &paper->len);
    ck_assert_ptr_nonnull(paper->show.paint.out);
}

static void paper_read(struct paper *paper) { fclose(paper->show.paint.out); }

START_TEST(an_article_is_shown_by_its_stamp) {
    struct paper paper;
    paper_open(&paper, 80);
    cd_show_article(&paper.show, CD_STR(ARTICLE));
    paper_read(&paper);
    ck_assert_str_eq(paper.text,
                     "  revision      Tram depot fire  Gazette, 2 quotes\n"
                     "                93% the text of bg-7\n"
                     "    archived    “From our archive.”\n"
                     "    quote       Amara Lindqvist (Fire chief): “The roof "
                     "is lost,”\n"
                     "    words       “dull”\n"
                     "    removed     browser, 40 characters\n");
    free(paper.text);
}
END_TEST

START_TEST(no_line_is_wider_than_the_terminal) {
    struct paper paper;
    char long_text[2000];
    memset(long_text, 'x', sizeof long_text);
    paper_open(&paper, 60);
    cd_show_article(&paper.show, CD_STR(ARTICLE));
    cd_show_article(&paper.show, CD_STR("no article at all, as long as you like, and "
                                        "then some more of it"));
    cd_show_dead(&paper.show, CD_STR("not_json"),
                 (struct cd_str){long_text, sizeof long_text},
                 (struct cd_str){long_text, sizeof long_text});
    paper_read(&paper);
    for (char *line = strtok(paper.text, "\n"); line; line = strtok(NULL, "\n"))
        ck_assert_uint_le(cd_utf8_count(cd_str_of(line)), 60);
    free(paper.text);
}
END_TEST

START_TEST(colours_are_used_only_where_they_are_asked_for) {
    struct paper paper;
    paper_open(&paper, 80);
    cd_show_article(&paper.show, CD_STR(ARTICLE));
    fflush(paper.show.paint.out);
    ck_assert_ptr_null(strchr(paper.text, '\033'));
    paper.show.paint.colour = true;
    cd_show_article(&paper.show, CD_STR(ARTICLE));
    paper_read(&paper);
    ck_assert_ptr_nonnull(strchr(paper.text, '\033'));
    free(paper.text);
}
END_TEST

/* The code with which the message reader takes a sample. */
static int read_sample(const struct cd_input *input, const struct cd_sample *sample,
                       const char **reason) {
    struct cd_error err = {0};
    struct cd_arena arena;
    cd_arena_init(&arena, 0);
    char *padded = cd_arena_zero(&arena, 1, sample->bytes.len + CD_RECORD_PADDING);
    ck_assert_ptr_nonnull(padded);
    memcpy(padded, sample->bytes.p, sample->bytes.len);
    struct cd_record record = {.topic = CD_STR("demo"),
                               .timestamp_ms = CD_NO_TIME,
                               .bytes = {padded, sample->bytes.len}};
    struct cd_article article = {.arena = &arena, .record = &record};
    struct cd_message_parser *parser = cd_message_parser_new();
    ck_assert_ptr_nonnull(parser);
    int rc = cd_input_read(input, parser, &article, &err);
    cd_message_parser_free(parser);
    *reason = err.reason;
    cd_arena_done(&arena);
    return rc;
}

START_TEST(samples_are_articles_but_for_the_broken_ones) {
    struct cd_tables tables = cd_option_tables();
    struct cd_config_source from = {.tables = tables.list};
    struct cd_error err = {0};
    struct cd_config *config;
    struct cd_config_fault faults[4];
    size_t count;
    ck_assert_int_eq(cd_config_load(&config, &from, faults, 4, &count, &err), 0);
    struct cd_input *input;
    ck_assert_msg(cd_input_new(&input, config, &err) == 0, "%s", err.text);
    struct cd_arena arena;
    cd_arena_init(&arena, 0);
    struct cd_samples samples;
    ck_assert_int_eq(cd_samples_load(&samples, &arena, &err), 0);
    size_t articles = 0, broken = 0;
    for (size_t i = 0; i < samples.count; i++) {
        const char *reason;
        if (read_sample(input, &samples.list[i], &reason) == 0)
            articles++;
        else
            broken += reason != NULL;
    }
    ck_assert_uint_ge(articles, 36);
    ck_assert_uint_ge(broken, 5);
    ck_assert_uint_eq(articles + broken, samples.count);
    cd_arena_done(&arena);
    cd_input_free(input);
    cd_config_free(config);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("demo");
    TCase *show = tcase_create("demo");
    tcase_add_test(show, an_article_is_shown_by_its_stamp);
    tcase_add_test(show, no_line_is_wider_than_the_terminal);
    tcase_add_test(show, colours_are_used_only_where_they_are_asked_for);
    tcase_add_test(show, samples_are_articles_but_for_the_broken_ones);
    suite_add_tcase(suite, show);
    return suite_run(suite);
}
