/* One walk through the sentences in order: names gain salience, pronouns and descriptions
 * are resolved by it, and each quote gets who its cue or the quotes around it say. */
#include "processors/quotes/speakers.h"

#include "processors/quotes/clauses.h"
#include "processors/quotes/phrases.h"
#include "processors/quotes/salience.h"

#define LONG_TERM 4 /* words from which a fragment is somebody's rather than a term */

/* Somebody without a name: "a pupil who watched from the corridor". */
struct description {
    uint64_t head; /* the noun's hash */
    struct cd_span tokens;
};

#define DESCRIBED 8 /* of them that are kept */

struct walk {
    const struct cd_reading *r;
    struct cd_sentences sentences;
    struct cd_salience salience;
    uint32_t at;           /* sentence */
    uint32_t last;         /* the last quote that is somebody's, or CD_NONE */
    uint32_t subject_name; /* the sentence's subject, where it is a name */
    struct cd_quote_list *out;
    struct cd_subject *subjects;             /* of each sentence, as far as read */
    struct description described[DESCRIBED]; /* the last ones, in a ring */
    uint32_t described_count;
    struct cd_verbs verbs, verbs_before; /* of this sentence; of the one before */
    struct cd_subject teller; /* of the sentence before, for the quotes of … */
    uint32_t teller_at;       /* … this one */
    bool indirect;            /* the sentence is reported speech by its mood */
};

/* ------------------------------------------------------------------ the sentences */

static bool is_head_of_verb(const struct walk *w, uint32_t item) {
    for (uint32_t i = 0; i < w->verbs.count; i++)
        if (w->verbs.list[i].subject.head == item)
            return true;
    return false;
}

/* "an upcoming Netflix documentary": a name between article and noun. */
static bool is_modifier(const struct cd_clause *c, uint32_t item) {
    if (item + 1 >= c->sentence.end || c->items[item + 1].kind != CD_ITEM_WORD ||
        c->items[item + 1].class & (CD_FUNCTION | CD_SAY))
        return false;
    for (uint32_t i = item; i > c->sentence.first && i + 4 > item; i--) {
        if (cd_item_is(c, i - 1, CD_DETERMINER | CD_POSSESSIVE))
            return true;
        if (c->items[i - 1].kind != CD_ITEM_WORD || (c->items[i - 1].class & CD_FUNCTION))
            return false;
    }
    return false;
}

static double weight_of_name(const struct walk *w, const struct cd_clause *c,
                             uint32_t item, uint32_t subject) {
    const struct cd_mention *m = &w->r->mentions[c->items[item].ref];
    if (m->flags & CD_MENTION_HEADING)
        return CD_WEIGHT_HEADING;
    if (c->items[item].possessive || (m->flags & CD_MENTION_PREFIX))
        return CD_WEIGHT_POSSESSIVE;
    if (item == subject || is_head_of_verb(w, item))
        return CD_WEIGHT_SUBJECT;
    if (is_modifier(c, item))
        return CD_WEIGHT_POSSESSIVE;
    return cd_is_governed(c, item) ? CD_WEIGHT_OBLIQUE : CD_WEIGHT_OBJECT;
}

/* Resolves the pronouns of a sentence and lets its names gain weight, in order. */
static void read_items(struct walk *w, const struct cd_clause *c, uint32_t subject) {
    w->indirect = false;
    for (uint32_t i = c->sentence.first; i < c->sentence.end; i++) {
        struct cd_item *item = &w->sentences.items[i];
        if (item->kind == CD_ITEM_NAME) {
            const struct cd_mention *m = &w->r->mentions[item->ref];
            cd_salience_add(&w->salience, m->name, weight_of_name(w, c, i, subject));
            continue;
        }
        if (item->kind != CD_ITEM_WORD)
            continue;
        w->indirect = w->indirect || (item->class & CD_INDIRECT);
        if (item->class & (CD_HE | CD_SHE)) {
            item->ref = cd_salience_resolve(&w->salience, item->class);
            double weight = i == subject || is_head_of_verb(w, i) ? CD_WEIGHT_SUBJECT
                                                                  : CD_WEIGHT_OBJECT;
            cd_salience_add(&w->salience, item->ref, weight);
        }
    }
}

static struct cd_span tokens_of(const struct walk *w, uint32_t first, uint32_t end) {
    return (struct cd_span){w->sentences.items[first].first,
                            w->sentences.items[end - 1].end};
}

static bool is_definite(const struct walk *w, const struct cd_subject *subject) {
    return w->sentences.items[subject->first].class & CD_DEFINITE;
}

static void remember(struct walk *w, uint64_t noun, struct cd_span tokens) {
    w->described[w->described_count++ % DESCRIBED] = (struct description){noun, tokens};
}

/* "The head teacher" is not the one who was called a teacher. */
static bool is_another(const struct walk *w, const struct cd_subject *subject,
                       uint32_t name) {
    const struct cd_item *modifier = &w->sentences.items[subject->head - 1];
    if (name == CD_NONE || subject->head == subject->first ||
        modifier->kind != CD_ITEM_WORD || !(modifier->class & CD_PERSON))
        return false;
    uint32_t head = w->sentences.items[subject->head].first;
    if (!cd_name_has_role(&w->r->names[name],
                          cd_vocabulary_role(w->r->vocabulary, w->r->text, head)))
        return false;
    uint64_t role = cd_vocabulary_role(w->r->vocabulary, w->r->text, modifier->first);
    return !cd_name_has_role(&w->r->names[name], role);
}

/* Puts in whom a noun phrase means: a name, one described before, or nobody else. */
static void describe(struct walk *w, struct cd_quote *quote,
                     const struct cd_subject *subject) {
    const struct cd_item *head = &w->sentences.items[subject->head];
    uint64_t noun = w->r->text->tokens[head->first].stem_hash;
    quote->described = quote->mention;
    if (is_definite(w, subject)) {
        for (uint32_t i = 0; i < DESCRIBED && i < w->described_count; i++)
            if (w->described[i].head == noun) {
                quote->described = w->described[i].tokens;
                return;
            }
        quote->name = cd_salience_describe(&w->salience, head->first, w->subject_name);
        if (is_another(w, subject, quote->name))
            quote->name = CD_NONE;
        if (quote->name != CD_NONE)
            return;
    }
    remember(w, noun, quote->described);
}

/* "Petrov, in his words, “went for a stroll”": does "his" go with the subject? */
static bool is_reflexive(const struct walk *w, uint64_t class) {
    if (!(class & (CD_HIS | CD_HER)) || w->subject_name == CD_NONE)
        return false;
    enum cd_gender gender = class & CD_HIS ? CD_GENDER_MALE : CD_GENDER_FEMALE;
    const struct cd_name *name = &w->r->names[w->subject_name];
    return name->kind != CD_NAME_BODY && name->kind != CD_NAME_PLACE &&
           (name->gender == CD_GENDER_UNKNOWN || name->gender == gender);
}

/* Where a verb has no subject: whom the sentence before describes without a name, else
 * the person who stands out. */
static void take_dropped(struct walk *w, struct cd_quote *quote) {
    const struct cd_sentence *s = &w->sentences.list[w->at];
    if (w->at > 0 && w->subjects[w->at - 1].kind == CD_SUBJECT_NOUN &&
        s[-1].paragraph == s->paragraph) {
        const struct cd_subject *subject = &w->subjects[w->at - 1];
        quote->mention = tokens_of(w, subject->first, subject->end);
        describe(w, quote, subject);
        quote->mention = (struct cd_span){0, 0};
        return;
    }
    quote->name = cd_salience_person(&w->salience);
}

/* "The board has offered what it calls": "it" is the body that the sentence is about. */
static bool is_own_subject(const struct walk *w, const struct cd_subject *pronoun) {
    const struct cd_subject *subject = &w->subjects[w->at];
    return (w->sentences.items[pronoun->head].class & CD_IT) &&
           subject->kind == CD_SUBJECT_NOUN && subject->head < pronoun->head &&
           (w->sentences.items[subject->head].class & (CD_ORG | CD_DOCUMENT));
}

/* Puts the speaker that a subject means into a quote. */
static void take_subject(struct walk *w, struct cd_quote *quote,
                         const struct cd_subject *subject) {
    const struct cd_item *head = &w->sentences.items[subject->head];
    if (subject->kind != CD_SUBJECT_NONE && (head->class & CD_LATTER)) {
        quote->mention = tokens_of(w, subject->first, subject->end);
        quote->name = cd_salience_latter(&w->salience);
        return;
    }
    switch (subject->kind) {
        case CD_SUBJECT_NONE:
            return;
        case CD_SUBJECT_NAME:
            quote->name = w->r->mentions[head->ref].name;
            quote->mention = (struct cd_span){head->first, head->end};
            return;
        case CD_SUBJECT_PRONOUN:
            if (is_own_subject(w, subject)) {
                take_subject(w, quote, &w->subjects[w->at]);
                return;
            }
            quote->mention = (struct cd_span){head->first, head->end};
            quote->name = head->class & (CD_HE | CD_SHE) ? head->ref
                          : is_reflexive(w, head->class)
                              ? w->subject_name
                              : cd_salience_resolve(&w->salience, head->class);
            if (quote->name == CD_NONE && (head->class & (CD_THEY | CD_IT)) &&
                w->described_count > 0)
                quote->described =
                    w->described[(w->described_count - 1) % DESCRIBED].tokens;
            return;
        case CD_SUBJECT_DROPPED:
            take_dropped(w, quote);
            return;
        case CD_SUBJECT_NOUN:
            quote->mention = tokens_of(w, subject->first, subject->end);
            describe(w, quote, subject);
            return;
    }
}

/* "The director shrugs": a sentence about somebody who is described. */
static void weigh_description(struct walk *w, const struct cd_subject *subject) {
    if (subject->kind != CD_SUBJECT_NOUN)
        return;
    const struct cd_item *head = &w->sentences.items[subject->head];
    uint32_t name = is_definite(w, subject)
                        ? cd_salience_describe(&w->salience, head->first, w->subject_name)
                        : CD_NONE;
    cd_salience_add(&w->salience, name, CD_WEIGHT_SUBJECT);
    /* "The housing department": what "the department" will mean. */
    if (name == CD_NONE && (head->class & CD_ORG) && subject->head > subject->first + 1)
        remember(w, w->r->text->tokens[head->first].stem_hash,
                 tokens_of(w, subject->first, subject->head + 1));
}

/* ------------------------------------------------------------------ the quotes */

static const struct cd_quote *last_quote(const struct walk *w) {
    return w->last == CD_NONE ? NULL : &w->out->list[w->last];
}

static void go_on_with(struct cd_quote *quote, const struct cd_quote *last) {
    quote->name = last->name;
    quote->described = last->described;
    quote->mention = last->mention;
    quote->cue = last->cue;
    quote->group = last->group;
}

static bool ends_with_colon(const struct walk *w, uint32_t sentence) {
    const struct cd_sentence *s = &w->sentences.list[sentence];
    return w->sentences.items[s->end - 1].kind == CD_ITEM_COLON;
}

static bool ends_with_question(const struct walk *w, const struct cd_quote *quote) {
    const struct cd_token *last = &w->r->text->tokens[quote->span.inner_end - 1];
    return last->kind == CD_TOKEN_MARK && last->sign == '?';
}

/* A, B, A: did the speaker of `last` speak before `other`, too, one paragraph each? */
static bool was_in_turn(const struct walk *w, const struct cd_quote *other,
                        const struct cd_quote *last) {
    const struct cd_quote *first = w->out->list, *third = other;
    while (third > first &&
           (third->paragraph == other->paragraph || third->kind == CD_QUOTE_SCARE))
        third--;
    return third->paragraph + 1 == other->paragraph && third->name == last->name &&
           third->kind != CD_QUOTE_SCARE;
}

/* Two speak in turn: the paragraphs before are theirs, and one of them asks or replies;
 * or the one before was in turn itself. The quote is then the other's. */
static bool takes_turn(struct walk *w, struct cd_quote *quote,
                       const struct cd_quote *last) {
    const struct cd_quote *first = w->out->list, *other = last;
    uint32_t paragraph = w->sentences.list[w->at].paragraph;
    if (!last || last->paragraph + 1 != paragraph || last->name == CD_NONE)
        return false;
    while (other > first &&
           (other->paragraph == last->paragraph || other->kind == CD_QUOTE_SCARE))
        other--;
    if (other->paragraph + 1 != last->paragraph || other->name == last->name ||
        other->name == CD_NONE)
        return false;
    bool replies =
        last->cue.end > last->cue.first && (w->r->classes[last->cue.first] & CD_REPLY);
    if (last->rule != CD_RULE_TURN && !replies && !ends_with_question(w, last) &&
        !was_in_turn(w, other, last))
        return false;
    quote->name = other->name;
    quote->mention = (struct cd_span){0, 0};
    return true;
}

/* Does the sentence end behind this verb, but for a day: "Y responded:", "he said
 * Friday."? */
static bool ends_behind(const struct cd_clause *c, uint32_t verb) {
    uint32_t i = verb + 1;
    while (cd_item_is(c, i, CD_DATE | CD_ADVERB | CD_ADDRESSEE))
        i++;
    return i >= c->sentence.end || cd_item_of(c, i, CD_ITEM_STOP) ||
           cd_item_of(c, i, CD_ITEM_COLON);
}

/* Who told what the sentence before says, else whom it is about. Found once for all
 * quotes of a sentence, since both may be long. */
static struct cd_subject teller_before(struct walk *w) {
    if (w->teller_at == w->at)
        return w->teller;
    w->teller_at = w->at;
    w->teller = w->subjects[w->at - 1];
    struct cd_clause c = {w->r, w->sentences.items, w->sentences.list[w->at - 1]};
    cd_verbs_find(&w->verbs_before, &c);
    for (uint32_t i = 0; i < w->verbs_before.count; i++) {
        const struct cd_verb *verb = &w->verbs_before.list[i];
        if (verb->strength == CD_SAY_STRONG && !verb->noun && !verb->passive &&
            cd_item_is(&c, verb->item, CD_FORM_PAST | CD_FORM_THIRD) &&
            ends_behind(&c, verb->inverted ? verb->subject.end - 1 : verb->item))
            w->teller = verb->subject;
    }
    return w->teller;
}

/* The one whom the sentence before is about. */
static bool take_introduction(struct walk *w, struct cd_quote *quote) {
    if (w->at == 0)
        return false;
    struct cd_subject teller = teller_before(w);
    take_subject(w, quote, &teller);
    return teller.kind != CD_SUBJECT_NONE;
}

/* Is the sentence before, which holds no quote, said of this one: in the same paragraph,
 * or ending with a colon? */
static bool is_introduced(const struct walk *w) {
    if (w->at == 0 || w->sentences.list[w->at - 1].quotes > 0)
        return false;
    return w->sentences.list[w->at - 1].paragraph == w->sentences.list[w->at].paragraph ||
           ends_with_colon(w, w->at - 1);
}

/* An utterance without a cue in its sentence: who spoke before goes on, or the one whom
 * the sentence before is about. */
static enum cd_rule attribute_by_context(struct walk *w, struct cd_quote *quote,
                                         const struct cd_cue *cue) {
    /* Where the verbs are not known, a guess is mostly wrong. */
    if (cd_vocabulary_language(w->r->vocabulary) == CD_OTHER)
        return CD_RULE_NONE;
    uint32_t paragraph = w->sentences.list[w->at].paragraph;
    const struct cd_quote *last = last_quote(w);
    if (quote->span.continues && last) {
        go_on_with(quote, last);
        return CD_RULE_PARAGRAPH;
    }
    bool quoted_before = w->at > 0 && w->sentences.list[w->at - 1].quotes > 0;
    if (last && last->paragraph == paragraph && (quoted_before || !cue->initial)) {
        go_on_with(quote, last);
        return CD_RULE_CONTINUED;
    }
    if (is_introduced(w) && take_introduction(w, quote))
        return CD_RULE_INTRODUCED;
    if (takes_turn(w, quote, last))
        return CD_RULE_TURN;
    bool adjoins = last && last->paragraph + 1 >= paragraph;
    if (!adjoins && take_introduction(w, quote))
        return CD_RULE_INTRODUCED;
    if (last) {
        go_on_with(quote, last);
        return CD_RULE_PARAGRAPH;
    }
    return CD_RULE_NONE;
}

/* “…” ¶ — Ann Doyle: a credit in a line of its own. */
static bool credited_behind(struct walk *w, struct cd_quote *quote,
                            const struct cd_cue *cue) {
    const struct cd_sentence *s = &w->sentences.list[w->at];
    bool last = cue->item + 1 == s->end ||
                (cue->item + 2 == s->end &&
                 w->sentences.items[cue->item + 1].kind == CD_ITEM_STOP);
    if (!last || w->at + 1 >= w->sentences.count)
        return false;
    s++;
    uint32_t i = s->first;
    while (i < s->end && (w->sentences.items[i].kind == CD_ITEM_DASH ||
                          w->sentences.items[i].kind == CD_ITEM_MARK))
        i++;
    if (i == s->first || i == s->end || w->sentences.items[i].kind != CD_ITEM_NAME)
        return false;
    struct cd_clause c = {w->r, w->sentences.items, *s};
    if (!cd_is_credit(&c, i))
        return false;
    take_subject(w, quote, &(struct cd_subject){CD_SUBJECT_NAME, i, i, i + 1});
    return true;
}

static double confidence_of(enum cd_rule rule) {
    /* Of 100 quotes of 2016's US press with a known speaker, how many hundredths had the
     * right one (the half of PolNeAR's train part that the rules were not made on; rules
     * with fewer than 20 there are rounded down). */
    static const double confidences[CD_RULE_COUNT] = {
        [CD_RULE_BEFORE] = 0.94,    [CD_RULE_AFTER] = 0.97,
        [CD_RULE_INVERTED] = 0.98,  [CD_RULE_GOVERNED] = 0.92,
        [CD_RULE_WEAK] = 0.85,      [CD_RULE_FAR] = 0.9,
        [CD_RULE_ACCORDING] = 0.8,  [CD_RULE_LABEL] = 0.7,
        [CD_RULE_CREDIT] = 0.8,     [CD_RULE_SUBJECT] = 0.59,
        [CD_RULE_CONTINUED] = 0.97, [CD_RULE_INTRODUCED] = 0.63,
        [CD_RULE_PARAGRAPH] = 0.76, [CD_RULE_TURN] = 0.6,
    };
    return confidences[rule];
}

/* Does the sentence before, in this paragraph, hold an attributed quote? */
static bool follows_quote(const struct walk *w) {
    const struct cd_sentence *s = &w->sentences.list[w->at];
    const struct cd_quote *last = last_quote(w);
    return last && w->at > 0 && s[-1].quotes > 0 && last->paragraph == s->paragraph &&
           last == &w->out->list[w->out->count - 1];
}

/* “Send them home” and “Build the wall”: the quote before in the same breath; or NULL. */
static const struct cd_quote *coordinate(const struct walk *w, const struct cd_clause *c,
                                         uint32_t item) {
    uint32_t i = item;
    /* "a “nuisance” and a “gift”", "of “…” and of “…”" */
    while (i > c->sentence.first + 2 && i + 3 > item &&
           (cd_begins_phrase(c, i - 1) || cd_item_is(c, i - 1, CD_PREPOSITION)))
        i--;
    if (i < item && !cd_item_is(c, i - 1, CD_CONJUNCTION))
        return NULL;
    if (i > c->sentence.first && cd_item_is(c, i - 1, CD_CONJUNCTION))
        i--;
    if (i > c->sentence.first && c->items[i - 1].kind == CD_ITEM_COMMA)
        i--;
    if (i == c->sentence.first || c->items[i - 1].kind != CD_ITEM_QUOTE)
        return NULL;
    return &w->out->list[w->out->count - 1];
}

/* The speaker and rule for a quote whose sentence has a cue for it. */
static void attribute_by_cue(struct walk *w, struct cd_quote *quote,
                             const struct cd_cue *cue) {
    take_subject(w, quote, &cue->subject);
    quote->rule = cue->rule;
    if (cue->verb == CD_NONE)
        return;
    quote->cue = tokens_of(w, cue->verb, cue->verb + 1);
    /* Two parts of one utterance around one verb. */
    const struct cd_quote *last = last_quote(w);
    if (last && last->cue.end > 0 && last->cue.first == quote->cue.first &&
        quote->kind == CD_QUOTE_DIRECT && last->kind == CD_QUOTE_DIRECT)
        quote->group = last->group;
}

/* "Der Plan sei „…“": a sentence in the mood of reported speech is told by who spoke. */
static bool is_reported(const struct walk *w, const struct cd_quote *last) {
    return w->indirect && last &&
           last->paragraph + 1 >= w->sentences.list[w->at].paragraph;
}

/* German "gefragt". */
static bool is_participle(const struct cd_clause *c, uint32_t verb) {
    struct cd_str word = cd_token_str(c->r->text, c->items[verb].first);
    return word.len > 4 && word.p[0] == 'g' && word.p[1] == 'e' &&
           (word.p[word.len - 1] == 't' || word.p[word.len - 1] == 'n');
}

/* The same where it has none. */
static void attribute_without_cue(struct walk *w, struct cd_quote *quote,
                                  const struct cd_cue *cue,
                                  const struct cd_subject *subject) {
    bool other = cd_vocabulary_language(w->r->vocabulary) == CD_OTHER;
    bool english = cd_vocabulary_language(w->r->vocabulary) == CD_ENGLISH;
    const struct cd_quote *last = last_quote(w);
    if (!cue->whole && !cue->title && is_reported(w, last)) {
        go_on_with(quote, last);
        quote->mention = (struct cd_span){0, 0};
        quote->rule = CD_RULE_CONTINUED;
    } else if (cue->whole || (cue->alone && follows_quote(w))) {
        quote->kind = CD_QUOTE_DIRECT;
        quote->rule = credited_behind(w, quote, cue)
                          ? CD_RULE_CREDIT
                          : attribute_by_context(w, quote, cue);
    } else if (!other && !cue->title && subject->kind != CD_SUBJECT_NONE &&
               cue->words >= (english ? LONG_TERM : LONG_TERM - 1)) {
        quote->rule = CD_RULE_SUBJECT;
        take_subject(w, quote, subject);
    }
    if (quote->rule == CD_RULE_NONE && !(other && cue->whole))
        quote->kind = CD_QUOTE_SCARE;
}

static void attribute(struct walk *w, const struct cd_clause *c, uint32_t item,
                      const struct cd_subject *subject) {
    struct cd_cue cue = cd_cue_for(c, &w->verbs, item);
    struct cd_quote *quote = &w->out->list[w->out->count];
    *quote = (struct cd_quote){.span = w->r->quotes.list[cue.quote],
                               .name = CD_NONE,
                               .group = w->out->count,
                               .paragraph = c->sentence.paragraph};
    quote->kind = cue.whole ? CD_QUOTE_DIRECT : CD_QUOTE_MIXED;
    const struct cd_quote *before = coordinate(w, c, item);
    /* "Man habe drei Gutachter gefragt, „und …“": its verb is part of what is told. */
    bool told = cue.verb != CD_NONE && cue.subject.kind == CD_SUBJECT_NOUN &&
                is_reported(w, last_quote(w)) && is_participle(c, cue.verb);
    if (told)
        cue.rule = CD_RULE_NONE;
    if (cue.rule != CD_RULE_NONE) {
        attribute_by_cue(w, quote, &cue);
    } else if (before && !cue.whole) {
        go_on_with(quote, before);
        quote->group = w->out->count;
        quote->kind = before->kind == CD_QUOTE_SCARE ? CD_QUOTE_SCARE : CD_QUOTE_MIXED;
        quote->rule = before->rule;
    } else {
        attribute_without_cue(w, quote, &cue, subject);
    }
    quote->confidence = confidence_of(quote->rule);
    if (quote->kind != CD_QUOTE_SCARE) {
        w->last = w->out->count;
        cd_salience_add(&w->salience, quote->name, CD_WEIGHT_SPOKE);
    }
    w->out->count++;
}

static void read_sentence(struct walk *w) {
    struct cd_clause c = {w->r, w->sentences.items, w->sentences.list[w->at]};
    w->salience.at = w->at;
    struct cd_subject subject = cd_subject_of_sentence(&c);
    w->subjects[w->at] = subject;
    w->subject_name = subject.kind == CD_SUBJECT_NAME
                          ? w->r->mentions[c.items[subject.head].ref].name
                          : CD_NONE;
    w->verbs.count = 0;
    if (c.sentence.quotes > 0)
        cd_verbs_find(&w->verbs, &c);
    weigh_description(w, &subject);
    read_items(w, &c, subject.kind == CD_SUBJECT_NONE ? CD_NONE : subject.head);
    for (uint32_t i = c.sentence.first; c.sentence.quotes && i < c.sentence.end; i++)
        if (c.items[i].kind == CD_ITEM_QUOTE)
            attribute(w, &c, i, &subject);
}

int cd_speakers_find(struct cd_quote_list *out, const struct cd_reading *r,
                     const struct cd_sentences *sentences, struct cd_error *err) {
    *out = (struct cd_quote_list){0};
    struct walk *w = cd_arena_zero(r->arena, 1, sizeof *w);
    if (!w)
        return cd_fail_memory(err);
    w->r = r;
    w->sentences = *sentences;
    w->out = out;
    w->last = CD_NONE;
    out->list = cd_arena_alloc(r->arena, (r->quotes.count + 1) * sizeof *out->list);
    w->subjects = cd_arena_alloc(r->arena, (sentences->count + 1) * sizeof *w->subjects);
    if (!out->list || !w->subjects || cd_salience_init(&w->salience, r))
        return cd_fail_memory(err);
    for (; w->at < sentences->count && out->count < r->quotes.count; w->at++)
        read_sentence(w);
    return CD_OK;
}
