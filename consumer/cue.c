#include "consumer/cue.h"

#define WIDEST_GAP 400 /* bytes between a quote and its speaker that may hold the cue */
#define NEXT_TO    60  /* bytes beside a mention */

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (unsigned char)c >= 0x80;
}

static bool is_word_at(struct cd_str text, size_t at, struct cd_str word) {
    size_t end = at + word.len;
    return memcmp(text.p + at, word.p, word.len) == 0 &&
           (at == 0 || !is_letter(text.p[at - 1])) &&
           (end == text.len || !is_letter(text.p[end]));
}

/* How often the word stands in [from, to): 0, 1, or 2 for more; the first goes to *out.
 */
static int count_in(struct cd_str text, size_t from, size_t to, struct cd_str word,
                    struct cd_stretch *out) {
    int count = 0;
    for (size_t at = from; at + word.len <= to && count < 2; at++) {
        if (!is_word_at(text, at, word))
            continue;
        if (count++ == 0)
            *out = (struct cd_stretch){at, at + word.len};
    }
    return count;
}

/* A sentence's end, a line's end or a quote mark; those of UTF-8 begin with these bytes.
 */
static bool ends_clause(struct cd_str text, size_t at) {
    char c = text.p[at];
    return c == '\n' || c == '"' || c == '!' || c == '?' || c == ';' ||
           (c == '.' && (at + 1 == text.len || text.p[at + 1] == ' ')) || c == '\xe2' ||
           c == '\xc2';
}

static size_t reach_forward(struct cd_str text, size_t from) {
    size_t to = from;
    while (to < text.len && to - from < NEXT_TO && !ends_clause(text, to))
        to++;
    return to;
}

static size_t reach_back(struct cd_str text, size_t to) {
    size_t from = to;
    while (from > 0 && to - from < NEXT_TO && !ends_clause(text, from - 1))
        from--;
    return from;
}

bool cd_cue_find(struct cd_str text, struct cd_stretch quote, struct cd_stretch mention,
                 struct cd_str cue, struct cd_stretch *out) {
    bool after = mention.start >= quote.end;
    size_t from = after ? quote.end : mention.end;
    size_t to = after ? mention.start : quote.start;
    if (cue.len == 0 || from > to) /* the mention lies in the quote */
        return false;
    int found = to - from > WIDEST_GAP ? 0 : count_in(text, from, to, cue, out);
    if (found == 0 && (after || to - from > WIDEST_GAP))
        found = count_in(text, mention.end, reach_forward(text, mention.end), cue, out);
    if (found == 0 && (!after || to - from > WIDEST_GAP))
        found = count_in(text, reach_back(text, mention.start), mention.start, cue, out);
    return found == 1;
}
