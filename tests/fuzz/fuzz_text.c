/* What HTML's plain text is: valid, no longer, without white space at its ends.
 * Reading a text: tokens are in order and inside it, each is in one sentence and in one
 * paragraph, and code points are counted as a plain count does. */
#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "processors/text/markup.h"
#include "processors/text/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void must(bool holds) {
    if (!holds)
        abort();
}

static void check_tokens(const struct cd_text *text) {
    uint32_t end = 0;
    for (uint32_t i = 0; i < text->token_count; i++) {
        const struct cd_token *token = &text->tokens[i];
        must(token->start >= end && token->end > token->start);
        must(token->end <= text->bytes.len);
        end = token->end;
    }
}

static void check_spans(const struct cd_text *text, const struct cd_span *spans,
                        uint32_t count) {
    uint32_t next = 0;
    for (uint32_t i = 0; i < count; i++) {
        must(spans[i].first == next && spans[i].end > next);
        next = spans[i].end;
    }
    must(next == text->token_count);
}

static void check_code_points(const struct cd_text *text) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < text->bytes.len; i++) {
        bool begins = ((uint8_t)text->bytes.p[i] & 0xc0) != 0x80;
        if (begins)
            must(cd_text_code_point(text, i) == count);
        count += begins;
    }
    must(cd_text_code_point(text, (uint32_t)text->bytes.len) == count);
}

static void check_markup(struct cd_str html, struct cd_arena *arena) {
    struct cd_str plain;
    cd_markup_holds(html);
    must(cd_markup_plain(html, arena, &plain) == 0);
    must(plain.len <= html.len);
    must(cd_utf8_valid(plain) == plain.len);
    must(!plain.len ||
         (!cd_is_space(plain.p[0]) && !cd_is_space(plain.p[plain.len - 1])));
}

/* From a copy that ends where its memory does. */
static struct cd_str copy_of(struct cd_str input) {
    char *copy = malloc(input.len + !input.len);
    must(copy != NULL);
    if (input.len)
        memcpy(copy, input.p, input.len);
    return (struct cd_str){copy, input.len};
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    struct cd_str input = {(const char *)bytes, len};
    if (cd_utf8_valid(input) != len)
        return 0;
    struct cd_arena arena;
    cd_arena_init(&arena, 0);
    struct cd_text text;
    input = copy_of(input);
    check_markup(input, &arena);
    must(cd_text_read(&text, &arena, input, NULL, NULL) == 0);
    check_tokens(&text);
    check_spans(&text, text.sentences, text.sentence_count);
    check_spans(&text, text.paragraphs, text.paragraph_count);
    check_code_points(&text);
    cd_arena_done(&arena);
    free((char *)(uintptr_t)input.p);
    return 0;
}
