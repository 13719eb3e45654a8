/* The in-article name table: who is named, where, and who is meant by a surname alone. */
#ifndef CD_PROCESSORS_QUOTES_NAMES_H
#define CD_PROCESSORS_QUOTES_NAMES_H

#include "processors/quotes/reading.h"

/* Fills names and mentions of a reading whose text, classes and quotes are set. Runs of
 * capitalised words are names, with the titles before them kept apart. A surname alone
 * belongs to the full name that was given before it, or else after it. CD_ENOMEM. */
CD_MUST_USE int cd_names_find(struct cd_reading *reading, struct cd_error *err);

#endif
