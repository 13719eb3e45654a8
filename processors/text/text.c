/* Reads a text into tokens in one pass over its bytes; sentences and paragraphs are then
 * found over the tokens (sentences.c). Letters that are ASCII, the most of most feeds,
 * take a short way; all else goes through signs.c. */
#include "processors/text/text.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "processors/text/ascii.h"
#include "processors/text/sentences.h"
#include "processors/text/signs.h"
#include "processors/text/tags.h"
#include "processors/text/words.h"

enum line_break { NO_BREAK, LINE_BREAK, BLANK_LINE };

struct reader {
    struct cd_text *text;
    struct cd_arena *arena;
    const char *start, *p, *end;
    uint32_t room; /* tokens */
    bool space;    /* white space since the last token */
    enum line_break line_break;
    bool failed;
};

/* A word while it is read. */
struct word {
    struct cd_word_hash hash;
    uint64_t before_apostrophe;
    uint32_t first; /* first letter or digit, folded; 0: none yet */
    uint32_t letters, lower;
    uint32_t since_apostrophe; /* letters behind the last apostrophe */
    char last;                 /* last folded byte */
    bool apostrophe, capital, number;
};

static int make_room(struct reader *r) {
    struct cd_text *text = r->text;
    size_t old = r->room, more = old ? old * 2 : (size_t)(r->end - r->start) / 5 + 16;
    if (more > UINT32_MAX)
        return CD_ENOMEM;
    struct cd_token *tokens = cd_arena_grow(r->arena, text->tokens, old * sizeof *tokens,
                                            more * sizeof *tokens);
    if (!tokens)
        return CD_ENOMEM;
    text->tokens = tokens;
    r->room = (uint32_t)more;
    return CD_OK;
}

/* The next token, which ends at r->p; NULL without memory. */
static struct cd_token *new_token(struct reader *r, const char *start, uint64_t hash) {
    if (r->text->token_count == r->room && make_room(r)) {
        r->failed = true;
        return NULL;
    }
    uint32_t flags = r->space ? CD_TOKEN_SPACE : 0;
    if (r->line_break != NO_BREAK)
        flags |= CD_TOKEN_LINE;
    if (r->line_break == BLANK_LINE)
        flags |= CD_TOKEN_PARAGRAPH;
    r->space = false;
    r->line_break = NO_BREAK;
    struct cd_token *token = &r->text->tokens[r->text->token_count++];
    *token = (struct cd_token){.hash = hash,
                               .stem_hash = hash,
                               .start = (uint32_t)(start - r->start),
                               .end = (uint32_t)(r->p - r->start),
                               .flags = (uint16_t)flags};
    return token;
}

static void add_byte(struct word *word, char byte) {
    cd_word_hash_add(&word->hash, (unsigned char)byte);
    word->last = byte;
}

static void add_ascii(struct word *word, struct cd_ascii ascii) {
    if (ascii.count == 0)
        return;
    cd_word_hash_add_bytes(&word->hash, ascii.folded, ascii.count);
    word->last = (char)(ascii.folded >> (8 * (ascii.count - 1)));
    word->letters += ascii.letters;
    word->lower += ascii.lower;
    word->since_apostrophe += ascii.count;
    if (!word->first) {
        word->first = ascii.folded & 0xff;
        word->capital = ascii.capital;
    }
}

/* Takes a run of ASCII letters and digits into the word and returns its end. */
static inline const char *add_ascii_run(struct word *word, const char *p,
                                        const char *end) {
    for (;;) {
        struct cd_ascii ascii = cd_ascii_at(p, end);
        add_ascii(word, ascii);
        p += ascii.count;
        if (ascii.count < CD_ASCII_MOST)
            return p;
    }
}

static void add_sign(struct word *word, uint32_t cp) {
    if (cp < 0x80) {
        char c = (char)cp;
        add_ascii(word, cd_ascii_at(&c, &c + 1));
        return;
    }
    char folded[CD_MOST_FOLDED];
    int n = cd_sign_fold(cp, folded);
    if (n == 0)
        return;
    if (!word->first) {
        cd_utf8_decode(folded, folded + n, &word->first);
        word->capital = cd_sign_upper(cp);
    }
    word->letters++;
    word->lower += cd_sign_lower(cp);
    word->since_apostrophe++;
    for (int i = 0; i < n; i++)
        add_byte(word, folded[i]);
}

static struct cd_sign sign_at(const struct reader *r, const char *p) {
    if (p >= r->end)
        return (struct cd_sign){.class = CD_SIGN_SPACE};
    return cd_sign_at(p, r->end);
}

/* The sign behind `p`, past zero-width ones: what decides whether an apostrophe or a
 * number's point stands inside a word. */
static struct cd_sign next_visible(const struct reader *r, const char *p) {
    struct cd_sign sign = sign_at(r, p);
    while (sign.class == CD_SIGN_IGNORED) {
        p += sign.len;
        sign = sign_at(r, p);
    }
    return sign;
}

/* Takes the sign at r->p into the word if it belongs there. */
static bool take_sign(struct reader *r, struct word *word) {
    struct cd_sign sign = sign_at(r, r->p);
    if (sign.class == CD_SIGN_LETTER || sign.class == CD_SIGN_DIGIT) {
        add_sign(word, sign.cp);
    } else if (sign.class == CD_SIGN_APOSTROPHE) {
        if (next_visible(r, r->p + sign.len).class != CD_SIGN_LETTER)
            return false;
        word->before_apostrophe = cd_word_hash_end(&word->hash);
        word->apostrophe = true;
        word->since_apostrophe = 0;
    } else if (word->number && (sign.cp == '.' || sign.cp == ',')) {
        if (next_visible(r, r->p + sign.len).class != CD_SIGN_DIGIT)
            return false;
        add_byte(word, (char)sign.cp);
    } else {
        return false;
    }
    r->p += sign.len;
    return true;
}

static void emit_word(struct reader *r, const struct word *word, const char *start) {
    struct cd_token *token =
        word->first ? new_token(r, start, cd_word_hash_end(&word->hash)) : NULL;
    if (!token)
        return;
    token->sign = word->first;
    token->kind = word->number ? CD_TOKEN_NUMBER : CD_TOKEN_WORD;
    if (word->capital)
        token->flags |= CD_TOKEN_CAPITAL;
    if (word->letters >= 2 && word->lower == 0 && word->capital)
        token->flags |= CD_TOKEN_UPPER;
    if (word->apostrophe && word->since_apostrophe == 1 && word->last == 's') {
        token->flags |= CD_TOKEN_POSSESSIVE;
        token->stem_hash = word->before_apostrophe;
    }
}

/* Can no word go on with this byte? True of most bytes behind a word. */
static bool ends_word(char c, bool number) {
    unsigned char byte = (unsigned char)c;
    return byte < 0x80 && c != '\'' && c != '&' && !(number && (c == '.' || c == ','));
}

/* Reads a word or number of up to seven ASCII letters and digits, as most are; false
 * where it is another, of which nothing is read. */
static bool read_short(struct reader *r, bool number) {
    struct cd_ascii ascii = cd_ascii_at(r->p, r->end);
    const char *start = r->p, *end = start + ascii.count;
    if (ascii.count == CD_ASCII_MOST || end == r->end || !ends_word(*end, number))
        return false;
    r->p = end;
    struct cd_word_hash hash = {.pending = ascii.folded, .count = ascii.count};
    struct cd_token *token = new_token(r, start, cd_word_hash_end(&hash));
    if (!token)
        return true;
    bool upper = ascii.capital && ascii.lower == 0 && ascii.letters >= 2;
    token->sign = ascii.folded & 0xff;
    token->kind = number ? CD_TOKEN_NUMBER : CD_TOKEN_WORD;
    token->flags = (uint16_t)(token->flags | (ascii.capital ? CD_TOKEN_CAPITAL : 0) |
                              (upper ? CD_TOKEN_UPPER : 0));
    return true;
}

static void read_word(struct reader *r, bool number) {
    struct word word = {.number = number};
    const char *start = r->p, *visible;
    for (;;) {
        r->p = visible = add_ascii_run(&word, r->p, r->end);
        if (r->p == r->end || ends_word(*r->p, number))
            break;
        /* Zero-width signs at the end are not part of the token. */
        while (sign_at(r, r->p).class == CD_SIGN_IGNORED)
            r->p += sign_at(r, r->p).len;
        if (!take_sign(r, &word))
            break;
        visible = r->p;
    }
    const char *behind = r->p;
    r->p = visible;
    emit_word(r, &word, start);
    r->p = behind;
}

/* A sign of a script without spaces, with the mark behind it that is a part of it. */
static void read_alone(struct reader *r, struct cd_sign sign) {
    struct word word = {.first = 0};
    const char *start = r->p;
    add_sign(&word, sign.cp);
    r->p += sign.len;
    struct cd_sign mark = sign_at(r, r->p);
    if (cd_sign_completes(sign.cp, mark.cp)) {
        add_sign(&word, mark.cp);
        r->p += mark.len;
    }
    emit_word(r, &word, start);
    if (r->text->token_count && !r->failed)
        r->text->tokens[r->text->token_count - 1].flags |= CD_TOKEN_CJK;
}

static void read_mark(struct reader *r, struct cd_sign sign) {
    const char *start = r->p;
    char folded[4];
    int n = cd_utf8_encode(sign.cp, folded);
    struct cd_word_hash hash = {0};
    for (int i = 0; i < n; i++)
        cd_word_hash_add(&hash, (unsigned char)folded[i]);
    r->p += sign.len;
    struct cd_token *token = new_token(r, start, cd_word_hash_end(&hash));
    if (token) {
        token->sign = sign.cp;
        token->kind = CD_TOKEN_MARK;
    }
}

static void read_space(struct reader *r, struct cd_sign sign) {
    r->space = true;
    bool alone = sign.cp == '\r' && (r->p + 1 == r->end || r->p[1] != '\n');
    if (sign.cp == '\n' || sign.cp == 0x2028 || alone)
        r->line_break = r->line_break == NO_BREAK ? LINE_BREAK : BLANK_LINE;
    else if (sign.cp == 0x2029)
        r->line_break = BLANK_LINE;
    r->p += sign.len;
}

static bool read_tag(struct reader *r) {
    struct cd_tag tag = cd_tag_at(r->p, r->end);
    if (tag.len == 0)
        return false;
    /* An inline tag may stand inside a word (<b>T</b>he), but seldom does. */
    r->space = true;
    if (tag.kind == CD_TAG_BLOCK || tag.kind == CD_TAG_LINE)
        r->line_break = BLANK_LINE;
    else if (tag.kind == CD_TAG_BREAK)
        r->line_break = r->line_break == NO_BREAK ? LINE_BREAK : BLANK_LINE;
    r->p += tag.len;
    return true;
}

/* "\n\n" and "\r\n\r\n", spelt out: feeds that escape twice part paragraphs so. */
static bool read_escaped(struct reader *r) {
    static const char *const breaks[] = {"\\n\\n", "\\r\\n\\r\\n"};
    for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++) {
        size_t len = strlen(breaks[i]);
        if ((size_t)(r->end - r->p) < len || memcmp(r->p, breaks[i], len) != 0)
            continue;
        r->space = true;
        r->line_break = BLANK_LINE;
        r->p += len;
        return true;
    }
    return false;
}

static void read_next(struct reader *r) {
    if (cd_is_ascii_word(*r->p)) {
        bool number = *r->p <= '9';
        if (!read_short(r, number))
            read_word(r, number);
        return;
    }
    if (*r->p == ' ') {
        r->space = true;
        r->p++;
        return;
    }
    if (*r->p == '<' && read_tag(r))
        return;
    if (*r->p == '\\' && read_escaped(r))
        return;
    struct cd_sign sign = cd_sign_at(r->p, r->end);
    switch (sign.class) {
        case CD_SIGN_SPACE:
            read_space(r, sign);
            break;
        case CD_SIGN_IGNORED:
            r->p += sign.len;
            break;
        case CD_SIGN_LETTER:
            read_word(r, false);
            break;
        case CD_SIGN_DIGIT:
            read_word(r, true);
            break;
        case CD_SIGN_ALONE:
            read_alone(r, sign);
            break;
        case CD_SIGN_APOSTROPHE:
        case CD_SIGN_MARK:
            read_mark(r, sign);
            break;
    }
}

#define CODE_POINT_STEP 256

static int count_code_points(struct cd_text *text, struct cd_arena *arena) {
    struct cd_str s = text->bytes;
    text->ascii = cd_utf8_count(s) == s.len;
    if (text->ascii)
        return CD_OK;
    size_t steps = s.len / CODE_POINT_STEP + 1;
    text->code_points = cd_arena_alloc(arena, steps * sizeof *text->code_points);
    if (!text->code_points)
        return CD_ENOMEM;
    uint32_t count = 0;
    for (size_t i = 0; i < steps; i++) {
        text->code_points[i] = count;
        size_t start = i * CODE_POINT_STEP, rest = s.len - start;
        size_t n = rest < CODE_POINT_STEP ? rest : CODE_POINT_STEP;
        count += (uint32_t)cd_utf8_count((struct cd_str){s.p + start, n});
    }
    return CD_OK;
}

int cd_text_read(struct cd_text *text, struct cd_arena *arena, struct cd_str bytes,
                 const struct cd_words *abbreviations, struct cd_error *err) {
    *text = (struct cd_text){.bytes = bytes};
    if (bytes.len > UINT32_MAX - CD_MOST_FOLDED)
        return cd_fail(err, CD_EMESSAGE, "too_large", "a text of %zu bytes", bytes.len);
    struct reader r = {.text = text, .arena = arena, .start = bytes.p, .p = bytes.p};
    r.end = bytes.p ? bytes.p + bytes.len : NULL;
    r.space = true;
    r.line_break = BLANK_LINE;
    while (r.p < r.end && !r.failed)
        read_next(&r);
    if (r.failed || count_code_points(text, arena) ||
        cd_sentences_find(text, arena, abbreviations))
        return cd_fail_memory(err);
    return CD_OK;
}

uint64_t cd_word_hash(struct cd_str word) {
    struct cd_text none = {0};
    struct reader r = {.text = &none, .start = word.p, .p = word.p, .end = word.p};
    struct word folded = {.first = 0};
    r.end += word.len;
    while (r.p < r.end) {
        struct cd_sign sign = cd_sign_at(r.p, r.end);
        if (sign.class != CD_SIGN_IGNORED && sign.class != CD_SIGN_APOSTROPHE)
            add_sign(&folded, sign.cp);
        r.p += sign.len;
    }
    return cd_word_hash_end(&folded.hash);
}

uint32_t cd_text_code_point(const struct cd_text *text, uint32_t byte) {
    if (text->ascii)
        return byte;
    uint32_t step = byte / CODE_POINT_STEP, start = step * CODE_POINT_STEP;
    struct cd_str rest = {text->bytes.p + start, byte - start};
    return text->code_points[step] + (uint32_t)cd_utf8_count(rest);
}

struct cd_str cd_token_str(const struct cd_text *text, uint32_t token) {
    return cd_str_cut(text->bytes, text->tokens[token].start, text->tokens[token].end);
}

struct cd_str cd_span_str(const struct cd_text *text, struct cd_span span) {
    if (span.first == span.end)
        return (struct cd_str){"", 0};
    return cd_str_cut(text->bytes, text->tokens[span.first].start,
                      text->tokens[span.end - 1].end);
}
