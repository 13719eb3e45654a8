#include "processors/quotes/asides.h"

#include "processors/quotes/clauses.h"
#include "processors/quotes/phrases.h"

/* What opens the bracket that closes at `close`; where it is not near, the sentence's
 * first item. */
uint32_t cd_opening_of(const struct cd_clause *c, uint32_t close) {
    for (uint32_t i = close; i > c->sentence.first && i + CD_CLAUSE_REACH > close; i--)
        if (cd_item_of(c, i, CD_ITEM_OPEN))
            return i;
    return c->sentence.first;
}

/* Can an aside begin behind this comma? What can is told by what ends before it. */
struct cd_subject cd_before_aside(const struct cd_clause *c, uint32_t comma) {
    uint32_t last = comma - 1;
    if (cd_item_of(c, last, CD_ITEM_CLOSE))
        last = cd_opening_of(c, last);
    if (cd_item_of(c, last, CD_ITEM_OPEN) && last > c->sentence.first)
        last--;
    if (cd_item_names(c, last)) {
        struct cd_subject s = cd_name_before(c, last);
        return s.kind == CD_SUBJECT_NAME &&
                       (cd_is_governed(c, s.head) || cd_item_place(c, s.head))
                   ? cd_no_subject()
                   : s;
    }
    if (cd_item_nominative(c, last))
        return cd_pronoun_subject(last);
    /* "L’Américaine, qui revient," */
    bool demonym = cd_is_romance(c) && cd_item_is(c, last, CD_DEMONYM) &&
                   (cd_item_is(c, last, CD_DEFINITE) ||
                    (last > c->sentence.first && cd_item_is(c, last - 1, CD_DEFINITE)));
    /* "El otro, en cambio, niega" */
    if (cd_is_romance(c) && cd_item_is(c, last, CD_PRONOUN) && last > c->sentence.first &&
        cd_item_is(c, last - 1, CD_DEFINITE))
        return (struct cd_subject){CD_SUBJECT_NOUN, last, last - 1, last + 1};
    if ((cd_item_is(c, last, CD_SPEAKER) || cd_is_described(c, last) || demonym) &&
        !c->items[last].possessive)
        return cd_phrase_before(c, last);
    return cd_no_subject();
}

/* Does a clause begin at the item? */
static bool opens_clause(const struct cd_clause *c, uint32_t item) {
    if (item == c->sentence.first)
        return true;
    uint32_t before = item - 1;
    if (cd_item_of(c, before, CD_ITEM_COMMA) && before > c->sentence.first)
        return cd_item_of(c, before - 1, CD_ITEM_QUOTE);
    return cd_item_of(c, before, CD_ITEM_QUOTE) || cd_item_of(c, before, CD_ITEM_DASH) ||
           cd_item_is(c, before, CD_CONJUNCTION | CD_SUBORDINATOR);
}

/* The phrase before an aside that ends at `comma`: of those that a comma stands behind
 * the one that opens a clause, else the nearest; of noun and name ("His wife, Maureen,
 * 64, said") the name. */
static struct cd_subject set_off(const struct cd_clause *c, uint32_t comma) {
    struct cd_subject nearest = cd_no_subject(), right = cd_no_subject();
    uint32_t start = cd_clause_start(c, comma);
    for (uint32_t i = comma; i > start + 1 && comma - i < CD_CLAUSE_REACH; i--) {
        if (cd_item_of(c, i - 1, CD_ITEM_QUOTE))
            break;
        if (!cd_item_of(c, i - 1, CD_ITEM_COMMA))
            continue;
        struct cd_subject subject = cd_before_aside(c, i - 1);
        if (subject.kind == CD_SUBJECT_NONE)
            continue;
        uint32_t name = subject.kind == CD_SUBJECT_NOUN ? cd_apposed_to(c, i - 1) : 0;
        if (name && name < comma)
            subject = (struct cd_subject){CD_SUBJECT_NAME, name, subject.first, name + 1};
        right = subject;
        bool same = nearest.head == right.head;
        if (nearest.kind == CD_SUBJECT_NONE || same || right.first + 1 == nearest.first)
            nearest = right;
        if (opens_clause(c, subject.first))
            return right;
    }
    return nearest;
}

/* Is the name that says what a noun is none of a person, as far as can be seen? */
static bool is_body(const struct cd_clause *c, uint32_t noun, uint32_t item) {
    const struct cd_name *name = &c->r->names[c->r->mentions[c->items[item].ref].name];
    return name->kind == CD_NAME_BODY ||
           (name->words == 1 &&
            (name->kind == CD_NAME_UNKNOWN || cd_item_is(c, noun, CD_ORG)));
}

/* "El presidente del jurado": a phrase for somebody whose last word is none. */
static bool ends_speaker(const struct cd_clause *c, uint32_t last) {
    struct cd_subject noun = cd_phrase_before(c, last);
    return noun.kind == CD_SUBJECT_NOUN && cd_item_is(c, noun.head, CD_SPEAKER);
}

/* "Asim Lodge, director at the group, CAGE, said": who the noun says more of; or itself.
 */
static struct cd_subject apposed_person(const struct cd_clause *c, struct cd_subject noun,
                                        uint32_t start) {
    bool named = noun.first >= start + 2 &&
                 cd_item_of(c, noun.first - 1, CD_ITEM_COMMA) &&
                 cd_item_names(c, noun.first - 2) && !cd_item_place(c, noun.first - 2);
    return named ? cd_name_subject(c, noun.first - 2) : noun;
}

/* Before the comma at `comma`, which ends an aside: "Lopez, the mayor of Tulsa, said".
 * A name alone between the commas ("the director, James Comey, said") says who it is. */
struct cd_subject cd_behind_aside(const struct cd_clause *c, uint32_t comma) {
    uint32_t start = cd_clause_start(c, comma), before = comma - 2;
    uint64_t titles = CD_HONORIFIC | CD_OFFICE | CD_PERSON | CD_DEFINITE | CD_DEMONYM;
    /* "the mission’s head, Finnish lawmaker Pia Hakala, said" */
    while (before > start + 1 && (cd_item_is(c, before, titles) ||
                                  (cd_item_of(c, before, CD_ITEM_NAME) &&
                                   before < comma - 2 && cd_item_place(c, before))))
        before--;
    bool alone = comma >= start + 3 && cd_item_names(c, comma - 1) &&
                 cd_item_of(c, before, CD_ITEM_COMMA) && !cd_item_place(c, comma - 1);
    if (alone && (cd_item_is(c, before - 1, CD_SPEAKER | CD_OFFICE) ||
                  ends_speaker(c, before - 1))) {
        /* "A spokesman for the regulator, Ofaq, said" */
        struct cd_subject noun = cd_phrase_before(c, before - 1);
        if (noun.kind == CD_SUBJECT_NOUN && noun.head < before - 1 &&
            cd_item_is(c, noun.head, CD_PERSON) && is_body(c, before - 1, comma - 1))
            return apposed_person(c, noun, start);
        struct cd_subject subject = cd_name_subject(c, comma - 1);
        /* "the chief executive of the trust, Ann Doyle, said" */
        subject.first =
            noun.kind == CD_SUBJECT_NOUN ? noun.first : cd_phrase_start(c, before - 1);
        /* "one of the nurses, Ann Doyle, said" */
        if (subject.first >= start + 2 && cd_item_is(c, subject.first - 1, CD_WORD_OF) &&
            cd_item_is(c, subject.first - 2, CD_DETERMINER | CD_PRONOUN))
            subject.first -= 2;
        return subject;
    }
    struct cd_subject found = set_off(c, comma);
    if (found.kind == CD_SUBJECT_NONE)
        found = cd_subject_of_clause(c, comma);
    /* "The firm that runs them, Dick Clark Productions, said" */
    if (found.kind == CD_SUBJECT_NOUN && alone)
        return cd_name_subject(c, comma - 1);
    return found;
}

bool cd_has_aside_before(const struct cd_clause *c, uint32_t verb) {
    if (verb == c->sentence.first || !cd_item_of(c, verb - 1, CD_ITEM_COMMA))
        return false;
    /* "His attorney, Lyle Foss, said Mackie" */
    return set_off(c, verb - 1).kind == CD_SUBJECT_NAME ||
           (verb >= c->sentence.first + 4 && cd_item_names(c, verb - 2) &&
            cd_apposed_to(c, verb - 3) == verb - 2);
}
