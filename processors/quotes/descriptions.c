/* Whom "the pianist", "l’élu", "ce dernier" mean, by name. News in other languages than
 * English varies what it calls somebody with every sentence, so that the sentence before
 * and the noun's gender say more than whether he was called so. */
#include "processors/quotes/walk.h"

bool cd_spoke_before(const struct cd_walk *w) {
    const struct cd_sentence *s = &w->sentences.list[w->at - 1];
    const struct cd_quote *last = cd_last_quote(w);
    return s->quotes > 0 && last &&
           last->span.first >= w->sentences.items[s->first].first;
}

uint32_t cd_person_before(const struct cd_walk *w) {
    const struct cd_sentence *s = &w->sentences.list[w->at];
    const struct cd_quote *last = cd_last_quote(w);
    if (w->at == 0 || s[-1].paragraph != s->paragraph)
        return CD_NONE;
    const struct cd_subject *subject = &w->subjects[w->at - 1];
    const struct cd_item *head = &w->sentences.items[subject->head];
    if (subject->kind == CD_SUBJECT_NAME && !cd_spoke_before(w))
        return w->r->mentions[head->ref].name;
    if (subject->kind == CD_SUBJECT_PRONOUN && (head->class & (CD_HE | CD_SHE)) &&
        head->ref != CD_NONE && !cd_spoke_before(w))
        return head->ref;
    return last && last->paragraph == s->paragraph ? last->name : CD_NONE;
}

/* Can the noun mean this person, by its gender? */
static bool may_mean(const struct cd_name *person, uint64_t noun) {
    bool fits = person->gender == CD_GENDER_UNKNOWN || !(noun & (CD_MALE | CD_FEMALE)) ||
                person->gender == (noun & CD_MALE ? CD_GENDER_MALE : CD_GENDER_FEMALE);
    return fits && (person->kind == CD_NAME_PERSON || person->kind == CD_NAME_UNKNOWN);
}

/* News in other languages than English calls whom it has named by trade or party; an
 * office is mostly somebody else's, unless the sentence before is about him. */
static uint32_t called_by_trade(const struct cd_walk *w, uint64_t noun) {
    uint32_t before = w->r->language == CD_ENGLISH ? CD_NONE : cd_person_before(w);
    bool other = before == CD_NONE || before == w->subject_name ||
                 !(noun & (CD_PERSON | CD_DEMONYM)) ||
                 ((noun & CD_OFFICE) && cd_spoke_before(w));
    return !other && may_mean(&w->r->names[before], noun) ? before : CD_NONE;
}

/* "La investigadora", "l’élu": who is the only one of that gender that was named lately;
 * CD_NONE if there are more, or the noun does not tell its gender. */
static uint32_t only_one(const struct cd_walk *w, uint64_t noun) {
    uint32_t only = CD_NONE, count = 0;
    if (w->r->language == CD_ENGLISH || !(noun & (CD_FEMALE | CD_MALE)) ||
        (noun & CD_OFFICE))
        return CD_NONE;
    enum cd_gender other = noun & CD_FEMALE ? CD_GENDER_MALE : CD_GENDER_FEMALE;
    for (uint32_t i = 0; i < w->salience.recent_count; i++) {
        const struct cd_name *name = &w->r->names[w->salience.recent[i]];
        if (name->kind == CD_NAME_PERSON && name->gender != other) {
            only = w->salience.recent[i];
            count++;
        }
    }
    return count == 1 && only != w->subject_name ? only : CD_NONE;
}

uint32_t cd_describe(const struct cd_walk *w, uint32_t noun) {
    uint32_t name = cd_salience_called(&w->salience, noun, w->subject_name);
    if (name == CD_NONE)
        name = called_by_trade(w, cd_noun_class(w->r, noun));
    if (name == CD_NONE)
        name = cd_salience_describe(&w->salience, noun, w->subject_name);
    return name == CD_NONE ? only_one(w, cd_noun_class(w->r, noun)) : name;
}

#define LATTER_REACH 120 /* items before "the latter"; some three sentences */

uint32_t cd_named_last(const struct cd_walk *w, const struct cd_subject *subject) {
    const struct cd_item *items = w->sentences.items;
    uint64_t class = items[subject->head].class;
    enum cd_gender gender = class & (CD_FEMALE | CD_SHE) ? CD_GENDER_FEMALE
                            : class & (CD_MALE | CD_HE)  ? CD_GENDER_MALE
                                                         : CD_GENDER_UNKNOWN;
    uint32_t perhaps = CD_NONE;
    for (uint32_t i = subject->first; i > 0 && i + LATTER_REACH > subject->first; i--) {
        if (items[i - 1].kind != CD_ITEM_NAME)
            continue;
        uint32_t index = w->r->mentions[items[i - 1].ref].name;
        const struct cd_name *name = &w->r->names[index];
        bool other = gender && name->gender && name->gender != gender;
        bool unknown = name->kind == CD_NAME_UNKNOWN;
        if (!other && (name->kind == CD_NAME_PERSON || (unknown && name->words > 1)))
            return index;
        if (!other && unknown && perhaps == CD_NONE)
            perhaps = index;
    }
    return perhaps;
}
