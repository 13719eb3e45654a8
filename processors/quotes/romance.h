/* What the grammars of French, Spanish, Italian and Portuguese have beyond the order of
 * words: infinitives behind prepositions, one of several, and verbs without a person. */
#ifndef CD_PROCESSORS_QUOTES_ROMANCE_H
#define CD_PROCESSORS_QUOTES_ROMANCE_H

#include "processors/quotes/verbs.h"

/* Is the verb an infinitive behind a preposition, and tells what stands behind it: "tras
 * asegurar que", but not "acaba de publicar sus memorias"? */
bool cd_is_infinitive(const struct cd_clause *clause, uint32_t verb);

/* "uno de ellos", "l’une des avocates", beginning at `item`; kind none: not so. */
struct cd_subject cd_one_of(const struct cd_clause *clause, uint32_t item);

/* The house or paper that the preposition behind a verb without a person leads to:
 * "denuncian desde la plataforma"; kind none: there is none. */
struct cd_subject cd_house_behind(const struct cd_clause *clause, uint32_t verb);

/* The same set in front: "Desde la dirección aseguran". */
struct cd_subject cd_house_in_front(const struct cd_clause *clause, uint32_t verb);

/* "De source policière, l’homme était « connu »": the source that a sentence begins with;
 * kind none: it begins otherwise. */
struct cd_subject cd_source_in_front(const struct cd_clause *clause, uint32_t item);

/* "Quant à la région, elle juge": what a pronoun takes up that is set in front; kind
 * none: nothing is. */
struct cd_subject cd_taken_up(const struct cd_clause *clause, uint32_t pronoun);

/* "indique-t-on de source policière": the verb is read with its "on". */
bool cd_impersonal_behind(const struct cd_clause *clause, uint32_t verb);

/* Reads the verb beside an impersonal pronoun at `item`, with the house or paper that it
 * speaks for: "fait-on savoir à la mairie", "se lee en el comunicado". */
bool cd_impersonal_at(struct cd_verb *out, const struct cd_clause *clause, uint32_t item);

#endif
