/* One walk through the sentences in order: names gain salience, pronouns and descriptions
 * are resolved by it, and each quote gets who its cue or the quotes around it say. */
#include "processors/quotes/speakers.h"

#include "processors/quotes/addressed.h"
#include "processors/quotes/clauses.h"
#include "processors/quotes/confidence.h"
#include "processors/quotes/incises.h"
#include "processors/quotes/phrases.h"
#include "processors/quotes/romance.h"
#include "processors/quotes/subjects.h"
#include "processors/quotes/tellers.h"
#include "processors/quotes/utterances.h"
#include "processors/quotes/walk.h"

#define LONG_TERM 4 /* words from which a fragment is somebody's rather than a term */

/* ------------------------------------------------------------------ the sentences */

static bool is_head_of_verb(const struct cd_walk *w, uint32_t item) {
    for (uint32_t i = 0; i < w->verbs->count; i++)
        if (w->verbs->list[i].subject.head == item)
            return true;
    return false;
}

/* "an upcoming Netflix documentary": a name between article and noun. */
static bool is_modifier(const struct cd_clause *c, uint32_t item) {
    if (item + 1 >= c->sentence.end || c->items[item + 1].kind != CD_ITEM_WORD ||
        c->items[item + 1].class & (CD_FUNCTION | CD_SAY))
        return false;
    for (uint32_t i = item; i > c->sentence.first && i + 4 > item; i--) {
        if (cd_item_is(c, i - 1, CD_DETERMINER | CD_POSSESSIVE))
            return true;
        if (c->items[i - 1].kind != CD_ITEM_WORD || (c->items[i - 1].class & CD_FUNCTION))
            return false;
    }
    return false;
}

#define OWNER_REACH 20 /* items in which nobody else is named */

/* "Doyle’s amendment was lost. She": what the sentence is about is hers, and nobody else
 * is named in it. */
static bool is_owner(const struct cd_clause *c, uint32_t item) {
    uint32_t first = item;
    while (cd_item_is(c, first - 1, CD_HONORIFIC))
        first--;
    if (first != c->sentence.first || !c->items[item].possessive ||
        c->r->language != CD_ENGLISH || cd_item_is(c, item + 1, CD_PERSON | CD_PEOPLE))
        return false;
    for (uint32_t i = item + 1; i < c->sentence.end && i < item + OWNER_REACH; i++)
        if (cd_item_of(c, i, CD_ITEM_NAME))
            return false;
    return true;
}

static double weight_of_name(const struct cd_walk *w, const struct cd_clause *c,
                             uint32_t item, uint32_t subject) {
    const struct cd_mention *m = &w->r->mentions[c->items[item].ref];
    if (is_owner(c, item))
        return CD_WEIGHT_OWNER;
    if (c->items[item].possessive || (m->flags & CD_MENTION_PREFIX))
        return CD_WEIGHT_POSSESSIVE;
    if (item == subject || is_head_of_verb(w, item))
        return CD_WEIGHT_SUBJECT;
    /* "One of them, who asked to be called Jane, drives a bus." */
    if (c->r->language == CD_ENGLISH && cd_item_is(c, item - 1, CD_NAMING))
        return CD_WEIGHT_SUBJECT;
    if (is_modifier(c, item))
        return CD_WEIGHT_POSSESSIVE;
    return cd_is_governed(c, item) ? CD_WEIGHT_OBLIQUE : CD_WEIGHT_OBJECT;
}

/* Is a verb of the sentence in the mood of reported speech? */
static bool is_indirect(const struct cd_clause *c) {
    for (uint32_t i = c->sentence.first;
         cd_capital_nouns(c->r->language) && i < c->sentence.end; i++)
        if (cd_item_is(c, i, CD_INDIRECT))
            return true;
    return false;
}

/* Resolves the pronouns of a sentence and lets its names gain weight, in order. */
static void read_items(struct cd_walk *w, const struct cd_clause *c, uint32_t subject) {
    w->indirect = is_indirect(c);
    for (uint32_t i = c->sentence.first; i < c->sentence.end; i++) {
        struct cd_item *item = &w->sentences.items[i];
        if (item->kind == CD_ITEM_NAME) {
            const struct cd_mention *m = &w->r->mentions[item->ref];
            double weight = weight_of_name(w, c, i, subject);
            /* "Behnke habe sie entdeckt, erzählt sie": whom it is told of. */
            if (w->indirect && weight > CD_WEIGHT_OBJECT && !is_head_of_verb(w, i))
                weight = CD_WEIGHT_OBJECT;
            cd_salience_name(&w->salience, m->name, weight);
            continue;
        }
        if (item->kind != CD_ITEM_WORD)
            continue;
        if (item->class & (CD_HE | CD_SHE)) {
            item->ref = cd_resolve(w, c, i);
            double weight = i == subject || is_head_of_verb(w, i) ? CD_WEIGHT_SUBJECT
                                                                  : CD_WEIGHT_OBJECT;
            cd_salience_add(&w->salience, item->ref, weight);
        }
    }
}

/* ------------------------------------------------------------------ the quotes */

/* “Send them home” and “Build the wall”: the quote before in the same breath; or NULL. */
static const struct cd_quote *coordinate(const struct cd_walk *w,
                                         const struct cd_clause *c, uint32_t item) {
    uint32_t i = item;
    /* "a “nuisance” and a “gift”", "of “…” and of “…”" */
    while (i > c->sentence.first + 2 && i + 3 > item &&
           (cd_begins_phrase(c, i - 1) || cd_item_is(c, i - 1, CD_PREPOSITION)))
        i--;
    if (i < item && !cd_item_is(c, i - 1, CD_CONJUNCTION))
        return NULL;
    if (i > c->sentence.first && cd_item_is(c, i - 1, CD_CONJUNCTION))
        i--;
    if (i > c->sentence.first && c->items[i - 1].kind == CD_ITEM_COMMA)
        i--;
    if (i == c->sentence.first || c->items[i - 1].kind != CD_ITEM_QUOTE)
        return NULL;
    return &w->out->list[w->out->count - 1];
}

/* The speaker and rule for a quote whose sentence has a cue for it. */
static void attribute_by_cue(struct cd_walk *w, struct cd_quote *quote,
                             const struct cd_cue *cue) {
    cd_take_subject(w, quote, &cue->subject);
    quote->rule = cue->rule;
    if (cue->verb == CD_NONE)
        return;
    quote->cue = cd_item_tokens(w, cue->verb, cue->verb + 1);
    /* Two parts of one utterance around one verb. */
    const struct cd_quote *last = cd_last_quote(w);
    if (last && last->cue.end > 0 && last->cue.first == quote->cue.first &&
        quote->kind == CD_QUOTE_DIRECT && last->kind == CD_QUOTE_DIRECT)
        quote->group = last->group;
}

/* A sentence in the mood of reported speech, and nobody quoted in its paragraph: is the
 * sentence before about somebody by name, who tells it? */
static bool is_reported_of(const struct cd_walk *w, const struct cd_quote *last) {
    const struct cd_sentence *s = &w->sentences.list[w->at];
    if (!w->indirect || w->at == 0 || w->subjects[w->at - 1].kind != CD_SUBJECT_NAME)
        return false;
    return !last || (last->paragraph < s->paragraph && s[-1].paragraph == s->paragraph);
}

/* "Der Plan sei „…“": a sentence in the mood of reported speech is told by who spoke. */
static bool is_reported(const struct cd_walk *w, const struct cd_quote *last) {
    return w->indirect && last && !is_reported_of(w, last) &&
           last->paragraph + 1 >= w->sentences.list[w->at].paragraph;
}

/* "Fürst nahm ihn in Schutz: Brehme sei „…“": whom the sentence is about before its
 * colon. */
static bool is_told_before_colon(const struct cd_walk *w, const struct cd_clause *c,
                                 uint32_t item, const struct cd_subject *subject) {
    if (!w->indirect || subject->kind != CD_SUBJECT_NAME || subject->head > item ||
        item - subject->head > CD_CLAUSE_REACH)
        return false;
    for (uint32_t i = subject->head; i < item; i++)
        if (cd_item_of(c, i, CD_ITEM_COLON))
            return true;
    return false;
}

/* "The minister has been accused of “hiding”": the subject says nothing. */
static bool is_told_of(const struct cd_clause *c, uint32_t item) {
    for (uint32_t i = item; i > c->sentence.first + 1 && i + 4 > item; i--)
        if (cd_item_is(c, i - 1, CD_SAY) && cd_item_is(c, i - 1, CD_FORM_PAST))
            return cd_item_is(c, i - 2, CD_BE);
    return false;
}

/* German "gefragt". */
static bool is_participle(const struct cd_clause *c, uint32_t verb) {
    struct cd_str word = cd_token_str(c->r->text, c->items[verb].first);
    return word.len > 4 && word.p[0] == 'g' && word.p[1] == 'e' &&
           (word.p[word.len - 1] == 't' || word.p[word.len - 1] == 'n');
}

/* « Je ne sais pas, dit Anne Garnier, mais nous rentrons. » */
static bool take_incise(struct cd_walk *w, struct cd_quote *quote) {
    struct cd_incise incise;
    if (!cd_incise_find(&incise, w->r, &quote->span))
        return false;
    quote->cue = (struct cd_span){incise.verb, incise.verb + 1};
    quote->mention = (struct cd_span){incise.first, incise.end};
    quote->name = incise.name;
    if (incise.name != CD_NONE)
        return true;
    uint64_t class = w->r->classes[incise.head];
    quote->by = class & (CD_HE | CD_SHE) ? CD_SUBJECT_PRONOUN : CD_SUBJECT_NOUN;
    quote->name = class & (CD_HE | CD_SHE)
                      ? cd_salience_resolve(&w->salience, class, CD_NONE)
                      : cd_describe(w, incise.head);
    if (quote->name == CD_NONE && !(class & (CD_HE | CD_SHE)))
        quote->described = quote->mention;
    return true;
}

/* Is a quote of the same sentence somebody's, so that this fragment is his, too? Of six
 * such on the half of PolNeAR that was read, five were. */
static bool goes_with_sentence(const struct cd_walk *w, const struct cd_quote *last) {
    return last && w->last >= w->first_quote && last->rule != CD_RULE_SUBJECT;
}

/* "Instead, “he acts like one.”": are all words before the fragment small ones? */
static bool is_led_in(const struct cd_walk *w, const struct cd_clause *c,
                      const struct cd_cue *cue) {
    if (w->r->language != CD_ENGLISH || cue->initial || cue->whole || cue->title ||
        cue->words < LONG_TERM || cue->item > c->sentence.first + 3 ||
        !cd_ends_as_utterance(c, cue->item) || cue->item + 1 != c->sentence.end)
        return false;
    for (uint32_t i = c->sentence.first; i < cue->item; i++)
        if (!cd_item_is(c, i, CD_ADVERB | CD_CONJUNCTION) &&
            !cd_item_of(c, i, CD_ITEM_COMMA))
            return false;
    return true;
}

/* The same where it has none. */
static void attribute_without_cue(struct cd_walk *w, struct cd_quote *quote,
                                  const struct cd_cue *cue,
                                  const struct cd_subject *subject) {
    bool other = w->r->language == CD_OTHER;
    bool english = w->r->language == CD_ENGLISH;
    const struct cd_quote *last = cd_last_quote(w);
    const struct cd_sentence *s = &w->sentences.list[w->at];
    struct cd_clause c = {w->r, w->sentences.items, *s};
    if (cue->whole && !english && !other && take_incise(w, quote)) {
        quote->kind = CD_QUOTE_DIRECT;
        quote->rule = CD_RULE_INVERTED;
    } else if (!cue->title && is_told_before_colon(w, &c, cue->item, subject)) {
        cd_take_subject(w, quote, subject);
        quote->rule = CD_RULE_INTRODUCED;
    } else if (!cue->whole && !cue->title && is_reported(w, last)) {
        cd_go_on_with(quote, last);
        quote->mention = (struct cd_span){0, 0};
        quote->rule = CD_RULE_CONTINUED;
    } else if (!cue->title && is_reported_of(w, last)) {
        cd_take_subject(w, quote, &w->subjects[w->at - 1]);
        quote->rule = CD_RULE_INTRODUCED;
    } else if (cue->whole) {
        quote->kind = CD_QUOTE_DIRECT;
        quote->rule = cd_is_credited_behind(w, quote, cue)
                          ? CD_RULE_CREDIT
                          : cd_attribute_by_context(w, quote, cue);
    } else if (!other && !cue->title && subject->kind != CD_SUBJECT_NONE &&
               cue->words >= (english ? LONG_TERM : LONG_TERM - 1)) {
        quote->rule = CD_RULE_SUBJECT;
        /* "since he “had enough”" is of him, whatever the sentence is about. */
        struct cd_subject own = cd_item_is(&c, cue->item - 1, CD_HE | CD_SHE)
                                    ? cd_pronoun_subject(cue->item - 1)
                                    : *subject;
        if (own.kind == CD_SUBJECT_PRONOUN) { /* "Quant à la région, elle" */
            struct cd_subject front = cd_taken_up(&c, own.head);
            own = front.kind == CD_SUBJECT_NONE ? own : front;
        }
        if (!is_told_of(&c, cue->item))
            cd_take_subject(w, quote, &own);
    }
    if (quote->rule == CD_RULE_NONE && last && w->at > 0 && s[-1].quotes > 0 &&
        last->paragraph == s->paragraph && is_led_in(w, &c, cue)) {
        cd_go_on_with(quote, last);
        quote->rule = CD_RULE_CONTINUED;
    }
    if (quote->rule == CD_RULE_NONE && english && !cue->whole && !cue->title &&
        goes_with_sentence(w, last)) {
        cd_go_on_with(quote, last);
        quote->group = w->out->count;
        quote->kind = CD_QUOTE_MIXED;
        quote->rule = CD_RULE_SUBJECT;
    }
    /* "Procès du maire : « J’ai signé sans visiter »": somebody's, whoever it is. */
    bool colon =
        !english && cue->item > s->first && cd_item_of(&c, cue->item - 1, CD_ITEM_COLON);
    if (quote->rule == CD_RULE_NONE && !((other || colon) && cue->whole))
        quote->kind = CD_QUOTE_SCARE;
}

/* “…,” said one of them; “…,” Doyle was told: the verb right behind a quote, or CD_NONE.
 */
static uint32_t verb_behind(const struct cd_clause *c, uint32_t item) {
    uint32_t i = cd_item_of(c, item + 1, CD_ITEM_COMMA) ? item + 2 : item + 1;
    if ((cd_item_names(c, i) || cd_item_nominative(c, i)) &&
        cd_item_is(c, i + 1, CD_BE) && cd_item_is(c, i + 2, CD_FORM_PAST))
        i += 2;
    else if (cd_item_is(c, i, CD_AUXILIARY))
        i++;
    return cd_item_is(c, i, CD_SAY) ? i : CD_NONE;
}

#define STRANGER_REACH 16 /* items of a subject that is not understood */

/* “…,” the plucky gasfitter, of Hull, said: the verb behind a phrase that begins right
 * behind the quote and is nobody's that is understood; or CD_NONE. */
static uint32_t verb_of_phrase(const struct cd_clause *c, uint32_t item) {
    const struct cd_quote_span *span = &c->r->quotes.list[c->items[item].ref];
    uint32_t first = item + 1;
    if (c->r->language != CD_ENGLISH || !cd_begins_phrase(c, first) ||
        !cd_is_mark(c->r, span->inner_end - 1, ','))
        return CD_NONE;
    for (uint32_t i = first + 1; i < first + STRANGER_REACH; i++) {
        if (cd_item_of(c, i, CD_ITEM_STOP) || cd_item_of(c, i, CD_ITEM_QUOTE) ||
            cd_item_nominative(c, i))
            break;
        if (cd_item_is(c, i, CD_SAY_STRONG) && cd_item_is(c, i, CD_FORM_PAST))
            return i;
    }
    return CD_NONE;
}

/* The phrase itself, up to its comma. */
static void attribute_to_phrase(struct cd_walk *w, const struct cd_clause *c,
                                struct cd_quote *quote, uint32_t first, uint32_t verb) {
    uint32_t end = first;
    while (end < verb && !cd_item_of(c, end, CD_ITEM_COMMA))
        end++;
    while (end > first + 1 && cd_item_adverb(c, end - 1))
        end--;
    quote->kind = CD_QUOTE_DIRECT;
    quote->rule = CD_RULE_AFTER;
    quote->by = CD_SUBJECT_NOUN;
    quote->cue = cd_item_tokens(w, verb, verb + 1);
    quote->mention = quote->described = cd_item_tokens(w, first, end);
}

/* Whose verb that is was not understood; but it is nobody who spoke before. "said the
 * 56-year-old" is whom the sentence before is about, if it introduces him. */
static void attribute_to_stranger(struct cd_walk *w, const struct cd_clause *c,
                                  struct cd_quote *quote, uint32_t verb) {
    quote->kind = CD_QUOTE_DIRECT;
    quote->cue = cd_item_tokens(w, verb, verb + 1);
    if (cd_item_is(c, verb + 1, CD_WORD_BY)) {
        struct cd_subject agent = cd_subject_behind(c, verb + 1);
        cd_take_subject(w, quote, &agent);
        quote->rule = agent.kind == CD_SUBJECT_NONE ? CD_RULE_NONE : CD_RULE_AFTER;
        return;
    }
    if (cd_item_is(c, verb + 1, CD_DEFINITE) && cd_attribute_by_introduction(w, quote))
        quote->rule = CD_RULE_INTRODUCED;
}

static void attribute(struct cd_walk *w, const struct cd_clause *c, uint32_t item,
                      const struct cd_subject *subject) {
    struct cd_cue cue = cd_cue_for(c, w->verbs, item);
    struct cd_quote *quote = &w->out->list[w->out->count];
    *quote = (struct cd_quote){.span = w->r->quotes.list[cue.quote],
                               .name = CD_NONE,
                               .group = w->out->count,
                               .paragraph = c->sentence.paragraph};
    quote->kind = cue.whole ? CD_QUOTE_DIRECT : CD_QUOTE_MIXED;
    const struct cd_quote *before = coordinate(w, c, item);
    uint32_t verb;
    /* "Man habe drei Gutachter gefragt, „und …“": its verb is part of what is told. */
    bool told = cue.verb != CD_NONE && cue.subject.kind == CD_SUBJECT_NOUN &&
                is_reported(w, cd_last_quote(w)) && is_participle(c, cue.verb);
    /* "who wrote “Old Bones” and “The Long Way,” said she" */
    bool too = before && before->kind == CD_QUOTE_SCARE && cue.title &&
               w->r->language == CD_ENGLISH && cd_rule_is_behind(cue.rule);
    if (told || too)
        cue.rule = CD_RULE_NONE;
    cue.whole = cue.whole && !too;
    if (cue.rule != CD_RULE_NONE) {
        attribute_by_cue(w, quote, &cue);
    } else if (before && !cue.whole) {
        cd_go_on_with(quote, before);
        quote->group = w->out->count;
        quote->kind = before->kind == CD_QUOTE_SCARE ? CD_QUOTE_SCARE : CD_QUOTE_MIXED;
        quote->rule = before->rule;
    } else if (cue.whole && (verb = verb_behind(c, item)) != CD_NONE) {
        attribute_to_stranger(w, c, quote, verb);
    } else {
        verb = cue.whole ? verb_of_phrase(c, item) : CD_NONE;
        /* "the mother-of-two" is rather whom the sentence before is about. */
        if (verb == CD_NONE || cd_item_is(c, item + 1, CD_DEFINITE))
            attribute_without_cue(w, quote, &cue, subject);
        if (verb != CD_NONE && quote->rule == CD_RULE_NONE)
            attribute_to_phrase(w, c, quote, item + 1, verb);
    }
    quote->confidence = cd_confidence_of(w->r, quote);
    if (quote->kind != CD_QUOTE_SCARE) {
        w->last = w->out->count;
        cd_salience_name(&w->salience, quote->name, CD_WEIGHT_SPOKE);
    }
    w->out->count++;
}

static void read_sentence(struct cd_walk *w) {
    struct cd_clause c = {w->r, w->sentences.items, w->sentences.list[w->at]};
    w->salience.at = w->at;
    struct cd_subject subject = cd_subject_of_sentence(&c);
    w->subjects[w->at] = subject;
    w->subject_name = subject.kind == CD_SUBJECT_NAME
                          ? w->r->mentions[c.items[subject.head].ref].name
                          : CD_NONE;
    w->verbs->count = 0;
    if (c.sentence.quotes > 0)
        cd_verbs_find(w->verbs, &c);
    cd_bar_addressed(w);
    cd_weigh_description(w, &subject);
    read_items(w, &c, subject.kind == CD_SUBJECT_NONE ? CD_NONE : subject.head);
    w->first_quote = w->out->count;
    for (uint32_t i = c.sentence.first; c.sentence.quotes && i < c.sentence.end; i++)
        if (c.items[i].kind == CD_ITEM_QUOTE)
            attribute(w, &c, i, &subject);
}

/* Nobody says them: they are terms. */
static void add_nicknames(struct cd_quote_list *out, const struct cd_reading *r) {
    for (uint32_t i = 0; i < r->quotes.nickname_count; i++) {
        const struct cd_quote_span *span = &r->quotes.nicknames[i];
        out->list[out->count] =
            (struct cd_quote){.span = *span,
                              .name = CD_NONE,
                              .kind = CD_QUOTE_SCARE,
                              .group = out->count,
                              .paragraph = cd_text_paragraph_of(r->text, span->first)};
        out->count++;
    }
}

int cd_speakers_find(struct cd_quote_list *out, const struct cd_reading *r,
                     const struct cd_sentences *sentences, struct cd_error *err) {
    *out = (struct cd_quote_list){0};
    struct cd_walk *w = cd_arena_zero(r->arena, 1, sizeof *w);
    if (!w)
        return cd_fail_memory(err);
    w->r = r;
    w->sentences = *sentences;
    w->out = out;
    w->last = CD_NONE;
    w->asker = CD_NONE;
    size_t room = (size_t)r->quotes.count + r->quotes.nickname_count + 1;
    out->list = cd_arena_alloc(r->arena, room * sizeof *out->list);
    w->subjects = cd_arena_alloc(r->arena, (sentences->count + 1) * sizeof *w->subjects);
    w->verbs = cd_arena_alloc(r->arena, 2 * sizeof *w->verbs);
    if (!out->list || !w->subjects || !w->verbs || cd_salience_init(&w->salience, r))
        return cd_fail_memory(err);
    w->verbs_before = w->verbs + 1;
    for (; w->at < sentences->count && out->count < r->quotes.count; w->at++)
        read_sentence(w);
    add_nicknames(out, r);
    return CD_OK;
}
