/* What a reader must know before relying on an article, and what the publisher's own
 * fields say of it. Archival stamps it; the deduplicator must know what was killed. */
#ifndef CD_PROCESSORS_STATUS_H
#define CD_PROCESSORS_STATUS_H

#include "processors/article.h"

/* In the order of precedence: the first one found is the article's. */
enum cd_status {
    CD_STATUS_WITHHELD,
    CD_STATUS_RETRACTED,
    CD_STATUS_EMBARGOED,
    CD_STATUS_EXPIRED,
    CD_STATUS_SUPERSEDED,
    CD_STATUS_ARCHIVED,
    CD_STATUS_OUTDATED,
    CD_STATUS_CORRECTED,
    CD_STATUS_UPDATED,
    CD_STATUS_CURRENT
};

/* What a field's value says: a value of ninjs' pubstatus or schema.org's
 * creativeWorkStatus, also as a URI ("stat:canceled", "https://schema.org/Archived"), or
 * a word that feeds use in their place; of an object that is a term (schema.org's
 * DefinedTerm) its name or code says it, of an array the strongest of its elements.
 * CD_STATUS_CURRENT for everything else. */
enum cd_status cd_status_of_value(const struct cd_value *value);

/* A kill: the publisher's fields (pubstatus, creativeWorkStatus) say that the article is
 * withheld or retracted. */
bool cd_status_kills(const struct cd_article *article);

#endif
