/* Walks over the beginnings of sentences and lines, matches the lexicon there, and keeps
 * what counts. A match alone proves little: newspapers write about archives, quote
 * notices and print the word "correction" when markets fall. */
#include "processors/archival/notices.h"

#include "processors/archival/scan.h"

#define EDGE_HEAD      3 /* paragraphs that are searched inside */
#define EDGE_TAIL      4
#define MOST_PREFIXES  4
#define EXCEPTION_LEAD 2 /* tokens of one before what it is an exception to */

/* ---- Matching ---- */

/* Of so many notices one of this status may be the last. */
static uint32_t places_for(enum cd_status status) {
    return CD_PLACES_OF_STATUS * (CD_STATUS_CURRENT + 1 - (uint32_t)status);
}

static bool has_place(const struct cd_scan *scan, const struct cd_entry *entry) {
    if (entry->role == CD_ROLE_FURNITURE)
        return scan->furniture_hits < CD_MOST_FURNITURE;
    return scan->hit_count - scan->furniture_hits < places_for(entry->status);
}

/* Of an entry's patterns the longest match counts. */
static void add_hit(struct cd_scan *scan, struct cd_hit hit) {
    for (uint32_t i = scan->hit_count; i-- > 0;) {
        struct cd_hit *old = &scan->hits[i];
        if (old->word != hit.word)
            break;
        if (old->entry != hit.entry)
            continue;
        if (old->end < hit.end) {
            old->end = hit.end;
            old->pattern = hit.pattern;
        }
        return;
    }
    if (!has_place(scan, hit.entry)) {
        scan->out->more = true;
        return;
    }
    scan->hits[scan->hit_count++] = hit;
    scan->furniture_hits += hit.entry->role == CD_ROLE_FURNITURE;
}

/* Has furniture begun in the paragraph? */
static bool behind_furniture(const struct cd_scan *scan, uint32_t anchor) {
    if (scan->hit_count == 0)
        return false;
    const struct cd_hit *last = &scan->hits[scan->hit_count - 1];
    return last->entry->role == CD_ROLE_FURNITURE &&
           last->anchor >= paragraph_of(scan, anchor).first;
}

/* Furniture begins its paragraph, stands behind other furniture there, or ends the text;
 * a notice may be
 * stuck to the text before it, which is judged later, when the text's last paragraph is
 * known. */
static bool allows(const struct cd_scan *scan, const struct cd_entry *entry,
                   struct cd_hit base) {
    return entry->role == CD_ROLE_NOTICE || entry->anchor != CD_ANCHOR_PARAGRAPH ||
           base.level != CD_LEVEL_SENTENCE || behind_furniture(scan, base.anchor) ||
           cd_is_last(scan, base.anchor);
}

static bool has_role(const struct cd_scan *scan, const struct cd_pattern_match *matches,
                     size_t n, enum cd_role role) {
    for (size_t i = 0; i < n; i++)
        if (cd_lexicon_entry(scan->lexicon, matches[i].value)->role == role)
            return true;
    return false;
}

/* Matches at one word; returns the end of the longest prefix found there, or 0. */
static uint32_t match_at(struct cd_scan *scan, struct cd_hit base) {
    struct cd_pattern_match *matches = scan->matches;
    uint32_t prefix = 0;
    size_t n = cd_patterns_match(scan->lexicon->starts, scan->text, base.word, matches);
    if (has_role(scan, matches, n, CD_ROLE_EXCEPTION))
        return 0;
    for (size_t i = 0; i < n; i++) {
        base.entry = cd_lexicon_entry(scan->lexicon, matches[i].value);
        base.pattern = matches[i].value;
        base.end = matches[i].end;
        if (base.entry->role == CD_ROLE_PREFIX && base.end > prefix)
            prefix = base.end;
        if ((base.entry->where == CD_WHERE_TITLE) == scan->title &&
            base.entry->role <= CD_ROLE_FURNITURE && allows(scan, base.entry, base))
            add_hit(scan, base);
    }
    return prefix;
}

/* Tries what begins at token `anchor`, in a paragraph that ends at `end`. */
static void try_start(struct cd_scan *scan, uint32_t anchor, uint32_t end,
                      enum cd_hit_level level) {
    struct cd_hit base = {.anchor = anchor, .level = level};
    base.word = cd_first_word(scan, anchor, end);
    for (int i = 0; i < MOST_PREFIXES && base.word < end; i++) {
        uint32_t prefix = match_at(scan, base);
        if (prefix == 0)
            break;
        base.word = cd_first_word(scan, prefix, end);
    }
}

/* "HARLOW (AP) — This article has been retracted." */
static void try_dateline(struct cd_scan *scan, uint32_t i, uint32_t end) {
    if (scan->title || !(token_at(scan, i)->flags & CD_TOKEN_UPPER))
        return;
    uint32_t behind = cd_dateline_end(scan, sentence_of(scan, i));
    if (behind > 0 && behind < end && cd_text_paragraph_of(scan->text, i) < EDGE_HEAD)
        try_start(scan, behind, end, CD_LEVEL_SENTENCE);
}

static void try_token(struct cd_scan *scan, uint32_t i, uint32_t end) {
    uint16_t flags = token_at(scan, i)->flags;
    if (flags & CD_TOKEN_PARAGRAPH) {
        try_start(scan, i, end, CD_LEVEL_PARAGRAPH);
        try_dateline(scan, i, end);
    } else if (flags & CD_TOKEN_SENTENCE)
        try_start(scan, i, end,
                  flags & CD_TOKEN_LINE ? CD_LEVEL_LINE : CD_LEVEL_SENTENCE);
    else if (cd_begins_line(scan, i))
        try_start(scan, i, end, CD_LEVEL_LINE);
}

/* Lines may begin anywhere. */
static void scan_tokens(struct cd_scan *scan, struct cd_span paragraph) {
    const uint16_t starts = CD_TOKEN_SENTENCE | CD_TOKEN_LINE;
    const struct cd_token *tokens = scan->text->tokens;
    for (uint32_t i = paragraph.first; i < paragraph.end; i++)
        if (tokens[i].flags & starts)
            try_token(scan, i, paragraph.end);
}

static void scan_starts(struct cd_scan *scan) {
    const struct cd_text *text = scan->text;
    uint32_t s = 0;
    for (uint32_t p = 0; p < text->paragraph_count; p++) {
        struct cd_span paragraph = text->paragraphs[p];
        if (text->inner_lines) {
            scan_tokens(scan, paragraph);
            continue;
        }
        for (; s < text->sentence_count && text->sentences[s].first < paragraph.end; s++)
            try_token(scan, text->sentences[s].first, paragraph.end);
    }
}

/* Where what is found inside a sentence begins; in a title with the bracket before it. */
static uint32_t inside_anchor(const struct cd_scan *scan, uint32_t i) {
    if (scan->title)
        return i > 0 ? i - 1 : i;
    return sentence_of(scan, i).first;
}

/* Does something that only looks like a notice begin here, or a word or two before and
 * reach beyond: "An | earlier version of this report, leaked to …"? */
static bool is_exception(const struct cd_scan *scan, uint32_t i) {
    struct cd_pattern_match matches[CD_PATTERN_MATCHES];
    uint32_t first = sentence_of(scan, i).first;
    if (first + EXCEPTION_LEAD < i)
        first = i - EXCEPTION_LEAD;
    for (uint32_t at = first; at <= i; at++) {
        size_t n = cd_patterns_match(scan->lexicon->starts, scan->text, at, matches);
        for (size_t k = 0; k < n; k++)
            if (matches[k].end > i &&
                cd_lexicon_entry(scan->lexicon, matches[k].value)->role ==
                    CD_ROLE_EXCEPTION)
                return true;
    }
    return false;
}

/* Patterns that stand inside sentences, from token `i` on to `end`. */
static void scan_inside(struct cd_scan *scan, uint32_t i, uint32_t end) {
    const struct cd_patterns *inside = scan->lexicon->inside;
    for (; (i = cd_patterns_next(inside, scan->text, i, end)) < end; i++) {
        struct cd_pattern_match *matches = scan->matches;
        size_t n = cd_patterns_match(inside, scan->text, i, matches);
        if (n > 0 && is_exception(scan, i))
            continue;
        for (size_t k = 0; k < n; k++) {
            const struct cd_entry *entry =
                cd_lexicon_entry(scan->lexicon, matches[k].value);
            if (entry->role <= CD_ROLE_FURNITURE &&
                (entry->where == CD_WHERE_TITLE) == scan->title)
                add_hit(scan, (struct cd_hit){.entry = entry,
                                              .pattern = matches[k].value,
                                              .anchor = inside_anchor(scan, i),
                                              .word = i,
                                              .end = matches[k].end,
                                              .level = CD_LEVEL_SENTENCE});
        }
    }
}

/* ---- Collecting ---- */

/* Of two that overlap: the stronger status, then what is in the article's language, then
 * the earlier and longer match, then what the lexicon names first. */
static bool is_better(const struct cd_scan *scan, const struct cd_finding *new,
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
static void join(const struct cd_scan *scan, struct cd_finding *old,
                 const struct cd_finding *new) {
    uint32_t first = new->first < old->first ? new->first : old->first;
    uint32_t end = new->end > old->end ? new->end : old->end;
    if (is_better(scan, new, old))
        *old = *new;
    old->first = first;
    old->end = end;
}

/* Archived, old and replaced are one matter, of which a notice tells all it has. */
static bool is_of_age(const struct cd_finding *found) {
    return found->entry->status >= CD_STATUS_SUPERSEDED &&
           found->entry->status <= CD_STATUS_OUTDATED;
}

/* Do two overlap, or say the same sentence by sentence: "This story is from 2013. Some
 * details may have changed since"? */
static bool touch(const struct cd_scan *scan, const struct cd_finding *old,
                  const struct cd_finding *new) {
    if (new->first < old->end)
        return old->first < new->end;
    bool same =
        new->entry->status == old->entry->status || (is_of_age(old) && is_of_age(new));
    return new->first == old->end &&same &&
           !(token_at(scan, new->first)->flags & CD_TOKEN_PARAGRAPH);
}

/* The first notice that `found` is one with; notice_count: none. */
static uint32_t find_touching(const struct cd_scan *scan,
                              const struct cd_finding *found) {
    const struct cd_findings *out = scan->out;
    uint32_t i = 0;
    while (i < out->notice_count && (out->notices[i].in_title != found->in_title ||
                                     !touch(scan, &out->notices[i], found)))
        i++;
    return i;
}

/* What two make may reach a third: notices never overlap. It stands where the first of
 * them stood. */
static void add_notice(struct cd_scan *scan, const struct cd_hit *hit) {
    struct cd_findings *out = scan->out;
    struct cd_finding found = cd_hit_finding(scan, hit), *notices = out->notices;
    uint32_t place = UINT32_MAX, i;
    while ((i = find_touching(scan, &found)) < out->notice_count) {
        join(scan, &notices[i], &found);
        found = notices[i];
        place = i < place ? i : place;
        memmove(&notices[i], &notices[i + 1],
                (--out->notice_count - i) * sizeof *notices);
    }
    if (out->notice_count >= places_for(found.entry->status)) {
        out->more = true;
        return;
    }
    place = place < out->notice_count ? place : out->notice_count;
    memmove(&notices[place + 1], &notices[place],
            (out->notice_count++ - place) * sizeof *notices);
    notices[place] = found;
}

static void add_furniture(struct cd_scan *scan, const struct cd_hit *hit) {
    struct cd_findings *out = scan->out;
    struct cd_finding found = cd_hit_finding(scan, hit);
    struct cd_span span = {found.first, found.end};
    if (cd_words_in(scan, span) > hit->entry->words) {
        found.end = sentence_of(scan, hit->end - 1).end;
        span.end = found.end;
        if (cd_words_in(scan, span) > hit->entry->words)
            return;
    }
    found.end = cd_headlines_end(scan, hit, found.end);
    struct cd_finding *last =
        out->furniture_count ? &out->furniture[out->furniture_count - 1] : NULL;
    if (last && found.first < last->end) {
        if (found.end > last->end)
            last->end = found.end;
    } else if (out->furniture_count < CD_MOST_FURNITURE) {
        out->furniture[out->furniture_count++] = found;
    } else {
        out->more = true;
    }
}

/* Takes the paragraphs that it fills off the text's end; false where there is none. */
static bool leaves_out(struct cd_scan *scan, const struct cd_finding *found) {
    uint32_t before = scan->real_paragraphs;
    while (scan->real_paragraphs > 0) {
        struct cd_span last = scan->text->paragraphs[scan->real_paragraphs - 1];
        if (found->first > last.first || found->end < last.end)
            break;
        scan->real_paragraphs--;
    }
    return scan->real_paragraphs < before;
}

static void judge_furniture(struct cd_scan *scan) {
    scan->real_paragraphs = scan->text->paragraph_count;
    for (uint32_t i = 0; i < scan->hit_count; i++)
        if (scan->hits[i].entry->role == CD_ROLE_FURNITURE &&
            cd_speaks(scan, scan->hits[i].entry) && cd_hit_counts(scan, &scan->hits[i]))
            add_furniture(scan, &scan->hits[i]);
    for (uint32_t i = scan->out->furniture_count; i-- > 0;)
        if (!leaves_out(scan, &scan->out->furniture[i]))
            break;
}

static void judge_notices(struct cd_scan *scan) {
    for (uint32_t i = 0; i < scan->hit_count; i++)
        if (scan->hits[i].entry->role == CD_ROLE_NOTICE &&
            cd_hit_counts(scan, &scan->hits[i]))
            add_notice(scan, &scan->hits[i]);
}

static void scan_edges(struct cd_scan *scan) {
    const struct cd_text *text = scan->text;
    uint32_t real = scan->real_paragraphs;
    if (scan->title || real <= EDGE_HEAD + EDGE_TAIL) {
        scan_inside(scan, 0, text->token_count);
        return;
    }
    scan_inside(scan, 0, text->paragraphs[EDGE_HEAD].first);
    scan_inside(scan, text->paragraphs[real - EDGE_TAIL].first, text->token_count);
}

static void scan_text(struct cd_scan *scan, const struct cd_text *text, bool title) {
    scan->text = text;
    scan->title = title;
    scan->hit_count = scan->furniture_hits = 0;
    if (text->token_count == 0)
        return;
    scan_starts(scan);
    if (!title)
        judge_furniture(scan);
    scan_edges(scan);
    judge_notices(scan);
}

/* Furniture inside a notice is the notice's; what stands before one ends there. */
static bool yields(const struct cd_findings *found, struct cd_finding *furniture) {
    for (uint32_t k = 0; k < found->notice_count; k++) {
        const struct cd_finding *n = &found->notices[k];
        if (n->in_title || furniture->first >= n->end || n->first >= furniture->end)
            continue;
        if (furniture->first >= n->first)
            return false;
        furniture->end = n->first;
    }
    return true;
}

static void drop_covered(struct cd_findings *out) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < out->furniture_count; i++) {
        struct cd_finding f = out->furniture[i];
        if (yields(out, &f))
            out->furniture[kept++] = f;
    }
    out->furniture_count = kept;
}

int cd_findings_of(const struct cd_lexicon *lexicon, struct cd_arena *arena,
                   const struct cd_text *title, const struct cd_text *body,
                   struct cd_str language, struct cd_findings *out,
                   struct cd_error *err) {
    *out = (struct cd_findings){0};
    struct cd_scan *scan = cd_arena_zero(arena, 1, sizeof *scan);
    struct cd_hit *hits =
        cd_arena_alloc(arena, (CD_MOST_FURNITURE + CD_MOST_NOTICES) * sizeof *hits);
    out->notices = cd_arena_alloc(arena, CD_MOST_NOTICES * sizeof *out->notices);
    out->furniture = cd_arena_alloc(arena, CD_MOST_FURNITURE * sizeof *out->furniture);
    if (!scan || !hits || !out->notices || !out->furniture)
        return cd_fail_memory(err);
    scan->hits = hits;
    scan->lexicon = lexicon;
    scan->language = language;
    scan->out = out;
    scan_text(scan, title, true);
    scan_text(scan, body, false);
    drop_covered(out);
    return CD_OK;
}
