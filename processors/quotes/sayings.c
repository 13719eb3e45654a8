/* What is told without a verb of saying: by a noun, or by a preposition. */
#include "processors/quotes/sayings.h"

#include "processors/quotes/asides.h"
#include "processors/quotes/clauses.h"
#include "processors/quotes/phrases.h"
#include "processors/quotes/romance.h"
#include "processors/quotes/subjects.h"
#include "processors/quotes/utterances.h"

#define MOST_BETWEEN 12 /* items between noun and "was" */

/* English "that" behind a noun. */
static bool is_that(const struct cd_clause *c, uint32_t item) {
    return cd_item_is(c, item, CD_RELATIVE) && cd_item_is(c, item, CD_DETERMINER);
}

/* "a warning from officers that": where "that" stands behind the words between; 0: it
 * does not. */
static uint32_t that_behind(const struct cd_clause *c, uint32_t noun) {
    for (uint32_t i = noun + 2; i < noun + MOST_BETWEEN; i++) {
        if (is_that(c, i))
            return c->r->language == CD_ENGLISH ? i : 0;
        if (!cd_item_nominal(c, i) && !cd_begins_phrase(c, i))
            break;
    }
    return 0;
}

/* Whose the noun is: "Dorsey’s claim", "the message from Dorsey"; kind none: nobody's. */
static struct cd_subject owner_of(const struct cd_clause *c, uint32_t noun) {
    if (cd_item_is(c, noun + 1, CD_WORD_FROM | CD_WORD_OF | CD_WORD_BY) &&
        cd_item_names(c, noun + 2) && !c->items[noun + 2].possessive)
        return cd_name_subject(c, noun + 2);
    uint32_t that = that_behind(c, noun);
    if (that && cd_item_is(c, noun + 1, CD_WORD_FROM | CD_WORD_BY)) {
        struct cd_subject from = cd_subject_behind(c, noun + 1);
        from.end = that;
        if (from.kind == CD_SUBJECT_NOUN && cd_item_is(c, from.head, CD_SPEAKER))
            return from;
    }
    if (noun == c->sentence.first)
        return cd_no_subject();
    uint32_t owner = noun - 1;
    if (owner > c->sentence.first && c->items[owner].kind == CD_ITEM_WORD &&
        !c->items[owner].possessive && !(c->items[owner].class & CD_FUNCTION))
        owner--;
    if (cd_item_of(c, owner, CD_ITEM_NAME) && c->items[owner].possessive)
        return (struct cd_subject){CD_SUBJECT_NAME, owner, owner, noun};
    if (cd_item_is(c, owner, CD_HIS | CD_HER))
        return (struct cd_subject){CD_SUBJECT_PRONOUN, owner, owner, noun};
    return cd_no_subject();
}

/* « … », tel est le credo de: where the words between quote and noun begin; or CD_NONE.
 */
static uint32_t behind_quoted(const struct cd_clause *c, uint32_t noun) {
    uint32_t i = noun;
    while (i > c->sentence.first && cd_begins_phrase(c, i - 1))
        i--;
    if (!cd_is_romance(c) || i == c->sentence.first || !cd_item_is(c, i - 1, CD_BE))
        return CD_NONE;
    i--;
    if (i > c->sentence.first && cd_item_of(c, i - 1, CD_ITEM_WORD))
        i--;
    uint32_t before = i;
    while (before > c->sentence.first && cd_item_pause(c, before - 1))
        before--;
    bool quoted = before > c->sentence.first && cd_item_of(c, before - 1, CD_ITEM_QUOTE);
    return quoted ? i : CD_NONE;
}

/* "Dorsey’s claim that", "her slogan in that campaign was", "his verdict:": what a noun
 * says its owner said. */
bool cd_take_noun(struct cd_verbs *out, const struct cd_clause *c, uint32_t item) {
    if (!cd_item_is(c, item, CD_SAYING))
        return false;
    struct cd_subject owner = owner_of(c, item);
    uint32_t be = owner.end > item ? owner.end : item + 1;
    bool colon = cd_item_of(c, be, CD_ITEM_COLON);
    /* "Doyle’s promise to “drain the swamp”" */
    bool to = cd_item_is(c, be, CD_WORD_TO) && cd_item_of(c, be + 1, CD_ITEM_QUOTE);
    while (be < item + MOST_BETWEEN && cd_in_sentence(c, be) &&
           (c->items[be].kind == CD_ITEM_WORD || c->items[be].kind == CD_ITEM_NAME ||
            c->items[be].kind == CD_ITEM_OPEN || c->items[be].kind == CD_ITEM_CLOSE) &&
           !cd_item_is(c, be, CD_BE | CD_SAY | CD_RELATIVE | CD_AUXILIARY))
        be++;
    bool tells = colon || to || cd_item_is(c, be, CD_BE) || is_that(c, item + 1) ||
                 (owner.end > item && is_that(c, owner.end));
    uint32_t front = tells ? CD_NONE : behind_quoted(c, item);
    if (front != CD_NONE && owner.kind != CD_SUBJECT_NONE) {
        out->list[out->count++] = (struct cd_verb){.item = front,
                                                   .strength = CD_SAY_WEAK,
                                                   .inverted = true,
                                                   .answered = true,
                                                   .subject = owner};
        return true;
    }
    if (!tells || owner.kind == CD_SUBJECT_NONE)
        return false;
    out->list[out->count++] = (struct cd_verb){
        .item = item, .strength = CD_SAY_WEAK, .noun = true, .subject = owner};
    return true;
}

/* Whose "in his words" it is: English says it by the word, others only that it is
 * somebody's. */
static struct cd_subject holder(const struct cd_clause *c, uint32_t noun) {
    if (cd_item_is(c, noun - 1, CD_HIS | CD_HER))
        return cd_pronoun_subject(noun - 1);
    return (struct cd_subject){CD_SUBJECT_DROPPED, noun, noun, noun + 1};
}

/* "in Ann Doyle’s words", "in the judge’s view": whose it is; kind none: nobody's. */
static struct cd_subject possessor(const struct cd_clause *c, uint32_t noun) {
    uint32_t owner = noun - 1;
    if (c->r->language != CD_ENGLISH || noun < c->sentence.first + 2 ||
        !c->items[owner].possessive ||
        !(cd_item_of(c, noun + 1, CD_ITEM_COMMA) ||
          cd_item_of(c, noun + 1, CD_ITEM_QUOTE)))
        return cd_no_subject();
    bool name = cd_item_of(c, owner, CD_ITEM_NAME);
    uint32_t first = cd_phrase_start(c, owner);
    bool in = first > c->sentence.first && cd_item_is(c, first - 1, CD_PREPOSITION);
    if (!in || (!name && !cd_item_is(c, owner, CD_SPEAKER)))
        return cd_no_subject();
    return (struct cd_subject){name ? CD_SUBJECT_NAME : CD_SUBJECT_NOUN, owner, first,
                               owner + 1};
}

/* "nach den Worten des Ministers" */
static bool is_genitive_behind(const struct cd_clause *c, uint32_t noun) {
    return cd_capital_nouns(c->r->language) && cd_item_is(c, noun + 1, CD_DEFINITE) &&
           cd_is_genitive(c, noun + 1);
}

/* "in the words of", "a juicio de", "en su opinión": a preposition before the noun, and
 * somebody whose it is. */
static bool is_in_view(const struct cd_clause *c, uint32_t noun) {
    bool of = cd_item_is(c, noun + 1, CD_WORD_OF) || cd_is_elided_behind(c, noun + 1) ||
              is_genitive_behind(c, noun);
    bool own = noun > c->sentence.first && cd_item_is(c, noun - 1, CD_POSSESSIVE);
    if (!of && !own)
        return false;
    uint32_t i = noun;
    while (i > c->sentence.first && cd_begins_phrase(c, i - 1) &&
           !cd_item_is(c, i - 1, CD_PREPOSITION))
        i--;
    /* Polish "Jej zdaniem" says it by its case. */
    return (i > c->sentence.first && cd_item_is(c, i - 1, CD_PREPOSITION)) ||
           cd_item_is(c, noun + 1, CD_PREPOSITION) ||
           (own && c->r->language == CD_POLISH);
}

/* "De acuerdo con": set in front, between two prepositions. */
static bool is_front_with(const struct cd_clause *c, uint32_t noun) {
    bool between = noun > c->sentence.first && cd_item_is(c, noun - 1, CD_PREPOSITION) &&
                   cd_item_is(c, noun + 1, CD_PREPOSITION);
    return between && (noun - 1 == c->sentence.first || cd_item_pause(c, noun - 2) ||
                       cd_item_of(c, noun - 2, CD_ITEM_QUOTE));
}

/* Is there a name alone or behind its titles, before a comma? */
static bool is_set_off(const struct cd_clause *c, uint32_t item) {
    uint32_t i = item;
    while (i < item + 4 && cd_item_is(c, i, CD_DETERMINER | CD_PERSON | CD_OFFICE))
        i++;
    /* "Pour le président du conseil départemental, Guy Lemeur," */
    if (i > item + 1 && cd_apposed_behind(c, item) != CD_NONE)
        return true;
    bool behind = cd_item_of(c, i + 1, CD_ITEM_COMMA) ||
                  (cd_verb_second(c->r->language) && cd_item_is(c, i + 1, CD_BE));
    if (cd_item_names(c, i))
        return behind;
    /* "Pour le maire, c’est « une honte »" */
    struct cd_subject person = cd_phrase_behind(c, item);
    return cd_item_is(c, item, CD_DEFINITE | CD_HIS | CD_HER | CD_POSSESSIVE) &&
           cd_item_is(c, person.head, CD_PERSON) &&
           cd_item_of(c, person.end, CD_ITEM_COMMA);
}

/* German "so Meier": only behind a comma or a quote is "so" no adverb. */
static bool cites(const struct cd_clause *c, uint32_t item) {
    if (!cd_item_is(c, item, CD_ADVERB))
        return cd_item_is(c, item, CD_PREPOSITION);
    return item > c->sentence.first && (cd_item_of(c, item - 1, CD_ITEM_COMMA) ||
                                        cd_item_of(c, item - 1, CD_ITEM_QUOTE));
}

/* "para quien", "según el cual" */
static bool is_relative_behind(const struct cd_clause *c, uint32_t item) {
    return cd_item_is(c, item + 1, CD_RELATIVE) ||
           (cd_is_romance(c) && cd_item_is(c, item + 1, CD_DEFINITE) &&
            cd_item_is(c, item + 2, CD_RELATIVE));
}

/* ", para quien el cierre es «una puñalada»": the one before the comma. */
static struct cd_subject for_whom(const struct cd_clause *c, uint32_t item) {
    if (c->r->language == CD_ENGLISH || item < c->sentence.first + 2 ||
        !cd_item_of(c, item - 1, CD_ITEM_COMMA) || !is_relative_behind(c, item))
        return cd_no_subject();
    /* "Bruno Cazal, de Causse Vivant, pour qui" */
    if (cd_item_names(c, item - 2))
        return cd_is_governed(c, item - 2) ? cd_behind_aside(c, item - 1)
                                           : cd_name_before(c, item - 2);
    struct cd_subject subject = cd_phrase_before(c, item - 2);
    return subject.kind == CD_SUBJECT_NOUN && !cd_item_is(c, subject.head, CD_PERSON)
               ? cd_no_subject()
               : subject;
}

/* « un progrès » pour Paul Blanc, « une honte » pour … */
static bool is_told_for(const struct cd_clause *c, uint32_t item) {
    uint32_t behind = item + 2;
    bool comma = item > c->sentence.first && cd_item_of(c, item - 1, CD_ITEM_COMMA);
    return cd_is_romance(c) && item > c->sentence.first + comma &&
           cd_item_of(c, item - 1 - comma, CD_ITEM_QUOTE) && cd_item_names(c, item + 1) &&
           !cd_item_place(c, item + 1) &&
           (behind == c->sentence.end || cd_item_of(c, behind, CD_ITEM_STOP) ||
            cd_item_of(c, behind, CD_ITEM_COMMA));
}

/* selon « Télérama »: a paper that is called by its name in marks. */
static struct cd_subject paper_behind(const struct cd_clause *c, uint32_t item) {
    uint32_t paper = item + 1;
    paper += cd_item_is(c, paper, CD_WORD_TO);
    paper += cd_item_is(c, paper, CD_DEFINITE);
    if (!cd_item_of(c, paper, CD_ITEM_QUOTE) || cd_quote_words(c, paper) > 4 ||
        !cd_begins_as_utterance(c, paper))
        return cd_no_subject();
    return (struct cd_subject){CD_SUBJECT_NOUN, paper, paper, paper + 1};
}

/* "according to", "selon", "a juicio de", and "Pour Lucie Arnal, c’est « une gifle »". */
bool cd_take_according(struct cd_verbs *out, const struct cd_clause *c, uint32_t item) {
    struct cd_verb verb = {.item = item, .according = true};
    bool known = cd_item_is(c, item, CD_WORD_ACCORDING);
    struct cd_subject owner = known ? possessor(c, item) : cd_no_subject();
    struct cd_subject paper = known ? paper_behind(c, item) : cd_no_subject();
    if (owner.kind != CD_SUBJECT_NONE)
        verb.subject = owner;
    else if (paper.kind != CD_SUBJECT_NONE)
        verb.subject = paper;
    else if (cd_item_is(c, item, CD_PREPOSITION) && is_relative_behind(c, item) &&
             cd_is_romance(c))
        verb.subject = for_whom(c, item);
    else if (known && cd_item_is(c, item + 1, CD_WORD_TO))
        verb.subject = cd_subject_behind(c, item + 1);
    else if ((known && cites(c, item)) ||
             (item == c->sentence.first && cd_item_is(c, item, CD_WORD_FOR) &&
              is_set_off(c, item + 1)))
        verb.subject = cd_subject_behind(c, item);
    else if (known && !cd_item_is(c, item, CD_PREPOSITION | CD_ADVERB) &&
             is_in_view(c, item))
        verb.subject = cd_item_is(c, item + 1, CD_WORD_OF)
                           ? cd_subject_behind(c, item + 1)
                       : cd_is_elided_behind(c, item + 1) || is_genitive_behind(c, item)
                           ? cd_subject_behind(c, item)
                           : holder(c, item);
    else if (known && cd_item_is(c, item, CD_FORM_BASE) && item > c->sentence.first &&
             cd_item_is(c, item - 1, CD_PREPOSITION)) /* "A en croire Anne Roux" */
        verb.subject = cd_subject_behind(c, item);
    else if (cd_item_is(c, item, CD_WORD_FOR) && is_told_for(c, item))
        verb.subject = cd_name_subject(c, item + 1);
    else if (cd_item_is(c, item, CD_WORD_FOR))
        verb.subject = for_whom(c, item);
    else if (known && is_front_with(c, item))
        verb.subject = cd_subject_behind(c, item + 1);
    else if (cd_item_is(c, item, CD_WORD_OF))
        verb.subject = cd_source_in_front(c, item);
    else
        return false;
    if (verb.subject.kind != CD_SUBJECT_NONE)
        out->list[out->count++] = verb;
    return true;
}
