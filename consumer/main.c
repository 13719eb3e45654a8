/* The entry, and what holds for the process; everything that is tested lies in libraries.
 */
#include <malloc.h>

#include "consumer/command.h"

/* glibc raises this bound to the largest chunk that was freed, up to 32 MiB; then what a
 * large article takes comes from heaps that others keep from shrinking, and a service
 * keeps what its largest articles took at once. Set, the bound stays. At glibc's first
 * bound, 128 KiB, articles of a few kilobytes have mappings of their own, too, and cost a
 * fifth more. */
#define OWN_MAPPING (512 << 10)
/* What a heap keeps at its end: in glibc's proportion, which goes with the bound as long
 * as nobody sets one. */
#define KEPT_AT_TOP (2 * OWN_MAPPING)

int main(int argc, char **argv) {
    /* Refused, memory is only held longer. */
    mallopt(M_MMAP_THRESHOLD, OWN_MAPPING);
    mallopt(M_TRIM_THRESHOLD, KEPT_AT_TOP);
    return cd_command_line(argc, argv);
}
