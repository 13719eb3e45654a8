#include "processors/dedup/rising.h"

#include <string.h>

static size_t bitmap_bytes(unsigned count, unsigned limit) {
    return (count + limit + 6) / 8;
}

static bool is_plain(unsigned count, unsigned limit) {
    return count <= bitmap_bytes(count, limit);
}

static unsigned ones_in(unsigned byte) {
    byte -= byte >> 1 & 0x55;
    byte = (byte & 0x33) + (byte >> 2 & 0x33);
    return (byte + (byte >> 4)) & 0x0f;
}

size_t cd_rising_bytes(unsigned count, unsigned limit) {
    return is_plain(count, limit) ? count : bitmap_bytes(count, limit);
}

bool cd_rising_holds(const unsigned char *from, unsigned count, unsigned limit) {
    unsigned bits = count + limit - 1, bytes = (unsigned)bitmap_bytes(count, limit);
    unsigned ones = 0;
    if (is_plain(count, limit))
        return true;
    for (unsigned i = 0; i < bytes; i++)
        ones += ones_in(from[i]);
    return ones == count && (bits % 8 == 0 || from[bytes - 1] >> bits % 8 == 0);
}

void cd_rising_write(unsigned char *to, const uint8_t *numbers, unsigned count,
                     unsigned limit) {
    if (is_plain(count, limit)) {
        memcpy(to, numbers, count);
        return;
    }
    memset(to, 0, bitmap_bytes(count, limit));
    for (unsigned i = 0; i < count; i++) {
        unsigned bit = numbers[i] + i;
        to[bit / 8] |= (unsigned char)(1u << bit % 8);
    }
}

void cd_rising_read(const unsigned char *from, uint8_t *numbers, unsigned count,
                    unsigned limit) {
    if (is_plain(count, limit)) {
        memcpy(numbers, from, count);
        return;
    }
    unsigned i = 0;
    for (unsigned byte = 0; i < count; byte++)
        for (unsigned bits = from[byte]; bits; bits &= bits - 1, i++)
            numbers[i] = (uint8_t)(byte * 8 + (unsigned)__builtin_ctz(bits) - i);
}

uint8_t cd_rising_at(const unsigned char *from, unsigned i, unsigned count,
                     unsigned limit) {
    if (is_plain(count, limit))
        return from[i];
    unsigned byte = 0, before = 0;
    for (;; byte++) {
        unsigned ones = ones_in(from[byte]);
        if (before + ones > i)
            break;
        before += ones;
    }
    unsigned bits = from[byte];
    for (; before < i; before++)
        bits &= bits - 1;
    return (uint8_t)(byte * 8 + (unsigned)__builtin_ctz(bits) - i);
}
