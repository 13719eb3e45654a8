/* A sketch's samples in as few bytes as hold them without loss: how they lie in a record
 * of the ledger and in the window. Samples rise, and are evenly spread: of each gram the
 * lower 24 bits are kept, of each pair the lower 8, and the upper ones of all together
 * (rising.h). The lowest 16 of the grams lie side by side in front, since whoever looks
 * for a gram seldom needs to see more.
 *
 * A run of bytes: shift and count of grams, of pairs, of numbers, of slots (u8 each; the
 * upper two bits of the slots' shift are the text's brevity, brevity.h);
 * grams: lower 16 bits each (u16, little-endian; the lowest bit says that the gram is in
 * the lead), the next 8 each, the upper ones; pairs: lower 8 bits each, the upper ones;
 * numbers (u16 each); slots (u16 each), what fills them (u8 each). */
#ifndef CD_PROCESSORS_DEDUP_PACKED_H
#define CD_PROCESSORS_DEDUP_PACKED_H

#include "processors/dedup/sketch.h"

/* Where the grams of a run lie. */
struct cd_grams {
    const unsigned char *low, *middle, *upper; /* 16, 8 and 8 bits of each */
    uint8_t count;
    uint16_t limit; /* the upper ones are below it */
};

/* The bytes of a sketch's run; writes it. */
size_t cd_packed_bytes(const struct cd_sketch *sketch);
void cd_packed_write(unsigned char *run, const struct cd_sketch *sketch);

/* Reads the samples of a run that was written here; text and words are left as they
 * are. */
void cd_packed_read(const unsigned char *run, struct cd_sketch *sketch);

/* The same of the first bytes of anything: *size is how many they are. CD_EMESSAGE where
 * they are not just what cd_packed_write makes of some sketch. */
CD_MUST_USE int cd_packed_parse(struct cd_str bytes, struct cd_sketch *sketch,
                                size_t *size);

/* The grams of a run, to be looked at one by one; borrowed from it. */
struct cd_grams cd_packed_grams(const unsigned char *run);

/* The lower 24 bits of one (the lowest, that of the lead, is left out), and the whole of
 * it, which costs more. */
static inline uint32_t cd_grams_low(const struct cd_grams *grams, unsigned i) {
    const unsigned char *low = grams->low + 2 * (size_t)i;
    return (uint32_t)grams->middle[i] << 16 | (uint32_t)low[1] << 8 | (low[0] & 0xfe);
}
uint32_t cd_grams_at(const struct cd_grams *grams, unsigned i);

#endif
