#include "consumer/hush.h"

#include <ctype.h>
#include <stddef.h>

#define SILENCE_MS 30000

static uint64_t hash_of(const char *line) {
    uint64_t hash = UINT64_C(0xcbf29ce484222325); /* FNV-1a */
    for (; *line; line++)
        if (!isdigit((unsigned char)*line))
            hash = (hash ^ (unsigned char)*line) * UINT64_C(0x100000001b3);
    return hash ? hash : 1;
}

bool cd_hush_allows(struct cd_hush *hush, const char *line, int64_t now_ms,
                    uint32_t *times) {
    uint64_t hash = hash_of(line);
    size_t i = hash % CD_HUSHED;
    *times = 0;
    bool same = atomic_load(&hush->lines[i].line) == hash;
    if (same && now_ms - atomic_load(&hush->lines[i].since) < SILENCE_MS) {
        atomic_fetch_add(&hush->lines[i].times, 1);
        return false;
    }
    uint32_t left_out = atomic_exchange(&hush->lines[i].times, 0);
    atomic_store(&hush->lines[i].line, hash);
    atomic_store(&hush->lines[i].since, now_ms);
    *times = same ? left_out : 0;
    return true;
}
