#include "processors/chain.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

struct link {
    const struct cd_processor *processor;
    void *state;
};

/* What changes while the chain is shared: behind pointers, the rest is read only. */
struct cost {
    _Atomic uint64_t calls, nanoseconds;
};

/* Two places for the links. An article is run with those of the active place and counted
 * as their user; who puts others there fills the idle place, makes it the active one, and
 * waits until the old one has no user left. A lock would do, too, but every article would
 * take it, for something that happens once in a month. */
struct stage {
    struct link *links[2];
    _Atomic uint32_t active, users[2];
    uint32_t
        numbers[2]; /* of the links in each place: how many were made before, and 1 */
};

struct cd_chain {
    struct cost *costs; /* a link each */
    struct stage *stage;
    size_t count;
};

/* The links that are in force; for the thread that reloads. */
static struct link *links_of(const struct cd_chain *chain) {
    return chain->stage->links[atomic_load(&chain->stage->active)];
}

/* A look at `active` behind the count tells whether the count came too late: then these
 * links may be going already. */
static uint32_t begin_use(const struct cd_chain *chain) {
    struct stage *stage = chain->stage;
    for (;;) {
        uint32_t place = atomic_load(&stage->active);
        atomic_fetch_add(&stage->users[place], 1);
        if (atomic_load(&stage->active) == place)
            return place;
        atomic_fetch_sub(&stage->users[place], 1);
    }
}

static void end_use(const struct cd_chain *chain, uint32_t place) {
    atomic_fetch_sub(&chain->stage->users[place], 1);
}

static const struct cd_processor *find_processor(const char *name) {
    for (const struct cd_processor *const *p = cd_processors; *p; p++)
        if (strcmp((*p)->name, name) == 0)
            return *p;
    return NULL;
}

static bool has(const struct cd_chain *chain, const char *name) {
    for (size_t i = 0; i < chain->count; i++)
        if (strcmp(links_of(chain)[i].processor->name, name) == 0)
            return true;
    return false;
}

/* What the option table cannot say: no processor twice, and the deduplicator first, since
 * what it diverts must not have been worked on. */
static int check_place(const struct cd_chain *chain, const char *name,
                       struct cd_error *err) {
    if (has(chain, name))
        return cd_fail(err, CD_EUSAGE, "processors", "/processors/%zu: \"%s\" twice",
                       chain->count, name);
    if (chain->count && strcmp(name, "dedup") == 0)
        return cd_fail(err, CD_EUSAGE, "processors",
                       "/processors/%zu: \"dedup\" must be first", chain->count);
    return CD_OK;
}

static int add_link(struct cd_chain *chain, const struct cd_config *config,
                    const char *name, struct cd_error *err) {
    int rc = check_place(chain, name, err);
    if (rc)
        return rc;
    struct link *link = &links_of(chain)[chain->count];
    link->processor = find_processor(name);
    if (!link->processor)
        return cd_fail(err, CD_EUSAGE, "processors",
                       "/processors/%zu: there is no processor \"%s\"", chain->count,
                       name);
    rc = link->processor->configure(&link->state, config, err);
    if (rc)
        return rc;
    chain->count++;
    return CD_OK;
}

static struct cd_chain *make_chain(size_t count) {
    struct cd_chain *chain = calloc(1, sizeof *chain);
    if (!chain)
        return NULL;
    chain->costs = calloc(count + 1, sizeof *chain->costs);
    chain->stage = calloc(1, sizeof *chain->stage);
    if (chain->stage)
        chain->stage->links[0] = calloc(count + 1, sizeof *chain->stage->links[0]);
    if (chain->costs && chain->stage && chain->stage->links[0]) {
        chain->stage->numbers[0] = 1;
        return chain;
    }
    cd_chain_free(chain);
    return NULL;
}

int cd_chain_new(struct cd_chain **out, const struct cd_config *config,
                 struct cd_error *err) {
    size_t count = 0;
    while (cd_config_item(config, "processors", count))
        count++;
    struct cd_chain *chain = make_chain(count);
    if (!chain)
        return cd_fail_memory(err);
    for (size_t i = 0; i < count; i++) {
        int rc = add_link(chain, config, cd_config_item(config, "processors", i), err);
        if (rc) {
            cd_chain_free(chain);
            return rc;
        }
    }
    *out = chain;
    return CD_OK;
}

void cd_chain_free(struct cd_chain *chain) {
    if (!chain)
        return;
    for (size_t i = 0; i < chain->count; i++)
        links_of(chain)[i].processor->destroy(links_of(chain)[i].state);
    if (chain->stage)
        free(chain->stage->links[atomic_load(&chain->stage->active)]);
    free(chain->stage);
    free(chain->costs);
    free(chain);
}

/* ---- reloading ---- */

/* Destroys the states of the first `count` links that are not shared with others. */
static void drop_links(struct link *links, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (links[i].processor->reloads)
            links[i].processor->destroy(links[i].state);
    free(links);
}

static int make_links(const struct cd_chain *chain, const struct cd_config *config,
                      struct link **out, struct cd_error *err) {
    struct link *links = calloc(chain->count + 1, sizeof *links);
    if (!links)
        return cd_fail_memory(err);
    for (size_t i = 0; i < chain->count; i++) {
        links[i] = links_of(chain)[i];
        if (!links[i].processor->reloads)
            continue;
        int rc = links[i].processor->configure(&links[i].state, config, err);
        if (rc) {
            drop_links(links, i);
            return rc;
        }
    }
    *out = links;
    return CD_OK;
}

static void tell_hits(const struct link *links, size_t count,
                      const struct cd_hit_counter *to) {
    for (size_t i = 0; i < count; i++)
        if (links[i].processor->hits)
            links[i].processor->hits(links[i].state, to);
}

int cd_chain_reload(struct cd_chain *chain, const struct cd_config *config,
                    const struct cd_hit_counter *to, struct cd_error *err) {
    struct stage *stage = chain->stage;
    const struct timespec moment = {.tv_nsec = 1000000};
    uint32_t old = atomic_load(&stage->active);
    int rc = make_links(chain, config, &stage->links[!old], err);
    if (rc)
        return rc;
    stage->numbers[!old] = stage->numbers[old] + 1;
    atomic_store(&stage->active, !old);
    while (atomic_load(&stage->users[old]))
        nanosleep(&moment, NULL);
    if (to)
        tell_hits(stage->links[old], chain->count, to);
    drop_links(stage->links[old], chain->count);
    stage->links[old] = NULL;
    return CD_OK;
}

void cd_chain_hits(const struct cd_chain *chain, const struct cd_hit_counter *to) {
    tell_hits(links_of(chain), chain->count, to);
}

bool cd_chain_needs_ledger(const struct cd_chain *chain) { return has(chain, "dedup"); }

/* A clock for metrics alone: no processor sees it. */
static uint64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void count_call(struct cost *cost, uint64_t calls, uint64_t nanoseconds) {
    atomic_fetch_add_explicit(&cost->calls, calls, memory_order_relaxed);
    atomic_fetch_add_explicit(&cost->nanoseconds, nanoseconds, memory_order_relaxed);
}

/* What the spans of an HTML article count in, and so never left out. Copies that are
 * diverted have no spans. */
static enum cd_step tell_plain(struct cd_article *article, struct cd_error *why) {
    if (!article->plain.p)
        return CD_CONTINUE;
    struct cd_buf out = cd_buf_in(article->arena);
    struct cd_json json = cd_json_to(&out);
    cd_json_string(&json, article->plain);
    if (out.failed) {
        cd_fail_memory(why);
        return CD_REJECT;
    }
    cd_article_stamp(article, "plain", cd_buf_str(&out), 0);
    return CD_CONTINUE;
}

/* What each finds in the text, for all who come; once for the links in a place. */
static int read_text(const struct cd_chain *chain, uint32_t place,
                     struct cd_article *article, struct cd_error *why) {
    const struct link *links = chain->stage->links[place];
    int rc = CD_OK;
    if (article->read_by == chain->stage->numbers[place])
        return CD_OK;
    for (size_t i = 0; i < chain->count && rc == CD_OK; i++) {
        if (!links[i].processor->read)
            continue;
        uint64_t start = now();
        rc = links[i].processor->read(links[i].state, article, why);
        count_call(&chain->costs[i], 0, now() - start);
    }
    article->read_by = chain->stage->numbers[place];
    return rc;
}

static enum cd_step run_links(const struct cd_chain *chain, uint32_t place,
                              struct cd_article *article, struct cd_error *why) {
    if (read_text(chain, place, article, why))
        return CD_REJECT;
    uint64_t start = now();
    while (article->next_processor < chain->count) {
        const struct link *link = &chain->stage->links[place][article->next_processor];
        enum cd_step step = link->processor->process(link->state, article, why);
        uint64_t end = now();
        count_call(&chain->costs[article->next_processor], 1, end - start);
        start = end;
        if (step != CD_CONTINUE)
            return step;
        article->next_processor++;
    }
    return tell_plain(article, why);
}

enum cd_step cd_chain_run(const struct cd_chain *chain, struct cd_article *article,
                          struct cd_error *why) {
    uint32_t place = begin_use(chain);
    enum cd_step step = run_links(chain, place, article, why);
    end_use(chain, place);
    return step;
}

int cd_chain_timing(const struct cd_chain *chain, size_t i, struct cd_chain_timing *out) {
    if (i >= chain->count)
        return 0;
    const struct cost *cost = &chain->costs[i];
    *out = (struct cd_chain_timing){
        links_of(chain)[i].processor->name,
        atomic_load_explicit(&cost->calls, memory_order_relaxed),
        atomic_load_explicit(&cost->nanoseconds, memory_order_relaxed)};
    return 1;
}
