/* What the parts of the quotes processor share about one article: its tokens with their
 * classes, its quotes and its names. Lives in the article's arena. */
#ifndef CD_PROCESSORS_QUOTES_READING_H
#define CD_PROCESSORS_QUOTES_READING_H

#include "processors/article.h"
#include "processors/quotes/elision.h"
#include "processors/quotes/spans.h"
#include "processors/quotes/vocabulary.h"

#define CD_NONE UINT32_MAX

enum cd_gender { CD_GENDER_UNKNOWN, CD_GENDER_MALE, CD_GENDER_FEMALE };

enum cd_name_kind { CD_NAME_UNKNOWN, CD_NAME_PERSON, CD_NAME_BODY, CD_NAME_PLACE };

/* One who is named in the article. */
struct cd_name {
    uint32_t first, end;            /* tokens of the fullest form, without titles */
    struct cd_span title;           /* the tokens of its title; empty: none */
    uint64_t first_word, last_word; /* hashes, without suffixes ("Jr") */
    uint32_t words, mentions;
    uint32_t located;  /* of the mentions, how many stand behind "in" */
    uint64_t roles[4]; /* hashes of what it was called besides: "senator", "treasurer" */
    uint32_t role_count;
    uint64_t age; /* the hash of the number; 0: not told */
    enum cd_gender gender;
    int voices;       /* of the pronouns that follow it: "she" above 0, "he" below */
    bool preceded;    /* its surname alone stands before it: perhaps another one's */
    bool gender_told; /* by a form of address, which overrules the given name */
    enum cd_name_kind kind;
};

enum cd_mention_flag {
    CD_MENTION_POSSESSIVE = 1 << 0, /* "Clinton's": of somebody, not somebody */
    CD_MENTION_QUOTED = 1 << 1,     /* inside a quote */
    CD_MENTION_HEADING = 1 << 2,    /* inside a headline or an upper-case line */
    CD_MENTION_INITIAL = 1 << 3,    /* begins a sentence */
    CD_MENTION_PREFIX = 1 << 4,     /* "Trump-led", "anti-Trump": part of a word */
};

/* One place where a name stands. */
struct cd_mention {
    uint32_t first, end;  /* tokens of the name */
    uint32_t title_first; /* with the title before it */
    uint32_t name;        /* index, or CD_NONE: not taken for a name */
    uint8_t flags;
    uint8_t words;
    uint8_t gender; /* enum cd_gender, by its form of address */
    uint8_t kind;   /* enum cd_name_kind, by its own look */
    bool given;     /* its title goes with a given name: "Sir Roger" */
    bool office;    /* an office ("King") that may be a surname given before */
};

struct cd_reading {
    const struct cd_text *text;
    const struct cd_vocabulary *vocabulary;
    enum cd_language language; /* the vocabulary's */
    struct cd_arena *arena;
    const uint64_t *classes; /* of each token */
    struct cd_quote_spans quotes;
    struct cd_name *names;
    struct cd_mention *mentions; /* in the text's order */
    uint32_t name_count, mention_count;
};

/* The number in "58-year-old" whose last word is `old`, by its hash; 0: there is none. */
static inline uint64_t cd_age_before(const struct cd_reading *r, uint32_t old) {
    for (uint32_t i = old; i > 0 && i + 5 > old; i--)
        if (r->text->tokens[i - 1].kind == CD_TOKEN_NUMBER)
            return r->text->tokens[i - 1].hash;
    return 0;
}

/* The hash of a role (see cd_vocabulary_role): a deputy mayor is not the mayor. */
static inline uint64_t cd_role_at(const struct cd_reading *r, uint32_t token) {
    uint64_t role = cd_vocabulary_role(r->vocabulary, r->text, token);
    bool lesser = token > 0 && (r->classes[token - 1] & CD_LESSER) == CD_LESSER;
    return lesser ? ~role : role;
}

/* Was the name called by this role (see cd_vocabulary_role)? */
static inline bool cd_name_has_role(const struct cd_name *name, uint64_t role) {
    for (uint32_t i = 0; i < name->role_count; i++)
        if (name->roles[i] == role)
            return true;
    return false;
}

/* The classes of a noun (a token), with its article's gender where it has none itself:
 * "la periodista", "der junge Abgeordnete", "die 84-Jährige". */
static inline uint64_t cd_noun_class(const struct cd_reading *r, uint32_t noun) {
    uint64_t class = r->classes[noun], gender = CD_MALE | CD_FEMALE;
    if (!(class & (CD_PERSON | CD_AGE)) || (class & CD_FEMALE))
        return class;
    for (uint32_t i = noun; i > 0 && i + 4 > noun; i--) {
        if ((r->classes[i - 1] & CD_DEFINITE) && (r->classes[i - 1] & gender))
            return (class & ~gender) | (r->classes[i - 1] & gender);
        if (r->classes[i - 1] & CD_FUNCTION)
            break;
    }
    return class;
}

static inline bool cd_is_mark(const struct cd_reading *r, uint32_t token, uint32_t sign) {
    return token < r->text->token_count && r->text->tokens[token].kind == CD_TOKEN_MARK &&
           r->text->tokens[token].sign == sign;
}

/* A hyphen that touches the word before it: "Trump-led", "anti-Trump". */
static inline bool cd_is_inner_hyphen(const struct cd_reading *r, uint32_t token) {
    return cd_is_mark(r, token, '-') && !(r->text->tokens[token].flags & CD_TOKEN_SPACE);
}

static inline bool cd_is_word(const struct cd_reading *r, uint32_t token) {
    return token < r->text->token_count && r->text->tokens[token].kind == CD_TOKEN_WORD;
}

static inline enum cd_elision cd_elided(const struct cd_reading *r, uint32_t token) {
    return cd_elides(r->language) ? cd_elision_at(r->text, token) : CD_NO_ELISION;
}

/* Is the word capitalised? Behind an elided article its own letter counts: "L’éditeur" is
 * no name, "d’Anne" is one. */
static inline bool cd_is_capital(const struct cd_reading *r, uint32_t token) {
    if (!cd_is_word(r, token))
        return false;
    bool capital = (r->text->tokens[token].flags & CD_TOKEN_CAPITAL) != 0;
    if (!cd_elides(r->language))
        return capital;
    enum cd_elision elision = cd_elision_at(r->text, token);
    return elision == CD_NO_ELISION ? capital : elision == CD_ELISION_NAME;
}

/* "QC", "PhD": all capitals, or longer than a word that means something else, too. */
static inline bool cd_is_postnominal(const struct cd_reading *r, uint32_t token) {
    return (r->classes[token] & CD_POSTNOMINAL) == CD_POSTNOMINAL &&
           cd_is_capital(r, token) &&
           ((r->text->tokens[token].flags & CD_TOKEN_UPPER) ||
            r->text->tokens[token].end - r->text->tokens[token].start > 2);
}

/* The hash of a word of a name, without what is elided before it. */
static inline uint64_t cd_name_word(const struct cd_reading *r, uint32_t token) {
    return cd_elides(r->language) ? cd_bare_hash(r->text, token)
                                  : r->text->tokens[token].stem_hash;
}

#endif
