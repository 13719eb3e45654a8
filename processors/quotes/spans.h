/* Where quotes begin and end: quote marks of all styles are paired within a paragraph.
 * Knows nothing of speakers. */
#ifndef CD_PROCESSORS_QUOTES_SPANS_H
#define CD_PROCESSORS_QUOTES_SPANS_H

#include "processors/article.h"

/* Tokens [first, end) with the marks, [inner, inner_end) without. */
struct cd_quote_span {
    uint32_t first, inner, inner_end, end;
    bool unclosed;  /* its paragraph ends without a closing mark */
    bool continues; /* goes on with the unclosed quote of the paragraph before */
};

/* Of an article, the quote marks that are looked at, apostrophes among them; behind them
 * no quote begins. News has some hundred in all; each may take some 200 bytes of memory,
 * as what is quoted has a span, a place in a sentence and a speaker. */
#define CD_MOST_MARKS 262144

#define CD_MOST_NICKNAMES 32 /* that are kept as terms; more are not */

struct cd_quote_spans {
    struct cd_quote_span *list; /* in the text's order, not overlapping */
    uint32_t count;
    struct cd_quote_span nicknames[CD_MOST_NICKNAMES]; /* part of names; not in `list` */
    uint32_t nickname_count;
    uint32_t *marks; /* tokens that are quote marks by their form */
    uint32_t mark_count;
};

/* Does a paragraph begin with a dash, behind which somebody may speak? */
bool cd_has_speech_dash(const struct cd_text *text);

/* Lists the quote marks of a text, in a zeroed *out. CD_ENOMEM. */
CD_MUST_USE int cd_quote_marks_find(struct cd_quote_spans *out,
                                    const struct cd_text *text, struct cd_arena *arena);

/* Finds the outermost quotes of a text whose marks are listed; those inside `removed`
 * (sorted, may be NULL) are none. `classes` are the tokens' (vocabulary.h). A mark inside
 * a quote stays inside. Where a text marks its quotes by single marks (British style),
 * those count, else they are apostrophes and quotes within quotes. `dashes`: a dash
 * before a paragraph may mark what is said, too. Linear in time; lives in the article's
 * arena. CD_ENOMEM. */
CD_MUST_USE int cd_quote_spans_find(struct cd_quote_spans *out,
                                    const struct cd_article *article,
                                    const uint64_t *classes, bool dashes,
                                    struct cd_error *err);

#endif
