/* This runs over every article before it is known whether it is a copy, so it is cheap: a
 * mark opens what the next one closes. The quotes processor, which knows better, looks
 * its quotes up by the same hash. */
#include "processors/text/said.h"

#include "base/hash.h"

uint64_t cd_said_hash(const struct cd_text *text, uint32_t first, uint32_t end) {
    uint64_t hash = 0;
    uint32_t words = 0;
    for (uint32_t i = first; i < end; i++) {
        if (text->tokens[i].kind == CD_TOKEN_MARK)
            continue;
        hash = cd_hash_mix(hash + text->tokens[i].hash);
        words++;
    }
    return words < CD_LEAST_SAID ? 0 : hash | 1;
}

static bool is_double_mark(const struct cd_token *token) {
    static const uint32_t marks[] = {'"',    0xab,   0xbb,   0x201c, 0x201d,
                                     0x201e, 0x201f, 0x2033, 0x300c, 0x300d,
                                     0x300e, 0x300f, 0xff02};
    if (token->kind != CD_TOKEN_MARK)
        return false;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (marks[i] == token->sign)
            return true;
    return false;
}

/* ” opens nothing in any language. */
static bool only_closes(uint32_t sign) {
    return sign == 0x201d || sign == 0x300d || sign == 0x300f;
}

static unsigned add(uint64_t *out, unsigned count, uint64_t hash) {
    if (!hash || count == CD_MOST_SAID)
        return count;
    for (unsigned i = 0; i < count; i++)
        if (out[i] == hash)
            return count;
    out[count] = hash;
    return count + 1;
}

static unsigned find_in(const struct cd_text *text, struct cd_span paragraph,
                        uint64_t *out, unsigned count) {
    uint32_t open = 0; /* the token behind the mark that opened; 0: none */
    for (uint32_t i = paragraph.first; i < paragraph.end; i++) {
        const struct cd_token *token = &text->tokens[i];
        if (!is_double_mark(token) || (!open && only_closes(token->sign)))
            continue;
        if (open)
            count = add(out, count, cd_said_hash(text, open, i));
        open = open ? 0 : i + 1;
    }
    return open ? add(out, count, cd_said_hash(text, open, paragraph.end)) : count;
}

unsigned cd_said_find(const struct cd_text *text, uint64_t out[CD_MOST_SAID]) {
    unsigned count = 0;
    for (uint32_t i = 0; i < text->paragraph_count && count < CD_MOST_SAID; i++)
        count = find_in(text, text->paragraphs[i], out, count);
    return count;
}
