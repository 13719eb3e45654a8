/* What an agency puts to the headline of a later version of its report: "UPDATE 2-",
 * "CORRECTED-", "REFILE-", "KILL:" before it (Reuters Handbook of Journalism, "Updates"
 * and "Corrections, Refiles, Kills"), "(CORRECTED)" or "1st Ld-Writethru" behind it.
 * Whoever gets it from elsewhere than the first version, has no key that joins the two;
 * it is a later version none the less, and no copy to be set aside.
 */
#ifndef CD_PROCESSORS_DEDUP_SLUG_H
#define CD_PROCESSORS_DEDUP_SLUG_H

#include "processors/text/text.h"

#define CD_SLUG_BITS 7

/* Which slug a headline has, as a hash of CD_SLUG_BITS bits; 0: none. "UPDATE 1"
 * and "UPDATE 2" differ. */
uint8_t cd_slug_read(const struct cd_text *title);

#endif
