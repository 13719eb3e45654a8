/* Whom the reader has in mind: each name's salience, by which pronouns and descriptions
 * ("the senator") go to a name. */
#ifndef CD_PROCESSORS_QUOTES_SALIENCE_H
#define CD_PROCESSORS_QUOTES_SALIENCE_H

#include "processors/quotes/reading.h"

/* What a mention counts, by its role. */
#define CD_WEIGHT_SUBJECT    100.0
#define CD_WEIGHT_OWNER      80.0 /* of a sentence's subject */
#define CD_WEIGHT_OBJECT     50.0
#define CD_WEIGHT_OBLIQUE    35.0
#define CD_WEIGHT_POSSESSIVE 30.0
#define CD_WEIGHT_SPOKE      130.0

#define CD_BARRED 4  /* of a sentence, who hardly speaks in it */
#define CD_RECENT 24 /* names that a pronoun may mean: the last ones mentioned */

struct cd_salience {
    const struct cd_reading *r;
    struct cd_weight *weights; /* of each name */
    uint32_t recent[CD_RECENT];
    uint32_t recent_count;
    uint32_t barred[CD_BARRED];
    uint32_t barred_count;
    uint32_t at; /* the sentence that is read: the user sets it */
};

/* Lives in the reading's arena. CD_ENOMEM. */
CD_MUST_USE int cd_salience_init(struct cd_salience *s, const struct cd_reading *reading);

/* A name (CD_NONE: nobody) was mentioned in sentence s->at. */
void cd_salience_add(struct cd_salience *s, uint32_t name, double weight);

/* A pronoun of this sentence hardly means this name (CD_NONE: nobody). The user sets
 * s->barred_count to 0 for the next sentence. */
void cd_salience_bar(struct cd_salience *s, uint32_t name);

/* The same where he is named, or speaks. */
void cd_salience_name(struct cd_salience *s, uint32_t name, double weight);

/* How many sentences ago a name was named last, or spoke. */
uint32_t cd_salience_since(const struct cd_salience *s, uint32_t name);

/* Is the name barred from the sentence that is read? */
bool cd_salience_barred(const struct cd_salience *s, uint32_t name);

/* The name, if a pronoun of this class can mean it, else CD_NONE; learns as below. */
uint32_t cd_salience_take(struct cd_salience *s, uint32_t name, uint64_t class);

/* Whom a pronoun of this class means, who is not `except`: the name, or CD_NONE. A person
 * whose gender was not known has it from then on. */
uint32_t cd_salience_resolve(struct cd_salience *s, uint64_t class, uint32_t except);

/* The person who stands out, where no word says who is meant; or CD_NONE. */
uint32_t cd_salience_person(const struct cd_salience *s);

/* Who was called by this noun (a token), except this name; or CD_NONE. */
uint32_t cd_salience_called(const struct cd_salience *s, uint32_t noun, uint32_t except);

/* Whom a definite description means, by its noun (a token): who was called so, else the
 * person who stands out. `except` is a name that it cannot be. CD_NONE: nobody. */
uint32_t cd_salience_describe(const struct cd_salience *s, uint32_t noun,
                              uint32_t except);

/* Can a noun (a token) mean this name, by gender and age, if nobody else is called so? */
bool cd_salience_may_be(const struct cd_salience *s, uint32_t name, uint32_t noun);

#endif
