/* Rising numbers of 8 bits, repetitions allowed, in about two bits each (Elias, 1974;
 * Fano, 1971): what the upper parts of sorted samples are. Number i is a one in bit
 * number + i; where that takes more than a byte each, they are written as they are. */
#ifndef CD_PROCESSORS_DEDUP_RISING_H
#define CD_PROCESSORS_DEDUP_RISING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The bytes that `count` numbers below `limit` (at most 256) take. */
size_t cd_rising_bytes(unsigned count, unsigned limit);

/* Writes them, cd_rising_bytes of bytes. */
void cd_rising_write(unsigned char *to, const uint8_t *numbers, unsigned count,
                     unsigned limit);

/* Are there `count` numbers and nothing else? To be asked of bytes from outside. */
bool cd_rising_holds(const unsigned char *from, unsigned count, unsigned limit);

/* Reads all of them; reads the one at `i`, below `count`. */
void cd_rising_read(const unsigned char *from, uint8_t *numbers, unsigned count,
                    unsigned limit);
uint8_t cd_rising_at(const unsigned char *from, unsigned i, unsigned count,
                     unsigned limit);

#endif
