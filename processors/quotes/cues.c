/* All reporting verbs of the sentence compete for the quote. What counts is where the
 * verb stands: right before the quote, right behind it, or further off, then how strong
 * it is; the figures below only order the cases, and each case has a name that the stamp
 * carries. */
#include "processors/quotes/cues.h"

#define SCORE_STRICT    110 /* X said, “…” */
#define SCORE_ACCORDING 106
#define SCORE_BEHIND    104 /* “…,” X said */
#define SCORE_LABEL     100
#define SCORE_STRONG    92 /* less one for each item between */
#define SCORE_WEAK      72 /* less two */
#define SCORE_FAR       58
#define SCORE_LEAST     20
#define WEAK_REACH      22 /* words that a weak verb reaches over */
#define MOST_CREDIT     16 /* items behind the name in "— Ann Doyle, author" */
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

static bool is_kind(const struct cd_clause *c, uint32_t item, enum cd_item_kind kind) {
    return item >= c->sentence.first && item < c->sentence.end &&
           c->items[item].kind == kind;
}

static bool is_pause(const struct cd_clause *c, uint32_t item) {
    return is_kind(c, item, CD_ITEM_COMMA) || is_kind(c, item, CD_ITEM_DASH);
}

/* ------------------------------------------------------------------ the verbs */

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
        !cd_item_is(c, before, CD_ANY_PRONOUN | CD_RELATIVE | CD_SUBORDINATOR);
    bool form = cd_item_is(c, verb, CD_FORM_BASE) && !cd_item_is(c, verb, CD_FORM_PAST);
    if (determined && !cd_item_is(c, before, CD_PEOPLE))
        return true;
    /* "1,600 emails" */
    if (c->r->text->tokens[c->items[before].first].kind == CD_TOKEN_NUMBER &&
        cd_item_is(c, verb, CD_FORM_THIRD))
        return true;
    if (cd_item_is(c, verb, CD_FORM_THIRD | CD_FORM_BASE) &&
        !cd_item_is(c, verb, CD_FORM_PAST) &&
        cd_item_is(c, before, CD_PREPOSITION | CD_DEMONYM) &&
        !cd_item_is(c, before, CD_WORD_TO | CD_ADVERB))
        return true;
    /* A base form is a verb behind "to", an auxiliary, or a subject in the plural. */
    return form && !cd_item_is(c, before,
                               CD_WORD_TO | CD_AUXILIARY | CD_ADVERB | CD_THEY |
                                   CD_PRONOUN | CD_PEOPLE | CD_CONJUNCTION | CD_RELATIVE);
}

/* "was told", "is called": a passive, whose subject says nothing. */
static bool is_passive(const struct cd_clause *c, uint32_t verb) {
    if (!cd_item_is(c, verb, CD_FORM_PAST))
        return false;
    uint32_t i = verb;
    while (i > c->sentence.first && cd_item_is(c, i - 1, CD_ADVERB) &&
           !cd_item_is(c, i - 1, CD_BE))
        i--;
    return i > c->sentence.first && cd_item_is(c, i - 1, CD_BE);
}

/* Who did what a passive tells: the name behind "by". */
static struct cd_subject agent_of(const struct cd_clause *c, uint32_t verb) {
    for (uint32_t i = verb + 1; i < c->sentence.end && i < verb + 8; i++) {
        if (cd_item_is(c, i, CD_WORD_BY))
            return cd_subject_behind(c, i);
        if (c->items[i].kind == CD_ITEM_STOP)
            break;
    }
    return (struct cd_subject){.kind = CD_SUBJECT_NONE};
}

static bool behind_quote(const struct cd_clause *c, uint32_t item) {
    uint32_t i = item;
    while (i > c->sentence.first && cd_item_is(c, i - 1, CD_ADVERB))
        i--;
    if (i > c->sentence.first && is_pause(c, i - 1))
        i--;
    return i > c->sentence.first && is_kind(c, i - 1, CD_ITEM_QUOTE);
}

/* "It was a warning, said Robert Shaw, a lawyer": inverted without a quote. */
static bool inverts(const struct cd_clause *c, uint32_t verb) {
    bool open = verb == c->sentence.first || is_kind(c, verb - 1, CD_ITEM_COMMA);
    if (!open || !cd_item_is(c, verb, CD_SAY_STRONG) ||
        cd_item_is(c, verb, CD_FORM_ING | CD_ADDRESSED))
        return false;
    if (!is_kind(c, verb + 1, CD_ITEM_NAME) || c->items[verb + 1].possessive)
        return false;
    uint32_t behind = verb + 2;
    return behind >= c->sentence.end || is_pause(c, behind) ||
           is_kind(c, behind, CD_ITEM_STOP) || is_kind(c, behind, CD_ITEM_COLON) ||
           is_kind(c, behind, CD_ITEM_OPEN) || is_kind(c, behind, CD_ITEM_QUOTE) ||
           cd_item_is(c, behind, CD_PREPOSITION | CD_RELATIVE | CD_DATE);
}

static bool speaks(const struct cd_clause *c, const struct cd_verb *verb) {
    const struct cd_subject *s = &verb->subject;
    if (s->kind == CD_SUBJECT_NONE)
        return false;
    if (s->kind != CD_SUBJECT_NOUN)
        return true;
    /* "an hour of reports": what could be a noun is a verb only behind a speaker. */
    if (verb->strength == CD_SAY_STRONG && cd_item_is(c, verb->item, CD_FORM_PAST))
        return true;
    return cd_item_is(c, s->head, CD_SPEAKER);
}

static void take_verb(struct cd_verbs *out, const struct cd_clause *c, uint32_t item) {
    uint64_t class = c->items[item].class;
    struct cd_verb verb = {.item = item};
    verb.strength = class & CD_SAY_STRONG ? CD_SAY_STRONG
                    : class & CD_SAY_WEAK ? CD_SAY_WEAK
                                          : CD_SAY_NEAR;
    bool finite = class & (CD_FORM_PAST | CD_FORM_THIRD);
    bool behind = behind_quote(c, item);
    if (c->items[item].capital && item > c->sentence.first && !behind)
        return;
    if (finite && behind) {
        verb.subject = cd_subject_behind(c, item);
        verb.inverted = verb.subject.kind != CD_SUBJECT_NONE;
    } else if (inverts(c, item) && !cd_has_aside_before(c, item)) {
        verb.subject = cd_subject_behind(c, item);
        verb.inverted = true;
    }
    if (!verb.inverted) {
        if (is_noun(c, item))
            return;
        verb.passive = is_passive(c, item);
        verb.subject = verb.passive ? agent_of(c, item) : cd_subject_before(c, item);
    }
    bool before = verb.subject.kind != CD_SUBJECT_NONE && !verb.passive &&
                  verb.subject.first < item && behind_quote(c, verb.subject.first);
    verb.answered = !(class & CD_FORM_ING) && (behind || before);
    if (speaks(c, &verb))
        out->list[out->count++] = verb;
}

/* "Dorsey’s claim that": what a noun says its owner said. */
static bool take_noun(struct cd_verbs *out, const struct cd_clause *c, uint32_t item) {
    if (!cd_item_is(c, item, CD_SAYING) || item == c->sentence.first)
        return false;
    uint32_t owner = item - 1;
    if (owner > c->sentence.first && c->items[owner].kind == CD_ITEM_WORD &&
        !c->items[owner].possessive && !(c->items[owner].class & CD_FUNCTION))
        owner--;
    bool name = is_kind(c, owner, CD_ITEM_NAME) && c->items[owner].possessive;
    bool tells =
        cd_item_is(c, item + 1, CD_BE) ||
        (cd_item_is(c, item + 1, CD_RELATIVE) && cd_item_is(c, item + 1, CD_DETERMINER));
    if (!tells)
        return false;
    if (!name && !cd_item_is(c, owner, CD_HIS | CD_HER))
        return false;
    out->list[out->count++] = (struct cd_verb){
        .item = item,
        .strength = CD_SAY_WEAK,
        .noun = true,
        .subject = {name ? CD_SUBJECT_NAME : CD_SUBJECT_PRONOUN, owner, owner, item}};
    return true;
}

void cd_verbs_find(struct cd_verbs *out, const struct cd_clause *c) {
    out->count = 0;
    for (uint32_t i = c->sentence.first; i < c->sentence.end; i++) {
        if (out->count == CD_MOST_VERBS)
            break;
        if (cd_item_is(c, i, CD_WORD_ACCORDING) && cd_item_is(c, i + 1, CD_WORD_TO)) {
            struct cd_verb verb = {.item = i, .according = true};
            verb.subject = cd_subject_behind(c, i + 1);
            if (verb.subject.kind != CD_SUBJECT_NONE)
                out->list[out->count++] = verb;
        } else if (take_noun(out, c, i)) {
            continue;
        } else if (cd_item_is(c, i, CD_SAY) && !cd_item_is(c, i, CD_WORD_ACCORDING)) {
            take_verb(out, c, i);
        }
    }
}

static const struct cd_quote_span *span_of(const struct cd_clause *c, uint32_t item) {
    return &c->r->quotes.list[c->items[item].ref];
}

static bool begins_as_utterance(const struct cd_clause *c, uint32_t item) {
    const struct cd_quote_span *span = span_of(c, item);
    const struct cd_token *first = &c->r->text->tokens[span->inner];
    if (first->kind == CD_TOKEN_MARK || first->kind == CD_TOKEN_NUMBER)
        return first->sign == '[' || first->sign == '.' || first->sign == 0x2026 ||
               first->sign == '(' || first->kind == CD_TOKEN_NUMBER;
    return first->flags & CD_TOKEN_CAPITAL || first->sign > 0x530;
}

/* ------------------------------------------------------------ one verb, one quote */

/* "he said Trump would": what follows the verb is what it tells, so that the quote before
 * it is another matter. */
static bool takes_clause(const struct cd_clause *c, const struct cd_verb *verb) {
    uint32_t next = verb->item + 1;
    if (verb->strength == CD_SAY_WEAK)
        return is_kind(c, next, CD_ITEM_NAME) || is_kind(c, next, CD_ITEM_WORD);
    return cd_item_is(c, next,
                      CD_DETERMINER | CD_ANY_PRONOUN | CD_SUBORDINATOR | CD_POSSESSIVE) &&
           !cd_item_is(c, next, CD_ADDRESSEE);
}

static int score_behind(const struct cd_clause *c, const struct cd_verb *verb,
                        uint32_t quote, enum cd_rule *rule) {
    if (verb->passive || verb->noun)
        return 0;
    uint32_t at = quote + 1;
    if (is_pause(c, at))
        at++;
    /* “…,” as Trump put it */
    if (cd_item_is(c, at, CD_WORD_AS))
        at++;
    uint32_t start = verb->inverted || verb->according ? verb->item : verb->subject.first;
    if (verb->subject.kind == CD_SUBJECT_PRONOUN && !verb->inverted &&
        verb->subject.head < quote)
        start = verb->item;
    while (verb->inverted && at < verb->item && cd_item_is(c, at, CD_ADVERB))
        at++;
    int gap = (int)(start > at ? start - at : at - start);
    bool ing = cd_item_is(c, verb->item, CD_FORM_ING) && !verb->according;
    if (start == at && !ing) {
        *rule = verb->according  ? CD_RULE_ACCORDING
                : verb->inverted ? CD_RULE_INVERTED
                                 : CD_RULE_AFTER;
        if (verb->according)
            return SCORE_ACCORDING;
        /* A fragment in mid-sentence, and a clause of its own behind it. */
        bool own = quote > c->sentence.first && !verb->inverted && takes_clause(c, verb);
        if (own)
            return verb->strength == CD_SAY_STRONG ? SCORE_FAR : 0;
        return verb->strength == CD_SAY_WEAK ? SCORE_BEHIND - 12 : SCORE_BEHIND;
    }
    if (start < at || verb->strength == CD_SAY_NEAR)
        return 0;
    *rule = verb->according ? CD_RULE_ACCORDING : CD_RULE_FAR;
    if (verb->strength == CD_SAY_WEAK)
        return 0;
    bool paused = start > c->sentence.first && is_pause(c, start - 1);
    bool finite = cd_item_is(c, verb->item, CD_FORM_PAST | CD_FORM_THIRD);
    if (!verb->according && !(paused && finite))
        return 0;
    int score = SCORE_FAR - gap;
    return score > 0 ? score : 0;
}

/* “…,” they wrote, that the ministry “…”: the verb goes on with what it tells. */
static bool resumes(const struct cd_clause *c, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to && i < from + 20; i++)
        if (cd_item_is(c, i, CD_SUBORDINATOR) && cd_item_is(c, i, CD_RELATIVE) &&
            (i == from || is_pause(c, i - 1) || cd_item_is(c, i - 1, CD_CONJUNCTION)) &&
            cd_item_is(c, i, CD_DETERMINER))
            return true;
    return false;
}

static int score_before(const struct cd_clause *c, const struct cd_verb *verb,
                        uint32_t quote, enum cd_rule *rule) {
    uint32_t last = quote;
    bool pause =
        is_kind(c, last - 1, CD_ITEM_COMMA) || is_kind(c, last - 1, CD_ITEM_COLON);
    if (pause)
        last--;
    /* An inverted verb's subject stands between. */
    uint32_t from =
        verb->inverted || verb->according ? verb->subject.end : verb->item + 1;
    int gap = last > from ? (int)(last - from) : 0;
    if (verb->according) {
        *rule = CD_RULE_ACCORDING;
        return SCORE_WEAK - gap;
    }
    if (verb->strength == CD_SAY_NEAR && !begins_as_utterance(c, quote))
        return 0;
    if (gap == 0 && !verb->inverted) {
        bool weak = verb->strength == CD_SAY_WEAK;
        *rule = weak && !pause ? CD_RULE_WEAK : CD_RULE_BEFORE;
        /* "adding that donors feel “…”": what others feel is told by who adds it. */
        if (weak && verb->subject.kind == CD_SUBJECT_NOUN)
            return SCORE_STRICT - 30;
        return SCORE_STRICT - (pause ? 0 : 2);
    }
    if (verb->strength == CD_SAY_NEAR)
        return 0;
    bool strong = verb->strength == CD_SAY_STRONG;
    /* What the verb tells stands before it already: “…,” Trump said of the plan. */
    if (verb->answered && !(pause && gap < 9) && !resumes(c, from, last))
        return 0;
    if (gap > (strong ? STRONG_REACH : WEAK_REACH))
        return 0;
    *rule =
        strong ? (pause && gap < 10 ? CD_RULE_BEFORE : CD_RULE_GOVERNED) : CD_RULE_WEAK;
    int score = strong ? SCORE_STRONG - gap : SCORE_WEAK - 2 * gap;
    return score < SCORE_LEAST ? SCORE_LEAST : score;
}

/* ------------------------------------------------------------------ the quote itself */

/* Are all its longer words capitalised, as in titles of works? */
static bool looks_like_title(const struct cd_clause *c, uint32_t item) {
    const struct cd_quote_span *span = span_of(c, item);
    uint32_t capitals = 0, words = 0;
    for (uint32_t i = span->inner; i < span->inner_end; i++) {
        const struct cd_token *t = &c->r->text->tokens[i];
        if (t->kind != CD_TOKEN_WORD)
            continue;
        words++;
        bool capital = t->flags & CD_TOKEN_CAPITAL;
        if (!capital && t->end - t->start > 3 &&
            !(c->r->classes[i] & (CD_PREPOSITION | CD_CONJUNCTION)))
            return false;
        capitals += capital;
        if (words > 12)
            return false;
    }
    return capitals > 0 && capitals * 2 >= words;
}

/* A line of capitals: a heading. */
static bool is_upper(const struct cd_clause *c, uint32_t item) {
    const struct cd_quote_span *span = span_of(c, item);
    for (uint32_t i = span->inner; i < span->inner_end; i++) {
        const struct cd_token *t = &c->r->text->tokens[i];
        if (t->kind == CD_TOKEN_WORD && t->end - t->start > 1 &&
            !(t->flags & CD_TOKEN_UPPER))
            return false;
    }
    return true;
}

static uint32_t words_of(const struct cd_clause *c, uint32_t item) {
    const struct cd_quote_span *span = span_of(c, item);
    uint32_t n = 0;
    for (uint32_t i = span->inner; i < span->inner_end && n < 100; i++)
        n += c->r->text->tokens[i].kind != CD_TOKEN_MARK;
    return n;
}

/* Its last sign before the closing mark, or the one behind it. */
static bool ends_as_utterance(const struct cd_clause *c, uint32_t item) {
    const struct cd_quote_span *span = span_of(c, item);
    const struct cd_token *last = &c->r->text->tokens[span->inner_end - 1];
    if (last->kind == CD_TOKEN_MARK)
        return last->sign == ',' || last->sign == '.' || last->sign == '?' ||
               last->sign == '!' || last->sign == 0x2026 || last->sign == '-' ||
               last->sign == 0x2014 || last->sign == 0x2013;
    return is_pause(c, item + 1) || is_kind(c, item + 1, CD_ITEM_STOP);
}

/* Does the quote stand where an utterance stands: at the sentence's start, or behind
 * "said," or "said:"? */
static bool stands_alone(const struct cd_clause *c, uint32_t item) {
    if (item == c->sentence.first)
        return true;
    return is_pause(c, item - 1) || is_kind(c, item - 1, CD_ITEM_COLON) ||
           is_kind(c, item - 1, CD_ITEM_QUOTE) || is_kind(c, item - 1, CD_ITEM_OPEN);
}

/* ------------------------------------------------------------ cues without a verb */

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

static struct cd_cue label_or_credit(const struct cd_clause *c, uint32_t item) {
    struct cd_cue cue = {.rule = CD_RULE_NONE, .verb = CD_NONE};
    uint32_t first = c->sentence.first;
    if (item >= first + 2 && is_kind(c, item - 1, CD_ITEM_COLON)) {
        uint32_t last = item - 2;
        bool label = is_kind(c, last, CD_ITEM_NAME) && !c->items[last].possessive &&
                     (last == first || is_pause(c, last - 1) ||
                      cd_item_is(c, last - 1, CD_WORD_BY));
        if (label) {
            cue.rule = CD_RULE_LABEL;
            cue.subject = (struct cd_subject){CD_SUBJECT_NAME, last, last, last + 1};
            cue.score = SCORE_LABEL;
            return cue;
        }
        cue.subject = cd_subject_of_clause(c, item - 1);
        if (cue.subject.kind != CD_SUBJECT_NONE) {
            cue.rule = CD_RULE_LABEL;
            cue.score = SCORE_FAR;
        }
        return cue;
    }
    uint32_t name = item + 1;
    while (is_kind(c, name, CD_ITEM_DASH) || is_kind(c, name, CD_ITEM_MARK))
        name++;
    if (name > item + 1 && is_kind(c, name, CD_ITEM_NAME) && item == first &&
        cd_is_credit(c, name)) {
        cue.rule = CD_RULE_CREDIT;
        cue.subject = (struct cd_subject){CD_SUBJECT_NAME, name, name, name + 1};
        cue.score = SCORE_LABEL;
    }
    return cue;
}

static void try_verbs(const struct cd_clause *c, const struct cd_verbs *verbs,
                      struct cd_cue *cue) {
    for (uint32_t i = 0; i < verbs->count; i++) {
        const struct cd_verb *verb = &verbs->list[i];
        uint32_t gap =
            verb->item > cue->item ? verb->item - cue->item : cue->item - verb->item;
        if (gap > FARTHEST)
            continue;
        enum cd_rule rule = CD_RULE_NONE;
        int score = verb->item > cue->item ? score_behind(c, verb, cue->item, &rule)
                                           : score_before(c, verb, cue->item, &rule);
        /* Of equals the nearer one, which comes later before the quote. */
        bool better = score > cue->score ||
                      (score == cue->score && score > 0 && verb->item < cue->item);
        if (!better)
            continue;
        cue->rule = rule;
        cue->verb = verb->item;
        cue->subject = verb->subject;
        cue->score = score;
    }
}

struct cd_cue cd_cue_for(const struct cd_clause *c, const struct cd_verbs *verbs,
                         uint32_t item) {
    struct cd_cue cue = label_or_credit(c, item);
    cue.quote = c->items[item].ref;
    cue.item = item;
    try_verbs(c, verbs, &cue);
    bool begins = begins_as_utterance(c, item), ends = ends_as_utterance(c, item);
    bool behind = cue.rule == CD_RULE_AFTER || cue.rule == CD_RULE_INVERTED;
    bool before = cue.rule == CD_RULE_BEFORE || cue.rule == CD_RULE_LABEL;
    bool alone = stands_alone(c, item);
    cue.initial = item == c->sentence.first;
    cue.alone = cue.initial && ends &&
                (item + 1 == c->sentence.end ||
                 (item + 2 == c->sentence.end && is_kind(c, item + 1, CD_ITEM_STOP)));
    cue.title = looks_like_title(c, item);
    /* “…,” Doyle said, “because …”, and a long fragment that is all "he says" tells. */
    bool split = !begins && before && cue.verb != CD_NONE && item > c->sentence.first &&
                 cue.score >= SCORE_STRONG - 3 &&
                 (is_pause(c, item - 1) || (ends && cue.score > SCORE_STRONG &&
                                            words_of(c, item) >= LONG_FRAGMENT));
    cue.whole =
        cue.rule != CD_RULE_FAR &&
        ((begins && ends && (alone || before)) || (begins && behind && cue.initial) ||
         (begins && alone && before) || split ||
         (begins && cue.initial && words_of(c, item) > 3 &&
          (ends || cue.rule == CD_RULE_NONE)));
    /* What a verb does not stand next to, and is written as titles are, is one. */
    if (cue.title && cue.rule == CD_RULE_WEAK && cue.verb != CD_NONE &&
        cd_item_is(c, cue.verb, CD_OF_WORKS))
        cue.score = 0;
    uint32_t words = words_of(c, item);
    cue.words = words;
    /* "on “Morning Joe,” Trump said": a title that a preposition governs. */
    if (cue.title && item > c->sentence.first && behind &&
        cd_item_is(c, item - 1, CD_PREPOSITION) &&
        !cd_item_is(c, item - 1, CD_SUBORDINATOR))
        cue.score = 0;
    /* "the term “illegals”" with a verb that is about the term */
    if (item > c->sentence.first &&
        cd_item_is(c, item - 1, cue.title ? CD_TERM | CD_WORK : CD_TERM) &&
        cue.rule == CD_RULE_WEAK)
        cue.score = 0;
    if (cue.title && words < 7 && cue.rule == CD_RULE_NONE && !cue.alone)
        cue.whole = false;
    bool next_to = behind || (before && cue.score > SCORE_STRONG) ||
                   cue.rule == CD_RULE_CREDIT || cue.rule == CD_RULE_LABEL ||
                   (cue.rule == CD_RULE_WEAK && cue.score > SCORE_STRONG);
    if (cue.score == 0)
        cue.rule = CD_RULE_NONE;
    if (cue.rule == CD_RULE_NONE && is_upper(c, item) && cue.initial)
        cue.whole = false;
    bool bare_word = words == 1 && cue.rule == CD_RULE_GOVERNED;
    if (cue.title && !next_to && !bare_word && !(cue.whole && words > 2)) {
        cue.rule = CD_RULE_NONE;
        cue.score = 0;
    }
    return cue;
}
