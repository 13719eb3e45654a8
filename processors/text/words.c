/* Open addressing with linear probing over 64-bit hashes that are spread already. At most
 * half full, so that a look-up of a word that is not there, the usual case, ends at once.
 */
#include "processors/text/words.h"

#include <stdlib.h>

struct entry {
    uint64_t hash;
    int value; /* -1: free */
};

struct cd_words {
    struct entry *entries;
    size_t capacity; /* a power of two, or 0 */
    size_t count;
};

struct cd_words *cd_words_new(void) {
    return calloc(1, sizeof(struct cd_words));
}

void cd_words_free(struct cd_words *words) {
    if (words)
        free(words->entries);
    free(words);
}

/* The entry of this hash, or the free one where it would stand. */
static struct entry *slot_of(const struct cd_words *words, uint64_t hash) {
    size_t mask = words->capacity - 1;
    size_t i = (size_t)hash & mask;
    while (words->entries[i].value >= 0 && words->entries[i].hash != hash)
        i = (i + 1) & mask;
    return &words->entries[i];
}

static int grow(struct cd_words *words) {
    struct cd_words larger = {.capacity = words->capacity ? words->capacity * 2 : 64};
    larger.entries = malloc(larger.capacity * sizeof *larger.entries);
    if (!larger.entries)
        return CD_ENOMEM;
    for (size_t i = 0; i < larger.capacity; i++)
        larger.entries[i].value = -1;
    for (size_t i = 0; i < words->capacity; i++)
        if (words->entries[i].value >= 0)
            *slot_of(&larger, words->entries[i].hash) = words->entries[i];
    free(words->entries);
    words->entries = larger.entries;
    words->capacity = larger.capacity;
    return CD_OK;
}

int cd_words_add(struct cd_words *words, uint64_t hash, int value) {
    if (words->count * 2 >= words->capacity && grow(words))
        return CD_ENOMEM;
    struct entry *entry = slot_of(words, hash);
    if (entry->value < 0) {
        *entry = (struct entry){hash, value};
        words->count++;
    } else {
        entry->value |= value;
    }
    return CD_OK;
}

int cd_words_find(const struct cd_words *words, uint64_t hash) {
    return words->capacity ? slot_of(words, hash)->value : -1;
}

size_t cd_words_count(const struct cd_words *words) { return words->count; }
