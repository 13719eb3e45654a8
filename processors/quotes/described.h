/* Who has no name, but is described: what noun goes with which pronoun, and whom words
 * that tell little mean by what the sentence before describes. */
#ifndef CD_PROCESSORS_QUOTES_DESCRIBED_H
#define CD_PROCESSORS_QUOTES_DESCRIBED_H

#include "processors/quotes/walk.h"

/* "The senator"; where a language has no articles, any noun. */
bool cd_is_definite(const struct cd_walk *walk, const struct cd_subject *subject);

/* Does the noun (an item) go with a pronoun of this class? */
bool cd_agrees(const struct cd_walk *walk, uint32_t item, uint64_t pronoun);

/* "One juror was excused. “I like her,” the woman said.": sets *described to whom the
 * sentence before describes, if the subject is a word that tells no more than a gender
 * and can mean him; else false. */
bool cd_is_described_before(const struct cd_walk *walk, const struct cd_subject *subject,
                            struct cd_span *described);

/* "The director, a nervous man called Toby Greer, says": the name in what is set off
 * behind the subject; or CD_NONE. */
uint32_t cd_called_behind(const struct cd_walk *walk, const struct cd_subject *subject);

/* Is the name one that a pronoun hardly means, behind a sentence about somebody whom it
 * describes: no sentence since names it, or the quote does? */
bool cd_is_long_past(const struct cd_walk *walk, uint32_t name,
                     const struct cd_subject *described);

/* "It is doing well, says the woman who took it in. ¶ “…,” she said.": sets *described to
 * the one person whom the sentence `at` tells of without a name; else false. */
bool cd_person_told_of(const struct cd_walk *walk, uint32_t at, uint64_t pronoun,
                       struct cd_span *described);

/* “…,” Rory Bain said. ¶ “…,” his brother said: who may be that of whom spoke last, where
 * it can be one only and nobody is called so; or CD_NONE. */
uint32_t cd_kin_of(const struct cd_walk *walk, const struct cd_subject *subject);

/* The sentence before, or the one before those in its paragraph that are about the same
 * pronoun: "A mediator came. She stayed a day. In her report she …". */
uint32_t cd_before_pronouns(const struct cd_walk *walk, uint64_t pronoun);

/* "She asked the minister whether he would. He said": whom the sentence before asks. */
bool cd_asked_before(const struct cd_walk *walk, struct cd_subject *asked);

/* "Her friend waited. … “…,” the friend said.": is the noun the one that a sentence
 * before in the paragraph describes somebody by? Then he is *described. */
bool cd_repeats_noun(const struct cd_walk *walk, const struct cd_subject *subject,
                     struct cd_span *described);

#endif
