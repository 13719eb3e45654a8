#include "processors/quotes/roles.h"

#include "processors/quotes/runs.h"
#include "processors/quotes/trades.h"

#define ROLES (CD_PERSON | CD_OFFICE | CD_HONORIFIC)

void cd_role_add(struct cd_name *name, uint64_t role) {
    for (uint32_t i = 0; i < name->role_count; i++)
        if (name->roles[i] == role)
            return;
    if (name->role_count < sizeof name->roles / sizeof *name->roles)
        name->roles[name->role_count++] = role;
}

/* "The mayor of Tulsa, Ann Doyle": the noun nearest to the comma. */
static void add_role_before_comma(const struct cd_reading *r, const struct cd_mention *m,
                                  struct cd_name *name) {
    if (m->title_first < 2 || !cd_is_mark(r, m->title_first - 1, ','))
        return;
    for (uint32_t i = m->title_first - 1; i > 0 && i + 9 > m->title_first; i--) {
        if (!cd_is_word(r, i - 1) || (r->classes[i - 1] & CD_SAY))
            return;
        if ((r->classes[i - 1] & (CD_PERSON | CD_OFFICE))) {
            cd_role_add(name, cd_role_at(r, i - 1));
            /* "El fiscal general, Óscar Ruiz" will be "el fiscal". */
            if (r->language != CD_ENGLISH && i > 1 && cd_is_word(r, i - 2) &&
                (r->classes[i - 2] & (CD_PERSON | CD_OFFICE)))
                cd_role_add(name, cd_role_at(r, i - 2));
            return;
        }
        if (r->text->tokens[i - 1].flags & CD_TOKEN_SENTENCE)
            return;
    }
}

/* "Ramón Ruiz es concejal", "Meier ist der Trainer". In English "is mayor" is told of
 * whom the sentence before named, too. */
static void add_role_behind_be(const struct cd_reading *r, const struct cd_mention *m,
                               struct cd_name *name) {
    uint32_t i = m->end;
    if (r->language == CD_ENGLISH || !cd_is_word(r, i) || !(r->classes[i] & CD_BE))
        return;
    i++;
    if (cd_is_word(r, i) && (r->classes[i] & CD_DETERMINER))
        i++;
    if (cd_is_word(r, i) && (r->classes[i] & (CD_PERSON | CD_OFFICE)) &&
        !(r->classes[i] & CD_SAY))
        cd_role_add(name, cd_role_at(r, i));
}

/* "Ann Doyle, 42,": the hash of the number; 0: there is none. */
uint64_t cd_age_behind(const struct cd_reading *r, const struct cd_mention *m) {
    const struct cd_token *tokens = r->text->tokens;
    uint32_t number = m->end + 1, behind = m->end + 2;
    bool set_off = (cd_is_mark(r, m->end, ',') || cd_is_mark(r, m->end, '(')) &&
                   number < r->text->token_count &&
                   tokens[number].kind == CD_TOKEN_NUMBER &&
                   (cd_is_mark(r, behind, ',') || cd_is_mark(r, behind, '.') ||
                    cd_is_mark(r, behind, ')'));
    return set_off ? tokens[number].hash : 0;
}

/* "42-year-old Ann Doyle", "42-year-old nurse Ann Doyle", and the 49-year-old plant. */
static uint64_t age_before(const struct cd_reading *r, const struct cd_mention *m) {
    for (uint32_t i = m->title_first; i > 0 && i + 5 > m->title_first; i--) {
        if (!cd_is_word(r, i - 1) || (r->classes[i - 1] & CD_FUNCTION))
            break;
        if (r->classes[i - 1] & CD_AGE)
            return cd_age_before(r, i - 1);
    }
    return 0;
}

static void take_age(const struct cd_reading *r, const struct cd_mention *m,
                     struct cd_name *name) {
    uint64_t behind = cd_age_behind(r, m);
    if (behind && name->kind == CD_NAME_UNKNOWN)
        name->kind = CD_NAME_PERSON;
    if (!name->age)
        name->age = behind ? behind : age_before(r, m);
}

/* "a 29-year-old nurse" */
static bool is_of_apposition(const struct cd_reading *r, uint32_t token) {
    return cd_is_word(r, token) || cd_is_inner_hyphen(r, token) ||
           (token < r->text->token_count &&
            r->text->tokens[token].kind == CD_TOKEN_NUMBER);
}

/* The end of "Osei, his predecessor", "Ann Doyle, a nurse at"; 0 where the phrase is the
 * subject of what follows: "in Tulsa, a spokesman said". */
static uint32_t apposition_end(const struct cd_reading *r, const struct cd_mention *m) {
    uint32_t i = m->end + 1;
    for (; i < m->end + 10 && is_of_apposition(r, i); i++) {
        if (r->classes[i] & (CD_PREPOSITION | CD_RELATIVE | CD_AUXILIARY | CD_BE))
            return i;
        if ((r->classes[i] & CD_SAY) && (r->classes[i] & CD_FORM_PAST))
            return 0;
    }
    return i;
}

static void add_roles_behind_comma(const struct cd_reading *r, const struct cd_mention *m,
                                   struct cd_name *name) {
    uint32_t end = cd_is_mark(r, m->end, ',') ? apposition_end(r, m) : 0;
    for (uint32_t i = m->end + 1; i < end; i++)
        if (((r->classes[i] & ROLES) || cd_may_be_person(r, i)) &&
            !(r->classes[i] & CD_SAY))
            cd_role_add(name, cd_role_at(r, i));
}

/* Takes in what stands around a mention: "treasurer Pavel Hradek", "Osei, his
 * predecessor,". */
static void add_roles(const struct cd_reading *r, const struct cd_mention *m,
                      struct cd_name *name) {
    for (uint32_t i = m->title_first; i < m->first; i++)
        if (r->classes[i] & ROLES)
            cd_role_add(name, cd_role_at(r, i));
    /* "la porte-parole d’Anne": the role is another one's. */
    bool others = cd_elided(r, m->title_first) == CD_ELISION_NAME;
    for (uint32_t i = m->title_first; !others && i > 0 && i + 3 > m->title_first; i--) {
        if (!cd_is_word(r, i - 1) || (r->classes[i - 1] & CD_FUNCTION) ||
            (r->text->tokens[i].flags & CD_TOKEN_SENTENCE))
            break;
        if ((r->classes[i - 1] & ROLES) && !(r->classes[i - 1] & CD_SAY))
            cd_role_add(name, cd_role_at(r, i - 1));
    }
    add_role_before_comma(r, m, name);
    add_roles_behind_comma(r, m, name);
    add_role_behind_be(r, m, name);
}

void cd_roles_take(const struct cd_reading *r, const struct cd_mention *m,
                   struct cd_name *name) {
    add_roles(r, m, name);
    take_age(r, m, name);
}
