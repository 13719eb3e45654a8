/* What a body says itself, without what its outlet sets around every article. */
#ifndef CD_PROCESSORS_DEDUP_OWN_H
#define CD_PROCESSORS_DEDUP_OWN_H

#include "processors/article.h"

/* The body's tokens without known furniture (article->furniture), in order; all of them,
 * where no word is left. Sentences and paragraphs stay the body's. In the article's
 * arena; CD_ENOMEM. */
CD_MUST_USE int cd_own_text(struct cd_text *own, const struct cd_article *article);

#endif
