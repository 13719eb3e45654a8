/* Lappin and Leass (1994) weigh mentions in this way: by role, halved with every
 * sentence. The weights here are for news, where who spoke last speaks on. */
#include "processors/quotes/salience.h"

#include "processors/quotes/runs.h"
#include "processors/quotes/trades.h"

/* What a name of unknown gender, and one that may be no person, counts for a pronoun. */
#define UNKNOWN_GENDER   0.7
#define UNKNOWN_KIND     0.5
#define A_IS_FEMALE      0.8 /* of unknown given names that end in a, how many */
#define OTHER_GIVEN      0.2
#define SAME_SENTENCE    1.5  /* what it counts for a description to be in its sentence */
#define STANDS_OUT       25.0 /* weight from which "the physicist" may be somebody */
#define CALLED_OTHERWISE 0.5  /* who was called "the critic" is hardly "the painter" */
#define INSTEAD          0.1  /* part that suffices for who is not barred */
#define OTHERS           0.6  /* part of it that nobody else may reach */

struct cd_weight {
    double weight;
    uint32_t sentence;
    uint32_t named; /* the last sentence that names or quotes him */
};

int cd_salience_init(struct cd_salience *s, const struct cd_reading *r) {
    *s = (struct cd_salience){.r = r};
    s->weights = cd_arena_zero(r->arena, r->name_count + 1, sizeof *s->weights);
    return s->weights ? CD_OK : CD_ENOMEM;
}

static double weight_now(const struct cd_salience *s, uint32_t name) {
    const struct cd_weight *weight = &s->weights[name];
    uint32_t age = s->at - weight->sentence;
    return age > 60 ? 0.0 : weight->weight / (double)(UINT64_C(1) << age);
}

uint32_t cd_salience_since(const struct cd_salience *s, uint32_t name) {
    return s->at - s->weights[name].named;
}

static void make_recent(struct cd_salience *s, uint32_t name) {
    uint32_t i = 0;
    while (i < s->recent_count && s->recent[i] != name)
        i++;
    if (i == s->recent_count && s->recent_count < CD_RECENT)
        s->recent_count++;
    if (i == CD_RECENT)
        i--;
    memmove(&s->recent[1], &s->recent[0], i * sizeof *s->recent);
    s->recent[0] = name;
}

void cd_salience_add(struct cd_salience *s, uint32_t name, double weight) {
    if (name == CD_NONE)
        return;
    double now = weight_now(s, name);
    struct cd_weight *w = &s->weights[name];
    w->weight = now > weight ? now : weight;
    w->sentence = s->at;
    make_recent(s, name);
}

void cd_salience_name(struct cd_salience *s, uint32_t name, double weight) {
    cd_salience_add(s, name, weight);
    if (name != CD_NONE)
        s->weights[name].named = s->at;
}

void cd_salience_bar(struct cd_salience *s, uint32_t name) {
    if (name != CD_NONE && s->barred_count < CD_BARRED)
        s->barred[s->barred_count++] = name;
}

bool cd_salience_barred(const struct cd_salience *s, uint32_t name) {
    for (uint32_t i = 0; i < s->barred_count; i++)
        if (s->barred[i] == name)
            return true;
    return false;
}

/* Most given names that end so are women's, in all languages of Europe. */
static bool ends_in_a(const struct cd_reading *r, uint32_t token) {
    return r->text->bytes.p[r->text->tokens[token].end - 1] == 'a';
}

/* How well a name goes with a pronoun of that gender, 0 to 1. */
static double gender_fit(const struct cd_reading *r, const struct cd_name *name,
                         enum cd_gender gender) {
    if (name->kind == CD_NAME_BODY || name->kind == CD_NAME_PLACE)
        return 0.0;
    if (name->gender != CD_GENDER_UNKNOWN)
        return name->gender == gender ? 1.0 : 0.0;
    double fit = UNKNOWN_GENDER;
    uint64_t given = r->classes[name->first] & CD_FIRST;
    /* "Liam" alone may be a surname, but is hardly "she". */
    if (name->words == 1 && r->language == CD_ENGLISH &&
        given == (gender == CD_GENDER_MALE ? CD_FIRST_FEMALE : CD_FIRST_MALE))
        fit = OTHER_GIVEN;
    if (name->words > 1 && ends_in_a(r, name->first))
        fit = gender == CD_GENDER_FEMALE ? A_IS_FEMALE : 1.0 - A_IS_FEMALE;
    return name->kind == CD_NAME_PERSON ? fit : fit * UNKNOWN_KIND;
}

static double body_fit(const struct cd_reading *r, const struct cd_name *name) {
    if (name->kind == CD_NAME_UNKNOWN)
        return name->gender || cd_is_given_name(r, name->first) ? 0.0 : 0.6;
    return name->kind == CD_NAME_BODY ? 1.0 : 0.0;
}

/* What a pronoun said of a name holds for the next one. */
static void learn_gender(const struct cd_reading *r, struct cd_name *name,
                         enum cd_gender gender) {
    /* A full name of a kind that is not known is English for many things. */
    bool person =
        name->kind == CD_NAME_PERSON ||
        (r->language != CD_ENGLISH && name->kind == CD_NAME_UNKNOWN && name->words > 1);
    if (name->gender == CD_GENDER_UNKNOWN && person)
        name->gender = gender;
}

static enum cd_gender gender_of(uint64_t class) {
    return class & (CD_HE | CD_HIS)    ? CD_GENDER_MALE
           : class & (CD_SHE | CD_HER) ? CD_GENDER_FEMALE
                                       : CD_GENDER_UNKNOWN;
}

uint32_t cd_salience_take(struct cd_salience *s, uint32_t name, uint64_t class) {
    enum cd_gender gender = gender_of(class);
    if (name == CD_NONE || gender_fit(s->r, &s->r->names[name], gender) == 0.0)
        return CD_NONE;
    learn_gender(s->r, &s->r->names[name], gender);
    return name;
}

/* "London", "Plumbers": a word that is hardly somebody's. */
static bool is_origin(const struct cd_salience *s, const struct cd_name *name) {
    const struct cd_token *token = &s->r->text->tokens[name->first];
    bool many = name->words == 1 && s->r->text->bytes.p[token->end - 1] == 's';
    return name->kind != CD_NAME_PERSON && name->gender == CD_GENDER_UNKNOWN &&
           (many || (s->r->classes[name->first] & (CD_DEMONYM | CD_PLACE)));
}

/* Who goes with the pronoun's gender and weighs most, of all or of the persons that are
 * not barred. Sets *weight, which is what is to be surpassed. */
static uint32_t heaviest(const struct cd_salience *s, enum cd_gender gender,
                         uint32_t except, bool unbarred, double *weight) {
    uint32_t best = CD_NONE;
    for (uint32_t i = 0; i < s->recent_count; i++) {
        const struct cd_name *name = &s->r->names[s->recent[i]];
        if (unbarred && (is_origin(s, name) || cd_salience_barred(s, s->recent[i])))
            continue;
        double fit = gender ? gender_fit(s->r, name, gender) : body_fit(s->r, name);
        double now = fit * weight_now(s, s->recent[i]);
        if (now > *weight && s->recent[i] != except) {
            *weight = now;
            best = s->recent[i];
        }
    }
    return best;
}

uint32_t cd_salience_resolve(struct cd_salience *s, uint64_t class, uint32_t except) {
    enum cd_gender gender = gender_of(class);
    double weight = 0.0;
    uint32_t best = heaviest(s, gender, except, false, &weight);
    if (best != CD_NONE && gender && cd_salience_barred(s, best)) {
        weight *= INSTEAD;
        uint32_t other = heaviest(s, gender, except, true, &weight);
        best = other != CD_NONE ? other : best;
    }
    if (best != CD_NONE && (class & (CD_HE | CD_SHE)))
        learn_gender(s->r, &s->r->names[best], gender);
    return best;
}

uint32_t cd_salience_person(const struct cd_salience *s) {
    uint32_t best = CD_NONE;
    double best_weight = 0.0;
    for (uint32_t i = 0; i < s->recent_count; i++) {
        const struct cd_name *name = &s->r->names[s->recent[i]];
        double fit = name->kind == CD_NAME_PERSON    ? 1.0
                     : name->kind == CD_NAME_UNKNOWN ? UNKNOWN_KIND
                                                     : 0.0;
        double weight = fit * weight_now(s, s->recent[i]);
        if (weight > best_weight) {
            best_weight = weight;
            best = s->recent[i];
        }
    }
    return best;
}

/* What a name weighs for a description in the sentence that is read. */
static double weight_here(const struct cd_salience *s, uint32_t name) {
    double now = weight_now(s, name);
    return s->weights[name].sentence == s->at ? now * SAME_SENTENCE : now;
}

/* Who was called by this role, of several the one who weighs most; or CD_NONE. */
static uint32_t called_so(const struct cd_salience *s, uint64_t role, uint32_t except) {
    uint32_t best = CD_NONE;
    double best_weight = 0;
    for (uint32_t i = 0; i < s->recent_count; i++) {
        uint32_t name = s->recent[i];
        double now = weight_here(s, name);
        if (name != except && now > best_weight &&
            cd_name_has_role(&s->r->names[name], role)) {
            best = name;
            best_weight = now;
        }
    }
    return best;
}

/* "the 58-year-old": who is of that age; or CD_NONE. */
static uint32_t aged_so(const struct cd_salience *s, uint64_t age, uint32_t except) {
    for (uint32_t i = 0; age && i < s->recent_count; i++)
        if (s->r->names[s->recent[i]].age == age && s->recent[i] != except)
            return s->recent[i];
    return CD_NONE;
}

/* A name that nothing shows to be somebody's. */
static bool is_nobody(const struct cd_salience *s, const struct cd_name *name) {
    return name->kind == CD_NAME_UNKNOWN && name->role_count == 0 &&
           name->gender == CD_GENDER_UNKNOWN && !cd_is_given_name(s->r, name->first);
}

/* The person who weighs so much more than all others that a description of nobody else
 * can mean this one; or CD_NONE. */
static uint32_t who_stands_out(const struct cd_salience *s, uint32_t noun, uint64_t role,
                               uint32_t except) {
    uint64_t class = cd_noun_class(s->r, noun);
    uint32_t best = CD_NONE;
    double weight = 0, second = 0;
    bool foreign = s->r->language != CD_ENGLISH;
    uint64_t age = class & CD_AGE ? cd_age_before(s->r, noun) : 0;
    for (uint32_t i = 0; i < s->recent_count; i++) {
        const struct cd_name *name = &s->r->names[s->recent[i]];
        enum cd_gender gender = class & CD_MALE     ? CD_GENDER_MALE
                                : class & CD_FEMALE ? CD_GENDER_FEMALE
                                                    : name->gender;
        double now = weight_here(s, s->recent[i]) * gender_fit(s->r, name, gender);
        if (!(class & CD_AGE) && name->role_count > 0 && !cd_name_has_role(name, role))
            now *= CALLED_OTHERWISE;
        /* English has the governor for one who was not called so before; elsewhere an
         * office is mostly somebody else's. */
        bool other = foreign && (class & CD_OFFICE);
        /* Nor is a single word that nothing shows to be somebody's described. */
        other = other || (foreign && name->kind == CD_NAME_UNKNOWN && name->words == 1 &&
                          name->gender == CD_GENDER_UNKNOWN);
        /* "said the 56-year-old, who has run the Spar": nor has a shop an age. */
        other =
            other || (!foreign && !name->age && is_nobody(s, name) && (class & CD_AGE));
        bool older = age && name->age && name->age != age;
        if (s->recent[i] == except || other || older)
            continue;
        if (now > weight) {
            second = weight;
            weight = now;
            best = s->recent[i];
        } else if (now > second) {
            second = now;
        }
    }
    /* Of what age or from where somebody is, is told of no stranger. */
    bool known = class & (CD_AGE | CD_DEMONYM);
    /* "Velnia … the mediator": it may well weigh most, but is nobody. */
    const struct cd_name *name = best == CD_NONE ? NULL : &s->r->names[best];
    if (!foreign && name && !name->age && name->words == 1 && is_nobody(s, name))
        return CD_NONE;
    return (known || weight >= STANDS_OUT) && second < weight * OTHERS ? best : CD_NONE;
}

bool cd_salience_may_be(const struct cd_salience *s, uint32_t name, uint32_t noun) {
    if (name == CD_NONE)
        return false;
    uint64_t class = cd_noun_class(s->r, noun);
    const struct cd_name *n = &s->r->names[name];
    uint64_t age = class & CD_AGE ? cd_age_before(s->r, noun) : 0;
    enum cd_gender gender = class & CD_MALE     ? CD_GENDER_MALE
                            : class & CD_FEMALE ? CD_GENDER_FEMALE
                                                : n->gender;
    bool nobody = s->r->language == CD_ENGLISH && n->words == 1 && is_nobody(s, n);
    return gender_fit(s->r, n, gender) > 0.0 && !nobody &&
           !(age && n->age && n->age != age);
}

uint32_t cd_salience_called(const struct cd_salience *s, uint32_t noun, uint32_t except) {
    return s->r->classes[noun] & CD_AGE ? aged_so(s, cd_age_before(s->r, noun), except)
                                        : called_so(s, cd_role_at(s->r, noun), except);
}

uint32_t cd_salience_describe(const struct cd_salience *s, uint32_t noun,
                              uint32_t except) {
    uint64_t role = cd_role_at(s->r, noun);
    uint32_t name = cd_salience_called(s, noun, except);
    if (name != CD_NONE || !cd_may_be_person(s->r, noun))
        return name;
    return who_stands_out(s, noun, role, except);
}
