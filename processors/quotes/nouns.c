/* See nouns.h. */
#include "processors/quotes/nouns.h"

#include "processors/quotes/ahead.h"
#include "processors/quotes/described.h"
#include "processors/quotes/runs.h"
#include "processors/quotes/trades.h"

void cd_remember(struct cd_walk *w, uint64_t noun, struct cd_span tokens) {
    w->described[w->described_count++ % CD_DESCRIBED] =
        (struct cd_description){noun, tokens};
}

/* "The head teacher" is not the one who was called a teacher. */
static bool is_another(const struct cd_walk *w, const struct cd_subject *subject,
                       uint32_t name) {
    if (name == CD_NONE || subject->head == subject->first)
        return false;
    const struct cd_item *modifier = &w->sentences.items[subject->head - 1];
    if (modifier->kind != CD_ITEM_WORD || !(modifier->class & CD_PERSON))
        return false;
    uint32_t head = w->sentences.items[subject->head].first;
    if (!cd_name_has_role(&w->r->names[name], cd_role_at(w->r, head)))
        return false;
    uint64_t role = cd_role_at(w->r, modifier->first);
    return !cd_name_has_role(&w->r->names[name], role);
}

/* "The spokeswoman of Ann Doyle" is not Ann Doyle. */
static bool is_inside(const struct cd_walk *w, const struct cd_subject *subject,
                      uint32_t name) {
    for (uint32_t i = subject->first; i < subject->end; i++)
        if (w->sentences.items[i].kind == CD_ITEM_NAME &&
            w->r->mentions[w->sentences.items[i].ref].name == name)
            return true;
    return false;
}

/* "A witness … “It was quiet,” said the 27-year-old.": whom the sentence before
 * describes. */
static bool describe_by_age(struct cd_walk *w, struct cd_quote *quote) {
    const struct cd_sentence *s = &w->sentences.list[w->at];
    if (w->at == 0 || w->subjects[w->at - 1].kind != CD_SUBJECT_NOUN ||
        s[-1].paragraph != s->paragraph)
        return false;
    const struct cd_subject *subject = &w->subjects[w->at - 1];
    const struct cd_item *head = &w->sentences.items[subject->head];
    if (!(head->class & CD_PERSON))
        return false;
    if (cd_is_definite(w, subject))
        quote->name = cd_describe(w, head->first);
    quote->described = cd_item_tokens(w, subject->first, subject->end);
    return true;
}

/* "For the captain Ann Doyle it was enough. “…,” said the 22-year-old.": the one person
 * whom the sentence before names; or CD_NONE. */
static uint32_t only_named(const struct cd_walk *w) {
    const struct cd_sentence *s = &w->sentences.list[w->at - 1];
    uint32_t only = CD_NONE;
    for (uint32_t i = s->first; i < s->end && i < s->first + CD_CLAUSE_REACH; i++) {
        const struct cd_item *item = &w->sentences.items[i];
        uint32_t name =
            item->kind == CD_ITEM_NAME ? w->r->mentions[item->ref].name : CD_NONE;
        if (name == CD_NONE || name == only || w->r->names[name].kind != CD_NAME_PERSON)
            continue;
        if (only != CD_NONE)
            return CD_NONE;
        only = name;
    }
    return only;
}

/* "Next she meets Carla Bianchi. “…,” said the Italian.": the one person whom the
 * sentence before names for the first time; or CD_NONE. */
static uint32_t introduced_before(const struct cd_walk *w) {
    const struct cd_sentence *s = &w->sentences.list[w->at - 1];
    uint32_t only = CD_NONE;
    for (uint32_t i = s->first; i < s->end && i < s->first + CD_CLAUSE_REACH; i++) {
        const struct cd_item *item = &w->sentences.items[i];
        if (item->kind != CD_ITEM_NAME)
            continue;
        const struct cd_mention *m = &w->r->mentions[item->ref];
        bool first = m->name != CD_NONE && m->first == w->r->names[m->name].first &&
                     w->r->names[m->name].kind == CD_NAME_PERSON && m->words > 1;
        if (first && only != CD_NONE)
            return CD_NONE;
        only = first ? m->name : only;
    }
    return only;
}

/* Who spoke last in this paragraph, or whom its sentence before is about, where the
 * description may be his: news varies its words (Doyle … the cellist). */
static uint32_t varied(const struct cd_walk *w, const struct cd_subject *subject,
                       uint32_t except) {
    uint32_t head = w->sentences.items[subject->head].first;
    const struct cd_sentence *s = &w->sentences.list[w->at];
    uint32_t reach = w->r->classes[head] & (CD_AGE | CD_DEMONYM) ? 1 : 0;
    /* "the Speaker" is called so. */
    bool called = (w->r->classes[head] & CD_OFFICE) && cd_is_capital(w->r, head);
    if (w->r->language != CD_ENGLISH || subject->end != subject->head + 1 || called ||
        !cd_may_be_person(w->r, head) || w->at == 0 ||
        s[-1].paragraph + reach < s->paragraph)
        return CD_NONE;
    const struct cd_subject *before = &w->subjects[w->at - 1];
    uint32_t introduced = reach > 0 ? introduced_before(w) : CD_NONE;
    if (introduced != CD_NONE && introduced != except &&
        cd_salience_may_be(&w->salience, introduced, head))
        return introduced;
    const struct cd_quote *last = w->last == CD_NONE ? NULL : &w->out->list[w->last];
    const struct cd_item *item = &w->sentences.items[before->head];
    const struct cd_item *first = &w->sentences.items[s[-1].first];
    uint32_t name = before->kind == CD_SUBJECT_NAME      ? w->r->mentions[item->ref].name
                    : before->kind == CD_SUBJECT_PRONOUN ? item->ref
                    : first->kind == CD_ITEM_NAME && first->possessive
                        ? w->r->mentions[first->ref].name
                    : last && last->paragraph == s->paragraph      ? last->name
                    : reach > 0 && s[-1].paragraph == s->paragraph ? only_named(w)
                                                                   : CD_NONE;
    bool may = name != except && cd_salience_may_be(&w->salience, name, head);
    return may ? name : CD_NONE;
}

/* "The nurse said of Doyle": whom a description cannot mean, the sentence's subject or
 * who is named behind it. */
static uint32_t who_else(const struct cd_walk *w, const struct cd_subject *subject) {
    if (w->subject_name != CD_NONE)
        return w->subject_name;
    uint32_t end = w->sentences.list[w->at].end;
    for (uint32_t i = subject->end; i < end && i < subject->end + 6; i++)
        if (w->sentences.items[i].kind == CD_ITEM_NAME &&
            w->sentences.items[i - 1].kind != CD_ITEM_COMMA)
            return w->r->mentions[w->sentences.items[i].ref].name;
    return CD_NONE;
}

static uint32_t who_in_english(const struct cd_walk *w,
                               const struct cd_subject *subject) {
    uint32_t noun = w->sentences.items[subject->head].first;
    uint32_t except = who_else(w, subject);
    uint32_t name = cd_salience_called(&w->salience, noun, except);
    /* Who asked what is answered is hardly "the officer", unless called so. */
    if (except == CD_NONE && w->asker != CD_NONE &&
        cd_salience_barred(&w->salience, w->asker))
        except = w->asker;
    if (name == CD_NONE)
        name = varied(w, subject, except);
    /* "the Bishop of Leeds" says of what, and so means somebody else. */
    const struct cd_item *head = &w->sentences.items[subject->head];
    bool kin = (head->class & CD_PERSON) && (head->class & (CD_MALE | CD_FEMALE)) &&
               (head[1].class & CD_WORD_OF); /* "the daughter of the victim" */
    bool another = subject->end > subject->head + 1 &&
                   (kin || (head->capital && (head->class & CD_OFFICE)));
    return name == CD_NONE && !another ? cd_salience_describe(&w->salience, noun, except)
                                       : name;
}

/* "La viuda de uno de los tripulantes": somebody of somebody without a name. */
static bool is_of_somebody(const struct cd_walk *w, const struct cd_subject *subject) {
    const struct cd_item *item = &w->sentences.items[subject->head];
    return subject->head + 2 < w->sentences.item_count && (item[1].class & CD_WORD_OF) &&
           (item[2].class & CD_PRONOUN) && !(item[2].class & CD_DEFINITE);
}

/* Whom a description means that is named behind it: "the woman who found it", or what an
 * article's first sentence is about; or CD_NONE. */
static uint32_t described_ahead(const struct cd_walk *w,
                                const struct cd_subject *subject) {
    const struct cd_item *head = &w->sentences.items[subject->head];
    if (!cd_may_be_person(w->r, head->first))
        return CD_NONE;
    uint32_t name = subject->end > subject->head + 1 ? cd_introduced_ahead(w) : CD_NONE;
    bool first = subject->head == w->subjects[0].head && !(head->class & CD_AGE);
    /* “…,” says the woman in the red boots. ¶ Gwen Hill took over the farm: who has not
     * been named yet at an article's beginning, and is no stranger. */
    first =
        first || (cd_is_definite(w, subject) && !(head->class & (CD_OFFICE | CD_AGE)));
    return name == CD_NONE && first ? cd_led_in(w, head->class) : name;
}

/* « … », dit un maire. « … », ajoute l’élu: who spoke last in the paragraph, described as
 * this noun may be, too; an office is somebody else's. Languages other than English vary
 * what they call somebody. */
static bool describes_last(const struct cd_walk *w, const struct cd_subject *subject) {
    const struct cd_sentence *s = &w->sentences.list[w->at];
    const struct cd_quote *last = cd_last_quote(w);
    uint64_t noun = cd_noun_class(w->r, w->sentences.items[subject->head].first);
    if (w->r->language == CD_ENGLISH || !(noun & CD_PERSON) ||
        (noun & (CD_OFFICE | CD_ORG | CD_PEOPLE)) || subject->end > subject->head + 1 ||
        !last || last->paragraph != s->paragraph || last->name != CD_NONE)
        return false;
    for (uint32_t i = last->described.first; i < last->described.end; i++) {
        uint64_t said = cd_noun_class(w->r, i);
        if (said & (CD_PERSON | CD_PEOPLE | CD_ORG))
            return (said & CD_PERSON) && !(said & (CD_ORG | CD_PEOPLE)) &&
                   !((said & CD_MALE) && (noun & CD_FEMALE)) &&
                   !((said & CD_FEMALE) && (noun & CD_MALE));
    }
    return false;
}

/* "Su abogado pedirá custodia. «…», insistió el letrado.": whom the sentence before
 * describes without a name, as this noun may, too. In English only whom it calls so. */
static bool describes_before(const struct cd_walk *w, const struct cd_subject *subject,
                             struct cd_span *described) {
    if (w->r->language == CD_ENGLISH)
        return cd_repeats_noun(w, subject, described);
    const struct cd_sentence *s = &w->sentences.list[w->at];
    if (w->at == 0 || s[-1].paragraph != s->paragraph || s[-1].quotes > 0 ||
        subject->end > subject->head + 1)
        return false;
    const struct cd_subject *before = &w->subjects[w->at - 1];
    const struct cd_item *items = w->sentences.items;
    if (before->kind != CD_SUBJECT_NOUN || cd_is_definite(w, before))
        return false;
    uint64_t noun = cd_noun_class(w->r, items[subject->head].first);
    uint64_t said = cd_noun_class(w->r, items[before->head].first);
    uint64_t gender = CD_MALE | CD_FEMALE;
    bool differs = (noun & gender) && (said & gender) && !(noun & said & gender);
    if (!(noun & CD_PERSON) || !(said & CD_PERSON) || ((noun | said) & CD_ORG) || differs)
        return false;
    *described = cd_item_tokens(w, before->first, before->end);
    return true;
}

void cd_take_description(struct cd_walk *w, struct cd_quote *quote,
                         const struct cd_subject *subject) {
    const struct cd_item *head = &w->sentences.items[subject->head];
    uint64_t noun = w->r->text->tokens[head->first].stem_hash;
    quote->described = quote->mention;
    quote->name = w->r->language == CD_ENGLISH ? cd_called_behind(w, subject) : CD_NONE;
    if (quote->name != CD_NONE)
        return;
    if (cd_is_definite(w, subject)) {
        for (uint32_t i = 0; i < CD_DESCRIBED && i < w->described_count; i++)
            if (w->described[i].head == noun) {
                quote->described = w->described[i].tokens;
                return;
            }
        bool english = w->r->language == CD_ENGLISH;
        if (describes_before(w, subject, &quote->described))
            return;
        if (!english && (head->class & CD_AGE) && describe_by_age(w, quote))
            return;
        quote->name = english                      ? who_in_english(w, subject)
                      : is_of_somebody(w, subject) ? CD_NONE
                                                   : cd_describe(w, head->first);
        if (is_another(w, subject, quote->name) || is_inside(w, subject, quote->name))
            quote->name = CD_NONE;
        if (quote->name != CD_NONE ||
            cd_is_described_before(w, subject, &quote->described))
            return;
    }
    /* "his manager": who was called so. */
    if ((w->sentences.items[subject->first].class & CD_POSSESSIVE) &&
        subject->head == subject->first + 1)
        quote->name = cd_salience_called(&w->salience, head->first, w->subject_name);
    if (quote->name == CD_NONE && subject->head == subject->first + 1)
        quote->name = cd_kin_of(w, subject);
    if (quote->name == CD_NONE)
        quote->name = described_ahead(w, subject);
    if (quote->name == CD_NONE && cd_is_definite(w, subject) &&
        describes_last(w, subject))
        quote->described = cd_last_quote(w)->described;
    else if (quote->name == CD_NONE)
        cd_remember(w, noun, quote->described);
}
