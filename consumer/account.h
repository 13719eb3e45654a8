/* The account that `copydesk explain` gives of two articles. */
#ifndef CD_CONSUMER_ACCOUNT_H
#define CD_CONSUMER_ACCOUNT_H

#include "config/config.h"
#include "consumer/paint.h"
#include "processors/dedup/explain.h"
#include "processors/dedup/passages.h"

enum { CD_EARLIER, CD_LATER, CD_BOTH };

struct cd_account {
    const struct cd_paint *paint;
    const struct cd_config *config;
    const char *const *files;            /* both names */
    struct cd_article articles[CD_BOTH]; /* the later one's verdict and route are known */
    struct cd_explanation why;
    struct cd_text own[CD_BOTH]; /* their bodies without known furniture */
    struct cd_passages passages; /* of these; a: the earlier article's */
};

/* Prints the verdict, the rules, the figures and both texts. CD_ENOMEM. */
CD_MUST_USE int cd_account_print(const struct cd_account *account);

#endif
