/* Sentence ends by rules over tokens: a full stop is doubted where an abbreviation or an
 * initial stands before it; everything else that ends sentences is believed where a
 * plausible beginning follows. Learnt models (Punkt; Kiss and Strunk 2006) gain little
 * on news, which is edited text, and would make a verdict depend on what was read. */
#include "processors/text/sentences.h"

#include "processors/text/words.h"

/* A line this long was not wrapped by a typesetter: its break was meant. */
#define LONG_LINE 120

static bool ends_beyond_ascii(uint32_t sign) {
    return sign == 0x2026 || sign == 0x3002 || sign == 0xff01 || sign == 0xff1f ||
           sign == 0x061f || sign == 0x0964;
}

/* Asked of every token, so without a branch that could not be foreseen. */
static inline bool ends_sentence(uint32_t sign) {
    const uint64_t ascii = UINT64_C(1) << '.' | UINT64_C(1) << '!' | UINT64_C(1) << '?';
    if (sign >= 0x80)
        return ends_beyond_ascii(sign);
    return (ascii >> (sign & 63)) & (sign < 64);
}

static bool is_closer(uint32_t sign) {
    return sign == '"' || sign == '\'' || sign == ')' || sign == ']' || sign == 0x201d ||
           sign == 0x2019 || sign == 0xbb || sign == 0x203a || sign == 0x201c ||
           sign == 0x300d || sign == 0x300f;
}

static bool is_mark(const struct cd_token *token) { return token->kind == CD_TOKEN_MARK; }

/* French "« Oui. » Elle": white space on both sides. */
static bool is_french_closer(const struct cd_text *text, uint32_t i) {
    const struct cd_token *token = &text->tokens[i];
    return is_mark(token) && token->sign == 0xbb && (token->flags & CD_TOKEN_SPACE) &&
           (i + 1 == text->token_count ||
            (text->tokens[i + 1].flags & (CD_TOKEN_SPACE | CD_TOKEN_LINE)));
}

/* The last token of the sentence that ends with the mark `i`: closing marks that stand
 * right behind it belong to it. */
static uint32_t behind_closers(const struct cd_text *text, uint32_t i) {
    while (i + 1 < text->token_count) {
        const struct cd_token *next = &text->tokens[i + 1];
        if (is_french_closer(text, i + 1)) {
            i++;
            continue;
        }
        if (!is_mark(next) || (next->flags & (CD_TOKEN_SPACE | CD_TOKEN_LINE)) ||
            !(is_closer(next->sign) || ends_sentence(next->sign)))
            break;
        i++;
    }
    return i;
}

/* Is the full stop at `i` that of a day, with its month behind it? */
static bool numbers_day(const struct cd_text *text, uint32_t i,
                        const struct cd_words *abbreviations) {
    const struct cd_token *number = &text->tokens[i - 1];
    if (number->kind != CD_TOKEN_NUMBER || number->end - number->start > 2)
        return false;
    int classes =
        abbreviations ? cd_words_find(abbreviations, text->tokens[i + 1].hash) : -1;
    return classes >= 0 && (classes & CD_ABBREVIATION_MONTH);
}

/* Is the full stop at `i`, which a token follows, one of an abbreviation, an initial or
 * a day? */
static bool abbreviates(const struct cd_text *text, uint32_t i,
                        const struct cd_words *abbreviations) {
    if (text->tokens[i].sign != '.' || i == 0)
        return false;
    const struct cd_token *word = &text->tokens[i - 1];
    if (text->tokens[i].flags & CD_TOKEN_SPACE)
        return false;
    if (word->kind != CD_TOKEN_WORD)
        return numbers_day(text, i, abbreviations);
    bool initial = word->end - word->start == 1 && (word->flags & CD_TOKEN_CAPITAL);
    int classes = abbreviations ? cd_words_find(abbreviations, word->hash) : -1;
    if (initial || classes < 0)
        return initial;
    bool capital = word->flags & CD_TOKEN_CAPITAL;
    bool number = text->tokens[i + 1].kind == CD_TOKEN_NUMBER;
    return (classes & CD_ABBREVIATION) ||
           ((classes & CD_ABBREVIATION_CAPITAL) && capital) ||
           ((classes & CD_ABBREVIATION_NUMBER) && number);
}

static bool may_begin(const struct cd_token *token) {
    if (token->kind == CD_TOKEN_MARK)
        return token->sign != ',' && token->sign != ';' && token->sign != ':';
    if (token->kind == CD_TOKEN_NUMBER)
        return true;
    bool cased = token->sign < 0x530; /* Latin, Greek, Cyrillic */
    return !cased || (token->flags & CD_TOKEN_CAPITAL);
}

/* Does a line break before token `i` part paragraphs in a text that has it so? */
static bool line_parts(const struct cd_text *text, uint32_t i, bool blank_lines,
                       uint32_t line_start) {
    const struct cd_token *last = &text->tokens[i - 1];
    bool ended = is_mark(last) && (ends_sentence(last->sign) || is_closer(last->sign) ||
                                   last->sign == ':');
    bool long_line = last->end - line_start > LONG_LINE;
    return ended && (!blank_lines || long_line);
}

static uint32_t mark_paragraphs(struct cd_text *text) {
    uint32_t count = 0, line_start = 0;
    bool blank_lines = false;
    for (uint32_t i = 1; i < text->token_count && !blank_lines; i++)
        blank_lines = text->tokens[i].flags & CD_TOKEN_PARAGRAPH;
    for (uint32_t i = 0; i < text->token_count; i++) {
        struct cd_token *token = &text->tokens[i];
        if (!(token->flags & CD_TOKEN_LINE)) /* nor CD_TOKEN_PARAGRAPH, then */
            continue;
        if (i > 0 && line_parts(text, i, blank_lines, line_start))
            token->flags |= CD_TOKEN_PARAGRAPH;
        line_start = token->start;
        if (token->flags & CD_TOKEN_PARAGRAPH)
            count++;
        else
            text->inner_lines++;
    }
    return count;
}

static uint32_t mark_sentences(struct cd_text *text,
                               const struct cd_words *abbreviations) {
    uint32_t count = 0, last = 0;
    for (uint32_t i = 0; i < text->token_count; i++) {
        struct cd_token *token = &text->tokens[i];
        if (token->flags & CD_TOKEN_PARAGRAPH)
            token->flags |= CD_TOKEN_SENTENCE;
        if (token->flags & CD_TOKEN_SENTENCE)
            count++;
        /* Marks are not foreseen; that nearly no token has such a sign is. */
        if (!ends_sentence(token->sign) || !is_mark(token))
            continue;
        if (i >= last) /* else it is one run with the marks before, however long */
            last = behind_closers(text, i);
        if (last + 1 == text->token_count)
            continue;
        struct cd_token *next = &text->tokens[last + 1];
        bool parted = (next->flags & CD_TOKEN_SPACE) || token->sign >= 0x3000;
        if (parted && may_begin(next) &&
            !(last == i && abbreviates(text, i, abbreviations)))
            next->flags |= CD_TOKEN_SENTENCE;
    }
    return count;
}

/* Spans one after the other, the last of which may go on. */
struct spans {
    struct cd_span *list;
    uint32_t count;
};

static void end_span(struct spans *spans, uint32_t at) {
    if (spans->count)
        spans->list[spans->count - 1].end = at;
}

static void begin_span(struct spans *spans, uint32_t at) {
    end_span(spans, at);
    spans->list[spans->count++].first = at;
}

/* Lists the sentences and paragraphs whose first tokens are marked. */
static void list_spans(struct cd_text *text) {
    struct spans sentences = {.list = text->sentences};
    struct spans paragraphs = {.list = text->paragraphs};
    for (uint32_t i = 0; i < text->token_count; i++) {
        uint32_t flags = text->tokens[i].flags;
        if (!(flags & CD_TOKEN_SENTENCE)) /* which paragraphs begin with, too */
            continue;
        begin_span(&sentences, i);
        if (flags & CD_TOKEN_PARAGRAPH)
            begin_span(&paragraphs, i);
    }
    end_span(&sentences, text->token_count);
    end_span(&paragraphs, text->token_count);
}

int cd_sentences_find(struct cd_text *text, struct cd_arena *arena,
                      const struct cd_words *abbreviations) {
    text->paragraph_count = mark_paragraphs(text);
    text->sentence_count = mark_sentences(text, abbreviations);
    text->paragraphs =
        cd_arena_alloc(arena, text->paragraph_count * sizeof *text->paragraphs);
    text->sentences =
        cd_arena_alloc(arena, text->sentence_count * sizeof *text->sentences);
    if (!text->paragraphs || !text->sentences)
        return CD_ENOMEM;
    list_spans(text);
    return CD_OK;
}

static uint32_t holder(const struct cd_span *spans, uint32_t count, uint32_t token) {
    uint32_t low = 0, high = count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (spans[middle].first <= token)
            low = middle;
        else
            high = middle;
    }
    return low;
}

uint32_t cd_text_sentence_of(const struct cd_text *text, uint32_t token) {
    return holder(text->sentences, text->sentence_count, token);
}

uint32_t cd_text_paragraph_of(const struct cd_text *text, uint32_t token) {
    return holder(text->paragraphs, text->paragraph_count, token);
}
