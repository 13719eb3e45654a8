#include "processors/quotes/dialogue.h"

#include "processors/quotes/vocabulary.h"

#define MOST_BEFORE 2  /* words between dash or comma and verb: "se lo dijo", "a dit" */
#define MOST_TELLER 30 /* tokens of who speaks, up to the dash that ends it */

struct reader {
    const struct cd_text *text;
    const uint64_t *classes;
    uint32_t end; /* of the paragraph */
};

static bool is_sign(const struct cd_text *text, uint32_t i, uint32_t sign) {
    return text->tokens[i].kind == CD_TOKEN_MARK && text->tokens[i].sign == sign;
}

static bool is_dash(const struct cd_text *text, uint32_t i) {
    return is_sign(text, i, '-') || is_sign(text, i, 0x2013) ||
           is_sign(text, i, 0x2014) || is_sign(text, i, 0x2015);
}

static bool spaced(const struct cd_text *text, uint32_t i) {
    return i < text->token_count &&
           (text->tokens[i].flags & (CD_TOKEN_SPACE | CD_TOKEN_LINE)) != 0;
}

bool cd_begins_with_dash(const struct cd_text *text, struct cd_span paragraph) {
    return paragraph.first + 2 < paragraph.end && is_dash(text, paragraph.first);
}

/* The finite verb of saying at `i`, past small words; 0: there is none. */
static uint32_t verb_at(const struct reader *r, uint32_t i) {
    for (uint32_t n = 0; n < MOST_BEFORE && i < r->end; n++, i++)
        if (!(r->classes[i] & (CD_AUXILIARY | CD_PRONOUN | CD_BE)))
            break;
    bool verb = i < r->end && (r->classes[i] & CD_SAY) &&
                (r->classes[i] & (CD_FORM_PAST | CD_FORM_THIRD)) &&
                !(r->text->tokens[i].flags & CD_TOKEN_CAPITAL);
    return verb ? i : 0;
}

/* ", dit Anne": a name, an article or "-elle" behind the verb. */
static bool is_incise(const struct reader *r, uint32_t comma) {
    uint32_t verb = verb_at(r, comma + 1);
    if (!verb || verb + 1 >= r->end)
        return false;
    return is_dash(r->text, verb + 1) ||
           (r->text->tokens[verb + 1].flags & CD_TOKEN_CAPITAL) ||
           (r->classes[verb + 1] & (CD_DETERMINER | CD_POSSESSIVE | CD_HE | CD_SHE));
}

/* "– Vous venez ? demande Anne": what stands before who speaks. */
static bool ends_clause(const struct cd_text *text, uint32_t i) {
    return is_sign(text, i, ',') || is_sign(text, i, '?') || is_sign(text, i, '!');
}

/* " —dijo": a dash that is no hyphen, and a verb of saying behind it. */
static bool is_told_behind(const struct reader *r, uint32_t i) {
    return is_dash(r->text, i) && spaced(r->text, i) && verb_at(r, i + 1);
}

/* Where the dash ends that sets off who speaks, and what stops behind it; or the
 * paragraph's end. */
static uint32_t behind_teller(const struct reader *r, uint32_t i) {
    uint32_t limit = i + MOST_TELLER;
    for (i++; i < r->end && i < limit; i++) {
        bool hyphen = !spaced(r->text, i) && !is_sign(r->text, i, 0x2014) &&
                      !is_sign(r->text, i, 0x2013);
        if (!is_dash(r->text, i) || hyphen)
            continue;
        for (i++; i < r->end && r->text->tokens[i].kind == CD_TOKEN_MARK; i++)
            if (spaced(r->text, i))
                break;
        return i;
    }
    return r->end;
}

static bool has_words(const struct cd_text *text, uint32_t first, uint32_t end) {
    for (uint32_t i = first; i < end; i++)
        if (text->tokens[i].kind == CD_TOKEN_WORD)
            return true;
    return false;
}

static struct cd_quote_span speech(uint32_t first, uint32_t inner, uint32_t end) {
    return (struct cd_quote_span){
        .first = first, .inner = inner, .inner_end = end, .end = end};
}

uint32_t cd_dialogue_read(struct cd_quote_span *out, const struct cd_text *text,
                          const uint64_t *classes, struct cd_span paragraph) {
    const struct reader r = {text, classes, paragraph.end};
    uint32_t first = paragraph.first, inner = first + 1, i = inner + 1;
    while (i < r.end && !is_told_behind(&r, i) &&
           !(ends_clause(text, i) && is_incise(&r, i)))
        i++;
    if (i >= r.end || !has_words(text, inner, i))
        return 0;
    out[0] =
        speech(first, inner, is_sign(text, i, '?') || is_sign(text, i, '!') ? i + 1 : i);
    if (!is_dash(text, i))
        return 1;
    uint32_t next = behind_teller(&r, i);
    for (i = next; i < r.end && !is_told_behind(&r, i);)
        i++;
    if (i <= next || !has_words(text, next, i))
        return 1;
    out[1] = speech(next, next, i);
    return 2;
}

uint32_t cd_dialogue_whole(struct cd_quote_span *out, const struct cd_text *text,
                           struct cd_span paragraph) {
    uint32_t last = paragraph.end - 1;
    bool ends = is_sign(text, last, '.') || is_sign(text, last, '?') ||
                is_sign(text, last, '!') || is_sign(text, last, 0x2026);
    if (!ends || !has_words(text, paragraph.first, last))
        return 0;
    out[0] = speech(paragraph.first, paragraph.first + 1, paragraph.end);
    return 1;
}
