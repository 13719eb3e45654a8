/* A mark opens or closes by what it is and by what stands around it: an opening mark has
 * white space or a bracket before it and none behind it. Curly marks are believed first,
 * but feeds hold many that were turned the wrong way, so the context may overrule them.
 */
#include "processors/quotes/spans.h"

#include "processors/quotes/vocabulary.h"

enum family { NOT_A_QUOTE, DOUBLE_MARK, SINGLE_MARK };
enum turn { OPENS, CLOSES, EITHER };

/* One quote mark: one token, or two apostrophes in a row. */
struct mark {
    enum family family;
    enum turn turn;
    bool straight; /* its form does not say which way it faces */
    bool low;      /* „ */
    uint32_t tokens;
};

struct finder {
    const struct cd_text *text;
    const uint64_t *classes;
    const struct cd_removed *removed;
    uint32_t removed_count, next_removed;
    struct cd_quote_spans *out;
    uint32_t *marks; /* tokens that are quote marks */
    uint32_t mark_count, next_mark;
    bool singles; /* single marks quote in this text */
    uint32_t paragraph_end;
    /* The quote that is open; open_tokens 0: none. */
    struct mark open;
    uint32_t open_at, depth;
    bool last_unclosed; /* the paragraph before ended inside a quote */
};

static bool space_before(const struct cd_text *text, uint32_t i) {
    return (text->tokens[i].flags & (CD_TOKEN_SPACE | CD_TOKEN_LINE)) != 0;
}

static bool space_behind(const struct cd_text *text, uint32_t i) {
    return i + 1 >= text->token_count || space_before(text, i + 1);
}

static bool is_sign(const struct cd_text *text, uint32_t i, uint32_t sign) {
    return i < text->token_count && text->tokens[i].kind == CD_TOKEN_MARK &&
           text->tokens[i].sign == sign;
}

/* Signs that an opening mark may stand behind, and a closing one before. */
static bool opens_behind(uint32_t sign) {
    return sign == '(' || sign == '[' || sign == '{' || sign == '/' || sign == '-' ||
           sign == '=' || sign == '>' || (sign >= 0x2010 && sign <= 0x2015) ||
           sign == 0xbf || sign == 0xa1;
}

static bool loose_before(const struct cd_text *text, uint32_t i) {
    if (i == 0 || space_before(text, i))
        return true;
    const struct cd_token *last = &text->tokens[i - 1];
    return last->kind == CD_TOKEN_MARK && opens_behind(last->sign);
}

static bool loose_behind(const struct cd_text *text, uint32_t last) {
    return space_behind(text, last) || text->tokens[last + 1].kind == CD_TOKEN_MARK;
}

/* Which way the context says that the tokens [i, i + n) face. */
static enum turn turn_by_context(const struct cd_text *text, uint32_t i, uint32_t n) {
    bool before = loose_before(text, i), behind = loose_behind(text, i + n - 1);
    if (before && !space_behind(text, i + n - 1))
        return OPENS;
    if (!before && behind)
        return CLOSES;
    return EITHER;
}

/* A pair of single marks without anything between is one double mark: '' `` ‘‘ ’’. */
static bool is_pair(const struct cd_text *text, uint32_t i) {
    uint32_t sign = text->tokens[i].sign;
    return is_sign(text, i + 1, sign) &&
           text->tokens[i].end == text->tokens[i + 1].start &&
           !is_sign(text, i + 2, sign);
}

static struct mark read_mark(const struct cd_text *text, uint32_t i) {
    struct mark mark = {.family = NOT_A_QUOTE, .tokens = 1};
    switch (text->tokens[i].sign) {
        case '"':
        case 0xff02:
        case 0x2033:
            mark.straight = true;
            mark.family = DOUBLE_MARK;
            break;
        case 0x201e:
            mark.low = true;
            mark.family = DOUBLE_MARK;
            mark.turn = OPENS;
            break;
        case 0xab:
        case 0xbb:
            mark.straight = true; /* « » in French, » « in German */
            mark.family = DOUBLE_MARK;
            break;
        case 0x201c:
        case 0x201f:
        case 0x300c:
        case 0x300e:
            mark.family = DOUBLE_MARK;
            mark.turn = OPENS;
            break;
        case 0x201d:
        case 0x300d:
        case 0x300f:
            mark.family = DOUBLE_MARK;
            mark.turn = CLOSES;
            break;
        case 0x2018:
        case 0x201a:
        case 0x2039:
        case '`':
            mark.family = SINGLE_MARK;
            mark.turn = OPENS;
            break;
        case 0x2019:
        case 0x203a:
            mark.family = SINGLE_MARK;
            mark.turn = CLOSES;
            break;
        case '\'':
            mark.straight = true;
            mark.family = SINGLE_MARK;
            break;
    }
    if (mark.family == SINGLE_MARK && is_pair(text, i)) {
        mark.family = DOUBLE_MARK;
        mark.tokens = 2;
    }
    if (mark.straight)
        mark.turn = turn_by_context(text, i, mark.tokens);
    /* French sets white space inside its marks: « oui ». */
    if (mark.turn == EITHER && text->tokens[i].sign == 0xab)
        mark.turn = OPENS;
    if (mark.turn == EITHER && text->tokens[i].sign == 0xbb)
        mark.turn = CLOSES;
    return mark;
}

/* The mark at a token; most tokens are words, and settled at once. */
static inline struct mark mark_at(const struct cd_text *text, uint32_t i) {
    if (text->tokens[i].kind != CD_TOKEN_MARK)
        return (struct mark){.family = NOT_A_QUOTE, .tokens = 1};
    return read_mark(text, i);
}

/* An apostrophe that begins a word: ’90s, ’em. */
static bool is_elision(const struct finder *f, uint32_t i) {
    const struct cd_token *next = &f->text->tokens[i + 1];
    if (i + 1 >= f->text->token_count || space_behind(f->text, i))
        return false;
    if (next->kind == CD_TOKEN_NUMBER)
        return f->text->tokens[i].sign != 0x2018 && next->end - next->start <= 4;
    return (f->classes[i + 1] & CD_ELISION) && !(next->flags & CD_TOKEN_CAPITAL);
}

static bool opens_single(const struct finder *f, uint32_t i, const struct mark *mark) {
    return mark->turn == OPENS && loose_before(f->text, i) && !is_elision(f, i);
}

/* Does this mark end a quote as surely as ,’ and .’ do? */
static bool closes_behind_stop(const struct cd_text *text, uint32_t i) {
    if (i == 0 || space_before(text, i) || text->tokens[i - 1].kind != CD_TOKEN_MARK)
        return false;
    uint32_t sign = text->tokens[i - 1].sign;
    return sign == ',' || sign == '.' || sign == '?' || sign == '!' || sign == 0x2026;
}

/* Do single marks quote here? Yes where there are no others, or where more quotes end by
 * ,’ and .’ than there are pairs of double marks, which then are quotes within quotes. */
static bool quotes_by_singles(const struct finder *f) {
    const struct cd_text *text = f->text;
    uint32_t doubles = 0, singles = 0, last_double = UINT32_MAX;
    for (uint32_t n = 0; n < f->mark_count; n++) {
        uint32_t i = f->marks[n];
        struct mark mark = mark_at(text, i);
        if (mark.family == DOUBLE_MARK) {
            doubles++;
            n += mark.tokens - 1;
            last_double = i + mark.tokens - 1;
        } else if (mark.family == SINGLE_MARK && mark.turn != OPENS) {
            bool nested = last_double == i - 1 ||
                          (i + 1 < text->token_count && !space_behind(text, i) &&
                           mark_at(text, i + 1).family == DOUBLE_MARK);
            singles += !nested && closes_behind_stop(text, i);
        }
    }
    return doubles == 0 || (singles > 0 && singles * 2 >= doubles);
}

static bool in_removed(struct finder *f, uint32_t i) {
    uint32_t at = f->text->tokens[i].start;
    while (f->next_removed < f->removed_count && f->removed[f->next_removed].end <= at)
        f->next_removed++;
    return f->next_removed < f->removed_count && f->removed[f->next_removed].start <= at;
}

static void open_quote(struct finder *f, uint32_t i, const struct mark *mark) {
    f->open = *mark;
    f->open_at = i;
    f->depth = 1;
}

/* Ends the open quote with the closing mark at [i, i + n); n 0: without one. */
static void end_quote(struct finder *f, uint32_t i, uint32_t n) {
    struct cd_quote_span span = {.first = f->open_at,
                                 .inner = f->open_at + f->open.tokens,
                                 .inner_end = i,
                                 .end = i + n,
                                 .unclosed = n == 0};
    f->depth = 0;
    bool words = false;
    for (uint32_t t = span.inner; t < span.inner_end && !words; t++)
        words = f->text->tokens[t].kind != CD_TOKEN_MARK;
    if (!words)
        return;
    span.continues =
        f->last_unclosed && (f->text->tokens[span.first].flags & CD_TOKEN_PARAGRAPH);
    f->last_unclosed = false;
    f->out->list[f->out->count++] = span;
}

/* Does the next paragraph begin with a single mark that opens? Then a quote that is open
 * at this one's end goes on there. */
static bool next_opens(const struct finder *f) {
    uint32_t next = f->paragraph_end;
    if (next >= f->text->token_count)
        return false;
    struct mark mark = mark_at(f->text, next);
    return mark.family == SINGLE_MARK && opens_single(f, next, &mark);
}

/* Is there a further mark in this paragraph that could end a single quote, before one
 * that opens another? Then an ’ behind s is the plural's apostrophe. */
static bool closes_later(const struct finder *f, uint32_t i) {
    for (uint32_t t = i + 1; t < f->paragraph_end && t < i + 400; t++) {
        struct mark mark = mark_at(f->text, t);
        if (mark.family != SINGLE_MARK)
            continue;
        if (opens_single(f, t, &mark))
            return false;
        if (mark.turn != OPENS)
            return true;
    }
    return next_opens(f);
}

static bool closes_single(const struct finder *f, uint32_t i, const struct mark *mark) {
    if (mark->family != SINGLE_MARK || mark->turn == OPENS || space_before(f->text, i) ||
        !loose_behind(f->text, i))
        return false;
    if (closes_behind_stop(f->text, i))
        return true;
    const struct cd_token *last = &f->text->tokens[i - 1];
    char c = f->text->bytes.p[last->end - 1];
    bool plural = last->kind == CD_TOKEN_WORD && (c == 's' || c == 'S') &&
                  i + 1 < f->text->token_count &&
                  f->text->tokens[i + 1].kind == CD_TOKEN_WORD &&
                  !(f->classes[i + 1] & CD_FUNCTION);
    return !plural || !closes_later(f, i);
}

static bool closes_double(const struct finder *f, uint32_t i, const struct mark *mark) {
    if (mark->family != DOUBLE_MARK)
        return false;
    if (f->open.low)
        return mark->turn == CLOSES || f->text->tokens[i].sign == 0x201c ||
               mark->turn == EITHER;
    if (mark->turn == OPENS && !mark->straight)
        return !loose_before(f->text, i) && space_behind(f->text, i);
    return mark->turn != OPENS;
}

static void take_inside(struct finder *f, uint32_t i, const struct mark *mark) {
    if (f->open.family == SINGLE_MARK) {
        if (closes_single(f, i, mark))
            end_quote(f, i, mark->tokens);
        return;
    }
    if (closes_double(f, i, mark)) {
        if (--f->depth == 0)
            end_quote(f, i, mark->tokens);
    } else if (mark->family == DOUBLE_MARK && f->open.straight && mark->straight) {
        /* A straight mark that opens again: the one before was never closed. */
        end_quote(f, i, 0);
        open_quote(f, i, mark);
    } else if (mark->family == DOUBLE_MARK) {
        f->depth++;
    }
}

static void take_outside(struct finder *f, uint32_t i, const struct mark *mark) {
    bool opens = mark->family == DOUBLE_MARK
                     ? mark->turn == OPENS ||
                           turn_by_context(f->text, i, mark->tokens) == OPENS ||
                           (mark->turn == EITHER && loose_before(f->text, i))
                     : f->singles && opens_single(f, i, mark);
    if (opens)
        open_quote(f, i, mark);
}

/* The end of a paragraph ends what is open in it; a single mark that nothing closes was
 * an apostrophe, and what stands behind it is read again without it. */
static bool end_paragraph(struct finder *f) {
    if (f->depth == 0) {
        f->last_unclosed = false;
        return true;
    }
    if (f->open.family == SINGLE_MARK && !next_opens(f)) {
        f->depth = 0;
        return false;
    }
    end_quote(f, f->paragraph_end, 0);
    f->last_unclosed = true;
    return true;
}

/* Reads the marks from `next_mark` on, as far as the paragraph goes. */
static void read_marks(struct finder *f) {
    for (; f->next_mark < f->mark_count; f->next_mark++) {
        uint32_t i = f->marks[f->next_mark];
        if (i >= f->paragraph_end)
            break;
        struct mark mark = mark_at(f->text, i);
        if (in_removed(f, i))
            continue;
        if (f->depth > 0)
            take_inside(f, i, &mark);
        else
            take_outside(f, i, &mark);
        f->next_mark += mark.tokens - 1;
    }
}

static void read_paragraph(struct finder *f, struct cd_span paragraph) {
    uint32_t first = f->next_mark, removed = f->next_removed;
    f->paragraph_end = paragraph.end;
    read_marks(f);
    if (end_paragraph(f))
        return;
    /* Once more from behind a single mark that stayed open, but once only: hostile text
     * could hold many. */
    f->next_mark = first;
    f->next_removed = removed;
    while (f->next_mark < f->mark_count && f->marks[f->next_mark] <= f->open_at)
        f->next_mark++;
    read_marks(f);
    if (!end_paragraph(f))
        f->last_unclosed = false;
}

bool cd_has_quote_marks(const struct cd_text *text) {
    for (uint32_t i = 0; i < text->token_count; i++)
        if (mark_at(text, i).family != NOT_A_QUOTE)
            return true;
    return false;
}

/* The tokens that are quote marks by their form; few, so that all further passes go over
 * them alone. */
static int gather_marks(struct finder *f, struct cd_arena *arena) {
    uint32_t room = 0;
    for (uint32_t i = 0; i < f->text->token_count; i++) {
        if (mark_at(f->text, i).family == NOT_A_QUOTE)
            continue;
        if (f->mark_count == room) {
            uint32_t more = room ? room * 2 : 64;
            f->marks = cd_arena_grow(arena, f->marks, room * sizeof *f->marks,
                                     more * sizeof *f->marks);
            if (!f->marks)
                return CD_ENOMEM;
            room = more;
        }
        f->marks[f->mark_count++] = i;
    }
    return CD_OK;
}

int cd_quote_spans_find(struct cd_quote_spans *out, const struct cd_article *article,
                        const uint64_t *classes, struct cd_error *err) {
    const struct cd_text *text = &article->body;
    struct finder f = {.text = text,
                       .classes = classes,
                       .removed = article->removed,
                       .removed_count = article->removed_count,
                       .out = out};
    *out = (struct cd_quote_spans){0};
    if (gather_marks(&f, article->arena))
        return cd_fail_memory(err);
    if (f.mark_count == 0)
        return CD_OK;
    out->list = cd_arena_alloc(article->arena, (f.mark_count + 1) * sizeof *out->list);
    if (!out->list)
        return cd_fail_memory(err);
    f.singles = quotes_by_singles(&f);
    for (uint32_t p = 0; p < text->paragraph_count; p++)
        read_paragraph(&f, text->paragraphs[p]);
    return CD_OK;
}
