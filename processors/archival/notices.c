/* Walks over the beginnings of sentences and lines, matches the lexicon there, and judges
 * what it finds. A match alone proves little: newspapers write about archives, quote
 * notices and print the word "correction" when markets fall, so each match passes the
 * guards before it counts, and a label needs a second sign that this article is meant. */
#include "processors/archival/notices.h"

#include "processors/archival/guards.h"

#define HEAD_PARAGRAPHS  3
#define TAIL_PARAGRAPHS  4
#define LABEL_PARAGRAPHS 2 /* this near the end a label needs no cue */
#define COPYRIGHT        0xa9
#define LABEL_WORDS      3
#define MOST_PREFIXES    4
#define SHORT_LINE       60  /* bytes: the line above was no wrapped one */
#define SHORT_SENTENCE   6   /* words: too short to be the article's */
#define MOST_WORDS       200 /* of a notice */
#define DATELINE_TOKENS  12

enum level { LEVEL_SENTENCE, LEVEL_LINE, LEVEL_PARAGRAPH };

/* A match that has still to be judged. */
struct hit {
    const struct cd_entry *entry;
    uint32_t anchor; /* first token of what it begins */
    uint32_t word;   /* first token of the match, behind marks and prefixes */
    uint32_t end;
    enum level level;
};

struct scan {
    const struct cd_lexicon *lexicon;
    const struct cd_text *text;
    struct cd_str language;
    bool title;
    struct hit hits[CD_MOST_FINDINGS];
    uint32_t hit_count;
    uint32_t real_paragraphs; /* up to the last that is not furniture */
    struct cd_findings *out;
};

static const struct cd_token *token_at(const struct scan *scan, uint32_t i) {
    return &scan->text->tokens[i];
}

static struct cd_span paragraph_of(const struct scan *scan, uint32_t token) {
    return scan->text->paragraphs[cd_text_paragraph_of(scan->text, token)];
}

static struct cd_span sentence_of(const struct scan *scan, uint32_t token) {
    return scan->text->sentences[cd_text_sentence_of(scan->text, token)];
}

/* ---- Matching ---- */

static void add_hit(struct scan *scan, struct hit hit) {
    for (uint32_t i = scan->hit_count; i-- > 0;) {
        struct hit *old = &scan->hits[i];
        if (old->word != hit.word)
            break;
        if (old->entry == hit.entry)
            return;
    }
    if (scan->hit_count < CD_MOST_FINDINGS)
        scan->hits[scan->hit_count++] = hit;
}

/* Furniture fills its paragraph; a notice may be stuck to the text before it, which is
 * judged later, when the text's last paragraph is known. */
static bool allows(const struct cd_entry *entry, enum level level) {
    return entry->role == CD_ROLE_NOTICE || entry->anchor != CD_ANCHOR_PARAGRAPH ||
           level != LEVEL_SENTENCE;
}

static bool has_role(const struct scan *scan, const struct cd_pattern_match *matches,
                     size_t n, enum cd_role role) {
    for (size_t i = 0; i < n; i++)
        if (scan->lexicon->entries[matches[i].value].role == role)
            return true;
    return false;
}

/* Matches at one word; returns the end of the longest prefix found there, or 0. */
static uint32_t match_at(struct scan *scan, struct hit base) {
    struct cd_pattern_match matches[CD_PATTERN_MATCHES];
    uint32_t prefix = 0;
    size_t n = cd_patterns_match(scan->lexicon->starts, scan->text, base.word, matches);
    if (has_role(scan, matches, n, CD_ROLE_EXCEPTION))
        return 0;
    for (size_t i = 0; i < n; i++) {
        base.entry = &scan->lexicon->entries[matches[i].value];
        base.end = matches[i].end;
        if (base.entry->role == CD_ROLE_PREFIX && base.end > prefix)
            prefix = base.end;
        if ((base.entry->where == CD_WHERE_TITLE) == scan->title &&
            base.entry->role <= CD_ROLE_FURNITURE && allows(base.entry, base.level))
            add_hit(scan, base);
    }
    return prefix;
}

/* The first word at or behind `i`, past marks that open or stand before a notice; the
 * text's length when the sentence has none or is a quotation. */
static uint32_t first_word(const struct scan *scan, uint32_t i, uint32_t end) {
    while (i < end && token_at(scan, i)->kind == CD_TOKEN_MARK &&
           token_at(scan, i)->sign != COPYRIGHT) {
        if (cd_is_quotation_mark(token_at(scan, i)->sign))
            return scan->text->token_count;
        i++;
    }
    return i < end ? i : scan->text->token_count;
}

static void try_start(struct scan *scan, uint32_t anchor, enum level level) {
    struct hit base = {.anchor = anchor, .level = level};
    uint32_t end = paragraph_of(scan, anchor).end;
    base.word = first_word(scan, anchor, end);
    for (int i = 0; i < MOST_PREFIXES && base.word < end; i++) {
        uint32_t prefix = match_at(scan, base);
        if (prefix == 0)
            break;
        base.word = first_word(scan, prefix, end);
    }
}

/* A line break inside a sentence begins something only where the line above is a short
 * one: in wrapped text it means nothing. */
static bool begins_line(const struct scan *scan, uint32_t i) {
    const struct cd_token *token = token_at(scan, i);
    if (!(token->flags & CD_TOKEN_CAPITAL) && token->kind == CD_TOKEN_WORD)
        return false;
    uint32_t above = i;
    while (above > 0 && !(token_at(scan, above - 1)->flags & CD_TOKEN_LINE) &&
           i - above < SHORT_LINE)
        above--;
    if (above > 0)
        above--;
    return token_at(scan, i - 1)->end - token_at(scan, above)->start < SHORT_LINE;
}

static void scan_starts(struct scan *scan) {
    const uint16_t starts = CD_TOKEN_SENTENCE | CD_TOKEN_LINE;
    for (uint32_t i = 0; i < scan->text->token_count; i++) {
        uint16_t flags = token_at(scan, i)->flags;
        if (!(flags & starts))
            continue;
        if (flags & CD_TOKEN_PARAGRAPH)
            try_start(scan, i, LEVEL_PARAGRAPH);
        else if (flags & CD_TOKEN_SENTENCE)
            try_start(scan, i, flags & CD_TOKEN_LINE ? LEVEL_LINE : LEVEL_SENTENCE);
        else if (begins_line(scan, i))
            try_start(scan, i, LEVEL_LINE);
    }
}

/* Patterns that stand inside sentences, in one paragraph. */
static void scan_inside(struct scan *scan, struct cd_span paragraph) {
    const struct cd_patterns *inside = scan->lexicon->inside;
    uint32_t i = cd_patterns_next(inside, scan->text, paragraph.first, paragraph.end);
    for (; i < paragraph.end;
         i = cd_patterns_next(inside, scan->text, i + 1, paragraph.end)) {
        struct cd_pattern_match matches[CD_PATTERN_MATCHES];
        size_t n = cd_patterns_match(inside, scan->text, i, matches);
        for (size_t k = 0; k < n; k++) {
            const struct cd_entry *entry = &scan->lexicon->entries[matches[k].value];
            if (entry->role <= CD_ROLE_FURNITURE && entry->where != CD_WHERE_TITLE)
                add_hit(scan, (struct hit){entry, sentence_of(scan, i).first, i,
                                           matches[k].end, LEVEL_SENTENCE});
        }
    }
}

/* ---- Judging ---- */

static uint32_t words_in(const struct scan *scan, struct cd_span span) {
    uint32_t words = 0;
    for (uint32_t i = span.first; i < span.end; i++)
        words += token_at(scan, i)->kind != CD_TOKEN_MARK;
    return words;
}

static bool near_head(const struct scan *scan, uint32_t token) {
    return cd_text_paragraph_of(scan->text, token) < HEAD_PARAGRAPHS;
}

static bool near_tail(const struct scan *scan, uint32_t token, uint32_t paragraphs) {
    return cd_text_paragraph_of(scan->text, token) + paragraphs >= scan->real_paragraphs;
}

static bool stands_right(const struct scan *scan, const struct hit *hit) {
    bool head = near_head(scan, hit->anchor);
    bool tail = near_tail(scan, hit->anchor, TAIL_PARAGRAPHS);
    switch (hit->entry->where) {
        case CD_WHERE_ANY:
        case CD_WHERE_TITLE:
            return true;
        case CD_WHERE_HEAD:
            return head;
        case CD_WHERE_TAIL:
            return tail;
        case CD_WHERE_EDGES:
            return head || tail;
    }
    return false;
}

/* A notice that should begin a paragraph may stand inside the first or the last one: what
 * made the text may have lost a line break. */
static bool is_anchored(const struct scan *scan, const struct hit *hit) {
    if (hit->level != LEVEL_SENTENCE || hit->entry->anchor != CD_ANCHOR_PARAGRAPH)
        return true;
    uint32_t index = cd_text_paragraph_of(scan->text, hit->anchor);
    return index == 0 || index + 1 >= scan->real_paragraphs;
}

static bool is_alone(const struct scan *scan, uint32_t end, struct cd_span paragraph) {
    while (end < paragraph.end && token_at(scan, end)->kind == CD_TOKEN_MARK)
        end++;
    return end == paragraph.end;
}

/* What a label may find its cue in: the rest of its paragraph or, if it stands alone,
 * the next one. */
static struct cd_span after_label(const struct scan *scan, const struct hit *hit) {
    uint32_t index = cd_text_paragraph_of(scan->text, hit->anchor);
    struct cd_span paragraph = scan->text->paragraphs[index];
    if (!is_alone(scan, hit->end, paragraph))
        return (struct cd_span){hit->end, paragraph.end};
    return index + 1 < scan->text->paragraph_count ? scan->text->paragraphs[index + 1]
                                                   : (struct cd_span){0, 0};
}

static struct cd_helper helper(const struct scan *scan, const struct hit *hit,
                               enum cd_role role) {
    return (struct cd_helper){scan->lexicon, hit->entry->language, scan->language, role};
}

/* Is the sentence somebody else's? */
static bool is_reported(const struct scan *scan, const struct hit *hit) {
    struct cd_span sentence = {hit->word, sentence_of(scan, hit->end - 1).end};
    return cd_is_reported(helper(scan, hit, CD_ROLE_REPORTED), scan->text, sentence);
}

/* Is the label written in capitals ("CORRECTION:")? */
static bool is_upper(const struct scan *scan, const struct hit *hit) {
    for (uint32_t i = hit->word; i < hit->end; i++)
        if (token_at(scan, i)->kind == CD_TOKEN_WORD &&
            !(token_at(scan, i)->flags & CD_TOKEN_UPPER))
            return false;
    return true;
}

/* A label alone proves nothing: what follows it must speak of this article, or it stands
 * where such labels stand. */
static bool is_label(const struct scan *scan, const struct hit *hit) {
    struct cd_span rest = after_label(scan, hit);
    uint32_t word = first_word(scan, rest.first, rest.end);
    if (word >= rest.end ||
        cd_helper_at(helper(scan, hit, CD_ROLE_DENIAL), scan->text, word))
        return false;
    if (cd_helper_within(helper(scan, hit, CD_ROLE_CUE), scan->text, rest))
        return true;
    if (is_reported(scan, hit))
        return false;
    if (near_tail(scan, rest.first, LABEL_PARAGRAPHS) && hit->level != LEVEL_SENTENCE)
        return true;
    bool alone = rest.first >= paragraph_of(scan, hit->anchor).end;
    bool opens = hit->entry->status == CD_STATUS_UPDATED &&
                 cd_text_paragraph_of(scan->text, hit->anchor) < LABEL_PARAGRAPHS;
    return !alone && hit->level != LEVEL_SENTENCE && (opens || is_upper(scan, hit));
}

static bool is_bracketed(const struct scan *scan, uint32_t token) {
    uint32_t sign = token_at(scan, token)->sign;
    return token_at(scan, token)->kind == CD_TOKEN_MARK && (sign == '(' || sign == '[');
}

/* Words between a sentence's beginning and a match inside it: few enough, and nobody who
 * says it. */
static bool leads_in(const struct scan *scan, const struct hit *hit) {
    struct cd_span lead = {hit->anchor, hit->word};
    if (hit->entry->within && words_in(scan, lead) > hit->entry->within)
        return false;
    return !cd_helper_within(helper(scan, hit, CD_ROLE_REPORTED), scan->text, lead);
}

/* The number that a token begins with; 0 for a word. */
static uint32_t number_of(const struct scan *scan, uint32_t i) {
    const struct cd_token *token = token_at(scan, i);
    uint32_t number = 0;
    for (uint32_t at = token->start; at < token->end && number < 100000000; at++) {
        char c = scan->text->bytes.p[at];
        if (c >= '0' && c <= '9')
            number = number * 10 + (uint32_t)(c - '0');
        else if (c != ',')
            break;
    }
    return number;
}

static bool numbers_fit(const struct scan *scan, const struct hit *hit) {
    for (uint32_t i = hit->word; hit->entry->most && i < hit->end; i++)
        if (token_at(scan, i)->kind == CD_TOKEN_NUMBER &&
            number_of(scan, i) > hit->entry->most)
            return false;
    return true;
}

/* Does what follows the match begin as a headline does, or on a line of its own? */
static bool headline_follows(const struct scan *scan, const struct hit *hit) {
    uint32_t i = hit->end;
    while (i < scan->text->token_count && token_at(scan, i)->kind == CD_TOKEN_MARK &&
           !(token_at(scan, i)->flags & CD_TOKEN_LINE))
        i++;
    if (i == scan->text->token_count || (token_at(scan, i)->flags & CD_TOKEN_LINE))
        return true;
    const struct cd_token *next = token_at(scan, i);
    bool cased = next->kind == CD_TOKEN_WORD && !(next->flags & CD_TOKEN_CJK);
    return !cased || (next->flags & CD_TOKEN_CAPITAL);
}

static bool counts(const struct scan *scan, const struct hit *hit) {
    const struct cd_entry *entry = hit->entry;
    if (!stands_right(scan, hit) || !is_anchored(scan, hit) ||
        cd_is_quoted(scan->text, hit->word))
        return false;
    if (entry->bracketed && !is_bracketed(scan, hit->anchor))
        return false;
    if (entry->anchor == CD_ANCHOR_INSIDE && !leads_in(scan, hit))
        return false;
    if (!numbers_fit(scan, hit) || (entry->capital && !headline_follows(scan, hit)))
        return false;
    if (entry->needs_cue)
        return is_label(scan, hit);
    return entry->keep || !is_reported(scan, hit);
}

/* ---- Spans ---- */

/* Behind the bracket that closes the one at `open`, with marks that stand there; 0 if it
 * is not closed before `end`. */
static uint32_t bracket_end(const struct scan *scan, uint32_t open, uint32_t end) {
    uint32_t close = token_at(scan, open)->sign == '(' ? ')' : ']';
    for (uint32_t i = open + 1; i < end; i++) {
        if (token_at(scan, i)->kind != CD_TOKEN_MARK || token_at(scan, i)->sign != close)
            continue;
        while (++i < end && token_at(scan, i)->kind == CD_TOKEN_MARK &&
               token_at(scan, i)->sign == '.')
            continue;
        return i;
    }
    return 0;
}

/* "5:45 p.m. ET": no sentence begins with the zone. */
static bool is_zone(const struct scan *scan, uint32_t i) {
    const struct cd_token *token = token_at(scan, i);
    return (token->flags & CD_TOKEN_UPPER) &&
           cd_date_word(scan->lexicon->date_words, token->hash);
}

/* Does a dateline begin here: "NAIROBI — …", "LONDON (Reuters) - …"? */
static bool is_dateline(const struct scan *scan, struct cd_span sentence) {
    uint32_t end = sentence.first + DATELINE_TOKENS;
    if (end > sentence.end)
        end = sentence.end;
    bool upper = false;
    for (uint32_t i = sentence.first; i < end; i++) {
        const struct cd_token *token = token_at(scan, i);
        bool mark = token->kind == CD_TOKEN_MARK;
        if (i == sentence.first && !(token->flags & CD_TOKEN_UPPER))
            return false;
        upper |= (token->flags & CD_TOKEN_UPPER) && token->end - token->start > 2;
        if (mark && (token->sign == 0x2014 || token->sign == 0x2013 ||
                     (token->sign == '-' && (token->flags & CD_TOKEN_SPACE))))
            return upper;
    }
    return false;
}

/* A correction tells a story, and what is said of it needs no sign of its own; behind
 * other notices the article itself may go on. */
static bool tells_story(enum cd_status status) {
    return status == CD_STATUS_CORRECTED || status <= CD_STATUS_RETRACTED;
}

/* Does the notice go on with this sentence? */
static bool goes_on(const struct scan *scan, const struct hit *hit,
                    struct cd_span sentence) {
    if (is_dateline(scan, sentence))
        return false;
    return hit->entry->needs_cue || hit->entry->keep || is_zone(scan, sentence.first) ||
           tells_story(hit->entry->status) ||
           words_in(scan, sentence) <= SHORT_SENTENCE ||
           cd_helper_within(helper(scan, hit, CD_ROLE_CUE), scan->text, sentence);
}

/* A word or two before it in its paragraph are its label: "Anm. d. Red.: …",
 * "Correction. …". */
static uint32_t notice_start(const struct scan *scan, uint32_t anchor) {
    uint32_t first = paragraph_of(scan, anchor).first;
    return words_in(scan, (struct cd_span){first, anchor}) <= LABEL_WORDS ? first
                                                                          : anchor;
}

/* How far a notice reaches in its paragraph. */
static uint32_t notice_end(const struct scan *scan, const struct hit *hit) {
    uint32_t last = paragraph_of(scan, hit->anchor).end;
    if (is_bracketed(scan, hit->anchor)) {
        uint32_t close = bracket_end(scan, hit->anchor, last);
        if (close > 0)
            return close;
    }
    uint32_t end = sentence_of(scan, hit->end - 1).end;
    while (end < last) {
        struct cd_span next = sentence_of(scan, end);
        if (words_in(scan, (struct cd_span){hit->anchor, next.end}) > MOST_WORDS ||
            !goes_on(scan, hit, next))
            break;
        end = next.end;
    }
    return end;
}

/* The end of the line on which `token` stands. */
static uint32_t line_end(const struct scan *scan, uint32_t token) {
    do
        token++;
    while (token < scan->text->token_count &&
           !(token_at(scan, token)->flags & CD_TOKEN_LINE));
    return token;
}

/* Furniture at a paragraph's beginning is the paragraph; on a line of its own it is the
 * line, or as many as its sentence fills. */
static uint32_t furniture_end(const struct scan *scan, const struct hit *hit) {
    uint32_t sentence = sentence_of(scan, hit->end - 1).end;
    uint32_t line = line_end(scan, hit->end - 1);
    switch (hit->level) {
        case LEVEL_PARAGRAPH:
            return paragraph_of(scan, hit->anchor).end;
        case LEVEL_LINE:
            return line > sentence ? line : sentence;
        case LEVEL_SENTENCE:
            break;
    }
    return sentence;
}

static struct cd_finding span_of(const struct scan *scan, const struct hit *hit) {
    struct cd_finding found = {.entry = hit->entry,
                               .in_title = scan->title,
                               .match = hit->word,
                               .match_end = hit->end};
    found.first = hit->anchor;
    if (hit->entry->role == CD_ROLE_NOTICE)
        found.first = notice_start(scan, hit->anchor);
    if (scan->title) {
        found.first = 0;
        found.end = scan->text->token_count;
    } else if (hit->entry->extent == CD_EXTENT_SENTENCE) {
        found.end = sentence_of(scan, hit->end - 1).end;
    } else if (hit->entry->extent == CD_EXTENT_LINE) {
        found.end = line_end(scan, hit->end - 1);
    } else if (hit->entry->role == CD_ROLE_FURNITURE) {
        found.end = furniture_end(scan, hit);
    } else if (hit->entry->needs_cue &&
               is_alone(scan, hit->end, paragraph_of(scan, hit->anchor))) {
        found.end = after_label(scan, hit).end;
    } else {
        found.end = notice_end(scan, hit);
    }
    return found;
}

/* ---- Collecting ---- */

/* Of two that overlap: the stronger status, then what is in the article's language, then
 * the earlier and longer match, then what the lexicon names first. */
static bool is_better(const struct scan *scan, const struct cd_finding *new,
                      const struct cd_finding *old) {
    if (new->entry->status != old->entry->status)
        return new->entry->status < old->entry->status;
    bool mine = cd_str_eq(cd_str_of(new->entry->language), scan->language);
    bool yours = cd_str_eq(cd_str_of(old->entry->language), scan->language);
    if (mine != yours)
        return mine;
    return new->match == old->match &&new->match_end > old->match_end;
}

/* Takes the place of what it is better than; the span is that of both. */
static void join(const struct scan *scan, struct cd_finding *old,
                 const struct cd_finding *new) {
    uint32_t first = new->first < old->first ? new->first : old->first;
    uint32_t end = new->end > old->end ? new->end : old->end;
    if (is_better(scan, new, old))
        *old = *new;
    old->first = first;
    old->end = end;
}

static void add_notice(struct scan *scan, const struct hit *hit) {
    struct cd_findings *out = scan->out;
    struct cd_finding found = span_of(scan, hit);
    for (uint32_t i = 0; i < out->notice_count; i++) {
        struct cd_finding *old = &out->notices[i];
        if (old->in_title == found.in_title && found.first < old->end &&
            old->first < found.end) {
            join(scan, old, &found);
            return;
        }
    }
    if (out->notice_count < CD_MOST_FINDINGS)
        out->notices[out->notice_count++] = found;
}

/* Furniture of a foreign language is doubted: "Like others" is Dutch for "like", too. */
static bool speaks(const struct scan *scan, const struct cd_entry *entry) {
    struct cd_str own = cd_str_of(entry->language), its = scan->language;
    if (!its.p || own.len == 0 || cd_str_eq(own, its) || cd_str_eq(own, CD_STR("en")))
        return true;
    return cd_str_eq(own, CD_STR("no")) &&
           (cd_str_eq(its, CD_STR("nb")) || cd_str_eq(its, CD_STR("nn")));
}

static void add_furniture(struct scan *scan, const struct hit *hit) {
    struct cd_findings *out = scan->out;
    struct cd_finding found = span_of(scan, hit);
    struct cd_span span = {found.first, found.end};
    if (words_in(scan, span) > hit->entry->words) {
        found.end = sentence_of(scan, hit->end - 1).end;
        span.end = found.end;
        if (words_in(scan, span) > hit->entry->words)
            return;
    }
    struct cd_finding *last =
        out->furniture_count ? &out->furniture[out->furniture_count - 1] : NULL;
    if (last && found.first < last->end) {
        if (found.end > last->end)
            last->end = found.end;
    } else if (out->furniture_count < CD_MOST_FINDINGS) {
        out->furniture[out->furniture_count++] = found;
    }
}

static void judge_furniture(struct scan *scan) {
    scan->real_paragraphs = scan->text->paragraph_count;
    for (uint32_t i = 0; i < scan->hit_count; i++)
        if (scan->hits[i].entry->role == CD_ROLE_FURNITURE &&
            speaks(scan, scan->hits[i].entry) && counts(scan, &scan->hits[i]))
            add_furniture(scan, &scan->hits[i]);
    for (uint32_t i = scan->out->furniture_count; i-- > 0;) {
        const struct cd_finding *found = &scan->out->furniture[i];
        struct cd_span last = scan->text->paragraphs[scan->real_paragraphs - 1];
        if (found->first > last.first || found->end < last.end)
            break;
        if (--scan->real_paragraphs == 0)
            break;
    }
}

static void judge_notices(struct scan *scan) {
    for (uint32_t i = 0; i < scan->hit_count; i++)
        if (scan->hits[i].entry->role == CD_ROLE_NOTICE && counts(scan, &scan->hits[i]))
            add_notice(scan, &scan->hits[i]);
}

static void scan_edges(struct scan *scan) {
    uint32_t count = scan->text->paragraph_count;
    for (uint32_t i = 0; i < count; i++)
        if (i < HEAD_PARAGRAPHS || i + TAIL_PARAGRAPHS >= scan->real_paragraphs)
            scan_inside(scan, scan->text->paragraphs[i]);
}

static void scan_text(struct scan *scan, const struct cd_text *text, bool title) {
    scan->text = text;
    scan->title = title;
    scan->hit_count = 0;
    if (text->token_count == 0)
        return;
    scan_starts(scan);
    if (!title) {
        judge_furniture(scan);
        scan_edges(scan);
    }
    judge_notices(scan);
}

/* Furniture inside a notice is the notice's. */
static void drop_covered(struct cd_findings *out) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < out->furniture_count; i++) {
        struct cd_finding f = out->furniture[i];
        bool covered = false;
        for (uint32_t k = 0; k < out->notice_count; k++) {
            const struct cd_finding *n = &out->notices[k];
            covered |= !n->in_title && f.first < n->end && n->first < f.end;
        }
        if (!covered)
            out->furniture[kept++] = f;
    }
    out->furniture_count = kept;
}

int cd_findings_of(const struct cd_lexicon *lexicon, struct cd_arena *arena,
                   const struct cd_text *title, const struct cd_text *body,
                   struct cd_str language, struct cd_findings *out,
                   struct cd_error *err) {
    *out = (struct cd_findings){0};
    struct scan *scan = cd_arena_zero(arena, 1, sizeof *scan);
    out->notices = cd_arena_alloc(arena, CD_MOST_FINDINGS * sizeof *out->notices);
    out->furniture = cd_arena_alloc(arena, CD_MOST_FINDINGS * sizeof *out->furniture);
    if (!scan || !out->notices || !out->furniture)
        return cd_fail_memory(err);
    scan->lexicon = lexicon;
    scan->language = language;
    scan->out = out;
    scan_text(scan, title, true);
    scan_text(scan, body, false);
    drop_covered(out);
    return CD_OK;
}
