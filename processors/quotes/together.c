/* See together.h. */
#include "processors/quotes/together.h"

#include "processors/quotes/clause.h"

#define MOST_TOGETHER 10 /* items of a list of names */

/* "Ann Doyle and Bo Wester said": the first item of the names that say it together. */
uint32_t cd_together_from(const struct cd_walk *w, uint32_t head) {
    /* The head may stand in the sentence before or behind. */
    const struct cd_sentence *s = &w->sentences.list[w->at];
    s = head < s->first ? s - 1 : head >= s->end ? s + 1 : s;
    struct cd_clause c = {w->r, w->sentences.items, *s};
    uint32_t first = head, least = head > MOST_TOGETHER ? head - MOST_TOGETHER : 0;
    if (head >= c.sentence.first + 2 && cd_item_is(&c, head - 1, CD_WORD_AND)) {
        uint32_t i = head - 2;
        if (cd_item_of(&c, i, CD_ITEM_MARK) && i > c.sentence.first)
            i--;
        if (cd_item_names(&c, i) ? !cd_item_place(&c, i)
                                 : cd_item_is(&c, i, CD_HONORIFIC) &&
                                       cd_item_is(&c, i, CD_MALE | CD_FEMALE))
            first = i;
    }
    while (first < head && first > least && first >= c.sentence.first + 2 &&
           cd_item_of(&c, first - 1, CD_ITEM_COMMA) && cd_item_names(&c, first - 2))
        first -= 2;
    return first;
}

/* The end of “…,” said Ann Doyle, Sue Ellis and Bo Wester. */
uint32_t cd_together_until(const struct cd_walk *w, uint32_t head) {
    const struct cd_item *items = w->sentences.items;
    uint32_t i = head + 1, end = w->sentences.item_count;
    while (i + 2 < end && i < head + MOST_TOGETHER && items[i].kind == CD_ITEM_COMMA &&
           items[i + 1].kind == CD_ITEM_NAME)
        i += 2;
    bool joined = i > head + 1 && i + 1 < end && items[i].kind == CD_ITEM_WORD &&
                  (items[i].class & CD_WORD_AND) && items[i + 1].kind == CD_ITEM_NAME &&
                  !items[i + 1].possessive;
    return joined ? i + 2 : head + 1;
}

/* "Ann Doyle and Bo Wester met. They said": those whom the sentence before names
 * together; empty: none. */
struct cd_span cd_together_before(const struct cd_walk *w) {
    const struct cd_sentence *s = &w->sentences.list[w->at];
    if (w->at == 0 || s[-1].paragraph + 1 < s->paragraph ||
        w->subjects[w->at - 1].kind != CD_SUBJECT_NAME)
        return (struct cd_span){0, 0};
    struct cd_clause c = {w->r, w->sentences.items, s[-1]};
    uint32_t head = w->subjects[w->at - 1].head, i = head + 1;
    while (cd_item_of(&c, i, CD_ITEM_COMMA) && cd_item_names(&c, i + 1) &&
           i < head + MOST_TOGETHER)
        i += 2;
    if (cd_item_of(&c, i, CD_ITEM_COMMA))
        i++;
    bool joined = cd_item_is(&c, i, CD_WORD_AND) && cd_item_names(&c, i + 1);
    return joined ? cd_item_tokens(w, head, i + 2) : (struct cd_span){0, 0};
}
