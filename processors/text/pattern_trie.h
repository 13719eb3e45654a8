/* The insides of a collection of patterns; private to pattern.c, which walks it,
 * pattern_parse.c, which reads patterns, and pattern_build.c, which builds the trie.
 *
 * A *symbol* is a set of words (of one, mostly) that a pattern treats alike: a choice
 * among twenty words is one edge of the trie and not twenty. An *item* is what a pattern
 * is a row of: a symbol, a step such as a gap, or a group of alternatives that are rows
 * of items again. Equal items have one number, so that patterns that begin with the same
 * items share their nodes, groups included: from a node a group's alternatives branch off
 * and meet in one node of their own, by edges that take no word (*joins*). Writing the
 * alternatives out instead would multiply them: ten groups of ten are 10^10 rows. */
#ifndef CD_TEXT_PATTERN_TRIE_H
#define CD_TEXT_PATTERN_TRIE_H

#include <stdatomic.h>

#include "processors/text/pattern.h"
#include "processors/text/words.h"

/* Steps that are no set of words; numbered below all symbols. */
enum {
    CD_STEP_ANY,    /* one word */
    CD_STEP_GAP,    /* up to CD_GAP_WORDS words */
    CD_STEP_DATE,   /* up to CD_DATE_TOKENS words and numbers of a date */
    CD_STEP_LABEL,  /* the end of a label */
    CD_STEP_COMMA,  /* a comma or quotation mark */
    CD_STEP_HYPHEN, /* a hyphen */
    CD_STEP_STOP,   /* the sentence ends here */
    CD_FIRST_SYMBOL
};

#define CD_GAP_WORDS   8
#define CD_DATE_TOKENS 12
#define CD_NO_NODE     UINT32_MAX

/* ©: the one mark that patterns take as a word. */
#define CD_WORDLIKE_MARK 0xa9

/* Items are numbers: below CD_GROUP a step or symbol, else a group. */
#define CD_GROUP UINT32_C(0x80000000)

struct cd_pattern_symbol {
    uint64_t *hashes; /* sorted */
    uint64_t bits;    /* cd_pattern_bit of each word */
    uint32_t count;
    bool number; /* takes any number, too */
};

/* Items one after the other. */
struct cd_pattern_row {
    const uint32_t *items;
    uint32_t count; /* 0: nothing, which an optional part may be */
};

struct cd_pattern_group {
    const struct cd_pattern_row *rows;
    uint32_t count;
};

struct cd_pattern_set {
    const char *language, *name;
    uint32_t item;
};

struct cd_pattern_node {
    uint64_t words; /* once finished: the bits of all words that its edges take */
    uint32_t steps; /* bit i: an edge for step i < CD_FIRST_SYMBOL */
    uint32_t edges; /* how many edges take a word */
    uint32_t first; /* once finished: where those begin; those of steps are before them */
    uint32_t values; /* index of its first value + 1; 0: none */
    uint32_t joins;  /* index of its first join + 1; 0: none */
};

/* A value, or the node at the other end of a join, in a list. */
struct cd_pattern_link {
    uint32_t to, next; /* next: index + 1; 0: none */
};

struct cd_pattern_edge {
    uint32_t node, item, child; /* node == CD_NO_NODE: free */
};

/* An edge of a finished trie; a node's are in the order of their items. */
struct cd_pattern_branch {
    uint32_t item, child;
};

/* What is known of a first word. */
enum cd_pattern_first {
    CD_FIRST_ALONE = 1 << 0, /* any word may follow it, or none */
    CD_FIRST_MARK = 1 << 1,  /* a mark may be wanted behind it */
    CD_FIRST_DATE = 1 << 2,  /* a date may stand behind it */
};

/* Words share an entry by hash; lexicons have some 2,000 first words. */
#define CD_PATTERN_FIRST (1u << 15)

struct cd_patterns {
    struct cd_arena arena;   /* all that stays */
    struct cd_arena scratch; /* for one pattern */
    struct cd_arena growing; /* the edges while the trie is built */
    bool (*is_date_word)(const void *data, uint64_t hash);
    const void *date_data;
    _Atomic uint64_t *full; /* walks that found no room; the one thing that changes */

    struct cd_pattern_symbol *symbols; /* [0] stands for symbol CD_FIRST_SYMBOL */
    uint32_t symbol_count, symbol_room;
    struct cd_pattern_group *groups; /* [0] stands for item CD_GROUP */
    uint32_t group_count, group_room;
    struct cd_words *symbol_index, *group_index; /* digest of the content → index */
    struct cd_pattern_set *sets;
    uint32_t set_count, set_room;

    struct cd_pattern_node *nodes; /* [0]: the root */
    uint32_t node_count, node_room;
    struct cd_pattern_link *links;
    uint32_t link_count, link_room;
    struct cd_pattern_edge *edges; /* open addressing by node and item */
    uint32_t edge_count, edge_room;

    /* Made by cd_patterns_finish. */
    struct cd_pattern_branch *branches; /* in the order of their nodes */
    uint32_t branch_count;
    struct cd_words *words; /* word → where its symbols begin in `lists` */
    uint32_t *lists;  /* symbols: count, …; then children of the root: count, … */
    uint32_t numbers; /* where the list of numbers is */

    /* Filters, without which a look-up would cost microseconds at every common word; see
     * pattern_filter.c. */
    uint64_t first_words[CD_PATTERN_FIRST / 64]; /* a bit for each first word; asked of
                                                  * all words, so it must stay near */
    uint8_t first[CD_PATTERN_FIRST];             /* of those: enum cd_pattern_first */
    uint64_t *pairs; /* two bits in a row of 64 for each two words */
    uint32_t pair_mask;
    struct cd_words *pair_index; /* two words → where in pair_nodes their nodes are */
    uint32_t *pair_nodes;        /* count, nodes behind the second word, … */
};

/* What stands for any number in the filter of pairs. */
#define CD_ANY_NUMBER UINT64_C(0x9e3779b97f4a7c15)

/* One of 64 bits for a word or number: a set that lacks it does not have the word. */
static inline uint64_t cd_pattern_bit(uint64_t hash) {
    return UINT64_C(1) << (hash >> 58);
}

/* 1 where a word is a first one, or shares its bit with one; else 0. */
static inline uint64_t cd_pattern_first_bit(const struct cd_patterns *patterns,
                                            uint64_t hash) {
    uint32_t place = (uint32_t)hash % CD_PATTERN_FIRST;
    return patterns->first_words[place / 64] >> place % 64 & 1;
}

/* What is known of a first word, with what is known of those that share its entry. */
static inline uint8_t cd_pattern_first(const struct cd_patterns *patterns,
                                       uint64_t hash) {
    return patterns->first[(uint32_t)hash % CD_PATTERN_FIRST];
}

/* One key for two words. */
static inline uint64_t cd_pattern_pair(uint64_t first, uint64_t second) {
    uint64_t key = first * 3 + second;
    return key ^ key >> 29;
}

/* The row of a pair in `pairs`, and its two bits there. */
static inline uint64_t *cd_pattern_pair_row(const struct cd_patterns *patterns,
                                            uint64_t key) {
    return &patterns->pairs[key & patterns->pair_mask];
}

static inline uint64_t cd_pattern_pair_bits(uint64_t key) {
    return UINT64_C(1) << (key >> 32 & 63) | UINT64_C(1) << (key >> 38 & 63);
}

/* Makes the filters of a trie that is complete. CD_ENOMEM. */
CD_MUST_USE int cd_pattern_filter(struct cd_patterns *patterns);

/* While the trie is built: the child of a node by a step, symbol or group; CD_NO_NODE:
 * none. */
uint32_t cd_pattern_child(const struct cd_patterns *patterns, uint32_t node,
                          uint32_t item);

/* Lays out the edges of a complete trie by their nodes. CD_ENOMEM. */
CD_MUST_USE int cd_pattern_lay_out(struct cd_patterns *patterns);

/* In a finished trie: the child by a step that node->steps says there is. */
uint32_t cd_pattern_step(const struct cd_patterns *patterns,
                         const struct cd_pattern_node *node, uint32_t step);

/* In a finished trie: a node's edges that take a word, node->edges of them. */
static inline const struct cd_pattern_branch *
cd_pattern_edges(const struct cd_patterns *patterns, const struct cd_pattern_node *node) {
    return &patterns->branches[node->first];
}

/* The symbol of these words (numbers, too, if `number`), made if there is none; sorts
 * `hashes`. CD_ENOMEM. */
CD_MUST_USE int cd_pattern_symbol(struct cd_patterns *patterns, uint64_t *hashes,
                                  uint32_t count, bool number, uint32_t *symbol);

/* The item of these alternatives (in any arena; copied), made if there is none. Those
 * that are one symbol each are joined into one symbol; a single alternative of one item
 * is that item. CD_ENOMEM. */
CD_MUST_USE int cd_pattern_group(struct cd_patterns *patterns,
                                 struct cd_pattern_row *rows, uint32_t count,
                                 uint32_t *item);

/* Adds a row to the trie, with a value at its end. CD_ENOMEM. */
CD_MUST_USE int cd_pattern_insert(struct cd_patterns *patterns, struct cd_pattern_row row,
                                  uint32_t value);

/* May this row or item match without taking anything? */
bool cd_pattern_row_empty(const struct cd_patterns *patterns, struct cd_pattern_row row);
bool cd_pattern_item_empty(const struct cd_patterns *patterns, uint32_t item);

/* Grows an array in the collection's arena to hold one more; NULL without memory. */
void *cd_pattern_grow(struct cd_arena *arena, void *items, uint32_t count, uint32_t *room,
                      size_t size);

/* ---- Tokens, as patterns see them ---- */

static inline uint64_t cd_pattern_hash(const struct cd_token *token) {
    return token->kind == CD_TOKEN_NUMBER ? CD_ANY_NUMBER : token->hash;
}

static inline bool cd_pattern_is_word(const struct cd_token *token) {
    return token->kind != CD_TOKEN_MARK || token->sign == CD_WORDLIKE_MARK;
}

/* The first word at or behind token `i`; the text's length: none. */
static inline uint32_t cd_pattern_next_word(const struct cd_text *text, uint32_t i) {
    while (i < text->token_count && !cd_pattern_is_word(&text->tokens[i]))
        i++;
    return i;
}

static inline bool cd_pattern_is_date(const struct cd_patterns *patterns,
                                      const struct cd_token *token) {
    return token->kind == CD_TOKEN_NUMBER ||
           (patterns->is_date_word &&
            patterns->is_date_word(patterns->date_data, token->hash));
}

/* Is this a word that some pattern begins with? Of most tokens this is all that is
 * asked. */
static inline bool cd_pattern_is_first(const struct cd_patterns *patterns,
                                       const struct cd_token *token) {
    return cd_pattern_first_bit(patterns, cd_pattern_hash(token)) &&
           cd_pattern_is_word(token);
}

/* How a match may begin at a token. */
struct cd_pattern_beginning {
    uint64_t key;    /* of the pair */
    uint32_t second; /* its second token */
    enum { CD_NOWHERE, CD_AT_ROOT, CD_BEHIND_PAIR } how;
};

/* What the filters say of a token whose word is a first one. CD_NOWHERE is certain.
 * CD_AT_ROOT where the second word does not decide alone: what stands between, or a date,
 * may. */
struct cd_pattern_beginning cd_pattern_beginning(const struct cd_patterns *patterns,
                                                 const struct cd_text *text,
                                                 uint32_t token);

#endif
