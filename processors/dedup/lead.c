#include "processors/dedup/lead.h"

#include "base/hash.h"
#include "processors/dedup/value.h"

#define MOST_WORDS  32 /* of a headline */
#define LEAST_BYTES 4  /* a shorter word says nothing */

/* The words of a headline, and where each comes first in the body. */
struct headline {
    uint64_t words[MOST_WORDS];
    uint64_t bits; /* which words there may be, by their hashes */
    size_t count;
    size_t found[MOST_WORDS]; /* rising */
    size_t found_count;
};

static bool says_something(const struct cd_token *token) {
    return token->kind == CD_TOKEN_NUMBER ||
           (token->kind == CD_TOKEN_WORD &&
            ((token->flags & CD_TOKEN_CJK) || token->end - token->start >= LEAST_BYTES));
}

static void read_headline(struct headline *headline, const struct cd_text *title) {
    *headline = (struct headline){.count = 0};
    for (uint32_t i = 0; i < title->token_count && headline->count < MOST_WORDS; i++) {
        if (!says_something(&title->tokens[i]))
            continue;
        uint64_t word = cd_value_hash(title, i);
        headline->words[headline->count++] = word;
        headline->bits |= UINT64_C(1) << word % 64;
    }
}

/* Each is looked for once. */
static bool take_word(struct headline *headline, uint64_t word) {
    for (size_t i = 0; i < headline->count; i++) {
        if (headline->words[i] != word)
            continue;
        headline->words[i] = headline->words[--headline->count];
        return true;
    }
    return false;
}

/* In words [first, end) of the body. */
static void find_words(struct headline *headline, const uint64_t *words, size_t first,
                       size_t end) {
    uint64_t bits = headline->bits;
    for (size_t i = first; i < end; i++)
        if ((bits >> words[i] % 64 & 1) && take_word(headline, words[i]))
            headline->found[headline->found_count++] = i;
}

static size_t count_within(const struct headline *headline, size_t first, size_t count) {
    size_t n = 0;
    for (size_t i = 0; i < headline->found_count; i++)
        n += headline->found[i] >= first && headline->found[i] - first < count;
    return n;
}

/* Where most of the headline's words begin, if they are many more than at the beginning.
 */
struct cd_lead cd_lead_find(const uint64_t *words, size_t count,
                            const struct cd_text *title) {
    struct cd_lead lead = {0, (count + CD_LEAD - 1) / CD_LEAD};
    struct headline headline;
    if (!title)
        return lead;
    read_headline(&headline, title);
    find_words(&headline, words, 0, lead.count);
    size_t best = 2 * headline.found_count;
    if (best >= headline.count) /* no more than these are left */
        return lead;
    find_words(&headline, words, lead.count, count);
    for (size_t i = 0; i < headline.found_count; i++) {
        size_t n = count_within(&headline, headline.found[i], lead.count);
        if (n <= best || n < 2)
            continue;
        best = n;
        lead.first = headline.found[i];
    }
    if (lead.first > count - lead.count)
        lead.first = count - lead.count;
    return lead;
}
