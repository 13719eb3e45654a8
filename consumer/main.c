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

int main(int argc, char **argv) {
    mallopt(M_MMAP_THRESHOLD, OWN_MAPPING); /* refused, memory is only held longer */
    return cd_command_line(argc, argv);
}
