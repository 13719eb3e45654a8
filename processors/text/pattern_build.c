/* Symbols, groups, and the trie itself. */
#include <stdlib.h>

#include "base/hash.h"
#include "processors/text/pattern_trie.h"

void *cd_pattern_grow(struct cd_arena *arena, void *items, uint32_t count, uint32_t *room,
                      size_t size) {
    if (count < *room)
        return items;
    uint32_t more = *room ? *room * 2 : 16;
    void *grown = cd_arena_grow(arena, items, *room * size, more * size);
    if (grown)
        *room = more;
    return grown;
}

/* ---- Symbols ---- */

static int compare_hashes(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static uint64_t bits_of(const uint64_t *hashes, uint32_t count, bool number) {
    uint64_t bits = number ? cd_pattern_bit(CD_ANY_NUMBER) : 0;
    for (uint32_t i = 0; i < count; i++)
        bits |= cd_pattern_bit(hashes[i]);
    return bits;
}

int cd_pattern_symbol(struct cd_patterns *patterns, uint64_t *hashes, uint32_t count,
                      bool number, uint32_t *symbol) {
    uint32_t n = 0;
    if (count)
        qsort(hashes, count, sizeof *hashes, compare_hashes);
    for (uint32_t i = 0; i < count; i++)
        if (n == 0 || hashes[n - 1] != hashes[i])
            hashes[n++] = hashes[i];
    uint64_t digest = cd_hash(hashes, n * sizeof *hashes) + number;
    int found = cd_words_find(patterns->symbol_index, digest);
    if (found >= 0) {
        *symbol = CD_FIRST_SYMBOL + (uint32_t)found;
        return CD_OK;
    }
    struct cd_pattern_symbol *symbols =
        cd_pattern_grow(&patterns->arena, patterns->symbols, patterns->symbol_count,
                        &patterns->symbol_room, sizeof *symbols);
    uint64_t *kept = cd_arena_alloc(&patterns->arena, n * sizeof *kept);
    if (!symbols || !kept)
        return CD_ENOMEM;
    if (n)
        memcpy(kept, hashes, n * sizeof *kept);
    patterns->symbols = symbols;
    symbols[patterns->symbol_count] = (struct cd_pattern_symbol){
        .hashes = kept, .count = n, .number = number, .bits = bits_of(kept, n, number)};
    *symbol = CD_FIRST_SYMBOL + patterns->symbol_count;
    return cd_words_add(patterns->symbol_index, digest, (int)patterns->symbol_count++);
}

/* One symbol for what the rows of one symbol each take. */
static int join_symbols(struct cd_patterns *patterns, const struct cd_pattern_row *rows,
                        uint32_t count, uint32_t *symbol) {
    uint32_t total = 0;
    bool number = false;
    for (uint32_t i = 0; i < count; i++)
        total += patterns->symbols[rows[i].items[0] - CD_FIRST_SYMBOL].count;
    uint64_t *hashes = cd_arena_alloc(&patterns->scratch, total * sizeof *hashes);
    if (!hashes)
        return CD_ENOMEM;
    total = 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct cd_pattern_symbol *s =
            &patterns->symbols[rows[i].items[0] - CD_FIRST_SYMBOL];
        if (s->count)
            memcpy(hashes + total, s->hashes, s->count * sizeof *hashes);
        total += s->count;
        number |= s->number;
    }
    return cd_pattern_symbol(patterns, hashes, total, number, symbol);
}

/* ---- Groups ---- */

static bool is_word(struct cd_pattern_row row) {
    return row.count == 1 && row.items[0] >= CD_FIRST_SYMBOL && row.items[0] < CD_GROUP;
}

/* Moves the rows that are one symbol each to the front; returns how many there are. */
static uint32_t words_first(struct cd_pattern_row *rows, uint32_t count) {
    uint32_t words = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!is_word(rows[i]))
            continue;
        struct cd_pattern_row row = rows[i];
        memmove(&rows[words + 1], &rows[words], (i - words) * sizeof row);
        rows[words++] = row;
    }
    return words;
}

static uint64_t digest_of(const struct cd_pattern_row *rows, uint32_t count) {
    uint64_t digest = count;
    for (uint32_t i = 0; i < count; i++) {
        digest = cd_hash_mix(digest + rows[i].count);
        if (rows[i].count)
            digest ^= cd_hash(rows[i].items, rows[i].count * sizeof *rows[i].items);
    }
    return cd_hash_mix(digest);
}

static struct cd_pattern_row *copy_rows(struct cd_patterns *patterns,
                                        const struct cd_pattern_row *rows,
                                        uint32_t count) {
    struct cd_pattern_row *kept = cd_arena_alloc(&patterns->arena, count * sizeof *kept);
    for (uint32_t i = 0; kept && i < count; i++) {
        size_t size = rows[i].count * sizeof *rows[i].items;
        uint32_t *items = cd_arena_alloc(&patterns->arena, size);
        if (!items)
            return NULL;
        if (size)
            memcpy(items, rows[i].items, size);
        kept[i] = (struct cd_pattern_row){items, rows[i].count};
    }
    return kept;
}

int cd_pattern_group(struct cd_patterns *patterns, struct cd_pattern_row *rows,
                     uint32_t count, uint32_t *item) {
    uint32_t joined, words = words_first(rows, count);
    if (words > 0) {
        if (join_symbols(patterns, rows, words, &joined))
            return CD_ENOMEM;
        rows += words - 1;
        count -= words - 1;
        rows[0] = (struct cd_pattern_row){&joined, 1};
    }
    if (count == 1 && rows[0].count == 1) {
        *item = rows[0].items[0];
        return CD_OK;
    }
    uint64_t digest = digest_of(rows, count);
    int found = cd_words_find(patterns->group_index, digest);
    if (found >= 0) {
        *item = CD_GROUP + (uint32_t)found;
        return CD_OK;
    }
    struct cd_pattern_group *groups =
        cd_pattern_grow(&patterns->arena, patterns->groups, patterns->group_count,
                        &patterns->group_room, sizeof *groups);
    struct cd_pattern_row *kept = copy_rows(patterns, rows, count);
    if (!groups || !kept)
        return CD_ENOMEM;
    patterns->groups = groups;
    groups[patterns->group_count] = (struct cd_pattern_group){kept, count};
    *item = CD_GROUP + patterns->group_count;
    return cd_words_add(patterns->group_index, digest, (int)patterns->group_count++);
}

bool cd_pattern_item_empty(const struct cd_patterns *patterns, uint32_t item) {
    if (item < CD_GROUP)
        return item == CD_STEP_GAP || item == CD_STEP_STOP;
    const struct cd_pattern_group *group = &patterns->groups[item - CD_GROUP];
    for (uint32_t i = 0; i < group->count; i++)
        if (cd_pattern_row_empty(patterns, group->rows[i]))
            return true;
    return false;
}

bool cd_pattern_row_empty(const struct cd_patterns *patterns, struct cd_pattern_row row) {
    for (uint32_t i = 0; i < row.count; i++)
        if (!cd_pattern_item_empty(patterns, row.items[i]))
            return false;
    return true;
}

/* ---- The trie ---- */

static struct cd_pattern_edge *edge_slot(const struct cd_patterns *patterns,
                                         uint32_t node, uint32_t item) {
    uint32_t mask = patterns->edge_room - 1;
    uint32_t i = (uint32_t)cd_hash_mix((uint64_t)node << 32 | item) & mask;
    while (patterns->edges[i].node != CD_NO_NODE &&
           (patterns->edges[i].node != node || patterns->edges[i].item != item))
        i = (i + 1) & mask;
    return &patterns->edges[i];
}

uint32_t cd_pattern_child(const struct cd_patterns *patterns, uint32_t node,
                          uint32_t item) {
    if (patterns->edge_room == 0)
        return CD_NO_NODE;
    const struct cd_pattern_edge *edge = edge_slot(patterns, node, item);
    return edge->node == CD_NO_NODE ? CD_NO_NODE : edge->child;
}

static int grow_edges(struct cd_patterns *patterns) {
    struct cd_patterns larger = {.edge_room =
                                     patterns->edge_room ? patterns->edge_room * 2 : 256};
    larger.edges =
        cd_arena_alloc(&patterns->growing, larger.edge_room * sizeof *larger.edges);
    if (!larger.edges)
        return CD_ENOMEM;
    for (uint32_t i = 0; i < larger.edge_room; i++)
        larger.edges[i].node = CD_NO_NODE;
    for (uint32_t i = 0; i < patterns->edge_room; i++) {
        struct cd_pattern_edge edge = patterns->edges[i];
        if (edge.node != CD_NO_NODE)
            *edge_slot(&larger, edge.node, edge.item) = edge;
    }
    patterns->edges = larger.edges;
    patterns->edge_room = larger.edge_room;
    return CD_OK;
}

static int new_node(struct cd_patterns *patterns, uint32_t *node) {
    struct cd_pattern_node *nodes =
        cd_pattern_grow(&patterns->arena, patterns->nodes, patterns->node_count,
                        &patterns->node_room, sizeof *nodes);
    if (!nodes)
        return CD_ENOMEM;
    patterns->nodes = nodes;
    *node = patterns->node_count++;
    nodes[*node] = (struct cd_pattern_node){0};
    return CD_OK;
}

/* Puts `to` into a node's list of values or joins unless it is there. */
static int add_link(struct cd_patterns *patterns, uint32_t *list, uint32_t to) {
    for (uint32_t i = *list; i; i = patterns->links[i - 1].next)
        if (patterns->links[i - 1].to == to)
            return CD_OK;
    struct cd_pattern_link *links =
        cd_pattern_grow(&patterns->arena, patterns->links, patterns->link_count,
                        &patterns->link_room, sizeof *links);
    if (!links)
        return CD_ENOMEM;
    patterns->links = links;
    links[patterns->link_count++] = (struct cd_pattern_link){to, *list};
    *list = patterns->link_count;
    return CD_OK;
}

static int follow_row(struct cd_patterns *patterns, uint32_t node,
                      struct cd_pattern_row row, uint32_t *end);

/* Lets every alternative of a group branch off at `node` and join at `meeting`. */
static int add_group(struct cd_patterns *patterns, uint32_t node, uint32_t item,
                     uint32_t meeting) {
    for (uint32_t i = 0; i < patterns->groups[item - CD_GROUP].count; i++) {
        uint32_t end;
        struct cd_pattern_row row = patterns->groups[item - CD_GROUP].rows[i];
        if (follow_row(patterns, node, row, &end) ||
            add_link(patterns, &patterns->nodes[end].joins, meeting))
            return CD_ENOMEM;
    }
    return CD_OK;
}

/* The node behind an item from `node` on, made if there is none. */
static int follow(struct cd_patterns *patterns, uint32_t node, uint32_t item,
                  uint32_t *end) {
    *end = cd_pattern_child(patterns, node, item);
    if (*end != CD_NO_NODE)
        return CD_OK;
    if (patterns->edge_count * 2 >= patterns->edge_room && grow_edges(patterns))
        return CD_ENOMEM;
    if (new_node(patterns, end))
        return CD_ENOMEM;
    *edge_slot(patterns, node, item) = (struct cd_pattern_edge){node, item, *end};
    patterns->edge_count++;
    if (item < CD_FIRST_SYMBOL)
        patterns->nodes[node].steps |= 1u << item;
    else if (item < CD_GROUP)
        patterns->nodes[node].edges++;
    else
        return add_group(patterns, node, item, *end);
    return CD_OK;
}

static int follow_row(struct cd_patterns *patterns, uint32_t node,
                      struct cd_pattern_row row, uint32_t *end) {
    *end = node;
    for (uint32_t i = 0; i < row.count; i++)
        if (follow(patterns, *end, row.items[i], end))
            return CD_ENOMEM;
    return CD_OK;
}

int cd_pattern_insert(struct cd_patterns *patterns, struct cd_pattern_row row,
                      uint32_t value) {
    uint32_t end;
    if (patterns->node_count == 0 && new_node(patterns, &end))
        return CD_ENOMEM;
    if (follow_row(patterns, 0, row, &end))
        return CD_ENOMEM;
    return add_link(patterns, &patterns->nodes[end].values, value);
}

/* ---- The finished form ---- */

static int compare_edges(const void *a, const void *b) {
    const struct cd_pattern_edge *x = a, *y = b;
    if (x->node != y->node)
        return x->node < y->node ? -1 : 1;
    return (x->item > y->item) - (x->item < y->item);
}

int cd_pattern_lay_out(struct cd_patterns *patterns) {
    uint32_t count = 0;
    struct cd_pattern_edge *sorted =
        cd_arena_alloc(&patterns->scratch, patterns->edge_count * sizeof *sorted);
    if (!sorted)
        return CD_ENOMEM;
    for (uint32_t i = 0; i < patterns->edge_room; i++)
        if (patterns->edges[i].node != CD_NO_NODE && patterns->edges[i].item < CD_GROUP)
            sorted[count++] = patterns->edges[i];
    if (count)
        qsort(sorted, count, sizeof *sorted, compare_edges);
    patterns->branches =
        cd_arena_alloc(&patterns->arena, count * sizeof *patterns->branches);
    if (!patterns->branches)
        return CD_ENOMEM;
    for (uint32_t i = count; i-- > 0;) {
        struct cd_pattern_node *node = &patterns->nodes[sorted[i].node];
        uint32_t item = sorted[i].item;
        patterns->branches[i] = (struct cd_pattern_branch){item, sorted[i].child};
        node->first = i;
        if (item >= CD_FIRST_SYMBOL)
            node->words |= patterns->symbols[item - CD_FIRST_SYMBOL].bits;
    }
    for (uint32_t i = 0; i < patterns->node_count; i++)
        patterns->nodes[i].first +=
            (uint32_t)__builtin_popcount(patterns->nodes[i].steps);
    patterns->branch_count = count;
    cd_arena_done(&patterns->growing);
    patterns->edges = NULL;
    patterns->edge_room = 0;
    return CD_OK;
}

uint32_t cd_pattern_step(const struct cd_patterns *patterns,
                         const struct cd_pattern_node *node, uint32_t step) {
    uint32_t behind = node->steps >> step; /* this one and those behind it */
    return patterns->branches[node->first - (uint32_t)__builtin_popcount(behind)].child;
}
