/* Marks are paired within a paragraph, outermost only. */
#include "processors/quotes/spans.h"

#include "processors/quotes/dialogue.h"
#include "processors/quotes/marks.h"
#include "processors/quotes/nickname.h"
#include "processors/quotes/vocabulary.h"

struct finder {
    const struct cd_text *text;
    const uint64_t *classes;
    const struct cd_removed *removed;
    uint32_t removed_count, next_removed;
    struct cd_quote_spans *out;
    const uint32_t *marks; /* tokens that are quote marks */
    uint32_t mark_count, next_mark;
    bool singles; /* single marks quote in this text */
    uint32_t paragraph_end;
    /* The quote that is open; depth 0: none is. */
    struct cd_mark open;
    uint32_t open_at, depth;
    bool last_unclosed; /* the paragraph before ended inside a quote */
    bool dialogue;      /* dashes before paragraphs begin what is said */
};

#define MOST_NESTED 16 /* marks looked at for the end of a nested quote */

static bool is_word(const struct cd_text *text, uint32_t i) {
    return i < text->token_count && text->tokens[i].kind == CD_TOKEN_WORD;
}

/* An apostrophe that begins a word: ’90s, ’em. */
static bool is_elision(const struct finder *f, uint32_t i) {
    const struct cd_token *next = &f->text->tokens[i + 1];
    if (i + 1 >= f->text->token_count || cd_space_behind(f->text, i))
        return false;
    if (next->kind == CD_TOKEN_NUMBER)
        return f->text->tokens[i].sign != 0x2018 && next->end - next->start <= 4;
    return (f->classes[i + 1] & CD_ELISION) && !(next->flags & CD_TOKEN_CAPITAL);
}

static bool opens_single(const struct finder *f, uint32_t i, const struct cd_mark *mark) {
    return mark->turn == CD_TURN_OPENS && cd_loose_before(f->text, i) &&
           !is_elision(f, i);
}

/* Do single marks quote here? Yes where there are no others, or where more quotes end by
 * ,’ and .’ than there are pairs of double marks, which then are quotes within quotes. */
static bool quotes_by_singles(const struct finder *f) {
    const struct cd_text *text = f->text;
    uint32_t doubles = 0, inner = 0, singles = 0, last_double = UINT32_MAX, p = 0;
    bool inside = false; /* ‘I said “no” and meant “no”,’: a single mark is open */
    for (uint32_t n = 0; n < f->mark_count; n++) {
        uint32_t i = f->marks[n];
        struct cd_mark mark = cd_mark_at(text, i);
        for (; text->paragraphs[p].end <= i; p++)
            inside = false;
        if (mark.family == CD_DOUBLE_MARK) {
            doubles += !inside;
            inner += inside;
            n += mark.tokens - 1;
            last_double = i + mark.tokens - 1;
        } else if (mark.family == CD_SINGLE_MARK && mark.turn == CD_TURN_OPENS) {
            inside = inside || (doubles % 2 == 0 && opens_single(f, i, &mark));
        } else if (mark.family == CD_SINGLE_MARK && mark.turn != CD_TURN_OPENS) {
            bool nested = last_double == i - 1 ||
                          (i + 1 < text->token_count && !cd_space_behind(text, i) &&
                           cd_mark_at(text, i + 1).family == CD_DOUBLE_MARK);
            bool closes = !nested && cd_closes_behind_stop(text, i);
            singles += closes;
            inside = inside && !closes;
        }
    }
    return doubles + inner == 0 || (singles > 0 && singles * 2 >= doubles);
}

static bool in_removed(struct finder *f, uint32_t i) {
    uint32_t at = f->text->tokens[i].start;
    while (f->next_removed < f->removed_count && f->removed[f->next_removed].end <= at)
        f->next_removed++;
    return f->next_removed < f->removed_count && f->removed[f->next_removed].start <= at;
}

static void open_quote(struct finder *f, uint32_t i, const struct cd_mark *mark) {
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
    if (cd_nickname_end(f->text, f->classes, span.first, f->paragraph_end)) {
        if (f->out->nickname_count < CD_MOST_NICKNAMES)
            f->out->nicknames[f->out->nickname_count++] = span;
        return;
    }
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
    struct cd_mark mark = cd_mark_at(f->text, next);
    return mark.family == CD_SINGLE_MARK && opens_single(f, next, &mark);
}

/* Is there a further mark in this paragraph that could end a single quote, before one
 * that opens another? Then an ’ behind s is the plural's apostrophe. */
static bool closes_later(const struct finder *f, uint32_t i) {
    for (uint32_t t = i + 1; t < f->paragraph_end && t < i + 400; t++) {
        struct cd_mark mark = cd_mark_at(f->text, t);
        if (mark.family != CD_SINGLE_MARK)
            continue;
        if (opens_single(f, t, &mark))
            return false;
        if (mark.turn != CD_TURN_OPENS)
            return true;
    }
    return next_opens(f);
}

/* ‘It’s no’ May up there,’ she said: does a mark that closes as surely as ,’ does stand
 * further on in the paragraph, before one that opens? Then this one was an apostrophe. */
static bool ends_later(const struct finder *f) {
    uint32_t end = f->next_mark + MOST_NESTED;
    for (uint32_t n = f->next_mark + 1; n < f->mark_count && n < end; n++) {
        uint32_t i = f->marks[n];
        if (i >= f->paragraph_end)
            break;
        struct cd_mark mark = cd_mark_at(f->text, i);
        if (mark.family != CD_SINGLE_MARK)
            continue;
        if (opens_single(f, i, &mark))
            return false;
        if (cd_closes_behind_stop(f->text, i) && cd_loose_behind(f->text, i))
            return true;
    }
    return false;
}

static bool closes_single(const struct finder *f, uint32_t i,
                          const struct cd_mark *mark) {
    if (mark->family != CD_SINGLE_MARK || mark->turn == CD_TURN_OPENS ||
        cd_space_before(f->text, i) || !cd_loose_behind(f->text, i))
        return false;
    if (cd_closes_behind_stop(f->text, i))
        return true;
    const struct cd_token *last = &f->text->tokens[i - 1];
    if (last->kind == CD_TOKEN_WORD && is_word(f->text, i + 1) && ends_later(f))
        return false;
    /* "Rock ’n’ roll" */
    if (i > 1 && (f->classes[i - 1] & CD_ELISION) && last->end - last->start == 1 &&
        cd_mark_at(f->text, i - 2).family == CD_SINGLE_MARK)
        return false;
    char c = f->text->bytes.p[last->end - 1];
    bool plural = last->kind == CD_TOKEN_WORD && (c == 's' || c == 'S') &&
                  i + 1 < f->text->token_count &&
                  f->text->tokens[i + 1].kind == CD_TOKEN_WORD &&
                  !(f->classes[i + 1] & CD_FUNCTION);
    return !plural || !closes_later(f, i);
}

static bool closes_double(const struct finder *f, uint32_t i,
                          const struct cd_mark *mark) {
    if (mark->family != CD_DOUBLE_MARK)
        return false;
    if (f->open.low)
        return mark->turn == CD_TURN_CLOSES || f->text->tokens[i].sign == 0x201c ||
               mark->turn == CD_TURN_EITHER;
    if (mark->turn == CD_TURN_OPENS && !mark->straight)
        return !cd_loose_before(f->text, i) && cd_space_behind(f->text, i);
    return mark->turn != CD_TURN_OPENS;
}

/* "It was 6" deep," he said: behind a number and before a mark that closes, too, the mark
 * is the sign for inches. */
static bool is_inch(const struct finder *f, uint32_t i) {
    if (f->depth != 1 || cd_space_before(f->text, i) ||
        f->text->tokens[i - 1].kind != CD_TOKEN_NUMBER ||
        f->next_mark + 1 == f->mark_count)
        return false;
    uint32_t next = f->marks[f->next_mark + 1];
    struct cd_mark mark = cd_mark_at(f->text, next);
    return next < f->paragraph_end && mark.family == CD_DOUBLE_MARK &&
           mark.turn == CD_TURN_CLOSES;
}

/* « On m’a dit : « Non. » J’ai ri »: do the guillemets behind this one, which opens in a
 * quote, close both? */
static bool nests(const struct finder *f, uint32_t i) {
    int depth = 2;
    for (uint32_t n = f->next_mark + 1;
         depth > 0 && n < f->mark_count && n <= f->next_mark + MOST_NESTED; n++) {
        if (f->marks[n] >= f->paragraph_end)
            break;
        struct cd_mark mark = cd_mark_at(f->text, f->marks[n]);
        if (mark.straight && mark.family == CD_DOUBLE_MARK)
            depth += mark.turn == CD_TURN_OPENS ? 1 : -1;
    }
    return depth == 0 && f->text->tokens[i].sign == 0xab &&
           f->text->tokens[f->open_at].sign == 0xab;
}

static void take_inside(struct finder *f, uint32_t i, const struct cd_mark *mark) {
    if (f->open.family == CD_SINGLE_MARK) {
        if (closes_single(f, i, mark))
            end_quote(f, i, mark->tokens);
        return;
    }
    if (closes_double(f, i, mark)) {
        if (is_inch(f, i))
            return;
        if (--f->depth == 0)
            end_quote(f, i, mark->tokens);
    } else if (mark->family == CD_DOUBLE_MARK && f->open.straight && mark->straight &&
               !nests(f, i)) {
        /* A straight mark that opens again: the one before was never closed. */
        end_quote(f, i, 0);
        open_quote(f, i, mark);
    } else if (mark->family == CD_DOUBLE_MARK) {
        f->depth++;
    }
}

static void take_outside(struct finder *f, uint32_t i, const struct cd_mark *mark) {
    bool opens =
        mark->family == CD_DOUBLE_MARK
            ? mark->turn == CD_TURN_OPENS ||
                  cd_turn_by_context(f->text, i, mark->tokens) == CD_TURN_OPENS ||
                  (mark->turn == CD_TURN_EITHER && cd_loose_before(f->text, i))
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
    if (f->open.family == CD_SINGLE_MARK && !next_opens(f)) {
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
        struct cd_mark mark = cd_mark_at(f->text, i);
        if (in_removed(f, i))
            continue;
        if (f->depth > 0)
            take_inside(f, i, &mark);
        else
            take_outside(f, i, &mark);
        f->next_mark += mark.tokens - 1;
    }
}

/* Speech behind a dash; marks inside it stay inside. */
static bool read_dialogue(struct finder *f, struct cd_span paragraph) {
    if (!f->dialogue || !cd_begins_with_dash(f->text, paragraph) ||
        in_removed(f, paragraph.first))
        return false;
    struct cd_quote_span *next = &f->out->list[f->out->count];
    uint32_t parts = cd_dialogue_read(next, f->text, f->classes, paragraph);
    if (parts == 0)
        parts = cd_dialogue_whole(next, f->text, paragraph);
    f->out->count += parts;
    while (parts && f->next_mark < f->mark_count &&
           f->marks[f->next_mark] < paragraph.end)
        f->next_mark++;
    return parts > 0;
}

static void read_paragraph(struct finder *f, struct cd_span paragraph) {
    if (f->depth == 0 && read_dialogue(f, paragraph)) {
        f->last_unclosed = false;
        return;
    }
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

/* How many paragraphs begin with a dash; 0 where none of them says that somebody speaks.
 */
static uint32_t count_dialogue(const struct finder *f) {
    struct cd_quote_span parts[CD_MOST_SPEECHES];
    uint32_t dashes = 0;
    bool spoken = false;
    for (uint32_t p = 0; p < f->text->paragraph_count; p++) {
        if (!cd_begins_with_dash(f->text, f->text->paragraphs[p]))
            continue;
        dashes++;
        spoken = spoken ||
                 cd_dialogue_read(parts, f->text, f->classes, f->text->paragraphs[p]) > 0;
    }
    return spoken ? dashes : 0;
}

bool cd_has_speech_dash(const struct cd_text *text) {
    for (uint32_t p = 0; p < text->paragraph_count; p++)
        if (cd_begins_with_dash(text, text->paragraphs[p]))
            return true;
    return false;
}

/* First all marks, without a branch, since no processor foresees which token is one; then
 * those of them that quote. They are few, and all further passes go over them alone. */
int cd_quote_marks_find(struct cd_quote_spans *out, const struct cd_text *text,
                        struct cd_arena *arena) {
    const struct cd_token *tokens = text->tokens;
    size_t room = (text->token_count + 1) * sizeof(uint32_t);
    uint32_t *marks = cd_arena_alloc(arena, room);
    uint32_t count = 0, quotes = 0, end = text->token_count;
    if (!marks)
        return CD_ENOMEM;
    for (uint32_t i = 0; i < end; i++) {
        marks[count] = i;
        count += tokens[i].kind == CD_TOKEN_MARK;
    }
    for (uint32_t n = 0; n < count && quotes < CD_MOST_MARKS; n++)
        if (cd_sign_quotes(tokens[marks[n]].sign))
            marks[quotes++] = marks[n];
    out->marks = cd_arena_trim(arena, marks, room, quotes * sizeof *marks);
    out->mark_count = quotes;
    return CD_OK;
}

int cd_quote_spans_find(struct cd_quote_spans *out, const struct cd_article *article,
                        const uint64_t *classes, bool dashes, struct cd_error *err) {
    const struct cd_text *text = &article->body;
    struct finder f = {.text = text,
                       .classes = classes,
                       .removed = article->removed,
                       .removed_count = article->removed_count,
                       .out = out,
                       .marks = out->marks,
                       .mark_count = out->mark_count};
    uint32_t dialogue = dashes ? count_dialogue(&f) : 0;
    f.dialogue = dialogue > 0;
    size_t room = (size_t)f.mark_count + (size_t)dialogue * CD_MOST_SPEECHES + 1;
    out->list = cd_arena_alloc(article->arena, room * sizeof *out->list);
    if (!out->list)
        return cd_fail_memory(err);
    f.singles = quotes_by_singles(&f);
    for (uint32_t p = 0; p < text->paragraph_count; p++)
        read_paragraph(&f, text->paragraphs[p]);
    out->list = cd_arena_trim(article->arena, out->list, room * sizeof *out->list,
                              (out->count + 1) * sizeof *out->list);
    return CD_OK;
}
