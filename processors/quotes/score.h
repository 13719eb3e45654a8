/* Which quotes are key: a score for each, and their order. */
#ifndef CD_PROCESSORS_QUOTES_SCORE_H
#define CD_PROCESSORS_QUOTES_SCORE_H

#include "processors/quotes/speakers.h"

enum cd_score_factor {
    CD_SCORE_KIND,     /* a whole utterance: 1, a fragment: 0 */
    CD_SCORE_LENGTH,   /* words, full from 15 on */
    CD_SCORE_SPEAKER,  /* a name: 1, a description: 0.5 */
    CD_SCORE_LEAD,     /* at the start: 1, falling to 0 over the text */
    CD_SCORE_HEADLINE, /* how much of the headline its words hold */
    CD_SCORE_REPEAT,   /* taken off: what it has in common with one that ranks before */
    CD_SCORE_SAME,     /* taken off: its speaker has one that ranks before */
    CD_SCORE_FACTORS
};

/* What each factor is worth. A quote's score is the sum of its factors by their weights
 * over the sum of the weights that add. */
struct cd_score_weights {
    double of[CD_SCORE_FACTORS];
    uint32_t wanted; /* how many quotes are given at most */
};

/* Reads the options quotes.weight.… */
void cd_score_configure(struct cd_score_weights *out, const struct cd_config *config);

/* Sets the quotes' scores (0 to 1) and gives their order, best first; equal ones in the
 * text's order. *order lives in the article's arena. CD_ENOMEM. */
CD_MUST_USE int
cd_score_rank(struct cd_quote ***order, uint32_t *count, struct cd_quote_list *quotes,
              const struct cd_article *article, const struct cd_reading *reading,
              const struct cd_score_weights *weights, struct cd_error *err);

#endif
