/* 64-bit hashes with fixed seeds: the same on every machine and in every process, since
 * they are written to the ledger. Whole byte strings by XXH3 (Collet; Debian's libxxhash,
 * its output is frozen since 0.8.0); words byte by byte, so that a word of any length is
 * hashed while it is folded, by FNV-1a (Fowler, Noll, Vo) with a finaliser (Stafford's
 * Mix13), since FNV's low bits alone are too weak to sample by. */
#ifndef CD_BASE_HASH_H
#define CD_BASE_HASH_H

#include <stdint.h>

#include "base/str.h"

/* XXH3-64 of the bytes, seed 0. */
uint64_t cd_hash(const void *bytes, size_t len);

#define CD_WORD_HASH_START UINT64_C(0xcbf29ce484222325)

/* Takes one more byte of a word into its hash, which began as CD_WORD_HASH_START. */
static inline uint64_t cd_word_hash_add(uint64_t hash, unsigned char byte) {
    return (hash ^ byte) * UINT64_C(0x100000001b3);
}

/* Spreads every input bit over all 64 output bits. */
static inline uint64_t cd_hash_mix(uint64_t x) {
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

#endif
