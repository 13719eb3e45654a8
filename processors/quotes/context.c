/* Quotes that their own sentence does not attribute. News has few ways to leave that out:
 * the speaker goes on, is introduced by the sentence before, or two take turns. */
#include "processors/quotes/clauses.h"
#include "processors/quotes/labels.h"
#include "processors/quotes/walk.h"

#define SHORT_UTTERANCE 14 /* tokens */

const struct cd_quote *cd_last_quote(const struct cd_walk *w) {
    return w->last == CD_NONE ? NULL : &w->out->list[w->last];
}

void cd_go_on_with(struct cd_quote *quote, const struct cd_quote *last) {
    quote->by = last->by;
    quote->name = last->name;
    quote->described = last->described;
    quote->mention = last->mention;
    quote->cue = last->cue;
    quote->group = last->group;
}

static bool ends_with_colon(const struct cd_walk *w, uint32_t sentence) {
    const struct cd_sentence *s = &w->sentences.list[sentence];
    return w->sentences.items[s->end - 1].kind == CD_ITEM_COLON;
}

static bool ends_with_question(const struct cd_walk *w, const struct cd_quote *quote) {
    const struct cd_token *last = &w->r->text->tokens[quote->span.inner_end - 1];
    return last->kind == CD_TOKEN_MARK && last->sign == '?';
}

/* A, B, A: did the speaker of `last` speak before `other`, too, one paragraph each? */
static bool was_in_turn(const struct cd_walk *w, const struct cd_quote *other,
                        const struct cd_quote *last) {
    const struct cd_quote *first = w->out->list, *third = other;
    while (third > first &&
           (third->paragraph == other->paragraph || third->kind == CD_QUOTE_SCARE))
        third--;
    return third->paragraph + 1 == other->paragraph && third->name == last->name &&
           third->kind != CD_QUOTE_SCARE;
}

/* Three short utterances, a paragraph each. */
static bool is_exchange(const struct cd_quote *quote, const struct cd_quote *last,
                        const struct cd_quote *other) {
    return quote->span.end - quote->span.first < SHORT_UTTERANCE &&
           last->span.end - last->span.first < SHORT_UTTERANCE &&
           other->span.end - other->span.first < SHORT_UTTERANCE;
}

/* Two speak in turn: the paragraphs before are theirs, and one of them asks or replies;
 * or the one before was in turn itself. The quote is then the other's. */
static bool takes_turn(struct cd_walk *w, struct cd_quote *quote,
                       const struct cd_quote *last) {
    const struct cd_quote *first = w->out->list, *other = last;
    uint32_t paragraph = w->sentences.list[w->at].paragraph;
    if (!last || last->paragraph + 1 != paragraph || last->name == CD_NONE)
        return false;
    /* She asked whether he had. ¶ “Yes,” he said. ¶ “When?” */
    if (w->asker != CD_NONE && w->answered_at == last->paragraph &&
        w->asker != last->name && ends_with_question(w, quote)) {
        quote->name = w->asker;
        return true;
    }
    while (other > first &&
           (other->paragraph == last->paragraph || other->kind == CD_QUOTE_SCARE))
        other--;
    if (other->paragraph + 1 != last->paragraph || other->name == last->name ||
        other->name == CD_NONE)
        return false;
    if (last->rule != CD_RULE_TURN && !ends_with_question(w, last) &&
        !ends_with_question(w, other) && !is_exchange(quote, last, other) &&
        !was_in_turn(w, other, last) && !cd_salience_barred(&w->salience, last->name))
        return false;
    quote->name = other->name;
    quote->mention = (struct cd_span){0, 0};
    return true;
}

/* Does the sentence end behind this verb, but for a day: "Y responded:", "he said
 * Friday."? */
static bool ends_behind(const struct cd_clause *c, uint32_t verb) {
    uint32_t i = verb + 1;
    while (cd_item_is(c, i, CD_DATE | CD_ADVERB) ||
           (cd_item_is(c, i, CD_PREPOSITION) && cd_item_is(c, i + 1, CD_DATE)))
        i++;
    return i >= c->sentence.end || cd_item_of(c, i, CD_ITEM_STOP) ||
           cd_item_of(c, i, CD_ITEM_COLON);
}

/* "The plan, he said, was old.": does a verb with its subject stand between commas? */
static bool is_thrown_in(const struct cd_clause *c, const struct cd_verb *verb) {
    uint32_t first = verb->inverted ? verb->item : verb->subject.first;
    uint32_t end = verb->inverted ? verb->subject.end : verb->item + 1;
    return first > c->sentence.first && cd_item_of(c, first - 1, CD_ITEM_COMMA) &&
           cd_item_of(c, end, CD_ITEM_COMMA);
}

/* Who told what the sentence before says, else whom it is about. Found once for all
 * quotes of a sentence, since both may be long. */
static struct cd_subject teller_before(struct cd_walk *w) {
    if (w->teller_at == w->at)
        return w->teller;
    w->teller_at = w->at;
    w->teller = w->subjects[w->at - 1];
    struct cd_clause c = {w->r, w->sentences.items, w->sentences.list[w->at - 1]};
    cd_verbs_find(w->verbs_before, &c);
    for (uint32_t i = 0; i < w->verbs_before->count; i++) {
        const struct cd_verb *verb = &w->verbs_before->list[i];
        if (verb->strength == CD_SAY_STRONG && !verb->noun && !verb->passive &&
            cd_item_is(&c, verb->item, CD_FORM_PAST | CD_FORM_THIRD) &&
            (ends_behind(&c, verb->inverted ? verb->subject.end - 1 : verb->item) ||
             is_thrown_in(&c, verb)))
            w->teller = verb->subject;
    }
    return w->teller;
}

/* The one whom the sentence before is about. */
static bool take_introduction(struct cd_walk *w, struct cd_quote *quote) {
    if (w->at == 0)
        return false;
    struct cd_subject teller = teller_before(w);
    cd_take_subject(w, quote, &teller);
    return teller.kind != CD_SUBJECT_NONE;
}

/* Is the sentence before, which holds no quote, said of this one: in the same paragraph,
 * or ending with a colon? */
static bool is_introduced(const struct cd_walk *w) {
    if (w->at == 0 || w->sentences.list[w->at - 1].quotes > 0)
        return false;
    return w->sentences.list[w->at - 1].paragraph == w->sentences.list[w->at].paragraph ||
           ends_with_colon(w, w->at - 1);
}

/* “It was hot.” Tom Ellis shook his head.: at the article's beginning, the one whom the
 * next sentence of the paragraph is about. */
static bool is_followed(struct cd_walk *w, struct cd_quote *quote) {
    const struct cd_sentence *next = &w->sentences.list[w->at + 1];
    if (w->at + 1 >= w->sentences.count || next->quotes > 0 ||
        next->paragraph != w->sentences.list[w->at].paragraph)
        return false;
    struct cd_clause c = {w->r, w->sentences.items, *next};
    struct cd_subject subject = cd_subject_of_sentence(&c);
    if (subject.kind != CD_SUBJECT_NAME)
        return false;
    cd_take_subject(w, quote, &subject);
    return true;
}

/* „…“, sagte eine Zeugin. Sie habe drei gesehen. „…“: does the sentence before, about a
 * pronoun and in the mood of reported speech, go on with what was quoted? */
static bool is_reported_on(const struct cd_walk *w, const struct cd_quote *last) {
    const struct cd_sentence *s = &w->sentences.list[w->at];
    if (w->r->language != CD_GERMAN || w->at == 0 || !last ||
        last->paragraph != s->paragraph || s[-1].paragraph != s->paragraph ||
        w->subjects[w->at - 1].kind != CD_SUBJECT_PRONOUN)
        return false;
    for (uint32_t i = s[-1].first; i < s[-1].end && i < s[-1].first + SHORT_UTTERANCE;
         i++)
        if (w->sentences.items[i].class & CD_INDIRECT)
            return true;
    return false;
}

bool cd_attribute_by_introduction(struct cd_walk *w, struct cd_quote *quote) {
    return is_introduced(w) && take_introduction(w, quote);
}

/* "Does she mind?" ¶ “…”: the reporter asks, and whom he asks of answers. */
static bool answers(struct cd_walk *w, struct cd_quote *quote) {
    const struct cd_sentence *s = &w->sentences.list[w->at];
    if (w->at == 0 || s[-1].quotes > 0 || s[-1].paragraph + 1 != s->paragraph)
        return false;
    const struct cd_item *last = &w->sentences.items[s[-1].end - 1];
    bool asks = last->kind == CD_ITEM_STOP && w->r->text->tokens[last->first].sign == '?';
    return asks && take_introduction(w, quote);
}

enum cd_rule cd_attribute_by_context(struct cd_walk *w, struct cd_quote *quote,
                                     const struct cd_cue *cue) {
    /* Where the verbs are not known, a guess is mostly wrong. */
    if (w->r->language == CD_OTHER)
        return CD_RULE_NONE;
    uint32_t paragraph = w->sentences.list[w->at].paragraph;
    const struct cd_quote *last = cd_last_quote(w);
    /* Of another paragraph's quote that nobody is known for, nobody goes on. */
    if (w->r->language != CD_ENGLISH && last && last->paragraph < paragraph &&
        !quote->span.continues && last->name == CD_NONE &&
        last->described.first == last->described.end)
        last = NULL;
    if (quote->span.continues && last) {
        cd_go_on_with(quote, last);
        return CD_RULE_PARAGRAPH;
    }
    bool quoted_before = w->at > 0 && w->sentences.list[w->at - 1].quotes > 0;
    if (last && last->paragraph == paragraph &&
        (quoted_before || !cue->initial || is_reported_on(w, last))) {
        cd_go_on_with(quote, last);
        return CD_RULE_CONTINUED;
    }
    if (cd_attribute_by_introduction(w, quote) || answers(w, quote))
        return CD_RULE_INTRODUCED;
    if (takes_turn(w, quote, last))
        return CD_RULE_TURN;
    bool adjoins = last && last->paragraph + 1 >= paragraph;
    if (!adjoins && take_introduction(w, quote))
        return CD_RULE_INTRODUCED;
    if (last) {
        cd_go_on_with(quote, last);
        return CD_RULE_PARAGRAPH;
    }
    return is_followed(w, quote) ? CD_RULE_INTRODUCED : CD_RULE_NONE;
}

bool cd_is_credited_behind(struct cd_walk *w, struct cd_quote *quote,
                           const struct cd_cue *cue) {
    const struct cd_sentence *s = &w->sentences.list[w->at];
    bool last = cue->item + 1 == s->end ||
                (cue->item + 2 == s->end &&
                 w->sentences.items[cue->item + 1].kind == CD_ITEM_STOP);
    if (!last || w->at + 1 >= w->sentences.count)
        return false;
    s++;
    uint32_t i = s->first;
    while (i < s->end && (w->sentences.items[i].kind == CD_ITEM_DASH ||
                          w->sentences.items[i].kind == CD_ITEM_MARK))
        i++;
    if (i == s->first || i == s->end || w->sentences.items[i].kind != CD_ITEM_NAME)
        return false;
    struct cd_clause c = {w->r, w->sentences.items, *s};
    if (!cd_is_credit(&c, i))
        return false;
    cd_take_subject(w, quote, &(struct cd_subject){CD_SUBJECT_NAME, i, i, i + 1});
    return true;
}
