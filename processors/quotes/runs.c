/* A run of capitalised words goes on over what stands inside names: initials, particles,
 * hyphens, and the small words of offices and bodies. */
#include "processors/quotes/runs.h"

#include "processors/quotes/nickname.h"
#include "processors/quotes/run_tokens.h"

#define MOST_LISTED  24 /* tokens of "Digital, Culture, Media and Sport" */
#define MOST_JOINED  8  /* words of a body's name behind "and" */
#define MOST_WRAPPED 4  /* tokens of a name that may be wrapped into the next line */

/* A full stop that belongs to the word before it: an initial or an abbreviation. */
static bool is_inner_stop(const struct cd_reading *r, uint32_t token) {
    if (!cd_is_mark(r, token, '.') || !cd_touches(r, token))
        return false;
    bool goes_on = token + 1 < r->text->token_count &&
                   !(r->text->tokens[token + 1].flags & CD_TOKEN_SENTENCE);
    uint64_t abbreviations = CD_HONORIFIC | CD_SUFFIX | CD_ORG_NAME;
    return goes_on && (cd_length_at(r, token - 1) == 1 ||
                       ((cd_class_at(r, token - 1) & abbreviations) &&
                        cd_length_at(r, token - 1) <= 4));
}

/* Behind lower-case particles ("van der") at `token`: the capitalised word; or 0. */
static uint32_t behind_particles(const struct cd_reading *r, uint32_t token,
                                 uint32_t limit) {
    /* "Angeklagte zum Auftakt" */
    bool given = cd_class_at(r, token - 1) & (CD_FIRST | CD_HONORIFIC);
    uint64_t small = cd_class_at(r, token) & (CD_DETERMINER | CD_PREPOSITION);
    if (cd_capital_nouns(r->language) && small && (!given || (small & CD_DETERMINER)))
        return 0;
    for (uint32_t n = 0; n < 3 && token < limit && cd_is_word(r, token); n++, token++) {
        if (cd_is_capital(r, token))
            return n > 0 ? token : 0;
        if (!(cd_class_at(r, token) & CD_PARTICLE))
            return 0;
        if (cd_is_hyphen(r, token + 1))
            token++;
    }
    return 0;
}

/* "Bank of America", "Secretary of the Treasury", "Center for American Progress": behind
 * the small words at `token`, the capitalised one; or 0. */
static uint32_t behind_joint(const struct cd_reading *r, uint32_t token, uint32_t limit) {
    uint64_t before = cd_class_at(r, token - 1);
    if (!(before & (CD_ORG_NAME | CD_OFFICE)) || !cd_is_word(r, token))
        return 0;
    /* "Peter T. King of New York": the office is a surname. */
    if (token >= 2 &&
        (cd_is_mark(r, token - 2, '.') || (cd_class_at(r, token - 2) & CD_FIRST)))
        return 0;
    bool joins =
        (cd_class_at(r, token) & CD_WORD_OF) ||
        ((before & CD_ORG_NAME) && (cd_class_at(r, token) & CD_PREPOSITION) &&
         cd_length_at(r, token) <= 3 && r->text->tokens[token].sign != 'i' && /* in */
         r->text->tokens[token].sign != 'a' &&                                /* at */
         r->text->tokens[token].sign != 't');                                 /* to */
    if (!joins)
        return 0;
    token++;
    if (token < limit && cd_is_word(r, token) && !cd_is_capital(r, token) &&
        (cd_class_at(r, token) & CD_DETERMINER))
        token++;
    return token < limit && cd_is_capital(r, token) &&
                   !(r->text->tokens[token].flags & CD_TOKEN_SENTENCE)
               ? token
               : 0;
}

/* "spatiale", "européenne": French adjectives by their ending, without a plural's s. */
static bool is_adjective(const struct cd_reading *r, uint32_t token) {
    static const char *const ends[] = {"ale",   "enne", "aise", "ique", "aire", "ive",
                                       "ional", "al",   "éen",  "eur",  "nel",  "nelle",
                                       "if",    "ière", "iste", "aine"};
    struct cd_str word = cd_token_str(r->text, token);
    if (!cd_is_word(r, token) || cd_is_capital(r, token) || word.len < 5 ||
        (cd_class_at(r, token) & (CD_FUNCTION | CD_SAY)))
        return false;
    word.len -= word.p[word.len - 1] == 's';
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t n = strlen(ends[i]);
        if (word.len > n && memcmp(word.p + word.len - n, ends[i], n) == 0)
            return true;
    }
    return false;
}

static bool ends_as_plural(const struct cd_reading *r, uint32_t token) {
    struct cd_str word = cd_token_str(r->text, token);
    return word.p[word.len - 1] == 's' || word.p[word.len - 1] == 'x';
}

/* "Cour des comptes", "Agence spatiale européenne": the end of a body's name in small
 * letters behind its one capitalised word; or 0. */
static uint32_t small_tail(const struct cd_reading *r, uint32_t token, uint32_t limit) {
    uint32_t word = token - 1;
    if (r->language != CD_FRENCH || !cd_is_capital(r, word) ||
        !(cd_class_at(r, word) & (CD_ORG_NAME | CD_ORG)) ||
        (r->text->tokens[word].flags & CD_TOKEN_UPPER))
        return 0;
    bool elided = cd_elided(r, word) != CD_NO_ELISION;
    if (!elided && (word == 0 || !(cd_class_at(r, word - 1) & CD_DEFINITE)))
        return 0;
    uint32_t end = token;
    while (end < limit && is_adjective(r, end))
        end++;
    /* "des comptes": a plural of something */
    bool plural = cd_is_word(r, end + 1) && !cd_is_capital(r, end + 1) &&
                  !(cd_class_at(r, end + 1) & (CD_FUNCTION | CD_SAY)) &&
                  (cd_class_at(r, end) & CD_WORD_OF) && cd_length_at(r, end) == 3 &&
                  ends_as_plural(r, end + 1);
    if (end + 1 < limit && plural)
        return end + 1;
    return end > token ? end - 1 : 0;
}

#define OF_PEOPLE (CD_FIRST | CD_PLACE | CD_DEMONYM | CD_OFFICE | CD_HONORIFIC)
#define OF_BODIES (CD_ORG | CD_ORG_NAME)

/* Is the capitalised word somebody's or some place's, or ends it a name of its own? */
static bool is_own_name(const struct cd_reading *r, uint32_t token) {
    return cd_class_at(r, token) & (OF_PEOPLE | OF_BODIES);
}

/* The end of the capitalised words that begin at `token`, with "of" and "and" between. */
static uint32_t capitals_end(const struct cd_reading *r, uint32_t token, uint32_t limit) {
    uint32_t end = token;
    while (end < limit && end < token + MOST_JOINED && cd_is_word(r, end) &&
           !(r->text->tokens[end].flags & CD_TOKEN_SENTENCE) &&
           (cd_is_capital(r, end) ||
            (end > token && end + 1 < limit && cd_is_capital(r, end + 1) &&
             (cd_class_at(r, end) & (CD_WORD_OF | CD_WORD_AND)))))
        end++;
    return end;
}

/* "Department for Work and Pensions": does the run [first, word] say what an office is
 * for, by words that are nobody's name? */
static bool is_portfolio(const struct cd_reading *r, uint32_t first, uint32_t word) {
    uint32_t i = word;
    while (i > first && i + MOST_LISTED > word && !(cd_class_at(r, i) & CD_PREPOSITION)) {
        if (cd_is_word(r, i) && cd_is_capital(r, i) && (cd_class_at(r, i) & OF_PEOPLE))
            return false;
        i--;
    }
    return i > first && i < word && (cd_class_at(r, i) & (CD_WORD_OF | CD_WORD_FOR)) &&
           (cd_class_at(r, i - 1) & CD_ORG) && (cd_class_at(r, i - 1) & CD_ORG_NAME);
}

/* "Pensions Secretary", "Social Care Secretary Ann Doyle": words that an office may be
 * of, and the office. */
static bool holds_office(const struct cd_reading *r, uint32_t first, uint32_t end) {
    uint32_t i = first;
    while (i < end && !is_own_name(r, i))
        i++;
    return i > first && i < end && (cd_class_at(r, i) & CD_OFFICE);
}

/* "Department for Culture, Media and Sport": behind the comma at `comma`, the first word
 * of what belongs to the same body's name; or 0. */
static uint32_t behind_comma(const struct cd_reading *r, uint32_t first, uint32_t comma,
                             uint32_t limit) {
    /* "Department for Culture" */
    if (r->language != CD_ENGLISH || comma < first + 3 || !cd_is_mark(r, comma, ',') ||
        !is_portfolio(r, first, comma - 1))
        return 0;
    uint32_t i = comma;
    for (uint32_t n = 0; n < MOST_JOINED && cd_is_mark(r, i, ','); n++) {
        uint32_t end = capitals_end(r, i + 1, limit);
        for (uint32_t k = i + 1; k < end; k++) {
            if (cd_class_at(r, k) & OF_PEOPLE)
                return 0;
            if (cd_class_at(r, k) & CD_WORD_AND)
                return comma + 1;
        }
        if (end == i + 1)
            return 0;
        i = end;
    }
    return 0;
}

/* "the Health and Safety Executive", "Devon and Cornwall Police", "Department for Work
 * and Pensions": behind "and" at `token`, the first word of what belongs to the same
 * body's name; or 0. */
static uint32_t behind_and(const struct cd_reading *r, uint32_t first, uint32_t token,
                           uint32_t limit) {
    uint32_t word = token - 1, next = token + 1;
    if (r->language != CD_ENGLISH || !(cd_class_at(r, token) & CD_WORD_AND))
        return 0;
    uint32_t end = capitals_end(r, next, limit);
    if (end == next)
        return 0;
    if (!is_own_name(r, next) && is_portfolio(r, first, word))
        return next;
    if (word > first + 1 || word == 0)
        return 0;
    if ((cd_class_at(r, word) & CD_OFFICE_PART) && holds_office(r, next, end))
        return next;
    /* a place before the name of a force or council, but not "Ann Doyle" */
    uint64_t other = CD_ORG | CD_ORG_NAME | CD_OFFICE | CD_HONORIFIC | CD_DEMONYM;
    bool given = word > first && (cd_class_at(r, first) & CD_FIRST);
    bool local = (cd_class_at(r, end - 1) & CD_LOCAL) == CD_LOCAL &&
                 !(cd_class_at(r, word) & other) && !given && end > next + 1;
    if (local)
        return next;
    bool body = cd_class_at(r, end - 1) & (CD_ORG_NAME | CD_OFFICE_PART);
    return end > next + 1 && body && !is_own_name(r, word) &&
                   (cd_class_at(r, word - 1) & CD_DETERMINER)
               ? next
               : 0;
}

/* "Ocasio-Cortez", "al-Awlaki", "Jae-in"; not "Trump-led". */
static bool goes_on_behind_hyphen(const struct cd_reading *r, uint32_t hyphen) {
    uint32_t next = hyphen + 1;
    if (cd_is_capital(r, next) || (cd_class_at(r, next) & CD_PARTICLE))
        return true;
    return cd_is_word(r, next) && cd_length_at(r, next) <= 4 &&
           cd_length_at(r, hyphen - 1) <= 6 &&
           !(cd_class_at(r, next) & ~(uint64_t)(CD_FIRST | CD_PREPOSITION));
}

/* Korean "Lee In-young": behind a family name two short syllables, the first of which may
 * look like any word. */
static bool is_given_in_two(const struct cd_reading *r, uint32_t first, uint32_t hyphen) {
    uint32_t next = hyphen + 1;
    return hyphen > first + 1 && cd_is_word(r, next) && cd_length_at(r, next) <= 6 &&
           cd_length_at(r, hyphen - 1) <= 5 && !cd_is_capital(r, next) &&
           !cd_is_capital(r, next + 1) && /* "actor and Oscar-winner Ann Doyle" */
           !(r->text->tokens[hyphen - 1].flags & CD_TOKEN_UPPER) &&
           !(cd_class_at(r, hyphen - 1) & (CD_PLACE | CD_DEMONYM | CD_OFFICE)) &&
           !(cd_class_at(r, next) & (CD_COMPOUND | CD_SAY | CD_FUNCTION));
}

/* The next token of a run that has come up to the mark or number `token`, or 0. */
static uint32_t next_behind_mark(const struct cd_reading *r, uint32_t first,
                                 uint32_t token, uint32_t limit) {
    if (is_inner_stop(r, token))
        return token;
    if (cd_is_hyphen(r, token))
        return token + 1 < limit && cd_touches(r, token + 1) &&
                       (goes_on_behind_hyphen(r, token) ||
                        is_given_in_two(r, first, token))
                   ? token + 1
                   : 0;
    /* "Tenants’ Union" */
    if ((cd_is_mark(r, token, '\'') || cd_is_mark(r, token, 0x2019)) &&
        cd_touches(r, token) && token + 1 < limit && cd_is_capital(r, token + 1) &&
        (cd_class_at(r, token + 1) & CD_ORG_NAME))
        return token + 1;
    uint32_t listed = behind_comma(r, first, token, limit);
    if (listed)
        return listed;
    if (cd_is_mark(r, token, '&'))
        return token + 1 < limit && cd_is_capital(r, token + 1) ? token + 1 : 0;
    return cd_nickname_end(r->text, r->classes, token, limit);
}

/* The next token of the run that has come up to `token`, or 0: it ends there. */
static uint32_t next_of_run(const struct cd_reading *r, uint32_t first, uint32_t token,
                            uint32_t limit) {
    if (r->text->tokens[token - 1].flags & CD_TOKEN_POSSESSIVE)
        return 0;
    if (!cd_is_word(r, token))
        return next_behind_mark(r, first, token, limit);
    /* "Giscard d’Estaing", but "Paris qu’Anne Hidalgo" */
    if (cd_elided(r, token) == CD_ELISION_NAME && r->text->tokens[token].sign != 'd')
        return 0;
    if (cd_is_capital(r, token))
        return token;
    /* "minister Bas Verhulst van Landbouw": no second particle name behind a surname. */
    bool portfolio = r->language == CD_DUTCH && token >= first + 2 &&
                     (cd_class_at(r, token) & CD_PREPOSITION) &&
                     !(cd_class_at(r, token - 1) & CD_FIRST);
    uint32_t capital = portfolio ? 0 : behind_particles(r, token, limit);
    if (!capital)
        capital = behind_and(r, first, token, limit);
    if (!capital)
        capital = small_tail(r, token, limit);
    return capital ? capital : behind_joint(r, token, limit);
}

uint32_t cd_run_end(const struct cd_reading *r, uint32_t first, uint32_t limit) {
    uint32_t end = first + 1;
    while (end < limit &&
           !(r->text->tokens[end].flags & (CD_TOKEN_SENTENCE | CD_TOKEN_PARAGRAPH))) {
        uint32_t next = next_of_run(r, first, end, limit);
        /* A headline in a line of its own, without a full stop. */
        bool heading =
            (r->text->tokens[end].flags & CD_TOKEN_LINE) && end - first > MOST_WRAPPED;
        if (!next || heading)
            break;
        end = next + 1;
    }
    return end;
}
