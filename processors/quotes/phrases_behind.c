/* Noun phrases that begin behind a verb and run to the right: up to the name they lead
 * to, else with what completes them. */
#include "processors/quotes/phrases.h"
#include "processors/quotes/trades.h"

/* A noun that no lexicon has, but that ends as those for people do. */
static bool is_trade(const struct cd_clause *c, uint32_t item) {
    return c->r->language == CD_ENGLISH && cd_item_of(c, item, CD_ITEM_WORD) &&
           !c->items[item].capital && c->items[item].class == 0 &&
           !cd_item_nominal(c, item + 1) && cd_ends_as_trade(c->r, c->items[item].first);
}

/* "der Deutschen Presse-Agentur": a medium, which is told rather than that somebody is of
 * it. */
static bool is_medium(const struct cd_clause *c, uint32_t item) {
    uint32_t last = item;
    while (cd_in_sentence(c, last + 1) && last < item + 3 &&
           (c->items[last + 1].capital || cd_item_of(c, last + 1, CD_ITEM_MARK)))
        last++;
    for (uint32_t i = c->items[item].first; i < c->items[last].end; i++)
        if (c->r->classes[i] & CD_ADDRESSED)
            return true;
    return false;
}

/* "el alcalde el lunes" */
static bool begins_date(const struct cd_clause *c, uint32_t item) {
    return cd_begins_phrase(c, item) &&
           (cd_item_is(c, item + 1, CD_DATE) || cd_item_is(c, item + 2, CD_DATE));
}

/* May the item stand inside a phrase that runs to the right? */
static bool runs_on(const struct cd_clause *c, uint32_t first, uint32_t item) {
    /* In German a word in small letters behind the noun is no part of it, but for the
     * article of a genitive. */
    if (cd_capital_nouns(c->r->language) && item > first && c->items[item - 1].capital &&
        c->items[item].kind == CD_ITEM_WORD && item > c->sentence.first + 1 &&
        cd_in_sentence(c, item) && !c->items[item].capital)
        return cd_begins_phrase(c, item) && cd_is_genitive(c, item) &&
               !cd_item_is(c, item - 1, CD_AGE) && cd_in_sentence(c, item + 1) &&
               !is_medium(c, item + 1);
    if (item > first && c->r->language != CD_ENGLISH && begins_date(c, item))
        return false;
    /* "l’élue jeudi soir" */
    if (c->r->language != CD_ENGLISH && item > first && cd_item_is(c, item, CD_DATE))
        return false;
    /* "a purchase order reviewed by the paper" */
    if (c->r->language == CD_ENGLISH && item > first + 1 &&
        cd_item_is(c, item + 1, CD_WORD_BY) && cd_item_of(c, item, CD_ITEM_WORD) &&
        cd_ends_in_ed(c, item))
        return false;
    if (cd_item_nominal(c, item) || cd_begins_phrase(c, item))
        return true;
    /* "Gov. and party chairman Ed Rendell", "nutritional-supplement executive" */
    bool joint = cd_item_of(c, item, CD_ITEM_MARK) || cd_item_is(c, item, CD_WORD_AND);
    return joint &&
           (cd_item_nominal(c, item + 1) ||
            (cd_item_is(c, item + 1, CD_WORD_AND) && cd_item_nominal(c, item + 2)));
}

uint32_t cd_apposed_behind(const struct cd_clause *c, uint32_t first) {
    uint32_t i = first;
    while (i < first + 8 &&
           (cd_item_of(c, i, CD_ITEM_WORD) || cd_item_of(c, i, CD_ITEM_NAME) ||
            cd_item_of(c, i, CD_ITEM_MARK)) &&
           (!cd_item_is(c, i, CD_SAY | CD_BE | CD_AUXILIARY | CD_DATE) ||
            /* French "à", Spanish "abogado" */
            cd_item_is(c, i, CD_PREPOSITION | CD_PERSON)))
        i++;
    uint32_t name = i + 1;
    /* "the Bishop of Leeds, the Right Reverend Ann Doyle", "su director, el irlandés
     * Philip Keane" */
    bool english = c->r->language == CD_ENGLISH;
    uint64_t titles = CD_HONORIFIC | CD_OFFICE | CD_DEFINITE |
                      (english ? 0 : CD_PERSON | CD_OFFICE_PART | CD_DEMONYM);
    while (name < i + 5 &&
           (cd_item_is(c, name, titles) || (!english && cd_qualifies_person(c, name))))
        name++;
    if (i == first || !cd_item_of(c, i, CD_ITEM_COMMA) || !cd_item_names(c, name) ||
        cd_item_place(c, name) || c->r->mentions[c->items[name].ref].kind == CD_NAME_BODY)
        return CD_NONE;
    bool verb =
        cd_item_is(c, name + 1, CD_SAY | CD_BE | CD_AUXILIARY) ||
        (english && cd_item_of(c, name + 1, CD_ITEM_WORD) &&
         !c->items[name + 1].capital && !cd_item_is(c, name + 1, CD_FUNCTION | CD_DATE));
    bool listed = cd_item_names(c, i - 1) && !cd_is_governed(c, i - 1);
    return verb || listed ? CD_NONE : name;
}

/* "le délégué CGT": initials behind a noun for a person say what body he is of. */
static bool is_of_party(const struct cd_clause *c, uint32_t item) {
    if (c->r->language == CD_ENGLISH || !cd_item_names(c, item))
        return false;
    uint32_t first = c->r->mentions[c->items[item].ref].first;
    const struct cd_token *token = &c->r->text->tokens[first];
    return cd_item_is(c, item - 1, CD_PERSON | CD_DEMONYM) &&
           (token->flags & CD_TOKEN_UPPER) && token->end - token->start > 1 &&
           !cd_item_of(c, item + 1, CD_ITEM_NAME);
}

/* "a indiqué le directeur de l’hôpital à l’AFP": what is said to whom, or where, is no
 * part of who says it. */
static bool leads_on(const struct cd_clause *c, uint32_t item) {
    return cd_item_is(c, item, CD_PREPOSITION) && !cd_item_is(c, item, CD_WORD_OF);
}

/* With what completes the phrase behind its end; or the name that this leads to: "le
 * directeur de l’hôpital Paul Roux". */
static struct cd_subject with_complement(const struct cd_clause *c,
                                         struct cd_subject subject) {
    uint32_t i = subject.end, k = i, end = 0;
    bool english = c->r->language == CD_ENGLISH;
    bool completes = english ? (cd_links_nouns(c, i) && !cd_item_is(c, i, CD_WORD_AS)) ||
                                   cd_item_is(c, i, CD_RELATIVE)
                             : cd_item_is(c, i, CD_WORD_OF);
    /* "a report that Doyle", "told by an officer that she" */
    bool that = cd_item_is(c, i, CD_RELATIVE) && cd_item_is(c, i, CD_DETERMINER);
    if (english && that &&
        cd_item_is(c, subject.head, CD_DOCUMENT | CD_PERSON | CD_PEOPLE))
        return subject;
    bool linked = completes || (!english && cd_links_nouns(c, i));
    for (; linked && k < c->sentence.end && k < subject.first + CD_CLAUSE_REACH / 2 &&
           (c->items[k].kind == CD_ITEM_WORD || c->items[k].kind == CD_ITEM_NAME) &&
           !cd_item_is(c, k, CD_DATE);
         k++) {
        if (cd_is_apposed(c, k))
            return (struct cd_subject){CD_SUBJECT_NAME, k, subject.first, k + 1};
        if (!english && end == 0 && (leads_on(c, k) || begins_date(c, k)))
            end = k;
    }
    if (completes)
        subject.end = end ? end : k;
    return subject;
}

/* The phrase that begins at `first` and runs to the right: up to its name if it leads to
 * one, else with what completes it: "for Angela Price", "who lives nearby". */
struct cd_subject cd_phrase_behind(const struct cd_clause *c, uint32_t first) {
    uint32_t i = first;
    struct cd_subject subject = {CD_SUBJECT_NOUN, first, first, first + 1};
    bool speaker = false;
    for (uint32_t n = 0; n < 14 && runs_on(c, first, i); n++, i++) {
        /* "a man calling himself" */
        if (speaker && cd_item_is(c, i, CD_SAY) && cd_item_is(c, i, CD_FORM_ING))
            break;
        /* "one YouTube user", "a Tory backbencher" */
        bool qualifies = cd_item_names(c, i) &&
                         (cd_qualifies_noun(c, i) || (i > first && is_trade(c, i + 1)));
        if (i > first && is_of_party(c, i))
            continue;
        /* "la députée du Nord" */
        if (i > first && c->r->language != CD_ENGLISH && speaker &&
            cd_item_of(c, i, CD_ITEM_NAME) && cd_item_is(c, i - 1, CD_WORD_OF) &&
            !cd_item_of(c, i + 1, CD_ITEM_NAME))
            continue;
        if (cd_item_names(c, i) && !qualifies && !cd_leads_to_name(c, i, true))
            return (struct cd_subject){CD_SUBJECT_NAME, i, first, i + 1};
        bool aged = cd_item_is(c, i, CD_AGE) && cd_age_before(c->r, c->items[i].first);
        if (aged || cd_item_is(c, i, CD_SPEAKER) || (i > first && is_trade(c, i))) {
            subject.head = i;
            speaker = true;
        }
    }
    /* "one of the bartenders", "two of those who fled" */
    bool some = c->r->language == CD_ENGLISH && i == first + 1 && !speaker &&
                cd_item_is(c, first, CD_PRONOUN) && cd_item_is(c, i, CD_WORD_OF);
    for (uint32_t n = 0; some && n < 8 && runs_on(c, first, i + 1); n++, i++) {
        subject.head = i + 1;
        speaker = true;
    }
    i += some;
    /* "according to the indictment, Ann Doyle": no body, no document is she. */
    bool thing = cd_item_is(c, subject.head, CD_ORG | CD_DOCUMENT);
    for (uint32_t k = first; k < i; k++)
        thing = thing && !cd_item_is(c, k, CD_PERSON | CD_OFFICE);
    uint32_t name =
        !thing && (cd_begins_phrase(c, first) ||
                   cd_item_is(c, first, CD_SPEAKER | CD_OFFICE | CD_HIS | CD_HER) ||
                   cd_item_is(c, subject.head, CD_PERSON | CD_OFFICE) ||
                   c->items[first].possessive)
            ? cd_apposed_behind(c, first)
            : CD_NONE;
    if (name != CD_NONE)
        return (struct cd_subject){CD_SUBJECT_NAME, name, first, name + 1};
    if (i == first || !speaker)
        return cd_no_subject();
    subject.end = i;
    return with_complement(c, subject);
}
