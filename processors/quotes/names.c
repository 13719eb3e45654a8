/* Names of two words or more make the table in a first pass over the mentions; names of
 * one word are linked in a second, when all full names are known, since a headline or a
 * first paragraph often has the surname before the full name. */
#include "processors/quotes/names.h"

#include "processors/quotes/marks.h"
#include "processors/quotes/mentions.h"
#include "processors/quotes/roles.h"
#include "processors/quotes/runs.h"
#include "processors/quotes/titles.h"
#include "processors/quotes/trades.h"
#include "processors/text/words.h"

/* Hostile text could hold a new name every other word; no article has so many. */
#define MOST_NAMES 1024
/* Names that are tried for one mention: "Clinton" may be Hillary, Bill and Chelsea. */
#define MOST_TRIES 64

/* A word of a name → the name. */
struct link {
    uint64_t word;
    uint32_t name;
    uint32_t next; /* of the same bucket, or CD_NONE */
};

#define BUCKETS   1024 /* a power of two */
#define MAX_LINKS (MOST_NAMES * 4)

struct table {
    struct cd_reading *r;
    uint32_t buckets[BUCKETS];
    struct link *links;
    uint32_t link_count, room;
};

static void add_link(struct table *t, uint64_t word, uint32_t name) {
    if (t->link_count == t->room)
        return;
    uint32_t *bucket = &t->buckets[word & (BUCKETS - 1)];
    for (uint32_t i = *bucket; i != CD_NONE; i = t->links[i].next)
        if (t->links[i].word == word && t->links[i].name == name)
            return;
    t->links[t->link_count] = (struct link){word, name, *bucket};
    *bucket = t->link_count++;
}

/* The first or last word of a name, past suffixes and marks. */
static uint64_t first_word(const struct cd_reading *r, uint32_t first, uint32_t end) {
    while (first + 1 < end && !cd_is_word(r, first))
        first++;
    return cd_name_word(r, first);
}

static uint64_t last_word(const struct cd_reading *r, uint32_t first, uint32_t end) {
    while (end - 1 > first &&
           (!cd_is_word(r, end - 1) || (r->classes[end - 1] & CD_SUFFIX)))
        end--;
    return cd_name_word(r, end - 1);
}

/* -------------------------------------------------------------- linking full names */

static uint32_t words_between(const struct cd_reading *r, uint32_t first, uint32_t end,
                              uint64_t *words, uint32_t most) {
    uint32_t n = 0;
    for (uint32_t i = first; i < end && n < most; i++)
        if (cd_is_word(r, i) && !(r->classes[i] & CD_SUFFIX))
            words[n++] = cd_name_word(r, i);
    return n;
}

#define MOST_WORDS 12 /* of a name that are compared */

/* Is the shorter list of words the end of the longer one? */
static bool ends_alike(const uint64_t *a, uint32_t na, const uint64_t *b, uint32_t nb) {
    uint32_t n = na < nb ? na : nb;
    for (uint32_t i = 1; i <= n; i++)
        if (a[na - i] != b[nb - i])
            return false;
    return n > 0;
}

/* "T. Reyes" of Tom Reyes. */
static bool is_initialled(const struct cd_reading *r, const struct cd_mention *m,
                          const struct cd_name *name) {
    const struct cd_token *mine = &r->text->tokens[m->first];
    const struct cd_token *theirs = &r->text->tokens[name->first];
    return m->words == 2 && name->words == 2 &&
           (mine->end - mine->start == 1 || theirs->end - theirs->start == 1) &&
           mine->sign == theirs->sign &&
           last_word(r, m->first, m->end) == name->last_word;
}

/* Do a mention of several words and a name mean the same one? */
static bool same_name(const struct cd_reading *r, const struct cd_mention *m,
                      const struct cd_name *name) {
    if (m->gender && name->gender_told && m->gender != name->gender)
        return false;
    if (m->kind == CD_NAME_PLACE && name->kind != CD_NAME_PLACE)
        return false;
    uint64_t a[MOST_WORDS], b[MOST_WORDS];
    uint32_t na = words_between(r, m->first, m->end, a, MOST_WORDS);
    uint32_t nb = words_between(r, name->first, name->end, b, MOST_WORDS);
    if (na < 2 || nb < 2)
        return false;
    if (ends_alike(a, na, b, nb) || is_initialled(r, m, name))
        return true;
    /* "Sister Mary Agnes" of Sister Mary Agnes Doyle */
    if (m->given && na < nb && memcmp(a, b, na * sizeof *a) == 0)
        return true;
    bool bodies = m->kind == CD_NAME_BODY || name->kind == CD_NAME_BODY;
    return !bodies && a[0] == b[0] && a[na - 1] == b[nb - 1];
}

static enum cd_gender gender_of_given(const struct cd_reading *r, uint32_t token) {
    uint64_t class = cd_is_given_name(r, token) ? r->classes[token] & CD_FIRST : 0;
    /* "Jean-Marc": the second says it. */
    if (cd_is_inner_hyphen(r, token + 1) && cd_is_capital(r, token + 2) &&
        (r->classes[token + 2] & CD_FIRST))
        class = r->classes[token + 2] & CD_FIRST;
    return class == CD_FIRST_MALE     ? CD_GENDER_MALE
           : class == CD_FIRST_FEMALE ? CD_GENDER_FEMALE
                                      : CD_GENDER_UNKNOWN;
}

/* "in Tarrant Falls" */
static bool is_located(const struct cd_reading *r, const struct cd_mention *m) {
    if (r->language != CD_ENGLISH || m->title_first == 0 || m->title_first < m->first)
        return false;
    struct cd_str word = cd_token_str(r->text, m->title_first - 1);
    return (word.len == 2 && (word.p[0] | 0x20) == 'i' && word.p[1] == 'n') ||
           (word.len == 4 && memcmp(word.p, "near", 4) == 0);
}

static void join_name(struct cd_reading *r, struct cd_mention *m, uint32_t index) {
    struct cd_name *name = &r->names[index];
    m->name = index;
    name->mentions++;
    name->located += is_located(r, m);
    if (m->gender && !name->gender_told) {
        name->gender = m->gender;
        name->gender_told = true;
    }
    if (name->kind == CD_NAME_UNKNOWN)
        name->kind = m->kind;
    cd_roles_take(r, m, name);
    struct cd_span title = cd_title_of(r, m);
    if (title.end > title.first &&
        (name->title.end == 0 ||
         (cd_title_is_office(r, title) && !cd_title_is_office(r, name->title))))
        name->title = title;
}

/* Without "QC", "PhD". */
static uint32_t before_postnominals(const struct cd_reading *r, uint32_t first,
                                    uint32_t end) {
    while (end > first + 1 && cd_is_postnominal(r, end - 1))
        end--;
    return end;
}

static uint32_t new_name(struct table *t, struct cd_mention *m) {
    struct cd_reading *r = t->r;
    if (r->name_count == MOST_NAMES)
        return CD_NONE;
    uint32_t index = r->name_count++;
    struct cd_name *name = &r->names[index];
    *name = (struct cd_name){.first = m->first,
                             .end = before_postnominals(r, m->first, m->end),
                             .first_word = first_word(r, m->first, m->end),
                             .last_word = last_word(r, m->first, m->end),
                             .words = m->words};
    join_name(r, m, index);
    if (name->kind == CD_NAME_BODY)
        cd_role_add(name, name->last_word);
    /* A single word that looks like a given name is a surname in English: "Kelly". */
    if (name->gender == CD_GENDER_UNKNOWN && (m->words > 1 || r->language != CD_ENGLISH))
        name->gender = gender_of_given(r, m->first);
    add_link(t, name->last_word, index);
    for (uint32_t i = m->first; i < m->end; i++)
        if (cd_is_word(r, i) && r->text->tokens[i].end - r->text->tokens[i].start > 1)
            add_link(t, cd_name_word(r, i), index);
    return index;
}

/* A form that shows the one before to have begun with a word too many ("Yesterday Ann
 * Doyle"): it begins with a given name and the other does not. */
static void mend_name(struct cd_reading *r, const struct cd_mention *m,
                      struct cd_name *name) {
    bool shorter = m->words < name->words && cd_is_given_name(r, m->first) &&
                   !cd_is_given_name(r, name->first);
    bool longer = m->words > name->words && cd_is_given_name(r, m->first) &&
                  !cd_is_given_name(r, name->first);
    if (!shorter && !longer)
        return;
    name->first = m->first;
    name->end = before_postnominals(r, m->first, m->end);
    name->words = m->words;
    name->first_word = first_word(r, m->first, m->end);
    if (!name->gender)
        name->gender = gender_of_given(r, m->first);
}

static uint32_t best_fit(const struct table *t, const struct cd_mention *m,
                         uint64_t word);

/* Spanish "¿Volvería Vega?", "Añade Vega": behind a word that begins the sentence and is
 * no given name, a surname that is known. */
static bool follows_verb(struct table *t, struct cd_mention *m) {
    struct cd_reading *r = t->r;
    if (!cd_drops_pronouns(r->language) || !(m->flags & CD_MENTION_INITIAL) ||
        m->end != m->first + 2 || m->title_first < m->first ||
        (r->classes[m->first] & (CD_FIRST | CD_ORG_NAME)))
        return false;
    uint32_t name = best_fit(t, m, last_word(r, m->first, m->end));
    if (name == CD_NONE || r->names[name].words < 2)
        return false;
    m->first = m->title_first = m->end - 1;
    m->words = 1;
    join_name(r, m, name);
    return true;
}

/* "Sheikh Mohammed", of Sheikh Mohammed bin Rashid: a title, and the given name of one
 * who was named with it. */
static bool follows_title(struct table *t, struct cd_mention *m) {
    struct cd_reading *r = t->r;
    uint32_t last = m->end - 1, tries = 0;
    if ((r->classes[m->first] & CD_GIVEN_TITLE) != CD_GIVEN_TITLE ||
        m->end != m->first + 2 || m->title_first < m->first)
        return false;
    uint64_t word = cd_name_word(r, last);
    for (uint32_t i = t->buckets[word & (BUCKETS - 1)];
         i != CD_NONE && tries < MOST_TRIES; i = t->links[i].next, tries++) {
        const struct cd_name *name = &r->names[t->links[i].name];
        bool titled = name->first > 0 && r->text->tokens[name->first - 1].hash ==
                                             r->text->tokens[m->first].hash;
        if (t->links[i].word != word || name->first_word != word || !titled)
            continue;
        m->first = last;
        m->words = 1;
        join_name(r, m, t->links[i].name);
        return true;
    }
    return false;
}

static void link_full_name(struct table *t, struct cd_mention *m) {
    struct cd_reading *r = t->r;
    uint64_t last = last_word(r, m->first, m->end);
    uint32_t tries = 0;
    for (uint32_t i = t->buckets[last & (BUCKETS - 1)];
         i != CD_NONE && tries < MOST_TRIES; i = t->links[i].next, tries++) {
        const struct link *link = &t->links[i];
        if (link->word != last || (r->names[link->name].last_word != last && !m->given))
            continue;
        if (same_name(r, m, &r->names[link->name])) {
            join_name(r, m, link->name);
            mend_name(r, m, &r->names[link->name]);
            return;
        }
    }
    if (!(m->flags & (CD_MENTION_HEADING | CD_MENTION_PREFIX)) && !follows_title(t, m) &&
        !follows_verb(t, m))
        new_name(t, m);
}

/* ------------------------------------------------------------ linking single words */

/* How well a single word at a mention fits a name; 0: not at all. */
static uint32_t fit(const struct cd_reading *r, const struct cd_mention *m, uint64_t word,
                    const struct cd_name *name) {
    /* Mr Lindsey Graham: a woman's name may be a man's; but "Mrs Hill" is no Bob. */
    bool differs = m->gender && name->gender && m->gender != name->gender;
    if (differs && (m->gender == CD_GENDER_FEMALE || name->gender_told ||
                    name->preceded || name->first > m->first))
        return 0;
    bool person = name->kind == CD_NAME_PERSON || name->kind == CD_NAME_UNKNOWN;
    bool surname = name->last_word == word, given = name->first_word == word;
    if (m->office && !surname)
        return 0;
    /* "the Times", of The New York Times */
    bool romance = cd_elides(r->language) || cd_drops_pronouns(r->language);
    bool head = surname || (romance && given); /* "le Conseil constitutionnel" */
    bool body = name->kind == CD_NAME_BODY && m->kind == CD_NAME_BODY && head &&
                m->title_first == m->first && name->first < m->first;
    if (name->words > 1 && !body && !(person && (surname || given || name->words > 2)))
        return 0;
    uint32_t score = 1 + (name->mentions < 50 ? name->mentions : 50);
    if (surname)
        score += 2000;
    if (name->kind == CD_NAME_PERSON)
        score += 500;
    if (name->words > 1)
        score += 400;
    if (name->first < m->first)
        score += 1000;
    if (m->gender && name->gender == m->gender)
        score += 1000;
    /* A form of address goes with a surname: "Mr. Bill" is nobody's; "Sir Roger" is. */
    if (m->title_first < m->first && given && !surname && name->words > 1 && !m->given)
        return 0;
    return score;
}

/* Whom this word, a mention's or the form in a dictionary, fits best; or CD_NONE. */
static uint32_t best_fit(const struct table *t, const struct cd_mention *m,
                         uint64_t word) {
    uint32_t best = CD_NONE, best_score = 0, tries = 0;
    for (uint32_t i = t->buckets[word & (BUCKETS - 1)];
         i != CD_NONE && tries < MOST_TRIES; i = t->links[i].next, tries++) {
        if (t->links[i].word != word)
            continue;
        struct cd_name *name = &t->r->names[t->links[i].name];
        if (name->first > m->first)
            name->preceded = true;
        uint32_t score = fit(t->r, m, word, name);
        /* Of equals the one that was named first. */
        if (score > best_score ||
            (score == best_score && score > 0 && t->links[i].name < best)) {
            best = t->links[i].name;
            best_score = score;
        }
    }
    return best;
}

#define PARTIES (CD_DEMONYM | CD_OFFICE_PART | CD_ORG_NAME) /* "Labour" */

/* "Unicef said": an unknown word that tells something; but "Plumbers said". */
static bool tells(const struct cd_reading *r, const struct cd_mention *m) {
    const struct cd_token *token = &r->text->tokens[m->first];
    return cd_tells_behind(r, m->end) && !(r->classes[m->first] & ~PARTIES) &&
           r->text->bytes.p[token->end - 1] != 's';
}

/* "Marks and Spencer said": of two unknown words that tell something the first. */
static bool tells_with(const struct cd_reading *r, const struct cd_mention *m) {
    uint32_t other = m->end + 1;
    return r->language == CD_ENGLISH && !(r->classes[m->first] & ~PARTIES) &&
           cd_is_word(r, m->end) && (r->classes[m->end] & CD_WORD_AND) &&
           cd_is_capital(r, other) && !(r->classes[other] & ~(PARTIES | CD_FIRST)) &&
           cd_tells_behind(r, other + 1);
}

/* May a word that nobody is called by yet be a name of its own? At a sentence's start
 * any word has a capital, so there it must be a given name, have a title or an age, or
 * tell something. */
static bool may_stand_alone(const struct cd_reading *r, const struct cd_mention *m) {
    if (m->office || (m->flags & (CD_MENTION_HEADING | CD_MENTION_PREFIX)))
        return false;
    /* "MORE:", "UPDATE:", but “SMITH: “Why?”” */
    if (cd_is_mark(r, m->end, ':') && (r->text->tokens[m->first].flags & CD_TOKEN_UPPER))
        return m->end + 1 < r->text->token_count &&
               cd_mark_at(r->text, m->end + 1).family != CD_NOT_A_QUOTE;
    bool initial = (m->flags & CD_MENTION_INITIAL) || cd_capital_nouns(r->language);
    /* "cold for May" */
    if (!initial && (r->classes[m->first] & CD_DATE))
        return m->title_first < m->first || cd_age_behind(r, m) || tells(r, m);
    return !initial || m->title_first < m->first || cd_age_behind(r, m) || tells(r, m) ||
           tells_with(r, m) || (r->classes[m->first] & (CD_FIRST | CD_PLACE)) ||
           (r->text->tokens[m->first].flags & CD_TOKEN_UPPER);
}

/* Polish "Według Gila" of Jan Gil, "Kowalskiego" of Jan Kowalski: a surname in another
 * case. */
static uint32_t fit_inflected(const struct table *t, const struct cd_mention *m) {
    static const char *const ends[] = {"owi", "iem", "ego", "emu", "em", "im",
                                       "ym",  "a",   "u",   "m",   NULL};
    const struct cd_reading *r = t->r;
    if (r->language != CD_POLISH)
        return CD_NONE;
    struct cd_str word = cd_token_str(r->text, m->end - 1);
    for (const char *const *end = ends; *end; end++) {
        size_t n = strlen(*end);
        if (word.len < n + 3 || memcmp(word.p + word.len - n, *end, n) != 0)
            continue;
        uint32_t name = best_fit(t, m, cd_word_hash(cd_str_cut(word, 0, word.len - n)));
        if (name != CD_NONE && r->names[name].words > 1)
            return name;
    }
    return CD_NONE;
}

/* "Mark and Ellie Tanner": Mark, too, is Mr. Tanner from then on. */
static void share_surname(struct table *t, const struct cd_mention *m, uint32_t index) {
    struct cd_reading *r = t->r;
    const struct cd_mention *next = m + 1;
    if (r->language != CD_ENGLISH || index == CD_NONE ||
        next == r->mentions + r->mention_count || next->words < 2 ||
        next->first != m->end + 1 || next->title_first < next->first ||
        !(r->classes[m->end] & CD_WORD_AND) || !cd_is_given_name(r, m->first) ||
        !cd_is_given_name(r, next->first) || m->title_first < m->first)
        return;
    struct cd_name *name = &r->names[index];
    name->last_word = last_word(r, next->first, next->end);
    name->kind = CD_NAME_PERSON;
    name->gender = gender_of_given(r, m->first);
    add_link(t, name->last_word, index);
}

static void link_single_word(struct table *t, struct cd_mention *m, bool initial) {
    struct cd_reading *r = t->r;
    uint32_t name = best_fit(t, m, last_word(r, m->first, m->end));
    if (name == CD_NONE)
        name = fit_inflected(t, m);
    if (name != CD_NONE)
        join_name(r, m, name);
    else if (!initial && may_stand_alone(r, m))
        share_surname(t, m, new_name(t, m));
}

static void link_mentions(struct table *t) {
    struct cd_reading *r = t->r;
    for (uint32_t i = 0; i < r->mention_count; i++)
        if (r->mentions[i].words > 1)
            link_full_name(t, &r->mentions[i]);
    /* Words that begin a sentence come last: by then it is known which are names. */
    for (uint32_t i = 0; i < r->mention_count; i++)
        if (r->mentions[i].name == CD_NONE && r->mentions[i].words == 1)
            link_single_word(t, &r->mentions[i], false);
    for (uint32_t i = 0; i < r->mention_count; i++)
        if (r->mentions[i].name == CD_NONE && r->mentions[i].words == 1)
            link_single_word(t, &r->mentions[i], true);
}

/* What is named behind "in" alone, and nothing tells a person, is a place. */
static void tell_places(struct cd_reading *r) {
    for (uint32_t i = 0; i < r->name_count; i++)
        if (r->names[i].kind == CD_NAME_UNKNOWN &&
            r->names[i].located == r->names[i].mentions)
            r->names[i].kind = CD_NAME_PLACE;
}

/* Every link is a word of a mention. */
static uint32_t most_links(const struct cd_reading *r) {
    uint32_t words = 0;
    for (uint32_t i = 0; i < r->mention_count && words < MAX_LINKS; i++)
        words += r->mentions[i].end - r->mentions[i].first;
    return words < MAX_LINKS ? words : MAX_LINKS;
}

int cd_names_find(struct cd_reading *r, struct cd_error *err) {
    if (cd_mentions_find(r))
        return cd_fail_memory(err);
    if (r->mention_count == 0)
        return CD_OK;
    uint32_t names = r->mention_count < MOST_NAMES ? r->mention_count : MOST_NAMES;
    struct table *t = cd_arena_alloc(r->arena, sizeof *t);
    r->names = cd_arena_alloc(r->arena, names * sizeof *r->names);
    if (!t || !r->names)
        return cd_fail_memory(err);
    t->r = r;
    t->link_count = 0;
    t->room = most_links(r);
    t->links = cd_arena_alloc(r->arena, t->room * sizeof *t->links);
    if (!t->links)
        return cd_fail_memory(err);
    memset(t->buckets, 0xff, sizeof t->buckets);
    link_mentions(t);
    tell_places(r);
    return CD_OK;
}
