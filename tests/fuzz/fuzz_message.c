/* Reading a message and stamping it: what comes out is a message again, with one stamp,
 * and says the same as before; stamped again it is the same bytes. */
#include <stdint.h>
#include <stdlib.h>

#include "processors/stamp.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

enum { SLOTS = 5 };

static void must(bool holds) {
    if (!holds)
        abort();
}

struct reading {
    struct cd_arena arena;
    struct cd_article article;
    struct cd_record record;
};

static struct cd_message_parser *parser;
static struct cd_pointers *pointers;

static void make_once(void) {
    static const char *const places[SLOTS] = {"/id", "/body", "/meta/a/0", "/meta/b", ""};
    if (parser)
        return;
    parser = cd_message_parser_new();
    pointers = cd_pointers_new();
    must(parser && pointers);
    for (uint32_t i = 0; i < SLOTS; i++)
        must(cd_pointers_add(pointers, places[i], i, NULL) == 0);
}

/* From a copy that ends where its padding does. */
static int read_message(struct reading *r, struct cd_str bytes) {
    cd_arena_init(&r->arena, 0);
    char *copy = cd_arena_zero(&r->arena, 1, bytes.len + CD_RECORD_PADDING);
    must(copy);
    if (bytes.len)
        memcpy(copy, bytes.p, bytes.len);
    r->record = (struct cd_record){.topic = CD_STR("t"), .bytes = {copy, bytes.len}};
    r->article = (struct cd_article){
        .arena = &r->arena, .record = &r->record, .message = r->record.bytes};
    struct cd_error err = {0};
    int rc = cd_message_read(parser, pointers, &r->arena, r->record.bytes,
                             r->article.fields, &r->article.splice, &err);
    must(rc == CD_OK || (rc == CD_EMESSAGE && err.reason && err.text[0]));
    return rc;
}

/* The last slot is the document, which is not the same. */
static void check_values(const struct reading *a, const struct reading *b) {
    for (size_t i = 0; i < SLOTS - 1; i++) {
        const struct cd_value *x = &a->article.fields[i], *y = &b->article.fields[i];
        must(x->kind == y->kind && cd_str_eq(x->text, y->text));
        must(x->integer == y->integer);
    }
}

static struct cd_str stamp(const struct reading *r) {
    struct cd_str out;
    must(cd_stamp(&r->article, SIZE_MAX, &out, NULL) == CD_OK);
    return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    struct reading first = {0}, second = {0};
    make_once();
    if (read_message(&first, (struct cd_str){(const char *)bytes, len}) == CD_OK) {
        struct cd_str once = stamp(&first);
        must(read_message(&second, once) == CD_OK);
        must(second.article.splice.cut_count == 1);
        must(second.article.splice.empty == first.article.splice.empty);
        must(second.article.splice.duplicate_keys == first.article.splice.duplicate_keys);
        check_values(&first, &second);
        must(cd_str_eq(stamp(&second), once));
    }
    cd_arena_done(&first.arena);
    cd_arena_done(&second.arena);
    return 0;
}
