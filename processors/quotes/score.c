/* The quotes are sorted by what each has by itself; then the best of them are chosen one
 * by one, each time taking off what the chosen ones have said already (maximal marginal
 * relevance; Carbonell and Goldstein 1998). */
#include "processors/quotes/score.h"

#include <stdlib.h>

#define FULL_LENGTH 15.0  /* words from which on length counts fully */
#define LEAD        0.8   /* part of the text over which the lead's worth falls to none */
#define SHORT       300.0 /* tokens of a text that is lead rather than anything else */
#define IN_COMMON   0.333 /* of two quotes' words: no more is repetition */
#define CHOSEN      48    /* quotes that are held against each other */
#define WORDS       24    /* of a quote that are compared */
#define UNREAD      UINT32_MAX
#define HEADLINE    20  /* words of the headline that count */
#define TITLE       400 /* tokens of it that are looked at */

static const char *const keys[CD_SCORE_FACTORS] = {
    [CD_SCORE_KIND] = "quotes.weight.kind",
    [CD_SCORE_LENGTH] = "quotes.weight.length",
    [CD_SCORE_SPEAKER] = "quotes.weight.speaker",
    [CD_SCORE_LEAD] = "quotes.weight.lead",
    [CD_SCORE_HEADLINE] = "quotes.weight.headline",
    [CD_SCORE_REPEAT] = "quotes.weight.repeat",
    [CD_SCORE_SAME] = "quotes.weight.same",
};

/* A quote while it is ranked. */
struct candidate {
    struct cd_quote *quote;
    double score;
    uint64_t words[WORDS]; /* its longer words, sorted */
    uint32_t word_count;   /* UNREAD until they are wanted */
    uint32_t seen;         /* how many of the chosen are taken off its score */
};

struct ranking {
    const struct cd_reading *r;
    const struct cd_score_weights *weights;
    double sum;                  /* of the weights that add */
    uint64_t headline[HEADLINE]; /* its longer words */
    uint64_t headline_bits;      /* a bit for each, by its last six */
    uint32_t headline_count;
};

void cd_score_configure(struct cd_score_weights *out, const struct cd_config *config) {
    for (int i = 0; i < CD_SCORE_FACTORS; i++)
        out->of[i] = cd_config_number(config, keys[i]);
}

static bool is_content(const struct cd_token *token) {
    return token->kind == CD_TOKEN_WORD && token->end - token->start > 3;
}

/* The title; where there is none, the body's first paragraph, which most feeds that have
 * no title begin with it, and which says the same as one in all others. */
static void read_headline(struct ranking *k, const struct cd_article *article) {
    const struct cd_text *text = &article->title;
    uint32_t end = text->token_count;
    if (end == 0 && article->body.paragraph_count > 0) {
        text = &article->body;
        end = text->paragraphs[0].end;
    }
    for (uint32_t i = 0; i < end && i < TITLE && k->headline_count < HEADLINE; i++) {
        if (!is_content(&text->tokens[i]))
            continue;
        uint64_t word = text->tokens[i].stem_hash;
        k->headline[k->headline_count++] = word;
        k->headline_bits |= UINT64_C(1) << (word & 63);
    }
}

/* The part of the headline's longer words that the quote holds. */
static double headline_share(const struct ranking *k, const struct cd_quote *quote) {
    uint32_t held = 0; /* a bit for each of them */
    for (uint32_t i = quote->span.inner; i < quote->span.inner_end; i++) {
        uint64_t word = k->r->text->tokens[i].stem_hash;
        if (!(k->headline_bits >> (word & 63) & 1))
            continue;
        for (uint32_t n = 0; n < k->headline_count; n++)
            held |= (uint32_t)(k->headline[n] == word) << n;
    }
    uint32_t words = 0;
    for (; held; held &= held - 1)
        words++;
    double share = k->headline_count ? 2.0 * words / k->headline_count : 0;
    return share < 1 ? share : 1;
}

static double length_of(const struct ranking *k, const struct cd_quote *quote) {
    double words = 0;
    for (uint32_t i = quote->span.inner; i < quote->span.inner_end && words < 200; i++)
        words += k->r->text->tokens[i].kind != CD_TOKEN_MARK;
    return words < FULL_LENGTH ? words / FULL_LENGTH : 1;
}

static double score_alone(const struct ranking *k, const struct cd_quote *quote) {
    if (quote->kind == CD_QUOTE_SCARE || k->sum <= 0)
        return 0;
    const double *w = k->weights->of;
    double lead = k->r->text->token_count * LEAD;
    double place = quote->span.first / (lead > SHORT ? lead : SHORT);
    double score = w[CD_SCORE_LENGTH] * length_of(k, quote);
    if (quote->kind == CD_QUOTE_DIRECT)
        score += w[CD_SCORE_KIND];
    if (quote->name != CD_NONE) {
        score += w[CD_SCORE_SPEAKER];
    } else if (quote->described.end > quote->described.first) {
        score += w[CD_SCORE_SPEAKER] / 2;
    }
    if (place < 1)
        score += w[CD_SCORE_LEAD] * (1 - place);
    score += w[CD_SCORE_HEADLINE] * headline_share(k, quote);
    return score / k->sum;
}

static int by_score(const void *a, const void *b) {
    const struct cd_quote *x = *(struct cd_quote *const *)a;
    const struct cd_quote *y = *(struct cd_quote *const *)b;
    if (x->score > y->score || x->score < y->score)
        return x->score > y->score ? -1 : 1;
    return x < y ? -1 : x > y;
}

static void sort(uint64_t *words, uint32_t count) {
    for (uint32_t i = 1; i < count; i++) {
        uint64_t word = words[i];
        uint32_t n = i;
        for (; n > 0 && words[n - 1] > word; n--)
            words[n] = words[n - 1];
        words[n] = word;
    }
}

static void read_words(const struct ranking *k, struct candidate *c) {
    if (c->word_count != UNREAD)
        return;
    c->word_count = 0;
    for (uint32_t i = c->quote->span.inner; i < c->quote->span.inner_end; i++) {
        if (c->word_count == WORDS)
            break;
        if (is_content(&k->r->text->tokens[i]))
            c->words[c->word_count++] = k->r->text->tokens[i].stem_hash;
    }
    sort(c->words, c->word_count);
}

/* How far they say the same: the part of the shorter one's longer words that both hold,
 * less what any two quotes of an article may have in common. */
static double repetition(const struct candidate *a, const struct candidate *b) {
    uint32_t i = 0, j = 0, both = 0;
    while (i < a->word_count && j < b->word_count) {
        if (a->words[i] == b->words[j]) {
            both++;
            i++;
            j++;
        } else if (a->words[i] < b->words[j]) {
            i++;
        } else {
            j++;
        }
    }
    uint32_t shorter = a->word_count < b->word_count ? a->word_count : b->word_count;
    double share = shorter ? (double)both / shorter : 0;
    return share > IN_COMMON ? (share - IN_COMMON) / (1 - IN_COMMON) : 0;
}

static void take_off(const struct ranking *k, struct candidate *c,
                     struct candidate *chosen) {
    read_words(k, c);
    read_words(k, chosen);
    double off = k->weights->of[CD_SCORE_REPEAT] * repetition(c, chosen);
    if (c->quote->name != CD_NONE && c->quote->name == chosen->quote->name)
        off += k->weights->of[CD_SCORE_SAME];
    c->score -= off / k->sum;
    if (c->score < 0)
        c->score = 0;
}

/* Of equals the one that stands first in the text. */
static bool is_better(const struct candidate *a, const struct candidate *b) {
    return a->score > b->score || (a->score >= b->score && a->quote < b->quote);
}

/* Moves the best of line[n, count) to line[n]. What has been chosen since only takes off,
 * so it is worked out for those alone that would be the best without it. */
static void choose_next(const struct ranking *k, struct candidate **line, uint32_t n,
                        uint32_t count) {
    uint32_t best;
    for (;;) {
        best = n;
        for (uint32_t i = n + 1; i < count; i++)
            if (is_better(line[i], line[best]))
                best = i;
        struct candidate *c = line[best];
        if (c->seen == n)
            break;
        while (c->seen < n)
            take_off(k, c, line[c->seen++]);
    }
    struct candidate *chosen = line[best];
    memmove(&line[n + 1], &line[n], (best - n) * sizeof *line);
    line[n] = chosen;
    chosen->quote->score = chosen->score;
}

/* Brings the best of the first quotes into the order in which they are chosen. */
static void choose(const struct ranking *k, struct cd_quote **order,
                   struct candidate *candidates, uint32_t count, uint32_t wanted) {
    struct candidate *line[CHOSEN];
    for (uint32_t i = 0; i < count; i++) {
        line[i] = &candidates[i];
        line[i]->quote = order[i];
        line[i]->score = order[i]->score;
        line[i]->word_count = UNREAD;
        line[i]->seen = 0;
    }
    for (uint32_t n = 0; n < wanted; n++)
        choose_next(k, line, n, count);
    for (uint32_t i = 0; i < count; i++)
        order[i] = line[i]->quote;
}

/* Those behind the chosen ones may not score above them. */
static void cap(struct cd_quote **order, uint32_t chosen, uint32_t count) {
    for (uint32_t i = chosen; chosen > 0 && i < count; i++)
        if (order[i]->score > order[chosen - 1]->score)
            order[i]->score = order[chosen - 1]->score;
}

int cd_score_rank(struct cd_quote ***order, uint32_t *count, struct cd_quote_list *quotes,
                  const struct cd_article *article, const struct cd_reading *r,
                  const struct cd_score_weights *weights, struct cd_error *err) {
    struct ranking k = {.r = r, .weights = weights};
    for (int i = 0; i < CD_SCORE_REPEAT; i++)
        k.sum += weights->of[i];
    read_headline(&k, article);
    *count = quotes->count;
    uint32_t chosen = quotes->count < CHOSEN ? quotes->count : CHOSEN;
    *order = cd_arena_alloc(article->arena, (quotes->count + 1) * sizeof **order);
    struct candidate *candidates =
        cd_arena_alloc(article->arena, (chosen + 1) * sizeof *candidates);
    if (!*order || !candidates)
        return cd_fail_memory(err);
    for (uint32_t i = 0; i < quotes->count; i++) {
        quotes->list[i].score = score_alone(&k, &quotes->list[i]);
        (*order)[i] = &quotes->list[i];
    }
    qsort(*order, *count, sizeof **order, by_score);
    uint32_t wanted = weights->wanted < chosen ? weights->wanted : chosen;
    if (k.sum > 0)
        choose(&k, *order, candidates, chosen, wanted);
    cap(*order, wanted, *count);
    return CD_OK;
}
