/* A walk over one text and what it has matched so far; shared by notices.c (matching),
 * judge.c (does a match count?) and extent.c (what belongs to it). */
#ifndef CD_ARCHIVAL_SCAN_H
#define CD_ARCHIVAL_SCAN_H

#include "processors/archival/guards.h"
#include "processors/archival/notices.h"

#define CD_SHORT_LINE 60   /* bytes: a shorter line is no wrapped one */
#define CD_COPYRIGHT  0xa9 /* the one mark that is a word of patterns */

enum cd_hit_level { CD_LEVEL_SENTENCE, CD_LEVEL_LINE, CD_LEVEL_PARAGRAPH };

/* A match that has still to be judged. */
struct cd_hit {
    const struct cd_entry *entry;
    uint32_t pattern; /* among the lexicon's */
    uint32_t anchor;  /* first token of what it begins */
    uint32_t word;    /* first token of the match, behind marks and prefixes */
    uint32_t end;
    enum cd_hit_level level;
};

struct cd_scan {
    const struct cd_lexicon *lexicon;
    const struct cd_text *text;
    struct cd_str language;
    bool title;
    struct cd_pattern_match matches[CD_PATTERN_MATCHES]; /* at the word looked at */
    struct cd_hit *hits; /* CD_MOST_FURNITURE + CD_MOST_NOTICES places */
    uint32_t hit_count;
    uint32_t furniture_hits;  /* of them */
    uint32_t real_paragraphs; /* up to the last that is not furniture */
    struct cd_findings *out;
};

static inline const struct cd_token *token_at(const struct cd_scan *scan, uint32_t i) {
    return &scan->text->tokens[i];
}

static inline struct cd_span paragraph_of(const struct cd_scan *scan, uint32_t token) {
    return scan->text->paragraphs[cd_text_paragraph_of(scan->text, token)];
}

static inline struct cd_span sentence_of(const struct cd_scan *scan, uint32_t token) {
    return scan->text->sentences[cd_text_sentence_of(scan->text, token)];
}

/* The first word at or behind `i`, past marks that open or stand before a notice; the
 * text's length where there is none before `end`, or a quotation begins. */
uint32_t cd_first_word(const struct cd_scan *scan, uint32_t i, uint32_t end);

uint32_t cd_words_in(const struct cd_scan *scan, struct cd_span span);

/* Is token `token` an opening bracket? */
bool cd_is_bracketed(const struct cd_scan *scan, uint32_t token);

/* What closes the bracket that this sign opens; 0: it opens none. */
uint32_t cd_closing_bracket(uint32_t sign);

/* Is it in the text's last sentence? */
static inline bool cd_is_last(const struct cd_scan *scan, uint32_t token) {
    return token >= scan->text->sentences[scan->text->sentence_count - 1].first;
}

/* Does the line that token `i` begins begin something? A line break inside a sentence
 * does only where the line above is a short one: in wrapped text it means nothing. */
bool cd_begins_line(const struct cd_scan *scan, uint32_t i);

/* The end of the line on which `token` stands. */
uint32_t cd_line_end(const struct cd_scan *scan, uint32_t token);

/* Where the sentence goes on behind its dateline ("NAIROBI — …", "LONDON (Reuters) - …");
 * 0: it has none. */
uint32_t cd_dateline_end(const struct cd_scan *scan, struct cd_span sentence);

/* Does nothing follow a label in its paragraph? */
bool cd_label_alone(const struct cd_scan *scan, uint32_t end, struct cd_span paragraph);

/* What a label may find its cue in: the rest of its paragraph or, if it stands alone,
 * the next one, of a correction's two where the first only says where it was printed;
 * empty at the text's end. */
struct cd_span cd_after_label(const struct cd_scan *scan, const struct cd_hit *hit);

/* The helping patterns of this role that a match may use. */
struct cd_helper cd_helper_for(const struct cd_scan *scan, const struct cd_hit *hit,
                               enum cd_role role);

/* May an entry of this language be believed in this article? */
bool cd_speaks(const struct cd_scan *scan, const struct cd_entry *entry);

/* Is it written in capitals ("CORRECTION:")? */
bool cd_is_upper(const struct cd_scan *scan, const struct cd_hit *hit);

/* Does a match count? For furniture scan->real_paragraphs may still be all. */
bool cd_hit_counts(const struct cd_scan *scan, const struct cd_hit *hit);

/* What belongs to it. */
struct cd_finding cd_hit_finding(const struct cd_scan *scan, const struct cd_hit *hit);

/* Where the headlines below a label of furniture end that stands on a line of its own
 * ("More from Harlow:"): two or more, or all that is left of the text; else `end`, the
 * label's own. */
uint32_t cd_headlines_end(const struct cd_scan *scan, const struct cd_hit *hit,
                          uint32_t end);

#endif
