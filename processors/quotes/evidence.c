/* See evidence.h. Lists of given names hold half of the world at most; but who is
 * "Tanabe" after "Yuki Tanabe" is somebody, a wife is a woman, and a sentence about
 * somebody goes on with "he" or "she". */
#include "processors/quotes/evidence.h"

#include "processors/quotes/marks.h"
#include "processors/quotes/runs.h"

#define PRONOUN_REACH 40 /* tokens behind a name in which "his" is of him */
#define VOICE_REACH   80 /* tokens behind a name in which "she said" is she */
#define PHRASE_REACH  4  /* words of "his younger sister," */

static enum cd_gender gender_of(uint64_t class, uint64_t male, uint64_t female) {
    return class & male     ? CD_GENDER_MALE
           : class & female ? CD_GENDER_FEMALE
                            : CD_GENDER_UNKNOWN;
}

#define NO_SURNAMES (CD_DATE | CD_PLACE | CD_DEMONYM | CD_ORG_NAME)

/* "Tanabe", of Yuki Tanabe: a body's short form is rather its first word, or has "the".
 */
static bool is_surname_alone(const struct cd_reading *r, const struct cd_mention *m,
                             const struct cd_name *name) {
    bool definite = m->first > 0 && (r->classes[m->first - 1] & CD_DEFINITE);
    bool thing =
        (r->classes[m->first] & NO_SURNAMES) ||
        ((r->classes[name->first] & NO_SURNAMES) && !cd_is_given_name(r, name->first));
    return !thing && m->words == 1 && name->words > 1 && m->title_first == m->first &&
           !definite && name->last_word != name->first_word && m->first != name->first &&
           cd_name_word(r, m->first) == name->last_word;
}

/* "his wife," "her older brother": the gender of what may stand between a possessive and
 * this token. */
static enum cd_gender kin_before(const struct cd_reading *r, uint32_t end) {
    if (end == 0 || !(r->classes[end - 1] & CD_PERSON))
        return CD_GENDER_UNKNOWN;
    enum cd_gender gender = gender_of(r->classes[end - 1], CD_MALE, CD_FEMALE);
    for (uint32_t i = end - 1; gender && i > 0 && i + PHRASE_REACH > end; i--) {
        if (r->classes[i - 1] & (CD_POSSESSIVE | CD_HIS | CD_HER))
            return gender;
        if (r->text->tokens[i - 1].flags & CD_TOKEN_POSSESSIVE)
            return gender;
        if (!cd_is_word(r, i - 1) || (r->classes[i - 1] & CD_FUNCTION))
            break;
    }
    return CD_GENDER_UNKNOWN;
}

/* "his wife Ann", "her brother, Conor, runs". */
static enum cd_gender gender_of_kin(const struct cd_reading *r,
                                    const struct cd_mention *m) {
    uint32_t first = m->title_first;
    if (!cd_is_mark(r, first > 0 ? first - 1 : 0, ','))
        return kin_before(r, first);
    bool set_off = cd_is_mark(r, m->end, ',') || cd_is_mark(r, m->end, '.');
    return set_off ? kin_before(r, first - 1) : CD_GENDER_UNKNOWN;
}

/* The gender of the first pronoun behind a name that begins a sentence, in it or at the
 * beginning of the next, before anybody else is named. */
static enum cd_gender gender_behind(const struct cd_reading *r, uint32_t first,
                                    uint32_t limit) {
    /* "Ann told her" is of another one, "Ann. Her plan" is not. */
    const uint64_t male = CD_HE | CD_HIS;
    uint32_t end = limit < first + PRONOUN_REACH ? limit : first + PRONOUN_REACH;
    for (uint32_t i = first; i < end; i++) {
        bool begins = r->text->tokens[i].flags & CD_TOKEN_SENTENCE;
        if (r->text->tokens[i].kind == CD_TOKEN_MARK &&
            cd_mark_at(r->text, i).family != CD_NOT_A_QUOTE)
            break;
        uint64_t female = begins ? CD_SHE | CD_HER : CD_SHE;
        if (r->classes[i] & (male | female))
            return gender_of(r->classes[i], male, female);
        if (begins)
            break;
    }
    return CD_GENDER_UNKNOWN;
}

/* “…,” she said: the pronoun that speaks in the paragraph behind a name, outside of
 * quotes, before anybody else is named there. `quote` is a quote that begins no later. */
static enum cd_gender voice_behind(const struct cd_reading *r, uint32_t first,
                                   uint32_t limit, uint32_t quote) {
    uint32_t end = limit < first + VOICE_REACH ? limit : first + VOICE_REACH;
    bool behind = false; /* the name's own sentence, which may tell of somebody */
    for (uint32_t i = first; i < end; i++) {
        behind = behind || (r->text->tokens[i].flags & CD_TOKEN_SENTENCE);
        while (quote < r->quotes.count && r->quotes.list[quote].end <= i)
            quote++;
        if (r->text->tokens[i].flags & CD_TOKEN_PARAGRAPH)
            break;
        if (quote < r->quotes.count && r->quotes.list[quote].first <= i) {
            i = r->quotes.list[quote].end - 1;
            continue;
        }
        uint64_t beside = (i > 0 ? r->classes[i - 1] : 0) |
                          (i + 1 < r->text->token_count ? r->classes[i + 1] : 0);
        if (behind && (r->classes[i] & (CD_HE | CD_SHE)) && (beside & CD_SAY))
            return gender_of(r->classes[i], CD_HE, CD_SHE);
    }
    return CD_GENDER_UNKNOWN;
}

/* A list of given names may be wrong of one who has no form of address: "Bela Kostan
 * left. “…,” she said." */
static void hear(struct cd_reading *r, uint32_t index, uint32_t quote) {
    const struct cd_mention *m = &r->mentions[index];
    struct cd_name *name = &r->names[m->name];
    uint8_t out = CD_MENTION_QUOTED | CD_MENTION_HEADING | CD_MENTION_PREFIX |
                  CD_MENTION_POSSESSIVE;
    if (name->kind != CD_NAME_PERSON || name->gender == CD_GENDER_UNKNOWN ||
        name->gender_told || !(m->flags & CD_MENTION_INITIAL) || (m->flags & out))
        return;
    uint32_t next = index + 1;
    while (next < r->mention_count && (r->mentions[next].flags & CD_MENTION_QUOTED))
        next++;
    uint32_t limit =
        next < r->mention_count ? r->mentions[next].title_first : r->text->token_count;
    enum cd_gender gender = voice_behind(r, m->end, limit, quote);
    name->voices += gender == CD_GENDER_FEMALE ? 1 : gender == CD_GENDER_MALE ? -1 : 0;
}

static void read_mention(struct cd_reading *r, uint32_t index) {
    const struct cd_mention *m = &r->mentions[index];
    struct cd_name *name = &r->names[m->name];
    if (name->kind == CD_NAME_UNKNOWN && is_surname_alone(r, m, name))
        name->kind = CD_NAME_PERSON;
    if (name->gender != CD_GENDER_UNKNOWN || name->kind == CD_NAME_BODY ||
        name->kind == CD_NAME_PLACE || (m->flags & CD_MENTION_POSSESSIVE))
        return;
    enum cd_gender kin = gender_of_kin(r, m);
    if (kin) {
        name->gender = kin;
        name->kind = CD_NAME_PERSON;
        return;
    }
    uint8_t out = CD_MENTION_QUOTED | CD_MENTION_HEADING | CD_MENTION_PREFIX;
    if (!(m->flags & CD_MENTION_INITIAL) || (m->flags & out))
        return;
    uint32_t limit = index + 1 < r->mention_count ? r->mentions[index + 1].title_first
                                                  : r->text->token_count;
    enum cd_gender gender = gender_behind(r, m->end, limit);
    name->voices += gender == CD_GENDER_FEMALE ? 1 : gender == CD_GENDER_MALE ? -1 : 0;
}

void cd_evidence_read(struct cd_reading *r) {
    if (r->language != CD_ENGLISH)
        return;
    for (uint32_t i = 0, quote = 0; i < r->mention_count; i++) {
        while (quote < r->quotes.count &&
               r->quotes.list[quote].end <= r->mentions[i].first)
            quote++;
        if (r->mentions[i].name == CD_NONE)
            continue;
        hear(r, i, quote);
        read_mention(r, i);
    }
    for (uint32_t i = 0; i < r->name_count; i++) {
        struct cd_name *name = &r->names[i];
        if (!name->gender_told && name->voices != 0 && name->kind == CD_NAME_PERSON)
            name->gender = name->voices > 0 ? CD_GENDER_FEMALE : CD_GENDER_MALE;
    }
}
