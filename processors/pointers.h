/* JSON Pointers (RFC 6901), compiled into one tree, so that a message is walked once for
 * all fields: each object on the way is gone through member by member, which also finds
 * the last of names that occur twice. Read-only once it is built; shared by threads. */
#ifndef CD_PROCESSORS_POINTERS_H
#define CD_PROCESSORS_POINTERS_H

#include <stdint.h>

#include "base/error.h"
#include "base/str.h"

/* A step of one or more pointers. Node 0 is the whole document. */
struct cd_pointer_node {
    struct cd_str name;   /* unescaped; owned by the tree */
    int64_t index;        /* the name as an array's index; -1: it is none */
    uint32_t parent;      /* the step before; 0 for node 0 as well */
    uint32_t child, next; /* first child, next sibling; 0: none */
    uint64_t names;       /* cd_pointer_bit of every child's name */
};

/* A pointer's last step, and the slot that its value is for. */
struct cd_pointer_target {
    uint32_t node, slot;
};

struct cd_pointers {
    struct cd_pointer_node *nodes;
    struct cd_pointer_target *targets; /* in the order in which they were added */
    size_t node_count, target_count;
    size_t slot_count; /* the highest slot and one */
};

/* A bit by which most names that no child has are told apart without comparing. */
static inline uint64_t cd_pointer_bit(const char *name, size_t len) {
    unsigned first = len ? (unsigned char)name[0] : 0;
    return UINT64_C(1) << ((len * 7 + first) & 63);
}

/* An empty tree on the heap; NULL without memory. Free takes NULL. */
struct cd_pointers *cd_pointers_new(void);
void cd_pointers_free(struct cd_pointers *pointers);

/* Adds a pointer whose value is for `slot`. Of several for one slot the one that was
 * added first and is there with a value other than null or a blank string counts.
 * CD_EUSAGE: not a JSON Pointer, or more than CD_POINTER_DEPTH steps; CD_ENOMEM. */
CD_MUST_USE int cd_pointers_add(struct cd_pointers *pointers, const char *pointer,
                                uint32_t slot, struct cd_error *err);

#define CD_POINTER_DEPTH 32

#endif
