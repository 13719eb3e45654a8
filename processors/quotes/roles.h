/* What somebody is called besides his name, and how old he is: "treasurer Pavel Hradek",
 * "Osei, 42, his predecessor,". Descriptions are told by it. */
#ifndef CD_PROCESSORS_QUOTES_ROLES_H
#define CD_PROCESSORS_QUOTES_ROLES_H

#include "processors/quotes/reading.h"

/* Adds a role (see cd_vocabulary_role); those beyond the first few are left out. */
void cd_role_add(struct cd_name *name, uint64_t role);

/* Takes what stands around a mention into the name's roles and age. */
void cd_roles_take(const struct cd_reading *reading, const struct cd_mention *mention,
                   struct cd_name *name);

/* "Ann Doyle, 42,": the hash of the number behind the mention; 0: there is none. */
uint64_t cd_age_behind(const struct cd_reading *reading,
                       const struct cd_mention *mention);

#endif
