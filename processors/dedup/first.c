/* A bucket is a list from old to new, and the oldest occurrence of all is the first of
 * its bucket, so that what leaves the window is taken from a list's front. The number of
 * buckets is fixed by the settings, so that all instances look equally far. */
#include "processors/dedup/first.h"

#define LIST_SHIFT 10
/* In a bucket: a story carried by all must not slow down others. */
#define MOST_STEPS 64

struct cd_first_bucket {
    uint32_t first, last; /* low 32 bits of numbers in the list; 0: none */
};

/* An occurrence. */
struct cd_quoted {
    uint64_t hash;
    uint32_t article; /* low bits of its number */
    uint32_t next;    /* the next occurrence in its bucket; 0: none */
};

int cd_firsts_init(struct cd_firsts *firsts, uint64_t most) {
    *firsts = (struct cd_firsts){.most = most, .bucket_count = 1};
    cd_fifo_init(&firsts->quotes, sizeof(struct cd_quoted), LIST_SHIFT);
    cd_fifo_init(&firsts->articles, sizeof(struct cd_first), LIST_SHIFT);
    while (firsts->bucket_count < most / 2)
        firsts->bucket_count *= 2;
    firsts->buckets = calloc(firsts->bucket_count, sizeof *firsts->buckets);
    return firsts->buckets ? CD_OK : CD_ENOMEM;
}

static struct cd_quoted *at(const struct cd_firsts *firsts, uint32_t number) {
    uint64_t whole = number ? cd_fifo_number(&firsts->quotes, number) : 0;
    return whole ? cd_fifo_at(&firsts->quotes, whole) : NULL;
}

static struct cd_first *article_of(const struct cd_firsts *firsts,
                                   const struct cd_quoted *quote) {
    uint64_t number = cd_fifo_number(&firsts->articles, quote->article);
    return cd_fifo_at(&firsts->articles, number);
}

static struct cd_first_bucket *bucket_of(const struct cd_firsts *firsts, uint64_t hash) {
    return &firsts->buckets[(hash >> 1) & (firsts->bucket_count - 1)];
}

static void drop_oldest_article(struct cd_firsts *firsts) {
    uint64_t number = firsts->articles.first;
    const struct cd_first *article = cd_fifo_at(&firsts->articles, number);
    if (article->name->holders == 1)
        firsts->name_bytes -= cd_name_bytes(article->name);
    cd_name_drop(article->name);
    cd_fifo_drop(&firsts->articles, number + 1);
}

/* An article goes with its last quote. */
static void drop_oldest(struct cd_firsts *firsts) {
    uint64_t number = firsts->quotes.first;
    const struct cd_quoted *oldest = cd_fifo_at(&firsts->quotes, number);
    const struct cd_quoted *next =
        number + 1 < firsts->quotes.end ? cd_fifo_at(&firsts->quotes, number + 1) : NULL;
    struct cd_first_bucket *bucket = bucket_of(firsts, oldest->hash);
    bucket->first = oldest->next;
    if (!oldest->next)
        bucket->last = 0;
    if (!next || next->article != oldest->article)
        drop_oldest_article(firsts);
    cd_fifo_drop(&firsts->quotes, number + 1);
}

void cd_firsts_done(struct cd_firsts *firsts) {
    while (firsts->articles.item && cd_fifo_count(&firsts->articles))
        drop_oldest_article(firsts);
    cd_fifo_done(&firsts->quotes);
    cd_fifo_done(&firsts->articles);
    free(firsts->buckets);
    firsts->buckets = NULL;
}

/* A quote of the newest article. */
static int add_quote(struct cd_firsts *firsts, uint64_t hash) {
    struct cd_quoted *quote = cd_fifo_push(&firsts->quotes);
    if (!quote)
        return CD_ENOMEM;
    quote->hash = hash;
    quote->article = (uint32_t)(firsts->articles.end - 1);
    uint32_t number = (uint32_t)(firsts->quotes.end - 1);
    struct cd_first_bucket *bucket = bucket_of(firsts, hash);
    struct cd_quoted *last = at(firsts, bucket->last);
    if (last)
        last->next = number;
    else
        bucket->first = number;
    bucket->last = number;
    if (cd_fifo_count(&firsts->quotes) > firsts->most)
        drop_oldest(firsts);
    return CD_OK;
}

int cd_firsts_add(struct cd_firsts *firsts, int64_t place, const struct cd_seen *seen) {
    if (!firsts->most || !seen->said_count)
        return CD_OK;
    struct cd_name *name = cd_name_new(seen->name);
    struct cd_first *article = name ? cd_fifo_push(&firsts->articles) : NULL;
    if (!article) {
        cd_name_drop(name);
        return CD_ENOMEM;
    }
    *article = (struct cd_first){place, seen->published_ms, name};
    firsts->name_bytes += cd_name_bytes(name);
    for (unsigned i = 0; i < seen->said_count; i++)
        if (add_quote(firsts, seen->said[i]))
            return CD_ENOMEM;
    return CD_OK;
}

struct cd_name *cd_firsts_share(struct cd_firsts *firsts, int64_t place) {
    uint64_t low = firsts->articles.first, high = firsts->articles.end;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        const struct cd_first *article = cd_fifo_at(&firsts->articles, middle);
        if (article->place < place)
            low = middle + 1;
        else
            high = middle;
    }
    const struct cd_first *found =
        low < firsts->articles.end ? cd_fifo_at(&firsts->articles, low) : NULL;
    if (!found || found->place != place)
        return NULL;
    if (found->name->holders == 1)
        firsts->name_bytes -= cd_name_bytes(found->name);
    return cd_name_hold(found->name);
}

void cd_firsts_drop(struct cd_firsts *firsts, int64_t place) {
    while (cd_fifo_count(&firsts->quotes)) {
        const struct cd_first *oldest =
            cd_fifo_at(&firsts->articles, firsts->articles.first);
        if (oldest->place >= place)
            return;
        drop_oldest(firsts);
    }
}

const struct cd_first *cd_firsts_find(const struct cd_firsts *firsts, uint64_t hash,
                                      int64_t place) {
    const struct cd_quoted *quote = at(firsts, bucket_of(firsts, hash)->first);
    for (int i = 0; quote && quote->hash != hash && i < MOST_STEPS; i++)
        quote = at(firsts, quote->next);
    if (!quote || quote->hash != hash)
        return NULL;
    const struct cd_first *article = article_of(firsts, quote);
    return article->place < place ? article : NULL;
}

size_t cd_firsts_bytes(const struct cd_firsts *firsts) {
    return firsts->quotes.bytes + firsts->articles.bytes + firsts->name_bytes +
           (size_t)firsts->bucket_count * sizeof *firsts->buckets;
}
