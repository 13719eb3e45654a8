/* Word order is what English has instead of cases: what belongs to a noun or a name
 * stands right before it, or behind it with a preposition. A parser would know more and
 * take a thousand times as long; what it gains on edited news is small. */
#include "processors/quotes/phrases.h"

#include "processors/quotes/trades.h"

/* "angrily": an adverb by its ending. */
static bool ends_in_ly(const struct cd_clause *c, uint32_t item) {
    const struct cd_token *t = &c->r->text->tokens[c->items[item].first];
    const char *end = c->r->text->bytes.p + t->end;
    /* not "family" */
    return c->items[item].kind == CD_ITEM_WORD && !c->items[item].capital &&
           !(c->items[item].class & CD_SPEAKER) && cd_item_length(c, item) > 4 &&
           end[-1] == 'y' && end[-2] == 'l';
}

bool cd_ends_in_ed(const struct cd_clause *c, uint32_t item) {
    struct cd_str word = cd_token_str(c->r->text, c->items[item].first);
    return word.len > 4 && word.p[word.len - 1] == 'd' && word.p[word.len - 2] == 'e';
}

bool cd_item_adverb(const struct cd_clause *c, uint32_t item) {
    return cd_in_sentence(c, item) && c->items[item].kind == CD_ITEM_WORD &&
           ((c->items[item].class & (CD_ADVERB | CD_AUXILIARY)) || ends_in_ly(c, item));
}

/* A word that can be a noun or stand before one. */
bool cd_item_nominal(const struct cd_clause *c, uint32_t item) {
    if (!cd_in_sentence(c, item))
        return false;
    const struct cd_item *it = &c->items[item];
    if (it->kind == CD_ITEM_NAME)
        return true;
    if (it->kind != CD_ITEM_WORD)
        return false;
    if (it->class & (CD_SPEAKER | CD_DEMONYM | CD_OFFICE | CD_OFFICE_PART))
        return true;
    return !(it->class & (CD_BE | CD_AUXILIARY | CD_CONJUNCTION | CD_SUBORDINATOR |
                          CD_PREPOSITION | CD_ANY_PRONOUN | CD_RELATIVE)) &&
           !((it->class & CD_SAY) && (it->class & (CD_FORM_PAST | CD_FORM_THIRD)));
}

bool cd_receives(const struct cd_clause *c, uint32_t item) {
    return cd_item_of(c, item, CD_ITEM_WORD) &&
           (c->items[item].class & CD_RECEIVES) == CD_RECEIVES;
}

bool cd_begins_phrase(const struct cd_clause *c, uint32_t item) {
    return cd_item_is(c, item, CD_DETERMINER | CD_POSSESSIVE) &&
           !cd_item_is(c, item, CD_SUBORDINATOR);
}

bool cd_qualifies_person(const struct cd_clause *c, uint32_t item) {
    return cd_item_of(c, item, CD_ITEM_WORD) &&
           !(c->items[item].class & (CD_FUNCTION | CD_SAY)) &&
           cd_item_is(c, item + 1, CD_PERSON | CD_OFFICE);
}

bool cd_is_governed(const struct cd_clause *c, uint32_t item) {
    if (cd_is_elided_behind(c, item))
        return true;
    for (uint32_t n = 0; n < 8 && item > c->sentence.first; n++) {
        item--;
        if (cd_item_is(c, item, CD_PREPOSITION))
            return !cd_item_is(c, item, CD_SUBORDINATOR);
        /* "a la cadena Fox" */
        uint64_t nouns = CD_DEMONYM | CD_PERSON | CD_OFFICE |
                         (c->r->language == CD_ENGLISH ? 0 : CD_ORG);
        bool modifier = cd_begins_phrase(c, item) || cd_item_is(c, item, nouns) ||
                        c->items[item].possessive || cd_qualifies_person(c, item);
        /* "of Ann Doyle and Mark Ellis" */
        bool joined = cd_item_is(c, item, CD_WORD_AND) && item > c->sentence.first &&
                      c->items[item - 1].kind == CD_ITEM_NAME;
        if (joined)
            item--;
        if (!modifier && !joined)
            return false;
    }
    return false;
}

/* The first item of what is joined to the noun at `item`: "co-founder", "mother-of-two",
 * "chief executive and founder"; else the item itself. */
static uint32_t joined_before(const struct cd_clause *c, uint32_t item) {
    if (item < c->sentence.first + 2)
        return item;
    uint64_t roles = CD_PERSON | CD_OFFICE;
    bool hyphen = cd_item_of(c, item - 1, CD_ITEM_MARK) &&
                  (cd_item_nominal(c, item - 2) ||
                   (cd_item_of(c, item - 2, CD_ITEM_WORD) &&
                    cd_is_inner_hyphen(c->r, c->items[item - 1].first)));
    bool both = c->r->language == CD_ENGLISH && cd_item_is(c, item - 1, CD_WORD_AND) &&
                cd_item_is(c, item - 2, roles) && cd_item_of(c, item, CD_ITEM_WORD) &&
                !cd_begins_phrase(c, item);
    /* "a Bell and Ross spokesman" */
    bool firm = c->r->language == CD_ENGLISH && item > c->sentence.first + 2 &&
                cd_item_is(c, item - 1, CD_WORD_AND) && c->items[item].capital &&
                c->items[item - 2].capital && cd_item_is(c, item - 3, CD_DETERMINER) &&
                !cd_item_is(c, item - 3, CD_DEFINITE);
    return hyphen || both || firm ? item - 2 : item;
}

/* The first item of the noun phrase whose last one is `last`, articles included. */
uint32_t cd_phrase_start(const struct cd_clause *c, uint32_t last) {
    uint32_t i = last;
    for (uint32_t n = 0; n < 12 && i > c->sentence.first; n++) {
        if (cd_begins_phrase(c, i)) {
            /* "the two firms", "his three sons", "a No 10 spokesman" */
            return i < last && cd_begins_phrase(c, i - 1) ? i - 1 : i;
        }
        uint32_t joined = joined_before(c, i);
        if (joined < i)
            i = joined;
        else if (cd_item_nominal(c, i - 1) || cd_begins_phrase(c, i - 1))
            i--;
        else
            break;
    }
    return i;
}

/* A name as the subject, with what stands before it in its phrase: "Trump adviser Omar
 * Aziz". */
struct cd_subject cd_name_subject(const struct cd_clause *c, uint32_t item) {
    return (struct cd_subject){CD_SUBJECT_NAME, item, cd_phrase_start(c, item), item + 1};
}

bool cd_links_nouns(const struct cd_clause *c, uint32_t item) {
    /* "left as protesters yelled" */
    bool as = c->r->language == CD_ENGLISH && cd_item_is(c, item, CD_WORD_AS);
    return cd_item_is(c, item, CD_PREPOSITION) && !as && cd_item_length(c, item) <= 4;
}

bool cd_is_genitive(const struct cd_clause *c, uint32_t item) {
    struct cd_str word = cd_token_str(c->r->text, c->items[item].first);
    return word.len == 3 && (word.p[2] == 'r' || word.p[2] == 's');
}

/* "Trump during a rally said", "who in the past said": whom a phrase of time or place is
 * set behind. */
static struct cd_subject before_preposition(const struct cd_clause *c, uint32_t item) {
    uint32_t i = item;
    while (i > c->sentence.first && cd_item_adverb(c, i - 1))
        i--;
    if (i == c->sentence.first)
        return cd_no_subject();
    if (cd_item_names(c, i - 1) && !cd_item_place(c, i - 1) && !cd_is_governed(c, i - 1))
        return cd_name_subject(c, i - 1);
    if (cd_item_nominative(c, i - 1))
        return cd_pronoun_subject(i - 1);
    if (cd_item_is(c, i - 1, CD_RELATIVE) && i >= c->sentence.first + 2) {
        uint32_t before = cd_item_of(c, i - 2, CD_ITEM_COMMA) ? i - 3 : i - 2;
        if (cd_item_names(c, before))
            return cd_name_subject(c, before);
    }
    return cd_no_subject();
}

/* The phrase that ends with item `last`, followed to its head: "the head of the agency",
 * "a spokesman for Angela Price". A name with a phrase of place or time behind it ("Trump
 * in a tweet") is the subject itself. */
struct cd_subject cd_phrase_before(const struct cd_clause *c, uint32_t last) {
    struct cd_subject subject = {CD_SUBJECT_NOUN, last, 0, last + 1};
    uint32_t i = cd_phrase_start(c, last);
    for (uint32_t n = 0; n < 4 && i > c->sentence.first + 1; n++) {
        /* French "du" is article and preposition in one. */
        bool both = i < last && cd_item_is(c, i, CD_WORD_OF);
        /* "eine Sprecherin der Stadt" */
        both = both || (cd_capital_nouns(c->r->language) && i < last &&
                        cd_is_genitive(c, i) && cd_item_is(c, i - 1, CD_SPEAKER));
        if (!both && !cd_links_nouns(c, i - 1))
            break;
        uint32_t before = both ? i - 1 : i - 2;
        /* "uno de los vecinos", "one of the victims" */
        if (n == 0 && cd_item_is(c, before, CD_PRONOUN) &&
            cd_item_is(c, before + 1, CD_WORD_OF))
            return (struct cd_subject){CD_SUBJECT_NOUN, last, before, last + 1};
        if (cd_item_names(c, before) && !cd_item_place(c, before) &&
            !cd_is_governed(c, before))
            return cd_name_subject(c, before);
        if (!cd_item_nominal(c, before) || cd_begins_phrase(c, before))
            break;
        subject.head = before;
        i = cd_phrase_start(c, before);
    }
    if (i > c->sentence.first && cd_item_is(c, i - 1, CD_PREPOSITION) &&
        !cd_item_is(c, i - 1, CD_SUBORDINATOR) && subject.head == last)
        return before_preposition(c, i - 1);
    subject.first = i;
    /* "Le groupe d’opposition": a speaker further left, where the last word is none. */
    for (uint32_t k = i; k < last && !cd_item_is(c, subject.head, CD_SPEAKER); k++)
        if (cd_item_is(c, k, CD_SPEAKER))
            subject.head = k;
    /* "miles de maestros" */
    if (c->r->language != CD_ENGLISH && !cd_item_is(c, subject.head, CD_SPEAKER) &&
        cd_item_is(c, last, CD_PEOPLE))
        subject.head = last;
    if (c->items[subject.head].kind == CD_ITEM_NAME)
        return subject.head == last && cd_item_names(c, last) ? cd_name_subject(c, last)
                                                              : cd_no_subject();
    return subject;
}

/* "Gary Byrne, an agent for Bill Clinton has written": the phrase is an aside whose
 * second comma was left out. */
struct cd_subject cd_past_open_aside(const struct cd_clause *c,
                                     struct cd_subject subject) {
    uint32_t i = subject.first;
    /* "As Trump met Clinton, the backers chanted": several are no single one. */
    if (cd_item_is(c, subject.head, CD_PEOPLE) && c->r->language == CD_ENGLISH)
        return subject;
    /* "Anton, president and chief executive of the body stated" */
    if (i > c->sentence.first + 3 && cd_item_is(c, i - 1, CD_WORD_AND) &&
        cd_item_is(c, i - 2, CD_SPEAKER))
        i = cd_phrase_start(c, i - 2);
    /* "Packer, who is chairman of the body said" */
    if (i > c->sentence.first + 3 && cd_item_is(c, i - 1, CD_BE) &&
        cd_item_is(c, i - 2, CD_RELATIVE))
        i -= 2;
    if (i >= c->sentence.first + 2 && c->items[i - 1].kind == CD_ITEM_COMMA &&
        cd_item_names(c, i - 2) && !cd_item_place(c, i - 2) && !cd_is_governed(c, i - 2))
        return cd_name_subject(c, i - 2);
    return subject;
}

/* "the vice president for policy Dan Holt", but not "a friend of jailed Dan Holt" nor "a
 * lawyer for singer Dan Holt": a noun in small letters for no person. */
static bool is_plain_noun(const struct cd_clause *c, uint32_t item) {
    return !c->items[item].capital && !c->items[item].possessive &&
           !cd_ends_in_ed(c, item) &&
           !cd_item_is(c, item, CD_DEMONYM | CD_PEOPLE | CD_ORG | CD_DATE) &&
           !cd_ends_as_trade(c->r, c->items[item].first);
}

/* "le ministre de l’Intérieur Bruno Castaing": a person's name behind what his office is
 * of says who he is. */
bool cd_is_apposed(const struct cd_clause *c, uint32_t item) {
    if (item == c->sentence.first || !cd_item_names(c, item) ||
        cd_is_elided_behind(c, item) || c->items[item - 1].kind != CD_ITEM_WORD)
        return false;
    if (c->r->language == CD_ENGLISH && !is_plain_noun(c, item - 1))
        return false;
    const struct cd_mention *m = &c->r->mentions[c->items[item].ref];
    return m->words > 1 && m->kind == CD_NAME_PERSON &&
           !cd_item_is(c, item - 1, CD_FUNCTION | CD_PERSON | CD_OFFICE | CD_HONORIFIC) &&
           !cd_item_is(c, item - 1, CD_SAY);
}

/* A name right before the verb, unless it only completes a phrase: "Trump of New York",
 * "a spokesman for Angela Price". */
struct cd_subject cd_name_before(const struct cd_clause *c, uint32_t item) {
    /* "le porte-parole d’Anne Garnier" */
    if (cd_is_elided_behind(c, item) && item > c->sentence.first &&
        cd_item_nominal(c, item - 1)) {
        struct cd_subject subject = cd_phrase_before(c, item - 1);
        if (subject.kind == CD_SUBJECT_NOUN)
            subject.end = item + 1;
        return subject;
    }
    /* "le skippeur du Finistère" */
    uint32_t du = item - 1;
    if (c->r->language != CD_ENGLISH && item > c->sentence.first + 1 &&
        cd_item_is(c, du, CD_WORD_OF) && cd_begins_phrase(c, du) &&
        cd_item_of(c, du - 1, CD_ITEM_WORD) && cd_item_nominal(c, du - 1)) {
        struct cd_subject subject = cd_phrase_before(c, du - 1);
        subject.end = item + 1;
        return subject;
    }
    uint32_t head = item;
    for (uint32_t n = 0; n < 4 && head > c->sentence.first + 1; n++) {
        uint32_t start = cd_phrase_start(c, head);
        if (start < c->sentence.first + 2 || !cd_links_nouns(c, start - 1) ||
            !cd_item_names(c, start - 2))
            break;
        head = start - 2;
    }
    if (head != item && !cd_item_place(c, head) && !cd_is_governed(c, head))
        return cd_name_subject(c, head);
    uint32_t start = cd_phrase_start(c, item);
    if (start > c->sentence.first + 1 && cd_links_nouns(c, start - 1) &&
        !cd_is_apposed(c, item)) {
        uint32_t before = start - 2;
        if (cd_item_nominal(c, before) && !ends_in_ly(c, before)) {
            struct cd_subject subject = cd_phrase_before(c, before);
            if (subject.kind == CD_SUBJECT_NOUN &&
                cd_item_is(c, subject.head, CD_SPEAKER)) {
                subject.end = item + 1;
                return cd_past_open_aside(c, subject);
            }
        }
    }
    struct cd_subject name = cd_name_subject(c, item);
    /* "chief of defence staff Alex Badeh" */
    if (cd_is_apposed(c, item) && start > c->sentence.first &&
        cd_links_nouns(c, start - 1)) {
        struct cd_subject office = cd_phrase_before(c, item - 1);
        name.first = office.kind == CD_SUBJECT_NOUN ? office.first : name.first;
    }
    return name;
}

/* "Trump adviser Omar Aziz": a name that only qualifies the one behind it. */
bool cd_leads_to_name(const struct cd_clause *c, uint32_t item, bool person) {
    for (uint32_t i = item + 1; i < item + 8; i++) {
        if (cd_item_of(c, i, CD_ITEM_NAME))
            return person && i > item + 1;
        person = person || cd_item_is(c, i, CD_PERSON | CD_OFFICE);
        bool joint = cd_item_of(c, i, CD_ITEM_MARK) || cd_item_is(c, i, CD_WORD_AND);
        if (!joint && (!cd_item_nominal(c, i) || cd_begins_phrase(c, i)))
            return false;
    }
    return false;
}

/* "A Clinton campaign official": the noun that a name only qualifies; 0: none. */
uint32_t cd_qualified_noun(const struct cd_clause *c, uint32_t item) {
    if (c->r->language != CD_ENGLISH)
        return 0;
    uint32_t i = item + 1;
    /* "a Bell and Ross spokesman" */
    if (item > c->sentence.first && cd_item_is(c, item - 1, CD_DETERMINER) &&
        !cd_item_is(c, item - 1, CD_DEFINITE) && cd_item_is(c, i, CD_WORD_AND) &&
        cd_item_of(c, i + 1, CD_ITEM_NAME))
        i += 2;
    uint32_t first = i;
    while (i < first + 3 && cd_item_is(c, i, CD_SPEAKER) &&
           !(cd_item_is(c, i, CD_SAY) && cd_item_is(c, i, CD_FORM_PAST | CD_FORM_THIRD)))
        i++;
    return i > first ? i - 1 : 0;
}

bool cd_qualifies_noun(const struct cd_clause *c, uint32_t name) {
    uint32_t i = name + 1;
    while (c->r->language == CD_ENGLISH && i < name + 4 &&
           !cd_item_is(c, i, CD_SPEAKER) &&
           (cd_item_of(c, i, CD_ITEM_MARK) ||
            (cd_item_of(c, i, CD_ITEM_WORD) && !c->items[i].capital &&
             !cd_item_is(c, i, CD_FUNCTION | CD_DATE) && !ends_in_ly(c, i))))
        i++;
    return cd_qualified_noun(c, i - 1) != 0;
}
