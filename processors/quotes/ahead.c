/* See ahead.h. */
#include "processors/quotes/ahead.h"

#include "processors/quotes/clauses.h"
#include "processors/quotes/runs.h"

#define AHEAD 100 /* items that are looked at */
#define LEAD  6   /* sentences of an article that may be about who is not named yet */
#define SOON  3   /* sentences in which the name follows then */

/* Is this a person, by what is known of the name? */
static bool is_person(const struct cd_walk *w, uint32_t index) {
    const struct cd_name *name = &w->r->names[index];
    bool given = name->kind == CD_NAME_UNKNOWN && name->words > 1 &&
                 cd_is_given_name(w->r, name->first);
    return name->kind == CD_NAME_PERSON || given;
}

/* "Doyle said": may this name (an item) be somebody's, as it tells something? */
static bool tells(const struct cd_walk *w, const struct cd_item *item,
                  const struct cd_sentence *s) {
    const struct cd_name *name = &w->r->names[w->r->mentions[item->ref].name];
    bool other = name->kind == CD_NAME_BODY || name->kind == CD_NAME_PLACE ||
                 (w->r->classes[name->first] & (CD_DEMONYM | CD_PLACE | CD_ORG_NAME));
    return !other && item + 1 < &w->sentences.items[s->end] &&
           (item[1].class & CD_SAY_STRONG) && (item[1].class & CD_FORM_PAST);
}

uint32_t cd_named_ahead(const struct cd_walk *w, uint64_t pronoun) {
    if (w->at >= LEAD)
        return CD_NONE;
    enum cd_gender other = pronoun & CD_HE ? CD_GENDER_FEMALE : CD_GENDER_MALE;
    const struct cd_sentence *s = &w->sentences.list[w->at];
    const struct cd_item *items = w->sentences.items;
    uint32_t paragraph = s->paragraph, left = AHEAD;
    for (uint32_t at = w->at + 1; at < w->sentences.count && left > 0; at++) {
        const struct cd_sentence *next = &w->sentences.list[at];
        if (next->paragraph > paragraph + 1 ||
            (next->quotes > 0 && next->paragraph > paragraph))
            return CD_NONE;
        for (uint32_t i = next->first; i < next->end && left > 0; i++, left--) {
            if (items[i].kind != CD_ITEM_NAME)
                continue;
            uint32_t name = w->r->mentions[items[i].ref].name;
            bool later = w->r->names[name].first >= items[s->end].first;
            if (w->r->names[name].gender != other &&
                (tells(w, &items[i], next) || (later && is_person(w, name))))
                return name;
        }
    }
    return CD_NONE;
}

uint32_t cd_introduced_ahead(const struct cd_walk *w) {
    const struct cd_sentence *next = &w->sentences.list[w->at + 1];
    if (w->r->language != CD_ENGLISH || w->at + 1 >= w->sentences.count ||
        next->quotes > 0 || next->paragraph != w->sentences.list[w->at].paragraph)
        return CD_NONE;
    struct cd_clause c = {w->r, w->sentences.items, *next};
    uint32_t i = next->first;
    if (!cd_item_names(&c, i) || cd_item_pause(&c, i + 1) ||
        cd_item_is(&c, i + 1, CD_SAY))
        return CD_NONE;
    const struct cd_mention *m = &w->r->mentions[c.items[i].ref];
    const struct cd_name *name = &w->r->names[m->name];
    bool introduced = m->first == name->first && m->title_first == m->first;
    return introduced && name->words > 1 && is_person(w, m->name) ? m->name : CD_NONE;
}

uint32_t cd_led_in(const struct cd_walk *w, uint64_t noun) {
    const struct cd_sentence *list = w->sentences.list;
    uint32_t before = cd_salience_person(&w->salience);
    if (w->r->language != CD_ENGLISH || w->at >= LEAD ||
        (before != CD_NONE && is_person(w, before)))
        return CD_NONE;
    enum cd_gender other = noun & CD_MALE     ? CD_GENDER_FEMALE
                           : noun & CD_FEMALE ? CD_GENDER_MALE
                                              : CD_GENDER_UNKNOWN;
    uint32_t soon = w->at + SOON;
    for (uint32_t at = w->at + 1; at < w->sentences.count && at < soon; at++) {
        const struct cd_item *item = &w->sentences.items[list[at].first];
        if (item->kind == CD_ITEM_QUOTE && list[at].paragraph == list[w->at].paragraph) {
            soon++;
            continue;
        }
        bool spoken = list[at].quotes > 0;
        /* "Dr Doyle left after the word “severe” was cut." */
        if (spoken && (item->kind != CD_ITEM_NAME || (item[1].class & CD_SAY) ||
                       list[at].paragraph == list[w->at].paragraph))
            return CD_NONE;
        if (item->kind != CD_ITEM_NAME || item->possessive)
            continue;
        uint32_t index = w->r->mentions[item->ref].name;
        const struct cd_name *name = &w->r->names[index];
        bool differs = other != CD_GENDER_UNKNOWN && name->gender == other;
        return is_person(w, index) && name->words > 1 && !differs ? index : CD_NONE;
    }
    return CD_NONE;
}
