/* What a run of capitalised words holds is told by word classes alone: a form of address
 * or an office parts title and name, a legal form or "University" makes it a body's name,
 * a given name a person's. */
#include "processors/quotes/run_tokens.h"
#include "processors/quotes/runs.h"
#include "processors/quotes/trades.h"

#define MOST_OF_NAME 8 /* tokens of a name behind what its office is of */

static uint32_t skip_marks(const struct cd_reading *r, uint32_t token, uint32_t end) {
    while (token < end && !cd_is_word(r, token))
        token++;
    return token;
}

/* Of a name; "QC" and "Jr." behind it are none. */
static uint32_t count_words(const struct cd_reading *r, uint32_t first, uint32_t end) {
    uint32_t n = 0;
    for (uint32_t i = first; i < end; i++)
        n += cd_is_word(r, i) && !cd_is_postnominal(r, i) &&
             !(i > first && (cd_class_at(r, i) & CD_SUFFIX) && cd_length_at(r, i) <= 3);
    return n;
}

/* Takes off what is capitalised for another reason than being a name. */
static uint32_t strip_front(const struct cd_reading *r, uint32_t first, uint32_t end) {
    while (first < end) {
        uint64_t class = cd_class_at(r, first);
        /* "Teachers’ Union" */
        bool of_body = first + 1 < end && !cd_is_word(r, first + 1) &&
                       !(cd_is_hyphen(r, first + 1) && !cd_is_capital(r, first + 2));
        /* French "Me Kessler" */
        bool titled = (class & CD_HONORIFIC) && first + 1 < end &&
                      !(r->text->tokens[first].flags & CD_TOKEN_SENTENCE);
        bool given = ((class & CD_FIRST) && first + 1 < end) || of_body || titled;
        /* "Will" inside a sentence, or before a verb of saying, is a name. */
        bool inside = !(r->text->tokens[first].flags & CD_TOKEN_SENTENCE) ||
                      (cd_is_word(r, end) && (cd_class_at(r, end) & CD_SAY) &&
                       (cd_class_at(r, end) & (CD_FORM_PAST | CD_FORM_THIRD)));
        /* "these COULD be": emphasis. */
        bool shouted =
            (r->text->tokens[first].flags & CD_TOKEN_UPPER) && cd_length_at(r, first) > 1;
        if ((class & CD_AUXILIARY) && inside && !shouted)
            break;
        /* "Explica Ana Ruiz" */
        uint64_t forms = CD_FORM_PAST | CD_FORM_ING |
                         (cd_drops_pronouns(r->language) ? CD_FORM_THIRD : 0);
        /* but “…,” said Said Karim */
        bool named = r->language == CD_ENGLISH && first > 0 &&
                     (cd_class_at(r, first - 1) & CD_SAY) &&
                     !(r->text->tokens[first].flags & CD_TOKEN_SENTENCE);
        bool verb = (class & CD_SAY) && (class & forms) && first + 1 < end && !named;
        /* "Meet Tom Reyes." */
        bool opens = (class & CD_OPENER) == CD_OPENER && first + 1 < end &&
                     (r->text->tokens[first].flags & CD_TOKEN_SENTENCE);
        /* "But Mums United said" */
        bool united = (class & CD_PEOPLE) && !(class & CD_FUNCTION) && first + 2 == end &&
                      !(r->text->tokens[first].flags & CD_TOKEN_SENTENCE) &&
                      (cd_class_at(r, first + 1) & CD_ORG_NAME);
        if (given || united ||
            !((class & (CD_FUNCTION | CD_DATE | CD_PEOPLE)) || verb || opens))
            break;
        uint32_t next = skip_marks(r, first + 1, end);
        /* "Celui-ci" */
        if (next == first + 2 && cd_is_hyphen(r, first + 1) && !cd_is_capital(r, next))
            return end;
        first = next;
    }
    return first;
}

/* "Chief Sunday Alade": behind a title and before a surname a day is a given name. */
static bool is_named_for_day(const struct cd_reading *r, uint32_t day, uint32_t end) {
    return (cd_class_at(r, day - 1) & (CD_HONORIFIC | CD_OFFICE)) && day + 1 < end &&
           cd_is_word(r, day + 1) && !(cd_class_at(r, day + 1) & CD_DATE);
}

/* Cuts off a date at the end or what stands behind it: "Mr. Ryan Thursday". */
static uint32_t strip_dates(const struct cd_reading *r, uint32_t first, uint32_t end) {
    for (uint32_t i = first + 1; i < end; i++)
        if ((cd_class_at(r, i) & CD_DATE) && !(cd_class_at(r, i - 1) & CD_FIRST) &&
            !is_named_for_day(r, i, end))
            return i;
    return end;
}

/* German "Franziska Lechner Vierte": behind given names, one surname and what is no name
 * any more. */
static uint32_t strip_nouns(const struct cd_reading *r, uint32_t first, uint32_t end) {
    uint32_t i = first;
    while (i < end && !(cd_class_at(r, i) & CD_FIRST))
        i++;
    while (i < end && (cd_class_at(r, i) & CD_FIRST))
        i = skip_marks(r, i + 1, end);
    while (i < end && !cd_is_capital(r, i))
        i++;
    return i + 1 < end && cd_is_word(r, i + 1) && cd_is_capital(r, i + 1) &&
                   !(cd_class_at(r, i + 1) & CD_SUFFIX)
               ? i + 1
               : end;
}

/* Behind "of the Treasury" in "Secretary of the Treasury Jack Lew": only words that an
 * office may be of, or one other where two are left for the name. */
static uint32_t behind_office_of(const struct cd_reading *r, uint32_t i, uint32_t end) {
    if (i >= end || !(cd_class_at(r, i) & CD_WORD_OF))
        return i;
    i++;
    while (i < end && !cd_is_capital(r, i))
        i++;
    uint32_t first = i;
    uint64_t parts = CD_OFFICE_PART | CD_PLACE | CD_DEMONYM | CD_ORG_NAME | CD_WORD_OF;
    while (i < end && (!cd_is_word(r, i) || (cd_class_at(r, i) & parts)))
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
        if (!(cd_class_at(r, i) & titles) || !cd_is_capital(r, i))
            continue;
        bool surname = i > first && (cd_class_at(r, i - 1) & CD_FIRST) &&
                       !(cd_class_at(r, i) & CD_OFFICE);
        /* "Dean Johnson" */
        if (i == first && (cd_class_at(r, i) & CD_FIRST) &&
            count_words(r, first, end) == 2)
            continue;
        uint32_t behind = skip_marks(r, behind_office_of(r, i + 1, end), end);
        while (behind < end && (cd_class_at(r, behind) & CD_OFFICE_PART) &&
               !(cd_class_at(r, behind) & CD_FIRST))
            behind = skip_marks(r, behind + 1, end);
        if (!surname && behind < end && !(cd_class_at(r, behind) & CD_ORG_NAME) &&
            !cd_is_postnominal(r, behind))
            name = behind;
    }
    return name;
}

/* "Forecaster Yusuf Karim": a word that begins a sentence and ends as nouns for people
 * do. Given names that end so are in the lexicon, and are none here. */
static bool is_trade(const struct cd_reading *r, uint32_t token) {
    return (r->text->tokens[token].flags & CD_TOKEN_SENTENCE) &&
           !(cd_class_at(r, token) & CD_FIRST) && cd_ends_as_trade(r, token);
}

/* French "a confié au Monde Anne Garnier": behind a preposition another name begins with
 * the given one. English has its adverbs elsewhere. */
static bool is_told_to(const struct cd_reading *r, uint32_t token) {
    /* "la procureure de la République Claire Montel" */
    bool article = token > 1 && (cd_class_at(r, token - 1) & CD_DEFINITE) &&
                   (cd_class_at(r, token - 2) & CD_PREPOSITION);
    return r->language != CD_ENGLISH && token > 0 &&
           !(cd_class_at(r, token) & CD_FIRST) &&
           (article || (cd_class_at(r, token - 1) & CD_PREPOSITION) ||
            cd_elided(r, token) == CD_ELISION_NAME);
}

/* "le Hongrois András Keleti": an article, which says the gender, and where from. */
static bool is_inhabitant(const struct cd_reading *r, uint32_t first) {
    return cd_elides(r->language) && first > 0 && (cd_class_at(r, first) & CD_DEMONYM) &&
           (cd_class_at(r, first - 1) & CD_DEFINITE) &&
           (cd_class_at(r, first - 1) & (CD_MALE | CD_FEMALE));
}

/* Behind the "and" inside the run; `end` where there is none. */
static uint32_t behind_and(const struct cd_reading *r, uint32_t first, uint32_t end) {
    if (r->language != CD_ENGLISH || first + 4 >= end)
        return end;
    for (uint32_t i = first + 1; i + 2 < end; i++)
        if (cd_class_at(r, i) & CD_WORD_AND)
            return i + 1;
    return end;
}

/* "Republican Marco Rubio", "Senate Ranking Democrat Dianne Feinstein": what stands
 * before a given name and is neither one nor an initial. */
static uint32_t behind_adjectives(const struct cd_reading *r, uint32_t first,
                                  uint32_t end) {
    uint64_t before = CD_DEMONYM | CD_PLACE | CD_PERSON | CD_ORG_NAME | CD_OFFICE_PART;
    /* "le député LR Jean Roux" */
    bool party = r->language != CD_ENGLISH && cd_length_at(r, first) > 1 &&
                 (r->text->tokens[first].flags & CD_TOKEN_UPPER);
    bool title = cd_has_bare_titles(r->language) &&
                 (r->text->tokens[first].flags & CD_TOKEN_SENTENCE);
    bool nouns = cd_capital_nouns(r->language) || party || title || is_trade(r, first) ||
                 is_told_to(r, first);
    /* "Office of Management and Budget James Miller" */
    uint32_t name = behind_and(r, first, end);
    name = name + MOST_OF_NAME < end ? end - MOST_OF_NAME : name;
    for (uint32_t i = name; i + 1 < end; i++)
        if (cd_is_given_name(r, i) && !(cd_class_at(r, i) & before) &&
            count_words(r, i, end) < 4)
            return i;
    /* "Driver Kev Dooley": one that begins a sentence, and two words of a name */
    if (r->language == CD_ENGLISH && (cd_class_at(r, first) & CD_PERSON) &&
        !(cd_class_at(r, first) & CD_FIRST) && first + 3 == end &&
        (r->text->tokens[first].flags & CD_TOKEN_SENTENCE) &&
        count_words(r, first + 1, end) == 2)
        return first + 1;
    if (is_inhabitant(r, first) && count_words(r, first + 1, end) == 2)
        return first + 1;
    for (uint32_t i = first; i + 2 < end && !(cd_class_at(r, i) & CD_FIRST); i++)
        if ((nouns || (cd_class_at(r, i) & before)) &&
            (cd_class_at(r, i + 1) & CD_FIRST) && !(cd_class_at(r, i + 1) & before) &&
            count_words(r, i + 1, end) < 4)
            return i + 1;
    return first;
}

/* German "drei Wochen Streik": behind an article or number, without a word of a name. */
static bool are_nouns(const struct cd_reading *r, uint32_t first, uint32_t end) {
    bool determined = first > 0 && (r->text->tokens[first - 1].kind == CD_TOKEN_NUMBER ||
                                    (cd_class_at(r, first - 1) & CD_DETERMINER));
    uint64_t named = CD_FIRST | CD_HONORIFIC | CD_OFFICE | CD_PERSON | CD_ORG_NAME;
    for (uint32_t i = first; i < end; i++) {
        /* "aus der CSU" */
        bool initials =
            cd_length_at(r, i) > 1 && (r->text->tokens[i].flags & CD_TOKEN_UPPER);
        if ((cd_class_at(r, i) & named) || initials)
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
    return first > 0 && (cd_class_at(r, first - 1) & CD_DETERMINER) &&
           cd_is_postnominal(r, end - 1) && (cd_class_at(r, end - 1) & CD_PERSON);
}

bool cd_tells_behind(const struct cd_reading *r, uint32_t end) {
    bool says = r->language == CD_ENGLISH && (cd_class_at(r, end) & CD_FORM_THIRD) &&
                cd_is_word(r, end + 1) &&
                (cd_class_at(r, end + 1) & (CD_RELATIVE | CD_DETERMINER | CD_IT));
    return cd_is_word(r, end) && (cd_class_at(r, end) & CD_SAY_STRONG) &&
           (says || (cd_class_at(r, end) & CD_FORM_PAST));
}

/* "Mr. King", "Ms. Dean": an office that may be the surname of one who was named. */
static bool is_addressed_office(const struct cd_reading *r, uint32_t first,
                                uint32_t end) {
    return (cd_class_at(r, first) & CD_HONORIFIC) &&
           !(cd_class_at(r, first) & CD_OFFICE) &&
           (cd_class_at(r, first) & (CD_MALE | CD_FEMALE)) &&
           (cd_class_at(r, end - 1) & (CD_HONORIFIC | CD_OFFICE)) &&
           count_words(r, first, end) == 2;
}

/* "Health and Safety Executive" */
static bool is_joined(const struct cd_reading *r, uint32_t first, uint32_t end) {
    return r->language == CD_ENGLISH && first + 3 < end &&
           (cd_class_at(r, first + 1) & CD_WORD_AND) && cd_is_word(r, first + 1) &&
           (cd_class_at(r, end - 1) & (CD_OFFICE | CD_OFFICE_PART)) != CD_OFFICE;
}

/* "Foreign Minister", "the Vermont Republican": an office or a description, not a name.
 */
static bool names_nobody(const struct cd_reading *r, uint32_t first, uint32_t end) {
    uint32_t last = end - 1;
    if (is_joined(r, first, end))
        return false;
    if (!cd_is_word(r, last) && last > first)
        last--;
    uint64_t class = cd_class_at(r, last);
    if (cd_capital_nouns(r->language) && are_nouns(r, first, end))
        return true;
    if (cd_capital_nouns(r->language) && ends_as_noun(r, last) &&
        !(cd_class_at(r, last) & CD_ORG_NAME))
        return true;
    /* "CSU-Politiker" */
    if (cd_capital_nouns(r->language) && last == first + 2 &&
        cd_is_hyphen(r, first + 1) && (class & (CD_PERSON | CD_OFFICE)) &&
        !(cd_class_at(r, first) & CD_FIRST))
        return true;
    uint64_t offices = CD_HONORIFIC | CD_OFFICE | CD_OFFICE_PART | CD_DATE | CD_AGE;
    if (last == first)
        return (class & offices) && !(class & (CD_FIRST | CD_OFFICE | CD_HONORIFIC)) &&
               !(class & CD_DEMONYM && cd_tells_behind(r, end));
    if ((cd_class_at(r, first) & CD_FIRST) && last - first <= 2)
        return false;
    /* "Opposition MLA Farida Sheikh" */
    const uint64_t titles = CD_OFFICE | CD_OFFICE_PART | CD_HONORIFIC | CD_DEMONYM;
    bool surname = r->language == CD_ENGLISH && cd_is_given_name(r, last - 1) &&
                   !(cd_class_at(r, last - 1) & titles);
    if ((class & (CD_HONORIFIC | CD_OFFICE)) && !(class & CD_SUFFIX))
        return !surname && !is_addressed_office(r, first, end);
    return (class & CD_PERSON) && (cd_class_at(r, first) & (CD_PLACE | CD_DEMONYM));
}

/* "the Mayor of London", "the Duke of Sussex": a description, too. */
static bool is_office_of(const struct cd_reading *r, uint32_t first, uint32_t end) {
    return first + 2 < end && (cd_class_at(r, first) & (CD_OFFICE | CD_HONORIFIC)) &&
           !(cd_class_at(r, first) & CD_FIRST) &&
           (cd_class_at(r, first + 1) & CD_WORD_OF);
}

static enum cd_gender gender_of_titles(const struct cd_reading *r, uint32_t first,
                                       uint32_t end) {
    for (uint32_t i = first; i < end; i++) {
        /* "le ministre", "la concejal": a man's noun may stand before a woman's name. */
        if ((cd_class_at(r, i) & CD_MALE) &&
            (r->language == CD_ENGLISH || (cd_class_at(r, i) & CD_HONORIFIC)))
            return CD_GENDER_MALE;
        if (cd_class_at(r, i) & CD_FEMALE)
            return CD_GENDER_FEMALE;
    }
    return CD_GENDER_UNKNOWN;
}

bool cd_is_given_name(const struct cd_reading *r, uint32_t token) {
    uint64_t class = cd_class_at(r, token);
    return (class & CD_FIRST) && cd_is_capital(r, token) &&
           !((class & CD_PARTICLE) && cd_is_hyphen(r, token + 1));
}

/* "N.C.", "U.S.": single letters alone; mostly places. */
static bool is_initials(const struct cd_reading *r, const struct cd_mention *m) {
    for (uint32_t i = m->first; i < m->end; i++)
        if (cd_is_word(r, i) && cd_length_at(r, i) > 1)
            return false;
    return true;
}

static enum cd_name_kind kind_of(const struct cd_reading *r, const struct cd_mention *m) {
    bool titled = m->title_first < m->first;
    bool places = true, body = false, given = cd_is_given_name(r, m->first);
    for (uint32_t i = m->first; i < m->end; i++) {
        if (!cd_is_word(r, i))
            continue;
        places = places && (cd_class_at(r, i) & (CD_PLACE | CD_DEMONYM));
        bool last = i + 1 == m->end || (i + 2 == m->end && !cd_is_word(r, i + 1));
        body = body || ((cd_class_at(r, i) & CD_ORG_NAME) && (last || !given));
    }
    if (titled)
        return CD_NAME_PERSON;
    if (is_initials(r, m))
        return CD_NAME_PLACE;
    if (body || cd_is_mark(r, m->first + 1, '&') || is_joined(r, m->first, m->end))
        return CD_NAME_BODY;
    if (places)
        return CD_NAME_PLACE;
    if (m->words > 1 && given)
        return CD_NAME_PERSON;
    bool upper = r->text->tokens[m->first].flags & CD_TOKEN_UPPER;
    return m->words == 1 && upper ? CD_NAME_BODY : CD_NAME_UNKNOWN;
}

/* "MLA" */
static bool is_acronym(const struct cd_reading *r, uint32_t token) {
    const struct cd_token *t = &r->text->tokens[token];
    return (t->flags & CD_TOKEN_UPPER) && t->end - t->start > 1;
}

/* "MLA Farida Bai", "Opposition MLA Farida Bai", but JD Vance. */
static uint32_t behind_acronym(const struct cd_reading *r, uint32_t first, uint32_t end) {
    for (uint32_t i = first; i + 2 < end; i++) {
        bool title = is_acronym(r, i) && cd_is_word(r, i + 1) && !is_acronym(r, i + 1);
        bool held = i > first && (cd_class_at(r, i) & CD_PERSON);
        if (title && (held || cd_is_given_name(r, i + 1)))
            return i + 1;
    }
    return first;
}

/* "Consultant Dr Imran Sheikh": what stands before "Dr" is a title, too. */
static uint32_t behind_inner_title(const struct cd_reading *r, uint32_t first,
                                   uint32_t end) {
    const uint64_t others = CD_OFFICE | CD_SUFFIX | CD_FIRST | CD_GIVEN_TITLE;
    if (r->language != CD_ENGLISH || (cd_class_at(r, first) & CD_FIRST))
        return first;
    for (uint32_t i = first + 1; i + 2 < end; i++)
        if (cd_is_word(r, i) && (cd_class_at(r, i) & others) == CD_HONORIFIC)
            return cd_is_mark(r, i + 1, '.') ? i + 2 : i + 1;
    return behind_acronym(r, first, end);
}

/* "May 4", "4 May" */
static bool is_date(const struct cd_reading *r, uint32_t first, uint32_t end) {
    if (first + 1 != end || !(cd_class_at(r, first) & CD_DATE))
        return false;
    bool day = first > 0 && r->text->tokens[first - 1].kind == CD_TOKEN_NUMBER &&
               !(r->text->tokens[first].flags & CD_TOKEN_SENTENCE);
    return day ||
           (end < r->text->token_count && r->text->tokens[end].kind == CD_TOKEN_NUMBER);
}

bool cd_run_cut(const struct cd_reading *r, uint32_t first, uint32_t end,
                struct cd_mention *out) {
    *out = (struct cd_mention){.name = CD_NONE};
    first = strip_front(r, first, end);
    if (first == end || is_date(r, first, end))
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
                   !(cd_class_at(r, out->first) & CD_FIRST);
    bool of = out->first > first && (cd_class_at(r, out->first - 1) & CD_WORD_OF);
    /* "CEO of Washington Restaurant Association" */
    if (out->first > first && (cd_class_at(r, end - 1) & CD_ORG_NAME))
        for (uint32_t i = first; i < out->first && !of; i++)
            of = cd_class_at(r, i) & CD_WORD_OF;
    if (of && (count_words(r, out->first, end) == 1 || apposed ||
               (cd_class_at(r, end - 1) & CD_ORG_NAME)))
        return false;
    first = out->title_first;
    if (out->first == first || gender_of_titles(r, first, out->first))
        out->gender = (uint8_t)gender_of_titles(r, first, out->first);
    if (!out->gender && out->first > first && is_inhabitant(r, first))
        out->gender =
            cd_class_at(r, first - 1) & CD_MALE ? CD_GENDER_MALE : CD_GENDER_FEMALE;
    uint32_t words = count_words(r, out->first, end);
    out->words = (uint8_t)(words > 255 ? 255 : words);
    out->kind = (uint8_t)kind_of(r, out);
    out->given = out->first > first && (cd_class_at(r, out->first - 1) &
                                        (CD_GIVEN_TITLE | CD_SUFFIX)) == CD_GIVEN_TITLE;
    uint64_t common = CD_OFFICE | CD_HONORIFIC | CD_PERSON | CD_PEOPLE;
    /* "the Catalan said": a description, as "the Dane" is, whoever is called so. */
    bool described =
        (r->language == CD_ENGLISH || r->language == CD_FRENCH) && first > 0 &&
        ((cd_class_at(r, first - 1) | cd_class_at(r, first)) & CD_DEFINITE) &&
        !(r->text->tokens[first].flags & CD_TOKEN_UPPER);
    common |= described ? CD_DEMONYM : 0;
    out->office = is_addressed_office(r, first, end);
    out->office |= words == 1 && out->first == first &&
                   (cd_class_at(r, first) & common) &&
                   (described || !(cd_class_at(r, first) & CD_FIRST));
    return words > 0;
}
