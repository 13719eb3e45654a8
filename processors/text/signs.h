/* One sign of a text at a time: what it is and what it folds to. The part of reading a
 * text that knows Unicode (through utf8proc). */
#ifndef CD_PROCESSORS_TEXT_SIGNS_H
#define CD_PROCESSORS_TEXT_SIGNS_H

#include <stdbool.h>
#include <stdint.h>

enum cd_sign_class {
    CD_SIGN_SPACE,
    CD_SIGN_IGNORED, /* zero-width and other format characters, lone combining marks */
    CD_SIGN_LETTER,
    CD_SIGN_ALONE, /* a letter of a script without spaces: a word of its own */
    CD_SIGN_DIGIT,
    CD_SIGN_APOSTROPHE, /* ' and ’: part of a word between two letters */
    CD_SIGN_MARK,
};

struct cd_sign {
    uint32_t cp;
    int len; /* bytes in the text */
    enum cd_sign_class class;
};

/* The sign at `p` (p < end); character references are decoded. */
struct cd_sign cd_sign_at(const char *p, const char *end);

/* The folded form of a letter or digit as UTF-8; up to CD_MOST_FOLDED bytes, its length
 * returned. Empty for combining diacritics. */
#define CD_MOST_FOLDED 80
int cd_sign_fold(uint32_t cp, char *out);

/* Is `mark` behind a sign that stands alone a part of it: the sound mark of kana, which a
 * decomposed text and half width write behind their letter, and the like? */
bool cd_sign_completes(uint32_t alone, uint32_t mark);

bool cd_sign_upper(uint32_t cp); /* upper or title case */
bool cd_sign_lower(uint32_t cp);

#endif
