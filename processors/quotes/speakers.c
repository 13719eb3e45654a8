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
#define RECENT         24 /* names that a pronoun may mean: the last ones mentioned */

struct salience {
    double weight;
    uint32_t sentence;
};

struct walk {
    const struct cd_reading *r;
    struct cd_sentences sentences;
    struct salience *salience; /* of each name */
    uint32_t recent[RECENT];
    uint32_t recent_count;
    uint32_t at; /* sentence */
    struct cd_quote_list *out;
    struct cd_subject *subjects; /* of each sentence, as far as read */
    struct cd_span last_described;
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
        double fit = class & CD_HE    ? gender_fit(name, CD_GENDER_MALE)
                     : class & CD_SHE ? gender_fit(name, CD_GENDER_FEMALE)
                                      : body_fit(name);
        double weight = fit * weight_now(w, w->recent[i]);
        if (weight > best_weight) {
            best_weight = weight;
            best = w->recent[i];
        }
    }
    return best;
}

/* ------------------------------------------------------------------ the sentences */

static bool is_head_of_verb(const struct walk *w, uint32_t item) {
    for (uint32_t i = 0; i < w->verbs.count; i++)
        if (w->verbs.list[i].subject.head == item)
            return true;
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
            if (quote->name == CD_NONE && (head->class & (CD_THEY | CD_IT)))
                quote->described = w->last_described;
            return;
        case CD_SUBJECT_NOUN:
            quote->mention = tokens_of(w, subject->first, subject->end);
            quote->described = quote->mention;
            w->last_described = quote->described;
            return;
    }
}

/* ------------------------------------------------------------------ the quotes */

static struct cd_quote *last_quote(const struct walk *w) {
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

/* An utterance without a cue in its sentence: who spoke before goes on, or the one whom
 * the sentence before is about. */
static enum cd_rule attribute_by_context(struct walk *w, struct cd_quote *quote,
                                         const struct cd_cue *cue) {
    const struct cd_sentence *s = &w->sentences.list[w->at];
    struct cd_quote *last = last_quote(w);
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
    bool ends = i + 1 == s->end || w->sentences.items[i + 1].kind == CD_ITEM_STOP ||
                w->sentences.items[i + 1].kind == CD_ITEM_COMMA;
    if (ends)
        take_subject(w, quote, &(struct cd_subject){CD_SUBJECT_NAME, i, i, i + 1});
    return ends;
}

static double confidence_of(enum cd_rule rule) {
    static const double confidences[CD_RULE_COUNT] = {
        [CD_RULE_BEFORE] = 0.95,   [CD_RULE_AFTER] = 0.97,    [CD_RULE_INVERTED] = 0.97,
        [CD_RULE_GOVERNED] = 0.85, [CD_RULE_WEAK] = 0.8,      [CD_RULE_FAR] = 0.7,
        [CD_RULE_ACCORDING] = 0.9, [CD_RULE_LABEL] = 0.8,     [CD_RULE_CREDIT] = 0.9,
        [CD_RULE_SUBJECT] = 0.5,   [CD_RULE_CONTINUED] = 0.9, [CD_RULE_INTRODUCED] = 0.6,
        [CD_RULE_PARAGRAPH] = 0.7,
    };
    return confidences[rule];
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
    if (cue.rule != CD_RULE_NONE) {
        take_subject(w, quote, &cue.subject);
        if (cue.verb != CD_NONE)
            quote->cue = tokens_of(w, cue.verb, cue.verb + 1);
        struct cd_quote *last = last_quote(w);
        /* Two parts of one sentence around one verb. */
        if (last && last->cue.first == quote->cue.first && quote->cue.end > 0 &&
            quote->kind == CD_QUOTE_DIRECT && last->kind == CD_QUOTE_DIRECT)
            quote->group = last->group;
    } else if (cue.whole) {
        quote->rule = credited_behind(w, quote, &cue)
                          ? CD_RULE_CREDIT
                          : attribute_by_context(w, quote, &cue);
    } else if (!cue.title && subject->kind == CD_SUBJECT_NAME &&
               quote->span.inner_end - quote->span.inner > 4) {
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
    cd_verbs_find(&w->verbs, &c);
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
