#include "processors/dedup/own.h"

static bool has_word(const struct cd_text *text) {
    for (uint32_t i = 0; i < text->token_count; i++)
        if (text->tokens[i].kind != CD_TOKEN_MARK)
            return true;
    return false;
}

/* Adds the body's tokens from `first` to before `end`. */
static void add(struct cd_text *own, const struct cd_text *body, uint32_t first,
                uint32_t end) {
    size_t count = end - first;
    memcpy(own->tokens + own->token_count, body->tokens + first,
           count * sizeof *own->tokens);
    own->token_count += (uint32_t)count;
}

int cd_own_text(struct cd_text *own, const struct cd_article *article) {
    const struct cd_text *body = &article->body;
    uint32_t from = 0;
    *own = *body;
    if (!article->furniture_count)
        return CD_OK;
    own->token_count = 0;
    own->tokens = cd_arena_alloc(article->arena, body->token_count * sizeof *own->tokens);
    if (!own->tokens)
        return CD_ENOMEM;
    for (uint32_t i = 0; i < article->furniture_count; i++) {
        add(own, body, from, article->furniture[i].first);
        from = article->furniture[i].end;
    }
    add(own, body, from, body->token_count);
    if (!has_word(own))
        *own = *body;
    return CD_OK;
}
