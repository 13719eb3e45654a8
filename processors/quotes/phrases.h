/* Noun phrases in a sentence: how far they reach, and who is meant by them. */
#ifndef CD_PROCESSORS_QUOTES_PHRASES_H
#define CD_PROCESSORS_QUOTES_PHRASES_H

#include "processors/quotes/clause.h"

/* "jailed", "quipped": by its ending, for words that no lexicon has. */
bool cd_ends_in_ed(const struct cd_clause *clause, uint32_t item);

/* An adverb or auxiliary: what may stand between a subject and its verb. */
bool cd_item_adverb(const struct cd_clause *clause, uint32_t item);

/* A word or name that can be a noun or stand before one. */
bool cd_item_nominal(const struct cd_clause *clause, uint32_t item);

/* An article or its like: "the", "his". */
bool cd_begins_phrase(const struct cd_clause *clause, uint32_t item);

/* "talent manager": a word before a noun for a person. */
bool cd_qualifies_person(const struct cd_clause *clause, uint32_t item);

/* A preposition that may link two nouns into one phrase. */
bool cd_links_nouns(const struct cd_clause *clause, uint32_t item);

/* German "der", "des": an article that may be a genitive's; not "dem", "den". */
bool cd_is_genitive(const struct cd_clause *clause, uint32_t item);

/* Is the item governed by a preposition, with or without an article between? */
bool cd_is_governed(const struct cd_clause *clause, uint32_t item);

/* The first item of the noun phrase whose last one is `last`, articles included. */
uint32_t cd_phrase_start(const struct cd_clause *clause, uint32_t last);

/* Does the name only qualify another one behind it: "Trump adviser Omar Aziz"? With
 * `person` any noun between will do, else it must be one for a person. */
bool cd_leads_to_name(const struct cd_clause *clause, uint32_t item, bool person);

/* Is the word a verb of perceiving or getting: what is heard or found is another's? */
bool cd_receives(const struct cd_clause *clause, uint32_t item);

/* The noun that a name only qualifies ("A Clinton campaign official"); 0: none. */
uint32_t cd_qualified_noun(const struct cd_clause *clause, uint32_t item);

/* Does the name behind a verb only qualify a noun: "said the Citi credit strategists"? */
bool cd_qualifies_noun(const struct cd_clause *c, uint32_t name);

/* A name as a subject, with what stands before it in its phrase. */
struct cd_subject cd_name_subject(const struct cd_clause *clause, uint32_t item);

/* The subject that ends with a name, with a noun, or (past an aside without its second
 * comma) before a phrase. */
struct cd_subject cd_name_before(const struct cd_clause *clause, uint32_t item);
struct cd_subject cd_phrase_before(const struct cd_clause *clause, uint32_t last);
struct cd_subject cd_past_open_aside(const struct cd_clause *clause,
                                     struct cd_subject subject);

/* Does a person's name stand behind what an office is of, and say who holds it: "le
 * ministre de l’Intérieur Bruno Castaing"? */
bool cd_is_apposed(const struct cd_clause *clause, uint32_t item);

/* "the mayor, Ann Doyle", "one of them, Bo Wester": the name that says who a phrase at
 * `first` is; or CD_NONE. */
uint32_t cd_apposed_behind(const struct cd_clause *clause, uint32_t first);

/* The phrase that begins at `first` and runs to the right. */
struct cd_subject cd_phrase_behind(const struct cd_clause *clause, uint32_t first);

#endif
