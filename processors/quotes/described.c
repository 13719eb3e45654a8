/* See described.h. */
#include "processors/quotes/described.h"

#include "processors/quotes/phrases.h"
#include "processors/quotes/trades.h"

#define KIN_REACH 4 /* sentences since he was named */

bool cd_is_definite(const struct cd_walk *w, const struct cd_subject *subject) {
    return cd_has_no_articles(w->r->language) ||
           (w->sentences.items[subject->first].class & CD_DEFINITE);
}

/* Other languages than English have "he" and
 * "she" for bodies, too. */
bool cd_agrees(const struct cd_walk *w, uint32_t item, uint64_t pronoun) {
    uint64_t noun = w->sentences.items[item].class;
    if ((noun & CD_ORG) && w->r->language != CD_ENGLISH)
        return true;
    /* "a grazier who" is somebody, whatever a merger may be */
    bool who = item + 1 < w->sentences.item_count &&
               (w->sentences.items[item + 1].class & CD_RELATIVE) &&
               cd_may_be_person(w->r, w->sentences.items[item].first);
    /* "Another told us she had been promoted. “…,” she said." */
    const struct cd_token *word = &w->r->text->tokens[w->sentences.items[item].first];
    bool another =
        (noun & CD_PEOPLE) && (noun & CD_DETERMINER) && (word->sign | 0x20) == 'a';
    bool person = (noun & CD_PERSON) || who || another;
    if (pronoun & CD_HE)
        return person && !(noun & CD_FEMALE);
    if (pronoun & CD_SHE)
        return person && !(noun & CD_MALE);
    if (pronoun & CD_THEY)
        return noun & (CD_PEOPLE | CD_PERSON);
    return noun & (CD_ORG | CD_DOCUMENT);
}

/* Can these two be of one family by their names: the same surname, or one that is called
 * by a given name alone? */
static bool may_be_kin(const struct cd_name *a, const struct cd_name *b) {
    return a->last_word == b->last_word || a->words == 1 || b->words == 1;
}

uint32_t cd_kin_of(const struct cd_walk *w, const struct cd_subject *subject) {
    const struct cd_item *items = w->sentences.items;
    uint64_t whose = items[subject->first].class, noun = items[subject->head].class;
    const struct cd_quote *last = w->last == CD_NONE ? NULL : &w->out->list[w->last];
    if (w->r->language != CD_ENGLISH || !last || last->name == CD_NONE ||
        !(whose & (CD_HIS | CD_HER)) || (noun & CD_OFFICE) ||
        !(noun & (CD_MALE | CD_FEMALE)))
        return CD_NONE;
    const struct cd_name *owner = &w->r->names[last->name];
    enum cd_gender other = whose & CD_HIS ? CD_GENDER_FEMALE : CD_GENDER_MALE;
    enum cd_gender kin = noun & CD_MALE ? CD_GENDER_MALE : CD_GENDER_FEMALE;
    uint32_t only = CD_NONE;
    for (uint32_t i = 0; i < w->salience.recent_count && owner->gender != other; i++) {
        uint32_t index = w->salience.recent[i];
        const struct cd_name *name = &w->r->names[index];
        if (index == last->name || name->kind != CD_NAME_PERSON || name->gender != kin ||
            name->role_count > 0 || !may_be_kin(name, owner) ||
            cd_salience_since(&w->salience, index) > KIN_REACH)
            continue;
        if (only != CD_NONE)
            return CD_NONE;
        only = index;
    }
    return only;
}

#define MOST_PRONOUNS 3 /* sentences about "she" behind the one that says who */

uint32_t cd_before_pronouns(const struct cd_walk *w, uint64_t pronoun) {
    const struct cd_sentence *list = w->sentences.list;
    uint32_t at = w->at - 1;
    while (at > 0 && at + MOST_PRONOUNS > w->at && w->r->language == CD_ENGLISH &&
           list[at].quotes == 0 && list[at - 1].paragraph == list[w->at].paragraph &&
           w->subjects[at].kind == CD_SUBJECT_PRONOUN &&
           (w->sentences.items[w->subjects[at].head].class & pronoun & (CD_HE | CD_SHE)))
        at--;
    return at;
}

bool cd_asked_before(const struct cd_walk *w, struct cd_subject *asked) {
    const struct cd_sentence *s = &w->sentences.list[w->at - 1];
    struct cd_clause c = {w->r, w->sentences.items, *s};
    for (uint32_t i = s->first; i < s->end && i < s->first + CD_CLAUSE_REACH; i++) {
        if ((c.items[i].class & CD_ASK) != CD_ASK || !cd_item_is(&c, i, CD_FORM_PAST) ||
            !cd_begins_phrase(&c, i + 1))
            continue;
        *asked = cd_phrase_behind(&c, i + 1);
        asked->end = asked->head + 1;
        return w->r->language == CD_ENGLISH && asked->kind == CD_SUBJECT_NOUN;
    }
    return false;
}

/* "The phone was answered by his nephew.": the one person whom a sentence describes as
 * "his" or "a", who goes with the pronoun; empty: there is none, or more. */
static struct cd_span person_in(const struct cd_walk *w, const struct cd_sentence *s,
                                uint64_t pronoun) {
    struct cd_clause c = {w->r, w->sentences.items, *s};
    struct cd_span only = {0, 0};
    for (uint32_t i = s->first; i < s->end && i < s->first + CD_CLAUSE_REACH; i++) {
        if (!cd_item_is(&c, i, CD_PERSON) || !cd_agrees(w, i, pronoun))
            continue;
        uint32_t start = cd_phrase_start(&c, i);
        /* ", now a consultant in Dubai," says more of somebody else. */
        if (cd_item_of(&c, start - 1, CD_ITEM_COMMA) ||
            (cd_item_adverb(&c, start - 1) && cd_item_of(&c, start - 2, CD_ITEM_COMMA)))
            continue;
        if (only.end > 0)
            return (struct cd_span){0, 0};
        bool whose = cd_item_of(&c, start, CD_ITEM_NAME) && c.items[start].possessive;
        bool who =
            !cd_item_is(&c, start, CD_DEFINITE) || cd_item_is(&c, i + 1, CD_RELATIVE);
        if (whose || (who && cd_item_is(&c, start, CD_DETERMINER | CD_POSSESSIVE)))
            only = cd_item_tokens(w, start, i + 1);
    }
    return only;
}

bool cd_person_told_of(const struct cd_walk *w, uint32_t at, uint64_t pronoun,
                       struct cd_span *described) {
    const struct cd_sentence *s = &w->sentences.list[w->at];
    if (w->r->language != CD_ENGLISH || s[-1].paragraph + 1 < s->paragraph)
        return false;
    struct cd_span person = person_in(w, &w->sentences.list[at], pronoun);
    *described = person.end > 0 ? person : *described;
    return person.end > 0;
}

bool cd_is_described_before(const struct cd_walk *w, const struct cd_subject *subject,
                            struct cd_span *described) {
    const struct cd_sentence *s = &w->sentences.list[w->at];
    const struct cd_item *head = &w->sentences.items[subject->head];
    if (w->r->language != CD_ENGLISH || w->at == 0 ||
        s[-1].paragraph + 1 < s->paragraph || subject->end != subject->head + 1 ||
        (head->class & CD_OFFICE) || cd_ends_as_trade(w->r, head->first) ||
        !(head->class & (CD_MALE | CD_FEMALE)))
        return false;
    const struct cd_subject *before = &w->subjects[w->at - 1];
    uint64_t pronoun = head->class & CD_FEMALE ? CD_SHE : CD_HE;
    if (before->kind != CD_SUBJECT_NOUN || !cd_agrees(w, before->head, pronoun)) {
        struct cd_span person = person_in(w, &s[-1], pronoun);
        *described = person.end > 0 ? person : *described;
        return person.end > 0;
    }
    if (cd_is_definite(w, before))
        return false;
    *described = cd_item_tokens(w, before->first, before->end);
    return true;
}

uint32_t cd_called_behind(const struct cd_walk *w, const struct cd_subject *subject) {
    const struct cd_item *items = w->sentences.items;
    uint32_t end = w->sentences.list[w->at].end;
    if (subject->end >= end || items[subject->end].kind != CD_ITEM_COMMA)
        return CD_NONE;
    for (uint32_t i = subject->end + 1; i + 1 < end && i < subject->end + 10; i++) {
        if (items[i].kind != CD_ITEM_WORD || (items[i].class & CD_RELATIVE))
            return CD_NONE;
        if ((items[i].class & CD_NAMING) && items[i + 1].kind == CD_ITEM_NAME)
            return w->r->mentions[items[i + 1].ref].name;
    }
    return CD_NONE;
}

/* Is anybody who is named called by this office (a token)? */
static bool is_held(const struct cd_walk *w, uint32_t noun) {
    uint64_t role = cd_role_at(w->r, noun);
    for (uint32_t i = 0; i < w->salience.recent_count; i++)
        if (cd_name_has_role(&w->r->names[w->salience.recent[i]], role))
            return true;
    return false;
}

#define NOUN_REACH 3 /* sentences of the paragraph */

bool cd_repeats_noun(const struct cd_walk *w, const struct cd_subject *subject,
                     struct cd_span *described) {
    const struct cd_sentence *s = &w->sentences.list[w->at];
    const struct cd_text *text = w->r->text;
    uint32_t noun = w->sentences.items[subject->head].first, least = w->at;
    if (w->r->language != CD_ENGLISH || subject->end != subject->head + 1 ||
        subject->head != subject->first + 1 || !(w->r->classes[noun] & CD_PERSON) ||
        is_held(w, noun))
        return false;
    for (uint32_t at = w->at; at > 0 && at + NOUN_REACH > least; at--) {
        const struct cd_subject *before = &w->subjects[at - 1];
        if (w->sentences.list[at - 1].paragraph != s->paragraph)
            return false;
        if (before->kind != CD_SUBJECT_NOUN || cd_is_definite(w, before))
            continue;
        uint32_t head = w->sentences.items[before->head].first;
        if (text->tokens[head].stem_hash != text->tokens[noun].stem_hash)
            continue;
        *described = cd_item_tokens(w, before->first, before->end);
        return true;
    }
    return false;
}

#define LATELY 4 /* sentences in which "the company" is of a name */

bool cd_is_long_past(const struct cd_walk *w, uint32_t name,
                     const struct cd_subject *described) {
    const struct cd_sentence *s = &w->sentences.list[w->at];
    const struct cd_item *items = w->sentences.items;
    uint64_t head = items[described->head].class;
    /* "Born to a seamstress, she …" */
    bool aside = described->end + 1 < s[-1].end &&
                 items[described->end].kind == CD_ITEM_COMMA &&
                 (items[described->end + 1].class & (CD_HE | CD_SHE));
    /* "The company", "the senator" are of a name; "the official said" it himself. */
    bool held = (head & CD_OFFICE) && is_held(w, items[described->head].first);
    bool told = (head & CD_PERSON) && !held && described->end < s[-1].end &&
                (items[described->end].class & CD_SAY_STRONG);
    bool body = (head & CD_ORG) && cd_salience_since(&w->salience, name) > LATELY;
    /* "The daughter of the victim" is nobody who was named. */
    bool kin = (head & CD_PERSON) && (head & (CD_MALE | CD_FEMALE)) && !held &&
               (items[described->head + 1].class & CD_WORD_OF);
    told = told || kin;
    bool named = cd_is_definite(w, described) && !(head & CD_DOCUMENT) && !told && !body;
    if (w->r->language != CD_ENGLISH || s[-1].quotes > 0 || named || aside)
        return false;
    uint32_t since = cd_salience_since(&w->salience, name);
    uint32_t at = w->at - 1;
    while (at > 0 && described->head < w->sentences.list[at].first)
        at--;
    return cd_salience_barred(&w->salience, name) ||
           since > w->at - at + s->paragraph - s[-1].paragraph;
}
