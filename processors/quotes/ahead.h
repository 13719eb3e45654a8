/* Whom a pronoun or a description means that stands before any name: news features keep
 * the name for the second sentence. */
#ifndef CD_PROCESSORS_QUOTES_AHEAD_H
#define CD_PROCESSORS_QUOTES_AHEAD_H

#include "processors/quotes/walk.h"

/* “It was hot,” she said. ¶ Ann Doyle runs the shop.: the first person named behind the
 * sentence who goes with the pronoun, before anybody else speaks; or CD_NONE. */
uint32_t cd_named_ahead(const struct cd_walk *walk, uint64_t pronoun);

/* “A crocodile,” said the woman who found it. Ann Doyle had come to study turtles.: who
 * is introduced by name as what the next sentence of the paragraph is about; or CD_NONE.
 */
uint32_t cd_introduced_ahead(const struct cd_walk *walk);

/* "The mayor has resigned over “a muddle”. ¶ Ann Doyle was …": who begins a sentence of
 * the next paragraphs, behind an article's first sentences, which describe somebody by
 * this noun's class and name nobody; or CD_NONE. */
uint32_t cd_led_in(const struct cd_walk *walk, uint64_t noun);

#endif
