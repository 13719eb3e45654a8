/* Reads the text of a pattern into a row of items, by recursive descent. */
#include "processors/text/pattern_trie.h"

#define MOST_NESTING 12
#define MOST_ITEMS   64  /* in a row */
#define MOST_ROWS    256 /* in a group */
#define LEAST_SLIP   5   /* letters: a slip in "add" makes other words */
#define MOST_SLIP    32

struct parser {
    struct cd_patterns *patterns;
    const char *language;
    const char *start, *p;
    int nesting;
    struct cd_error *err;
};

/* A row while it is read, in the scratch arena. */
struct row {
    uint32_t *items;
    uint32_t count;
};

static int fail_at(const struct parser *in, const char *p, const char *what) {
    return cd_fail(in->err, CD_EUSAGE, "bad_pattern", "column %d: %s",
                   (int)(p - in->start) + 1, what);
}

static int parse_choice(struct parser *in, char close, bool optional, uint32_t *item);

static int add_item(const struct parser *in, struct row *row, uint32_t item) {
    if (row->count == MOST_ITEMS)
        return fail_at(in, in->p, "too many items in a row");
    row->items[row->count++] = item;
    return CD_OK;
}

static bool is_special(char c) { return c == 0 || strchr("()[]|<>*#:,-.~", c) != NULL; }

/* A run of words, as the tokeniser reads them. */
static int parse_words(struct parser *in, struct row *row) {
    const char *start = in->p;
    while (!is_special(*in->p))
        in->p++;
    struct cd_text text;
    struct cd_str run = {start, (size_t)(in->p - start)};
    int code = cd_text_read(&text, &in->patterns->scratch, run, NULL, in->err);
    for (uint32_t i = 0; i < text.token_count && !code; i++) {
        const struct cd_token *token = &text.tokens[i];
        uint64_t hash = token->hash;
        uint32_t symbol;
        bool mark = token->kind == CD_TOKEN_MARK && token->sign != CD_WORDLIKE_MARK;
        if (mark && (token->sign == '\'' || token->sign == 0x2019)) /* editors' */
            continue;
        if (mark)
            code =
                fail_at(in, start + token->start, "this sign cannot stand in a pattern");
        else if (token->kind == CD_TOKEN_NUMBER) /* all are one to a walk */
            code = fail_at(in, start + token->start,
                           "a number never matches: write # for any");
        else if (cd_pattern_symbol(in->patterns, &hash, 1, false, &symbol))
            code = cd_fail_memory(in->err);
        else
            code = add_item(in, row, symbol);
    }
    return code;
}

/* The word `letters` as a slip leaves it: letter `at` left out, doubled, or changed with
 * the next; the last stays, without which "updates" is another word. Returns its length
 * in `out`. */
enum slip { SLIP_NONE, SLIP_OUT, SLIP_TWICE, SLIP_CHANGED, SLIP_COUNT };

static size_t make_slip(struct cd_str letters, size_t at, enum slip slip, char *out) {
    size_t len = 0;
    for (size_t i = 0; i < letters.len; i++) {
        if (i == at && slip == SLIP_OUT && i + 1 < letters.len)
            continue;
        if (i == at && slip == SLIP_CHANGED && i + 1 < letters.len)
            out[len++] = letters.p[++i];
        out[len++] = letters.p[i == at + 1 && slip == SLIP_CHANGED ? at : i];
        if (i == at && slip == SLIP_TWICE)
            out[len++] = letters.p[i];
    }
    return len;
}

/* ~word */
static int parse_slips(struct parser *in, struct row *row) {
    const char *start = in->p++;
    while (*in->p >= 'a' && *in->p <= 'z')
        in->p++;
    struct cd_str word = {start + 1, (size_t)(in->p - start) - 1};
    uint64_t hashes[MOST_SLIP * SLIP_COUNT];
    uint32_t count = 0, symbol;
    char slip[MOST_SLIP + 1];
    struct cd_text text;
    if (word.len < LEAST_SLIP || word.len > MOST_SLIP)
        return fail_at(in, start, "'~' stands before a word of 5 to 32 letters a to z");
    for (size_t i = 0; i < word.len * SLIP_COUNT; i++) {
        enum slip which = (enum slip)(i % SLIP_COUNT);
        struct cd_str made = {slip, make_slip(word, i / SLIP_COUNT, which, slip)};
        if (cd_text_read(&text, &in->patterns->scratch, made, NULL, in->err))
            return CD_ENOMEM;
        hashes[count++] = text.tokens[0].hash;
    }
    if (cd_pattern_symbol(in->patterns, hashes, count, false, &symbol))
        return cd_fail_memory(in->err);
    return add_item(in, row, symbol);
}

static const struct cd_pattern_set *find_set(const struct cd_patterns *patterns,
                                             const char *language, struct cd_str name) {
    for (uint32_t i = 0; i < patterns->set_count; i++) {
        const struct cd_pattern_set *set = &patterns->sets[i];
        if (strcmp(set->language, language) == 0 && cd_str_eq(cd_str_of(set->name), name))
            return set;
    }
    return NULL;
}

/* <name> */
static int parse_set(struct parser *in, struct row *row) {
    const char *open = in->p++;
    const char *close = strchr(open, '>');
    if (!close)
        return fail_at(in, open, "'<' without '>'");
    struct cd_str name = {in->p, (size_t)(close - in->p)};
    in->p = close + 1;
    if (cd_str_eq(name, CD_STR("date")))
        return add_item(in, row, CD_STEP_DATE);
    const struct cd_pattern_set *set = find_set(in->patterns, in->language, name);
    if (!set)
        set = find_set(in->patterns, "", name);
    if (!set)
        return fail_at(in, open, "no set of this name");
    return add_item(in, row, set->item);
}

/* ( … ) and [ … ] */
static int parse_group(struct parser *in, struct row *row) {
    const char *open = in->p++;
    char close = *open == '(' ? ')' : ']';
    uint32_t item;
    if (in->nesting == MOST_NESTING)
        return fail_at(in, open, "brackets are nested too deeply");
    in->nesting++;
    int code = parse_choice(in, close, close == ']', &item);
    in->nesting--;
    if (code)
        return code;
    if (*in->p != close)
        return fail_at(in, open, close == ')' ? "'(' without ')'" : "'[' without ']'");
    in->p++;
    return add_item(in, row, item);
}

static int parse_sign(struct parser *in, struct row *row) {
    char c = *in->p++;
    uint32_t symbol;
    switch (c) {
        case '*':
            if (*in->p != '*')
                return add_item(in, row, CD_STEP_ANY);
            in->p++;
            return add_item(in, row, CD_STEP_GAP);
        case ':':
            return add_item(in, row, CD_STEP_LABEL);
        case ',':
            return add_item(in, row, CD_STEP_COMMA);
        case '-':
            return add_item(in, row, CD_STEP_HYPHEN);
        case '.':
            return add_item(in, row, CD_STEP_STOP);
        case '#':
            if (cd_pattern_symbol(in->patterns, NULL, 0, true, &symbol))
                return cd_fail_memory(in->err);
            return add_item(in, row, symbol);
        default:
            return fail_at(in, in->p - 1, "a closing bracket without an opening one");
    }
}

static int parse_row(struct parser *in, char close, struct row *row) {
    int code = CD_OK;
    row->count = 0;
    row->items = cd_arena_alloc(&in->patterns->scratch, MOST_ITEMS * sizeof *row->items);
    if (!row->items)
        return cd_fail_memory(in->err);
    while (!code && *in->p && *in->p != '|' && *in->p != close) {
        if (*in->p == '(' || *in->p == '[')
            code = parse_group(in, row);
        else if (*in->p == '<')
            code = parse_set(in, row);
        else if (*in->p == '~')
            code = parse_slips(in, row);
        else
            code = is_special(*in->p) ? parse_sign(in, row) : parse_words(in, row);
    }
    return code;
}

/* Alternatives up to `close`, as one item. */
static int parse_choice(struct parser *in, char close, bool optional, uint32_t *item) {
    struct cd_pattern_row *rows =
        cd_arena_alloc(&in->patterns->scratch, (MOST_ROWS + 1) * sizeof *rows);
    uint32_t count = 0;
    int code = rows ? CD_OK : cd_fail_memory(in->err);
    for (bool more = true; more && !code;) {
        struct row row;
        code = parse_row(in, close, &row);
        if (!code && count == MOST_ROWS)
            code = fail_at(in, in->p, "too many alternatives");
        if (!code)
            rows[count++] = (struct cd_pattern_row){row.items, row.count};
        more = *in->p == '|';
        in->p += more;
    }
    if (code)
        return code;
    if (optional)
        rows[count++] = (struct cd_pattern_row){NULL, 0};
    return cd_pattern_group(in->patterns, rows, count, item) ? cd_fail_memory(in->err)
                                                             : CD_OK;
}

int cd_patterns_define(struct cd_patterns *patterns, const char *language,
                       const char *name, const char *choice, struct cd_error *err) {
    struct parser in = {patterns, language, choice, choice, 0, err};
    uint32_t item;
    int code = find_set(patterns, language, cd_str_of(name))
                   ? fail_at(&in, choice, "there is a set of this name already")
                   : parse_choice(&in, 0, false, &item);
    if (!code) {
        struct cd_pattern_set *sets =
            cd_pattern_grow(&patterns->arena, patterns->sets, patterns->set_count,
                            &patterns->set_room, sizeof *sets);
        struct cd_str key = cd_arena_copy(&patterns->arena, cd_str_of(language));
        struct cd_str copy = cd_arena_copy(&patterns->arena, cd_str_of(name));
        if (!sets || !key.p || !copy.p) {
            code = cd_fail_memory(err);
        } else {
            patterns->sets = sets;
            sets[patterns->set_count++] = (struct cd_pattern_set){key.p, copy.p, item};
        }
    }
    cd_arena_reset(&patterns->scratch);
    return code;
}

/* Has a choice an alternative that begins with what may be left out: "([the] story|it)"?
 * At a pattern's beginning that would need a join at the root, which no walk looks for.
 */
static bool begins_open(const struct cd_patterns *patterns, uint32_t item) {
    if (item < CD_GROUP)
        return false;
    const struct cd_pattern_group *group = &patterns->groups[item - CD_GROUP];
    for (uint32_t i = 0; i < group->count; i++) {
        struct cd_pattern_row row = group->rows[i];
        if (row.count &&
            ((row.count > 1 && cd_pattern_item_empty(patterns, row.items[0])) ||
             begins_open(patterns, row.items[0])))
            return true;
    }
    return false;
}

/* Is it a step, or a choice of which an alternative begins with one? No walk looks for
 * that at a pattern's beginning; what may be left out is then as if it were. */
static bool begins_with_step(const struct cd_patterns *patterns, uint32_t item) {
    if (item < CD_GROUP)
        return item < CD_FIRST_SYMBOL;
    const struct cd_pattern_group *group = &patterns->groups[item - CD_GROUP];
    for (uint32_t i = 0; i < group->count; i++)
        if (group->rows[i].count && begins_with_step(patterns, group->rows[i].items[0]))
            return true;
    return false;
}

/* Inserts the row without each of the optional items at its front in turn, so that every
 * pattern begins with a word and the root needs no joins. */
static int insert_all(struct parser *in, struct cd_pattern_row row, uint32_t value) {
    for (;;) {
        if (row.count == 0 || cd_pattern_row_empty(in->patterns, row))
            return fail_at(in, in->start, "it would match without a word");
        uint32_t first = row.items[0];
        bool apart = first >= CD_GROUP && cd_pattern_item_empty(in->patterns, first);
        if (!apart && begins_with_step(in->patterns, first))
            return fail_at(in, in->start, "a pattern begins with a word or number");
        if (begins_open(in->patterns, first))
            return fail_at(in, in->start,
                           "it begins with a choice that begins with what may be left "
                           "out: write both");
        if (cd_pattern_insert(in->patterns, row, value))
            return cd_fail_memory(in->err);
        if (!cd_pattern_item_empty(in->patterns, first))
            return CD_OK;
        row = (struct cd_pattern_row){row.items + 1, row.count - 1};
    }
}

int cd_patterns_add(struct cd_patterns *patterns, const char *language,
                    const char *pattern, uint32_t value, struct cd_error *err) {
    struct parser in = {patterns, language, pattern, pattern, 0, err};
    struct row row;
    int code = parse_row(&in, 0, &row);
    if (!code && *in.p == '|')
        code = fail_at(&in, in.p, "'|' stands in brackets");
    if (!code)
        code = insert_all(&in, (struct cd_pattern_row){row.items, row.count}, value);
    cd_arena_reset(&patterns->scratch);
    return code;
}
