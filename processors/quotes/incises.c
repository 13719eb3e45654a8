/* An incise is a verb of saying behind a comma or dash, its subject behind it, and a
 * comma, dash or full stop behind that: « …, a assuré le groupe. … », «… —dijo Ruiz—. …».
 * Inside a quote nothing else looks so: who is quoted there himself has his subject
 * before the verb. */
#include "processors/quotes/incises.h"

#define MOST_BEFORE 3  /* words between comma and verb: "s’est" */
#define MOST_TITLE  12 /* tokens between verb and name: "la maire de Lyon," */

static bool is_dash(const struct cd_reading *r, uint32_t token) {
    return cd_is_mark(r, token, 0x2014) || cd_is_mark(r, token, 0x2013);
}

static bool ends_at(const struct cd_reading *r, uint32_t token, uint32_t limit) {
    return token >= limit || cd_is_mark(r, token, ',') || cd_is_mark(r, token, '.') ||
           cd_is_mark(r, token, '?') || cd_is_mark(r, token, '!') || is_dash(r, token);
}

/* The mention that begins at the token and is a name; or CD_NONE. */
static uint32_t mention_at(const struct cd_reading *r, uint32_t token) {
    uint32_t low = 0, high = r->mention_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (r->mentions[middle].title_first < token)
            low = middle + 1;
        else
            high = middle;
    }
    bool here = low < r->mention_count && r->mentions[low].title_first == token &&
                r->mentions[low].name != CD_NONE;
    return here ? low : CD_NONE;
}

static bool take_name(struct cd_incise *out, const struct cd_reading *r, uint32_t token,
                      uint32_t limit) {
    uint32_t mention = mention_at(r, token);
    if (mention == CD_NONE || !ends_at(r, r->mentions[mention].end, limit))
        return false;
    out->name = r->mentions[mention].name;
    out->first = token;
    out->end = r->mentions[mention].end;
    return true;
}

/* "de Lyon", "de la République", "d’Anne": what a phrase is of is not who speaks. */
static bool is_governed(const struct cd_reading *r, uint32_t token) {
    uint32_t of = r->classes[token - 1] & CD_DEFINITE ? token - 2 : token - 1;
    return (r->classes[of] & CD_WORD_OF) || cd_elided(r, token) == CD_ELISION_NAME;
}

static bool is_part(const struct cd_reading *r, uint32_t token) {
    return cd_is_word(r, token) || cd_is_mark(r, token, ',') ||
           cd_is_inner_hyphen(r, token);
}

/* "la maire Anne Garnier", "la maire de Lyon, Anne Garnier", "la foraine", "le groupe".
 */
static bool take_phrase(struct cd_incise *out, const struct cd_reading *r, uint32_t token,
                        uint32_t limit) {
    uint32_t noun = CD_NONE, end = 0, i = token;
    for (; i < limit && i < token + MOST_TITLE; i++) {
        if (i > token && !is_governed(r, i) && take_name(out, r, i, limit))
            return true;
        if (end == 0 && noun != CD_NONE && ends_at(r, i, limit))
            end = i;
        if (!is_part(r, i))
            break;
        if (noun == CD_NONE && (r->classes[i] & CD_SPEAKER))
            noun = i;
    }
    if (noun == CD_NONE || (end == 0 && i < limit))
        return false;
    out->first = token;
    out->end = end ? end : limit;
    out->head = noun;
    return true;
}

static bool take_subject(struct cd_incise *out, const struct cd_reading *r, uint32_t verb,
                         uint32_t limit) {
    uint32_t i = verb + 1;
    /* "dit-elle", "explique-t-il" */
    while (i < limit && (cd_is_mark(r, i, '-') ||
                         (cd_is_mark(r, i - 1, '-') && (r->classes[i] & CD_ADVERB))))
        i++;
    if (i >= limit)
        return false;
    if ((r->classes[i] & (CD_HE | CD_SHE)) && ends_at(r, i + 1, limit)) {
        out->first = out->head = i;
        out->end = i + 1;
        return true;
    }
    return take_name(out, r, i, limit) ||
           ((r->classes[i] & (CD_DETERMINER | CD_DEFINITE | CD_POSSESSIVE)) &&
            take_phrase(out, r, i, limit));
}

/* The verb of saying that stands behind the comma; or CD_NONE. */
static uint32_t verb_behind(const struct cd_reading *r, uint32_t comma, uint32_t limit) {
    uint32_t i = comma + 1;
    for (uint32_t n = 0; n < MOST_BEFORE && i < limit; n++, i++)
        if (!(r->classes[i] & (CD_AUXILIARY | CD_PRONOUN | CD_BE)))
            break;
    bool verb = i < limit && (r->classes[i] & CD_SAY) &&
                (r->classes[i] & (CD_FORM_PAST | CD_FORM_THIRD));
    return verb ? i : CD_NONE;
}

bool cd_incise_find(struct cd_incise *out, const struct cd_reading *r,
                    const struct cd_quote_span *quote) {
    *out = (struct cd_incise){.name = CD_NONE, .head = CD_NONE};
    for (uint32_t i = quote->inner; i + 2 < quote->inner_end; i++) {
        if (!cd_is_mark(r, i, ',') && !cd_is_mark(r, i, '?') && !cd_is_mark(r, i, '!') &&
            !is_dash(r, i))
            continue;
        out->verb = verb_behind(r, i, quote->inner_end);
        if (out->verb != CD_NONE && take_subject(out, r, out->verb, quote->inner_end))
            return true;
    }
    return false;
}
