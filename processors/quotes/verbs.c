/* A verb of reporting counts where it is a verb indeed and somebody is its subject. */
#include "processors/quotes/verbs.h"

#include "processors/quotes/asides.h"
#include "processors/quotes/clauses.h"
#include "processors/quotes/passives.h"
#include "processors/quotes/phrases.h"
#include "processors/quotes/romance.h"
#include "processors/quotes/sayings.h"
#include "processors/quotes/subjects.h"
#include "processors/quotes/trades.h"
#include "processors/quotes/utterances.h"

/* "Residents of the block say they": is what stands before the base form about people,
 * and behind it what they say? */
static bool has_plural_subject(const struct cd_clause *c, uint32_t verb) {
    uint64_t tells = CD_ANY_PRONOUN | CD_DETERMINER | CD_SUBORDINATOR;
    if (verb < c->sentence.first + 3 || !cd_item_is(c, verb + 1, tells))
        return false;
    struct cd_subject subject = cd_phrase_before(c, verb - 1);
    return subject.kind == CD_SUBJECT_NOUN && cd_item_is(c, subject.head, CD_PEOPLE);
}

/* "the claims", "his reported", "United’s notes": the word is a noun or an adjective. */
static bool is_noun(const struct cd_clause *c, uint32_t verb) {
    uint32_t before = verb - 1;
    if (verb == c->sentence.first)
        return !cd_item_is(c, verb, CD_FORM_ING | CD_FORM_PAST);
    if (c->items[before].kind == CD_ITEM_NAME || c->items[before].kind == CD_ITEM_WORD) {
        if (c->items[before].possessive)
            return true;
    }
    bool determined =
        cd_item_is(c, before, CD_DETERMINER | CD_POSSESSIVE) &&
        !cd_item_is(c, before, CD_ANY_PRONOUN | CD_RELATIVE | CD_SUBORDINATOR) &&
        !cd_item_latter(c, before);
    bool form = cd_item_is(c, verb, CD_FORM_BASE) && !cd_item_is(c, verb, CD_FORM_PAST);
    if (cd_is_infinitive(c, verb))
        return false;
    if (determined && !cd_item_is(c, before, CD_PEOPLE))
        return true;
    /* "Marie Roux le juge « inutile »" */
    if (cd_is_romance(c) && before > c->sentence.first && cd_item_names(c, before - 1) &&
        cd_item_is(c, before, CD_PRONOUN) && cd_item_of(c, verb + 1, CD_ITEM_QUOTE))
        return false;
    /* "La sentencia califica": "la" may be a pronoun, too. */
    if (c->r->language != CD_ENGLISH && cd_item_is(c, before, CD_DEFINITE) &&
        cd_item_is(c, verb, CD_SPEAKER))
        return true;
    /* "del jurado" */
    if (c->r->language != CD_ENGLISH && cd_item_is(c, verb, CD_FORM_PAST) &&
        cd_item_is(c, before, CD_PREPOSITION) &&
        !cd_item_is(c, before, CD_SUBORDINATOR | CD_ADVERB | CD_AUXILIARY))
        return true;
    /* "1,600 emails", "22 Clinton emails" */
    uint32_t count = c->items[before].kind == CD_ITEM_NAME && before > c->sentence.first
                         ? before - 1
                         : before;
    if (c->r->text->tokens[c->items[count].first].kind == CD_TOKEN_NUMBER &&
        cd_item_is(c, verb, CD_FORM_THIRD))
        return true;
    if (cd_item_is(c, verb, CD_FORM_THIRD | CD_FORM_BASE) &&
        !cd_item_is(c, verb, CD_FORM_PAST) &&
        cd_item_is(c, before, CD_PREPOSITION | CD_DEMONYM) &&
        !cd_item_is(c, before, CD_WORD_TO | CD_ADVERB))
        return true;
    /* "denounced press reports that", "amid police claims" */
    if (cd_item_is(c, verb, CD_FORM_THIRD) && !cd_item_is(c, verb, CD_FORM_PAST) &&
        cd_item_of(c, before, CD_ITEM_WORD) && !cd_item_is(c, before, CD_FUNCTION) &&
        before > c->sentence.first && c->r->language == CD_ENGLISH &&
        (cd_item_is(c, before - 1, CD_PREPOSITION) ||
         cd_item_is(c, before - 1, CD_FORM_PAST)))
        return true;
    /* "rejected claims that" */
    if (cd_item_is(c, verb, CD_SAYING) && cd_item_is(c, before, CD_SAY) &&
        cd_item_is(c, before, CD_FORM_PAST | CD_FORM_THIRD))
        return true;
    /* "heard Ann Doyle say" */
    if (form && cd_item_names(c, before) && before > c->sentence.first &&
        cd_receives(c, before - 1))
        return false;
    /* A base form is a verb behind "to", an auxiliary, or a subject in the plural. */
    return form &&
           !cd_item_is(c, before,
                       CD_WORD_TO | CD_AUXILIARY | CD_ADVERB | CD_THEY | CD_PRONOUN |
                           CD_PEOPLE | CD_CONJUNCTION | CD_RELATIVE) &&
           !has_plural_subject(c, verb);
}

/* "Doyle, star of Fox’s “Old Bones,” thanked": does the quote belong to what stands
 * before it, as its name? */
static bool is_name_in_phrase(const struct cd_clause *c, uint32_t quote) {
    if (c->r->language != CD_ENGLISH || quote == c->sentence.first)
        return false;
    bool inside =
        c->items[quote - 1].possessive || cd_item_is(c, quote - 1, CD_WORK | CD_WORD_OF);
    return inside && cd_looks_like_title(c, quote);
}

static bool behind_quote(const struct cd_clause *c, uint32_t item) {
    uint32_t i = item;
    /* "se queja", "le contestó" */
    bool english = c->r->language == CD_ENGLISH;
    uint64_t between = CD_ADVERB | CD_AUXILIARY | (english ? 0 : CD_PRONOUN);
    while (i > c->sentence.first &&
           (cd_item_is(c, i - 1, between) || cd_is_reflexive(c, i - 1)))
        i--;
    for (int n = 0; n < 2 && i > c->sentence.first && cd_item_pause(c, i - 1); n++)
        i--;
    return i > c->sentence.first && cd_item_of(c, i - 1, CD_ITEM_QUOTE) &&
           !is_name_in_phrase(c, i - 1);
}

/* "It was a warning, said Robert Shaw, a lawyer": inverted without a quote. */
static bool inverts(const struct cd_clause *c, uint32_t verb) {
    uint32_t front = verb;
    bool english = c->r->language == CD_ENGLISH;
    while (!english && front > c->sentence.first &&
           cd_item_is(c, front - 1, CD_AUXILIARY | CD_PRONOUN | CD_ADVERB))
        front--;
    bool open = front == c->sentence.first || cd_item_of(c, front - 1, CD_ITEM_COMMA) ||
                (!english && cd_item_is(c, front - 1, CD_WORD_AS));
    if (!open || !cd_item_is(c, verb, CD_SAY_STRONG) ||
        cd_item_is(c, verb, CD_FORM_ING | CD_ADDRESSED))
        return false;
    uint32_t behind = verb + 2;
    if (!english && verb > c->sentence.first && cd_begins_phrase(c, verb + 1)) {
        /* ", a indiqué le parquet, qui privilégie" */
        struct cd_subject subject = cd_phrase_behind(c, verb + 1);
        bool name = subject.kind == CD_SUBJECT_NAME;
        if (subject.kind == CD_SUBJECT_NONE ||
            (cd_verb_second(c->r->language) && !name) ||
            cd_item_is(c, subject.head, CD_DOCUMENT) ||
            cd_item_of(c, subject.end, CD_ITEM_QUOTE))
            return false;
        behind = subject.end;
    } else if (!cd_item_of(c, verb + 1, CD_ITEM_NAME) || c->items[verb + 1].possessive) {
        return false;
    }
    return behind >= c->sentence.end || cd_item_pause(c, behind) ||
           cd_item_of(c, behind, CD_ITEM_STOP) || cd_item_of(c, behind, CD_ITEM_COLON) ||
           cd_item_of(c, behind, CD_ITEM_OPEN) || cd_item_of(c, behind, CD_ITEM_QUOTE) ||
           cd_item_is(c, behind, CD_PREPOSITION | CD_RELATIVE | CD_DATE);
}

/* "Su equipo habla": an article and a noun of any kind, which no preposition governs. */
static bool is_whole_phrase(const struct cd_clause *c, const struct cd_subject *s) {
    return c->r->language != CD_ENGLISH && !cd_verb_second(c->r->language) &&
           cd_begins_phrase(c, s->first) && !cd_item_is(c, s->first, CD_PREPOSITION) &&
           s->head > s->first && !cd_item_is(c, s->head, CD_DATE);
}

/* "uno de los asaltantes", "one of them", "the younger of them" */
static bool is_one_of(const struct cd_clause *c, const struct cd_subject *s) {
    if (c->r->language == CD_ENGLISH)
        return cd_item_is(c, s->head + 1, CD_WORD_OF) && s->end == s->head + 3 &&
               cd_item_is(c, s->head + 2, CD_ANY_PRONOUN);
    return cd_is_romance(c) && s->head > s->first &&
           cd_item_is(c, s->first, CD_PRONOUN) && cd_item_is(c, s->first + 1, CD_WORD_OF);
}

static bool speaks(const struct cd_clause *c, const struct cd_verb *verb) {
    const struct cd_subject *s = &verb->subject;
    if (s->kind == CD_SUBJECT_NONE)
        return false;
    if (s->kind != CD_SUBJECT_NOUN)
        return true;
    /* "Aus dem Präsidium hieß es" */
    if (c->r->language == CD_GERMAN && cd_item_is(c, verb->item + 1, CD_IT) &&
        cd_item_is(c, verb->item, CD_FORM_PAST) && cd_is_governed(c, s->head))
        return true;
    /* "an hour of reports": what could be a noun is a verb only behind a speaker. */
    if (cd_item_is(c, verb->item, CD_FORM_PAST) &&
        (verb->strength == CD_SAY_STRONG || (verb->inverted && verb->answered)))
        return true;
    uint64_t one = c->r->language == CD_ENGLISH ? 0 : CD_PRONOUN; /* "uno de ellos" */
    /* "the biscuit maker rejected it as" */
    bool as = c->r->language == CD_ENGLISH && cd_item_is(c, s->first, CD_DEFINITE) &&
              cd_item_is(c, verb->item, CD_FORM_PAST) && s->end == verb->item &&
              cd_ends_as_trade(c->r, c->items[s->head].first);
    return as || cd_item_is(c, s->head, CD_SPEAKER | one) || is_whole_phrase(c, s) ||
           is_one_of(c, s) ||
           (verb->inverted && cd_may_be_person(c->r, c->items[s->head].first));
}

/* Is the subject before the verb none that could say anything: nobody, or what a
 * preposition governs? */
static bool is_no_speaker(const struct cd_clause *c, const struct cd_subject *s) {
    return s->kind == CD_SUBJECT_NONE ||
           (s->kind == CD_SUBJECT_NAME && cd_is_governed(c, s->head)) ||
           (s->kind == CD_SUBJECT_NOUN && !cd_item_is(c, s->head, CD_SPEAKER) &&
            !is_whole_phrase(c, s));
}

/* Does a participle with its auxiliary further left end the clause? */
static bool ends_clause(const struct cd_clause *c, uint32_t verb) {
    if (!cd_item_is(c, verb, CD_FORM_PAST) || cd_item_is(c, verb + 1, ~UINT64_C(0)))
        return false;
    for (uint32_t i = verb; i > c->sentence.first && verb - i < CD_CLAUSE_REACH; i--) {
        if (cd_item_of(c, i - 1, CD_ITEM_STOP) || cd_item_of(c, i - 1, CD_ITEM_QUOTE))
            return false;
        if (cd_item_is(c, i - 1, CD_AUXILIARY))
            return i < verb;
    }
    return false;
}

/* "In dem Brief, der der Zeitung vorliegt, heißt es": the document. */
static struct cd_subject document_before(const struct cd_clause *c, uint32_t verb) {
    for (uint32_t i = verb; i > c->sentence.first && verb - i < CD_CLAUSE_REACH; i--)
        if (cd_item_is(c, i - 1, CD_DOCUMENT))
            return (struct cd_subject){CD_SUBJECT_NOUN, i - 1, cd_phrase_start(c, i - 1),
                                       i};
    return cd_no_subject();
}

/* "Aus dem Präsidium hieß es": the noun that a preposition governs. */
static struct cd_subject house_before(const struct cd_clause *c, uint32_t verb) {
    uint32_t last = verb - 1, first = cd_phrase_start(c, last);
    struct cd_subject subject = cd_phrase_before(c, last);
    bool house = subject.kind == CD_SUBJECT_NONE && c->items[last].capital &&
                 !cd_item_is(c, last, CD_DATE) && cd_is_governed(c, last) &&
                 c->r->language == CD_GERMAN;
    return house ? (struct cd_subject){CD_SUBJECT_NOUN, last, first, verb} : subject;
}

/* "ist von „Zweifeln“ die Rede": the document that the sentence names; kind none: the
 * words stand not so, or it names none. */
static bool take_talk(struct cd_verbs *out, const struct cd_clause *c, uint32_t item) {
    uint32_t von = item - 3;
    if (c->r->language != CD_GERMAN || item < c->sentence.first + 4 ||
        !cd_item_is(c, item - 1, CD_DEFINITE) ||
        !cd_item_of(c, item - 2, CD_ITEM_QUOTE) || !cd_item_is(c, von, CD_WORD_BY))
        return false;
    struct cd_str word = cd_token_str(c->r->text, c->items[item].first);
    struct cd_subject document = document_before(c, von);
    if (word.len != 4 || memcmp(word.p, "Rede", 4) != 0 ||
        document.kind == CD_SUBJECT_NONE)
        return false;
    out->list[out->count++] =
        (struct cd_verb){.item = von, .according = true, .subject = document};
    return true;
}

/* Spanish "una pancarta en la que se leía «No»": the document says it. */
static bool take_read(struct cd_verbs *out, const struct cd_clause *c, uint32_t item) {
    uint32_t quote = item + 1 + cd_item_of(c, item + 1, CD_ITEM_COLON);
    uint32_t se = item - 1 - cd_item_is(c, item - 1, CD_AUXILIARY);
    if (c->r->language != CD_SPANISH || !cd_item_is(c, item, CD_OF_WORKS) ||
        item < c->sentence.first + 3 || !cd_item_is(c, se, CD_PRONOUN) ||
        !cd_item_of(c, quote, CD_ITEM_QUOTE))
        return false;
    struct cd_subject document = document_before(c, se);
    if (document.kind == CD_SUBJECT_NONE || cd_item_is(c, item, CD_SAY))
        return false;
    out->list[out->count++] =
        (struct cd_verb){.item = item, .strength = CD_SAY_WEAK, .subject = document};
    return true;
}

/* Spanish "dicen", "han dicho": several say it, so that what is left out is no person. */
static bool is_plural(const struct cd_clause *c, uint32_t verb) {
    bool compound = verb > c->sentence.first && cd_item_is(c, verb - 1, CD_AUXILIARY);
    struct cd_str word =
        cd_token_str(c->r->text, c->items[compound ? verb - 1 : verb].first);
    if (word.len < 3)
        return false;
    const char *end = word.p + word.len;
    return (c->r->language == CD_SPANISH && end[-1] == 'n') ||
           (c->r->language == CD_PORTUGUESE && end[-1] == 'm') ||
           (c->r->language == CD_ITALIAN && end[-1] == 'o' && end[-2] == 'n');
}

/* Where a language sets its subject behind the verb, or leaves it out. */
static void look_behind(const struct cd_clause *c, struct cd_verb *verb, bool behind) {
    uint32_t item = verb->item;
    if (cd_verb_second(c->r->language)) {
        /* "Aus dem Ministerium hieß es" */
        if (cd_item_is(c, item + 1, CD_IT) && item > c->sentence.first) {
            verb->subject = cd_item_names(c, item - 1) ? cd_name_subject(c, item - 1)
                            : cd_item_of(c, item - 1, CD_ITEM_WORD)
                                ? house_before(c, item)
                                : document_before(c, item);
            return;
        }
        /* "Stolz hatte der Ministerin vorgeworfen": a participle at the clause's end. */
        if (ends_clause(c, item)) {
            struct cd_subject subject = cd_subject_of_clause(c, item);
            if (subject.kind != CD_SUBJECT_NONE)
                verb->subject = subject;
        }
        /* "Meier nennt sie „ein Wunder“" */
        bool named = verb->subject.kind == CD_SUBJECT_NAME && verb->subject.end == item &&
                     verb->strength == CD_SAY_WEAK &&
                     !cd_is_governed(c, verb->subject.head);
        bool pronoun = cd_item_is(c, item + 1, CD_HE | CD_SHE) && !named &&
                       verb->subject.kind != CD_SUBJECT_PRONOUN;
        if (pronoun || is_no_speaker(c, &verb->subject)) {
            struct cd_subject subject = cd_subject_behind(c, item);
            verb->inverted = subject.kind != CD_SUBJECT_NONE;
            if (verb->inverted)
                verb->subject = subject;
        }
    }
    /* «…», contó uno de los vecinos: there is a subject, if none that is understood. */
    bool stranger = behind && cd_item_is(c, item + 1, CD_PRONOUN) &&
                    !cd_item_is(c, item + 1, CD_DEFINITE);
    /* "Su marido, dijo, «salía con miedo»": thrown in. */
    bool thrown = item > c->sentence.first && cd_item_of(c, item - 1, CD_ITEM_COMMA) &&
                  cd_item_of(c, item + 1, CD_ITEM_COMMA);
    bool nobody = item > c->sentence.first && cd_item_is(c, item - 1, CD_NEGATION) &&
                  cd_item_is(c, item - 1, CD_PRONOUN);
    if (cd_drops_pronouns(c->r->language) && !stranger && !nobody &&
        !is_plural(c, item) && (thrown || is_no_speaker(c, &verb->subject))) {
        verb->inverted = behind;
        verb->subject = (struct cd_subject){CD_SUBJECT_DROPPED, item, item, item + 1};
    }
}

/* Behind a quote, a base form that no subject follows is a noun. */
static bool verb_is_noun(const struct cd_clause *c, uint32_t item) {
    return !cd_begins_phrase(c, item + 1) && !cd_item_is(c, item + 1, CD_PEOPLE);
}

/* "Police, who call it “unexplained”, said a man had been held": what looks like the
 * subject behind the verb begins the clause that it tells. */
static bool begins_clause(const struct cd_clause *c, const struct cd_verb *verb) {
    return c->r->language == CD_ENGLISH && verb->subject.kind != CD_SUBJECT_NONE &&
           cd_item_is(c, verb->subject.end, CD_AUXILIARY | CD_BE);
}

/* French "concède-t-elle": no pronoun but the subject stands so. */
static bool is_inverted_pronoun(const struct cd_clause *c, uint32_t verb) {
    uint32_t i = verb + 1;
    while (i < verb + 4 && (cd_item_of(c, i, CD_ITEM_MARK) ||
                            (i > verb + 1 && cd_item_length(c, i) == 1)))
        i++;
    return i > verb + 1 && cd_item_is(c, i, CD_HE | CD_SHE | CD_THEY);
}

static void take_verb(struct cd_verbs *out, const struct cd_clause *c, uint32_t item) {
    uint64_t class = c->items[item].class;
    struct cd_verb verb = {.item = item};
    verb.strength = class & CD_SAY_STRONG ? CD_SAY_STRONG
                    : class & CD_SAY_WEAK ? CD_SAY_WEAK
                                          : CD_SAY_NEAR;
    bool finite = class & (CD_FORM_PAST | CD_FORM_THIRD);
    bool behind = behind_quote(c, item);
    /* «Ninguno», acabó respondiendo el acusado */
    finite =
        finite || (behind && (class & CD_FORM_ING) && cd_drops_pronouns(c->r->language) &&
                   item > c->sentence.first && cd_item_is(c, item - 1, CD_AUXILIARY));
    /* “…,” say the Greens */
    finite = finite || (behind && (class & CD_FORM_BASE) && !verb_is_noun(c, item));
    if (c->items[item].capital && item > c->sentence.first && !behind)
        return;
    bool hyphen = cd_elides(c->r->language) && is_inverted_pronoun(c, item);
    if (finite && (behind || hyphen)) {
        /* German "hieß es von Vorstandschef Vogt" */
        bool from = cd_verb_second(c->r->language) && cd_item_is(c, item + 1, CD_IT) &&
                    cd_item_is(c, item + 2, CD_PREPOSITION);
        verb.subject = cd_subject_behind(c, from ? item + 2 : item);
        verb.inverted = verb.subject.kind != CD_SUBJECT_NONE && !begins_clause(c, &verb);
    } else if (inverts(c, item) && !cd_has_aside_before(c, item)) {
        verb.subject = cd_subject_behind(c, item);
        verb.inverted = true;
    }
    if (!verb.inverted) {
        if (is_noun(c, item))
            return;
        verb.passive = cd_is_passive(c, item);
        verb.subject = verb.passive ? cd_agent_of(c, item) : cd_subject_before(c, item);
        if (finite && !verb.passive)
            look_behind(c, &verb, behind);
        /* «…», denuncian desde la plataforma; "Desde la dirección aseguran" */
        if (verb.subject.kind == CD_SUBJECT_NONE && is_plural(c, item)) {
            verb.subject = behind ? cd_house_behind(c, item) : cd_house_in_front(c, item);
            verb.inverted = behind;
        }
    }
    /* In Romance languages what stands before subject and verb is told by another. */
    bool before = verb.subject.kind != CD_SUBJECT_NONE && !verb.passive &&
                  (!cd_is_romance(c) || verb.subject.kind == CD_SUBJECT_PRONOUN) &&
                  verb.subject.first < item && behind_quote(c, verb.subject.first);
    verb.answered = !(class & CD_FORM_ING) && (behind || before);
    if (speaks(c, &verb))
        out->list[out->count++] = verb;
}

/* "«La orilla», ópera prima de Inés Cabral": before an adjective the word is a noun. */
static bool may_be_verb(const struct cd_clause *c, uint32_t item) {
    uint32_t next = item + 1;
    return c->r->language == CD_OTHER || !cd_item_of(c, next, CD_ITEM_WORD) ||
           c->items[next].capital ||
           cd_item_is(c, next,
                      CD_DETERMINER | CD_POSSESSIVE | CD_ANY_PRONOUN | CD_HONORIFIC |
                          CD_OFFICE | CD_ADVERB | CD_DATE | CD_PREPOSITION);
}

#define UNKNOWN_REACH 8 /* items behind a quote where an unknown verb is looked for */

/* “…” quipped Ann Doyle: right behind a quote and before a name, a word that nobody knows
 * is a verb of saying. English has nouns there too, so that it must end in -ed. */
static void take_unknown(struct cd_verbs *out, const struct cd_clause *c, uint32_t item) {
    if (c->items[item].capital ||
        cd_item_is(c, item,
                   CD_FUNCTION | CD_SAY | CD_SPEAKER | CD_OFFICE | CD_DATE |
                       CD_WORD_ACCORDING) ||
        cd_item_length(c, item) < 4 || !behind_quote(c, item) ||
        cd_elided(c->r, c->items[item].first) != CD_NO_ELISION)
        return;
    struct cd_subject subject = cd_subject_behind(c, item);
    bool named = subject.kind == CD_SUBJECT_NAME || subject.kind == CD_SUBJECT_PRONOUN;
    bool english = c->r->language == CD_ENGLISH;
    if (english ? !named || subject.head != item + 1 || !cd_ends_in_ed(c, item)
                : subject.kind == CD_SUBJECT_NONE || !may_be_verb(c, item))
        return;
    out->list[out->count++] = (struct cd_verb){.item = item,
                                               .subject = subject,
                                               .strength = CD_SAY_NEAR,
                                               .inverted = true,
                                               .answered = true};
}

void cd_verbs_find(struct cd_verbs *out, const struct cd_clause *c) {
    out->count = 0;
    uint32_t impersonal = CD_NONE; /* a verb that was read with "on" before it */
    uint32_t reach = 0; /* how far the quote before reaches for an unknown verb */
    for (uint32_t i = c->sentence.first; i < c->sentence.end; i++) {
        if (out->count == CD_MOST_VERBS)
            break;
        if (c->items[i].kind == CD_ITEM_QUOTE)
            reach = i + UNKNOWN_REACH;
        if (c->items[i].kind != CD_ITEM_WORD)
            continue;
        uint64_t class = c->items[i].class;
        bool front = i == c->sentence.first && (class & CD_WORD_OF);
        if (((class & (CD_WORD_ACCORDING | CD_WORD_FOR)) || front) &&
            cd_take_according(out, c, i))
            continue;
        if ((class & CD_SAYING) && cd_take_noun(out, c, i))
            continue;
        if ((c->items[i].capital && take_talk(out, c, i)) ||
            ((class & CD_OF_WORKS) && take_read(out, c, i)))
            continue;
        if ((class & CD_INDIRECT) && cd_impersonal_at(&out->list[out->count], c, i))
            impersonal = out->list[out->count++].item;
        else if ((class & CD_SAY) && i != impersonal && !cd_impersonal_behind(c, i))
            take_verb(out, c, i);
        else if (i < reach)
            take_unknown(out, c, i);
    }
}
