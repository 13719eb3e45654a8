#include "processors/quotes/items.h"

struct maker {
    const struct cd_reading *r;
    struct cd_sentences *out;
    uint32_t quote, mention, paragraph;
    /* Where those two begin: nearly all tokens stand before, and need not ask further. */
    uint32_t next_quote, next_mention;
    uint32_t quotes; /* of the sentence */
};

static bool is_dash(uint32_t sign) {
    return sign == '-' || (sign >= 0x2012 && sign <= 0x2015) || sign == '~';
}

static enum cd_item_kind kind_of_mark(const struct cd_reading *r, uint32_t token) {
    const struct cd_text *text = r->text;
    uint32_t sign = text->tokens[token].sign;
    /* With those of Chinese and Japanese. */
    if (sign == ',' || sign == 0xff0c || sign == 0x3001)
        return CD_ITEM_COMMA;
    if (sign == ':' || sign == 0xff1a)
        return CD_ITEM_COLON;
    if (sign == ';' || sign == '!' || sign == '?' || sign == 0x3002 || sign == 0xff01 ||
        sign == 0xff1f)
        return CD_ITEM_STOP;
    if (sign == '(' || sign == '[')
        return CD_ITEM_OPEN;
    if (sign == ')' || sign == ']')
        return CD_ITEM_CLOSE;
    /* The full stop of an abbreviation ends nothing. */
    bool last = token + 1 == text->token_count ||
                (text->tokens[token + 1].flags & CD_TOKEN_SENTENCE);
    if (sign == '.' && last)
        return CD_ITEM_STOP;
    if (is_dash(sign) && (text->tokens[token].flags & CD_TOKEN_SPACE))
        return CD_ITEM_DASH;
    if (sign == 0x2014 || (sign == '-' && cd_is_mark(r, token + 1, '-')))
        return CD_ITEM_DASH;
    return CD_ITEM_MARK;
}

/* "Sanders’ arguments": a plural's or name's bare apostrophe behind it. */
static inline bool bare_apostrophe(const struct cd_reading *r, uint32_t token) {
    const struct cd_token *t = &r->text->tokens[token];
    return token < r->text->token_count && t->kind == CD_TOKEN_MARK &&
           (t->sign == '\'' || t->sign == 0x2019) && !(t->flags & CD_TOKEN_SPACE) &&
           cd_is_word(r, token + 1);
}

static struct cd_item *add_item(struct maker *m, enum cd_item_kind kind, uint32_t first,
                                uint32_t end) {
    struct cd_item *item = &m->out->items[m->out->item_count++];
    *item = (struct cd_item){
        .first = first, .end = end, .kind = (uint8_t)kind, .ref = CD_NONE};
    return item;
}

/* "said the Norwegian": is the word one for people, and no adjective? */
static bool is_from_somewhere(const struct maker *m, uint32_t token) {
    const struct cd_reading *r = m->r;
    if (r->language != CD_ENGLISH || !(r->classes[token] & CD_DEMONYM) ||
        !cd_is_capital(r, token) || token == 0 ||
        (r->text->tokens[token].flags & CD_TOKEN_UPPER) ||
        !(r->classes[token - 1] & CD_DEFINITE))
        return false;
    uint64_t behind = CD_SAY | CD_FUNCTION | CD_DATE;
    return !cd_is_word(r, token + 1) || (r->classes[token + 1] & behind) ||
           (r->text->tokens[token + 1].flags & CD_TOKEN_SENTENCE);
}

/* "Both said", but neither "both men" nor "both of them". */
static bool is_determiner(const struct maker *m, uint32_t token) {
    const uint64_t *classes = m->r->classes;
    return (classes[token] & CD_THEY) && (classes[token] & CD_DETERMINER) &&
           !(cd_is_word(m->r, token + 1) &&
             (classes[token + 1] & (CD_SAY | CD_BE | CD_AUXILIARY | CD_ADVERB)));
}

static struct cd_item *add_word(struct maker *m, uint32_t token) {
    const struct cd_token *t = &m->r->text->tokens[token];
    struct cd_item *item = add_item(m, CD_ITEM_WORD, token, token + 1);
    item->class = m->r->classes[token];
    if ((item->class & CD_DEMONYM) && is_from_somewhere(m, token))
        item->class |= CD_PERSON;
    if ((item->class & CD_THEY) && is_determiner(m, token))
        item->class &= ~CD_THEY;
    item->capital = t->flags & CD_TOKEN_CAPITAL;
    item->possessive = t->flags & CD_TOKEN_POSSESSIVE;
    if (bare_apostrophe(m->r, token + 1)) {
        item->possessive = true;
        item->end++;
    }
    return item;
}

static struct cd_item *add_name(struct maker *m, uint32_t token, uint32_t mention) {
    const struct cd_mention *name = &m->r->mentions[mention];
    struct cd_item *item = add_item(m, CD_ITEM_NAME, token, name->end);
    item->ref = mention;
    item->capital = true;
    item->possessive = name->flags & CD_MENTION_POSSESSIVE;
    if (bare_apostrophe(m->r, name->end)) {
        item->possessive = true;
        item->end++;
    }
    return item;
}

static struct cd_item *add_quote(struct maker *m) {
    const struct cd_quote_span *span = &m->r->quotes.list[m->quote];
    struct cd_item *item = add_item(m, CD_ITEM_QUOTE, span->first, span->end);
    item->ref = m->quote;
    m->quotes++;
    return item;
}

/* Does the quote m->quote begin at this token? */
static bool at_quote(struct maker *m, uint32_t token) {
    const struct cd_quote_spans *quotes = &m->r->quotes;
    if (token < m->next_quote)
        return false;
    while (m->quote < quotes->count && quotes->list[m->quote].end <= token)
        m->quote++;
    m->next_quote = m->quote < quotes->count ? quotes->list[m->quote].first : UINT32_MAX;
    return m->next_quote == token;
}

/* The mention that begins at this token (with its title) and is a name; or CD_NONE. */
static uint32_t mention_at(struct maker *m, uint32_t token) {
    const struct cd_reading *r = m->r;
    if (token < m->next_mention)
        return CD_NONE;
    while (m->mention < r->mention_count && r->mentions[m->mention].end <= token)
        m->mention++;
    m->next_mention =
        m->mention < r->mention_count ? r->mentions[m->mention].title_first : UINT32_MAX;
    bool here = m->next_mention == token && r->mentions[m->mention].name != CD_NONE;
    return here ? m->mention : CD_NONE;
}

static const struct cd_item *take_item(struct maker *m, uint32_t token) {
    if (at_quote(m, token))
        return add_quote(m);
    bool mark = m->r->text->tokens[token].kind == CD_TOKEN_MARK;
    bool handle = mark && cd_is_mark(m->r, token, '@');
    uint32_t mention = !mark || handle ? mention_at(m, token) : CD_NONE;
    if (mention != CD_NONE)
        return add_name(m, token, mention);
    return mark ? add_item(m, kind_of_mark(m->r, token), token, token + 1)
                : add_word(m, token);
}

/* The token behind a name or pronoun that begins at `token`; 0: there is none. */
static uint32_t behind_person(struct maker *m, uint32_t token) {
    if (m->r->classes[token] & (CD_HE | CD_SHE | CD_THEY | CD_PRONOUN))
        return token + 1;
    uint32_t mention = mention_at(m, token);
    return mention == CD_NONE ? 0 : m->r->mentions[mention].end;
}

/* Is the last sign inside the quote that ends at `token` one of these? */
static uint32_t last_sign(const struct cd_reading *r, uint32_t quote) {
    const struct cd_quote_span *span = &r->quotes.list[quote];
    const struct cd_token *last = &r->text->tokens[span->inner_end - 1];
    return last->kind == CD_TOKEN_MARK ? last->sign : 0;
}

#define TOLD_BEFORE 5 /* items before a quote that a verb of saying may stand in */

/* "telling her, “…!”": is the last item a quote that is told before it? */
static bool is_told_before(const struct maker *m) {
    const struct cd_item *items = m->out->items;
    uint32_t quote = m->out->item_count - 1;
    if (quote < 2 || (items[quote - 1].kind != CD_ITEM_COMMA &&
                      items[quote - 1].kind != CD_ITEM_COLON))
        return false;
    for (uint32_t i = quote - 1; i > 0 && i + TOLD_BEFORE > quote; i--) {
        if (items[i - 1].kind == CD_ITEM_QUOTE || items[i - 1].kind == CD_ITEM_STOP)
            return false;
        if (items[i - 1].class & CD_SAY)
            return true;
    }
    return false;
}

/* Behind a quote, at what looks like a new sentence: is it the attribution? */
static bool goes_on(struct maker *m, uint32_t token) {
    const struct cd_reading *r = m->r;
    const struct cd_item *last = &m->out->items[m->out->item_count - 1];
    if (m->out->item_count == 0 || last->kind != CD_ITEM_QUOTE)
        return false;
    /* "—¿Y ahora? —preguntó Ana" */
    const struct cd_quote_span *span = &r->quotes.list[last->ref];
    if (span->inner_end == span->end && kind_of_mark(r, token) == CD_ITEM_DASH)
        return true;
    /* “…,”Ann Doyle, who lives nearby, said: behind a comma nothing ends. */
    if (last_sign(r, last->ref) == ',')
        return true;
    uint32_t behind = behind_person(m, token);
    if (!behind || !cd_is_word(r, behind) || !(r->classes[behind] & CD_SAY) ||
        !(r->classes[behind] & (CD_FORM_PAST | CD_FORM_THIRD)) || is_told_before(m))
        return false;
    uint32_t sign = last_sign(r, last->ref);
    if (sign != '.')
        return true;
    /* Some write “I won.” Smith said. for a comma. */
    return cd_is_mark(r, behind + 1, '.') || cd_is_mark(r, behind + 1, ',');
}

static void close_sentence(struct maker *m, uint32_t first) {
    struct cd_sentences *out = m->out;
    if (first == out->item_count)
        return;
    struct cd_sentence *sentence = &out->list[out->count++];
    *sentence = (struct cd_sentence){first, out->item_count, m->paragraph, m->quotes};
    m->quotes = 0;
}

static void read_paragraph(struct maker *m, struct cd_span paragraph) {
    const struct cd_text *text = m->r->text;
    uint32_t first = m->out->item_count;
    for (uint32_t i = paragraph.first; i < paragraph.end;) {
        bool begins = i > paragraph.first && (text->tokens[i].flags & CD_TOKEN_SENTENCE);
        if (begins && !goes_on(m, i)) {
            close_sentence(m, first);
            first = m->out->item_count;
        }
        i = take_item(m, i)->end;
    }
    close_sentence(m, first);
    m->paragraph++;
}

/* Paragraphs that are read: one more than have quotes, as a credit may stand there. */
static uint32_t read_until(const struct cd_reading *r) {
    if (r->quotes.count == 0)
        return 0;
    const struct cd_quote_span *last = &r->quotes.list[r->quotes.count - 1];
    uint32_t end = cd_text_paragraph_of(r->text, last->first) + 2;
    return end < r->text->paragraph_count ? end : r->text->paragraph_count;
}

int cd_items_make(struct cd_sentences *out, const struct cd_reading *r,
                  struct cd_error *err) {
    *out = (struct cd_sentences){0};
    struct maker m = {.r = r, .out = out};
    uint32_t end = read_until(r), tokens = end ? r->text->paragraphs[end - 1].end : 0;
    size_t room = (tokens + 1) * sizeof *out->items;
    out->list =
        cd_arena_alloc(r->arena, (r->text->sentence_count + 1) * sizeof *out->list);
    out->items = cd_arena_alloc(r->arena, room);
    if (!out->items || !out->list)
        return cd_fail_memory(err);
    for (uint32_t p = 0; p < end; p++)
        read_paragraph(&m, r->text->paragraphs[p]);
    out->items = cd_arena_trim(r->arena, out->items, room,
                               (out->item_count + 1) * sizeof *out->items);
    return CD_OK;
}
