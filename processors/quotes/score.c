#include "processors/quotes/score.h"

#include <stdlib.h>

#define FULL_LENGTH 25.0 /* words from which on length counts fully */
#define LEAD        0.6  /* part of the text over which the lead's worth falls to none */

void cd_score_configure(struct cd_score_weights *out, const struct cd_config *config) {
    out->kind = cd_config_number(config, "quotes.weight.kind");
    out->length = cd_config_number(config, "quotes.weight.length");
    out->speaker = cd_config_number(config, "quotes.weight.speaker");
    out->lead = cd_config_number(config, "quotes.weight.lead");
    out->headline = cd_config_number(config, "quotes.weight.headline");
    out->novelty = cd_config_number(config, "quotes.weight.novelty");
}

static double score_of(const struct cd_quote *quote, const struct cd_reading *r,
                       const struct cd_score_weights *w) {
    double sum = w->kind + w->length + w->speaker + w->lead;
    if (sum <= 0 || quote->kind == CD_QUOTE_SCARE)
        return 0;
    double words = quote->span.inner_end - quote->span.inner;
    double place = (double)quote->span.first / (r->text->token_count * LEAD);
    double score = 0;
    if (quote->kind == CD_QUOTE_DIRECT)
        score += w->kind;
    score += w->length * (words < FULL_LENGTH ? words / FULL_LENGTH : 1);
    if (quote->name != CD_NONE)
        score += w->speaker;
    score += place < 1 ? w->lead * (1 - place) : 0;
    return score / sum;
}

static int by_score(const void *a, const void *b) {
    const struct cd_quote *x = *(struct cd_quote *const *)a;
    const struct cd_quote *y = *(struct cd_quote *const *)b;
    if (x->score > y->score || x->score < y->score)
        return x->score > y->score ? -1 : 1;
    return x < y ? -1 : x > y;
}

int cd_score_rank(struct cd_quote ***order, uint32_t *count, struct cd_quote_list *quotes,
                  const struct cd_article *article, const struct cd_reading *r,
                  const struct cd_score_weights *weights, struct cd_error *err) {
    *count = quotes->count;
    *order = cd_arena_alloc(article->arena, (quotes->count + 1) * sizeof **order);
    if (!*order)
        return cd_fail_memory(err);
    for (uint32_t i = 0; i < quotes->count; i++) {
        quotes->list[i].score = score_of(&quotes->list[i], r, weights);
        (*order)[i] = &quotes->list[i];
    }
    qsort(*order, *count, sizeof **order, by_score);
    return CD_OK;
}
