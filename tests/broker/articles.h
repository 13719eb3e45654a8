/* Articles for tests, made of invented words: any number of them, all different, each
 * known by its number and a seed alone. Some are copies of earlier ones, some cannot be
 * used, as in a real feed. */
#ifndef CD_TESTS_BROKER_ARTICLES_H
#define CD_TESTS_BROKER_ARTICLES_H

#include <stddef.h>

enum cd_kind {
    CD_KIND_FRESH,     /* a text of its own */
    CD_KIND_COPY,      /* the text of an earlier one, under another id */
    CD_KIND_NEAR,      /* the same with a sentence more */
    CD_KIND_BROKEN,    /* not to be used: cut short, no body, an array, not UTF-8 */
    CD_KIND_TOMBSTONE, /* no value at all */
};

/* What the number-th article of that seed is. */
enum cd_kind cd_article_kind(unsigned seed, unsigned number);

/* Its bytes as one JSON text, from malloc; *len 0 and NULL for a tombstone. */
char *cd_article_bytes(unsigned seed, unsigned number, size_t *len);

/* A fresh one's bytes, whatever its kind is: story `story` under the id `id`. */
char *cd_article_story(unsigned seed, unsigned story, const char *id, size_t *len);

#endif
