#include "tests/broker/articles.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

#define ROOM ((size_t)16384)

static uint64_t draw(unsigned seed, unsigned number, unsigned what) {
    return cd_hash_mix(cd_hash_mix(((uint64_t)seed << 32 | number) + 1) + what);
}

enum cd_kind cd_article_kind(unsigned seed, unsigned number) {
    unsigned dice = (unsigned)(draw(seed, number, 0) % 100);
    if (number == 0 || dice >= 20)
        return CD_KIND_FRESH;
    if (dice < 9)
        return CD_KIND_COPY;
    if (dice < 15)
        return CD_KIND_NEAR;
    return dice < 19 ? CD_KIND_BROKEN : CD_KIND_TOMBSTONE;
}

/* A pronounceable word of two to four syllables, one of some ten thousand. */
static size_t put_word(char *out, uint64_t dice) {
    static const char onsets[] = "bdfgklmnprstv";
    static const char vowels[] = "aeiou";
    size_t syllables = 2 + dice % 2, len = 0;
    dice = cd_hash_mix(dice % 10007);
    for (size_t i = 0; i < syllables; i++, dice >>= 8) {
        out[len++] = onsets[dice % (sizeof onsets - 1)];
        out[len++] = vowels[(dice >> 4) % (sizeof vowels - 1)];
    }
    return len;
}

static size_t put_words(char *out, unsigned seed, unsigned story, unsigned from,
                        unsigned count) {
    size_t len = 0;
    for (unsigned i = 0; i < count; i++) {
        bool first = i % 12 == 0, last = i % 12 == 11 || i + 1 == count;
        size_t at = len;
        len += put_word(out + len, draw(seed, story, from + i));
        if (first)
            out[at] = (char)(out[at] - 'a' + 'A');
        if (last)
            out[len++] = '.';
        out[len++] = ' ';
    }
    return len - 1;
}

/* The fresh article whose text this one has. */
static unsigned story_of(unsigned seed, unsigned number) {
    while (cd_article_kind(seed, number) != CD_KIND_FRESH)
        number = (unsigned)(draw(seed, number, 1) % number);
    return number;
}

static size_t put_article(char *out, unsigned seed, unsigned story, const char *id,
                          bool longer) {
    unsigned words = 60 + (unsigned)(draw(seed, story, 2) % 300);
    size_t len = (size_t)sprintf(out, "{\"id\":\"%s\",\"title\":\"", id);
    len += put_words(out + len, seed, story, 1000, 7);
    len += (size_t)sprintf(out + len, "\",\"body\":\"");
    len += put_words(out + len, seed, story, 2000, words);
    if (longer)
        len += (size_t)sprintf(out + len, " More on this later today.");
    len += (size_t)sprintf(out + len, "\",\"language\":\"en\"}");
    return len;
}

static size_t put_broken(char *out, unsigned seed, unsigned number) {
    switch (draw(seed, number, 3) % 4) {
        case 0:
            return (size_t)sprintf(out, "{\"id\":\"%u\",\"body\":\"cut sho", number);
        case 1:
            return (size_t)sprintf(out, "{\"id\":\"%u\",\"title\":\"no body\"}", number);
        case 2:
            return (size_t)sprintf(out, "[%u]", number);
        default:
            return (size_t)sprintf(out, "{\"id\":\"%u\",\"body\":\"\xff\xfe\"}", number);
    }
}

char *cd_article_story(unsigned seed, unsigned story, const char *id, size_t *len) {
    char *out = malloc(ROOM);
    *len = out ? put_article(out, seed, story, id, false) : 0;
    return out;
}

char *cd_article_bytes(unsigned seed, unsigned number, size_t *len) {
    enum cd_kind kind = cd_article_kind(seed, number);
    char id[32];
    char *out = kind == CD_KIND_TOMBSTONE ? NULL : malloc(ROOM);
    *len = 0;
    if (!out)
        return NULL;
    snprintf(id, sizeof id, "s%u-%u", seed, number);
    if (kind == CD_KIND_BROKEN)
        *len = put_broken(out, seed, number);
    else
        *len = put_article(out, seed, story_of(seed, number), id, kind == CD_KIND_NEAR);
    return out;
}
