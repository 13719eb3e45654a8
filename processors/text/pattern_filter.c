/* Filters over the first two words of patterns. Nearly every sentence begins with a word
 * that some pattern begins with ("The"), and next to none goes on as one: so one bit for
 * each pair of words that may begin a pattern saves nearly all walks. Bits are shared by
 * hash, which costs a walk for nothing now and then. */
#include "processors/text/pattern_trie.h"

#define LEAST_BITS (UINT32_C(1) << 15)
#define MOST_BITS  (UINT32_C(1) << 22)
#define BITS_A_PAIR                                                                      \
    16 /* six in a hundred pairs that are not there find their bit set                   \
        */

/* What may follow a first word. */
struct following {
    struct cd_patterns *patterns;
    uint32_t *seen; /* nodes, by the turn in which they were entered */
    uint32_t turn;
    uint32_t *symbols;
    uint32_t symbol_count;
    bool alone, mark, date;
};

/* Collects what may come next at `node` and at all that is reached without a word. */
static void collect(struct following *f, uint32_t node) {
    const uint32_t marks = 1u << CD_STEP_LABEL | 1u << CD_STEP_COMMA |
                           1u << CD_STEP_HYPHEN | 1u << CD_STEP_STOP;
    const struct cd_pattern_node *n = &f->patterns->nodes[node];
    if (f->seen[node] == f->turn)
        return;
    f->seen[node] = f->turn;
    f->mark |= n->steps & marks;
    f->date |= n->steps & 1u << CD_STEP_DATE;
    f->alone |= n->values || (n->steps & ~(marks | 1u << CD_STEP_DATE));
    const struct cd_pattern_branch *edges = cd_pattern_edges(f->patterns, n);
    for (uint32_t i = 0; i < n->edges; i++)
        f->symbols[f->symbol_count++] = edges[i].item;
    for (uint32_t i = n->joins; i; i = f->patterns->links[i - 1].next)
        collect(f, f->patterns->links[i - 1].to);
}

static const struct cd_pattern_symbol *symbol_at(const struct cd_patterns *patterns,
                                                 uint32_t symbol) {
    return &patterns->symbols[symbol - CD_FIRST_SYMBOL];
}

static void set_bit(uint64_t filter[64], uint64_t hash) {
    filter[hash >> 6 & 63] |= UINT64_C(1) << (hash & 63);
}

static void set_pair(struct cd_patterns *patterns, uint64_t first, uint64_t second) {
    uint32_t bit = cd_pattern_pair(first, second) & patterns->pair_mask;
    patterns->pairs[bit / 64] |= UINT64_C(1) << (bit % 64);
}

static void set_pairs(const struct following *f, uint64_t first) {
    for (uint32_t i = 0; i < f->symbol_count; i++) {
        const struct cd_pattern_symbol *symbol = symbol_at(f->patterns, f->symbols[i]);
        for (uint32_t k = 0; k < symbol->count; k++)
            set_pair(f->patterns, first, symbol->hashes[k]);
        if (symbol->number)
            set_pair(f->patterns, first, CD_ANY_NUMBER);
    }
}

static void set_first(const struct following *f, uint64_t first) {
    set_bit(f->patterns->first_words, first);
    if (f->alone)
        set_bit(f->patterns->first_alone, first);
    if (f->mark)
        set_bit(f->patterns->first_mark, first);
    if (f->date)
        set_bit(f->patterns->first_date, first);
    if (f->patterns->pairs)
        set_pairs(f, first);
}

/* Goes over all first words. */
static void go_over(struct following *f) {
    const struct cd_pattern_node *root = &f->patterns->nodes[0];
    const struct cd_pattern_branch *edges = cd_pattern_edges(f->patterns, root);
    for (uint32_t i = 0; i < root->edges; i++) {
        const struct cd_pattern_symbol *symbol = symbol_at(f->patterns, edges[i].item);
        f->turn++;
        f->symbol_count = 0;
        f->alone = f->mark = f->date = false;
        collect(f, edges[i].child);
        for (uint32_t k = 0; k < symbol->count; k++)
            set_first(f, symbol->hashes[k]);
        if (symbol->number)
            set_first(f, CD_ANY_NUMBER);
    }
}

/* Makes the filter of pairs with so many bits; returns how many are set. */
static int fill_pairs(struct following *f, uint32_t bits, uint32_t *set) {
    struct cd_patterns *patterns = f->patterns;
    struct cd_arena *arena = bits == MOST_BITS ? &patterns->scratch : &patterns->arena;
    patterns->pairs = cd_arena_zero(arena, bits / 64, sizeof *patterns->pairs);
    if (!patterns->pairs)
        return CD_ENOMEM;
    patterns->pair_mask = bits - 1;
    go_over(f);
    *set = 0;
    for (uint32_t i = 0; i < bits / 64; i++)
        *set += (uint32_t)__builtin_popcountll(patterns->pairs[i]);
    return CD_OK;
}

int cd_pattern_filter(struct cd_patterns *patterns) {
    struct following f = {.patterns = patterns};
    if (patterns->node_count == 0)
        return CD_OK;
    f.seen = cd_arena_zero(&patterns->scratch, patterns->node_count, sizeof *f.seen);
    f.symbols =
        cd_arena_alloc(&patterns->scratch, patterns->branch_count * sizeof *f.symbols);
    if (!f.seen || !f.symbols)
        return CD_ENOMEM;
    uint32_t pairs, bits = LEAST_BITS;
    /* First with bits to spare, to learn how many there are. */
    if (fill_pairs(&f, MOST_BITS, &pairs))
        return CD_ENOMEM;
    while (bits < pairs * BITS_A_PAIR && bits < MOST_BITS / 2)
        bits *= 2;
    return fill_pairs(&f, bits, &pairs);
}
