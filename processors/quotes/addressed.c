/* See addressed.h. */
#include "processors/quotes/addressed.h"

#include "processors/quotes/marks.h"
#include "processors/quotes/phrases.h"
#include "processors/quotes/subjects.h"

#define WHOM_REACH 6 /* items behind "asked" for whom, and "whether" */

/* “She said, ‘Tom, go home,’” Tom may well tell himself. */
static bool is_nested(const struct cd_reading *r, const struct cd_mention *m,
                      const struct cd_quote_span *span) {
    return m->title_first > span->inner &&
           cd_mark_at(r->text, m->title_first - 1).family != CD_NOT_A_QUOTE;
}

/* “Robyn is right,” she said: not Robyn. */
static void bar_named(struct cd_walk *w, const struct cd_quote_span *span) {
    const struct cd_reading *r = w->r;
    while (w->mention < r->mention_count &&
           r->mentions[w->mention].title_first < span->inner)
        w->mention++;
    for (; w->mention < r->mention_count && r->mentions[w->mention].end <= span->end;
         w->mention++) {
        const struct cd_mention *m = &r->mentions[w->mention];
        if (m->name != CD_NONE && !(m->flags & CD_MENTION_PREFIX) &&
            !is_nested(r, m, span))
            cd_salience_bar(&w->salience, m->name);
    }
}

/* "asked whether", "asked Dunmore if", "asked him about": a question, not "asked for". */
static bool is_question(const struct cd_clause *c, uint32_t verb) {
    if (!cd_item_is(c, verb, CD_FORM_PAST | CD_FORM_THIRD) ||
        (c->items[verb].class & CD_ASK) != CD_ASK)
        return false;
    for (uint32_t i = verb + 1; i < verb + WHOM_REACH; i++) {
        if (cd_item_is(c, i, CD_PREPOSITION))
            return false;
        if (cd_item_is(c, i, CD_SUBORDINATOR | CD_RELATIVE))
            return true;
    }
    return false;
}

/* "Yates asked whether she had paid. “No,” she said.": who asks in the sentence before;
 * or CD_NONE. */
static uint32_t who_asked_at(const struct cd_walk *w, uint32_t at) {
    const struct cd_sentence *s = &w->sentences.list[at];
    if (s->quotes > 0 || s->paragraph + 1 < w->sentences.list[w->at].paragraph)
        return CD_NONE;
    struct cd_clause c = {w->r, w->sentences.items, *s};
    const struct cd_subject *subject = &w->subjects[at];
    uint32_t verb = subject->end;
    /* "Counsel, Ann Doyle, asked", "Doyle quietly asked" */
    while (cd_item_adverb(&c, verb) || cd_item_of(&c, verb, CD_ITEM_COMMA))
        verb++;
    if (!is_question(&c, verb))
        return CD_NONE;
    const struct cd_item *head = &w->sentences.items[subject->head];
    if (subject->kind == CD_SUBJECT_NAME)
        return w->r->mentions[head->ref].name;
    bool pronoun = subject->kind == CD_SUBJECT_PRONOUN;
    return pronoun && (head->class & (CD_HE | CD_SHE)) ? head->ref : CD_NONE;
}

/* The same in the sentence before, or in that before it: "He paused." */
static uint32_t who_asked(const struct cd_walk *w) {
    uint32_t asker = w->at > 0 ? who_asked_at(w, w->at - 1) : CD_NONE;
    bool between = w->at > 1 && w->sentences.list[w->at - 1].quotes == 0;
    return asker == CD_NONE && between ? who_asked_at(w, w->at - 2) : asker;
}

/* “Is that a no?” asked Yates. ¶ “It is,” she said: who asked there; or CD_NONE. */
static uint32_t who_asked_in_quote(const struct cd_walk *w) {
    const struct cd_sentence *s = &w->sentences.list[w->at];
    const struct cd_quote *last = cd_last_quote(w);
    if (!last || last->paragraph + 1 != s->paragraph || last->cue.end == last->cue.first)
        return CD_NONE;
    const struct cd_token *end = &w->r->text->tokens[last->span.inner_end - 1];
    bool asks = end->kind == CD_TOKEN_MARK && end->sign == '?' &&
                (w->r->classes[last->cue.first] & CD_ASK) == CD_ASK;
    return asks ? last->name : CD_NONE;
}

/* “…,” she told the governor: whom one tells something, by name or by what he was called,
 * is not who tells it. */
static void bar_told(struct cd_walk *w, const struct cd_clause *c, uint32_t verb) {
    uint32_t whom = verb + 1;
    if (!cd_item_is(c, verb, CD_ADDRESSED) || !cd_item_nominative(c, verb - 1))
        return;
    if (cd_item_names(c, whom))
        cd_salience_bar(&w->salience, w->r->mentions[c->items[whom].ref].name);
    else if (cd_item_is(c, whom, CD_DEFINITE) && cd_item_is(c, whom + 1, CD_PERSON))
        cd_salience_bar(
            &w->salience,
            cd_salience_called(&w->salience, c->items[whom + 1].first, CD_NONE));
}

/* "Asked by the coroner, Ann Doyle, whether he had, Ellis said: “No.”" */
static uint32_t who_asked_in_front(const struct cd_walk *w) {
    struct cd_clause c = {w->r, w->sentences.items, w->sentences.list[w->at]};
    uint32_t first = c.sentence.first;
    if ((c.items[first].class & CD_ASK) != CD_ASK ||
        !cd_item_is(&c, first + 1, CD_WORD_BY))
        return CD_NONE;
    struct cd_subject by = cd_subject_behind(&c, first + 1);
    return by.kind == CD_SUBJECT_NAME ? w->r->mentions[c.items[by.head].ref].name
                                      : CD_NONE;
}

void cd_bar_addressed(struct cd_walk *w) {
    const struct cd_sentence *s = &w->sentences.list[w->at];
    w->salience.barred_count = 0;
    if (s->quotes == 0 || w->r->language != CD_ENGLISH)
        return;
    struct cd_clause c = {w->r, w->sentences.items, *s};
    for (uint32_t i = s->first; i < s->end; i++) {
        if (c.items[i].kind == CD_ITEM_QUOTE)
            bar_named(w, &w->r->quotes.list[c.items[i].ref]);
        else if ((c.items[i].class & CD_ADDRESSED) && i > s->first)
            bar_told(w, &c, i);
    }
    uint32_t asker = who_asked_in_front(w);
    if (asker == CD_NONE && w->sentences.items[s->first].kind != CD_ITEM_QUOTE)
        return;
    if (asker == CD_NONE)
        asker = who_asked(w);
    if (asker == CD_NONE)
        asker = who_asked_in_quote(w);
    cd_salience_bar(&w->salience, asker);
    if (asker == CD_NONE)
        return;
    w->asker = asker;
    w->answered_at = s->paragraph;
}
