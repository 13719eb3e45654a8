/* ASCII letters and digits, eight bytes at a time: they are most bytes of most feeds, and
 * where a word ends no processor foresees, so that a loop over its bytes costs more for
 * being left than for its work. Bytes are told apart inside one 64-bit number (Mycroft
 * 1987; Warren, Hacker's Delight, chapter 6). */
#ifndef CD_TEXT_ASCII_H
#define CD_TEXT_ASCII_H

#include <stdbool.h>
#include <stdint.h>

#define CD_ASCII_MOST 8

/* A run of letters and digits. */
struct cd_ascii {
    uint64_t folded; /* lower case, the first in the lowest byte; zeros behind the last */
    uint32_t count;  /* bytes */
    uint32_t letters, lower;
    bool capital; /* the first one is */
};

static inline bool cd_is_ascii_word(char c) {
    unsigned char folded = (unsigned char)c | 0x20;
    return (folded >= 'a' && folded <= 'z') || (c >= '0' && c <= '9');
}

/* `byte` in each of eight. */
static inline uint64_t cd_ascii_each(unsigned char byte) {
    return byte * UINT64_C(0x0101010101010101);
}

/* The top bit of each byte that lies between two; of bytes below 0x80. */
static inline uint64_t cd_ascii_between(uint64_t bytes, unsigned char low,
                                        unsigned char high) {
    return (bytes + cd_ascii_each(0x80 - low)) & ~(bytes + cd_ascii_each(0x7f - high)) &
           cd_ascii_each(0x80);
}

/* How many bytes have their top bit, of numbers that have no other. */
static inline uint32_t cd_ascii_sum(uint64_t tops) {
    return (uint32_t)((tops >> 7) * cd_ascii_each(1) >> 56);
}

static inline uint64_t cd_ascii_load(const char *p, const char *end) {
    uint64_t bytes = 0;
    uint32_t count = end - p < 8 ? (uint32_t)(end - p) : 8;
    if (count == 8) /* one instruction to gcc and clang */
        return (uint64_t)(unsigned char)p[0] | (uint64_t)(unsigned char)p[1] << 8 |
               (uint64_t)(unsigned char)p[2] << 16 | (uint64_t)(unsigned char)p[3] << 24 |
               (uint64_t)(unsigned char)p[4] << 32 | (uint64_t)(unsigned char)p[5] << 40 |
               (uint64_t)(unsigned char)p[6] << 48 | (uint64_t)(unsigned char)p[7] << 56;
    for (uint32_t i = 0; i < count; i++)
        bytes |= (uint64_t)(unsigned char)p[i] << (8 * i);
    return bytes;
}

/* The run that begins at `p`: up to CD_ASCII_MOST bytes, and none where there is no
 * letter or digit. */
static inline struct cd_ascii cd_ascii_at(const char *p, const char *end) {
    const uint64_t tops = cd_ascii_each(0x80), lower_case = cd_ascii_each(0x20);
    uint64_t bytes = cd_ascii_load(p, end), low = bytes & ~tops;
    uint64_t letters = cd_ascii_between(low | lower_case, 'a', 'z') & ~bytes;
    uint64_t digits = cd_ascii_between(low, '0', '9') & ~bytes;
    uint64_t behind = ~(letters | digits) & tops; /* what is neither */
    uint64_t run = ((behind & -behind) >> 7) - 1; /* all bits of the bytes before it */
    return (struct cd_ascii){.folded = (bytes | lower_case) & run,
                             .count = behind ? (uint32_t)__builtin_ctzll(behind) / 8
                                             : CD_ASCII_MOST,
                             .letters = cd_ascii_sum(letters & run),
                             /* 0x20 is what small letters have and capitals have not. */
                             .lower = cd_ascii_sum(letters & run & (bytes << 2)),
                             .capital = letters & (~bytes << 2) & 0x80};
}

#endif
