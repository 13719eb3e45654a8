/* A text that was read once: words with their folded hash, sentences, paragraphs. All
 * processors work on this one reading. The bytes stay as they are; every position is a
 * byte offset into them, and cd_text_code_point turns it into what a stamp says.
 *
 * Folding makes forms equal that mean the same: Unicode compatibility decomposition and
 * case folding (UAX #15, UTS #30's diacritic folding for U+0300–U+036F), apostrophes and
 * zero-width characters taken out ("don’t" = "dont", "São" = "sao"); composed and
 * decomposed, kana of full and half width are the same words. HTML character
 * references and tags count as what they stand for (a tag as white space, a block tag as
 * a paragraph's end), since feeds leave them in text. */
#ifndef CD_PROCESSORS_TEXT_TEXT_H
#define CD_PROCESSORS_TEXT_TEXT_H

#include <stdint.h>

#include "base/arena.h"

struct cd_words;

enum cd_token_kind {
    CD_TOKEN_WORD,   /* letters, digits behind a letter, apostrophes inside; one sign of a
                      * script without spaces */
    CD_TOKEN_NUMBER, /* begins with a digit; inner . and , between digits: 1,200.50 */
    CD_TOKEN_MARK,   /* one other visible sign; `sign` says which */
};

enum cd_token_flag {
    CD_TOKEN_CAPITAL = 1 << 0,    /* the first letter is upper or title case */
    CD_TOKEN_UPPER = 1 << 1,      /* two letters or more, none lower case: "NATO" */
    CD_TOKEN_SPACE = 1 << 2,      /* white space, a tag or the text's start before it */
    CD_TOKEN_POSSESSIVE = 1 << 3, /* ends with 's or ’s; `stem_hash` is without it */
    CD_TOKEN_SENTENCE = 1 << 4,   /* first of a sentence */
    CD_TOKEN_PARAGRAPH = 1 << 5,  /* first of a paragraph */
    CD_TOKEN_LINE = 1 << 6,       /* first of a line */
    CD_TOKEN_CJK = 1 << 7,        /* of a script without spaces: Han, kana, Thai, … */
};

struct cd_token {
    uint64_t hash;      /* of the folded form; see cd_word_hash_add */
    uint64_t stem_hash; /* without 's; equals hash where there is none */
    uint32_t start, end;
    uint32_t sign;  /* CD_TOKEN_MARK: the code point (of a character reference: what it
                     * stands for); else the first letter's or digit's, folded */
    uint16_t flags; /* enum cd_token_flag */
    uint8_t kind;   /* enum cd_token_kind */
};

/* Tokens [first, end). */
struct cd_span {
    uint32_t first, end;
};

struct cd_text {
    struct cd_str bytes; /* borrowed */
    struct cd_token *tokens;
    struct cd_span *sentences, *paragraphs; /* every token is in one of each */
    uint32_t token_count, sentence_count, paragraph_count;
    uint32_t inner_lines;  /* how many lines begin inside a paragraph */
    bool ascii;            /* a byte is a code point */
    uint32_t *code_points; /* how many begin before each 256th byte; NULL where ascii */
};

/* Reads `bytes` (UTF-8; below 4 GiB) into *text; everything lives in `arena`. Sentences
 * end at . ! ? … and their like before white space and a plausible beginning; not behind
 * `abbreviations` (folded, without their full stop, with the values that sentences.h
 * names; NULL: none) or single initials.
 * Paragraphs end at blank lines (also where they are spelt out, "\n\n"), block tags, and
 * at a line break behind the end of a sentence where the text has neither or the line is
 * too long for a wrapped one. Linear in time and memory. CD_ENOMEM. */
CD_MUST_USE int cd_text_read(struct cd_text *text, struct cd_arena *arena,
                             struct cd_str bytes, const struct cd_words *abbreviations,
                             struct cd_error *err);

/* The number of code points before a byte offset (at most the text's length). */
uint32_t cd_text_code_point(const struct cd_text *text, uint32_t byte);

/* The bytes of a token, or from the first to the last of several. */
struct cd_str cd_token_str(const struct cd_text *text, uint32_t token);
struct cd_str cd_span_str(const struct cd_text *text, struct cd_span span);

/* The index of the sentence or paragraph that holds a token (binary search). */
uint32_t cd_text_sentence_of(const struct cd_text *text, uint32_t token);
uint32_t cd_text_paragraph_of(const struct cd_text *text, uint32_t token);

#endif
