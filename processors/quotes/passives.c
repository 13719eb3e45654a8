/* See passives.h. */
#include "processors/quotes/passives.h"

#include "processors/quotes/phrases.h"
#include "processors/quotes/subjects.h"

/* "Accusé par Anne Roux d’être « … »", "acusado por": a participle without its "was". */
static bool is_accused_by(const struct cd_clause *c, uint32_t verb) {
    enum cd_language language = c->r->language;
    /* "une décision qualifiée de « trahison » par les syndicats" */
    uint32_t by = verb + 1;
    by +=
        cd_item_is(c, by, CD_PREPOSITION | CD_WORD_AS) && !cd_item_is(c, by, CD_WORD_BY);
    by += cd_item_of(c, by, CD_ITEM_QUOTE);
    if (!(cd_elides(language) || cd_drops_pronouns(language)) ||
        !cd_item_is(c, by, CD_WORD_BY) ||
        (by == verb + 2 && !cd_item_of(c, verb + 1, CD_ITEM_QUOTE)) ||
        (verb > c->sentence.first && cd_item_is(c, verb - 1, CD_AUXILIARY)))
        return false;
    struct cd_str word = cd_token_str(c->r->text, c->items[verb].first);
    size_t n = word.len;
    while (n > 3 && (word.p[n - 1] == 's' || word.p[n - 1] == 'o' ||
                     word.p[n - 1] == 'a' || word.p[n - 1] == 'e'))
        n--;
    /* French -é, the others' -do and -to; "optó por" has neither. */
    return word.p[n - 1] == 'd' || word.p[n - 1] == 't' ||
           (language == CD_FRENCH && word.p[n - 1] == '\xa9');
}

/* "a man once described by a judge as", "dubbed “a thief” by Ann Doyle": by whom, and as
 * what; not "said by phone". */
static bool is_called_by(const struct cd_clause *c, uint32_t verb) {
    if (c->r->language != CD_ENGLISH || !cd_item_is(c, verb, CD_SAY_WEAK))
        return false;
    uint32_t by = verb + 1 + cd_item_is(c, verb + 1, CD_WORD_AS);
    bool quoted = cd_item_of(c, by, CD_ITEM_QUOTE) && cd_in_sentence(c, by + 1);
    if (!cd_item_is(c, by + quoted, CD_WORD_BY) || (!quoted && by > verb + 1))
        return false;
    struct cd_subject agent = cd_subject_behind(c, by + quoted);
    return quoted ? agent.kind == CD_SUBJECT_NAME || cd_item_is(c, agent.head, CD_SPEAKER)
                  : agent.kind != CD_SUBJECT_NONE && cd_item_is(c, agent.end, CD_WORD_AS);
}

/* German "wurde", "wird", "worden", by how they begin: no "hat". */
static bool is_passive_auxiliary(const struct cd_clause *c, uint32_t item) {
    if (!cd_item_of(c, item, CD_ITEM_WORD))
        return false;
    struct cd_str word = cd_token_str(c->r->text, c->items[item].first);
    return word.len > 3 && (word.p[0] | 0x20) == 'w' &&
           (memcmp(word.p + 1, "urd", 3) == 0 || memcmp(word.p + 1, "ird", 3) == 0 ||
            memcmp(word.p + 1, "ord", 3) == 0);
}

/* German "wurde von Meier als „Dieb“ bezeichnet": the "von" of a passive whose participle
 * this is; or CD_NONE. */
static uint32_t von_before(const struct cd_clause *c, uint32_t verb) {
    if (c->r->language != CD_GERMAN || !cd_item_is(c, verb, CD_FORM_PAST | CD_FORM_THIRD))
        return CD_NONE;
    uint32_t von = CD_NONE, first = c->sentence.first;
    bool perfect = is_passive_auxiliary(c, verb + 1); /* "bezeichnet worden" */
    for (uint32_t i = verb; i > first && verb - i < CD_CLAUSE_REACH; i--) {
        if (cd_item_of(c, i - 1, CD_ITEM_STOP))
            return CD_NONE;
        if (cd_item_is(c, i - 1, CD_WORD_BY))
            von = i - 1;
        if (is_passive_auxiliary(c, i - 1) ||
            (perfect && von != CD_NONE && cd_item_is(c, i - 1, CD_BE)))
            /* "Von Meier wurde sie … genannt" */
            return von == CD_NONE && cd_item_is(c, first, CD_WORD_BY) ? first : von;
    }
    return CD_NONE;
}

/* "was told", "is called": a passive, whose subject says nothing. */
bool cd_is_passive(const struct cd_clause *c, uint32_t verb) {
    if (von_before(c, verb) != CD_NONE)
        return true;
    if (!cd_item_is(c, verb, CD_FORM_PAST))
        return false;
    /* "an option seen by organizers as": without its "was". */
    if (c->r->language == CD_ENGLISH && cd_item_is(c, verb + 1, CD_WORD_BY) &&
        cd_item_of(c, verb - 1, CD_ITEM_WORD) &&
        !cd_item_is(c, verb - 1, CD_FUNCTION | CD_SPEAKER))
        return true;
    if (is_accused_by(c, verb) || is_called_by(c, verb))
        return true;
    uint32_t i = verb;
    while (i > c->sentence.first && cd_item_is(c, i - 1, CD_ADVERB) &&
           !cd_item_is(c, i - 1, CD_BE))
        i--;
    return i > c->sentence.first && cd_item_is(c, i - 1, CD_BE) &&
           !cd_is_reflexive(c, i - 1);
}

/* Who did what a passive tells: the name behind "by". */
struct cd_subject cd_agent_of(const struct cd_clause *c, uint32_t verb) {
    uint32_t von = von_before(c, verb);
    if (von != CD_NONE)
        return cd_subject_behind(c, von);
    for (uint32_t i = verb + 1; i < c->sentence.end && i < verb + 8; i++) {
        if (cd_item_is(c, i, CD_WORD_BY))
            return cd_subject_behind(c, i);
        if (c->items[i].kind == CD_ITEM_STOP)
            break;
    }
    return (struct cd_subject){.kind = CD_SUBJECT_NONE};
}
