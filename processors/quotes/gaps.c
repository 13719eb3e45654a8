/* See gaps.h. */
#include "processors/quotes/gaps.h"

#include "processors/quotes/phrases.h"
#include "processors/quotes/utterances.h"

/* "called it": what the verb before the quote is told of, not whom it calls so. */
static bool calls_thing(const struct cd_clause *c, uint32_t verb, uint32_t quote) {
    if (quote > verb + 6)
        return false;
    for (uint32_t i = verb + 1; i < quote; i++)
        if (!cd_item_of(c, i, CD_ITEM_WORD) ||
            cd_item_is(c, i,
                       CD_PERSON | CD_PEOPLE | CD_ORG | CD_HE | CD_SHE | CD_HER |
                           (CD_PRONOUN & ~CD_IT)))
            return false;
    return true;
}

bool cd_take_gap(const struct cd_clause *c, const struct cd_verbs *verbs,
                 struct cd_cue *cue) {
    uint32_t name = cue->item - 1, first = c->sentence.first;
    name -= cd_item_of(c, name, CD_ITEM_COMMA);
    bool named = cd_item_names(c, name) && !cd_item_place(c, name);
    if (name < first + 4 || !(named || cd_item_is(c, name, CD_SPEAKER)))
        return false;
    uint32_t start = cd_phrase_start(c, name), before = start - 1, behind = cue->item + 1;
    bool and = cd_item_is(c, before, CD_WORD_AND);
    before -= and;
    bool pause = cd_item_pause(c, before) || cd_item_of(c, before, CD_ITEM_STOP);
    before -= pause;
    bool ends = behind == c->sentence.end || cd_item_pause(c, behind) ||
                cd_item_of(c, behind, CD_ITEM_STOP) || cd_item_is(c, behind, CD_WORD_AND);
    if (!(and || pause) || !ends || !cd_item_of(c, before, CD_ITEM_QUOTE) ||
        cd_begins_as_utterance(c, before) || cd_begins_as_utterance(c, cue->item))
        return false;
    for (uint32_t i = verbs->count; i > 0; i--) {
        const struct cd_verb *verb = &verbs->list[i - 1];
        if (verb->item > before || verb->passive || verb->noun || verb->according)
            continue;
        bool it = verb->item + 2 == before && cd_item_is(c, verb->item + 1, CD_IT);
        if (!it && (and || !named || !calls_thing(c, verb->item, before)))
            return false;
        cue->rule = CD_RULE_WEAK;
        cue->verb = verb->item;
        cue->score = CD_SCORE_LABEL;
        cue->subject = named
                           ? cd_name_subject(c, name)
                           : (struct cd_subject){CD_SUBJECT_NOUN, name, start, name + 1};
        return true;
    }
    return false;
}
