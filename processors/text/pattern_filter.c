/* The first two words of patterns. Nearly every sentence begins with a word that some
 * pattern begins with ("The"), and next to none goes on as one. So one bit for each pair
 * of words that may begin a pattern saves nearly all walks, and a table of the pairs says
 * where in the trie the others begin: behind the second word, since from the root a
 * common first word leads to dozens of nodes. Bits are shared by hash, which costs a
 * look-up for nothing now and then. */
#include <stdlib.h>

#include "processors/text/pattern_trie.h"

/* Of the bits that tell which pairs there are. */
#define LEAST_ROWS  (UINT32_C(1) << 9)
#define MOST_ROWS   (UINT32_C(1) << 16)
#define PAIRS_A_ROW 4 /* at most two in a hundred that are not there seem to be */

/* Two words and a node that they lead to. */
struct pair {
    uint64_t key;
    uint32_t node;
};

struct pairs {
    struct pair *items;
    size_t count, room;
};

/* What may follow a first word. */
struct following {
    struct cd_patterns *patterns;
    uint32_t *seen; /* nodes, by the turn in which they were entered */
    uint32_t turn;
    struct cd_pattern_branch *edges; /* that take a second word */
    uint32_t edge_count;
    bool alone, mark, date;
    struct pairs pairs;
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
        f->edges[f->edge_count++] = edges[i];
    for (uint32_t i = n->joins; i; i = f->patterns->links[i - 1].next)
        collect(f, f->patterns->links[i - 1].to);
}

static const struct cd_pattern_symbol *symbol_at(const struct cd_patterns *patterns,
                                                 uint32_t symbol) {
    return &patterns->symbols[symbol - CD_FIRST_SYMBOL];
}

static int add_pair(struct following *f, uint64_t first, uint64_t second, uint32_t node) {
    struct pairs *pairs = &f->pairs;
    if (pairs->count == pairs->room) {
        size_t more = pairs->room ? pairs->room * 2 : 1024;
        struct pair *items = realloc(pairs->items, more * sizeof *items);
        if (!items)
            return CD_ENOMEM;
        pairs->items = items;
        pairs->room = more;
    }
    pairs->items[pairs->count++] = (struct pair){cd_pattern_pair(first, second), node};
    return CD_OK;
}

static int add_pairs(struct following *f, uint64_t first) {
    int code = CD_OK;
    for (uint32_t i = 0; i < f->edge_count && !code; i++) {
        struct cd_pattern_branch edge = f->edges[i];
        const struct cd_pattern_symbol *symbol = symbol_at(f->patterns, edge.item);
        for (uint32_t k = 0; k < symbol->count && !code; k++)
            code = add_pair(f, first, symbol->hashes[k], edge.child);
        if (symbol->number && !code)
            code = add_pair(f, first, CD_ANY_NUMBER, edge.child);
    }
    return code;
}

static int set_first(struct following *f, uint64_t first) {
    uint32_t place = (uint32_t)first % CD_PATTERN_FIRST;
    f->patterns->first_words[place / 64] |= UINT64_C(1) << place % 64;
    f->patterns->first[place] |= (f->alone ? CD_FIRST_ALONE : 0) |
                                 (f->mark ? CD_FIRST_MARK : 0) |
                                 (f->date ? CD_FIRST_DATE : 0);
    return add_pairs(f, first);
}

/* Goes over all first words. */
static int go_over(struct following *f) {
    const struct cd_pattern_node *root = &f->patterns->nodes[0];
    const struct cd_pattern_branch *edges = cd_pattern_edges(f->patterns, root);
    int code = CD_OK;
    for (uint32_t i = 0; i < root->edges; i++) {
        const struct cd_pattern_symbol *symbol = symbol_at(f->patterns, edges[i].item);
        f->turn++;
        f->edge_count = 0;
        f->alone = f->mark = f->date = false;
        collect(f, edges[i].child);
        for (uint32_t k = 0; k < symbol->count && !code; k++)
            code = set_first(f, symbol->hashes[k]);
        if (symbol->number && !code)
            code = set_first(f, CD_ANY_NUMBER);
    }
    return code;
}

static int compare_pairs(const void *a, const void *b) {
    const struct pair *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->node > y->node) - (x->node < y->node);
}

/* Writes for each pair the list of its nodes, and where that is. */
static int write_table(struct cd_patterns *patterns, const struct pairs *pairs) {
    uint32_t *lists = cd_arena_alloc(&patterns->arena, pairs->count * 2 * sizeof *lists);
    uint32_t n = 0;
    patterns->pair_nodes = lists;
    if (!lists)
        return CD_ENOMEM;
    for (size_t i = 0; i < pairs->count;) {
        uint32_t head = n++;
        uint64_t key = pairs->items[i].key;
        for (; i < pairs->count && pairs->items[i].key == key; i++)
            if (n == head + 1 || lists[n - 1] != pairs->items[i].node)
                lists[n++] = pairs->items[i].node;
        lists[head] = n - head - 1;
        if (cd_words_add(patterns->pair_index, key, (int)head))
            return CD_ENOMEM;
    }
    return CD_OK;
}

static int write_bits(struct cd_patterns *patterns, const struct pairs *pairs) {
    uint32_t rows = LEAST_ROWS;
    while (rows * PAIRS_A_ROW < cd_words_count(patterns->pair_index) && rows < MOST_ROWS)
        rows *= 2;
    patterns->pairs = cd_arena_zero(&patterns->arena, rows, sizeof *patterns->pairs);
    if (!patterns->pairs)
        return CD_ENOMEM;
    patterns->pair_mask = rows - 1;
    for (size_t i = 0; i < pairs->count; i++)
        *cd_pattern_pair_row(patterns, pairs->items[i].key) |=
            cd_pattern_pair_bits(pairs->items[i].key);
    return CD_OK;
}

int cd_pattern_filter(struct cd_patterns *patterns) {
    struct following f = {.patterns = patterns};
    if (patterns->node_count == 0)
        return CD_OK;
    f.seen = cd_arena_zero(&patterns->scratch, patterns->node_count, sizeof *f.seen);
    f.edges =
        cd_arena_alloc(&patterns->scratch, patterns->branch_count * sizeof *f.edges);
    int code = f.seen && f.edges ? go_over(&f) : CD_ENOMEM;
    if (f.pairs.count)
        qsort(f.pairs.items, f.pairs.count, sizeof *f.pairs.items, compare_pairs);
    if (!code)
        code = write_table(patterns, &f.pairs);
    if (!code)
        code = write_bits(patterns, &f.pairs);
    free(f.pairs.items);
    return code;
}

/* ---- Asking ---- */

/* Does a mark stand at token `i`, or does the sentence or line end before it? */
static bool is_mark_or_end(const struct cd_text *text, uint32_t i) {
    const uint16_t begins = CD_TOKEN_SENTENCE | CD_TOKEN_LINE;
    return i == text->token_count || (text->tokens[i].flags & begins) ||
           text->tokens[i].kind == CD_TOKEN_MARK;
}

struct cd_pattern_beginning cd_pattern_beginning(const struct cd_patterns *patterns,
                                                 const struct cd_text *text,
                                                 uint32_t token) {
    const struct cd_pattern_beginning nowhere = {.how = CD_NOWHERE},
                                      at_root = {.how = CD_AT_ROOT};
    uint64_t first = cd_pattern_hash(&text->tokens[token]);
    uint8_t known = cd_pattern_first(patterns, first);
    if (known & CD_FIRST_ALONE)
        return at_root;
    if ((known & CD_FIRST_MARK) && is_mark_or_end(text, token + 1))
        return at_root;
    uint32_t i = cd_pattern_next_word(text, token + 1);
    if (i == text->token_count)
        return nowhere;
    if ((known & CD_FIRST_DATE) && cd_pattern_is_date(patterns, &text->tokens[i]))
        return at_root;
    uint64_t key = cd_pattern_pair(first, cd_pattern_hash(&text->tokens[i]));
    bool found = !(cd_pattern_pair_bits(key) & ~*cd_pattern_pair_row(patterns, key));
    return found ? (struct cd_pattern_beginning){key, i, CD_BEHIND_PAIR} : nowhere;
}

/* A bit for each of `count` tokens that may be a first word: told without a branch, since
 * no processor foresees which are. */
static uint64_t first_words(const struct cd_patterns *patterns,
                            const struct cd_token *tokens, uint32_t count) {
    uint64_t found = 0;
    for (uint32_t i = 0; i < count; i++)
        found |= cd_pattern_first_bit(patterns, cd_pattern_hash(&tokens[i])) << i;
    return found;
}

uint32_t cd_patterns_next(const struct cd_patterns *patterns, const struct cd_text *text,
                          uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; i += 64) {
        uint32_t count = to - i < 64 ? to - i : 64;
        uint64_t found = first_words(patterns, &text->tokens[i], count);
        for (; found; found &= found - 1) {
            uint32_t token = i + (uint32_t)__builtin_ctzll(found);
            if (cd_pattern_is_word(&text->tokens[token]) &&
                cd_pattern_beginning(patterns, text, token).how != CD_NOWHERE)
                return token;
        }
    }
    return to;
}
