/* "Did you mean …?": how far a mistyped word is from one that there is. */
#ifndef CD_CONFIG_NEAREST_H
#define CD_CONFIG_NEAREST_H

#include <stdbool.h>
#include <stddef.h>

/* Edits between two words, without regard to case: insertions, deletions, exchanged and
 * swapped letters (Damerau 1964; the restricted form, "optimal string alignment"). Words
 * are compared by their first 63 bytes. */
size_t cd_edit_distance(const char *a, const char *b);

/* Is a word so few edits away from what was meant that it is worth a hint? */
bool cd_edit_close(size_t distance, const char *word);

#endif
