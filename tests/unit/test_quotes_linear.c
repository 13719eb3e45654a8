/* Twice the text may take no more than about twice the work, and no stamp may be many
 * times as long as its text. Counted, not timed: the processor and the reading of text
 * are compiled once more for this test, so that they call here on every edge of their
 * flow (-fsanitize-coverage=trace-pc). */
#include "tests/unit/quotes_desk.h"

#define SIZE      (64u << 10)
#define MOST      2.6 /* times the work for twice the text: some tables fill up between */
#define STAMP     100 /* most bytes for a byte of text */
#define PARTS     6
#define FRAGMENTS (sizeof fragments / sizeof *fragments)

void __sanitizer_cov_trace_pc(void);

static unsigned long long work;

void __sanitizer_cov_trace_pc(void) { work++; }

static struct desk desk;
static const char *const languages[] = {"en", "fr", "de", "es", "nl"};
static struct cd_str language; /* of the articles */

#define LANGUAGES (sizeof languages / sizeof *languages)

static void set_up(void) { desk_init(&desk, desk_everything); }

static void take_down(void) { desk_done(&desk); }

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
    double work, stamp;
};

static struct cost cost_of(const char *head, const char *tail, size_t len) {
    char *text = malloc(len);
    ck_assert_ptr_nonnull(text);
    size_t filled = fill(text, len, head, tail);
    cd_arena_init(&desk.arena, 0);
    work = 0;
    ck_assert_int_eq(desk_prepare(&desk, CD_STR(""), (struct cd_str){text, filled}),
                     CD_OK);
    desk.article.language = language;
    ck_assert_int_eq(cd_quotes.process(desk.state, &desk.article, &desk.err),
                     CD_CONTINUE);
    struct cost cost = {(double)work, (double)desk.article.members[0].json.len};
    cd_arena_done(&desk.arena);
    free(text);
    return cost;
}

static void is_linear(const char *head, const char *tail) {
    struct cost once = cost_of(head, tail, SIZE), twice = cost_of(head, tail, 2 * SIZE);
    ck_assert_double_gt(once.work, SIZE / 8.0);
    ck_assert_msg(twice.work < MOST * once.work,
                  "%.2f times the work for twice of \"%s\", \"%s\" (%s)",
                  twice.work / once.work, head, tail, language.p);
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
    {"Ann X%uy ", "“She was there,” she said. "},
    {"Senator", "Senator"},
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

static void compose(char *pattern, uint64_t *state) {
    *pattern = 0;
    for (uint64_t n = 1 + next_random(state) % PARTS; n > 0; n--)
        strcat(pattern, fragments[next_random(state) % FRAGMENTS]);
}

/* How the patterns above were found. */
START_TEST(patterns_by_chance_are_linear_too) {
    uint64_t state = 88172645463325252u;
    for (int round = 0; round < 120; round++) {
        language = cd_str_of(languages[(size_t)round % LANGUAGES]);
        char head[PARTS * 24], tail[PARTS * 24];
        compose(head, &state);
        compose(tail, &state);
        is_linear(head, tail);
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("quotes_linear");
    TCase *linear = tcase_create("linear");
    tcase_add_checked_fixture(linear, set_up, take_down);
    tcase_add_loop_test(linear, twice_the_text_is_twice_the_work, 0, LANGUAGES);
    tcase_add_test(linear, patterns_by_chance_are_linear_too);
    suite_add_tcase(suite, linear);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
