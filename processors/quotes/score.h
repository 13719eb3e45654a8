/* Which quotes are key: a score for each, and their order. */
#ifndef CD_PROCESSORS_QUOTES_SCORE_H
#define CD_PROCESSORS_QUOTES_SCORE_H

#include "processors/quotes/speakers.h"

/* What each factor is worth; the score is their weighted sum over the sum of weights. */
struct cd_score_weights {
    double kind, length, speaker, lead, headline, novelty;
};

/* Rows of the processor's option table. */
#define CD_SCORE_OPTIONS                                                                 \
    {"quotes.weight.kind",                                                               \
     CD_OPTION_NUMBER,                                                                   \
     "3",                                                                                \
     0,                                                                                  \
     100,                                                                                \
     NULL,                                                                               \
     "what it is worth for a key quote to be a whole utterance",                         \
     false},                                                                             \
        {"quotes.weight.length",                                                         \
         CD_OPTION_NUMBER,                                                               \
         "3",                                                                            \
         0,                                                                              \
         100,                                                                            \
         NULL,                                                                           \
         "what its length is worth for a key quote",                                     \
         false},                                                                         \
        {"quotes.weight.speaker",                                                        \
         CD_OPTION_NUMBER,                                                               \
         "2",                                                                            \
         0,                                                                              \
         100,                                                                            \
         NULL,                                                                           \
         "what it is worth for a key quote that its speaker has a name",                 \
         false},                                                                         \
        {"quotes.weight.lead",                                                           \
         CD_OPTION_NUMBER,                                                               \
         "2",                                                                            \
         0,                                                                              \
         100,                                                                            \
         NULL,                                                                           \
         "what it is worth for a key quote to stand early",                              \
         false},                                                                         \
        {"quotes.weight.headline",                                                       \
         CD_OPTION_NUMBER,                                                               \
         "2",                                                                            \
         0,                                                                              \
         100,                                                                            \
         NULL,                                                                           \
         "what it is worth for a key quote that the headline uses its words",            \
         false},                                                                         \
    {                                                                                    \
        "quotes.weight.novelty", CD_OPTION_NUMBER, "1", 0, 100, NULL,                    \
            "what it is worth for a key quote not to repeat another", false              \
    }

void cd_score_configure(struct cd_score_weights *out, const struct cd_config *config);

/* Sets the quotes' scores (0 to 1) and gives their order, best first; equal ones in the
 * text's order. *order lives in the article's arena. CD_ENOMEM. */
CD_MUST_USE int
cd_score_rank(struct cd_quote ***order, uint32_t *count, struct cd_quote_list *quotes,
              const struct cd_article *article, const struct cd_reading *reading,
              const struct cd_score_weights *weights, struct cd_error *err);

#endif
