/* A clause is about the first in it that can be a subject, past what is set in front. */
#include "processors/quotes/clauses.h"

#include "processors/quotes/asides.h"
#include "processors/quotes/phrases.h"
#include "processors/quotes/romance.h"
#include "processors/quotes/trades.h"

/* The item behind a noun and what completes it: "mayor of Tulsa". */
static uint32_t behind_phrase(const struct cd_clause *c, uint32_t noun) {
    uint32_t i = noun + 1;
    /* "El presidente chileno" */
    if (cd_elides(c->r->language) || cd_drops_pronouns(c->r->language))
        i += cd_item_of(c, i, CD_ITEM_WORD) && !c->items[i].capital &&
             !cd_item_is(c, i, CD_FUNCTION | CD_SAY | CD_DATE);
    while (i < noun + 8 &&
           (cd_links_nouns(c, i) || cd_begins_phrase(c, i) ||
            cd_item_of(c, i, CD_ITEM_NAME) || cd_item_is(c, i, CD_SPEAKER) ||
            (i > noun + 1 && cd_item_nominal(c, i) && !cd_item_is(c, i, CD_SAY))))
        i++;
    return i;
}

/* Behind "for Mr Thring", "for the gallery", where a person is completed so. */
static uint32_t behind_complement(const struct cd_clause *c, uint32_t noun) {
    uint32_t i = noun + 1;
    /* "un grupo de vecinos" */
    if (cd_is_romance(c) && cd_item_is(c, i, CD_WORD_OF) &&
        cd_item_is(c, i + 1, CD_PEOPLE))
        return i + 2;
    /* "l’agence régionale de santé" */
    if (cd_is_romance(c) && cd_item_of(c, i, CD_ITEM_WORD) && c->items[i].class == 0 &&
        cd_item_is(c, i + 1, CD_WORD_OF) && !cd_begins_phrase(c, i + 1) &&
        cd_item_of(c, i + 2, CD_ITEM_WORD) && !cd_item_is(c, i + 2, CD_FUNCTION))
        return i + 3;
    if (!cd_item_is(c, noun, CD_PERSON) || !cd_links_nouns(c, i))
        return i;
    i++;
    if (cd_begins_phrase(c, i))
        i++;
    /* not "for Democratic" candidate Ann Doyle */
    bool names =
        (cd_item_names(c, i) && (cd_is_romance(c) || !cd_item_nominal(c, i + 1))) ||
        (cd_begins_phrase(c, i - 1) && cd_item_of(c, i, CD_ITEM_WORD));
    return names ? i + 1 : noun + 1;
}

/* "Her deputy, Alan Teasdale, was", "Il parroco, don Luca Ferri, ha": the name that says
 * who the noun before `comma` is; 0: none. */
uint32_t cd_apposed_to(const struct cd_clause *c, uint32_t comma) {
    if (!cd_item_of(c, comma, CD_ITEM_COMMA))
        return 0;
    uint32_t name = comma + 1;
    uint64_t titles =
        CD_HONORIFIC | CD_OFFICE | CD_PERSON | CD_OFFICE_PART | CD_DEFINITE | CD_DEMONYM;
    bool english = c->r->language == CD_ENGLISH;
    while (name < comma + 4 + !english &&
           (cd_item_is(c, name, titles) || (!english && cd_qualifies_person(c, name))))
        name++;
    /* "Son adversaire, le sortant Michel Dautry,": a noun that is not known. */
    name += !english && name > comma + 1 && cd_item_of(c, name, CD_ITEM_WORD) &&
            !c->items[name].capital && !cd_item_is(c, name, CD_FUNCTION | CD_SAY) &&
            cd_item_names(c, name + 1);
    if (!cd_item_names(c, name) || cd_item_place(c, name))
        return 0;
    /* "another, Gerald Moxon of the Courier," */
    uint32_t behind = name + 1;
    if (cd_links_nouns(c, behind))
        while (behind < name + 6 && !cd_item_of(c, behind, CD_ITEM_COMMA))
            behind++;
    bool ends = behind == c->sentence.end || cd_item_of(c, behind, CD_ITEM_COMMA) ||
                cd_item_of(c, behind, CD_ITEM_STOP);
    return ends ? name : 0;
}

/* "the 56-year-old plumber": does the age only qualify what stands behind it? */
static bool qualifies(const struct cd_clause *c, uint32_t age) {
    /* "el planetólogo británico": Romance adjectives stand behind. */
    uint64_t nouns = CD_SPEAKER | CD_OFFICE | (cd_is_romance(c) ? 0 : CD_DEMONYM);
    return cd_item_of(c, age + 1, CD_ITEM_NAME) || cd_item_is(c, age + 1, nouns) ||
           (cd_item_nominal(c, age + 1) && !cd_ends_in_ed(c, age + 1));
}

/* The "old" of "the 31-year-old", and "the cellist", whom no lexicon has. */
bool cd_is_described(const struct cd_clause *c, uint32_t item) {
    if (!cd_item_of(c, item, CD_ITEM_WORD))
        return false;
    uint32_t token = c->items[item].first;
    bool aged = cd_item_is(c, item, CD_AGE) && cd_age_before(c->r, token) != 0;
    bool definite = c->items[item].class == 0 && !c->items[item].capital &&
                    item > c->sentence.first && cd_item_is(c, item - 1, CD_DEFINITE);
    return (aged || (definite && cd_may_be_person(c->r, token))) && !qualifies(c, item);
}

/* "their video-carriage deals" */
static bool begins_compound(const struct cd_clause *c, uint32_t item) {
    return cd_item_of(c, item + 1, CD_ITEM_MARK) &&
           cd_is_inner_hyphen(c->r, c->items[item + 1].first);
}

/* "One of them told the Courier": who is told is no subject. */
static bool is_told(const struct cd_clause *c, uint32_t item) {
    uint32_t i =
        item > c->sentence.first && cd_begins_phrase(c, item - 1) ? item - 1 : item;
    return i > c->sentence.first && cd_item_is(c, i - 1, CD_ADDRESSED) &&
           cd_item_is(c, i - 1, CD_FORM_PAST | CD_FORM_THIRD);
}

/* "In a statement that she read, Kimball apologised": the pronoun belongs to what stands
 * in front. */
static bool is_of_front(const struct cd_clause *c, uint32_t from, uint32_t pronoun) {
    return c->r->language == CD_ENGLISH && pronoun > from &&
           cd_item_is(c, pronoun - 1, CD_RELATIVE) && cd_item_is(c, from, CD_PREPOSITION);
}

/* Most words are neither a noun for somebody nor a pronoun: no need to look closer. */
static bool is_no_subject(const struct cd_item *item) {
    uint64_t may = CD_HE | CD_SHE | CD_THEY | CD_IT | CD_SPEAKER | CD_AGE;
    return item->kind == CD_ITEM_WORD && item->class != 0 && !(item->class & may);
}

struct cd_subject cd_first_subject(const struct cd_clause *c, uint32_t from,
                                   uint32_t to) {
    bool aside = false;
    /* "Un de ses collègues est" */
    struct cd_subject one = cd_one_of(c, from);
    if (one.kind != CD_SUBJECT_NONE)
        return one;
    for (uint32_t i = from; i < to; i++) {
        if (is_no_subject(&c->items[i]))
            continue;
        if (cd_item_of(c, i, CD_ITEM_OPEN) || cd_item_of(c, i, CD_ITEM_CLOSE))
            aside = cd_item_of(c, i, CD_ITEM_OPEN);
        if (aside)
            continue;
        if (cd_item_names(c, i) && !cd_item_place(c, i) && !cd_is_governed(c, i) &&
            !cd_leads_to_name(c, i, false) && !is_told(c, i) &&
            !(c->r->mentions[c->items[i].ref].flags & CD_MENTION_PREFIX)) {
            /* "Of his rival, Mr. Bell, Mr. Ojukwu said": of two names the latter. */
            if (cd_item_of(c, i + 1, CD_ITEM_COMMA) && cd_item_names(c, i + 2) &&
                i + 3 < to && i > from && cd_item_of(c, i - 1, CD_ITEM_COMMA) &&
                !cd_item_of(c, i + 3, CD_ITEM_COMMA))
                continue;
            /* "The Baale of the community, Sunday Alade," */
            uint32_t named = i > from && cd_item_is(c, i - 1, CD_DEFINITE) &&
                                     cd_item_is(c, i + 1, CD_WORD_OF)
                                 ? cd_apposed_to(c, behind_phrase(c, i))
                                 : 0;
            if (named)
                return cd_name_subject(c, named);
            uint32_t noun = cd_qualified_noun(c, i);
            if (noun && noun < to)
                return (struct cd_subject){CD_SUBJECT_NOUN, noun,
                                           cd_phrase_start(c, noun), noun + 1};
            return cd_name_subject(c, i);
        }
        if (cd_item_nominative(c, i) && !cd_is_governed(c, i) && !is_of_front(c, from, i))
            return cd_pronoun_subject(i);
        if ((cd_item_is(c, i, CD_SPEAKER) || cd_is_described(c, i)) &&
            !c->items[i].possessive && !cd_item_is(c, i + 1, CD_SPEAKER) &&
            !cd_item_of(c, i + 1, CD_ITEM_NAME) && !begins_compound(c, i) &&
            !(c->r->language != CD_ENGLISH && cd_leads_to_name(c, i, true))) {
            uint32_t start = cd_phrase_start(c, i);
            if (start < from)
                start = from;
            /* "aux salariés", "du port": article and preposition in one; "des témoins"
             * may be the former. */
            bool governed =
                (start > c->sentence.first && cd_item_is(c, start - 1, CD_PREPOSITION)) ||
                (c->r->language != CD_ENGLISH && cd_begins_phrase(c, start) &&
                 cd_item_is(c, start, CD_PREPOSITION) &&
                 !(cd_item_is(c, start, CD_WORD_OF) && cd_item_is(c, i, CD_PEOPLE)));
            /* "Élue joueuse du match, Inès Vautrin": set in front */
            bool front = cd_is_romance(c) && start == c->sentence.first &&
                         !cd_begins_phrase(c, start);
            /* "l’avocate" has its article in itself. */
            bool bare =
                (start == i || front) && !cd_item_is(c, i, CD_PEOPLE | CD_DEFINITE);
            uint32_t comma = behind_phrase(c, i);
            uint32_t name = governed ? 0 : cd_apposed_to(c, comma);
            if (name)
                return cd_name_subject(c, name);
            /* "Les organisations environnementales," */
            bool adjective = c->r->language != CD_ENGLISH && comma == i + 2 &&
                             !cd_item_is(c, i + 1, CD_PREPOSITION) &&
                             cd_item_of(c, comma, CD_ITEM_COMMA);
            uint32_t end = adjective ? comma : behind_complement(c, i);
            if (!governed && !bare)
                return (struct cd_subject){CD_SUBJECT_NOUN, i, start, end};
        }
    }
    return cd_no_subject();
}

static bool is_person(const struct cd_clause *c, uint32_t item) {
    return cd_item_names(c, item) &&
           c->r->names[c->r->mentions[c->items[item].ref].name].kind == CD_NAME_PERSON;
}

/* Behind a dateline: "PHILADELPHIA, July 25 (UPI) — "; but "Ann Doyle – who lives nearby
 * – said". */
static uint32_t behind_dateline(const struct cd_clause *c, uint32_t first, uint32_t end) {
    if (is_person(c, first))
        return first;
    for (uint32_t i = first; i < end && i < first + 14; i++) {
        if (cd_item_of(c, i, CD_ITEM_DASH))
            return i + 1;
        bool part = c->items[i].kind != CD_ITEM_WORD || cd_item_is(c, i, CD_DATE) ||
                    c->items[i].capital ||
                    c->r->text->tokens[c->items[i].first].kind == CD_TOKEN_NUMBER;
        if (!part)
            return first;
    }
    return first;
}

/* German "Als erste Zeugin sagte eine Pflegerin aus, die …": no clause of its own stands
 * in front, but what somebody was heard as; the item behind it, or `first`. */
static uint32_t behind_role(const struct cd_clause *c, uint32_t first) {
    uint32_t role = first + 1;
    role += cd_item_of(c, role, CD_ITEM_WORD) && !c->items[role].capital;
    return cd_item_is(c, first, CD_SUBORDINATOR) && cd_item_is(c, role, CD_PERSON) &&
                   cd_item_is(c, role + 1, CD_SAY)
               ? role + 1
               : first;
}

/* Past what is set in front: "When he arrived, Trump …", "Asked about it, …". */
static uint32_t behind_front(const struct cd_clause *c, uint32_t first, uint32_t end) {
    first = behind_dateline(c, first, end);
    /* "As Ann Doyle, an expert, noted" */
    if (cd_item_is(c, first, CD_WORD_AS) && cd_item_names(c, first + 1) &&
        cd_item_of(c, first + 2, CD_ITEM_COMMA))
        return first + 1;
    uint32_t role = c->r->language == CD_GERMAN ? behind_role(c, first) : first;
    if (role > first)
        return role;
    bool fronted = cd_item_is(c, first, CD_SUBORDINATOR) ||
                   (cd_item_is(c, first, CD_SAY) &&
                    cd_item_is(c, first, CD_FORM_PAST | CD_FORM_ING));
    for (uint32_t i = first; fronted && i < end; i++)
        if (cd_item_of(c, i, CD_ITEM_COMMA))
            return i + 1;
    return first;
}

uint32_t cd_clause_start(const struct cd_clause *c, uint32_t at) {
    uint32_t i = at;
    for (uint32_t n = 0; n < CD_CLAUSE_REACH && i > c->sentence.first; n++, i--)
        if (cd_item_of(c, i - 1, CD_ITEM_STOP) || cd_item_of(c, i - 1, CD_ITEM_COLON))
            break;
    return behind_front(c, i, at);
}

struct cd_subject cd_subject_of_clause(const struct cd_clause *c, uint32_t at) {
    return cd_first_subject(c, cd_clause_start(c, at), at);
}

/* "An immigrant who came as a child, she plans": the pronoun that a phrase set in front
 * is about; or 0. */
static uint32_t fronted_by(const struct cd_clause *c, const struct cd_subject *front,
                           uint32_t end) {
    if (front->kind != CD_SUBJECT_NOUN || front->first != c->sentence.first ||
        cd_item_is(c, front->first, CD_DEFINITE))
        return 0;
    for (uint32_t i = front->end; i + 2 < end; i++)
        if (cd_item_of(c, i, CD_ITEM_COMMA))
            return cd_item_is(c, i + 1, CD_HE | CD_SHE) && !cd_item_is(c, i + 2, CD_SAY)
                       ? i + 1
                       : 0;
    return 0;
}

struct cd_subject cd_subject_of_sentence(const struct cd_clause *c) {
    uint32_t end = c->sentence.end;
    if (end - c->sentence.first > CD_CLAUSE_REACH)
        end = c->sentence.first + CD_CLAUSE_REACH;
    struct cd_subject subject =
        cd_first_subject(c, behind_front(c, c->sentence.first, end), end);
    uint32_t pronoun = fronted_by(c, &subject, end);
    return pronoun ? cd_pronoun_subject(pronoun) : subject;
}
