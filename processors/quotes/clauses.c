/* Word order is what English has instead of cases: the subject stands before its verb,
 * with only adverbs and asides between. A parser would know more and take a thousand
 * times as long; what it gains on edited news is small, since reporters keep the subject
 * of "said" short or set it off by commas. */
#include "processors/quotes/clauses.h"

/* How far a subject is looked for, in items; the longest asides of real sentences are
 * about this long. */
#define REACH 60

static const struct cd_subject no_subject = {.kind = CD_SUBJECT_NONE};

static bool inside(const struct cd_clause *c, uint32_t item) {
    return item >= c->sentence.first && item < c->sentence.end;
}

bool cd_item_is(const struct cd_clause *c, uint32_t item, uint64_t classes) {
    return inside(c, item) && c->items[item].kind == CD_ITEM_WORD &&
           (c->items[item].class & classes) != 0;
}

static bool is_kind(const struct cd_clause *c, uint32_t item, enum cd_item_kind kind) {
    return inside(c, item) && c->items[item].kind == kind;
}

static bool is_name(const struct cd_clause *c, uint32_t item) {
    return is_kind(c, item, CD_ITEM_NAME) && !c->items[item].possessive;
}

/* The name is one of a place: it says where, not who. */
static bool is_place(const struct cd_clause *c, uint32_t item) {
    const struct cd_mention *m = &c->r->mentions[c->items[item].ref];
    return c->r->names[m->name].kind == CD_NAME_PLACE;
}

static bool is_nominative(const struct cd_clause *c, uint32_t item) {
    if (!inside(c, item) || c->items[item].kind != CD_ITEM_WORD)
        return false;
    return c->items[item].class & (CD_HE | CD_SHE | CD_THEY | CD_IT);
}

static uint32_t token_length(const struct cd_clause *c, uint32_t item) {
    return c->r->text->tokens[c->items[item].first].end -
           c->r->text->tokens[c->items[item].first].start;
}

/* "angrily": an adverb by its ending. */
static bool ends_in_ly(const struct cd_clause *c, uint32_t item) {
    const struct cd_token *t = &c->r->text->tokens[c->items[item].first];
    const char *end = c->r->text->bytes.p + t->end;
    return c->items[item].kind == CD_ITEM_WORD && !c->items[item].capital &&
           token_length(c, item) > 4 && end[-1] == 'y' && end[-2] == 'l';
}

static bool is_adverb(const struct cd_clause *c, uint32_t item) {
    return inside(c, item) && c->items[item].kind == CD_ITEM_WORD &&
           ((c->items[item].class & (CD_ADVERB | CD_AUXILIARY)) || ends_in_ly(c, item));
}

/* A word that can be a noun or stand before one. */
static bool is_nominal(const struct cd_clause *c, uint32_t item) {
    if (!inside(c, item))
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

static bool begins_phrase(const struct cd_clause *c, uint32_t item) {
    return cd_item_is(c, item, CD_DETERMINER | CD_POSSESSIVE) &&
           !cd_item_is(c, item, CD_SUBORDINATOR);
}

/* "talent manager": a word before a noun for a person. */
static bool qualifies_person(const struct cd_clause *c, uint32_t item) {
    return c->items[item].kind == CD_ITEM_WORD &&
           !(c->items[item].class & (CD_FUNCTION | CD_SAY)) &&
           cd_item_is(c, item + 1, CD_PERSON | CD_OFFICE);
}

bool cd_is_governed(const struct cd_clause *c, uint32_t item) {
    for (uint32_t n = 0; n < 8 && item > c->sentence.first; n++) {
        item--;
        if (cd_item_is(c, item, CD_PREPOSITION))
            return !cd_item_is(c, item, CD_SUBORDINATOR);
        bool modifier = begins_phrase(c, item) ||
                        cd_item_is(c, item, CD_DEMONYM | CD_PERSON | CD_OFFICE) ||
                        c->items[item].possessive || qualifies_person(c, item);
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

/* The first item of the noun phrase whose last one is `last`, articles included. */
static uint32_t phrase_start(const struct cd_clause *c, uint32_t last) {
    uint32_t i = last;
    for (uint32_t n = 0; n < 12 && i > c->sentence.first; n++) {
        if (begins_phrase(c, i))
            break;
        bool more = is_nominal(c, i - 1) || begins_phrase(c, i - 1) ||
                    (is_kind(c, i - 1, CD_ITEM_MARK) && i > c->sentence.first + 1 &&
                     is_nominal(c, i - 2));
        if (!more)
            break;
        i--;
    }
    return i;
}

/* A name as the subject, with what stands before it in its phrase: "Trump adviser Omar
 * Aziz". */
static struct cd_subject name_subject(const struct cd_clause *c, uint32_t item) {
    return (struct cd_subject){CD_SUBJECT_NAME, item, phrase_start(c, item), item + 1};
}

static bool links_nouns(const struct cd_clause *c, uint32_t item) {
    if (!cd_item_is(c, item, CD_PREPOSITION))
        return false;
    return token_length(c, item) <= 4;
}

/* "Trump during a rally said", "who in the past said": whom a phrase of time or place is
 * set behind. */
static struct cd_subject before_preposition(const struct cd_clause *c, uint32_t item) {
    uint32_t i = item;
    while (i > c->sentence.first && is_adverb(c, i - 1))
        i--;
    if (i == c->sentence.first)
        return no_subject;
    if (is_name(c, i - 1) && !is_place(c, i - 1) && !cd_is_governed(c, i - 1))
        return name_subject(c, i - 1);
    if (is_nominative(c, i - 1))
        return (struct cd_subject){CD_SUBJECT_PRONOUN, i - 1, i - 1, i};
    if (cd_item_is(c, i - 1, CD_RELATIVE) && i >= c->sentence.first + 2) {
        uint32_t before = is_kind(c, i - 2, CD_ITEM_COMMA) ? i - 3 : i - 2;
        if (is_name(c, before))
            return name_subject(c, before);
    }
    return no_subject;
}

/* The phrase that ends with item `last`, followed to its head: "the head of the agency",
 * "a spokesman for Angela Price". A name with a phrase of place or time behind it ("Trump
 * in a tweet") is the subject itself. */
static struct cd_subject phrase_before(const struct cd_clause *c, uint32_t last) {
    struct cd_subject subject = {CD_SUBJECT_NOUN, last, 0, last + 1};
    uint32_t i = phrase_start(c, last);
    for (uint32_t n = 0; n < 4 && i > c->sentence.first + 1; n++) {
        if (!links_nouns(c, i - 1))
            break;
        uint32_t before = i - 2;
        if (is_name(c, before) && !is_place(c, before) && !cd_is_governed(c, before))
            return name_subject(c, before);
        if (!is_nominal(c, before) || begins_phrase(c, before))
            break;
        subject.head = before;
        i = phrase_start(c, before);
    }
    if (i > c->sentence.first && cd_item_is(c, i - 1, CD_PREPOSITION) &&
        !cd_item_is(c, i - 1, CD_SUBORDINATOR) && subject.head == last)
        return before_preposition(c, i - 1);
    subject.first = i;
    if (c->items[subject.head].kind == CD_ITEM_NAME)
        return subject.head == last && is_name(c, last) ? name_subject(c, last)
                                                        : no_subject;
    return subject;
}

/* "Gary Byrne, an agent for Bill Clinton has written": the phrase is an aside whose
 * second comma was left out. */
static struct cd_subject past_open_aside(const struct cd_clause *c,
                                         struct cd_subject subject) {
    uint32_t i = subject.first;
    if (i >= c->sentence.first + 2 && c->items[i - 1].kind == CD_ITEM_COMMA &&
        is_name(c, i - 2) && !is_place(c, i - 2) && !cd_is_governed(c, i - 2))
        return name_subject(c, i - 2);
    return subject;
}

/* A name right before the verb, unless it only completes a phrase: "Trump of New York",
 * "a spokesman for Angela Price". */
static struct cd_subject name_before(const struct cd_clause *c, uint32_t item) {
    uint32_t head = item;
    for (uint32_t n = 0; n < 4 && head > c->sentence.first + 1; n++) {
        uint32_t start = phrase_start(c, head);
        if (start < c->sentence.first + 2 || !links_nouns(c, start - 1) ||
            !is_name(c, start - 2))
            break;
        head = start - 2;
    }
    if (head != item && !is_place(c, head) && !cd_is_governed(c, head))
        return name_subject(c, head);
    uint32_t start = phrase_start(c, item);
    if (start > c->sentence.first + 1 && links_nouns(c, start - 1)) {
        uint32_t before = start - 2;
        if (is_nominal(c, before) && !ends_in_ly(c, before)) {
            struct cd_subject subject = phrase_before(c, before);
            if (subject.kind == CD_SUBJECT_NOUN &&
                cd_item_is(c, subject.head, CD_SPEAKER)) {
                subject.end = item + 1;
                return past_open_aside(c, subject);
            }
        }
    }
    return name_subject(c, item);
}

/* "Trump adviser Omar Aziz": a name that only qualifies the one behind it. */
static bool leads_to_name(const struct cd_clause *c, uint32_t item, bool person) {
    for (uint32_t i = item + 1; i < item + 8; i++) {
        if (is_kind(c, i, CD_ITEM_NAME))
            return person && i > item + 1;
        person = person || cd_item_is(c, i, CD_PERSON | CD_OFFICE);
        bool joint = is_kind(c, i, CD_ITEM_MARK) || cd_item_is(c, i, CD_WORD_AND);
        if (!joint && (!is_nominal(c, i) || begins_phrase(c, i)))
            return false;
    }
    return false;
}

/* "A Clinton campaign official": the noun that a name only qualifies; 0: none. */
static uint32_t qualified_noun(const struct cd_clause *c, uint32_t item) {
    uint32_t i = item + 1;
    while (i < item + 4 && cd_item_is(c, i, CD_SPEAKER) &&
           !(cd_item_is(c, i, CD_SAY) && cd_item_is(c, i, CD_FORM_PAST | CD_FORM_THIRD)))
        i++;
    return i > item + 1 ? i - 1 : 0;
}

/* "Her deputy, Alan Teasdale, was": does a name say who the noun before `comma` is? */
static bool is_apposed(const struct cd_clause *c, uint32_t comma) {
    if (!is_kind(c, comma, CD_ITEM_COMMA) || !is_name(c, comma + 1) ||
        is_place(c, comma + 1))
        return false;
    return is_kind(c, comma + 2, CD_ITEM_COMMA);
}

static struct cd_subject first_subject_from(const struct cd_clause *c, uint32_t from,
                                            uint32_t to) {
    bool aside = false;
    for (uint32_t i = from; i < to; i++) {
        if (is_kind(c, i, CD_ITEM_OPEN) || is_kind(c, i, CD_ITEM_CLOSE))
            aside = is_kind(c, i, CD_ITEM_OPEN);
        if (aside)
            continue;
        if (is_name(c, i) && !is_place(c, i) && !cd_is_governed(c, i) &&
            !leads_to_name(c, i, false) &&
            !(c->r->mentions[c->items[i].ref].flags & CD_MENTION_PREFIX)) {
            /* "Of his rival, Mr. Bell, Mr. Ojukwu said": of two names the latter. */
            if (is_kind(c, i + 1, CD_ITEM_COMMA) && is_name(c, i + 2) && i + 3 < to &&
                i > from && is_kind(c, i - 1, CD_ITEM_COMMA) &&
                !is_kind(c, i + 3, CD_ITEM_COMMA))
                continue;
            uint32_t noun = qualified_noun(c, i);
            if (noun && noun < to)
                return (struct cd_subject){CD_SUBJECT_NOUN, noun, phrase_start(c, noun),
                                           noun + 1};
            return name_subject(c, i);
        }
        if (is_nominative(c, i) && !cd_is_governed(c, i))
            return (struct cd_subject){CD_SUBJECT_PRONOUN, i, i, i + 1};
        if (cd_item_is(c, i, CD_SPEAKER) && !c->items[i].possessive &&
            !cd_item_is(c, i + 1, CD_SPEAKER) && !is_kind(c, i + 1, CD_ITEM_NAME)) {
            uint32_t start = phrase_start(c, i);
            if (start < from)
                start = from;
            bool governed =
                start > c->sentence.first && cd_item_is(c, start - 1, CD_PREPOSITION);
            bool bare = start == i && !cd_item_is(c, i, CD_PEOPLE);
            if (!governed && is_apposed(c, i + 1))
                return name_subject(c, i + 2);
            if (!governed && !bare)
                return (struct cd_subject){CD_SUBJECT_NOUN, i, start, i + 1};
        }
    }
    return no_subject;
}

/* Behind a dateline: "PHILADELPHIA, July 25 (UPI) — ". */
static uint32_t behind_dateline(const struct cd_clause *c, uint32_t first, uint32_t end) {
    for (uint32_t i = first; i < end && i < first + 14; i++) {
        if (is_kind(c, i, CD_ITEM_DASH))
            return i + 1;
        bool part = c->items[i].kind != CD_ITEM_WORD || cd_item_is(c, i, CD_DATE) ||
                    c->items[i].capital ||
                    c->r->text->tokens[c->items[i].first].kind == CD_TOKEN_NUMBER;
        if (!part)
            return first;
    }
    return first;
}

/* Past what is set in front: "When he arrived, Trump …", "Asked about it, …". */
static uint32_t behind_front(const struct cd_clause *c, uint32_t first, uint32_t end) {
    first = behind_dateline(c, first, end);
    bool fronted = cd_item_is(c, first, CD_SUBORDINATOR) ||
                   (cd_item_is(c, first, CD_SAY) &&
                    cd_item_is(c, first, CD_FORM_PAST | CD_FORM_ING));
    for (uint32_t i = first; fronted && i < end; i++)
        if (is_kind(c, i, CD_ITEM_COMMA))
            return i + 1;
    return first;
}

static uint32_t clause_start(const struct cd_clause *c, uint32_t at) {
    uint32_t i = at;
    for (uint32_t n = 0; n < REACH && i > c->sentence.first; n++, i--)
        if (is_kind(c, i - 1, CD_ITEM_STOP) || is_kind(c, i - 1, CD_ITEM_COLON))
            break;
    return behind_front(c, i, at);
}

struct cd_subject cd_subject_of_clause(const struct cd_clause *c, uint32_t at) {
    return first_subject_from(c, clause_start(c, at), at);
}

struct cd_subject cd_subject_of_sentence(const struct cd_clause *c) {
    uint32_t end = c->sentence.end;
    if (end - c->sentence.first > REACH)
        end = c->sentence.first + REACH;
    return first_subject_from(c, behind_front(c, c->sentence.first, end), end);
}

/* Can an aside begin behind this comma? What can is told by what ends before it. */
static struct cd_subject before_aside(const struct cd_clause *c, uint32_t comma) {
    uint32_t last = comma - 1;
    if (is_kind(c, last, CD_ITEM_CLOSE))
        while (last > c->sentence.first && !is_kind(c, last, CD_ITEM_OPEN))
            last--;
    if (is_kind(c, last, CD_ITEM_OPEN) && last > c->sentence.first)
        last--;
    if (is_name(c, last)) {
        struct cd_subject s = name_before(c, last);
        return s.kind == CD_SUBJECT_NAME &&
                       (cd_is_governed(c, s.head) || is_place(c, s.head))
                   ? no_subject
                   : s;
    }
    if (is_nominative(c, last))
        return (struct cd_subject){CD_SUBJECT_PRONOUN, last, last, last + 1};
    if (cd_item_is(c, last, CD_SPEAKER) && !c->items[last].possessive)
        return phrase_before(c, last);
    return no_subject;
}

/* Does a clause begin at the item? */
static bool opens_clause(const struct cd_clause *c, uint32_t item) {
    if (item == c->sentence.first)
        return true;
    uint32_t before = item - 1;
    if (is_kind(c, before, CD_ITEM_COMMA) && before > c->sentence.first)
        return is_kind(c, before - 1, CD_ITEM_QUOTE);
    return is_kind(c, before, CD_ITEM_QUOTE) || is_kind(c, before, CD_ITEM_DASH) ||
           cd_item_is(c, before, CD_CONJUNCTION | CD_SUBORDINATOR);
}

/* The phrase before an aside that ends at `comma`: of those that a comma stands behind
 * the one that opens a clause, else the nearest; of noun and name ("His wife, Maureen,
 * 64, said") the name. */
static struct cd_subject set_off(const struct cd_clause *c, uint32_t comma) {
    struct cd_subject nearest = no_subject, right = no_subject;
    uint32_t start = clause_start(c, comma);
    for (uint32_t i = comma; i > start + 1 && comma - i < REACH; i--) {
        if (is_kind(c, i - 1, CD_ITEM_QUOTE))
            break;
        if (!is_kind(c, i - 1, CD_ITEM_COMMA))
            continue;
        struct cd_subject subject = before_aside(c, i - 1);
        if (subject.kind == CD_SUBJECT_NONE)
            continue;
        bool names_it = right.kind == CD_SUBJECT_NAME && right.head == i &&
                        subject.kind == CD_SUBJECT_NOUN &&
                        cd_item_is(c, subject.head, CD_SPEAKER);
        right = names_it ? right : subject;
        if (nearest.kind == CD_SUBJECT_NONE || names_it ||
            right.first + 1 == nearest.first)
            nearest = right;
        if (opens_clause(c, subject.first))
            return right;
    }
    return nearest;
}

/* Before the comma at `comma`, which ends an aside: "Lopez, the mayor of Tulsa, said".
 * A name alone between the commas ("the director, James Comey, said") says who it is. */
static struct cd_subject behind_aside(const struct cd_clause *c, uint32_t comma) {
    uint32_t start = clause_start(c, comma);
    bool alone = comma >= start + 3 && is_name(c, comma - 1) &&
                 is_kind(c, comma - 2, CD_ITEM_COMMA) && !is_place(c, comma - 1);
    if (alone && cd_item_is(c, comma - 3, CD_SPEAKER | CD_OFFICE))
        return name_subject(c, comma - 1);
    struct cd_subject found = set_off(c, comma);
    if (found.kind == CD_SUBJECT_NONE)
        found = cd_subject_of_clause(c, comma);
    /* "The firm that runs them, Dick Clark Productions, said" */
    if (found.kind == CD_SUBJECT_NOUN && alone)
        return name_subject(c, comma - 1);
    return found;
}

bool cd_has_aside_before(const struct cd_clause *c, uint32_t verb) {
    return verb > c->sentence.first && is_kind(c, verb - 1, CD_ITEM_COMMA) &&
           set_off(c, verb - 1).kind == CD_SUBJECT_NAME;
}

/* "who said": the noun or name before the relative pronoun. */
static struct cd_subject antecedent(const struct cd_clause *c, uint32_t relative) {
    uint32_t i = relative;
    if (i > c->sentence.first && is_kind(c, i - 1, CD_ITEM_COMMA))
        i--;
    if (i == c->sentence.first)
        return no_subject;
    if (is_kind(c, i - 1, CD_ITEM_CLOSE) || is_name(c, i - 1) ||
        cd_item_is(c, i - 1, CD_SPEAKER)) {
        struct cd_subject subject = before_aside(c, i);
        if (subject.kind != CD_SUBJECT_NONE)
            return subject;
    }
    return is_name(c, i - 1) ? name_subject(c, i - 1) : cd_subject_of_clause(c, i);
}

/* Past adverbs, auxiliaries and "on Tuesday" between subject and verb. */
static uint32_t past_adverbs(const struct cd_clause *c, uint32_t verb) {
    uint32_t i = verb;
    while (i > c->sentence.first) {
        if (is_adverb(c, i - 1)) {
            i--;
        } else if (cd_item_is(c, i - 1, CD_DATE)) {
            i--;
            if (i > c->sentence.first && cd_item_is(c, i - 1, CD_PREPOSITION))
                i--;
        } else if (cd_item_is(c, verb, CD_FORM_ING) && cd_item_is(c, i - 1, CD_BE)) {
            i--;
        } else {
            break;
        }
    }
    return i;
}

/* "Calling it a lie, Trump left": the subject of what a participle is set before. */
static struct cd_subject behind_fronted(const struct cd_clause *c, uint32_t verb) {
    for (uint32_t i = verb + 1; i + 1 < c->sentence.end && i < verb + REACH; i++) {
        if (is_kind(c, i, CD_ITEM_COMMA) || (is_kind(c, i, CD_ITEM_QUOTE)))
            return first_subject_from(c, i + 1,
                                      i + 8 < c->sentence.end ? i + 8 : c->sentence.end);
    }
    return no_subject;
}

/* ", adding": who said what stands before it, else the subject of the clause. */
static struct cd_subject subject_of_participle(const struct cd_clause *c,
                                               uint32_t comma) {
    uint32_t start = clause_start(c, comma);
    for (uint32_t i = comma; i > start + 1; i--) {
        bool told = cd_item_is(c, i - 1, CD_SAY_STRONG) &&
                    cd_item_is(c, i - 1, CD_FORM_PAST | CD_FORM_THIRD | CD_FORM_ING);
        if (!told)
            continue;
        uint32_t before = past_adverbs(c, i - 1);
        if (before > start && is_name(c, before - 1))
            return name_before(c, before - 1);
        if (before > start && is_nominative(c, before - 1))
            return (struct cd_subject){CD_SUBJECT_PRONOUN, before - 1, before - 1,
                                       before};
        if (is_name(c, i))
            return name_subject(c, i);
    }
    struct cd_subject subject = cd_subject_of_clause(c, comma);
    /* "chatter about Perez, who is on stage, saying" */
    for (uint32_t i = comma; subject.kind == CD_SUBJECT_NONE && i > start; i--)
        if (is_name(c, i - 1) && !is_place(c, i - 1))
            subject = name_subject(c, i - 1);
    return subject;
}

/* "replied on Facebook, writing": a name of a place or time, which the participle behind
 * it does not belong to; "with Trump saying" and "a video of Trump saying" do. */
static bool is_set_apart(const struct cd_clause *c, uint32_t name) {
    uint32_t start = phrase_start(c, name);
    if (start == c->sentence.first || !cd_item_is(c, start - 1, CD_PREPOSITION))
        return false;
    return token_length(c, start - 1) == 2 && !cd_item_is(c, start - 1, CD_WORD_OF);
}

struct cd_subject cd_subject_before(const struct cd_clause *c, uint32_t verb) {
    uint32_t i = past_adverbs(c, verb);
    bool ing = cd_item_is(c, verb, CD_FORM_ING);
    if (i == c->sentence.first)
        return ing ? behind_fronted(c, verb) : no_subject;
    i--;
    if (is_kind(c, i, CD_ITEM_CLOSE)) {
        while (i > c->sentence.first && !is_kind(c, i, CD_ITEM_OPEN))
            i--;
        if (i == c->sentence.first)
            return no_subject;
        i--;
    }
    switch ((enum cd_item_kind)c->items[i].kind) {
        case CD_ITEM_NAME:
            if (c->items[i].possessive)
                return cd_subject_of_clause(c, i);
            if (!ing)
                return name_before(c, i);
            return is_set_apart(c, i) ? subject_of_participle(c, i) : name_subject(c, i);
        case CD_ITEM_COMMA:
            return ing ? subject_of_participle(c, i) : behind_aside(c, i);
        case CD_ITEM_DASH:
            return cd_subject_of_clause(c, i);
        case CD_ITEM_WORD:
            break;
        case CD_ITEM_QUOTE:
            return cd_subject_of_clause(c, i);
        case CD_ITEM_COLON:
        case CD_ITEM_OPEN:
        case CD_ITEM_CLOSE:
        case CD_ITEM_STOP:
        case CD_ITEM_MARK:
            return no_subject;
    }
    if (is_nominative(c, i))
        return (struct cd_subject){CD_SUBJECT_PRONOUN, i, i, i + 1};
    if (cd_item_is(c, i, CD_RELATIVE))
        return antecedent(c, i);
    if (ing && cd_item_is(c, i, CD_CONJUNCTION))
        return subject_of_participle(c, i);
    if (ing || cd_item_is(c, i, CD_CONJUNCTION | CD_WORD_TO))
        return cd_subject_of_clause(c, i);
    if (cd_item_is(c, i, CD_PREPOSITION | CD_BE | CD_SUBORDINATOR | CD_PRONOUN))
        return no_subject;
    struct cd_subject subject = phrase_before(c, i);
    if (subject.kind != CD_SUBJECT_NOUN || cd_item_is(c, subject.head, CD_SPEAKER))
        return subject.kind == CD_SUBJECT_NOUN ? past_open_aside(c, subject) : subject;
    /* "The ministry two weeks ago said", "who would not be named said" */
    for (uint32_t k = subject.first; k < i; k++)
        if (is_name(c, k) && !is_place(c, k) && is_kind(c, k + 1, CD_ITEM_WORD) &&
            !c->items[k + 1].capital && k + 2 < i)
            return name_subject(c, k);
    return begins_phrase(c, subject.first) ? subject : cd_subject_of_clause(c, i);
}

/* May the item stand inside a phrase that runs to the right? */
static bool runs_on(const struct cd_clause *c, uint32_t item) {
    if (is_nominal(c, item) || begins_phrase(c, item))
        return true;
    /* "Gov. and party chairman Ed Rendell", "nutritional-supplement executive" */
    bool joint = is_kind(c, item, CD_ITEM_MARK) || cd_item_is(c, item, CD_WORD_AND);
    return joint && is_nominal(c, item + 1);
}

/* The phrase that begins at `first` and runs to the right: up to its name if it leads to
 * one, else with what completes it: "for Angela Price", "who lives nearby". */
static struct cd_subject phrase_behind(const struct cd_clause *c, uint32_t first) {
    uint32_t i = first;
    struct cd_subject subject = {CD_SUBJECT_NOUN, first, first, first + 1};
    bool speaker = false;
    for (uint32_t n = 0; n < 14 && runs_on(c, i); n++, i++) {
        /* "one YouTube user" */
        bool qualifies = is_name(c, i) && qualified_noun(c, i);
        if (is_name(c, i) && !qualifies && !leads_to_name(c, i, true))
            return (struct cd_subject){CD_SUBJECT_NAME, i, first, i + 1};
        if (cd_item_is(c, i, CD_SPEAKER)) {
            subject.head = i;
            speaker = true;
        }
    }
    if (i == first || !speaker)
        return no_subject;
    subject.end = i;
    bool completes = links_nouns(c, i) || cd_item_is(c, i, CD_RELATIVE);
    while (completes && i < c->sentence.end && i < first + REACH / 2 &&
           (c->items[i].kind == CD_ITEM_WORD || c->items[i].kind == CD_ITEM_NAME) &&
           !cd_item_is(c, i, CD_DATE))
        i++;
    subject.end = i;
    return subject;
}

struct cd_subject cd_subject_behind(const struct cd_clause *c, uint32_t verb) {
    uint32_t i = verb + 1;
    if (is_nominative(c, i))
        return (struct cd_subject){CD_SUBJECT_PRONOUN, i, i, i + 1};
    if (is_name(c, i) && !leads_to_name(c, i, true) && !qualified_noun(c, i))
        return name_subject(c, i);
    bool begins = begins_phrase(c, i) ||
                  cd_item_is(c, i, CD_SPEAKER | CD_OFFICE | CD_DEMONYM) ||
                  is_kind(c, i, CD_ITEM_NAME) ||
                  (is_nominal(c, i) && !is_adverb(c, i) &&
                   !cd_item_is(c, i, CD_DATE | CD_ADDRESSEE));
    return begins ? phrase_behind(c, i) : no_subject;
}
