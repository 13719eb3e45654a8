/* HTML as plain text, and what is HTML at all. */
#include <check.h>
#include <stdlib.h>

#include "base/buf.h"
#include "processors/text/markup.h"
#include "processors/text/tags.h"
#include "suite.h"

static struct cd_arena arena;

static void setup(void) { cd_arena_init(&arena, 0); }
static void teardown(void) { cd_arena_done(&arena); }

static struct cd_str plain_of(struct cd_str html) {
    struct cd_str plain;
    ck_assert_int_eq(cd_markup_plain(html, &arena, &plain), CD_OK);
    ck_assert_uint_le(plain.len, html.len);
    return plain;
}

static void becomes(const char *html, const char *want) {
    struct cd_str got = plain_of(cd_str_of(html));
    ck_assert_msg(cd_str_eq(got, cd_str_of(want)), "%s\nbecomes \"%.*s\", not \"%s\"",
                  html, (int)got.len, got.p, want);
}

static struct cd_str repeat(const char *what, size_t count) {
    struct cd_buf out = cd_buf_in(&arena);
    for (size_t i = 0; i < count; i++)
        cd_buf_add(&out, what, strlen(what));
    ck_assert(!out.failed);
    return cd_buf_str(&out);
}

START_TEST(blocks_are_parted_by_a_blank_line) {
    becomes("<p>One.</p><p>Two.</p>", "One.\n\nTwo.");
    becomes("<P CLASS=x>One.<p>Two.<H2>Three</H2>Four", "One.\n\nTwo.\n\nThree\n\nFour");
    becomes("<div><div><p>One.</p>\n</div> </div>\n<blockquote>Two.</blockquote>",
            "One.\n\nTwo.");
    becomes("One<hr>Two", "One\n\nTwo");
    becomes("<!DOCTYPE html><?xml version=\"1.0\"?><html><body>\n<p>One.</body></html>\n",
            "One.");
}
END_TEST

START_TEST(line_breaks_list_items_and_rows_are_lines) {
    becomes("One<br>two<BR/>three<br />four", "One\ntwo\nthree\nfour");
    becomes("One<br><br>two <br> <br> <br> three", "One\n\ntwo\n\nthree");
    becomes("<p>One<br></p><p><br>Two</p>", "One\n\nTwo");
    becomes("Of two:<ul>\n<li>One</li>\n<li>Two\n</ul>End", "Of two:\n\nOne\nTwo\n\nEnd");
    becomes("<ol><li>A<ul><li>B<li>C</ul><li>D</ol>", "A\n\nB\nC\n\nD");
    becomes("<table><tr><th>Name</th><th>Votes</th></tr><tr><td>Doe<td>12</tr></table>",
            "Name Votes\nDoe 12");
}
END_TEST

START_TEST(white_space_is_one_space_and_none_at_the_ends) {
    becomes(" \n <p> One\n\t two  </p>\n\n", "One two");
    becomes("One <b> two </b> three", "One two three");
    becomes("<b>T</b>he wor<i></i>d", "The word");
    becomes("10&nbsp;000\xc2\xa0men&nbsp; <p>&nbsp;</p> <p>\xc2\xa0</p>x",
            "10\xc2\xa0"
            "000\xc2\xa0men\n\nx");
    becomes("a&#10;&#32;b", "a b");
    becomes("\xc2\xab", "\xc2\xab");
    becomes("", "");
    becomes(" <p> &nbsp; </p><br> ", "");
}
END_TEST

START_TEST(white_space_in_pre_stays) {
    becomes("<p>a</p><pre>\n one\r\n   two\t3\n\n\nfour \n\n</pre><p>  b</p>",
            "a\n\n one\n   two\t3\n\n\nfour\n\nb");
    becomes("<pre>\n\n  first</pre>", "first");
    becomes("<pre>a <b>b</b>\n</pre>\n\n c  d", "a b\n\nc d");
    becomes("<pre>un  closed\n", "un  closed");
}
END_TEST

START_TEST(blank_line_parts_paragraphs_where_no_tag_does) {
    becomes("One\ntwo.\n \nThree.<h2>Four</h2>Five.\r\n\r\nSix.",
            "One two.\n\nThree.\n\nFour\n\nFive.\n\nSix.");
    becomes("<p>By\n\n\n<a href=x>Ann</a>\n\n\nDoyle</p>", "By Ann Doyle");
    becomes("<ul><li>One\n\ntwo<br></ul>", "One two");
}
END_TEST

START_TEST(character_references_are_decoded) {
    becomes("&quot;It&#x27;s&quot; &lt;b&gt; AT&amp;T &euro;5 &#8217; &#x2014;",
            "\"It's\" <b> AT&T \xe2\x82\xac"
            "5 \xe2\x80\x99 \xe2\x80\x94");
    becomes("don&#146;t &#147;x&#148; &#128;", "don\xe2\x80\x99t “x” €");
    becomes("AT&T &unknown; &; &#; &#xd83d; &amp", "AT&T &unknown; &; &#; \ufffd &amp");
    becomes("&#x10ffff;&#1114112;", "\xf4\x8f\xbf\xbf&#1114112;");
    becomes("&amp;lt;", "&lt;");
    becomes("a&Tab;b &rarr; &minus;3&deg; &hearts;", "a b → −3° ♥");
}
END_TEST

START_TEST(what_is_not_shown_is_left_out) {
    becomes("<head><title>T</title><style>p {}</style></head><p>One", "One");
    becomes("One<script type=\"a>b\">if (a < b) document.write(\"<p>x</p>\");</SCRIPT >"
            " two",
            "One two");
    becomes("One<noscript><img src=x>Enable it</noscript>.", "One.");
    becomes("a<!-- <p>no</p> -- > -->b<!-->c<!--->d<!-- x", "abcd<!-- x");
    becomes("<![CDATA[<p>One &amp; two</p>]]> ]]>", "One & two\n\n]]>");
    becomes(
        "a<video src=x>Your browser cannot</video>b<svg><g><rect x=\"1\"/></g></svg>c",
        "abc");
    becomes("<p>One<![if !supportLists]> two<![endif]><o:p>&nbsp;</o:p></p>", "One two");
}
END_TEST

/* It may be all that is left of an article that was cut. */
START_TEST(hidden_element_that_nothing_closes_hides_nothing) {
    becomes("<p>One</p><script>x<p>Two</p>", "One\n\nx\n\nTwo");
    becomes("<p>One</p><script src=x /><p>Two</p><script>y</script>", "One\n\nTwo");
    becomes("</script>One</style>", "One");
}
END_TEST

START_TEST(what_is_no_tag_stays) {
    becomes("<p>a < b, c > d <- <3 <", "a < b, c > d <- <3 <");
    becomes("<p>Shares of <ORB.L> and <CDN> fell</p>",
            "Shares of <ORB.L> and <CDN> fell");
    becomes("<p>One <b two", "One <b two");
    becomes("<p>One <a href=\"x <b>two</b>", "One <a href=\"x two");
    becomes("</ p></>x", "</ p></>x");
}
END_TEST

START_TEST(attributes_may_hold_what_ends_a_tag) {
    becomes("<p style=\"a>b\">One</p>", "One");
    becomes("<p title='<i>\"a\"</i>' data-x = \">\">One</p>", "One");
    becomes("<p class=\"open>One</p>", "One");
    becomes("<p title=it's>One</p><p title=don't>Two</p>", "One\n\nTwo");
    struct cd_buf html = cd_buf_in(&arena);
    cd_buf_add(&html, "One<img src=\"data:", 18);
    cd_buf_add_str(&html, repeat("ABCD", 20000));
    cd_buf_add(&html, "\"> two", 7);
    becomes(html.p, "One two");
}
END_TEST

START_TEST(html_is_what_has_a_tag_that_parts_text) {
    static const char *const html[] = {"a<br>b",     "<P>a",
                                       "a</p>",      "<li>a",
                                       "<td>a",      "<h1 class=\"x\">a",
                                       "a</script>", "x < y <div id='a>b'>",
                                       "<<<p>",      "<!-- <p> -->"};
    static const char *const text[] = {"",
                                       "a < b & c > d",
                                       "AT&amp;T &#x27;",
                                       "He <b>said</b> <a href=\"x\">it</a>",
                                       "Orb <ORB.L>, <P.N> and <BR.X>",
                                       "<tweet id=\"1\">a</tweet>",
                                       "<p",
                                       "<p <p <p",
                                       "<q>",
                                       "<pa> </pa>",
                                       "write <script> there"};
    for (size_t i = 0; i < sizeof html / sizeof *html; i++)
        ck_assert_msg(cd_markup_holds(cd_str_of(html[i])), "%s", html[i]);
    for (size_t i = 0; i < sizeof text / sizeof *text; i++)
        ck_assert_msg(!cd_markup_holds(cd_str_of(text[i])), "%s", text[i]);
}
END_TEST

START_TEST(tag_says_what_it_is) {
    static const struct {
        const char *text;
        size_t len;
        enum cd_tag_kind kind;
        bool closing, empty;
    } cases[] = {
        {"<p>x", 3, CD_TAG_BLOCK, false, false},
        {"</LI >x", 6, CD_TAG_LINE, true, false},
        {"<br/>", 5, CD_TAG_BREAK, false, true},
        {"<td a='/>'>", 11, CD_TAG_CELL, false, false},
        {"<script src=\"x\"/>", 17, CD_TAG_HIDDEN, false, true},
        {"<o:p>", 5, CD_TAG_INLINE, false, false},
        {"<!x>", 4, CD_TAG_INLINE, false, false},
        {"<px>", 0, CD_TAG_INLINE, false, false},
        {"<", 0, CD_TAG_INLINE, false, false},
        {"</", 0, CD_TAG_INLINE, true, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *text = cases[i].text;
        struct cd_tag tag = cd_tag_at(text, text + strlen(text));
        ck_assert_msg(tag.len == cases[i].len && tag.kind == cases[i].kind &&
                          tag.closing == cases[i].closing && tag.empty == cases[i].empty,
                      "%s: %zu bytes, kind %d", text, tag.len, (int)tag.kind);
    }
}
END_TEST

START_TEST(megabyte_of_signs_that_begin_nothing_stays) {
    struct cd_str html = repeat("<", 1u << 20);
    ck_assert(!cd_markup_holds(html));
    ck_assert(cd_str_eq(plain_of(html), html));
}
END_TEST

START_TEST(no_memory_is_an_error) {
    struct cd_arena small;
    struct cd_str plain;
    cd_arena_init(&small, 100);
    ck_assert_int_eq(cd_markup_plain(repeat("<p>x", 100), &small, &plain), CD_ENOMEM);
    cd_arena_done(&small);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("markup");
    TCase *tests = tcase_create("markup");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, blocks_are_parted_by_a_blank_line);
    tcase_add_test(tests, line_breaks_list_items_and_rows_are_lines);
    tcase_add_test(tests, white_space_is_one_space_and_none_at_the_ends);
    tcase_add_test(tests, white_space_in_pre_stays);
    tcase_add_test(tests, blank_line_parts_paragraphs_where_no_tag_does);
    tcase_add_test(tests, character_references_are_decoded);
    tcase_add_test(tests, what_is_not_shown_is_left_out);
    tcase_add_test(tests, hidden_element_that_nothing_closes_hides_nothing);
    tcase_add_test(tests, what_is_no_tag_stays);
    tcase_add_test(tests, attributes_may_hold_what_ends_a_tag);
    tcase_add_test(tests, html_is_what_has_a_tag_that_parts_text);
    tcase_add_test(tests, tag_says_what_it_is);
    tcase_add_test(tests, megabyte_of_signs_that_begin_nothing_stays);
    tcase_add_test(tests, no_memory_is_an_error);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
