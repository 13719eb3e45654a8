#include "processors/pointers.h"

#include <stdlib.h>

struct cd_pointers *cd_pointers_new(void) {
    struct cd_pointers *pointers = calloc(1, sizeof *pointers);
    if (!pointers)
        return NULL;
    pointers->nodes = calloc(1, sizeof *pointers->nodes);
    if (!pointers->nodes) {
        free(pointers);
        return NULL;
    }
    pointers->nodes[0].index = -1;
    pointers->node_count = 1;
    return pointers;
}

void cd_pointers_free(struct cd_pointers *pointers) {
    if (!pointers)
        return;
    for (size_t i = 1; i < pointers->node_count; i++)
        free((char *)pointers->nodes[i].name.p);
    free(pointers->nodes);
    free(pointers->targets);
    free(pointers);
}

/* RFC 6901, section 4: digits without a leading zero. */
static int64_t array_index(struct cd_str name) {
    if (name.len == 0 || name.len > 9 || (name.len > 1 && name.p[0] == '0'))
        return -1;
    int64_t index = 0;
    for (size_t i = 0; i < name.len; i++) {
        if (name.p[i] < '0' || name.p[i] > '9')
            return -1;
        index = index * 10 + (name.p[i] - '0');
    }
    return index;
}

static uint32_t find_child(const struct cd_pointers *pointers, uint32_t node,
                           struct cd_str name) {
    uint32_t child = pointers->nodes[node].child;
    while (child && !cd_str_eq(pointers->nodes[child].name, name))
        child = pointers->nodes[child].next;
    return child;
}

/* Takes `name`, which is on the heap; frees it where it fails. */
static int add_child(struct cd_pointers *pointers, uint32_t node, struct cd_str name) {
    size_t count = pointers->node_count;
    struct cd_pointer_node *nodes = realloc(pointers->nodes, (count + 1) * sizeof *nodes);
    if (!nodes) {
        free((char *)name.p);
        return CD_ENOMEM;
    }
    pointers->nodes = nodes;
    nodes[count] = (struct cd_pointer_node){.name = name,
                                            .index = array_index(name),
                                            .parent = node,
                                            .next = nodes[node].child};
    nodes[node].child = (uint32_t)count;
    nodes[node].names |= cd_pointer_bit(name.p, name.len);
    pointers->node_count++;
    return CD_OK;
}

/* The step at *p ("/a~1b"), unescaped and on the heap; *p moves behind it. */
static int next_step(const char **p, struct cd_str *name) {
    const char *from = *p + 1;
    size_t len = strcspn(from, "/");
    char *to = malloc(len + 1);
    if (!to)
        return CD_ENOMEM;
    size_t n = 0;
    for (size_t i = 0; i < len; i++) {
        if (from[i] != '~') {
            to[n++] = from[i];
            continue;
        }
        i++;
        if (i == len || (from[i] != '0' && from[i] != '1')) {
            free(to);
            return CD_EUSAGE;
        }
        to[n++] = from[i] == '0' ? '~' : '/';
    }
    to[n] = '\0';
    *name = (struct cd_str){to, n};
    *p = from + len;
    return CD_OK;
}

/* The node that the pointer ends at, made where it is not there yet. */
static int add_steps(struct cd_pointers *pointers, const char *p, uint32_t *node) {
    *node = 0;
    for (int depth = 0; *p; depth++) {
        struct cd_str name;
        if (*p != '/' || depth == CD_POINTER_DEPTH)
            return CD_EUSAGE;
        int rc = next_step(&p, &name);
        if (rc)
            return rc;
        uint32_t child = find_child(pointers, *node, name);
        if (child) {
            free((char *)name.p);
        } else {
            rc = add_child(pointers, *node, name);
            if (rc)
                return rc;
            child = (uint32_t)pointers->node_count - 1;
        }
        *node = child;
    }
    return CD_OK;
}

int cd_pointers_add(struct cd_pointers *pointers, const char *pointer, uint32_t slot,
                    struct cd_error *err) {
    uint32_t node;
    int rc = add_steps(pointers, pointer, &node);
    if (rc == CD_EUSAGE)
        return cd_fail(err, CD_EUSAGE, "bad_pointer",
                       "\"%s\" is not a JSON Pointer of at most %d steps", pointer,
                       CD_POINTER_DEPTH);
    if (rc)
        return cd_fail_memory(err);
    size_t count = pointers->target_count;
    struct cd_pointer_target *targets =
        realloc(pointers->targets, (count + 1) * sizeof *targets);
    if (!targets)
        return cd_fail_memory(err);
    targets[count] = (struct cd_pointer_target){node, slot};
    pointers->targets = targets;
    pointers->target_count++;
    if (slot >= pointers->slot_count)
        pointers->slot_count = (size_t)slot + 1;
    return CD_OK;
}
