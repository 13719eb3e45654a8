/* What a run of capitalised words holds is told by word classes alone: a form of address
 * or an office parts title and name, a legal form or "University" makes it a body's name,
 * a given name a person's. */
#include "processors/quotes/runs.h"

#include "processors/quotes/nickname.h"
#include "processors/quotes/trades.h"

#define MOST_WRAPPED 4 /* tokens of a name that may be wrapped into the next line */

static uint64_t class_of(const struct cd_reading *r, uint32_t token) {
    return r->classes[token];
}

static bool touches(const struct cd_reading *r, uint32_t token) {
    return token < r->text->token_count &&
           !(r->text->tokens[token].flags &
             (CD_TOKEN_SPACE | CD_TOKEN_LINE | CD_TOKEN_PARAGRAPH));
}

static uint32_t length_of(const struct cd_reading *r, uint32_t token) {
    return r->text->tokens[token].end - r->text->tokens[token].start;
}

static bool is_hyphen(const struct cd_reading *r, uint32_t token) {
    return touches(r, token) &&
           (cd_is_mark(r, token, '-') || cd_is_mark(r, token, 0x2010) ||
            cd_is_mark(r, token, 0x2011));
}

/* A full stop that belongs to the word before it: an initial or an abbreviation. */
static bool is_inner_stop(const struct cd_reading *r, uint32_t token) {
    if (!cd_is_mark(r, token, '.') || !touches(r, token))
        return false;
    bool goes_on = token + 1 < r->text->token_count &&
                   !(r->text->tokens[token + 1].flags & CD_TOKEN_SENTENCE);
    uint64_t abbreviations = CD_HONORIFIC | CD_SUFFIX | CD_ORG_NAME;
    return goes_on &&
           (length_of(r, token - 1) == 1 ||
            ((class_of(r, token - 1) & abbreviations) && length_of(r, token - 1) <= 4));
}

/* Behind lower-case particles ("van der") at `token`: the capitalised word; or 0. */
static uint32_t behind_particles(const struct cd_reading *r, uint32_t token,
                                 uint32_t limit) {
    /* "Angeklagte zum Auftakt" */
    bool given = class_of(r, token - 1) & (CD_FIRST | CD_HONORIFIC);
    uint64_t small = class_of(r, token) & (CD_DETERMINER | CD_PREPOSITION);
    if (cd_capital_nouns(r->language) && small && (!given || (small & CD_DETERMINER)))
        return 0;
    for (uint32_t n = 0; n < 3 && token < limit && cd_is_word(r, token); n++, token++) {
        if (cd_is_capital(r, token))
            return n > 0 ? token : 0;
        if (!(class_of(r, token) & CD_PARTICLE))
            return 0;
        if (is_hyphen(r, token + 1))
            token++;
    }
    return 0;
}

/* "Bank of America", "Secretary of the Treasury", "Center for American Progress": behind
 * the small words at `token`, the capitalised one; or 0. */
static uint32_t behind_joint(const struct cd_reading *r, uint32_t token, uint32_t limit) {
    uint64_t before = class_of(r, token - 1);
    if (!(before & (CD_ORG_NAME | CD_OFFICE)) || !cd_is_word(r, token))
        return 0;
    /* "Peter T. King of New York": the office is a surname. */
    if (token >= 2 &&
        (cd_is_mark(r, token - 2, '.') || (class_of(r, token - 2) & CD_FIRST)))
        return 0;
    bool joins =
        (class_of(r, token) & CD_WORD_OF) ||
        ((before & CD_ORG_NAME) && (class_of(r, token) & CD_PREPOSITION) &&
         length_of(r, token) <= 3 && r->text->tokens[token].sign != 'i' && /* in */
         r->text->tokens[token].sign != 'a' &&                             /* at */
         r->text->tokens[token].sign != 't');                              /* to */
    if (!joins)
        return 0;
    token++;
    if (token < limit && cd_is_word(r, token) && !cd_is_capital(r, token) &&
        (class_of(r, token) & CD_DETERMINER))
        token++;
    return token < limit && cd_is_capital(r, token) &&
                   !(r->text->tokens[token].flags & CD_TOKEN_SENTENCE)
               ? token
               : 0;
}

/* "Ocasio-Cortez", "al-Awlaki", "Jae-in"; not "Trump-led". */
static bool goes_on_behind_hyphen(const struct cd_reading *r, uint32_t hyphen) {
    uint32_t next = hyphen + 1;
    if (cd_is_capital(r, next) || (class_of(r, next) & CD_PARTICLE))
        return true;
    return cd_is_word(r, next) && length_of(r, next) <= 4 &&
           length_of(r, hyphen - 1) <= 6 &&
           !(class_of(r, next) & ~(uint64_t)(CD_FIRST | CD_PREPOSITION));
}

/* Korean "Lee In-young": behind a family name two short syllables, the first of which may
 * look like any word. */
static bool is_given_in_two(const struct cd_reading *r, uint32_t first, uint32_t hyphen) {
    uint32_t next = hyphen + 1;
    return hyphen > first + 1 && cd_is_word(r, next) && length_of(r, next) <= 6 &&
           length_of(r, hyphen - 1) <= 5 && !cd_is_capital(r, next) &&
           !cd_is_capital(r, next + 1) && /* "actor and Oscar-winner Ann Doyle" */
           !(r->text->tokens[hyphen - 1].flags & CD_TOKEN_UPPER) &&
           !(class_of(r, hyphen - 1) & (CD_PLACE | CD_DEMONYM | CD_OFFICE)) &&
           !(class_of(r, next) & (CD_COMPOUND | CD_SAY | CD_FUNCTION));
}

/* The next token of a run that has come up to the mark or number `token`, or 0. */
static uint32_t next_behind_mark(const struct cd_reading *r, uint32_t first,
                                 uint32_t token, uint32_t limit) {
    if (is_inner_stop(r, token))
        return token;
    if (is_hyphen(r, token))
        return token + 1 < limit && touches(r, token + 1) &&
                       (goes_on_behind_hyphen(r, token) ||
                        is_given_in_two(r, first, token))
                   ? token + 1
                   : 0;
    /* "Tenants’ Union" */
    if ((cd_is_mark(r, token, '\'') || cd_is_mark(r, token, 0x2019)) &&
        touches(r, token) && token + 1 < limit && cd_is_capital(r, token + 1) &&
        (class_of(r, token + 1) & CD_ORG_NAME))
        return token + 1;
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
                     (class_of(r, token) & CD_PREPOSITION) &&
                     !(class_of(r, token - 1) & CD_FIRST);
    uint32_t capital = portfolio ? 0 : behind_particles(r, token, limit);
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

static uint32_t skip_marks(const struct cd_reading *r, uint32_t token, uint32_t end) {
    while (token < end && !cd_is_word(r, token))
        token++;
    return token;
}

/* Of a name; "QC" behind it is none. */
static uint32_t count_words(const struct cd_reading *r, uint32_t first, uint32_t end) {
    uint32_t n = 0;
    for (uint32_t i = first; i < end; i++)
        n += cd_is_word(r, i) && !cd_is_postnominal(r, i);
    return n;
}

/* Takes off what is capitalised for another reason than being a name. */
static uint32_t strip_front(const struct cd_reading *r, uint32_t first, uint32_t end) {
    while (first < end) {
        uint64_t class = class_of(r, first);
        /* "Teachers’ Union" */
        bool of_body = first + 1 < end && !cd_is_word(r, first + 1) &&
                       !(is_hyphen(r, first + 1) && !cd_is_capital(r, first + 2));
        /* French "Me Kessler" */
        bool titled = (class & CD_HONORIFIC) && first + 1 < end &&
                      !(r->text->tokens[first].flags & CD_TOKEN_SENTENCE);
        bool given = ((class & CD_FIRST) && first + 1 < end) || of_body || titled;
        /* "Will" inside a sentence, or before a verb of saying, is a name. */
        bool inside = !(r->text->tokens[first].flags & CD_TOKEN_SENTENCE) ||
                      (cd_is_word(r, end) && (class_of(r, end) & CD_SAY) &&
                       (class_of(r, end) & (CD_FORM_PAST | CD_FORM_THIRD)));
        /* "these COULD be": emphasis. */
        bool shouted =
            (r->text->tokens[first].flags & CD_TOKEN_UPPER) && length_of(r, first) > 1;
        if ((class & CD_AUXILIARY) && inside && !shouted)
            break;
        /* "Explica Ana Ruiz" */
        uint64_t forms = CD_FORM_PAST | CD_FORM_ING |
                         (cd_drops_pronouns(r->language) ? CD_FORM_THIRD : 0);
        bool verb = (class & CD_SAY) && (class & forms) && first + 1 < end;
        if (given || !((class & (CD_FUNCTION | CD_DATE | CD_PEOPLE)) || verb))
            break;
        uint32_t next = skip_marks(r, first + 1, end);
        /* "Celui-ci" */
        if (next == first + 2 && is_hyphen(r, first + 1) && !cd_is_capital(r, next))
            return end;
        first = next;
    }
    return first;
}

/* "Chief Sunday Alade": behind a title and before a surname a day is a given name. */
static bool is_named_for_day(const struct cd_reading *r, uint32_t day, uint32_t end) {
    return (class_of(r, day - 1) & (CD_HONORIFIC | CD_OFFICE)) && day + 1 < end &&
           cd_is_word(r, day + 1) && !(class_of(r, day + 1) & CD_DATE);
}

/* Cuts off a date at the end or what stands behind it: "Mr. Ryan Thursday". */
static uint32_t strip_dates(const struct cd_reading *r, uint32_t first, uint32_t end) {
    for (uint32_t i = first + 1; i < end; i++)
        if ((class_of(r, i) & CD_DATE) && !(class_of(r, i - 1) & CD_FIRST) &&
            !is_named_for_day(r, i, end))
            return i;
    return end;
}

/* German "Franziska Lechner Vierte": behind given names, one surname and what is no name
 * any more. */
static uint32_t strip_nouns(const struct cd_reading *r, uint32_t first, uint32_t end) {
    uint32_t i = first;
    while (i < end && !(class_of(r, i) & CD_FIRST))
        i++;
    while (i < end && (class_of(r, i) & CD_FIRST))
        i = skip_marks(r, i + 1, end);
    while (i < end && !cd_is_capital(r, i))
        i++;
    return i + 1 < end && cd_is_word(r, i + 1) && cd_is_capital(r, i + 1) &&
                   !(class_of(r, i + 1) & CD_SUFFIX)
               ? i + 1
               : end;
}

/* Behind "of the Treasury" in "Secretary of the Treasury Jack Lew": only words that an
 * office may be of, or one other where two are left for the name. */
static uint32_t behind_office_of(const struct cd_reading *r, uint32_t i, uint32_t end) {
    if (i >= end || !(class_of(r, i) & CD_WORD_OF))
        return i;
    i++;
    while (i < end && !cd_is_capital(r, i))
        i++;
    uint32_t first = i;
    uint64_t parts = CD_OFFICE_PART | CD_PLACE | CD_DEMONYM | CD_ORG_NAME | CD_WORD_OF;
    while (i < end && (!cd_is_word(r, i) || (class_of(r, i) & parts)))
        i++;
    return i == first && count_words(r, i, end) > 2 ? i + 1 : i;
}

/* Where the name begins behind its titles. */
static uint32_t behind_titles(const struct cd_reading *r, uint32_t first, uint32_t end) {
    uint32_t name = first;
    /* "Anwohnerin Ayşe Yıldırım" */
    uint64_t titles =
        CD_HONORIFIC | CD_OFFICE | (cd_capital_nouns(r->language) ? CD_PERSON : 0);
    for (uint32_t i = first; i + 1 < end; i++) {
        if (!(class_of(r, i) & titles) || !cd_is_capital(r, i))
            continue;
        bool surname =
            i > first && (class_of(r, i - 1) & CD_FIRST) && !(class_of(r, i) & CD_OFFICE);
        /* "Dean Johnson" */
        if (i == first && (class_of(r, i) & CD_FIRST) && count_words(r, first, end) == 2)
            continue;
        uint32_t behind = skip_marks(r, behind_office_of(r, i + 1, end), end);
        while (behind < end && (class_of(r, behind) & CD_OFFICE_PART) &&
               !(class_of(r, behind) & CD_FIRST))
            behind = skip_marks(r, behind + 1, end);
        if (!surname && behind < end && !(class_of(r, behind) & CD_ORG_NAME) &&
            !cd_is_postnominal(r, behind))
            name = behind;
    }
    return name;
}

/* "Forecaster Yusuf Karim": a word that begins a sentence and ends as nouns for people
 * do. Given names that end so are in the lexicon, and are none here. */
static bool is_trade(const struct cd_reading *r, uint32_t token) {
    return (r->text->tokens[token].flags & CD_TOKEN_SENTENCE) &&
           !(class_of(r, token) & CD_FIRST) && cd_ends_as_trade(r, token);
}

/* French "a confié au Monde Anne Garnier": behind a preposition another name begins with
 * the given one. English has its adverbs elsewhere. */
static bool is_told_to(const struct cd_reading *r, uint32_t token) {
    /* "la procureure de la République Claire Montel" */
    bool article = token > 1 && (class_of(r, token - 1) & CD_DEFINITE) &&
                   (class_of(r, token - 2) & CD_PREPOSITION);
    return r->language != CD_ENGLISH && token > 0 && !(class_of(r, token) & CD_FIRST) &&
           (article || (class_of(r, token - 1) & CD_PREPOSITION) ||
            cd_elided(r, token) == CD_ELISION_NAME);
}

/* "Republican Marco Rubio", "Senate Ranking Democrat Dianne Feinstein": what stands
 * before a given name and is neither one nor an initial. */
static uint32_t behind_adjectives(const struct cd_reading *r, uint32_t first,
                                  uint32_t end) {
    uint64_t before = CD_DEMONYM | CD_PLACE | CD_PERSON | CD_ORG_NAME | CD_OFFICE_PART;
    /* "le député LR Jean Roux" */
    bool party = r->language != CD_ENGLISH && length_of(r, first) > 1 &&
                 (r->text->tokens[first].flags & CD_TOKEN_UPPER);
    bool title = cd_has_bare_titles(r->language) &&
                 (r->text->tokens[first].flags & CD_TOKEN_SENTENCE);
    bool nouns = cd_capital_nouns(r->language) || party || title || is_trade(r, first) ||
                 is_told_to(r, first);
    for (uint32_t i = first; i + 2 < end && !(class_of(r, i) & CD_FIRST); i++)
        if ((nouns || (class_of(r, i) & before)) && (class_of(r, i + 1) & CD_FIRST) &&
            !(class_of(r, i + 1) & before) && count_words(r, i + 1, end) < 4)
            return i + 1;
    return first;
}

/* German "drei Wochen Streik": behind an article or number, without a word of a name. */
static bool are_nouns(const struct cd_reading *r, uint32_t first, uint32_t end) {
    bool determined = first > 0 && (r->text->tokens[first - 1].kind == CD_TOKEN_NUMBER ||
                                    (class_of(r, first - 1) & CD_DETERMINER));
    uint64_t named = CD_FIRST | CD_HONORIFIC | CD_OFFICE | CD_PERSON | CD_ORG_NAME;
    for (uint32_t i = first; i < end; i++) {
        /* "aus der CSU" */
        bool initials =
            length_of(r, i) > 1 && (r->text->tokens[i].flags & CD_TOKEN_UPPER);
        if ((class_of(r, i) & named) || initials)
            return false;
    }
    return determined;
}

/* German "Erwartungen": nouns that are made from other words are nobody's name. */
static bool ends_as_noun(const struct cd_reading *r, uint32_t token) {
    static const char *const ends[] = {"ungen",  "heit", "heiten", "keit", "keiten",
                                       "tionen", "tion", "schaft", "ismus"};
    struct cd_str word = cd_token_str(r->text, token);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t n = strlen(ends[i]);
        if (word.len > n + 2 && memcmp(word.p + word.len - n, ends[i], n) == 0)
            return true;
    }
    return false;
}

/* "the Glasgow Kelvin MP": behind an article no name ends so. */
static bool is_seat(const struct cd_reading *r, uint32_t first, uint32_t end) {
    return first > 0 && (class_of(r, first - 1) & CD_DETERMINER) &&
           cd_is_postnominal(r, end - 1) && (class_of(r, end - 1) & CD_PERSON);
}

bool cd_tells_behind(const struct cd_reading *r, uint32_t end) {
    return cd_is_word(r, end) && (class_of(r, end) & CD_SAY_STRONG) &&
           (class_of(r, end) & CD_FORM_PAST);
}

/* "Mr. King", "Ms. Dean": an office that may be the surname of one who was named. */
static bool is_addressed_office(const struct cd_reading *r, uint32_t first,
                                uint32_t end) {
    return (class_of(r, first) & CD_HONORIFIC) && !(class_of(r, first) & CD_OFFICE) &&
           (class_of(r, first) & (CD_MALE | CD_FEMALE)) &&
           (class_of(r, end - 1) & (CD_HONORIFIC | CD_OFFICE)) &&
           count_words(r, first, end) == 2;
}

/* "Foreign Minister", "the Vermont Republican": an office or a description, not a name.
 */
static bool names_nobody(const struct cd_reading *r, uint32_t first, uint32_t end) {
    uint32_t last = end - 1;
    if (!cd_is_word(r, last) && last > first)
        last--;
    uint64_t class = class_of(r, last);
    if (cd_capital_nouns(r->language) && are_nouns(r, first, end))
        return true;
    if (cd_capital_nouns(r->language) && ends_as_noun(r, last) &&
        !(class_of(r, last) & CD_ORG_NAME))
        return true;
    /* "CSU-Politiker" */
    if (cd_capital_nouns(r->language) && last == first + 2 && is_hyphen(r, first + 1) &&
        (class & (CD_PERSON | CD_OFFICE)) && !(class_of(r, first) & CD_FIRST))
        return true;
    uint64_t offices = CD_HONORIFIC | CD_OFFICE | CD_OFFICE_PART | CD_DATE | CD_AGE;
    if (last == first)
        return (class & offices) && !(class & (CD_FIRST | CD_OFFICE | CD_HONORIFIC)) &&
               !(class & CD_DEMONYM && cd_tells_behind(r, end));
    if ((class_of(r, first) & CD_FIRST) && last - first <= 2)
        return false;
    if ((class & (CD_HONORIFIC | CD_OFFICE)) && !(class & CD_SUFFIX))
        return !is_addressed_office(r, first, end);
    return (class & CD_PERSON) && (class_of(r, first) & (CD_PLACE | CD_DEMONYM));
}

/* "the Mayor of London", "the Duke of Sussex": a description, too. */
static bool is_office_of(const struct cd_reading *r, uint32_t first, uint32_t end) {
    return first + 2 < end && (class_of(r, first) & (CD_OFFICE | CD_HONORIFIC)) &&
           !(class_of(r, first) & CD_FIRST) && (class_of(r, first + 1) & CD_WORD_OF);
}

static enum cd_gender gender_of_titles(const struct cd_reading *r, uint32_t first,
                                       uint32_t end) {
    for (uint32_t i = first; i < end; i++) {
        /* "le ministre", "la concejal": a man's noun may stand before a woman's name. */
        if ((class_of(r, i) & CD_MALE) &&
            (r->language == CD_ENGLISH || (class_of(r, i) & CD_HONORIFIC)))
            return CD_GENDER_MALE;
        if (class_of(r, i) & CD_FEMALE)
            return CD_GENDER_FEMALE;
    }
    return CD_GENDER_UNKNOWN;
}

bool cd_is_given_name(const struct cd_reading *r, uint32_t token) {
    uint64_t class = class_of(r, token);
    return (class & CD_FIRST) && cd_is_capital(r, token) &&
           !((class & CD_PARTICLE) && is_hyphen(r, token + 1));
}

/* "N.C.", "U.S.": single letters alone; mostly places. */
static bool is_initials(const struct cd_reading *r, const struct cd_mention *m) {
    for (uint32_t i = m->first; i < m->end; i++)
        if (cd_is_word(r, i) && length_of(r, i) > 1)
            return false;
    return true;
}

static enum cd_name_kind kind_of(const struct cd_reading *r, const struct cd_mention *m) {
    bool titled = m->title_first < m->first;
    bool places = true, body = false, given = cd_is_given_name(r, m->first);
    for (uint32_t i = m->first; i < m->end; i++) {
        if (!cd_is_word(r, i))
            continue;
        places = places && (class_of(r, i) & (CD_PLACE | CD_DEMONYM));
        bool last = i + 1 == m->end || (i + 2 == m->end && !cd_is_word(r, i + 1));
        body = body || ((class_of(r, i) & CD_ORG_NAME) && (last || !given));
    }
    if (titled)
        return CD_NAME_PERSON;
    if (is_initials(r, m))
        return CD_NAME_PLACE;
    if (body || cd_is_mark(r, m->first + 1, '&'))
        return CD_NAME_BODY;
    if (places)
        return CD_NAME_PLACE;
    if (m->words > 1 && given)
        return CD_NAME_PERSON;
    bool upper = r->text->tokens[m->first].flags & CD_TOKEN_UPPER;
    return m->words == 1 && upper ? CD_NAME_BODY : CD_NAME_UNKNOWN;
}

/* "Consultant Dr Imran Sheikh": what stands before "Dr" is a title, too. */
static uint32_t behind_inner_title(const struct cd_reading *r, uint32_t first,
                                   uint32_t end) {
    const uint64_t others = CD_OFFICE | CD_SUFFIX | CD_FIRST | CD_GIVEN_TITLE;
    if (r->language != CD_ENGLISH || (class_of(r, first) & CD_FIRST))
        return first;
    for (uint32_t i = first + 1; i + 2 < end; i++)
        if (cd_is_word(r, i) && (class_of(r, i) & others) == CD_HONORIFIC)
            return cd_is_mark(r, i + 1, '.') ? i + 2 : i + 1;
    return first;
}

bool cd_run_cut(const struct cd_reading *r, uint32_t first, uint32_t end,
                struct cd_mention *out) {
    *out = (struct cd_mention){.name = CD_NONE};
    first = strip_front(r, first, end);
    /* "May 4" */
    bool date = first + 1 == end && (class_of(r, first) & CD_DATE) &&
                end < r->text->token_count &&
                r->text->tokens[end].kind == CD_TOKEN_NUMBER;
    if (first == end || date)
        return false;
    end = strip_dates(r, first, end);
    if (cd_capital_nouns(r->language))
        end = strip_nouns(r, first, end);
    if (names_nobody(r, first, end))
        return false;
    out->title_first = first;
    uint32_t titled = behind_inner_title(r, behind_titles(r, first, end), end);
    if ((titled == first && is_office_of(r, first, end)) || is_seat(r, first, end))
        return false;
    out->first = behind_adjectives(r, titled, end);
    /* "au Monde Anne Garnier": who is told, or where, is no title. */
    if (out->first > titled && is_told_to(r, titled))
        out->title_first = out->first;
    out->end = end;
    /* "Mayor of Tulsa", "CEO of Acme Holdings": what an office is of is nobody's name. */
    bool apposed = cd_is_mark(r, end, ',') && cd_is_capital(r, end + 1) &&
                   !(class_of(r, out->first) & CD_FIRST);
    bool of = out->first > first && (class_of(r, out->first - 1) & CD_WORD_OF);
    /* "CEO of Washington Restaurant Association" */
    if (out->first > first && (class_of(r, end - 1) & CD_ORG_NAME))
        for (uint32_t i = first; i < out->first && !of; i++)
            of = class_of(r, i) & CD_WORD_OF;
    if (of && (count_words(r, out->first, end) == 1 || apposed ||
               (class_of(r, end - 1) & CD_ORG_NAME)))
        return false;
    first = out->title_first;
    if (out->first == first || gender_of_titles(r, first, out->first))
        out->gender = (uint8_t)gender_of_titles(r, first, out->first);
    uint32_t words = count_words(r, out->first, end);
    out->words = (uint8_t)(words > 255 ? 255 : words);
    out->kind = (uint8_t)kind_of(r, out);
    out->given = out->first > first && (class_of(r, out->first - 1) &
                                        (CD_GIVEN_TITLE | CD_SUFFIX)) == CD_GIVEN_TITLE;
    uint64_t common = CD_OFFICE | CD_HONORIFIC | CD_PERSON | CD_PEOPLE;
    /* "the Catalan said": a description, as "the Dane" is, whoever is called so. */
    bool described = r->language == CD_ENGLISH && first > 0 &&
                     (class_of(r, first - 1) & CD_DEFINITE) &&
                     !(r->text->tokens[first].flags & CD_TOKEN_UPPER);
    common |= described ? CD_DEMONYM : 0;
    out->office = is_addressed_office(r, first, end);
    out->office |= words == 1 && out->first == first && (class_of(r, first) & common) &&
                   (described || !(class_of(r, first) & CD_FIRST));
    return words > 0;
}
