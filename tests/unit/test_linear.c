/* Twice the text may take no more than about twice the work, and no stamp may be many
 * times as long as its text. Counted, not timed: the processors and the reading of text
 * are compiled once more for this test, so that they call here on every edge of their
 * flow (-fsanitize-coverage=trace-pc). */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "processors/archival/archival.h"
#include "processors/quotes/quotes.h"
#include "processors/text/markup.h"
#include "processors/text/word_file.h"
#include "suite.h"

#define SIZE         (64u << 10)
#define MOST         2.6 /* times the work for twice the text: some tables fill up between */
#define STAMP        100 /* most bytes for a byte of text */
#define PARTS        6
#define COUNT(array) (sizeof(array) / sizeof *(array))

static unsigned long long work;

void __sanitizer_cov_trace_pc(void);
void __sanitizer_cov_trace_pc(void) { work++; }

static const struct cd_processor *const processors[] = {&cd_archival, &cd_quotes};
#define PROCESSORS (sizeof processors / sizeof *processors)

static const char *const languages[] = {"en", "fr", "de", "es", "nl"};
#define LANGUAGES (sizeof languages / sizeof *languages)

static struct cd_config *config;
static struct cd_words *abbreviations;
static void *states[PROCESSORS];
static struct cd_str language; /* of the articles */

static void set_up(void) {
    static const char *const everything[] = {"quotes.max=all", "quotes.unattributed=true",
                                             NULL};
    const struct cd_option *const tables[] = {cd_archival.options, cd_quotes.options,
                                              NULL};
    struct cd_config_source from = {.tables = tables, .settings = everything};
    struct cd_config_fault fault;
    struct cd_error err = {0};
    size_t faults;
    int rc = cd_config_load(&config, &from, &fault, 1, &faults, &err);
    if (rc == CD_OK)
        rc = cd_abbreviations_load(&abbreviations, config, &err);
    for (size_t i = 0; rc == CD_OK && i < PROCESSORS; i++)
        rc = processors[i]->configure(&states[i], config, &err);
    ck_assert_msg(rc == CD_OK, "%s", err.text);
}

static void take_down(void) {
    for (size_t i = 0; i < PROCESSORS; i++)
        processors[i]->destroy(states[i]);
    cd_words_free(abbreviations);
    cd_config_free(config);
}

/* Half of the text repeats `head`, half `tail`; %u in them counts. */
static size_t fill(char *text, size_t len, const char *head, const char *tail) {
    size_t at = 0;
    for (unsigned i = 0; at + 256 < len; i++) {
        const char *pattern = at < len / 2 ? head : tail;
        for (; *pattern; pattern++) {
            if (pattern[0] == '%' && pattern[1] == 'u') {
                at += (size_t)snprintf(text + at, 16, "%u", i);
                pattern++;
            } else {
                text[at++] = *pattern;
            }
        }
    }
    return at;
}

struct cost {
    double work[PROCESSORS + 1]; /* of each; the last one: of reading the text */
    double stamp;
};

static struct cost cost_of(const char *head, const char *tail, size_t len) {
    struct cd_record record = {.topic = CD_STR("articles.raw")};
    struct cd_arena arena = {0};
    struct cd_article article = {
        .arena = &arena, .record = &record, .language = language};
    struct cd_error err = {0};
    struct cost cost = {.stamp = 0};
    char *text = malloc(len);
    ck_assert_ptr_nonnull(text);
    struct cd_str body = {text, fill(text, len, head, tail)};
    work = 0;
    ck_assert_int_eq(cd_text_read(&article.title, &arena, CD_STR(""), NULL, &err), CD_OK);
    ck_assert_int_eq(cd_text_read(&article.body, &arena, body, abbreviations, &err),
                     CD_OK);
    cost.work[PROCESSORS] = (double)work;
    for (size_t i = 0; i < PROCESSORS; i++) {
        work = 0;
        if (processors[i]->read)
            ck_assert_int_eq(processors[i]->read(states[i], &article, &err), CD_OK);
        ck_assert_int_eq(processors[i]->process(states[i], &article, &err), CD_CONTINUE);
        cost.work[i] = (double)work;
    }
    for (size_t i = 0; i < article.member_count; i++)
        cost.stamp += (double)article.members[i].json.len;
    cd_arena_done(&arena);
    free(text);
    return cost;
}

static void is_linear(const char *head, const char *tail) {
    struct cost once = cost_of(head, tail, SIZE), twice = cost_of(head, tail, 2 * SIZE);
    ck_assert_double_gt(once.work[PROCESSORS], SIZE / 8.0);
    for (size_t i = 0; i <= PROCESSORS; i++)
        ck_assert_msg(twice.work[i] < MOST * once.work[i] + SIZE,
                      "%s: %.2f times the work for twice of \"%s\", \"%s\" (%s)",
                      i < PROCESSORS ? processors[i]->name : "text",
                      twice.work[i] / once.work[i], head, tail, language.p);
    ck_assert_msg(twice.stamp < STAMP * 2.0 * SIZE,
                  "a stamp of %.0f for \"%s\", \"%s\" (%s)", twice.stamp, head, tail,
                  language.p);
}

static const struct {
    const char *head, *tail;
} hostile[] = {
    {"\"", "\""},
    {"“", "“"},
    {"'a ", "'a "},
    {"‘a’ ", "(\""},
    {"“a\n\n", "‘a\n\n"},
    {"“a b c ", "“a b c "},
    {"( ", "( "},
    {") ", "(a) , x said “b” "},
    {"] ", "said “a” it ] "},
    {"“a” said Ann, ", "“a” said Ann, "},
    {"who, said ", "Ann, the man of the "},
    {"Ann X%uy met “X%uz” he. ", "Vy X%u "},
    {"A b c d ", "“A b c d.” "},          /* no headline has so many words */
    {"“A b c d.”\n\n", "“A b c d.”\n\n"}, /* nobody has said anything yet */
    {"“a” ", "she “A b c d.”\n\n"},
    {"A b c d, ", ". “A b c.” “A b c.” a “A b c.” "},
    {"“Who?” Ann asked.\n\n", "“A.”\n\n“B.”\n\n"},
    {"— “a” ", "— — — "},
    {"“a” the Department for Zorking and ", "Zorking, Zorking and "},
    {"“a” the Zorking and ", "Ann "},
    {"“A b c d,” the aa ", "she told the mayor “a” "},
    {"Ann X%uy ", "“She was there,” she said. "},
    {"Senator", "Senator"},
    {". ", ". "},
    {"\n- ", "\n[ "},
    {"Correction: ", "An earlier version of this story "},
    {"Xx", " said “a”. He said “b”. "},
    {"A mayor of xx", " said “no”. “He was there.” “No.” "},
    {"<a b=\"", "<a b=\"c\">"},
};

START_TEST(twice_the_text_is_twice_the_work) {
    language = cd_str_of(languages[_i]);
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++)
        is_linear(hostile[i].head, hostile[i].tail);
}
END_TEST

static const char *const fragments[] = {
    "“a” ",
    "“A b c d.” ",
    "“A b, c d,” ",
    "“Aa Bb” ",
    "“x ",
    "said ",
    "Ann Doyle ",
    "he ",
    "it ",
    "they wrote ",
    "told ",
    "the ",
    "mayor ",
    "a man ",
    "of ",
    "by ",
    "and ",
    "that ",
    "who ",
    "not ",
    "called ",
    "The ",
    "Mr. Bell ",
    "X%u ",
    "Vy X%u ",
    "U.S. ",
    "Senator",
    "adding ",
    "1",
    "’s ",
    "’ ",
    "‘",
    "“",
    "” ",
    "\"",
    "'' ",
    "«",
    "» ",
    ", ",
    ". ",
    ": ",
    "? ",
    "! ",
    "… ",
    "— ",
    "-",
    "(",
    ") ",
    "[",
    "] ",
    "\n",
    "\n\n",
    "&amp; ",
    "<a b=\"c\">",
    "according to ",
    "Update: ",
    "archived ",
    "story ",
    "Correction: ",
    "misstated ",
    "retracted ",
    "Editor's note: ",
    "2017-04-12 ",
    "Jan. ",
    "first published ",
    "p.m. ",
    "- ",
    "/",
    "© ",
    "sagte ",
    "dijo ",
    "a dit ",
    "selon ",
    "laut ",
    "según ",
    "que ",
    "dass ",
    "elle ",
    "er ",
    "sie ",
    "der ",
    "le ",
    "lo ",
    "l’",
};

static uint64_t next_random(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* What HTML is made of, and its rags. */
static const char *const html_fragments[] = {
    "<",    "<p>",       "</p>",     "<a b=\"", "<a b='", "c\" d=\"", "' e='",
    "\">",  "'/>",       ">",        "=",       "\"",     "<!--",     "-->",
    "<!",   "<script>",  "</script", "<title>", "<pre>",  "</pre>",   "\n",
    "\n\n", "<![CDATA[", "]]>",      "&amp;",   "&",      "x",        "<li>",
    "<br>", " ",         "<o:p ",    "<video ",
};

/* Parts of a list, by chance. */
static void compose(char *pattern, const char *const *list, size_t count,
                    uint64_t *state) {
    *pattern = 0;
    for (uint64_t n = 1 + next_random(state) % PARTS; n > 0; n--)
        strcat(pattern, list[next_random(state) % count]);
}

/* How the patterns above were found. */
START_TEST(patterns_by_chance_are_linear_too) {
    uint64_t state = 88172645463325252u;
    for (int round = 0; round < 120; round++) {
        language = cd_str_of(languages[(size_t)round % LANGUAGES]);
        char head[PARTS * 24], tail[PARTS * 24];
        compose(head, fragments, COUNT(fragments), &state);
        compose(tail, fragments, COUNT(fragments), &state);
        is_linear(head, tail);
    }
}
END_TEST

/* As if a body were HTML. */
static double cost_of_markup(struct cd_str body) {
    struct cd_arena arena = {0};
    struct cd_str plain;
    work = 0;
    cd_markup_holds(body);
    ck_assert_int_eq(cd_markup_plain(body, &arena, &plain), CD_OK);
    cd_arena_done(&arena);
    return (double)work;
}

static void is_linear_as_html(const char *head, const char *tail) {
    static char text[2 * SIZE];
    struct cd_str once = {text, fill(text, SIZE, head, tail)};
    double cost = cost_of_markup(once);
    struct cd_str twice = {text, fill(text, 2 * SIZE, head, tail)};
    ck_assert_msg(cost_of_markup(twice) < MOST * cost + SIZE, "\"%s\", \"%s\"", head,
                  tail);
}

START_TEST(twice_the_html_is_twice_the_work) {
    static const struct {
        const char *head, *tail;
    } html[] = {
        {"<", "<"},
        {"<a b=\"c\" d=\"", "<a b=\"c\" d=\""}, /* quotes that are never in step */
        {"<a b='", "<a b=\""},
        {"<script>", "</script "},
        {"<!--", "<!--"},
        {"<pre>\n ", "<p> "},
        {"<video><audio>", "</p"},
        {"&", "&#"},
    };
    for (size_t i = 0; i < COUNT(html); i++)
        is_linear_as_html(html[i].head, html[i].tail);
}
END_TEST

START_TEST(html_by_chance_is_linear_too) {
    uint64_t state = 88172645463325252u;
    for (int round = 0; round < 60; round++) {
        char head[PARTS * 24], tail[PARTS * 24];
        compose(head, html_fragments, COUNT(html_fragments), &state);
        compose(tail, html_fragments, COUNT(html_fragments), &state);
        is_linear_as_html(head, tail);
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("linear");
    TCase *linear = tcase_create("linear");
    tcase_add_checked_fixture(linear, set_up, take_down);
    tcase_add_loop_test(linear, twice_the_text_is_twice_the_work, 0, LANGUAGES);
    tcase_add_test(linear, patterns_by_chance_are_linear_too);
    tcase_add_test(linear, twice_the_html_is_twice_the_work);
    tcase_add_test(linear, html_by_chance_is_linear_too);
    suite_add_tcase(suite, linear);
    return suite_run(suite);
}
