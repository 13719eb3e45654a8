/* 64-bit hashes with fixed seeds: the same on every machine and in every process, since
 * they are written to the ledger. Whole byte strings by XXH3 (Collet; Debian's libxxhash,
 * its output is frozen since 0.8.0); words byte by byte, so that a word of any length is
 * hashed while it is folded. */
#ifndef CD_BASE_HASH_H
#define CD_BASE_HASH_H

#include <stdint.h>

#include "base/str.h"

/* XXH3-64 of the bytes, seed 0. */
uint64_t cd_hash(const void *bytes, size_t len);

/* Spreads every input bit over all 64 output bits. */
static inline uint64_t cd_hash_mix(uint64_t x) {
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

/* A word's hash while its bytes come: eight of them at a time are multiplied in, as in
 * MurmurHash2-64 (Appleby), since a multiplication a byte would be most of what reading
 * a text costs. Zeroed storage is the hash of no bytes. */
struct cd_word_hash {
    uint64_t state, pending;
    uint32_t count; /* bytes so far */
};

/* Takes `count` bytes, eight at most: the first in the lowest of `bytes`, above the last
 * zeros. */
static inline void cd_word_hash_add_bytes(struct cd_word_hash *hash, uint64_t bytes,
                                          uint32_t count) {
    uint32_t held = hash->count & 7;
    hash->pending |= bytes << (8 * held);
    hash->count += count;
    if (held + count < 8)
        return;
    hash->state = (hash->state ^ hash->pending) * UINT64_C(0xc6a4a7935bd1e995);
    hash->state ^= hash->state >> 47;
    hash->pending = held ? bytes >> (64 - 8 * held) : 0;
}

static inline void cd_word_hash_add(struct cd_word_hash *hash, unsigned char byte) {
    cd_word_hash_add_bytes(hash, byte, 1);
}

static inline uint64_t cd_word_hash_end(const struct cd_word_hash *hash) {
    uint64_t length = (uint64_t)hash->count * UINT64_C(0x9e3779b97f4a7c15);
    return cd_hash_mix(hash->state ^ cd_hash_mix(hash->pending ^ length));
}

#endif
