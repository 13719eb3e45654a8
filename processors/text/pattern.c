/* Walks a text through the trie of patterns. All places in the trie that the words so far
 * can stand for are held at once, as in a Thompson automaton (Thompson 1968), so that
 * nothing is read twice; a trie made deterministic by subsets would be several times as
 * large for no time gained, since there are seldom more than three places. */
#include "processors/text/pattern.h"

#include <stdlib.h>

#include "processors/text/pattern_trie.h"

/* ---- Making ---- */

struct cd_patterns *cd_patterns_new(void) {
    struct cd_patterns *patterns = calloc(1, sizeof *patterns);
    if (!patterns)
        return NULL;
    patterns->symbol_index = cd_words_new();
    patterns->group_index = cd_words_new();
    patterns->words = cd_words_new();
    patterns->pair_index = cd_words_new();
    patterns->full = calloc(1, sizeof *patterns->full);
    if (!patterns->full || !patterns->symbol_index || !patterns->group_index ||
        !patterns->words || !patterns->pair_index) {
        cd_patterns_free(patterns);
        return NULL;
    }
    return patterns;
}

void cd_patterns_free(struct cd_patterns *patterns) {
    if (!patterns)
        return;
    cd_words_free(patterns->symbol_index);
    cd_words_free(patterns->group_index);
    cd_words_free(patterns->words);
    cd_words_free(patterns->pair_index);
    free(patterns->full);
    cd_arena_done(&patterns->arena);
    cd_arena_done(&patterns->scratch);
    cd_arena_done(&patterns->growing);
    free(patterns);
}

void cd_patterns_date_words(struct cd_patterns *patterns,
                            bool (*is_date_word)(const void *data, uint64_t hash),
                            const void *data) {
    patterns->is_date_word = is_date_word;
    patterns->date_data = data;
}

/* A word with one of its symbols, for sorting. */
struct pair {
    uint64_t hash;
    uint32_t symbol;
};

static int compare_pairs(const void *a, const void *b) {
    const struct pair *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->symbol > y->symbol) - (x->symbol < y->symbol);
}

static struct pair *all_pairs(struct cd_patterns *patterns, size_t *count) {
    *count = 0;
    for (uint32_t i = 0; i < patterns->symbol_count; i++)
        *count += patterns->symbols[i].count;
    struct pair *pairs = cd_arena_alloc(&patterns->scratch, *count * sizeof *pairs);
    size_t n = 0;
    for (uint32_t i = 0; pairs && i < patterns->symbol_count; i++)
        for (uint32_t k = 0; k < patterns->symbols[i].count; k++)
            pairs[n++] =
                (struct pair){patterns->symbols[i].hashes[k], CD_FIRST_SYMBOL + i};
    if (n)
        qsort(pairs, n, sizeof *pairs, compare_pairs);
    return pairs;
}

/* What the root leads to by each symbol, [0] for CD_FIRST_SYMBOL; CD_NO_NODE: nothing. */
static uint32_t *roots_by_symbol(struct cd_patterns *patterns) {
    const struct cd_pattern_node *root = &patterns->nodes[0];
    const struct cd_pattern_branch *edges = cd_pattern_edges(patterns, root);
    uint32_t *roots =
        cd_arena_alloc(&patterns->scratch, patterns->symbol_count * sizeof *roots);
    for (uint32_t i = 0; roots && i < patterns->symbol_count; i++)
        roots[i] = CD_NO_NODE;
    for (uint32_t i = 0; roots && i < root->edges; i++)
        roots[edges[i].item - CD_FIRST_SYMBOL] = edges[i].child;
    return roots;
}

/* Appends the list of what the root leads to by the symbols of a list. */
static uint32_t write_roots(const uint32_t *roots, uint32_t *lists, uint32_t list,
                            uint32_t n) {
    uint32_t head = n++;
    for (uint32_t i = list + 1; i <= list + lists[list]; i++)
        if (roots[lists[i] - CD_FIRST_SYMBOL] != CD_NO_NODE)
            lists[n++] = roots[lists[i] - CD_FIRST_SYMBOL];
    lists[head] = n - head - 1;
    return n;
}

/* Writes for each word the list of its symbols and what they lead to from the root; last
 * the same for numbers. */
static int write_lists(struct cd_patterns *patterns, const struct pair *pairs,
                       size_t count) {
    size_t room = count * 4 + patterns->symbol_count * 2 + 2;
    uint32_t *lists = cd_arena_alloc(&patterns->arena, room * sizeof *lists);
    const uint32_t *roots = roots_by_symbol(patterns);
    if (!lists || !roots)
        return CD_ENOMEM;
    uint32_t n = 0;
    for (size_t i = 0; i < count;) {
        uint32_t head = n++;
        uint64_t hash = pairs[i].hash;
        for (; i < count && pairs[i].hash == hash; i++)
            lists[n++] = pairs[i].symbol;
        lists[head] = n - head - 1;
        if (cd_words_add(patterns->words, hash, (int)head))
            return CD_ENOMEM;
        n = write_roots(roots, lists, head, n);
    }
    patterns->numbers = n++;
    for (uint32_t i = 0; i < patterns->symbol_count; i++)
        if (patterns->symbols[i].number)
            lists[n++] = CD_FIRST_SYMBOL + i;
    lists[patterns->numbers] = n - patterns->numbers - 1;
    write_roots(roots, lists, patterns->numbers, n);
    patterns->lists = lists;
    return CD_OK;
}

int cd_patterns_finish(struct cd_patterns *patterns, struct cd_error *err) {
    size_t count;
    struct pair *pairs = all_pairs(patterns, &count);
    int code = pairs ? cd_pattern_lay_out(patterns) : CD_ENOMEM;
    if (!code && patterns->node_count)
        code = write_lists(patterns, pairs, count);
    if (!code)
        code = cd_pattern_filter(patterns);
    cd_arena_done(&patterns->scratch);
    return code ? cd_fail_memory(err) : CD_OK;
}

struct cd_patterns_size cd_patterns_size(const struct cd_patterns *patterns) {
    return (struct cd_patterns_size){cd_words_count(patterns->words),
                                     patterns->symbol_count, patterns->node_count};
}

uint64_t cd_patterns_full(const struct cd_patterns *patterns) {
    return atomic_load_explicit(patterns->full, memory_order_relaxed);
}

/* ---- Walking ---- */

/* A place in the trie. In a gap or a date, `left` more words may be taken there. */
struct place {
    uint32_t node;
    uint8_t step; /* CD_STEP_GAP, CD_STEP_DATE, or CD_FIRST_SYMBOL: neither */
    uint8_t left;
    bool number; /* of a date: a number was seen */
};

struct places {
    struct place items[CD_PATTERN_WIDTH];
    uint32_t count;
    bool full; /* one found no room */
};

struct walk {
    const struct cd_patterns *patterns;
    const struct cd_text *text;
    struct cd_pattern_match *out;
    size_t out_count;
    struct places *next; /* where entered places go */
    uint64_t word;       /* the bit of the word that comes next; 0: none does */
    bool full;           /* a match found no room */
};

/* False where the place is held already, or there is no room for it. */
static bool add_place(struct places *places, struct place place) {
    for (uint32_t i = 0; i < places->count; i++) {
        struct place *old = &places->items[i];
        if (old->node == place.node && old->step == place.step &&
            old->number == place.number) {
            if (old->left < place.left)
                old->left = place.left;
            return false;
        }
    }
    if (places->count == CD_PATTERN_WIDTH) {
        places->full = true;
        return false;
    }
    places->items[places->count++] = place;
    return true;
}

static void report(struct walk *walk, uint32_t value, uint32_t end) {
    for (size_t i = 0; i < walk->out_count; i++) {
        if (walk->out[i].value == value) {
            walk->out[i].end = end;
            return;
        }
    }
    if (walk->out_count < CD_PATTERN_MATCHES)
        walk->out[walk->out_count++] = (struct cd_pattern_match){value, end};
    else
        walk->full = true;
}

/* Do only marks stand between token `i` and the sentence's end? */
static bool at_stop(const struct cd_text *text, uint32_t i) {
    const uint16_t begins = CD_TOKEN_SENTENCE | CD_TOKEN_LINE;
    while (i < text->token_count && text->tokens[i].kind == CD_TOKEN_MARK &&
           !(text->tokens[i].flags & begins))
        i++;
    return i == text->token_count || (text->tokens[i].flags & begins);
}

static bool at_line_end(const struct cd_text *text, uint32_t i) {
    return i == text->token_count || (text->tokens[i].flags & CD_TOKEN_LINE);
}

static void enter(struct walk *walk, uint32_t node, uint32_t at);

static void enter_child(struct walk *walk, uint32_t node, uint32_t step, uint32_t at) {
    const struct cd_patterns *patterns = walk->patterns;
    enter(walk, cd_pattern_step(patterns, &patterns->nodes[node], step), at);
}

/* Steps from a node that take no word, or begin to take several. */
static void enter_steps(struct walk *walk, uint32_t node, uint32_t at) {
    const struct cd_pattern_node *n = &walk->patterns->nodes[node];
    uint32_t steps = n->steps;
    if (steps & 1u << CD_STEP_GAP) {
        uint32_t child = cd_pattern_step(walk->patterns, n, CD_STEP_GAP);
        add_place(walk->next, (struct place){child, CD_STEP_GAP, CD_GAP_WORDS, false});
        enter(walk, child, at);
    }
    if (steps & 1u << CD_STEP_DATE) {
        uint32_t child = cd_pattern_step(walk->patterns, n, CD_STEP_DATE);
        add_place(walk->next, (struct place){child, CD_STEP_DATE, CD_DATE_TOKENS, false});
    }
    if (steps & 1u << CD_STEP_STOP && at_stop(walk->text, at))
        enter_child(walk, node, CD_STEP_STOP, at);
    if (steps & 1u << CD_STEP_LABEL && at_line_end(walk->text, at))
        enter_child(walk, node, CD_STEP_LABEL, at);
}

/* Does nothing but a word lead on from here, and not the one that comes? */
static bool is_dead_end(const struct walk *walk, const struct cd_pattern_node *n) {
    return !n->steps && !n->joins && !(n->words & walk->word);
}

/* Stands at `node` with the tokens before `at` taken: notes what is found there and goes
 * on to all that is reached from it without a word. */
static void enter(struct walk *walk, uint32_t node, uint32_t at) {
    const struct cd_patterns *patterns = walk->patterns;
    const struct cd_pattern_node *n = &patterns->nodes[node];
    for (uint32_t i = n->values; i; i = patterns->links[i - 1].next)
        report(walk, patterns->links[i - 1].to, at);
    if (is_dead_end(walk, n))
        return;
    if ((n->edges || n->steps) &&
        !add_place(walk->next, (struct place){.node = node, .step = CD_FIRST_SYMBOL}))
        return;
    for (uint32_t i = n->joins; i; i = patterns->links[i - 1].next)
        enter(walk, patterns->links[i - 1].to, at);
    if (n->steps)
        enter_steps(walk, node, at);
}

static bool ends_label(const struct cd_token *token, const struct cd_token *behind) {
    switch (token->sign) {
        case ':':
        case 0xff1a:
        case 0x2014:
        case 0x2013:
        case '|':
        case ')':
        case ']':
        case 0xbb:
        case 0xff09: /* ） */
        case 0xff3d: /* ］ */
        case 0x3011: /* 】 */
            return true;
        case '-':
            return token->flags & CD_TOKEN_SPACE || (behind->flags & CD_TOKEN_SPACE);
        default:
            return false;
    }
}

static bool is_comma(uint32_t sign) {
    return sign == ',' || sign == '"' || sign == 0x201c || sign == 0x201d ||
           sign == 0xab || sign == 0xbb || sign == 0x3001 || sign == 0xff0c ||
           sign == 0x2019;
}

/* A mark leaves all places as they are, and takes the steps that wait for it. */
static void take_mark(struct walk *walk, const struct place *place, uint32_t i) {
    const struct cd_token *token = &walk->text->tokens[i];
    uint32_t steps = walk->patterns->nodes[place->node].steps;
    add_place(walk->next, *place);
    if (place->step == CD_STEP_DATE) /* not yet at its node */
        return;
    if (steps & 1u << CD_STEP_LABEL &&
        ends_label(token, i + 1 < walk->text->token_count ? token + 1 : token))
        enter_child(walk, place->node, CD_STEP_LABEL, i + 1);
    if (steps & 1u << CD_STEP_COMMA && is_comma(token->sign))
        enter_child(walk, place->node, CD_STEP_COMMA, i + 1);
    if (steps & 1u << CD_STEP_HYPHEN && token->sign == '-')
        enter_child(walk, place->node, CD_STEP_HYPHEN, i + 1);
}

static void take_date(struct walk *walk, struct place place, uint32_t i) {
    if (place.left == 0 || !cd_pattern_is_date(walk->patterns, &walk->text->tokens[i]))
        return;
    place.left--;
    place.number |= walk->text->tokens[i].kind == CD_TOKEN_NUMBER;
    add_place(walk->next, place);
    if (place.number)
        enter(walk, place.node, i + 1);
}

static const uint32_t *symbols_of(const struct cd_patterns *patterns,
                                  const struct cd_token *token) {
    static const uint32_t none[] = {0, 0};
    if (token->kind == CD_TOKEN_NUMBER)
        return &patterns->lists[patterns->numbers];
    int found = cd_words_find(patterns->words, token->hash);
    return found < 0 ? none : &patterns->lists[found];
}

/* Those of a node's edges that take one of a list of symbols: both are in order. */
struct common {
    const struct cd_pattern_branch *edge, *edges_end;
    const uint32_t *symbol, *symbols_end;
};

static struct common common_of(const struct cd_patterns *patterns, uint32_t node,
                               const uint32_t *symbols) {
    const struct cd_pattern_node *n = &patterns->nodes[node];
    const struct cd_pattern_branch *edges = cd_pattern_edges(patterns, n);
    return (struct common){edges, edges + n->edges, symbols + 1,
                           symbols + 1 + symbols[0]};
}

/* The next child; CD_NO_NODE behind the last. */
static uint32_t next_common(struct common *c) {
    while (c->edge < c->edges_end && c->symbol < c->symbols_end) {
        if (c->edge->item < *c->symbol) {
            c->edge++;
        } else if (c->edge->item > *c->symbol) {
            c->symbol++;
        } else {
            c->symbol++;
            return (c->edge++)->child;
        }
    }
    return CD_NO_NODE;
}

/* Follows the edges that take the word or number `i`. Most places have none, which their
 * bits tell without looking the word up. */
static void take_symbols(struct walk *walk, uint32_t node, uint32_t i) {
    const struct cd_patterns *patterns = walk->patterns;
    const struct cd_token *token = &walk->text->tokens[i];
    if (!(patterns->nodes[node].words & cd_pattern_bit(cd_pattern_hash(token))))
        return;
    struct common c = common_of(patterns, node, symbols_of(patterns, token));
    for (uint32_t child = next_common(&c); child != CD_NO_NODE; child = next_common(&c))
        enter(walk, child, i + 1);
}

static void take_word(struct walk *walk, struct place place, uint32_t i) {
    if (place.step == CD_STEP_DATE) {
        take_date(walk, place, i);
        return;
    }
    const struct cd_pattern_node *node = &walk->patterns->nodes[place.node];
    take_symbols(walk, place.node, i);
    if (node->steps & 1u << CD_STEP_ANY)
        enter_child(walk, place.node, CD_STEP_ANY, i + 1);
    if (place.step == CD_STEP_GAP && place.left > 0) {
        place.left--;
        add_place(walk->next, place);
        enter(walk, place.node, i + 1);
    }
}

/* Beyond the end of a sentence only a date goes on ("Nov. 15"), and nothing does beyond a
 * paragraph. */
static bool crosses(const struct cd_token *token, const struct place *place) {
    if (token->flags & CD_TOKEN_PARAGRAPH)
        return false;
    return !(token->flags & CD_TOKEN_SENTENCE) || place->step == CD_STEP_DATE;
}

/* The bit of the first word at or behind token `i`. */
static uint64_t bit_of_next(const struct cd_text *text, uint32_t i) {
    i = cd_pattern_next_word(text, i);
    return i < text->token_count ? cd_pattern_bit(cd_pattern_hash(&text->tokens[i])) : 0;
}

static void take_token(struct walk *walk, const struct places *now, uint32_t i) {
    const struct cd_token *token = &walk->text->tokens[i];
    bool mark = token->kind == CD_TOKEN_MARK;
    walk->next->count = 0;
    walk->word = bit_of_next(walk->text, i + 1);
    for (uint32_t k = 0; k < now->count; k++) {
        if (!crosses(token, &now->items[k]))
            continue;
        if (!mark) {
            take_word(walk, now->items[k], i);
            continue;
        }
        take_mark(walk, &now->items[k], i);
        if (cd_pattern_is_word(token) && now->items[k].step != CD_STEP_DATE)
            take_symbols(walk, now->items[k].node, i);
    }
}

/* Left as it is where the compiler would zero it (-ftrivial-auto-var-init): only the
 * first `count` places are ever read, and zeroing three kilobytes a walk would show. */
#if defined(__has_attribute) && __has_attribute(uninitialized)
#define UNINITIALIZED __attribute__((uninitialized))
#else
#define UNINITIALIZED
#endif

/* Walks on from `nodes` with the tokens before `at` taken. Apart from the look-up, which
 * seldom comes to this: the places take three kilobytes. */
static __attribute__((noinline)) size_t walk_from(struct walk walk, const uint32_t *nodes,
                                                  uint32_t token, uint32_t at) {
    struct places places[2] UNINITIALIZED;
    uint32_t count = walk.text->token_count;
    uint32_t end = count - token < CD_PATTERN_DEPTH ? count : token + CD_PATTERN_DEPTH;
    walk.next = &places[0];
    places[0].count = 0;
    walk.word = bit_of_next(walk.text, at);
    places[0].full = places[1].full = false;
    for (uint32_t k = 1; k <= nodes[0]; k++)
        enter(&walk, nodes[k], at);
    for (uint32_t i = at, turn = 0; i < end && places[turn].count; i++, turn ^= 1) {
        walk.next = &places[turn ^ 1];
        take_token(&walk, &places[turn], i);
    }
    if (walk.full || places[0].full || places[1].full)
        atomic_fetch_add_explicit(walk.patterns->full, 1, memory_order_relaxed);
    return walk.out_count;
}

/* No sentence may end between the two words of a pair. */
static bool same_sentence(const struct cd_text *text, uint32_t first, uint32_t second) {
    for (uint32_t i = first + 1; i <= second; i++)
        if (text->tokens[i].flags & (CD_TOKEN_SENTENCE | CD_TOKEN_PARAGRAPH))
            return false;
    return true;
}

size_t cd_patterns_match(const struct cd_patterns *patterns, const struct cd_text *text,
                         uint32_t token,
                         struct cd_pattern_match out[CD_PATTERN_MATCHES]) {
    if (!cd_pattern_is_first(patterns, &text->tokens[token]))
        return 0;
    struct walk walk = {.patterns = patterns, .text = text, .out = out};
    struct cd_pattern_beginning start = cd_pattern_beginning(patterns, text, token);
    if (start.how == CD_NOWHERE)
        return 0;
    if (start.how == CD_AT_ROOT) {
        const uint32_t *symbols = symbols_of(patterns, &text->tokens[token]);
        return walk_from(walk, symbols + symbols[0] + 1, token, token + 1);
    }
    int found = cd_words_find(patterns->pair_index, start.key);
    if (found < 0 || !same_sentence(text, token, start.second))
        return 0;
    return walk_from(walk, &patterns->pair_nodes[found], token, start.second + 1);
}
