/* Is a text so short that others may have the same words and be other stories: what a
 * paywall leaves, "Developing story, refresh for updates"? Scripts say as much in words
 * of their own length, or without spaces, and not all have capitals by which names are
 * seen. */
#ifndef CD_PROCESSORS_DEDUP_BREVITY_H
#define CD_PROCESSORS_DEDUP_BREVITY_H

#include "processors/text/text.h"

enum cd_brevity {
    CD_BREVITY_NONE, /* long enough */
    CD_BREVITY_STUB, /* short, and nothing in it to tell it by */
    CD_BREVITY_FEW,  /* too few words in any case */
};

/* `words`: how many tokens are no marks; `places`: how many names and numbers there are
 * (slots.h). */
enum cd_brevity cd_brevity_read(const struct cd_text *text, size_t words,
                                uint32_t places);

#endif
