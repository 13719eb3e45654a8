/* Whom a name, a pronoun or a description means, at the point that the walk has come to.
 * A description without a name stands for itself, and later ones may mean it. */
#include "processors/quotes/ahead.h"
#include "processors/quotes/clauses.h"
#include "processors/quotes/described.h"
#include "processors/quotes/nouns.h"
#include "processors/quotes/phrases.h"
#include "processors/quotes/runs.h"
#include "processors/quotes/together.h"
#include "processors/quotes/walk.h"

struct cd_span cd_item_tokens(const struct cd_walk *w, uint32_t first, uint32_t end) {
    return (struct cd_span){w->sentences.items[first].first,
                            w->sentences.items[end - 1].end};
}

/* "Petrov, in his words, “went for a stroll”": does "his" go with the subject? */
static bool is_reflexive(const struct cd_walk *w, uint64_t class) {
    if (!(class & (CD_HIS | CD_HER)) || w->subject_name == CD_NONE)
        return false;
    enum cd_gender gender = class & CD_HIS ? CD_GENDER_MALE : CD_GENDER_FEMALE;
    const struct cd_name *name = &w->r->names[w->subject_name];
    return name->kind != CD_NAME_BODY && name->kind != CD_NAME_PLACE &&
           (name->gender == CD_GENDER_UNKNOWN || name->gender == gender);
}

/* Are these tokens a description, and none of a document? */
static bool describes_person(const struct cd_walk *w, struct cd_span tokens) {
    for (uint32_t i = tokens.first; i < tokens.end && i < tokens.first + CD_CLAUSE_REACH;
         i++)
        if (w->r->classes[i] & CD_DOCUMENT)
            return false;
    return tokens.first < tokens.end;
}

/* Where a verb has no subject: whom the sentence before quotes by name or describes
 * without one, else the person who stands out. */
static void take_dropped(struct cd_walk *w, struct cd_quote *quote) {
    const struct cd_sentence *s = &w->sentences.list[w->at];
    const struct cd_subject *subject = w->at > 0 ? &w->subjects[w->at - 1] : NULL;
    const struct cd_quote *last = cd_last_quote(w);
    if (last && subject && s[-1].quotes > 0 && last->paragraph == s->paragraph &&
        (last->name != CD_NONE || describes_person(w, last->described))) {
        quote->name = last->name;
        quote->described = last->described;
        return;
    }
    if (subject && subject->kind == CD_SUBJECT_NOUN && s[-1].paragraph == s->paragraph &&
        !(w->sentences.items[subject->head].class & CD_DOCUMENT)) {
        quote->mention = cd_item_tokens(w, subject->first, subject->end);
        cd_take_description(w, quote, subject);
        quote->mention = (struct cd_span){0, 0};
        return;
    }
    uint32_t before = w->at > 0 && !cd_spoke_before(w) ? cd_person_before(w) : CD_NONE;
    bool person = before != CD_NONE && w->r->names[before].kind != CD_NAME_BODY &&
                  w->r->names[before].kind != CD_NAME_PLACE;
    quote->name = person ? before : cd_salience_person(&w->salience);
}

/* Is the name hardly "he" or "she", where somebody is described: a place, or a word that
 * nothing shows to be somebody's? */
static bool is_hardly(const struct cd_walk *w, const struct cd_name *name,
                      uint64_t pronoun) {
    return w->r->language == CD_ENGLISH && (pronoun & (CD_HE | CD_SHE)) &&
           name->kind != CD_NAME_PERSON && name->gender == CD_GENDER_UNKNOWN &&
           !cd_is_given_name(w->r, name->first);
}

/* "She sent a note. “No,” it read.": the document that the sentence before is not about,
 * but tells of; empty: there is none. */
static struct cd_span document_before(const struct cd_walk *w) {
    const struct cd_sentence *s = &w->sentences.list[w->at];
    if (w->r->language != CD_ENGLISH || w->at == 0 || s[-1].paragraph + 1 < s->paragraph)
        return (struct cd_span){0, 0};
    struct cd_clause c = {w->r, w->sentences.items, s[-1]};
    for (uint32_t i = s[-1].end; i > s[-1].first && i + CD_CLAUSE_REACH > s[-1].end; i--)
        if (cd_item_is(&c, i - 1, CD_DOCUMENT)) {
            uint32_t start = cd_phrase_start(&c, i - 1);
            bool of = cd_item_is(&c, i, CD_WORD_OF) && cd_item_nominal(&c, i + 1) &&
                      !cd_begins_phrase(&c, i + 1);
            if (cd_begins_phrase(&c, start) && !cd_is_governed(&c, i - 1))
                return cd_item_tokens(w, start, of ? i + 2 : i);
        }
    return (struct cd_span){0, 0};
}

/* "It" is rather that document than a word that nothing shows to be a body. */
static void take_document(const struct cd_walk *w, struct cd_quote *quote,
                          uint64_t pronoun) {
    const struct cd_sentence *s = &w->sentences.list[w->at];
    bool same = w->at > 0 && s[-1].paragraph == s->paragraph;
    bool hardly =
        quote->name == CD_NONE || (same && w->r->names[quote->name].kind != CD_NAME_BODY);
    struct cd_span document = {0, 0};
    if ((pronoun & CD_IT) && hardly)
        document = document_before(w);
    if (document.end == 0)
        return;
    quote->name = CD_NONE;
    quote->described = document;
}

/* "She asked the minister whether he would. He said": who was called so, else whom nobody
 * names, unless another one was named with him. */
static bool means_asked(struct cd_walk *w, struct cd_quote *quote,
                        const struct cd_subject *asked, uint64_t pronoun) {
    if (!cd_agrees(w, asked->head, pronoun))
        return false;
    uint32_t noun = w->sentences.items[asked->head].first;
    uint32_t called = cd_salience_called(&w->salience, noun, CD_NONE);
    uint32_t named = cd_salience_resolve(&w->salience, pronoun, CD_NONE);
    if (called == CD_NONE && named != CD_NONE &&
        cd_salience_since(&w->salience, named) < 3)
        return false;
    quote->name = called;
    quote->described = cd_item_tokens(w, asked->first, asked->end);
    return true;
}

/* "A spokeswoman said Ms. Doyle was away. “…,” she added.": is the sentence before told
 * by somebody who is described for the first time? */
static bool is_told_by(const struct cd_walk *w, const struct cd_subject *subject) {
    const struct cd_sentence *s = &w->sentences.list[w->at];
    const struct cd_item *items = w->sentences.items;
    return w->r->language == CD_ENGLISH && s[-1].quotes == 0 &&
           s[-1].paragraph == s->paragraph && !cd_is_definite(w, subject) &&
           !(items[subject->first].class & CD_POSSESSIVE) &&
           (items[subject->first].class & CD_DETERMINER) &&
           (items[subject->end].class & CD_ASK) != CD_ASK &&
           (items[subject->head].class & CD_PERSON) && subject->end < s[-1].end &&
           (items[subject->end].class & CD_SAY_STRONG) &&
           (items[subject->end].class & CD_FORM_PAST);
}

/* German "Danach kam eine Pflegerin. „…“, sagte sie.": somebody new, and nobody named in
 * that sentence whom the pronoun could mean. */
static bool is_met(struct cd_walk *w, const struct cd_subject *subject,
                   uint64_t pronoun) {
    const struct cd_sentence *s = &w->sentences.list[w->at];
    uint64_t first = w->sentences.items[subject->first].class;
    uint32_t named = cd_salience_resolve(&w->salience, pronoun, CD_NONE);
    return w->r->language == CD_GERMAN && s[-1].quotes == 0 && (first & CD_DETERMINER) &&
           !(first & (CD_POSSESSIVE | CD_DEFINITE)) &&
           (named == CD_NONE || cd_salience_since(&w->salience, named) > 1);
}

/* "A man opened the fair. “It was hot,” he said.": the pronoun means whom the sentence
 * before describes, where he told it or nobody with a name is meant. */
static bool means_described(struct cd_walk *w, struct cd_quote *quote, uint64_t pronoun) {
    if (w->at == 0 || !(pronoun & (CD_HE | CD_SHE | CD_IT | CD_THEY)))
        return false;
    const struct cd_sentence *s = &w->sentences.list[w->at];
    struct cd_subject asked;
    const struct cd_subject *subject = &w->subjects[cd_before_pronouns(w, pronoun)];
    bool about = subject->kind == CD_SUBJECT_NOUN && cd_agrees(w, subject->head, pronoun);
    if (s[-1].paragraph + 1 < s->paragraph)
        return false;
    if (!about)
        return cd_asked_before(w, &asked) && means_asked(w, quote, &asked, pronoun);
    const struct cd_quote *last = cd_last_quote(w);
    /* "A porter, who would not be named, said it was “up.” ¶ “…,” he said." */
    bool spoke = s[-1].quotes > 0 && last && w->last + 1 == w->out->count &&
                 last->name == CD_NONE && last->by == CD_SUBJECT_NOUN &&
                 last->described.first == w->sentences.items[subject->first].first;
    uint64_t noun = w->sentences.items[subject->head].class;
    bool person =
        (noun & CD_PERSON) && !(noun & CD_ORG) && s[-1].paragraph == s->paragraph &&
        (cd_is_definite(w, subject) || ((noun & CD_FEMALE) && (pronoun & CD_SHE)));
    if (spoke && (w->r->language == CD_ENGLISH || person)) {
        quote->described = last->described;
        return true;
    }
    if (is_told_by(w, subject) || (person && is_met(w, subject, pronoun))) {
        quote->described = cd_item_tokens(w, subject->first, subject->end);
        return true;
    }
    struct cd_quote described = *quote;
    described.mention = cd_item_tokens(w, subject->first, subject->end);
    cd_take_description(w, &described, subject);
    /* "They" is a spokesperson rather than a body of before. */
    uint32_t named =
        pronoun & CD_THEY ? CD_NONE : cd_salience_resolve(&w->salience, pronoun, CD_NONE);
    bool lately = named != CD_NONE && !cd_is_long_past(w, named, subject);
    /* "The forewoman, a widow named Joyce Hill, said it. “…,” she said." */
    uint32_t meant = s[-1].quotes == 0 && s[-1].paragraph == s->paragraph &&
                             !cd_is_definite(w, subject)
                         ? cd_salience_take(&w->salience, described.name, pronoun)
                         : CD_NONE;
    if (meant != CD_NONE) {
        quote->name = meant;
        return true;
    }
    if (described.name != CD_NONE ||
        (lately && !is_hardly(w, &w->r->names[named], pronoun)))
        return false;
    quote->described = described.described;
    return true;
}

/* "The board has offered what it calls": "it" is the body that the sentence is about. */
static bool is_own_subject(const struct cd_walk *w, const struct cd_subject *pronoun) {
    const struct cd_subject *subject = &w->subjects[w->at];
    return (w->sentences.items[pronoun->head].class & CD_IT) &&
           subject->kind == CD_SUBJECT_NOUN && subject->head < pronoun->head &&
           (w->sentences.items[subject->head].class & (CD_ORG | CD_DOCUMENT));
}

/* A name as the subject, with those that are joined to it. */
static void take_name(struct cd_walk *w, struct cd_quote *quote, uint32_t head) {
    const struct cd_item *item = &w->sentences.items[head];
    bool english = w->r->language == CD_ENGLISH;
    uint32_t first = english ? cd_together_from(w, head) : head;
    uint32_t end = english && first == head ? cd_together_until(w, head) : head + 1;
    quote->name = w->r->mentions[item->ref].name;
    quote->mention = (struct cd_span){item->first, item->end};
    if (first + 1 == end)
        return;
    quote->name = CD_NONE;
    quote->mention = quote->described = cd_item_tokens(w, first, end);
    cd_remember(w, 0, quote->described); /* for "they" */
}

/* "A man opened the fair, which he called “hot”": the pronoun is whom its own sentence
 * describes, where nobody is named. */
static bool is_own_noun(const struct cd_walk *w, const struct cd_subject *pronoun) {
    const struct cd_subject *subject = &w->subjects[w->at];
    return w->r->language == CD_ENGLISH && subject->kind == CD_SUBJECT_NOUN &&
           subject->head < pronoun->head &&
           cd_agrees(w, subject->head, w->sentences.items[pronoun->head].class);
}

/* "A spokesman thanked the firemen, who he said had “gone on”": rather he than who was
 * named before. */
static bool is_own_speaker(const struct cd_walk *w, const struct cd_quote *quote,
                           const struct cd_subject *pronoun) {
    const struct cd_item *items = w->sentences.items;
    const struct cd_subject *subject = &w->subjects[w->at];
    return is_own_noun(w, pronoun) && !cd_is_definite(w, subject) &&
           pronoun->head > subject->end && (items[subject->head].class & CD_PERSON) &&
           (items[pronoun->head].class & (CD_HE | CD_SHE)) &&
           (items[pronoun->head - 1].class & CD_RELATIVE) &&
           cd_salience_since(&w->salience, quote->name) > 0;
}

/* "He", "she" where nobody was named that it can mean. */
static void take_unnamed(struct cd_walk *w, struct cd_quote *quote,
                         const struct cd_subject *pronoun) {
    uint64_t class = w->sentences.items[pronoun->head].class;
    if (is_own_noun(w, pronoun)) {
        const struct cd_subject *subject = &w->subjects[w->at];
        quote->name =
            w->at == 0 ? cd_led_in(w, w->sentences.items[subject->head].class) : CD_NONE;
        quote->described = cd_item_tokens(w, subject->first, subject->end);
        return;
    }
    uint32_t name = cd_named_ahead(w, class);
    if (name != CD_NONE)
        quote->name = name;
}

#define LONG_AGO 4 /* sentences */

/* "She" is rather whom the sentence before tells of than who was named long ago. */
static void take_told_of(const struct cd_walk *w, struct cd_quote *quote,
                         uint64_t pronoun) {
    const struct cd_name *name =
        quote->name == CD_NONE ? NULL : &w->r->names[quote->name];
    bool person = name && !is_hardly(w, name, pronoun);
    bool lately = person && cd_salience_since(&w->salience, quote->name) <= LONG_AGO;
    bool ahead = name && name->first > quote->span.first;
    if (!(pronoun & (CD_HE | CD_SHE)) || lately || ahead || quote->described.end > 0 ||
        w->at == 0)
        return;
    uint32_t at = person ? w->at - 1 : cd_before_pronouns(w, pronoun);
    if (cd_person_told_of(w, at, pronoun, &quote->described))
        quote->name = CD_NONE;
}

/* Those whom "they" means and who have no name of their own in the table. */
static void take_several(struct cd_walk *w, struct cd_quote *quote) {
    quote->described = cd_together_before(w);
    if (quote->described.end == 0 && w->described_count > 0)
        quote->described = w->described[(w->described_count - 1) % CD_DESCRIBED].tokens;
}

void cd_take_subject(struct cd_walk *w, struct cd_quote *quote,
                     const struct cd_subject *subject) {
    const struct cd_item *head = &w->sentences.items[subject->head];
    quote->by = subject->kind;
    if (subject->kind != CD_SUBJECT_NONE && (head->class & CD_LATTER)) {
        quote->mention = cd_item_tokens(w, subject->first, subject->end);
        quote->name = cd_named_last(w, subject);
        return;
    }
    switch (subject->kind) {
        case CD_SUBJECT_NONE:
            return;
        case CD_SUBJECT_NAME:
            take_name(w, quote, subject->head);
            return;
        case CD_SUBJECT_PRONOUN:
            if (is_own_subject(w, subject)) {
                cd_take_subject(w, quote, &w->subjects[w->at]);
                return;
            }
            quote->mention = (struct cd_span){head->first, head->end};
            if (means_described(w, quote, head->class))
                return;
            quote->name = head->class & (CD_HE | CD_SHE) ? head->ref
                          : is_reflexive(w, head->class)
                              ? w->subject_name
                              : cd_salience_resolve(&w->salience, head->class, CD_NONE);
            if ((head->class & (CD_HE | CD_SHE)) &&
                (quote->name == CD_NONE ||
                 is_hardly(w, &w->r->names[quote->name], head->class) ||
                 is_own_speaker(w, quote, subject)))
                take_unnamed(w, quote, subject);
            take_told_of(w, quote, head->class);
            if (quote->name == CD_NONE && (head->class & CD_THEY))
                take_several(w, quote);
            take_document(w, quote, head->class);
            return;
        case CD_SUBJECT_DROPPED:
            take_dropped(w, quote);
            return;
        case CD_SUBJECT_NOUN:
            if (head->kind == CD_ITEM_QUOTE) { /* selon « Télérama » */
                const struct cd_quote_span *span = &w->r->quotes.list[head->ref];
                quote->described = (struct cd_span){span->inner, span->inner_end};
                quote->mention = quote->described;
                return;
            }
            quote->mention = cd_item_tokens(w, subject->first, subject->end);
            cd_take_description(w, quote, subject);
            return;
    }
}

void cd_weigh_description(struct cd_walk *w, const struct cd_subject *subject) {
    if (subject->kind != CD_SUBJECT_NOUN)
        return;
    const struct cd_item *head = &w->sentences.items[subject->head];
    uint32_t name = cd_is_definite(w, subject)
                        ? cd_salience_describe(&w->salience, head->first, w->subject_name)
                        : CD_NONE;
    cd_salience_add(&w->salience, name, CD_WEIGHT_SUBJECT);
    /* "The housing department": what "the department" will mean. */
    if (name == CD_NONE && (head->class & CD_ORG) && subject->head > subject->first + 1)
        cd_remember(w, w->r->text->tokens[head->first].stem_hash,
                    cd_item_tokens(w, subject->first, subject->head + 1));
}
