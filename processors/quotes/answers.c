/* See answers.h. */
#include "processors/quotes/answers.h"

#include "processors/quotes/phrases.h"
#include "processors/quotes/subjects.h"

/* “Home,” came the prompt reply: the noun, of an utterance and no word of whose; 0: it is
 * none. */
static uint32_t answer_behind(const struct cd_clause *c, uint32_t item) {
    uint32_t i = item + 1;
    if (cd_item_of(c, i, CD_ITEM_COMMA))
        i++;
    if (!cd_item_is(c, i, CD_COME) || !cd_begins_phrase(c, i + 1))
        return 0;
    i += 2;
    return cd_item_is(c, i, CD_SAYING) ? i : cd_item_is(c, i + 1, CD_SAYING) ? i + 1 : 0;
}

/* “Home,” was Doyle’s reply: whose the noun is; kind none: it is not said. */
static struct cd_subject owner_of_answer(const struct cd_clause *c, uint32_t item) {
    uint32_t i = item + 1;
    i += cd_item_of(c, i, CD_ITEM_COMMA);
    uint32_t owner = i + 1, noun = i + 2;
    if (c->r->language != CD_ENGLISH || !cd_item_is(c, i, CD_BE) ||
        !(cd_item_is(c, noun, CD_SAYING) || cd_item_is(c, noun + 1, CD_SAYING)))
        return cd_no_subject();
    if (cd_item_is(c, owner, CD_HIS | CD_HER))
        return cd_pronoun_subject(owner);
    bool named = cd_item_of(c, owner, CD_ITEM_NAME) && c->items[owner].possessive;
    return named ? cd_name_subject(c, owner) : cd_no_subject();
}

static void set_cue(struct cd_cue *cue, struct cd_subject subject, uint32_t noun) {
    cue->subject = subject;
    cue->rule = CD_RULE_INVERTED;
    cue->verb = noun;
    cue->score = CD_SCORE_BEHIND;
}

/* “Home,” came the reply from Doyle. */
static void take_reply(const struct cd_clause *c, uint32_t noun, struct cd_cue *cue) {
    cue->whole = true;
    cue->title = false;
    if (!cd_item_is(c, noun + 1, CD_WORD_FROM | CD_WORD_OF))
        return;
    struct cd_subject subject = cd_subject_behind(c, noun + 1);
    if (subject.kind != CD_SUBJECT_NONE)
        set_cue(cue, subject, noun);
}

void cd_take_answer(const struct cd_clause *c, struct cd_cue *cue) {
    uint32_t reply = answer_behind(c, cue->item);
    struct cd_subject owner = owner_of_answer(c, cue->item);
    if (reply)
        take_reply(c, reply, cue);
    if (owner.kind != CD_SUBJECT_NONE && cue->whole)
        set_cue(cue, owner, owner.end);
}
