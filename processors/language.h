/* What an article's language tag says. */
#ifndef CD_PROCESSORS_LANGUAGE_H
#define CD_PROCESSORS_LANGUAGE_H

#include "base/arena.h"
#include "base/str.h"

/* The primary subtag of a BCP 47 tag in lower case, two letters where ISO 639-1 has them:
 * "en" of "en-GB", "EN_us" and "eng" (ISO 639-2). Absent where the tag names no language:
 * "und", "mul", "English". Static or in the arena. CD_ENOMEM. */
CD_MUST_USE int cd_language_read(struct cd_str tag, struct cd_arena *arena,
                                 struct cd_str *out);

#endif
