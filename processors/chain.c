#include "processors/chain.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

struct link {
    const struct cd_processor *processor;
    void *state;
};

/* What changes while the chain is shared: behind a pointer, the rest is read only. */
struct cost {
    _Atomic uint64_t calls, nanoseconds;
};

struct cd_chain {
    struct cost *costs; /* a link each */
    size_t count;
    struct link links[];
};

static const struct cd_processor *find_processor(const char *name) {
    for (const struct cd_processor *const *p = cd_processors; *p; p++)
        if (strcmp((*p)->name, name) == 0)
            return *p;
    return NULL;
}

static bool has(const struct cd_chain *chain, const char *name) {
    for (size_t i = 0; i < chain->count; i++)
        if (strcmp(chain->links[i].processor->name, name) == 0)
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
    struct link *link = &chain->links[chain->count];
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

int cd_chain_new(struct cd_chain **out, const struct cd_config *config,
                 struct cd_error *err) {
    size_t count = 0;
    while (cd_config_item(config, "processors", count))
        count++;
    struct cd_chain *chain = calloc(1, sizeof *chain + count * sizeof *chain->links);
    struct cost *costs = calloc(count + 1, sizeof *costs);
    if (!chain || !costs) {
        free(chain);
        free(costs);
        return cd_fail_memory(err);
    }
    chain->costs = costs;
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
        chain->links[i].processor->destroy(chain->links[i].state);
    free(chain->costs);
    free(chain);
}

bool cd_chain_needs_ledger(const struct cd_chain *chain) { return has(chain, "dedup"); }

/* A clock for metrics alone: no processor sees it. */
static uint64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void count_call(struct cost *cost, uint64_t nanoseconds) {
    atomic_fetch_add_explicit(&cost->calls, 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&cost->nanoseconds, nanoseconds, memory_order_relaxed);
}

enum cd_step cd_chain_run(const struct cd_chain *chain, struct cd_article *article,
                          struct cd_error *why) {
    uint64_t start = now();
    while (article->next_processor < chain->count) {
        const struct link *link = &chain->links[article->next_processor];
        enum cd_step step = link->processor->process(link->state, article, why);
        uint64_t end = now();
        count_call(&chain->costs[article->next_processor], end - start);
        start = end;
        if (step != CD_CONTINUE)
            return step;
        article->next_processor++;
    }
    return CD_CONTINUE;
}

int cd_chain_timing(const struct cd_chain *chain, size_t i, struct cd_chain_timing *out) {
    if (i >= chain->count)
        return 0;
    const struct cost *cost = &chain->costs[i];
    *out = (struct cd_chain_timing){
        chain->links[i].processor->name,
        atomic_load_explicit(&cost->calls, memory_order_relaxed),
        atomic_load_explicit(&cost->nanoseconds, memory_order_relaxed)};
    return 1;
}
