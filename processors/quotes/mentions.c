/* Where names may stand: runs of capitalised words, with what the place says of them.
 * Which of them are names, and whose, is told in names.c, when all are known. */
#include "processors/quotes/mentions.h"

#include "processors/quotes/runs.h"

/* A paragraph of one sentence all of whose longer words are capitalised is a headline. */
static bool is_heading(const struct cd_reading *r, uint32_t first) {
    const struct cd_text *text = r->text;
    if (!(text->tokens[first].flags & CD_TOKEN_PARAGRAPH))
        return false;
    uint32_t capitals = 0;
    for (uint32_t i = first + 1; i < text->token_count; i++) {
        const struct cd_token *token = &text->tokens[i];
        if (token->flags & CD_TOKEN_PARAGRAPH)
            break;
        if (token->flags & CD_TOKEN_SENTENCE)
            return false;
        if (token->kind != CD_TOKEN_WORD || token->end - token->start < 3)
            continue;
        bool capital = token->flags & CD_TOKEN_CAPITAL;
        uint64_t small =
            CD_PREPOSITION | CD_SUBORDINATOR | CD_DETERMINER | CD_CONJUNCTION;
        if (!capital && !(r->classes[i] & small))
            return false;
        capitals += capital;
    }
    return capitals >= 3;
}

/* "FULL TEXT": words of capitals alone, unless a colon makes them a speaker's label. */
static bool is_upper_line(const struct cd_reading *r, uint32_t first, uint32_t end) {
    uint32_t words = 0;
    for (uint32_t i = first; i < end; i++) {
        if (cd_is_word(r, i) && !(r->text->tokens[i].flags & CD_TOKEN_UPPER))
            return false;
        words += cd_is_word(r, i);
    }
    bool ends = end == r->text->token_count || cd_is_mark(r, end, '.') ||
                (r->text->tokens[end].flags & (CD_TOKEN_SENTENCE | CD_TOKEN_PARAGRAPH));
    return words >= 2 && (ends || words > 3) && !cd_is_mark(r, end, ':');
}

/* "D-Calif.", "(R)", "@name", "#tag". */
static bool is_label(const struct cd_reading *r, uint32_t first) {
    const struct cd_token *token = &r->text->tokens[first];
    bool one = token->end - token->start == 1;
    if (one && first > 0 && cd_is_mark(r, first - 1, '('))
        return true;
    if (one && cd_is_mark(r, first + 1, '-'))
        return true;
    return first > 0 && !(token->flags & CD_TOKEN_SPACE) &&
           (cd_is_mark(r, first - 1, '@') || cd_is_mark(r, first - 1, '#'));
}

struct walk {
    struct cd_reading *r;
    uint32_t room;
    uint32_t quote; /* the next one that ends behind the walk */
    bool heading;
};

static int add_mention(struct walk *w, const struct cd_mention *mention) {
    struct cd_reading *r = w->r;
    if (r->mention_count == w->room) {
        uint32_t room = w->room ? w->room * 2 : 64;
        struct cd_mention *mentions = cd_arena_grow(
            r->arena, r->mentions, w->room * sizeof *mentions, room * sizeof *mentions);
        if (!mentions)
            return CD_ENOMEM;
        r->mentions = mentions;
        w->room = room;
    }
    r->mentions[r->mention_count++] = *mention;
    return CD_OK;
}

/* “…,” tweeted @northbank: an account that tells something is called by its handle. */
static bool is_handle(const struct cd_reading *r, uint32_t at) {
    uint32_t name = at + 1;
    if (!cd_is_mark(r, at, '@') || !cd_is_word(r, name) ||
        (r->text->tokens[name].flags & CD_TOKEN_SPACE))
        return false;
    bool told = at > 0 && cd_is_word(r, at - 1) && (r->classes[at - 1] & CD_SAY);
    bool credited =
        at > 0 && (cd_is_mark(r, at - 1, 0x2014) || cd_is_mark(r, at - 1, 0x2013));
    return told || credited ||
           (cd_is_word(r, name + 1) && (r->classes[name + 1] & CD_SAY));
}

static int take_handle(struct walk *w, uint32_t at) {
    return add_mention(w, &(struct cd_mention){.first = at,
                                               .end = at + 2,
                                               .title_first = at,
                                               .name = CD_NONE,
                                               .words = 1,
                                               .kind = CD_NAME_BODY});
}

/* The first token that a run at `i` may not reach: a quote's edge. */
static uint32_t limit_at(struct walk *w, uint32_t i, bool *quoted) {
    const struct cd_quote_spans *quotes = &w->r->quotes;
    while (w->quote < quotes->count && quotes->list[w->quote].end <= i)
        w->quote++;
    *quoted = false;
    if (w->quote == quotes->count)
        return w->r->text->token_count;
    const struct cd_quote_span *quote = &quotes->list[w->quote];
    *quoted = quote->first <= i;
    return *quoted ? quote->end : quote->first;
}

/* "cleric Anwar al-Awlaki": a noun for a person before the name says what it is. */
static void qualify(const struct cd_reading *r, struct cd_mention *m) {
    if (m->title_first == 0 || m->kind == CD_NAME_PLACE ||
        cd_elided(r, m->title_first) == CD_ELISION_NAME)
        return;
    uint32_t before = m->title_first - 1;
    /* "Her mother, Odile," */
    if (before > 0 && cd_is_mark(r, before, ',') && cd_is_mark(r, m->end, ','))
        before--;
    /* "la réalisatrice belge Anneke Maes" */
    if (r->language != CD_ENGLISH && before > 0 && cd_is_word(r, before) &&
        !cd_is_capital(r, before) &&
        !(r->classes[before] & (CD_PERSON | CD_OFFICE | CD_FUNCTION | CD_SAY)))
        before--;
    uint64_t class = r->classes[before];
    bool noun = cd_is_word(r, before) && !cd_is_capital(r, before) &&
                (class & (CD_PERSON | CD_OFFICE)) && !(class & (CD_SAY | CD_FUNCTION));
    if (!noun || (m->flags & CD_MENTION_INITIAL))
        return;
    m->kind = CD_NAME_PERSON;
    if (!m->gender)
        m->gender = class & CD_MALE && r->language == CD_ENGLISH ? CD_GENDER_MALE
                    : class & CD_FEMALE                          ? CD_GENDER_FEMALE
                                                                 : CD_GENDER_UNKNOWN;
}

/* "anti-Trump", not "co-CEO Ann Doyle". */
static bool is_prefixed(const struct cd_reading *r, const struct cd_mention *m) {
    if (m->title_first < m->first || m->words > 1 || m->first < 2)
        return false;
    bool touches = !(r->text->tokens[m->first].flags & CD_TOKEN_SPACE);
    return touches && cd_is_inner_hyphen(r, m->first - 1) &&
           cd_is_word(r, m->first - 2) && !cd_is_capital(r, m->first - 2);
}

/* "El Real Betania", "le Barça": French and Spanish set no article before a person. */
static bool is_thing(const struct cd_reading *r, const struct cd_mention *m) {
    for (uint32_t i = m->first; i < m->end; i++)
        if (r->classes[i] & CD_FIRST)
            return false;
    return (r->language == CD_FRENCH || r->language == CD_SPANISH) &&
           m->kind == CD_NAME_UNKNOWN && m->words > 1 && m->title_first == m->first &&
           m->first > 0 && (r->classes[m->first - 1] & CD_DEFINITE);
}

#define DATELINE 10 /* tokens */

/* "LONDON — Shares fell": does the first sentence begin behind a dateline here? */
static bool is_behind_dateline(const struct cd_reading *r, uint32_t first) {
    uint32_t i = first;
    if (i < 2 || (!cd_is_mark(r, i - 1, 0x2014) && !cd_is_mark(r, i - 1, 0x2013)))
        return false;
    for (i--; i > 0 && i + DATELINE > first; i--) {
        if (cd_is_word(r, i - 1) && !cd_is_capital(r, i - 1))
            return false;
        if (r->text->tokens[i - 1].flags & CD_TOKEN_PARAGRAPH)
            return r->text->tokens[i - 1].flags & CD_TOKEN_UPPER;
    }
    return false;
}

/* "the MP for Elwin Vale", "candidate for Leeds North": what an office is for is nobody's
 * name. */
static bool is_held(const struct cd_reading *r, const struct cd_mention *m) {
    uint32_t of = m->title_first;
    if (r->language != CD_ENGLISH || of < 2 || m->title_first < m->first ||
        m->kind == CD_NAME_BODY || !(r->classes[of - 1] & CD_WORD_FOR) ||
        (r->classes[of - 1] & CD_WORD_TO))
        return false;
    bool seat =
        (r->text->tokens[of - 2].flags & CD_TOKEN_UPPER) && cd_is_postnominal(r, of - 2);
    return seat || ((r->classes[of - 2] & CD_OFFICE) && !cd_is_given_name(r, m->first));
}

static int take_run(struct walk *w, uint32_t first, uint32_t end, bool quoted) {
    struct cd_reading *r = w->r;
    struct cd_mention mention;
    if (is_label(r, first) || !cd_run_cut(r, first, end, &mention))
        return CD_OK;
    uint8_t flags = 0;
    if (r->text->tokens[mention.end - 1].flags & CD_TOKEN_POSSESSIVE)
        flags |= CD_MENTION_POSSESSIVE;
    if (quoted)
        flags |= CD_MENTION_QUOTED;
    if (w->heading || is_upper_line(r, mention.first, mention.end))
        flags |= CD_MENTION_HEADING;
    bool initial = r->text->tokens[mention.title_first].flags & CD_TOKEN_SENTENCE;
    initial = initial || is_behind_dateline(r, mention.title_first);
    /* "¿Volvería Vega?" */
    initial = initial || cd_is_mark(r, mention.title_first - 1, 0xbf) ||
              cd_is_mark(r, mention.title_first - 1, 0xa1);
    bool behind_mark = mention.title_first > 0 &&
                       !cd_is_word(r, mention.title_first - 1) &&
                       r->text->tokens[mention.title_first - 1].kind == CD_TOKEN_MARK &&
                       !cd_is_mark(r, mention.title_first - 1, ',') &&
                       !cd_is_mark(r, mention.title_first - 1, '.');
    if (initial || (quoted && behind_mark))
        flags |= CD_MENTION_INITIAL;
    if (cd_is_inner_hyphen(r, mention.end) || is_prefixed(r, &mention))
        flags |= CD_MENTION_PREFIX;
    mention.flags = flags;
    if (is_thing(r, &mention))
        mention.kind = CD_NAME_BODY;
    if (is_held(r, &mention))
        mention.kind = CD_NAME_PLACE;
    qualify(r, &mention);
    return add_mention(w, &mention);
}

int cd_mentions_find(struct cd_reading *r) {
    struct walk w = {.r = r};
    bool elides = cd_elides(r->language);
    const struct cd_token *tokens = r->text->tokens;
    for (uint32_t i = 0; i < r->text->token_count;) {
        /* Most tokens need no second look, save where "d’Anne" may be a name. */
        if (tokens[i].kind == CD_TOKEN_WORD && !elides &&
            !(tokens[i].flags & (CD_TOKEN_SENTENCE | CD_TOKEN_CAPITAL))) {
            i++;
            continue;
        }
        if (tokens[i].flags & CD_TOKEN_SENTENCE)
            w.heading = is_heading(r, i);
        if (tokens[i].kind == CD_TOKEN_MARK && tokens[i].sign == '@' && is_handle(r, i)) {
            if (take_handle(&w, i))
                return CD_ENOMEM;
            i += 2;
            continue;
        }
        if (!cd_is_capital(r, i)) {
            i++;
            continue;
        }
        bool quoted;
        uint32_t limit = limit_at(&w, i, &quoted);
        uint32_t end = cd_run_end(r, i, limit);
        if (take_run(&w, i, end, quoted))
            return CD_ENOMEM;
        i = end;
    }
    return CD_OK;
}
