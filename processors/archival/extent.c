/* What belongs to a notice: where it begins and how far it goes. Paragraph ends are
 * believed, but what made the text may have lost them. */
#include "processors/archival/extent.h"

#define LABEL_WORDS    3   /* before a match: its label */
#define LABEL_SIGNS    8   /* the same in scripts whose words are not parted */
#define SHORT_SENTENCE 6   /* words: too short to be the article's */
#define MOST_WORDS     200 /* of a notice */
#define MOST_BEFORE    80  /* words between a note's label and what says its status */
#define MOST_BEHIND    12  /* words behind one in a paragraph that is the text: its own */
#define MOST_BETWEEN   2   /* sentences between two that speak of the article's state */
#define SECTION_WORDS  80  /* of a paragraph below "Corrections" */
#define TEXT_PARTS     2   /* what is more than one of so many parts is most of it */

/* Behind the bracket that closes the one at `open`, with marks that stand there; 0 if it
 * is not closed before `end`. */
static uint32_t bracket_end(const struct cd_scan *scan, uint32_t open, uint32_t end) {
    uint32_t close = cd_closing_bracket(token_at(scan, open)->sign);
    for (uint32_t i = open + 1; i < end; i++) {
        if (token_at(scan, i)->kind != CD_TOKEN_MARK || token_at(scan, i)->sign != close)
            continue;
        while (++i < end && token_at(scan, i)->kind == CD_TOKEN_MARK &&
               token_at(scan, i)->sign == '.')
            continue;
        return i;
    }
    return 0;
}

/* "5:45 p.m. ET": no sentence begins with the zone. */
static bool is_zone(const struct cd_scan *scan, uint32_t i) {
    const struct cd_token *token = token_at(scan, i);
    return (token->flags & CD_TOKEN_UPPER) &&
           cd_date_word(scan->lexicon->date_words, token->hash);
}

/* Is it a part of a date or a time? "The 4th" is, "The council" is not. */
static bool is_dated(const struct cd_scan *scan, uint32_t i, uint32_t end) {
    const struct cd_date_words *words = scan->lexicon->date_words;
    const struct cd_token *token = token_at(scan, i), *next = token + 1;
    if (token->kind == CD_TOKEN_NUMBER || cd_date_zone(words, token->hash))
        return true;
    if (!cd_date_word(words, token->hash))
        return false;
    return !(token->flags & CD_TOKEN_CAPITAL) || (token->flags & CD_TOKEN_UPPER) ||
           i + 1 == end || next->kind != CD_TOKEN_WORD || cd_date_word(words, next->hash);
}

/* "EMBARGOED UNTIL 12 MARCH 2027, 9 A.M. The council …", "… 2027 HARLOW — The …": where
 * behind an embargo's date the article begins in its sentence; `end`: nowhere. */
static uint32_t embargo_end(const struct cd_scan *scan, const struct cd_hit *hit,
                            uint32_t end) {
    bool dated = false, upper = true;
    for (uint32_t i = hit->word; i < end; i++) {
        const struct cd_token *token = token_at(scan, i);
        if (token->kind == CD_TOKEN_MARK)
            continue;
        if (is_dated(scan, i, end)) {
            dated = true;
            continue;
        }
        struct cd_span rest = {i, end};
        bool begins = (token->flags & CD_TOKEN_CAPITAL) &&
                      !(token->flags & CD_TOKEN_UPPER) && upper &&
                      cd_words_in(scan, rest) > LABEL_WORDS;
        if (dated && (begins || cd_dateline_end(scan, rest) > 0))
            return i;
        upper &= (token->flags & CD_TOKEN_UPPER) || token->end - token->start == 1;
    }
    return end;
}

/* The end of the sentence that the match ends in. A date in it takes words such as "the"
 * behind a full stop, with which the next one begins. */
uint32_t cd_own_end(const struct cd_scan *scan, const struct cd_hit *hit) {
    uint32_t last = hit->end - 1;
    for (uint32_t i = hit->word + 2; i < hit->end; i++) {
        if ((token_at(scan, i)->flags & CD_TOKEN_SENTENCE) &&
            token_at(scan, i - 2)->kind == CD_TOKEN_NUMBER) {
            last = i - 1;
            break;
        }
    }
    uint32_t end = sentence_of(scan, last).end;
    if (hit->end < end && cd_line_end(scan, last) == hit->end &&
        cd_begins_line(scan, hit->end))
        return hit->end; /* a line of its own that has no full stop */
    return hit->entry->status == CD_STATUS_EMBARGOED && hit->entry->role == CD_ROLE_NOTICE
               ? embargo_end(scan, hit, end)
               : end;
}

/* A correction tells a story, and what is said of it needs no sign of its own; behind
 * other notices the article itself may go on. */
static bool tells_story(enum cd_status status) {
    return status == CD_STATUS_CORRECTED || status <= CD_STATUS_RETRACTED;
}

/* Does it speak of the article's state, in nobody's words but the publisher's? */
static bool is_caveat(const struct cd_scan *scan, const struct cd_hit *hit,
                      struct cd_span sentence) {
    return cd_helper_within(cd_helper_for(scan, hit, CD_ROLE_CUE), scan->text,
                            sentence) &&
           !cd_is_reported(cd_helper_for(scan, hit, CD_ROLE_REPORTED), scan->text,
                           sentence);
}

/* Is what stands behind the notice or furniture in its paragraph most of the text, or a
 * preview that an outlet's invitation begins? The text has lost its line breaks: what
 * follows is the article, until it is shown to be none. */
bool cd_is_whole_text(const struct cd_scan *scan, const struct cd_hit *hit) {
    uint32_t end = paragraph_of(scan, hit->anchor).end, words = 0;
    uint32_t from = cd_own_end(scan, hit);
    bool preview =
        hit->entry->role == CD_ROLE_FURNITURE && scan->text->paragraph_count == 1;
    if (from >= end || (!preview && (end - from) * TEXT_PARTS <= scan->text->token_count))
        return false;
    for (uint32_t i = from; i < end && words <= MOST_BEHIND; i++)
        words += token_at(scan, i)->kind != CD_TOKEN_MARK;
    return words > MOST_BEHIND;
}

/* Does something of this role begin at this word? A label ends with its mark. */
bool cd_begins_as(const struct cd_scan *scan, uint32_t word, enum cd_role role) {
    struct cd_pattern_match matches[CD_PATTERN_MATCHES];
    if (word >= scan->text->token_count)
        return false;
    size_t n = cd_patterns_match(scan->lexicon->starts, scan->text, word, matches);
    for (size_t i = 0; i < n; i++) {
        const struct cd_entry *entry = cd_lexicon_entry(scan->lexicon, matches[i].value);
        if (entry->role == role && cd_speaks(scan, entry) &&
            (role != CD_ROLE_PREFIX ||
             token_at(scan, matches[i].end - 1)->kind == CD_TOKEN_MARK))
            return true;
    }
    return false;
}

/* Does a label of the desk's ("Editor's note:") begin at this word? */
static bool is_noted(const struct cd_scan *scan, uint32_t word) {
    return cd_begins_as(scan, word, CD_ROLE_PREFIX);
}

/* Does it stand behind sentences of the article's in a paragraph that is most of the
 * text? What follows is the article again, or its end. */
static bool is_inside_text(const struct cd_scan *scan, const struct cd_hit *hit) {
    struct cd_span paragraph = paragraph_of(scan, hit->anchor);
    return (paragraph.end - paragraph.first) * TEXT_PARTS > scan->text->token_count &&
           cd_words_in(scan, (struct cd_span){paragraph.first, hit->anchor}) >
               MOST_BEHIND &&
           !is_noted(scan, cd_first_word(scan, paragraph.first, hit->anchor));
}

/* Is it a correction's further sentence: the paragraph's last ("It was, in fact, …"), or
 * one before such as speak of the article's state again? */
static bool belongs(const struct cd_scan *scan, const struct cd_hit *hit,
                    struct cd_span sentence) {
    uint32_t last = paragraph_of(scan, sentence.first).end;
    if (sentence.end == last)
        return true;
    for (int i = 0; i < MOST_BETWEEN && sentence.end < last; i++) {
        sentence = sentence_of(scan, sentence.end);
        if (is_caveat(scan, hit, sentence))
            return true;
    }
    return false;
}

/* Does the notice go on with this sentence? */
static bool goes_on(const struct cd_scan *scan, const struct cd_hit *hit,
                    struct cd_span sentence) {
    if (cd_dateline_end(scan, sentence) > 0)
        return false;
    if (cd_is_whole_text(scan, hit))
        return is_zone(scan, sentence.first) || is_caveat(scan, hit, sentence);
    if (!hit->entry->keep && is_inside_text(scan, hit))
        return is_zone(scan, sentence.first) || is_caveat(scan, hit, sentence) ||
               (tells_story(hit->entry->status) && belongs(scan, hit, sentence));
    return hit->entry->needs_cue || hit->entry->keep || is_zone(scan, sentence.first) ||
           tells_story(hit->entry->status) ||
           cd_words_in(scan, sentence) <= SHORT_SENTENCE ||
           is_caveat(scan, hit, sentence);
}

/* A word or two before it in its paragraph are its label ("Anm. d. Red.: …",
 * "Correction. …"); behind a label of the desk's all before it is the notice's, too. */
static uint32_t notice_start(const struct cd_scan *scan, uint32_t anchor) {
    uint32_t first = paragraph_of(scan, anchor).first;
    if (anchor > first && cd_dateline_end(scan, sentence_of(scan, first)) == anchor)
        return anchor;
    uint32_t words = cd_words_in(scan, (struct cd_span){first, anchor});
    if (words <= LABEL_WORDS)
        return first;
    if (words > MOST_BEFORE || cd_is_bracketed(scan, anchor) ||
        !is_noted(scan, cd_first_word(scan, first, anchor)))
        return anchor;
    return first;
}

/* Does it end within brackets: "5 a.m. ET (10 a.m. | London time)"? */
static bool is_open(const struct cd_scan *scan, struct cd_span span) {
    int open = 0;
    for (uint32_t i = span.first; i < span.end; i++) {
        const struct cd_token *token = token_at(scan, i);
        if (token->kind == CD_TOKEN_MARK)
            open += (token->sign == '(') - (token->sign == ')');
    }
    return open > 0;
}

/* Does something of a time stand right behind the label? */
static bool says_when(const struct cd_scan *scan, struct cd_span rest) {
    uint32_t first = cd_first_word(scan, rest.first, rest.end);
    if (first < rest.end && is_dated(scan, first, rest.end))
        return true;
    for (uint32_t i = rest.first; i < rest.end && i < rest.first + MOST_BEHIND; i++)
        if (token_at(scan, i)->kind == CD_TOKEN_NUMBER)
            return true;
    return false;
}

/* Does the text begin with a label alone, behind which the article begins in the same
 * paragraph: "CORRECTED: The council voted …"? Nothing there is a notice's. */
static bool labels_lead(const struct cd_scan *scan, const struct cd_hit *hit) {
    const struct cd_entry *entry = hit->entry;
    struct cd_span paragraph = paragraph_of(scan, hit->anchor);
    struct cd_span rest = {hit->end, paragraph.end};
    uint32_t words = cd_words_in(scan, (struct cd_span){hit->word, hit->end});
    bool marked = token_at(scan, hit->end - 1)->kind == CD_TOKEN_MARK;
    bool label = entry->upper || (marked && (entry->needs_cue || words == 1));
    if (!label || entry->keep || paragraph.first > 0 ||
        hit->level != CD_LEVEL_PARAGRAPH || !cd_is_upper(scan, hit) ||
        cd_words_in(scan, rest) <= MOST_BEHIND)
        return false;
    if (entry->status == CD_STATUS_EMBARGOED && says_when(scan, rest))
        return false;
    return !cd_helper_within(cd_helper_for(scan, hit, CD_ROLE_CUE), scan->text, rest);
}

/* How far a notice reaches in its paragraph. */
static uint32_t notice_end(const struct cd_scan *scan, const struct cd_hit *hit) {
    uint32_t last = paragraph_of(scan, hit->anchor).end;
    if (cd_is_bracketed(scan, hit->anchor)) {
        uint32_t close = bracket_end(scan, hit->anchor, last);
        bool cjk = token_at(scan, hit->word)->flags & CD_TOKEN_CJK;
        bool label = cd_words_in(scan, (struct cd_span){hit->anchor, close}) <=
                     (cjk ? LABEL_SIGNS : LABEL_WORDS);
        if (close > 0 && (!label || close == last)) /* "[Update] The city …" goes on */
            return close;
    }
    if (labels_lead(scan, hit))
        return hit->end;
    uint32_t end = cd_own_end(scan, hit);
    while (end < last) {
        struct cd_span next = sentence_of(scan, end);
        if (cd_words_in(scan, (struct cd_span){hit->anchor, next.end}) > MOST_WORDS ||
            (!goes_on(scan, hit, next) &&
             !is_open(scan, (struct cd_span){hit->anchor, end})))
            break;
        end = next.end;
    }
    return end;
}

/* Is what stands below the label most of the text, and nothing in it a notice's? */
static bool heads_text(const struct cd_scan *scan, const struct cd_hit *hit) {
    struct cd_span below = cd_after_label(scan, hit);
    return (below.end - below.first) * TEXT_PARTS > scan->text->token_count &&
           cd_words_in(scan, below) > MOST_BEHIND &&
           !cd_helper_within(cd_helper_for(scan, hit, CD_ROLE_CUE), scan->text, below);
}

/* Does the label stand alone and head the paragraph below it? A dated line of updating
 * ("Aktualisiert am 5. März 2021") heads the whole article. */
static bool heads_next(const struct cd_scan *scan, const struct cd_hit *hit) {
    if (!hit->entry->needs_cue ||
        !cd_label_alone(scan, hit->end, paragraph_of(scan, hit->anchor)) ||
        heads_text(scan, hit))
        return false;
    bool dated = false;
    for (uint32_t i = hit->word; i < hit->end; i++)
        dated |= token_at(scan, i)->kind == CD_TOKEN_NUMBER;
    return !dated || hit->entry->status != CD_STATUS_UPDATED;
}

/* The notice's line; its sentence alone where the article goes on behind it. */
static uint32_t line_end(const struct cd_scan *scan, const struct cd_hit *hit) {
    uint32_t sentence = cd_own_end(scan, hit), line = cd_line_end(scan, hit->end - 1);
    if (sentence >= line || hit->entry->keep)
        return line;
    struct cd_span next = sentence_of(scan, sentence);
    bool much = cd_words_in(scan, (struct cd_span){sentence, line}) > MOST_BEHIND;
    return (much || is_inside_text(scan, hit)) && !is_caveat(scan, hit, next) ? sentence
                                                                              : line;
}

/* Does the paragraph begin with the same mark as the one before: "• … | • …"? */
static bool same_bullet(const struct cd_scan *scan, struct cd_span paragraph) {
    const struct cd_token *mark = token_at(scan, paragraph.first);
    const struct cd_token *before =
        token_at(scan, paragraph_of(scan, paragraph.first - 1).first);
    return mark->kind == CD_TOKEN_MARK && before->kind == CD_TOKEN_MARK &&
           mark->sign == before->sign && !cd_is_quotation_mark(mark->sign);
}

/* Does the paragraph correct something, too? */
static bool corrects(const struct cd_scan *scan, const struct cd_hit *hit,
                     struct cd_span paragraph) {
    return cd_words_in(scan, paragraph) <= SECTION_WORDS &&
           (same_bullet(scan, paragraph) || is_caveat(scan, hit, paragraph) ||
            cd_has_contrast(cd_helper_for(scan, hit, CD_ROLE_CONTRAST), scan->text,
                            paragraph));
}

/* Where what stands below a label alone ends; below "Corrections" as many paragraphs as
 * correct something. */
static uint32_t headed_end(const struct cd_scan *scan, const struct cd_hit *hit) {
    uint32_t end = cd_after_label(scan, hit).end;
    if (hit->entry->extent != CD_EXTENT_SECTION)
        return end;
    uint32_t i = cd_text_paragraph_of(scan->text, end - 1) + 1;
    for (; i < scan->real_paragraphs && corrects(scan, hit, scan->text->paragraphs[i]);
         i++)
        end = scan->text->paragraphs[i].end;
    return end;
}

struct cd_finding cd_hit_finding(const struct cd_scan *scan, const struct cd_hit *hit) {
    struct cd_finding found = {.entry = hit->entry,
                               .pattern = hit->pattern,
                               .in_title = scan->title,
                               .match = hit->word,
                               .match_end = hit->end};
    found.first = hit->anchor;
    if (hit->entry->role == CD_ROLE_NOTICE)
        found.first = notice_start(scan, hit->anchor);
    if (scan->title) {
        found.first = 0;
        found.end = scan->text->token_count;
    } else if (hit->entry->extent == CD_EXTENT_SENTENCE) {
        found.end = cd_own_end(scan, hit);
    } else if (hit->entry->extent == CD_EXTENT_LINE) {
        found.end = line_end(scan, hit);
    } else if (hit->entry->role == CD_ROLE_FURNITURE) {
        found.end = cd_furniture_end(scan, hit);
    } else if (heads_next(scan, hit)) {
        found.end = headed_end(scan, hit);
    } else {
        found.end = notice_end(scan, hit);
    }
    return found;
}
