/* Does a match count? Each guard keeps out one way in which what looks like a notice is
 * none: it stands in the wrong place, is quoted, is somebody's words, or is a label that
 * means something else. */
#include "processors/archival/scan.h"

#define HEAD_PARAGRAPHS  3
#define TAIL_PARAGRAPHS  4
#define LABEL_PARAGRAPHS 2  /* this near the end a label needs no cue */
#define HEADED_WORDS     40 /* of a paragraph that a label alone may head without one */
#define INTRODUCING      5  /* words of a paragraph that are more than a label */

static bool near_head(const struct cd_scan *scan, uint32_t token) {
    return cd_text_paragraph_of(scan->text, token) < HEAD_PARAGRAPHS;
}

static bool near_tail(const struct cd_scan *scan, uint32_t token, uint32_t paragraphs) {
    return cd_text_paragraph_of(scan->text, token) + paragraphs >= scan->real_paragraphs;
}

static bool opens_paragraph(const struct cd_scan *scan, const struct cd_hit *hit) {
    struct cd_span paragraph = paragraph_of(scan, hit->anchor);
    return hit->level == CD_LEVEL_PARAGRAPH ||
           cd_dateline_end(scan, sentence_of(scan, paragraph.first)) == hit->anchor;
}

/* Does it open the first paragraph, labels apart, or the last one? */
static bool stands_at_end(const struct cd_scan *scan, const struct cd_hit *hit) {
    uint32_t index = cd_text_paragraph_of(scan->text, hit->anchor), before = index;
    while (before > 0 && index < HEAD_PARAGRAPHS &&
           cd_words_in(scan, scan->text->paragraphs[before - 1]) < INTRODUCING)
        before--;
    return (before == 0 || index + 1 >= scan->real_paragraphs) &&
           opens_paragraph(scan, hit);
}

static bool stands_right(const struct cd_scan *scan, const struct cd_hit *hit) {
    bool head = near_head(scan, hit->anchor);
    bool tail = near_tail(scan, hit->anchor, TAIL_PARAGRAPHS);
    switch (hit->entry->where) {
        case CD_WHERE_ANY:
        case CD_WHERE_TITLE:
            return true;
        case CD_WHERE_HEAD:
            return head;
        case CD_WHERE_TAIL:
            return tail;
        case CD_WHERE_EDGES:
            return head || tail;
        case CD_WHERE_ENDS:
            return stands_at_end(scan, hit);
    }
    return false;
}

static bool in_furniture(const struct cd_scan *scan, uint32_t token) {
    for (uint32_t i = 0; i < scan->out->furniture_count; i++)
        if (token >= scan->out->furniture[i].first && token < scan->out->furniture[i].end)
            return true;
    return false;
}

/* A notice that should begin a paragraph may stand inside the first or the last one: what
 * made the text may have lost a line break. What stands behind furniture in its paragraph
 * is the page's, too, and no sentence of the article's; furniture there must touch the
 * one before it. */
static bool is_anchored(const struct cd_scan *scan, const struct cd_hit *hit) {
    if (hit->level != CD_LEVEL_SENTENCE || hit->entry->anchor != CD_ANCHOR_PARAGRAPH)
        return true;
    uint32_t index = cd_text_paragraph_of(scan->text, hit->anchor);
    if (hit->entry->role == CD_ROLE_FURNITURE)
        return cd_is_last(scan, hit->anchor) || in_furniture(scan, hit->anchor - 1);
    return index == 0 || index + 1 >= scan->real_paragraphs ||
           in_furniture(scan, hit->anchor);
}

/* Is the sentence somebody else's? One without a full stop ends with its line, where
 * the next one begins something. */
static bool is_reported(const struct cd_scan *scan, const struct cd_hit *hit) {
    struct cd_span sentence = {hit->word, sentence_of(scan, hit->end - 1).end};
    uint32_t line = cd_line_end(scan, hit->end - 1);
    if (line < sentence.end && cd_begins_line(scan, line))
        sentence.end = line;
    return cd_is_reported(cd_helper_for(scan, hit, CD_ROLE_REPORTED), scan->text,
                          sentence);
}

bool cd_is_upper(const struct cd_scan *scan, const struct cd_hit *hit) {
    for (uint32_t i = hit->word; i < hit->end; i++)
        if (token_at(scan, i)->kind == CD_TOKEN_WORD &&
            !(token_at(scan, i)->flags & CD_TOKEN_UPPER))
            return false;
    return true;
}

/* Does what follows the match begin as a headline does, or on a line of its own? */
static bool headline_follows(const struct cd_scan *scan, const struct cd_hit *hit) {
    uint32_t i = hit->end;
    while (i < scan->text->token_count && token_at(scan, i)->kind == CD_TOKEN_MARK &&
           !(token_at(scan, i)->flags & CD_TOKEN_LINE))
        i++;
    if (i == scan->text->token_count || (token_at(scan, i)->flags & CD_TOKEN_LINE))
        return true;
    const struct cd_token *next = token_at(scan, i);
    bool cased = next->kind == CD_TOKEN_WORD && !(next->flags & CD_TOKEN_CJK);
    return !cased || (next->flags & CD_TOKEN_CAPITAL);
}

/* Furniture and labels of a foreign language are doubted: "Like" is Dutch, too, and
 * "corrections" French. English is found on pages of all languages. */
bool cd_speaks(const struct cd_scan *scan, const struct cd_entry *entry) {
    struct cd_str own = cd_str_of(entry->language), its = scan->language;
    if (!its.p || own.len == 0 || cd_str_eq(own, its) || cd_str_eq(own, CD_STR("en")))
        return true;
    return cd_str_eq(own, CD_STR("no")) &&
           (cd_str_eq(its, CD_STR("nb")) || cd_str_eq(its, CD_STR("nn")));
}

/* "Rettelse: billedet viste …": many a language goes on in lower case, and the text's
 * last paragraph is where corrections stand; updates there have their time ("Päivitys
 * klo 18: lisätty …"). */
static bool corrects_last(const struct cd_scan *scan, const struct cd_hit *hit) {
    bool dated = token_at(scan, hit->end - 1)->kind == CD_TOKEN_MARK &&
                 hit->end - hit->word > 2 &&
                 token_at(scan, hit->end - 2)->kind == CD_TOKEN_NUMBER;
    return (hit->entry->status == CD_STATUS_CORRECTED || dated) &&
           hit->level == CD_LEVEL_PARAGRAPH && near_tail(scan, hit->anchor, 1) &&
           scan->real_paragraphs > LABEL_PARAGRAPHS &&
           !cd_str_eq(cd_str_of(hit->entry->language), CD_STR("en"));
}

/* "Correction: “The bridge is safe,” as quoted in an earlier version, was said by …": a
 * cue outside of the quotation, or it is somebody's who cites a correction. */
static bool corrects_quote(const struct cd_scan *scan, const struct cd_hit *hit,
                           struct cd_span rest) {
    struct cd_helper cue = cd_helper_for(scan, hit, CD_ROLE_CUE);
    for (uint32_t i = rest.first; i < rest.end; i++)
        if (token_at(scan, i)->kind == CD_TOKEN_WORD && cd_helper_at(cue, scan->text, i))
            return !cd_is_quoted(scan->text, i);
    return false;
}

/* "Correction | The bridge opened in 1934, not in 1931." above the article, or several
 * below it. "Corrections" may be a button, and the next paragraph the article's. */
static bool heads_correction(const struct cd_scan *scan, const struct cd_hit *hit,
                             struct cd_span rest) {
    return hit->entry->status == CD_STATUS_CORRECTED &&
           (stands_at_end(scan, hit) ||
            (hit->entry->extent == CD_EXTENT_SECTION &&
             near_tail(scan, hit->anchor, TAIL_PARAGRAPHS + 1))) &&
           cd_words_in(scan, rest) <= HEADED_WORDS &&
           cd_has_contrast(cd_helper_for(scan, hit, CD_ROLE_CONTRAST), scan->text,
                           rest) &&
           !cd_is_reported(cd_helper_for(scan, hit, CD_ROLE_REPORTED), scan->text,
                           sentence_of(scan, rest.end - 1));
}

/* A label alone proves nothing: what follows it must speak of this article, or it stands
 * where such labels stand. */
static bool is_label(const struct cd_scan *scan, const struct cd_hit *hit) {
    struct cd_span rest = cd_after_label(scan, hit);
    uint32_t word = cd_first_word(scan, rest.first, rest.end);
    if (!cd_speaks(scan, hit->entry))
        return false;
    if (word >= rest.end)
        return corrects_quote(scan, hit, rest);
    if (cd_helper_at(cd_helper_for(scan, hit, CD_ROLE_DENIAL), scan->text, word))
        return false;
    if (cd_helper_within(cd_helper_for(scan, hit, CD_ROLE_CUE), scan->text, rest))
        return true;
    /* What an update tells is often what somebody said: "Update: The firm has told us".
     */
    if (hit->entry->status == CD_STATUS_UPDATED && hit->level == CD_LEVEL_PARAGRAPH &&
        near_tail(scan, hit->anchor, TAIL_PARAGRAPHS) && headline_follows(scan, hit))
        return true;
    if (hit->entry->status != CD_STATUS_UPDATED && is_reported(scan, hit))
        return false;
    if (hit->entry->capital && !headline_follows(scan, hit))
        return corrects_last(scan, hit);
    if (near_tail(scan, rest.first, LABEL_PARAGRAPHS) && hit->level != CD_LEVEL_SENTENCE)
        return true;
    bool alone = rest.first >= paragraph_of(scan, hit->anchor).end;
    if (alone && heads_correction(scan, hit, rest))
        return true;
    bool opens = hit->entry->status == CD_STATUS_UPDATED &&
                 cd_text_paragraph_of(scan->text, hit->anchor) < LABEL_PARAGRAPHS;
    return !alone && hit->level != CD_LEVEL_SENTENCE && (opens || cd_is_upper(scan, hit));
}

/* Words between a sentence's beginning and a match inside it: few enough, and nobody who
 * says it. */
static bool leads_in(const struct cd_scan *scan, const struct cd_hit *hit) {
    struct cd_span lead = {hit->anchor, hit->word};
    if (hit->entry->within && cd_words_in(scan, lead) > hit->entry->within)
        return false;
    return !cd_helper_within(cd_helper_for(scan, hit, CD_ROLE_REPORTED), scan->text,
                             lead);
}

/* The number that a token begins with; 0 for a word. */
static uint32_t number_of(const struct cd_scan *scan, uint32_t i) {
    const struct cd_token *token = token_at(scan, i);
    uint32_t number = 0;
    for (uint32_t at = token->start; at < token->end && number < 100000000; at++) {
        char c = scan->text->bytes.p[at];
        if (c >= '0' && c <= '9')
            number = number * 10 + (uint32_t)(c - '0');
        else if (c != ',')
            break;
    }
    return number;
}

static bool is_negative(const struct cd_scan *scan, uint32_t number) {
    const struct cd_token *before = token_at(scan, number - (number > 0));
    return before->kind == CD_TOKEN_MARK && before->sign == '-' &&
           (before->flags & CD_TOKEN_SPACE) &&
           before->end == token_at(scan, number)->start;
}

/* An entry that bounds its numbers counts years or months: none is no age. */
static bool numbers_fit(const struct cd_scan *scan, const struct cd_hit *hit) {
    for (uint32_t i = hit->word; hit->entry->most && i < hit->end; i++)
        if (token_at(scan, i)->kind == CD_TOKEN_NUMBER &&
            (number_of(scan, i) > hit->entry->most || number_of(scan, i) == 0 ||
             is_negative(scan, i)))
            return false;
    return true;
}

static uint32_t word_before(const struct cd_scan *scan, uint32_t i) {
    while (i > 0 && token_at(scan, i - 1)->kind == CD_TOKEN_MARK)
        i--;
    return i;
}

/* "Posted: Apr 12, 2017 / 11:29 AM Updated: Apr 12, 2017 / 11:29 AM": pages that write
 * both of every article tell of no update where the moment is the same. Compared from
 * the line's end to its label, word by word. */
static bool repeats_moment(const struct cd_scan *scan, const struct cd_hit *hit) {
    uint32_t i = word_before(scan, cd_line_end(scan, hit->end - 1));
    uint32_t before = word_before(scan, hit->word);
    bool number = false;
    while (i > hit->word && before > 0 &&
           token_at(scan, i - 1)->hash == token_at(scan, before - 1)->hash) {
        number |= token_at(scan, i - 1)->kind == CD_TOKEN_NUMBER;
        i = word_before(scan, i - 1);
        before = word_before(scan, before - 1);
    }
    while (i > hit->word && token_at(scan, i - 1)->kind != CD_TOKEN_NUMBER)
        i--;
    return number && i == hit->word;
}

/* Does the span end in words that say who printed what follows: "… had to print this:"?
 */
static bool ends_in_print(const struct cd_scan *scan, const struct cd_hit *hit,
                          struct cd_span span) {
    struct cd_pattern_match matches[CD_PATTERN_MATCHES];
    struct cd_helper reported = cd_helper_for(scan, hit, CD_ROLE_REPORTED);
    uint32_t first =
        span.end > span.first + INTRODUCING * 3 ? span.end - INTRODUCING * 3 : span.first;
    for (uint32_t i = first; i < span.end; i++) {
        size_t n = cd_patterns_match(scan->lexicon->helpers, scan->text, i, matches);
        for (size_t k = 0; k < n; k++)
            if (matches[k].end == span.end && cd_helper_at(reported, scan->text, i))
                return true;
    }
    return false;
}

/* "The Courier ran one in March:" and then a block that cites it, without marks. Behind
 * any such line what would take the article away counts for nothing; a correction does
 * not behind one that says who printed it: real ones stand behind a colon, too, where a
 * picture was between them. */
static bool is_introduced(const struct cd_scan *scan, const struct cd_hit *hit) {
    uint32_t first = paragraph_of(scan, hit->anchor).first;
    if (hit->entry->role != CD_ROLE_NOTICE || first == 0 ||
        hit->entry->status > CD_STATUS_CORRECTED)
        return false;
    const struct cd_token *last = token_at(scan, first - 1);
    struct cd_span before = paragraph_of(scan, first - 1);
    return last->kind == CD_TOKEN_MARK && last->sign == ':' &&
           cd_words_in(scan, before) >= INTRODUCING &&
           (hit->entry->status <= CD_STATUS_EMBARGOED ||
            ends_in_print(scan, hit, before));
}

/* Is what the hit is in most of the body? */
static bool is_the_body(const struct cd_scan *scan, const struct cd_hit *hit) {
    struct cd_span all = {0, scan->text->token_count};
    return 2 * cd_words_in(scan, sentence_of(scan, hit->word)) >= cd_words_in(scan, all);
}

/* "AFP has killed the photograph" is news in everybody's paper and an advisory in AFP's
 * wire: that is a message of its own, or stands first or last and speaks to those who
 * have the story. */
static bool is_told_of_others(const struct cd_scan *scan, const struct cd_hit *hit) {
    if (!hit->entry->told || is_the_body(scan, hit))
        return false;
    return !stands_at_end(scan, hit) ||
           !cd_helper_within(cd_helper_for(scan, hit, CD_ROLE_ADDRESS), scan->text,
                             paragraph_of(scan, hit->anchor));
}

#define FEW_WORDS 2 /* "Site archivé" is an English page's "Site Archive", too */

/* A match of few words is believed in its own language, as labels are. */
static bool is_understood(const struct cd_scan *scan, const struct cd_hit *hit) {
    return hit->entry->role != CD_ROLE_NOTICE || cd_speaks(scan, hit->entry) ||
           cd_words_in(scan, (struct cd_span){hit->word, hit->end}) > FEW_WORDS;
}

bool cd_hit_counts(const struct cd_scan *scan, const struct cd_hit *hit) {
    const struct cd_entry *entry = hit->entry;
    if (!stands_right(scan, hit) || !is_anchored(scan, hit) || is_introduced(scan, hit) ||
        cd_is_quoted(scan->text, hit->word) || is_told_of_others(scan, hit))
        return false;
    if (entry->bracketed && !cd_is_bracketed(scan, hit->anchor))
        return false;
    if (entry->role == CD_ROLE_NOTICE && entry->words &&
        cd_words_in(scan, paragraph_of(scan, hit->anchor)) > entry->words)
        return false;
    if (entry->anchor == CD_ANCHOR_INSIDE && !leads_in(scan, hit))
        return false;
    if (entry->status == CD_STATUS_UPDATED && entry->role == CD_ROLE_NOTICE &&
        repeats_moment(scan, hit))
        return false;
    if (!is_understood(scan, hit) || !numbers_fit(scan, hit) ||
        (entry->upper && !cd_is_upper(scan, hit)))
        return false;
    if (entry->capital && !entry->needs_cue && !headline_follows(scan, hit))
        return false;
    if (entry->needs_cue)
        return is_label(scan, hit);
    /* What stands in brackets is the desk's: "(Adds comment, updates shares)". */
    return entry->keep || entry->bracketed || !is_reported(scan, hit);
}
