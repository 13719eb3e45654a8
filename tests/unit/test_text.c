/* The one reading of a text that all processors share. */
#include <check.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "processors/text/sentences.h"
#include "processors/text/text.h"
#include "processors/text/words.h"
#include "suite.h"
#include "tests/unit/rounds.h"

static struct cd_arena arena;
static struct cd_text text;

static void setup(void) { cd_arena_init(&arena, 0); }
static void teardown(void) { cd_arena_done(&arena); }

static void read_text(const char *bytes) {
    ck_assert_int_eq(cd_text_read(&text, &arena, cd_str_of(bytes), NULL, NULL), CD_OK);
}

/* The tokens, parted by |. */
static const char *tokens_of(const char *bytes) {
    read_text(bytes);
    struct cd_buf out = cd_buf_in(&arena);
    for (uint32_t i = 0; i < text.token_count; i++) {
        if (i)
            cd_buf_add_char(&out, '|');
        cd_buf_add_str(&out, cd_token_str(&text, i));
    }
    cd_buf_add_char(&out, '\0');
    return out.p;
}

static const char *spans_of(const struct cd_span *spans, uint32_t count) {
    struct cd_buf out = cd_buf_in(&arena);
    for (uint32_t i = 0; i < count; i++) {
        if (i)
            cd_buf_add_char(&out, '|');
        cd_buf_add_str(&out, cd_span_str(&text, spans[i]));
    }
    cd_buf_add_char(&out, '\0');
    return out.p;
}

static const char *sentences_of(const char *bytes) {
    read_text(bytes);
    return spans_of(text.sentences, text.sentence_count);
}

static const char *paragraphs_of(const char *bytes) {
    read_text(bytes);
    return spans_of(text.paragraphs, text.paragraph_count);
}

/* A hash of all words, without marks. */
static uint64_t words_of(const char *bytes) {
    uint64_t hash = 0;
    read_text(bytes);
    for (uint32_t i = 0; i < text.token_count; i++)
        if (text.tokens[i].kind != CD_TOKEN_MARK)
            hash = cd_hash_mix(hash + text.tokens[i].hash);
    return hash;
}

START_TEST(words_numbers_and_marks_are_told_apart) {
    ck_assert_str_eq(tokens_of("It cost $1,200.50, he didn't say."),
                     "It|cost|$|1,200.50|,|he|didn't|say|.");
    ck_assert_int_eq(text.tokens[3].kind, CD_TOKEN_NUMBER);
    ck_assert_str_eq(tokens_of("U.S.-Russia B52s 19th"), "U|.|S|.|-|Russia|B52s|19th");
    ck_assert_str_eq(tokens_of("the officials' 'plan' rock’n’roll"),
                     "the|officials|'|'|plan|'|rock’n’roll");
    ck_assert_str_eq(tokens_of(""), "");
    ck_assert_str_eq(tokens_of(" \n\t "), "");
}
END_TEST

START_TEST(forms_that_mean_the_same_have_one_hash) {
    static const char *const same[][2] = {
        {"don’t", "DONT"},
        {"São", "sa\xcc\x83o"},
        {"ﬁne", "FINE"},
        {"Straße", "STRASSE"},
        {"caf&eacute;", "Cafe"},
        {"so\xc2\xad"
         "lo",
         "solo"},
        {"we\xe2\x80\x8bird", "weird"},
        {"Ａｂｃ", "abc"},
        {"МОСКВА", "москва"},
        {"ΟΔΌΣ", "οδός"},
        {"ΟΔΟ\xcc\x81Σ", "οδοσ"},
        {"が", "か\xe3\x82\x99"},
        {"パ", "ﾊﾟ"},
        {"ｶﾞ", "ガ"},
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        read_text(same[i][0]);
        ck_assert_uint_eq(text.token_count, 1);
        uint64_t hash = text.tokens[0].hash;
        read_text(same[i][1]);
        ck_assert_uint_eq(text.token_count, 1);
        ck_assert_msg(text.tokens[0].hash == hash, "%s and %s", same[i][0], same[i][1]);
        ck_assert_uint_eq(cd_word_hash(cd_str_of(same[i][0])), hash);
    }
    read_text("form farm");
    ck_assert_uint_ne(text.tokens[0].hash, text.tokens[1].hash);
}
END_TEST

/* A word with a sign in it, composed and decomposed; false where both are the same. */
static bool write_both(utf8proc_int32_t cp, char composed[8], char decomposed[64]) {
    utf8proc_int32_t parts[8];
    int boundary = 0;
    utf8proc_ssize_t n =
        utf8proc_decompose_char(cp, parts, 8, UTF8PROC_DECOMPOSE, &boundary);
    if (n < 1 || parts[0] == cp)
        return false;
    size_t len = 1;
    composed[0] = decomposed[0] = 'a';
    strcpy(composed + 1 + cd_utf8_encode((uint32_t)cp, composed + 1), "b");
    for (utf8proc_ssize_t i = 0; i < n; i++)
        len += (size_t)cd_utf8_encode((uint32_t)parts[i], decomposed + len);
    strcpy(decomposed + len, "b");
    return true;
}

/* Of Hangul, one syllable of 37; behind them notes of music, which are in no
 * text. */
START_TEST(composed_and_decomposed_texts_are_the_same_words) {
    int step, count = 0;
    for (utf8proc_int32_t cp = 0x80; cp < 0x1d000; cp += step) {
        char composed[8], decomposed[64];
        step = cp >= 0xac00 && cp < 0xd7a4 ? 37 : 1;
        if (!write_both(cp, composed, decomposed))
            continue;
        count++;
        ck_assert_msg(words_of(composed) == words_of(decomposed), "U+%04X", (unsigned)cp);
    }
    ck_assert_int_gt(count, 1500);
}
END_TEST

/* Eight bytes are read at a time; what comes of it is as if each were read alone. */
START_TEST(ascii_words_of_all_lengths_are_as_read_byte_by_byte) {
    static const char letters[] = "qUartz9VOWmmbbbZ0pyXalkd";
    static const char *const behind[] = {"", " ", ".", " and more behind it", "é"};
    for (size_t len = 1; len < sizeof letters; len++) {
        struct cd_word_hash hash = {0};
        for (size_t i = 0; i < len; i++)
            cd_word_hash_add(&hash, (unsigned char)tolower(letters[i]));
        for (size_t k = 0; k < sizeof behind / sizeof *behind; k++) {
            char bytes[64];
            snprintf(bytes, sizeof bytes, "%.*s%s", (int)len, letters, behind[k]);
            read_text(bytes);
            const struct cd_token *token = &text.tokens[0];
            if (k == 4) { /* é belongs to the word */
                struct cd_word_hash longer = hash;
                cd_word_hash_add(&longer, 'e');
                ck_assert_uint_eq(token->hash, cd_word_hash_end(&longer));
                ck_assert_uint_eq(token->end, len + 2);
            } else {
                ck_assert_uint_eq(token->hash, cd_word_hash_end(&hash));
                ck_assert_uint_eq(token->end, len);
            }
            ck_assert_uint_eq(token->sign, 'q');
            ck_assert_int_eq(token->kind, CD_TOKEN_WORD);
            ck_assert(!(token->flags & (CD_TOKEN_CAPITAL | CD_TOKEN_UPPER)));
        }
    }
}
END_TEST

START_TEST(ascii_words_end_before_every_byte_that_is_no_letter_or_digit) {
    for (int c = 1; c < 0x7f; c++) {
        if (c == '\'' || c == '&')
            continue;
        char bytes[] = {'O', 'x', (char)c, 'b', '2', '\0'};
        read_text(bytes);
        ck_assert_uint_eq(text.tokens[0].end, isalnum(c) ? 5 : 2);
        ck_assert_uint_eq(text.tokens[0].sign, 'o');
        ck_assert_uint_eq(text.tokens[0].flags & CD_TOKEN_CAPITAL, CD_TOKEN_CAPITAL);
    }
}
END_TEST

START_TEST(possessive_has_the_name_as_its_stem) {
    read_text("Lee’s Lee Syria's Syrias boss");
    ck_assert_uint_eq(text.tokens[0].stem_hash, text.tokens[1].hash);
    ck_assert_uint_eq(text.tokens[2].hash, text.tokens[3].hash);
    ck_assert(text.tokens[2].flags & CD_TOKEN_POSSESSIVE);
    ck_assert(!(text.tokens[3].flags & CD_TOKEN_POSSESSIVE));
    ck_assert(!(text.tokens[4].flags & CD_TOKEN_POSSESSIVE));
}
END_TEST

START_TEST(case_is_flagged) {
    read_text("NATO Nato nato É 5G");
    ck_assert(text.tokens[0].flags & CD_TOKEN_UPPER);
    ck_assert(text.tokens[0].flags & CD_TOKEN_CAPITAL);
    ck_assert(text.tokens[1].flags & CD_TOKEN_CAPITAL);
    ck_assert(!(text.tokens[1].flags & CD_TOKEN_UPPER));
    ck_assert(!(text.tokens[2].flags & CD_TOKEN_CAPITAL));
    ck_assert(text.tokens[3].flags & CD_TOKEN_CAPITAL);
    ck_assert(!(text.tokens[4].flags & CD_TOKEN_CAPITAL));
}
END_TEST

START_TEST(references_and_tags_count_as_what_they_stand_for) {
    ck_assert_str_eq(tokens_of("&quot;Yes&#8221; a &lt; b &bogus; &"),
                     "&quot;|Yes|&#8221;|a|&lt;|b|&|bogus|;|&");
    ck_assert_uint_eq(text.tokens[0].sign, '"');
    ck_assert_uint_eq(text.tokens[2].sign, 0x201d);
    ck_assert_str_eq(paragraphs_of("<p>One.</p><p class=\"x\">Two <b>bold</b></p>"),
                     "One.|Two <b>bold");
    ck_assert_str_eq(tokens_of("didn&#146;t"), "didn&#146;t"); /* Windows-1252's */
    ck_assert_uint_eq(text.token_count, 1);
    ck_assert_str_eq(tokens_of("a<b title=\"x > y\">c"), "a|c");
    ck_assert_str_eq(tokens_of("a < b and c > d"), "a|<|b|and|c|>|d");
    ck_assert_str_eq(tokens_of("a <unclosed"), "a|<|unclosed");
}
END_TEST

START_TEST(what_no_html_element_is_named_like_is_text) {
    ck_assert_str_eq(tokens_of("Orb <ORB.L> and <ITLX>"), "Orb|<|ORB|.|L|>|and|<|ITLX|>");
    ck_assert_str_eq(tokens_of("one<SPAN class=x>two</Span>three<br/>four"),
                     "one|two|three|four");
    ck_assert_str_eq(tokens_of("one<o:p>two<my-box>three<!-- x -->four"),
                     "one|two|three|four");
}
END_TEST

/* UTF-8 that was taken for Windows-1252 on its way: the sign that was meant. */
START_TEST(quotes_and_dashes_read_as_windows_1252_are_what_they_were) {
    ck_assert_str_eq(tokens_of("didnâ€™t"), "didnâ€™t");
    ck_assert_uint_eq(text.token_count, 1);
    read_text("didnâ€™t");
    uint64_t hash = text.tokens[0].hash;
    read_text("didn’t");
    ck_assert_uint_eq(text.tokens[0].hash, hash);
    ck_assert_str_eq(tokens_of("â€œYesâ€\xc2\x9d â€” noâ€\xef\xbf\xbd"),
                     "â€œ|Yes|â€\xc2\x9d|â€”|no|â€\xef\xbf\xbd");
    ck_assert_uint_eq(text.tokens[0].sign, 0x201c);
    ck_assert_uint_eq(text.tokens[2].sign, 0x201d);
    ck_assert_uint_eq(text.tokens[3].sign, 0x2014);
    ck_assert_uint_eq(text.tokens[5].sign, 0x201d);
    /* The closing quote's third byte is often lost. */
    ck_assert_str_eq(tokens_of("noâ€ 5"), "no|â€|5");
    ck_assert_uint_eq(text.tokens[1].sign, 0x201d);
    ck_assert_str_eq(tokens_of("pâté â€5"), "pâté|â|€|5");
    /* Its bytes taken for Latin-1, where they are controls. */
    read_text("\xc2\x93No,\xc2\x94 \xc2\x96 didn\xc2\x92t");
    ck_assert_uint_eq(text.tokens[0].sign, 0x201c);
    ck_assert_uint_eq(text.tokens[3].sign, 0x201d);
    ck_assert_uint_eq(text.tokens[4].sign, 0x2013);
    ck_assert_uint_eq(text.tokens[5].hash, hash);
}
END_TEST

START_TEST(letters_read_as_windows_1252_are_what_they_were) {
    ck_assert_str_eq(tokens_of("PeÃ±a"), "PeÃ±a");
    uint64_t hash = text.tokens[0].hash;
    read_text("Peña");
    ck_assert_uint_eq(text.tokens[0].hash, hash);
    ck_assert_str_eq(tokens_of("SÃO Ã±"), "SÃO|Ã±");
    read_text("SÃO");
    hash = text.tokens[0].hash;
    read_text("são");
    ck_assert_uint_eq(text.tokens[0].hash, hash);
}
END_TEST

START_TEST(scripts_without_spaces_give_a_word_a_sign) {
    ck_assert_str_eq(tokens_of("東京で。Tokyo 서울"), "東|京|で|。|Tokyo|서울");
    ck_assert(text.tokens[0].flags & CD_TOKEN_CJK);
    ck_assert(!(text.tokens[5].flags & CD_TOKEN_CJK));
    ck_assert_str_eq(sentences_of("東京です。大阪です。"), "東京です。|大阪です。");
}
END_TEST

START_TEST(paragraphs_end_at_blank_lines_or_meant_breaks) {
    ck_assert_str_eq(paragraphs_of("One\ntwo.\nThree.\n\nFour."),
                     "One\ntwo.\nThree.|Four.");
    ck_assert_str_eq(paragraphs_of("One\ntwo.\nThree.\nFour."), "One\ntwo.|Three.|Four.");
    ck_assert_str_eq(paragraphs_of("One.\r\n \r\nTwo."), "One.|Two.");
    ck_assert_str_eq(paragraphs_of("One.\\n\\nTwo.\\r\\n\\r\\nThree."),
                     "One.|Two.|Three.");
    ck_assert_str_eq(paragraphs_of("In \\nu and C:\\new."), "In \\nu and C:\\new.");
}
END_TEST

START_TEST(sentences_end_where_a_reader_would_say) {
    ck_assert_str_eq(sentences_of("He left. She stayed! Why? 3 know."),
                     "He left.|She stayed!|Why?|3 know.");
    ck_assert_str_eq(sentences_of("“We won.” He smiled. “Did you?” she asked."),
                     "“We won.”|He smiled.|“Did you?” she asked.");
    ck_assert_str_eq(sentences_of("« On part. » Son maire reste. »Wir. »Gut."),
                     "« On part. »|Son maire reste.|»Wir.|»Gut.");
    ck_assert_str_eq(sentences_of("J. R. Smith of the U.S. Army spoke."),
                     "J. R. Smith of the U.S. Army spoke.");
    struct cd_words *abbreviations = cd_words_new();
    ck_assert_int_eq(
        cd_words_add(abbreviations, cd_word_hash(CD_STR("Mr")), CD_ABBREVIATION), CD_OK);
    ck_assert_int_eq(
        cd_text_read(&text, &arena, CD_STR("Mr. Lee sat. Ok. Go"), abbreviations, NULL),
        CD_OK);
    ck_assert_str_eq(spans_of(text.sentences, text.sentence_count),
                     "Mr. Lee sat.|Ok.|Go");
    cd_words_free(abbreviations);
}
END_TEST

START_TEST(full_stop_of_a_numbering_word_ends_nothing_before_a_number) {
    struct cd_words *numbering = cd_words_new();
    ck_assert_int_eq(
        cd_words_add(numbering, cd_word_hash(CD_STR("no")), CD_ABBREVIATION_NUMBER),
        CD_OK);
    ck_assert_int_eq(cd_text_read(&text, &arena,
                                  CD_STR("The No. 2 seed lost. He said no. She left no."),
                                  numbering, NULL),
                     CD_OK);
    ck_assert_str_eq(spans_of(text.sentences, text.sentence_count),
                     "The No. 2 seed lost.|He said no.|She left no.");
    cd_words_free(numbering);
}
END_TEST

START_TEST(full_stop_of_an_abbreviation_that_is_a_word_ends_nothing_behind_a_capital) {
    struct cd_words *capital = cd_words_new();
    ck_assert_int_eq(
        cd_words_add(capital, cd_word_hash(CD_STR("la")), CD_ABBREVIATION_CAPITAL),
        CD_OK);
    ck_assert_int_eq(cd_text_read(&text, &arena,
                                  CD_STR("Monroe, La. Mayor Lee is. Il est là. Oui."),
                                  capital, NULL),
                     CD_OK);
    ck_assert_str_eq(spans_of(text.sentences, text.sentence_count),
                     "Monroe, La. Mayor Lee is.|Il est là.|Oui.");
    cd_words_free(capital);
}
END_TEST

START_TEST(full_stop_of_a_day_ends_nothing_before_its_month) {
    struct cd_words *months = cd_words_new();
    ck_assert_int_eq(
        cd_words_add(months, cd_word_hash(CD_STR("mai")), CD_ABBREVIATION_MONTH), CD_OK);
    ck_assert_int_eq(cd_text_read(&text, &arena,
                                  CD_STR("Am 3. Mai kam er. Es war Mai. Mai 1999. Er "
                                         "ist 12. Das war 1999. Mai kam."),
                                  months, NULL),
                     CD_OK);
    ck_assert_str_eq(spans_of(text.sentences, text.sentence_count),
                     "Am 3. Mai kam er.|Es war Mai.|Mai 1999.|Er ist 12.|Das war "
                     "1999.|Mai kam.");
    cd_words_free(months);
}
END_TEST

START_TEST(every_token_is_in_one_sentence_and_one_paragraph) {
    unsigned seed = 7;
    char bytes[400];
    static const char alphabet[] = "aB. \n\"'<p>&;1\xe2\x80\x9c\xc3\xa9";
    for (int round = 0; round < cd_rounds(3000); round++) {
        size_t n = (size_t)rand_r(&seed) % sizeof bytes;
        for (size_t i = 0; i < n; i++)
            bytes[i] = alphabet[(size_t)rand_r(&seed) % (sizeof alphabet - 1)];
        struct cd_str s = {bytes, n};
        ck_assert_int_eq(cd_text_read(&text, &arena, s, NULL, NULL), CD_OK);
        uint32_t next = 0, last = 0;
        for (uint32_t i = 0; i < text.sentence_count; i++) {
            ck_assert_uint_eq(text.sentences[i].first, next);
            next = text.sentences[i].end;
        }
        ck_assert_uint_eq(next, text.token_count);
        for (uint32_t i = 0; i < text.token_count; i++) {
            ck_assert_uint_le(last, text.tokens[i].start);
            ck_assert_uint_lt(text.tokens[i].start, text.tokens[i].end);
            last = text.tokens[i].end;
            uint32_t in = cd_text_sentence_of(&text, i);
            ck_assert(text.sentences[in].first <= i && i < text.sentences[in].end);
        }
        ck_assert_uint_le(last, n);
        cd_arena_reset(&arena);
    }
}
END_TEST

START_TEST(code_points_are_counted_across_the_checkpoints) {
    struct cd_buf buf = cd_buf_in(&arena);
    for (int i = 0; i < 500; i++)
        cd_buf_add(&buf, "é", 2);
    cd_buf_add_char(&buf, '\0');
    read_text(buf.p);
    ck_assert(!text.ascii);
    for (uint32_t i = 0; i <= 500; i++)
        ck_assert_uint_eq(cd_text_code_point(&text, 2 * i), i);
    read_text("abc");
    ck_assert_uint_eq(cd_text_code_point(&text, 3), 3);
}
END_TEST

START_TEST(no_memory_is_an_error_and_not_a_crash) {
    struct cd_arena small;
    cd_arena_init(&small, 20000);
    struct cd_buf buf = cd_buf_in(&arena);
    for (int i = 0; i < 2000; i++)
        cd_buf_add(&buf, "a b ", 4);
    struct cd_error err = {0};
    ck_assert_int_eq(cd_text_read(&text, &small, cd_buf_str(&buf), NULL, &err),
                     CD_ENOMEM);
    ck_assert_str_eq(err.reason, "out_of_memory");
    cd_arena_done(&small);
}
END_TEST

START_TEST(word_set_finds_what_was_put_in_and_nothing_else) {
    struct cd_words *words = cd_words_new();
    ck_assert_int_eq(cd_words_find(words, 1), -1);
    for (uint64_t i = 0; i < 1000; i++)
        ck_assert_int_eq(cd_words_add(words, i * 64, (int)i), CD_OK);
    for (uint64_t i = 0; i < 1000; i++)
        ck_assert_int_eq(cd_words_find(words, i * 64), (int)i);
    ck_assert_int_eq(cd_words_find(words, 63), -1);
    ck_assert_int_eq(cd_words_add(words, 64, 6), CD_OK);
    ck_assert_int_eq(cd_words_find(words, 64), 7);
    ck_assert_uint_eq(cd_words_count(words), 1000);
    cd_words_free(words);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("text");
    TCase *tests = tcase_create("text");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, words_numbers_and_marks_are_told_apart);
    tcase_add_test(tests, forms_that_mean_the_same_have_one_hash);
    tcase_add_test(tests, composed_and_decomposed_texts_are_the_same_words);
    tcase_add_test(tests, ascii_words_of_all_lengths_are_as_read_byte_by_byte);
    tcase_add_test(tests, ascii_words_end_before_every_byte_that_is_no_letter_or_digit);
    tcase_add_test(tests, possessive_has_the_name_as_its_stem);
    tcase_add_test(tests, case_is_flagged);
    tcase_add_test(tests, references_and_tags_count_as_what_they_stand_for);
    tcase_add_test(tests, what_no_html_element_is_named_like_is_text);
    tcase_add_test(tests, quotes_and_dashes_read_as_windows_1252_are_what_they_were);
    tcase_add_test(tests, letters_read_as_windows_1252_are_what_they_were);
    tcase_add_test(tests, scripts_without_spaces_give_a_word_a_sign);
    tcase_add_test(tests, paragraphs_end_at_blank_lines_or_meant_breaks);
    tcase_add_test(tests, sentences_end_where_a_reader_would_say);
    tcase_add_test(tests, full_stop_of_a_numbering_word_ends_nothing_before_a_number);
    tcase_add_test(
        tests, full_stop_of_an_abbreviation_that_is_a_word_ends_nothing_behind_a_capital);
    tcase_add_test(tests, full_stop_of_a_day_ends_nothing_before_its_month);
    tcase_add_test(tests, every_token_is_in_one_sentence_and_one_paragraph);
    tcase_add_test(tests, code_points_are_counted_across_the_checkpoints);
    tcase_add_test(tests, no_memory_is_an_error_and_not_a_crash);
    tcase_add_test(tests, word_set_finds_what_was_put_in_and_nothing_else);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
