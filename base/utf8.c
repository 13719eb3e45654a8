#include "base/utf8.h"

/* The smallest code point that needs 2, 3 and 4 bytes: below it the form is overlong. */
static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};

static int sequence_length(unsigned char lead) {
    return lead < 0x80   ? 1
           : lead < 0xc2 ? 0
           : lead < 0xe0 ? 2
           : lead < 0xf0 ? 3
           : lead < 0xf5 ? 4
                         : 0;
}

int cd_utf8_decode(const char *p, const char *end, uint32_t *cp) {
    unsigned char lead = (unsigned char)*p;
    int n = sequence_length(lead);
    *cp = CD_UTF8_BAD;
    if (n == 0 || end - p < n)
        return 1;
    uint32_t value = n == 1 ? lead : lead & (0x7fu >> n);
    for (int i = 1; i < n; i++) {
        unsigned char c = (unsigned char)p[i];
        if ((c & 0xc0) != 0x80)
            return 1;
        value = value << 6 | (c & 0x3fu);
    }
    bool surrogate = value >= 0xd800 && value <= 0xdfff;
    if (value < smallest[n] || value > 0x10ffff || surrogate)
        return 1;
    *cp = value;
    return n;
}

int cd_utf8_encode(uint32_t cp, char *out) {
    if (cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
        cp = CD_UTF8_BAD;
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    int n = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    for (int i = n - 1; i > 0; i--, cp >>= 6)
        out[i] = (char)(0x80 | (cp & 0x3f));
    static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    out[0] = (char)(lead[n] | cp);
    return n;
}

/* Eight bytes at a time: of each the bit that says "begins no code point" is brought to
 * its lowest place, and the multiplication adds the eight up in the highest byte. */
size_t cd_utf8_count(struct cd_str s) {
    size_t n = s.len, i = 0;
    for (; i + 8 <= s.len; i += 8) {
        uint64_t x;
        memcpy(&x, s.p + i, 8);
        uint64_t inner = (x >> 7) & ~(x >> 6) & UINT64_C(0x0101010101010101);
        n -= (size_t)((inner * UINT64_C(0x0101010101010101)) >> 56);
    }
    for (; i < s.len; i++)
        n -= ((unsigned char)s.p[i] & 0xc0) == 0x80;
    return n;
}

size_t cd_utf8_valid(struct cd_str s) {
    const char *p = s.p, *end = s.p + s.len;
    while (p < end) {
        uint32_t cp;
        int n = cd_utf8_decode(p, end, &cp);
        if (n == 1 && (unsigned char)*p >= 0x80)
            break;
        p += n;
    }
    return (size_t)(p - s.p);
}
