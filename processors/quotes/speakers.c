/* One walk through the sentences in order. Each name carries a salience: what its last
 * mentions were (a subject more than an object), halved with every sentence, so that a
 * pronoun goes to the one whom the reader has in mind. Lappin and Leass (1994) weigh
 * mentions in this way; the weights here are for news, where who spoke last speaks on. */
#include "processors/quotes/speakers.h"

#include <math.h>

#define WEIGHT_SUBJECT    100.0
#define WEIGHT_OBJECT     50.0
#define WEIGHT_OBLIQUE    35.0
#define WEIGHT_POSSESSIVE 30.0
#define WEIGHT_HEADING    20.0
#define WEIGHT_SPOKE      130.0
/* What a name of unknown gender, and one that may be no person, counts for a pronoun. */
#define UNKNOWN_GENDER 0.55
#define UNKNOWN_KIND   0.5
#define LONG_TERM      4 /* words from which a fragment is somebody's rather than a term */
#define SAME_SENTENCE  1.5  /* what it counts for a description to be in its sentence */
#define STANDS_OUT     25.0 /* weight from which "the physicist" may be somebody */
#define RECENT         24   /* names that a pronoun may mean: the last ones mentioned */

struct salience {
    double weight;
    uint32_t sentence;
};

/* Somebody without a name: "a pupil who watched from the corridor". */
struct description {
    uint64_t head; /* the noun's hash */
    struct cd_span tokens;
};

#define DESCRIBED 8

struct walk {
    const struct cd_reading *r;
    struct cd_sentences sentences;
    struct salience *salience; /* of each name */
    uint32_t recent[RECENT];
    uint32_t recent_count;
    uint32_t at;           /* sentence */
    uint32_t subject_name; /* the sentence's subject, where it is a name */
    struct cd_quote_list *out;
    struct cd_subject *subjects;             /* of each sentence, as far as read */
    struct description described[DESCRIBED]; /* the last ones, in a ring */
    uint32_t described_count;
    struct cd_verbs verbs;
};

/* ------------------------------------------------------------------ salience */

static double weight_now(const struct walk *w, uint32_t name) {
    const struct salience *s = &w->salience[name];
    uint32_t age = w->at - s->sentence;
    return age > 60 ? 0.0 : ldexp(s->weight, -(int)age);
}

static void make_recent(struct walk *w, uint32_t name) {
    uint32_t i = 0;
    while (i < w->recent_count && w->recent[i] != name)
        i++;
    if (i == w->recent_count && w->recent_count < RECENT)
        w->recent_count++;
    if (i == RECENT)
        i--;
    memmove(&w->recent[1], &w->recent[0], i * sizeof *w->recent);
    w->recent[0] = name;
}

static void add_weight(struct walk *w, uint32_t name, double weight) {
    if (name == CD_NONE)
        return;
    double now = weight_now(w, name);
    w->salience[name] = (struct salience){now > weight ? now : weight, w->at};
    make_recent(w, name);
}

/* How well a name goes with a pronoun of that gender, 0 to 1. */
static double gender_fit(const struct cd_name *name, enum cd_gender gender) {
    if (name->kind == CD_NAME_BODY || name->kind == CD_NAME_PLACE)
        return 0.0;
    if (name->gender != CD_GENDER_UNKNOWN)
        return name->gender == gender ? 1.0 : 0.0;
    return name->kind == CD_NAME_PERSON ? UNKNOWN_GENDER : UNKNOWN_GENDER * UNKNOWN_KIND;
}

static double body_fit(const struct cd_name *name) {
    return name->kind == CD_NAME_BODY      ? 1.0
           : name->kind == CD_NAME_UNKNOWN ? (name->gender ? 0.0 : 0.6)
                                           : 0.0;
}

static uint32_t resolve(const struct walk *w, uint64_t class) {
    uint32_t best = CD_NONE;
    double best_weight = 0.0;
    for (uint32_t i = 0; i < w->recent_count; i++) {
        const struct cd_name *name = &w->r->names[w->recent[i]];
        double fit = class & (CD_HE | CD_HIS)    ? gender_fit(name, CD_GENDER_MALE)
                     : class & (CD_SHE | CD_HER) ? gender_fit(name, CD_GENDER_FEMALE)
                                                 : body_fit(name);
        double weight = fit * weight_now(w, w->recent[i]);
        if (weight > best_weight) {
            best_weight = weight;
            best = w->recent[i];
        }
    }
    return best;
}

/* What a pronoun said of a name holds for the next one. */
static void learn_gender(struct walk *w, uint32_t index, uint64_t class) {
    if (index == CD_NONE)
        return;
    struct cd_name *name = &w->r->names[index];
    if (name->gender == CD_GENDER_UNKNOWN && name->kind == CD_NAME_PERSON)
        name->gender = class & CD_HE ? CD_GENDER_MALE : CD_GENDER_FEMALE;
}

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
        return WEIGHT_HEADING;
    if (c->items[item].possessive || (m->flags & CD_MENTION_PREFIX))
        return WEIGHT_POSSESSIVE;
    if (item == subject || is_head_of_verb(w, item))
        return WEIGHT_SUBJECT;
    if (is_modifier(c, item))
        return WEIGHT_POSSESSIVE;
    return cd_is_governed(c, item) ? WEIGHT_OBLIQUE : WEIGHT_OBJECT;
}

/* Resolves the pronouns of a sentence and lets its names gain weight, in order. */
static void read_items(struct walk *w, const struct cd_clause *c, uint32_t subject) {
    for (uint32_t i = c->sentence.first; i < c->sentence.end; i++) {
        struct cd_item *item = &w->sentences.items[i];
        if (item->kind == CD_ITEM_NAME) {
            const struct cd_mention *m = &w->r->mentions[item->ref];
            add_weight(w, m->name, weight_of_name(w, c, i, subject));
        } else if (item->kind == CD_ITEM_WORD && (item->class & (CD_HE | CD_SHE))) {
            item->ref = resolve(w, item->class);
            learn_gender(w, item->ref, item->class);
            double weight =
                i == subject || is_head_of_verb(w, i) ? WEIGHT_SUBJECT : WEIGHT_OBJECT;
            add_weight(w, item->ref, weight);
        }
    }
}

static struct cd_span tokens_of(const struct walk *w, uint32_t first, uint32_t end) {
    return (struct cd_span){w->sentences.items[first].first,
                            w->sentences.items[end - 1].end};
}

static bool is_definite(const struct walk *w, const struct cd_subject *subject) {
    struct cd_str first =
        cd_token_str(w->r->text, w->sentences.items[subject->first].first);
    return first.len == 3 && (first.p[0] | 32) == 't' && first.p[1] == 'h' &&
           first.p[2] == 'e';
}

static bool has_role(const struct cd_name *name, uint64_t role) {
    for (uint32_t i = 0; i < name->role_count; i++)
        if (name->roles[i] == role)
            return true;
    return false;
}

/* The one whom "the senator" or "the 34-year-old" means: who was called so, else (for
 * one person) who stands out by salience. */
static uint32_t resolve_description(const struct walk *w, const struct cd_item *head) {
    uint64_t role =
        cd_vocabulary_full(w->r->vocabulary, w->r->text->tokens[head->first].stem_hash);
    uint32_t best = CD_NONE, called = CD_NONE;
    double weight = 0, second = 0, called_weight = 0;
    for (uint32_t i = 0; i < w->recent_count; i++) {
        const struct cd_name *name = &w->r->names[w->recent[i]];
        /* Nobody is described in a sentence of which he is the subject by name. */
        if (w->recent[i] == w->subject_name)
            continue;
        double now = weight_now(w, w->recent[i]);
        if (w->salience[w->recent[i]].sentence == w->at)
            now *= SAME_SENTENCE;
        if (has_role(name, role) && now > called_weight) {
            called = w->recent[i];
            called_weight = now;
        }
        enum cd_gender gender = head->class & CD_MALE     ? CD_GENDER_MALE
                                : head->class & CD_FEMALE ? CD_GENDER_FEMALE
                                                          : name->gender;
        now *= gender_fit(name, gender);
        if (now > weight) {
            second = weight;
            weight = now;
            best = w->recent[i];
        } else if (now > second) {
            second = now;
        }
    }
    if (called != CD_NONE)
        return called;
    bool person = head->class & (CD_PERSON | CD_AGE);
    return person && weight >= STANDS_OUT && second < weight * 0.6 ? best : CD_NONE;
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
        quote->name = resolve_description(w, head);
        if (quote->name != CD_NONE)
            return;
    }
    w->described[w->described_count++ % DESCRIBED] =
        (struct description){noun, quote->described};
}

/* Puts the speaker that a subject means into a quote. */
static void take_subject(struct walk *w, struct cd_quote *quote,
                         const struct cd_subject *subject) {
    const struct cd_item *head = &w->sentences.items[subject->head];
    switch (subject->kind) {
        case CD_SUBJECT_NONE:
            return;
        case CD_SUBJECT_NAME:
            quote->name = w->r->mentions[head->ref].name;
            quote->mention = (struct cd_span){head->first, head->end};
            return;
        case CD_SUBJECT_PRONOUN:
            quote->mention = (struct cd_span){head->first, head->end};
            quote->name =
                head->class & (CD_HE | CD_SHE) ? head->ref : resolve(w, head->class);
            if (quote->name == CD_NONE && (head->class & (CD_THEY | CD_IT)) &&
                w->described_count > 0)
                quote->described =
                    w->described[(w->described_count - 1) % DESCRIBED].tokens;
            return;
        case CD_SUBJECT_NOUN:
            quote->mention = tokens_of(w, subject->first, subject->end);
            describe(w, quote, subject);
            return;
    }
}

/* "The director shrugs": a sentence about somebody who is described. */
static void weigh_description(struct walk *w, const struct cd_subject *subject) {
    if (subject->kind == CD_SUBJECT_NOUN && is_definite(w, subject))
        add_weight(w, resolve_description(w, &w->sentences.items[subject->head]),
                   WEIGHT_SUBJECT);
}

/* ------------------------------------------------------------------ the quotes */

static const struct cd_quote *last_quote(const struct walk *w) {
    for (uint32_t i = w->out->count; i > 0; i--)
        if (w->out->list[i - 1].kind != CD_QUOTE_SCARE)
            return &w->out->list[i - 1];
    return NULL;
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
    if (last->rule != CD_RULE_TURN && !replies && !ends_with_question(w, last))
        return false;
    quote->name = other->name;
    quote->mention = (struct cd_span){0, 0};
    return true;
}

/* An utterance without a cue in its sentence: who spoke before goes on, or the one whom
 * the sentence before is about. */
static enum cd_rule attribute_by_context(struct walk *w, struct cd_quote *quote,
                                         const struct cd_cue *cue) {
    const struct cd_sentence *s = &w->sentences.list[w->at];
    const struct cd_quote *last = last_quote(w);
    bool near = last && last->paragraph == s->paragraph;
    if (quote->span.continues && last) {
        go_on_with(quote, last);
        return CD_RULE_PARAGRAPH;
    }
    bool has_before = w->at > 0;
    bool same_paragraph =
        has_before && w->sentences.list[w->at - 1].paragraph == s->paragraph;
    bool quoted_before = has_before && w->sentences.list[w->at - 1].quotes > 0;
    if (near && (quoted_before || !cue->initial)) {
        go_on_with(quote, last);
        return CD_RULE_CONTINUED;
    }
    if (has_before && (same_paragraph || ends_with_colon(w, w->at - 1)) &&
        !quoted_before && w->subjects[w->at - 1].kind != CD_SUBJECT_NONE) {
        take_subject(w, quote, &w->subjects[w->at - 1]);
        return CD_RULE_INTRODUCED;
    }
    if (takes_turn(w, quote, last)) {
        quote->group = w->out->count;
        return CD_RULE_TURN;
    }
    bool adjoins = last && last->paragraph + 1 >= s->paragraph;
    if (adjoins || (last && w->subjects[w->at - 1].kind == CD_SUBJECT_NONE)) {
        go_on_with(quote, last);
        return CD_RULE_PARAGRAPH;
    }
    if (has_before && w->subjects[w->at - 1].kind != CD_SUBJECT_NONE) {
        take_subject(w, quote, &w->subjects[w->at - 1]);
        return CD_RULE_INTRODUCED;
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
    if (i > c->sentence.first && cd_item_is(c, i - 1, CD_CONJUNCTION))
        i--;
    if (i > c->sentence.first && c->items[i - 1].kind == CD_ITEM_COMMA)
        i--;
    if (i == c->sentence.first || c->items[i - 1].kind != CD_ITEM_QUOTE)
        return NULL;
    return &w->out->list[w->out->count - 1];
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
    quote->rule = cue.rule;
    const struct cd_quote *before = coordinate(w, c, item);
    if (before && !cue.whole && cue.rule == CD_RULE_NONE) {
        go_on_with(quote, before);
        quote->group = w->out->count;
        quote->kind = before->kind == CD_QUOTE_SCARE ? CD_QUOTE_SCARE : CD_QUOTE_MIXED;
        quote->rule = before->rule;
    } else if (cue.rule != CD_RULE_NONE) {
        take_subject(w, quote, &cue.subject);
        if (cue.verb != CD_NONE)
            quote->cue = tokens_of(w, cue.verb, cue.verb + 1);
        const struct cd_quote *last = last_quote(w);
        /* Two parts of one sentence around one verb. */
        if (last && last->cue.first == quote->cue.first && quote->cue.end > 0 &&
            quote->kind == CD_QUOTE_DIRECT && last->kind == CD_QUOTE_DIRECT)
            quote->group = last->group;
    } else if (cue.whole || (cue.alone && follows_quote(w))) {
        quote->kind = CD_QUOTE_DIRECT;
        quote->rule = credited_behind(w, quote, &cue)
                          ? CD_RULE_CREDIT
                          : attribute_by_context(w, quote, &cue);
        if (quote->rule == CD_RULE_NONE)
            quote->kind = CD_QUOTE_SCARE;
    } else if (!cue.title && subject->kind != CD_SUBJECT_NONE && cue.words >= LONG_TERM) {
        quote->rule = CD_RULE_SUBJECT;
        take_subject(w, quote, subject);
    } else {
        quote->kind = CD_QUOTE_SCARE;
    }
    quote->confidence = confidence_of(quote->rule);
    w->out->count++;
    if (quote->kind != CD_QUOTE_SCARE)
        add_weight(w, quote->name, WEIGHT_SPOKE);
}

static void read_sentence(struct walk *w) {
    struct cd_clause c = {w->r, w->sentences.items, w->sentences.list[w->at]};
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
    out->list = cd_arena_alloc(r->arena, (r->quotes.count + 1) * sizeof *out->list);
    w->salience = cd_arena_zero(r->arena, r->name_count + 1, sizeof *w->salience);
    w->subjects = cd_arena_alloc(r->arena, (sentences->count + 1) * sizeof *w->subjects);
    if (!out->list || !w->salience || !w->subjects)
        return cd_fail_memory(err);
    for (; w->at < sentences->count && out->count < r->quotes.count; w->at++)
        read_sentence(w);
    return CD_OK;
}
