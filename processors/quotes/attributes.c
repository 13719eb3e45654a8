/* Tags are found as what lies between two tokens and begins with '<': the reader has
 * settled already what is a tag. */
#include "processors/quotes/attributes.h"

struct list {
    struct cd_attribute *items;
    uint32_t count, room;
    struct cd_arena *arena;
};

static int add(struct list *list, uint32_t start, uint32_t end) {
    if (list->count == list->room) {
        uint32_t room = list->room ? list->room * 2 : 16;
        struct cd_attribute *items = cd_arena_grow(
            list->arena, list->items, list->room * sizeof *items, room * sizeof *items);
        if (!items)
            return CD_ENOMEM;
        list->items = items;
        list->room = room;
    }
    list->items[list->count++] = (struct cd_attribute){start, end};
    return CD_OK;
}

/* The values between [from, to), which holds tags and white space alone. */
static int read_gap(struct list *list, const char *p, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i + 1 < to; i++) {
        if (p[i] != '=' || (p[i + 1] != '"' && p[i + 1] != '\''))
            continue;
        const char *end = memchr(p + i + 2, p[i + 1], to - i - 2);
        if (!end)
            return CD_OK;
        uint32_t behind = (uint32_t)(end - p) + 1;
        if (behind > i + 3 && add(list, i + 1, behind))
            return CD_ENOMEM;
        i = behind - 1;
    }
    return CD_OK;
}

int cd_attributes_find(struct cd_attribute **out, uint32_t *count,
                       const struct cd_text *text, struct cd_arena *arena,
                       struct cd_error *err) {
    struct list list = {.arena = arena};
    uint32_t from = 0;
    for (uint32_t i = 0; i <= text->token_count; i++) {
        uint32_t to =
            i < text->token_count ? text->tokens[i].start : (uint32_t)text->bytes.len;
        if (to - from > 4 && memchr(text->bytes.p + from, '<', to - from) &&
            read_gap(&list, text->bytes.p, from, to))
            return cd_fail_memory(err);
        if (i < text->token_count)
            from = text->tokens[i].end;
    }
    *out = list.items;
    *count = list.count;
    return CD_OK;
}
