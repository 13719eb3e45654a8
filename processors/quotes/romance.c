/* Nouns behind a verb need no name to be somebody: "on assure à la mairie", "denuncian
 * desde la plataforma", "peut-on lire dans un tract" name the house that speaks. */
#include "processors/quotes/romance.h"

#include "processors/quotes/phrases.h"

#define MOST_BEFORE_HOUSE 5 /* items between verb and preposition */
#define MOST_BESIDE       5 /* items between "on" and its verb */

bool cd_is_infinitive(const struct cd_clause *c, uint32_t verb) {
    return cd_is_romance(c) && cd_item_is(c, verb, CD_FORM_BASE) &&
           !cd_item_is(c, verb, CD_FORM_THIRD | CD_FORM_PAST) &&
           verb > c->sentence.first && cd_item_is(c, verb - 1, CD_PREPOSITION) &&
           !cd_begins_phrase(c, verb - 1) &&
           (cd_item_is(c, verb, CD_SAY_WEAK) || !cd_begins_phrase(c, verb + 1));
}

struct cd_subject cd_one_of(const struct cd_clause *c, uint32_t item) {
    uint32_t of = item + 1;
    /* Without its accent "d’eux" is "deux", two. */
    bool elided = cd_item_is(c, item + 1, CD_ANY_PRONOUN | CD_DETERMINER) &&
                  cd_elided(c->r, c->items[item + 1].first) == CD_ELISION_WORD;
    if (c->r->language == CD_ENGLISH || cd_verb_second(c->r->language) ||
        !(cd_item_is(c, item, CD_PRONOUN | CD_DETERMINER)))
        return cd_no_subject();
    /* "l’un d’eux" */
    if (elided)
        return (struct cd_subject){CD_SUBJECT_NOUN, item, item, item + 2};
    /* "un d’entre eux" */
    if (cd_item_is(c, item + 1, CD_PREPOSITION) && cd_item_is(c, item + 2, CD_PRONOUN) &&
        cd_elided(c->r, c->items[item + 1].first) == CD_ELISION_WORD)
        return (struct cd_subject){CD_SUBJECT_NOUN, item, item, item + 3};
    if (!cd_item_is(c, item + 1, CD_WORD_OF))
        return cd_no_subject();
    if (cd_item_is(c, of + 1, CD_ANY_PRONOUN) && !cd_item_nominal(c, of + 2))
        return (struct cd_subject){CD_SUBJECT_NOUN, item, item, of + 2};
    struct cd_subject subject =
        cd_phrase_behind(c, cd_begins_phrase(c, of) ? of : of + 1);
    subject.first = item;
    return subject;
}

static bool is_impersonal(const struct cd_clause *c, uint32_t item) {
    return cd_item_is(c, item, CD_IMPERSONAL) &&
           (c->items[item].class & CD_IMPERSONAL) == CD_IMPERSONAL;
}

/* "de source policière", "de sources concordantes": the noun without an article behind a
 * "de" at `item`. */
static struct cd_subject bare_source(const struct cd_clause *c, uint32_t of) {
    if (c->r->language != CD_FRENCH || !cd_item_is(c, of, CD_WORD_OF) ||
        cd_begins_phrase(c, of) || !cd_item_is(c, of + 1, CD_PERSON | CD_PEOPLE) ||
        c->items[of + 1].capital)
        return cd_no_subject();
    uint32_t end = of + 2;
    while (cd_item_of(c, end, CD_ITEM_WORD) && end < of + 4 && !c->items[end].capital &&
           !cd_item_is(c, end, CD_FUNCTION | CD_SAY | CD_DATE))
        end++;
    return (struct cd_subject){CD_SUBJECT_NOUN, of + 1, of + 1, end};
}

struct cd_subject cd_source_in_front(const struct cd_clause *c, uint32_t item) {
    struct cd_subject source =
        item == c->sentence.first ? bare_source(c, item) : cd_no_subject();
    return source.kind != CD_SUBJECT_NONE && cd_item_of(c, source.end, CD_ITEM_COMMA)
               ? source
               : cd_no_subject();
}

struct cd_subject cd_taken_up(const struct cd_clause *c, uint32_t pronoun) {
    uint32_t first = c->sentence.first;
    if (!cd_is_romance(c) || pronoun < first + 4 ||
        !cd_item_of(c, pronoun - 1, CD_ITEM_COMMA) ||
        !cd_item_is(c, first, CD_PREPOSITION) ||
        !cd_item_is(c, first + 1, CD_PREPOSITION))
        return cd_no_subject();
    /* "Quant aux élus", "Quant à la région" */
    uint32_t noun = cd_begins_phrase(c, first + 1) ? first + 1 : first + 2;
    struct cd_subject subject = cd_phrase_behind(c, noun);
    bool whole = subject.kind != CD_SUBJECT_NONE && subject.end + 1 == pronoun &&
                 (subject.kind == CD_SUBJECT_NAME ||
                  cd_item_is(c, subject.head, CD_PERSON | CD_PEOPLE | CD_ORG));
    return whole ? subject : cd_no_subject();
}

/* The house or document behind the preposition at `item`, whichever it is. */
static struct cd_subject house_after(const struct cd_clause *c, uint32_t item) {
    uint32_t first = cd_begins_phrase(c, item) ? item : item + 1;
    /* "auprès de la préfecture" */
    first += cd_item_is(c, first, CD_WORD_OF) && !cd_begins_phrase(c, first);
    struct cd_subject subject = cd_phrase_behind(c, first);
    bool house = subject.kind == CD_SUBJECT_NOUN &&
                 cd_item_is(c, subject.head, CD_ORG | CD_DOCUMENT | CD_PEOPLE);
    bool name = subject.kind == CD_SUBJECT_NAME && cd_item_names(c, subject.head) &&
                c->r->names[c->r->mentions[c->items[subject.head].ref].name].kind !=
                    CD_NAME_PERSON;
    return house || name ? subject : cd_no_subject();
}

/* The same where the preposition says where, not whose. */
static struct cd_subject house_behind(const struct cd_clause *c, uint32_t item) {
    return cd_item_is(c, item, CD_PREPOSITION) && !cd_item_is(c, item, CD_WORD_OF)
               ? house_after(c, item)
               : cd_no_subject();
}

struct cd_subject cd_house_behind(const struct cd_clause *c, uint32_t verb) {
    for (uint32_t i = verb + 1; i < verb + MOST_BEFORE_HOUSE; i++) {
        struct cd_subject house = house_behind(c, i);
        if (house.kind == CD_SUBJECT_NONE)
            house = bare_source(c, i);
        if (house.kind != CD_SUBJECT_NONE)
            return house;
        if (!cd_item_is(c, i, CD_ADVERB | CD_PRONOUN | CD_DATE | CD_PREPOSITION))
            break;
    }
    return cd_no_subject();
}

struct cd_subject cd_house_in_front(const struct cd_clause *c, uint32_t verb) {
    uint32_t first = c->sentence.first;
    struct cd_subject house = house_behind(c, first);
    /* "Du côté de la direction" */
    if (house.kind == CD_SUBJECT_NONE && cd_item_is(c, first, CD_PREPOSITION) &&
        cd_item_is(c, first + 2, CD_WORD_OF))
        house = house_after(c, first + 2);
    return house.end <= verb ? house : cd_no_subject();
}

/* May the item stand between "on" and its verb: "peut-on lire", "on y apprend"? */
static bool is_beside(const struct cd_clause *c, uint32_t item) {
    return cd_item_is(c, item,
                      CD_AUXILIARY | CD_PRONOUN | CD_ADVERB | CD_SAY | CD_OF_WORKS) ||
           cd_item_of(c, item, CD_ITEM_MARK);
}

bool cd_impersonal_behind(const struct cd_clause *c, uint32_t verb) {
    uint32_t i = verb + 1;
    if (c->r->language != CD_FRENCH)
        return false;
    while (i < verb + MOST_BESIDE &&
           (cd_item_of(c, i, CD_ITEM_MARK) ||
            (cd_item_of(c, i, CD_ITEM_WORD) && cd_item_length(c, i) == 1)))
        i++;
    return i > verb + 1 && is_impersonal(c, i) &&
           bare_source(c, i + 1).kind != CD_SUBJECT_NONE;
}

bool cd_impersonal_at(struct cd_verb *out, const struct cd_clause *c, uint32_t item) {
    if (!cd_is_romance(c) || !is_impersonal(c, item))
        return false;
    uint32_t first = item, last = item, verb = CD_NONE;
    while (first > c->sentence.first && item - first < MOST_BESIDE &&
           is_beside(c, first - 1))
        first--;
    while (last - item < MOST_BESIDE && is_beside(c, last + 1))
        last++;
    for (uint32_t i = first; i <= last; i++)
        if (cd_item_is(c, i, CD_SAY | CD_OF_WORKS))
            verb = i;
    if (verb == CD_NONE)
        return false;
    uint32_t before = first;
    while (before > c->sentence.first && cd_item_pause(c, before - 1))
        before--;
    bool behind = before > c->sentence.first && cd_item_of(c, before - 1, CD_ITEM_QUOTE);
    struct cd_subject house = cd_house_behind(c, last);
    if (house.kind == CD_SUBJECT_NONE && !behind)
        house = cd_house_in_front(c, verb); /* "À la mairie, on assure" */
    *out = (struct cd_verb){.item = behind ? first : verb,
                            .subject = house,
                            .strength = CD_SAY_STRONG,
                            .inverted = behind,
                            .answered = behind};
    return house.kind != CD_SUBJECT_NONE;
}
