/* An article as a person reads it: its verdict, its archival status, the text with what
 * copydesk found in it, and who speaks. It reads the stamp as any consumer of the output
 * topic would, relying on config/stamp.schema.json and nothing else. */
#ifndef CD_CONSUMER_PICTURE_H
#define CD_CONSUMER_PICTURE_H

#include "consumer/paint.h"
#include "processors/archival/dates.h"
#include "processors/article.h"

struct cd_view {
    struct cd_paint paint;
    const struct cd_date_words *dates; /* to mark the text's; NULL: they are not marked */
};

/* Shows an article by its stamp: `stamped` is the JSON object that holds it as the member
 * "copydesk". Of the article, title, body and fields are looked at; `route`: where it
 * goes, by the policy; NULL: not known. CD_EMESSAGE: there is no stamp; CD_ENOMEM. */
CD_MUST_USE int cd_picture_print(const struct cd_view *view,
                                 const struct cd_article *article, struct cd_str stamped,
                                 const char *route, struct cd_error *err);

#endif
