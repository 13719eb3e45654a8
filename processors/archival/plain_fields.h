/* Fields as feeds wrap them. */
#ifndef CD_ARCHIVAL_PLAIN_FIELDS_H
#define CD_ARCHIVAL_PLAIN_FIELDS_H

#include "processors/archival/dates.h"
#include "processors/article.h"

/* How dates of this article are read. */
struct cd_dater {
    const struct cd_date_words *words;
    enum cd_date_order order;
};

/* The article with the fields that are dates or addresses unwrapped: of an array the
 * first element (of embargoes that which ends last), of JSON-LD's objects "@value" or
 * "@id", of MongoDB's extended JSON
 * "$date". *out is `article` itself where there is nothing to do, else a copy in its
 * arena. CD_ENOMEM. */
CD_MUST_USE int cd_plain_fields(const struct cd_article *article,
                                const struct cd_dater *dater,
                                const struct cd_article **out, struct cd_error *err);

#endif
