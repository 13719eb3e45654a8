/* All reporting verbs of the sentence compete for the quote. What counts is where the
 * verb stands: right before the quote, right behind it, or further off, then how strong
 * it is; the figures below only order the cases, and each case has a name that the stamp
 * carries. */
#include "processors/quotes/cues.h"

#include "processors/quotes/answers.h"
#include "processors/quotes/clauses.h"
#include "processors/quotes/gaps.h"
#include "processors/quotes/labels.h"
#include "processors/quotes/phrases.h"
#include "processors/quotes/subjects.h"
#include "processors/quotes/utterances.h"
#include "processors/quotes/works.h"

#define SCORE_STRICT    110 /* X said, “…” */
#define SCORE_ACCORDING 106
#define SCORE_WEAK      72 /* less two */
#define SCORE_LEAST     20
#define WEAK_REACH      22 /* words that a weak verb reaches over */
#define FARTHEST        90 /* items between quote and verb */
#define LONG_FRAGMENT   6  /* words */
#define STRONG_REACH    60

static const char *const rule_names[CD_RULE_COUNT] = {
    [CD_RULE_NONE] = "none",
    [CD_RULE_BEFORE] = "before",
    [CD_RULE_AFTER] = "after",
    [CD_RULE_INVERTED] = "inverted",
    [CD_RULE_GOVERNED] = "governed",
    [CD_RULE_WEAK] = "weak",
    [CD_RULE_FAR] = "far",
    [CD_RULE_ACCORDING] = "according",
    [CD_RULE_LABEL] = "label",
    [CD_RULE_CREDIT] = "credit",
    [CD_RULE_SUBJECT] = "subject",
    [CD_RULE_CONTINUED] = "continued",
    [CD_RULE_INTRODUCED] = "introduced",
    [CD_RULE_PARAGRAPH] = "paragraph",
    [CD_RULE_TURN] = "turn",
};

const char *cd_rule_name(enum cd_rule rule) { return rule_names[rule]; }

/* The "-t-" and "-" between an inverted verb and its pronoun. */
static bool is_joint(const struct cd_clause *c, uint32_t item) {
    return cd_item_of(c, item, CD_ITEM_MARK) ||
           (cd_item_is(c, item, CD_ADVERB) && cd_item_length(c, item) == 1);
}

/* "he said Trump would": what follows the verb is what it tells, so that the quote before
 * it is another matter. */
static bool takes_clause(const struct cd_clause *c, const struct cd_verb *verb) {
    uint32_t next = verb->item + 1;
    if (verb->strength == CD_SAY_WEAK)
        return cd_item_of(c, next, CD_ITEM_NAME) || cd_item_of(c, next, CD_ITEM_WORD);
    return cd_item_is(c, next,
                      CD_DETERMINER | CD_ANY_PRONOUN | CD_SUBORDINATOR | CD_POSSESSIVE);
}

/* "…, Reyes told reporters on Monday that it was “…”", "Reyes warned of “…”": the verb
 * goes on to what it tells. */
static bool tells_on(const struct cd_clause *c, const struct cd_verb *verb) {
    if (takes_clause(c, verb) || cd_item_of(c, verb->item + 2, CD_ITEM_QUOTE))
        return true;
    for (uint32_t i = verb->item + 1; i < verb->item + 8; i++) {
        if (!cd_item_of(c, i, CD_ITEM_WORD) && !cd_item_of(c, i, CD_ITEM_NAME))
            return false;
        if (cd_item_is(c, i, CD_RELATIVE) && cd_item_is(c, i, CD_DETERMINER))
            return true;
    }
    return false;
}

/* "Bell said it was “a gift”, Reyes said it was “a trap”": is what stands before the verb
 * a fragment, and what it tells behind it? */
static bool is_own_clause(const struct cd_clause *c, const struct cd_verb *verb) {
    uint32_t quote = verb->subject.first;
    while (quote > c->sentence.first && cd_item_pause(c, quote - 1))
        quote--;
    return quote > c->sentence.first + 1 && !verb->inverted &&
           cd_item_of(c, quote - 1, CD_ITEM_QUOTE) &&
           !cd_begins_as_utterance(c, quote - 1) && tells_on(c, verb);
}

/* “…,” Ann Doyle and Bo Wester said: are the items [from, to) names and what joins them
 * to one more? */
static bool are_joined(const struct cd_clause *c, uint32_t from, uint32_t to) {
    if (from >= to || to > from + 8 || !cd_item_is(c, to - 1, CD_WORD_AND))
        return false;
    /* "Mr. and Mrs. Teller" */
    for (uint32_t i = from; i + 1 < to; i++)
        if (!cd_item_names(c, i) && !cd_item_of(c, i, CD_ITEM_COMMA) &&
            !cd_item_is(c, i, CD_HONORIFIC) && !cd_item_of(c, i, CD_ITEM_MARK))
            return false;
    return true;
}

/* German "hat den Plan „eine Farce“ genannt": the participle right behind the quote, its
 * auxiliary and subject before it. */
static bool is_bracket(const struct cd_clause *c, const struct cd_verb *verb,
                       uint32_t quote) {
    if (!cd_verb_second(c->r->language) || verb->inverted || verb->according ||
        verb->item != quote + 1 || verb->subject.head >= quote)
        return false;
    /* "der den Plan „eine Farce“ genannt hatte" */
    if (verb->passive || cd_item_is(c, verb->item + 1, CD_AUXILIARY))
        return true;
    bool last = !cd_item_of(c, verb->item + 1, CD_ITEM_WORD) &&
                !cd_item_of(c, verb->item + 1, CD_ITEM_NAME);
    for (uint32_t i = quote; i > c->sentence.first && quote - i < CD_CLAUSE_REACH; i--) {
        if (cd_item_is(c, i - 1, CD_AUXILIARY))
            return true;
        /* "der den Plan „eine Farce“ nennt" */
        if (last && cd_item_of(c, i - 1, CD_ITEM_COMMA) && i - 1 > verb->subject.head)
            return cd_item_is(c, i, CD_RELATIVE | CD_SUBORDINATOR);
    }
    return false;
}

/* Where what attributes a quote from behind begins: its subject, or the verb. */
static uint32_t start_of(const struct cd_verb *verb, uint32_t quote) {
    bool before = verb->subject.kind == CD_SUBJECT_PRONOUN && !verb->inverted &&
                  verb->subject.head < quote;
    return verb->inverted || verb->according || before ? verb->item : verb->subject.first;
}

/* The item behind the quote, past what may stand before `start`. */
static uint32_t behind_quote(const struct cd_clause *c, const struct cd_verb *verb,
                             uint32_t quote, uint32_t start) {
    uint32_t at = quote + 1;
    /* Russian: «…», — */
    while (cd_item_pause(c, at) && at < quote + 3)
        at++;
    /* “…,” as Trump put it */
    if (cd_item_is(c, at, CD_WORD_AS))
        at++;
    /* "a déclaré X", "a-t-elle dit" */
    uint64_t small = CD_AUXILIARY | (verb->inverted ? CD_ADVERB | CD_PRONOUN : 0);
    while (at < start &&
           (cd_item_is(c, at, small) || cd_is_reflexive(c, at) || is_joint(c, at)))
        at++;
    return are_joined(c, at, start) ? start : at;
}

/* The attribution stands right behind the quote. */
static int score_right_behind(const struct cd_clause *c, const struct cd_verb *verb,
                              uint32_t quote, enum cd_rule *rule) {
    *rule = verb->according  ? CD_RULE_ACCORDING
            : verb->inverted ? CD_RULE_INVERTED
                             : CD_RULE_AFTER;
    if (verb->according)
        return SCORE_ACCORDING;
    /* A fragment in mid-sentence, and a clause of its own behind it. */
    bool own = quote > c->sentence.first && !verb->inverted &&
               (takes_clause(c, verb) || cd_is_romance(c));
    if (own || is_own_clause(c, verb))
        return verb->strength == CD_SAY_STRONG ? CD_SCORE_FAR : 0;
    return verb->strength == CD_SAY_WEAK ? CD_SCORE_BEHIND - 12 : CD_SCORE_BEHIND;
}

/* “…,” Doyle was quoted as saying; “…,” she was heard shouting. */
static bool is_overheard(const struct cd_clause *c, const struct cd_verb *verb) {
    uint32_t i = verb->subject.end;
    if (!cd_item_is(c, i, CD_BE))
        return false;
    i++;
    while (i < verb->item && (cd_item_adverb(c, i) || cd_item_is(c, i, CD_BE)))
        i++;
    i += cd_item_of(c, i, CD_ITEM_WORD) && i < verb->item;
    i += cd_item_is(c, i, CD_WORD_AS);
    return i == verb->item;
}

static int score_behind(const struct cd_clause *c, const struct cd_verb *verb,
                        uint32_t quote, enum cd_rule *rule) {
    if (verb->passive && is_bracket(c, verb, quote)) {
        *rule = CD_RULE_GOVERNED;
        return CD_SCORE_LABEL;
    }
    if (verb->passive || verb->noun)
        return 0;
    uint32_t start = start_of(verb, quote), at = behind_quote(c, verb, quote, start);
    bool ing = cd_item_is(c, verb->item, CD_FORM_ING) && !verb->according &&
               !verb->inverted && !is_overheard(c, verb);
    if (start == at && !ing)
        return score_right_behind(c, verb, quote, rule);
    if (is_bracket(c, verb, quote)) {
        *rule = CD_RULE_GOVERNED;
        return CD_SCORE_LABEL;
    }
    if (start < at || verb->strength == CD_SAY_NEAR)
        return 0;
    *rule = verb->according ? CD_RULE_ACCORDING : CD_RULE_FAR;
    if (verb->strength == CD_SAY_WEAK)
        return 0;
    bool paused = start > c->sentence.first && cd_item_pause(c, start - 1);
    bool finite = cd_item_is(c, verb->item, CD_FORM_PAST | CD_FORM_THIRD);
    if (!verb->according && !(paused && finite))
        return 0;
    int score = CD_SCORE_FAR - (int)(start - at);
    return score > 0 ? score : 0;
}

/* “…,” they wrote, that the ministry “…”: the verb goes on with what it tells. */
static bool resumes(const struct cd_clause *c, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to && i < from + 20; i++)
        if (cd_item_is(c, i, CD_SUBORDINATOR) && cd_item_is(c, i, CD_RELATIVE) &&
            (i == from || cd_item_pause(c, i - 1) ||
             cd_item_is(c, i - 1, CD_CONJUNCTION)) &&
            cd_item_is(c, i, CD_DETERMINER))
            return true;
    return false;
}

/* "calificó de": nothing that could tell something else. In English the stronger verb
 * further left is the better guess still ("said Ann Doyle called it a"). */
static bool has_small_words(const struct cd_clause *c, uint32_t from, uint32_t to) {
    if (c->r->language == CD_ENGLISH)
        return false;
    for (uint32_t i = from; i < to; i++)
        if (!cd_item_is(c, i, CD_PREPOSITION | CD_DETERMINER | CD_ANY_PRONOUN))
            return false;
    return to > from && to < from + 5;
}

/* "In her memoir, “Plain Water,” Doyle called it “a loss.”": the quote that stands before
 * the verb is a title, so that the verb tells the one behind it. */
static bool is_behind_title(const struct cd_clause *c, const struct cd_verb *verb) {
    uint32_t i = verb->inverted ? verb->item : verb->subject.first;
    if (i > c->sentence.first && cd_item_pause(c, i - 1))
        i--;
    if (i == c->sentence.first || !cd_item_of(c, i - 1, CD_ITEM_QUOTE))
        return false;
    struct cd_cue cue = {.item = i - 1,
                         .quote = c->items[i - 1].ref,
                         .rule = CD_RULE_AFTER,
                         .verb = verb->item,
                         .words = cd_quote_words(c, i - 1),
                         .title = cd_looks_like_title(c, i - 1),
                         .initial = cd_is_initial(c, i - 1)};
    return cd_is_about_work(c, &cue);
}

/* "said Reyes had called her “a fraud”": what somebody else is told to have called it. */
static bool calls(const struct cd_clause *c, const struct cd_verb *verb, uint32_t last,
                  int gap) {
    return gap < 4 && verb->strength == CD_SAY_WEAK && !verb->passive && !verb->noun &&
           (verb->subject.kind == CD_SUBJECT_NAME ||
            verb->subject.kind == CD_SUBJECT_NOUN) &&
           (cd_item_is(c, verb->item, CD_NAMING) ||
            cd_item_is(c, last - 1, CD_WORD_AS)) &&
           (cd_item_is(c, verb->item, CD_FORM_PAST | CD_FORM_THIRD) ||
            verb->subject.end == verb->item);
}

/* "a warning from midwives that it was “…”, a report found": what stands behind "that" is
 * what the noun tells. */
static bool is_told_that(const struct cd_clause *c, const struct cd_verb *verb,
                         uint32_t quote) {
    uint32_t that = verb->subject.end;
    return c->r->language == CD_ENGLISH && verb->noun && that > verb->item &&
           that < quote && cd_item_is(c, that, CD_RELATIVE) &&
           cd_item_is(c, that, CD_DETERMINER);
}

static int score_before(const struct cd_clause *c, const struct cd_verb *verb,
                        uint32_t quote, enum cd_rule *rule) {
    uint32_t last = quote;
    bool pause =
        cd_item_of(c, last - 1, CD_ITEM_COMMA) || cd_item_of(c, last - 1, CD_ITEM_COLON);
    if (pause)
        last--;
    /* An inverted verb's subject stands between. */
    uint32_t from =
        verb->inverted || verb->according ? verb->subject.end : verb->item + 1;
    /* "shot back: “…”" */
    bool finite = cd_item_is(c, verb->item, CD_FORM_PAST | CD_FORM_THIRD);
    while (finite && !verb->inverted && from < last && cd_item_is(c, from, CD_ADVERB))
        from++;
    int gap = last > from ? (int)(last - from) : 0;
    if (verb->according) {
        *rule = CD_RULE_ACCORDING;
        return SCORE_WEAK - gap;
    }
    if (verb->strength == CD_SAY_NEAR && !cd_begins_as_utterance(c, quote))
        return 0;
    if (gap == 0 && !verb->inverted) {
        bool weak = verb->strength == CD_SAY_WEAK;
        *rule = weak && !pause ? CD_RULE_WEAK : CD_RULE_BEFORE;
        /* "adding that donors feel “…”": what others feel is told by who adds it. */
        bool told = verb->subject.kind == CD_SUBJECT_PRONOUN &&
                    cd_item_is(c, verb->subject.first - 1, CD_SAY_STRONG);
        if (weak && !cd_item_of(c, last, CD_ITEM_COLON) &&
            (verb->subject.kind == CD_SUBJECT_NOUN || told))
            return SCORE_STRICT - 30;
        return SCORE_STRICT - (pause ? 0 : 2);
    }
    if (verb->strength == CD_SAY_NEAR)
        return 0;
    bool strong = verb->strength == CD_SAY_STRONG;
    /* What the verb tells stands before it already: “…,” Trump said of the plan. */
    if (verb->answered && !(pause && gap < 9) && !resumes(c, from, last) &&
        !is_behind_title(c, verb) && !is_own_clause(c, verb))
        return 0;
    if (gap > (strong ? STRONG_REACH : WEAK_REACH))
        return 0;
    *rule =
        strong ? (pause && gap < 10 ? CD_RULE_BEFORE : CD_RULE_GOVERNED) : CD_RULE_WEAK;
    int score = is_told_that(c, verb, last)      ? CD_SCORE_BEHIND + 1
                : strong                         ? CD_SCORE_STRONG - gap
                : has_small_words(c, from, last) ? CD_SCORE_STRONG - 1 - gap
                : calls(c, verb, last, gap)      ? CD_SCORE_STRONG - 1
                                                 : SCORE_WEAK - 2 * gap;
    return score < SCORE_LEAST ? SCORE_LEAST : score;
}

/* "never said “sorry”", "refused to call it “a coup”", "stopped short of calling it": is
 * what the verb tells just what was not said? Behind a colon stands what was. */
static bool is_denied(const struct cd_clause *c, uint32_t verb, uint32_t quote) {
    bool pause = cd_item_pause(c, quote - 1) || cd_item_of(c, quote - 1, CD_ITEM_COLON);
    if (verb > quote || (pause && quote - verb > 2))
        return false;
    uint32_t i = verb;
    for (bool only = false; i > c->sentence.first && cd_item_adverb(c, i - 1);) {
        i--;
        if (cd_item_is(c, i, CD_NEGATION) && !cd_item_is(c, i, CD_DATE))
            return !only;
        only = only || cd_item_is(c, i, CD_NEGATION);
    }
    bool governed = cd_item_is(c, verb, CD_FORM_ING) ||
                    (i > c->sentence.first && cd_item_is(c, i - 1, CD_WORD_TO));
    if (!governed || i < c->sentence.first + 2)
        return false;
    i -= cd_item_is(c, i - 1, CD_WORD_TO | CD_WORD_OF);
    return cd_item_is(c, i - 1, CD_NEGATION) && !cd_item_is(c, i - 1, CD_DATE);
}

/* "rejected claims that she was “a fraud”": others said so. */
static bool is_others_claim(const struct cd_clause *c, uint32_t verb, uint32_t quote) {
    if ((c->items[verb].class & CD_AGAINST) != CD_AGAINST)
        return false;
    uint32_t noun = verb + 1;
    while (noun < quote && noun < verb + 4 && !cd_item_is(c, noun, CD_SAYING) &&
           cd_item_of(c, noun, CD_ITEM_WORD))
        noun++;
    return noun + 1 < quote && cd_item_is(c, noun, CD_SAYING) &&
           (cd_item_is(c, noun + 1, CD_WORD_OF | CD_WORD_BY) ||
            (cd_item_is(c, noun + 1, CD_RELATIVE) &&
             cd_item_is(c, noun + 1, CD_DETERMINER)));
}

static void try_verbs(const struct cd_clause *c, const struct cd_verbs *verbs,
                      struct cd_cue *cue) {
    for (uint32_t i = 0; i < verbs->count; i++) {
        const struct cd_verb *verb = &verbs->list[i];
        uint32_t gap =
            verb->item > cue->item ? verb->item - cue->item : cue->item - verb->item;
        if (gap > FARTHEST || verb->subject.head == cue->item)
            continue;
        enum cd_rule rule = CD_RULE_NONE;
        int score = verb->item > cue->item ? score_behind(c, verb, cue->item, &rule)
                                           : score_before(c, verb, cue->item, &rule);
        /* Of equals the nearer one, which comes later before the quote. */
        bool better = score > cue->score ||
                      (score == cue->score && score > 0 && verb->item < cue->item);
        if (!better)
            continue;
        if (is_denied(c, verb->item, cue->item) ||
            is_others_claim(c, verb->item, cue->item)) {
            cue->denied = true;
            continue;
        }
        cue->rule = rule;
        cue->verb = verb->item;
        cue->subject = verb->subject;
        cue->score = score;
    }
}

/* What the quote is by itself and where it stands. */
static void look_at_quote(const struct cd_clause *c, struct cd_cue *cue) {
    uint32_t item = cue->item;
    cue->words = cd_quote_words(c, item);
    cue->title = cd_looks_like_title(c, item) || cd_begins_as_title(c, item);
    cue->initial = cd_is_initial(c, item);
    bool last = item + 1 == c->sentence.end ||
                (item + 2 == c->sentence.end && cd_item_of(c, item + 1, CD_ITEM_STOP));
    cue->alone = cue->initial && last && cd_ends_as_utterance(c, item);
}

/* "The club, Doyle said, “is falling apart”": the quote goes on with the reporter's
 * sentence, not with another quote. */
static bool is_thrown_in(const struct cd_clause *c, const struct cd_cue *cue) {
    uint32_t first = cue->subject.first;
    if (first > cue->verb || first == c->sentence.first || !cd_item_pause(c, first - 1))
        return false;
    return first < c->sentence.first + 2 || !cd_item_of(c, first - 2, CD_ITEM_QUOTE);
}

/* “…,” Doyle said, “because …”, and a long fragment that is all "he says" tells. */
static bool is_split(const struct cd_clause *c, const struct cd_cue *cue) {
    /* „Wir haben“, so Berg, „alles gegeben.“ */
    if (cue->verb != CD_NONE && !cue->initial && cue->rule == CD_RULE_ACCORDING &&
        cue->subject.end < cue->item && cd_item_pause(c, cue->item - 1) &&
        cue->verb >= c->sentence.first + 2 && cd_item_of(c, cue->verb - 2, CD_ITEM_QUOTE))
        return cd_ends_as_utterance(c, cue->item);
    if (cue->verb == CD_NONE || cue->initial || !cd_rule_is_before(cue->rule) ||
        cue->score < CD_SCORE_STRONG - 3)
        return false;
    /* In other languages such a part stays one of the reporter's sentence. */
    bool english = c->r->language == CD_ENGLISH || cd_verb_second(c->r->language);
    return (cd_item_pause(c, cue->item - 1) && !is_thrown_in(c, cue)) ||
           (english && cue->score > CD_SCORE_STRONG && cue->words >= LONG_FRAGMENT &&
            cd_ends_as_utterance(c, cue->item));
}

/* Is the quote an utterance of its own, not a part of the reporter's sentence? */
static bool is_whole(const struct cd_clause *c, const struct cd_cue *cue) {
    if (cue->rule == CD_RULE_FAR)
        return false;
    if (!cd_begins_as_utterance(c, cue->item))
        return is_split(c, cue);
    bool ends = cd_ends_as_utterance(c, cue->item);
    bool alone = cd_stands_alone(c, cue->item), before = cd_rule_is_before(cue->rule);
    if ((ends && (alone || before)) || (alone && before))
        return true;
    /* "Procès du maire : « J’ai signé sans visiter »" */
    bool colon = c->r->language != CD_ENGLISH && alone && cue->words > 3 &&
                 cue->item > c->sentence.first &&
                 cd_item_of(c, cue->item - 1, CD_ITEM_COLON);
    return colon ||
           (cue->initial && (cd_rule_is_behind(cue->rule) ||
                             (cue->words > 3 && (ends || cue->rule == CD_RULE_NONE))));
}

static void drop_cue(struct cd_cue *cue) {
    cue->rule = CD_RULE_NONE;
    cue->score = 0;
}

struct cd_cue cd_cue_for(const struct cd_clause *c, const struct cd_verbs *verbs,
                         uint32_t item) {
    struct cd_cue cue = cd_label_or_credit(c, item);
    cue.quote = c->items[item].ref;
    cue.item = item;
    if (!cd_take_gap(c, verbs, &cue))
        try_verbs(c, verbs, &cue);
    look_at_quote(c, &cue);
    cue.whole = is_whole(c, &cue);
    cd_take_answer(c, &cue);
    if (cue.denied && cue.rule == CD_RULE_NONE) {
        cue.whole = false;
        cue.title = true;
        return cue;
    }
    bool work = cd_is_about_work(c, &cue);
    if (work) {
        cue.title =
            cue.title || c->r->language != CD_ENGLISH || cd_is_called_object(c, &cue);
        drop_cue(&cue);
    }
    bool title = (cue.title || work) && !cue.alone &&
                 (cue.words < CD_SHORT_TITLE || (cue.title && work));
    if (cue.rule == CD_RULE_NONE &&
        (title || cd_begins_as_title(c, item) || cd_is_spoken_of(c, item)))
        cue.whole = false;
    if (cd_is_title(c, &cue))
        drop_cue(&cue);
    return cue;
}
