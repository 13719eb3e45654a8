/* All chance of a run comes from one seed (SplitMix64, Steele et al. 2014), so that a run
 * is repeated by its seed alone. */
#ifndef CD_TESTS_SIMULATOR_CHANCE_H
#define CD_TESTS_SIMULATOR_CHANCE_H

#include <stdbool.h>
#include <stdint.h>

struct chance {
    uint64_t state;
};

static inline uint64_t chance_next(struct chance *chance) {
    uint64_t x = chance->state += UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

/* 0 to n - 1; n is small beside 2^64. */
static inline unsigned chance_below(struct chance *chance, unsigned n) {
    return (unsigned)(chance_next(chance) % n);
}

/* True once in `n` times. */
static inline bool chance_one_in(struct chance *chance, unsigned n) {
    return chance_below(chance, n) == 0;
}

#endif
