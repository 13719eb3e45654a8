/* Who is named with a quote without a verb: X: “…”, “…” — X, « … » (X). */
#include "processors/quotes/labels.h"

#include "processors/quotes/clauses.h"
#include "processors/quotes/phrases.h"
#include "processors/quotes/subjects.h"
#include "processors/quotes/utterances.h"

#define MOST_CREDIT 16 /* items behind the name in "— Ann Doyle, author" */

bool cd_is_credit(const struct cd_clause *c, uint32_t name) {
    uint32_t i = name + 1;
    if (i < c->sentence.end && c->items[i].kind != CD_ITEM_STOP &&
        c->items[i].kind != CD_ITEM_COMMA)
        return false;
    for (; i < c->sentence.end && i < name + MOST_CREDIT; i++)
        if (cd_item_is(c, i, CD_BE | CD_AUXILIARY | CD_RELATIVE | CD_SAY))
            return false;
    return i == c->sentence.end;
}

/* "La réponse de Paul Blanc est claire :", "Même constat chez Paul Blanc :": in other
 * languages than English whose the message is, or who is named right before the colon. */
static struct cd_subject owner_of_message(const struct cd_clause *c,
                                          const struct cd_subject *subject,
                                          uint32_t colon) {
    uint32_t first = c->sentence.first;
    if (c->r->language == CD_ENGLISH || cd_capital_nouns(c->r->language))
        return cd_no_subject();
    bool message = cd_item_is(c, first + 1, CD_DOCUMENT | CD_SAYING);
    bool elided = cd_is_elided_behind(c, first + 2);
    if (message && (elided || cd_item_is(c, first + 2, CD_WORD_OF)))
        return cd_subject_behind(c, first + 2 - elided);
    bool nobody =
        subject->kind == CD_SUBJECT_NONE ||
        (subject->kind == CD_SUBJECT_NOUN && !cd_item_is(c, subject->head, CD_SPEAKER));
    bool named = nobody && cd_item_names(c, colon - 1) && !cd_item_place(c, colon - 1);
    return named ? cd_name_subject(c, colon - 1) : cd_no_subject();
}

static bool is_person_in_brackets(const struct cd_clause *c, uint32_t open) {
    if (!cd_item_of(c, open, CD_ITEM_OPEN) || !cd_item_names(c, open + 1) ||
        !(cd_item_of(c, open + 2, CD_ITEM_CLOSE) ||
          cd_item_of(c, open + 2, CD_ITEM_COMMA)))
        return false;
    uint32_t name = c->r->mentions[c->items[open + 1].ref].name;
    return c->r->names[name].kind == CD_NAME_PERSON;
}

static struct cd_cue named(enum cd_rule rule, uint32_t name) {
    return (struct cd_cue){.rule = rule,
                           .verb = CD_NONE,
                           .score = CD_SCORE_LABEL,
                           .subject = {CD_SUBJECT_NAME, name, name, name + 1}};
}

/* Before a colon: a name alone, else the subject, or whose the message is. */
static struct cd_cue label(const struct cd_clause *c, uint32_t item) {
    struct cd_cue cue = {.rule = CD_RULE_NONE, .verb = CD_NONE};
    uint32_t first = c->sentence.first, last = item - 2, left = last;
    while (left >= first + 2 && cd_item_is(c, left - 1, CD_WORD_AND) &&
           cd_item_names(c, left - 2))
        left -= 2;
    bool alone = cd_item_of(c, last, CD_ITEM_NAME) && !c->items[last].possessive &&
                 (left == first || cd_item_pause(c, left - 1) ||
                  cd_item_is(c, left - 1, CD_WORD_BY | CD_WORD_FROM));
    if (alone)
        return named(CD_RULE_LABEL, last);
    cue.subject = cd_subject_of_clause(c, item - 1);
    struct cd_subject owner = owner_of_message(c, &cue.subject, item - 1);
    if (owner.kind != CD_SUBJECT_NONE)
        cue.subject = owner;
    if (cue.subject.kind != CD_SUBJECT_NONE) {
        cue.rule = CD_RULE_LABEL;
        cue.score = CD_SCORE_FAR;
    }
    return cue;
}

/* « Je n’ai rien volé » : Théo, relaxé, veut des excuses */
static struct cd_cue headline(const struct cd_clause *c, uint32_t colon) {
    struct cd_cue cue = {.rule = CD_RULE_NONE, .verb = CD_NONE};
    cue.subject = cd_first_subject(c, colon + 1, c->sentence.end);
    if (cue.subject.kind == CD_SUBJECT_NAME) {
        cue.rule = CD_RULE_LABEL;
        cue.score = CD_SCORE_FAR;
    }
    return cue;
}

struct cd_cue cd_label_or_credit(const struct cd_clause *c, uint32_t item) {
    uint32_t first = c->sentence.first, name = item + 1;
    if (item >= first + 2 && cd_item_of(c, item - 1, CD_ITEM_COLON))
        return label(c, item);
    if (item == first && cd_item_of(c, name, CD_ITEM_COLON)) {
        /* « … » : Gilles Ferrec, maire de Tulsa, … */
        if (cd_item_names(c, name + 1))
            return named(CD_RULE_LABEL, name + 1);
        if (cd_is_romance(c) && cd_quote_words(c, item) > 3)
            return headline(c, name);
    }
    /* « … » (Paul Blanc) */
    if (item == first && is_person_in_brackets(c, name))
        return named(CD_RULE_CREDIT, name + 1);
    while (cd_item_of(c, name, CD_ITEM_DASH) || cd_item_of(c, name, CD_ITEM_MARK))
        name++;
    if (name > item + 1 && cd_item_of(c, name, CD_ITEM_NAME) && item == first &&
        cd_is_credit(c, name))
        return named(CD_RULE_CREDIT, name);
    return (struct cd_cue){.rule = CD_RULE_NONE, .verb = CD_NONE};
}
